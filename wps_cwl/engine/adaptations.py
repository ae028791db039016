"""What differs from stock Toil 9.6.0 in a leader: small, named changes, each guarded and each removable.

Each names the function that it replaces by a digest of its source. When upstream has changed it, the adaptation steps
aside, the log says so, and the leader is as slow as a stock one, but right.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import inspect
import logging
import pickle
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any  # Toil's and cwltool's objects, which have no types here

from wps_cwl.engine.schedulers.batch import BATCH_SYSTEM

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Adaptation:
    """A change of one upstream function: `target` is `module:name`, `digest` that of the source it was written for."""

    name: str
    why: str
    target: str
    digest: str
    apply: Callable[[Any], None]

    def resolve(self) -> Any:
        """Return the function that is adapted."""
        module, _, path = self.target.partition(":")
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
        return found

    def fits(self) -> bool:
        """Whether upstream still has the code that this was written for."""
        try:
            return digest_of(self.resolve()) == self.digest
        except (ImportError, AttributeError, OSError):
            return False


def digest_of(function: Any) -> str:
    """Return a short digest of the source of a function."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]


def apply_all() -> list[str]:
    """Apply what makes leaders fast, as far as it fits, and return the names of what does not."""
    return _apply(ADAPTATIONS)


def apply_for_clusters() -> None:
    """Apply what jobs on clusters need."""
    _apply(ON_CLUSTERS)


def _apply(adaptations: Iterable[Adaptation]) -> list[str]:
    skipped = []
    for adaptation in adaptations:
        if adaptation.fits():
            adaptation.apply(adaptation.resolve())
        else:
            skipped.append(adaptation.name)
            logger.warning("%s has changed upstream; leaders run without: %s", adaptation.target, adaptation.name)
    return skipped


# --- the changes ------------------------------------------------------------------------------------


def _keep_schemas(original: Any) -> None:
    import cwltool.main

    def setup_schema(args: Any, custom_schema_callback: Any) -> None:
        if custom_schema_callback is not None or args.enable_ext:
            original(args, custom_schema_callback)

    cwltool.main.setup_schema = setup_schema


def _no_realtime_log(original: Any) -> None:
    del original
    import toil.common

    toil.common.RealtimeLogger = lambda *_, **__: contextlib.nullcontext()


def _end_services_at_once(original: Any) -> None:
    from toil.serviceManager import ServiceManager

    def shutdown(self: Any) -> None:
        if self.get_job_count() or self._ServiceManager__toil_state.servicesIssued:
            original(self)
        else:
            self._ServiceManager__terminate.set()  # its thread is a daemon, and has nothing to finish

    ServiceManager.shutdown = shutdown


def _end_statistics_at_once(original: Any) -> None:
    del original
    from toil import statsAndLogging as module  # noqa: N813  # a module, whatever its name

    class WakeableTime:
        """The module's `time`, whose sleep ends when the thread is told to stop."""

        stop = threading.Event()

        def sleep(self, seconds: float) -> None:
            WakeableTime.stop.wait(seconds)

        def __getattr__(self, name: str) -> Any:
            return getattr(time, name)

    def event() -> threading.Event:
        WakeableTime.stop = threading.Event()
        return WakeableTime.stop

    module.time = WakeableTime()
    module.Event = event


def _keep_variables_of_nodes(original: Any) -> None:
    import toil.common

    def serialise(self: Any) -> None:
        if self.config.batchSystem != BATCH_SYSTEM:
            original(self)
            return
        with self._jobStore.write_shared_file_stream("environment.pickle") as stream:
            pickle.dump({}, stream)

    toil.common.Toil._serialiseEnv = serialise


ADAPTATIONS = (
    Adaptation(
        "keep the CWL schemas",
        "Each run forgets the schemas of CWL, and reads them again: half a second.",
        "cwltool.main:setup_schema",
        "9afce7a02137a742",
        _keep_schemas,
    ),
    Adaptation(
        "no real-time log",
        "An unauthenticated UDP server on all interfaces, which takes half a second to stop; nothing here uses it.",
        "toil.common:Toil._runMainLoop",
        "458e36c668b5938e",
        _no_realtime_log,
    ),
    Adaptation(
        "end the service manager at once",
        "Its thread sleeps for up to a second before it sees that it shall end; CWL has no Toil services.",
        "toil.serviceManager:ServiceManager.shutdown",
        "e26b1a0a33c8d41b",
        _end_services_at_once,
    ),
    Adaptation(
        "end the statistics at once",
        "Its thread sleeps for half a second between two looks, also at the end.",
        "toil.statsAndLogging:StatsAndLogging.statsAndLoggingAggregator",
        "c1dfde9489d433a0",
        _end_statistics_at_once,
    ),
)

ON_CLUSTERS = (
    Adaptation(
        "keep the variables of nodes",
        "A worker takes the leader's variables over those that the job script has set, whose modules would be hidden.",
        "toil.common:Toil._serialiseEnv",
        "f4c7f9f7a3eceef0",
        _keep_variables_of_nodes,
    ),
)
