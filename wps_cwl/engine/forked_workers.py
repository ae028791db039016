"""Toil's `single_machine` batch system with workers that the fork server makes, in place of new interpreters."""

from __future__ import annotations

import logging
import os
import shlex
import subprocess
import types
from typing import Any  # Toil has no types here

from toil.batchSystems import singleMachine
from toil.batchSystems.registry import add_batch_system_factory
from toil.batchSystems.singleMachine import SingleMachineBatchSystem

from wps_cwl.engine import fork_client
from wps_cwl.engine.fork_client import ForkedProcess, NoForkServer, Order

logger = logging.getLogger(__name__)

LONGEST_WAIT = 0.1  # seconds that the leader waits for an update while it may have other work to do
_WORKER = "_toil_worker"
_SPECIAL = frozenset("|&;<>()$`\\\"'*?[#~=%\n")  # what only a shell understands


class ForkedWorkers:
    """Stands for the module `subprocess` where the batch system starts a worker; `state` is a descriptor."""

    def __init__(self, state: int) -> None:
        self._state = state

    def Popen(  # noqa: N802  # the name in subprocess
        self, command: str, **options: Any
    ) -> ForkedProcess | subprocess.Popen[bytes]:
        """Start a worker; anything else, and all when there is no fork server, starts as usual."""
        words = [] if _SPECIAL & set(command) else shlex.split(command)
        if words and os.path.basename(words[0]) == _WORKER:  # noqa: PTH119  # a name on the PATH
            order = Order("worker", words, options["env"], os.getcwd())  # noqa: PTH109
            try:
                return fork_client.request(self._state, order, [1, 2])
            except NoForkServer:
                logger.warning("the fork server does not answer; the worker is started without it")
        return subprocess.Popen(command, **options)


def register(state: int) -> None:
    """Have Toil use forked workers in this process; `state` is a descriptor of the state directory."""

    class ForkingBatchSystem(SingleMachineBatchSystem):  # type: ignore[misc]  # untyped upstream
        # the same code, with another `subprocess` in its sight
        _startChild = types.FunctionType(  # noqa: N815  # the name in Toil
            SingleMachineBatchSystem._startChild.__code__,
            {**vars(singleMachine), "subprocess": ForkedWorkers(state)},
        )

        def _pollForDoneChildrenIn(self, pid_to_popen: dict[int, Any]) -> set[int]:  # noqa: N802
            """Return the children that have ended; they are not ours, so the kernel does not tell us."""
            return {pid for pid, popen in pid_to_popen.items() if popen.poll() is not None}

        def getUpdatedBatchJob(self, maxWait: float) -> Any:  # noqa: N802, N803
            """Return soon: Toil waits for up to two seconds here, although it may have jobs to start."""
            return super().getUpdatedBatchJob(min(maxWait, LONGEST_WAIT))

    add_batch_system_factory("single_machine", lambda: ForkingBatchSystem)
