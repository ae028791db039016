"""Toil's `single_machine` batch system with workers that the fork server makes, in place of new interpreters."""

from __future__ import annotations

import logging
import os
import select
import shlex
import subprocess
import time
import types
from collections.abc import Mapping
from typing import Any  # Toil has no types here

from toil.batchSystems import singleMachine
from toil.batchSystems.registry import add_batch_system_factory
from toil.batchSystems.singleMachine import SingleMachineBatchSystem

from wps_cwl.engine import fork_client
from wps_cwl.engine.fork_client import ForkedProcess, NoForkServer, Order

logger = logging.getLogger(__name__)

# seconds that the leader waits for an update: when there is nothing to wait for, soon after something has happened
# (then it may have other work to do), and later
NO_WAIT, SHORT_WAIT, LONG_WAIT = 0.002, 0.02, 0.5
LIVELY = 1.0
LONGEST_SLEEP = 5.0  # seconds between two looks at workers that say nothing
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


class Bedside:
    """Stands for the module `time` in the thread that starts workers and looks after them, in place of a short sleep.

    It sleeps until there is a worker to start, or one has ended.
    """

    def __init__(self, workers: Mapping[int, Any]) -> None:
        self._workers = workers
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def ring(self) -> None:
        """End the sleep, or the next one."""
        os.eventfd_write(self._bell, 1)

    def sleep(self, seconds: float) -> None:
        """Sleep for as long as that where a worker is not of our making."""
        poll = select.poll()
        poll.register(self._bell, select.POLLIN)
        for worker in self._workers.values():
            if isinstance(worker, ForkedProcess) and worker.returncode is None:
                poll.register(worker.fileno(), select.POLLIN)
        ours = all(isinstance(worker, ForkedProcess) for worker in self._workers.values())
        if self._bell in dict(poll.poll((LONGEST_SLEEP if ours else seconds) * 1000)):
            os.eventfd_read(self._bell)

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def register(state: int) -> None:
    """Have Toil use forked workers in this process; `state` is a descriptor of the state directory."""

    class ForkingBatchSystem(SingleMachineBatchSystem):  # type: ignore[misc]  # untyped upstream
        # the same code, with another `subprocess` in its sight
        _start = types.FunctionType(
            SingleMachineBatchSystem._startChild.__code__,
            {**vars(singleMachine), "subprocess": ForkedWorkers(state)},
        )

        def __init__(self, *arguments: Any, **options: Any) -> None:
            self._happened = time.monotonic()
            self._refused = 0  # steps, one after the other, that found no room
            super().__init__(*arguments, **options)

        def _startChild(self, *arguments: Any) -> Any:  # noqa: N802
            """Start a worker; when there is no room for it, have those behind it looked at too."""
            result = self._start(*arguments)
            self._refused = 0 if result is not None else self._refused + 1
            if result is None and self._refused <= self.inputQueue.qsize():
                self._wake()
            return result

        def _handleChild(self, pid: int) -> None:  # noqa: N802
            """Give back what a worker had, and look who has room now."""
            super()._handleChild(pid)
            self._refused = 0
            self._wake()

        def daddy(self) -> None:
            """Start workers, and look after them."""
            self._bedside = Bedside(self.children)
            code = SingleMachineBatchSystem.daddy.__code__
            types.FunctionType(code, {**vars(singleMachine), "time": self._bedside})(self)

        def issueBatchJob(self, *arguments: Any, **options: Any) -> Any:  # noqa: N802
            """Have a worker started at once."""
            number = super().issueBatchJob(*arguments, **options)
            self._happened = time.monotonic()
            self._wake()
            return number

        def shutdown(self) -> None:
            """End all, at once."""
            self.shuttingDown.set()
            self._wake()
            super().shutdown()

        def _wake(self) -> None:
            bedside = getattr(self, "_bedside", None)  # its thread may not have begun
            if bedside is not None:
                bedside.ring()

        def _pollForDoneChildrenIn(self, pid_to_popen: dict[int, Any]) -> set[int]:  # noqa: N802
            """Return the children that have ended; they are not ours, so the kernel does not tell us."""
            return {pid for pid, popen in pid_to_popen.items() if popen.poll() is not None}

        def getUpdatedBatchJob(self, maxWait: float) -> Any:  # noqa: N802, N803
            """Return soon: Toil waits for up to two seconds here, although it may have jobs to start."""
            lively = time.monotonic() - self._happened < LIVELY
            wait = (SHORT_WAIT if lively else LONG_WAIT) if self.jobs else NO_WAIT
            update = super().getUpdatedBatchJob(min(maxWait, wait))
            if update is not None:
                self._happened = time.monotonic()
            return update

    add_batch_system_factory("single_machine", lambda: ForkingBatchSystem)
