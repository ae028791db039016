"""The command line and the environment of a leader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wps_cwl.clean_environment import clean
from wps_cwl.engine.containers import CONTAINERS
from wps_cwl.engine.launchers import Command
from wps_cwl.engine.schedulers.base import Scheduler
from wps_cwl.job_directory import JobDirectory

# Nothing else of the service's environment reaches a leader, its workers or the Toil job store: secrets may be in it.


def build(
    directory: JobDirectory,
    scheduler: Scheduler,
    *,
    attempt: int,
    restart: bool,
    environ: Mapping[str, str],
    containers: str = "docker",
) -> Command:
    """Return how the leader of a job is started; `attempt` counts from 0, `restart` takes up an earlier one's work."""
    arguments = [
        str(directory.path),
        *("--jobStore", f"file:{directory.toil}"),
        *("--workDir", str(directory.work)),
        *("--coordinationDir", str(directory.work)),
        *("--tmpdir-prefix", str(directory.work / "tmp")),  # else the fork server's, where two folders stay
        *("--outdir", str(directory.work / "out")),
        *("--writeMessages", str(bus_file(directory, attempt))),
        *("--writeLogs", str(directory.logs)),
        *("--batchLogsDir", str(directory.logs)),
        *("--retryCount", "0"),  # Toil's default runs a failing tool twice
        *("--disableChaining", "True"),  # chained steps do not show on the message bus
        *("--clean", "never"),
        "--stats",
        "--no-prepull",
        *scheduler.toil_options(),
        *CONTAINERS[containers].options,
        *(["--restart"] if restart else []),
        str(directory.process),
        str(directory.order),
    ]
    leader_environment = scheduler.leader_environment(directory.path, environ)
    return Command(arguments, {**environment(directory, environ), **leader_environment})


def bus_file(directory: JobDirectory, attempt: int) -> Path:
    """Return the file of Toil's messages of one attempt."""
    return directory.bus if attempt == 0 else directory.bus.with_name(f"{directory.bus.name}.{attempt}")


def environment(directory: JobDirectory, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a leader: an allowed few variables, and what keeps Toil inside the job directory."""
    return {
        **clean(environ),
        "HOME": str(directory.work),
        "TMPDIR": str(directory.work),
        "TOIL_HISTORY": "False",
        "TOIL_CHECK_ENV": "True",
    }
