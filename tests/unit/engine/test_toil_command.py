"""A leader's command line and environment: what Toil needs, and nothing of the service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wps_cwl import clean_environment
from wps_cwl.engine import toil_command
from wps_cwl.engine.schedulers.base import Profile
from wps_cwl.engine.schedulers.batch import BatchScheduler
from wps_cwl.engine.schedulers.brief import from_environment
from wps_cwl.engine.schedulers.connection import Connection, environment
from wps_cwl.engine.schedulers.dialects import DIALECTS
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.job_directory import JobDirectory

SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "hush",
    "WPS_CWL_DATABASE__URL": "postgresql://u:hush@h/d",
    "SSH_AUTH_SOCK": "/hush",
}


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    return JobDirectory(tmp_path, "job-1")


def command(directory: JobDirectory, *, attempt: int = 0, restart: bool = False) -> toil_command.Command:
    environ = {"PATH": "/usr/bin", "LANG": "C.UTF-8", **SECRETS}
    scheduler = LocalScheduler(cores=2, memory=1 << 30)
    return toil_command.build(directory, scheduler, attempt=attempt, restart=restart, environ=environ)


def test_no_secret_of_the_service_reaches_a_leader(directory: JobDirectory) -> None:
    built = command(directory)
    assert "hush" not in f"{built.environment} {built.arguments}"
    assert built.environment["LANG"] == "C.UTF-8"


def test_toil_stays_in_the_job_directory(directory: JobDirectory) -> None:
    built = command(directory)
    assert {built.environment["HOME"], built.environment["TMPDIR"]} == {str(directory.work)}
    assert f"file:{directory.toil}" in built.arguments
    arguments = list(built.arguments)
    for option in ("--workDir", "--coordinationDir", "--outdir", "--tmpdir-prefix"):
        assert Path(arguments[arguments.index(option) + 1]).is_relative_to(directory.work)


def test_a_failing_tool_runs_once(directory: JobDirectory) -> None:
    arguments = list(command(directory).arguments)
    assert arguments[arguments.index("--retryCount") + 1] == "0"


def test_each_attempt_has_its_own_messages_and_only_a_later_one_restarts(directory: JobDirectory) -> None:
    first, second = command(directory), command(directory, attempt=1, restart=True)
    assert str(directory.bus) in first.arguments
    assert "--restart" not in first.arguments
    assert f"{directory.bus}.1" in second.arguments
    assert "--restart" in second.arguments


def test_the_programs_beside_this_python_come_first() -> None:
    assert clean_environment.search_path("/usr/bin").split(os.pathsep)[0] == str(Path(sys.executable).parent)


def test_a_machine_without_node_uses_the_packaged_one(tmp_path: Path) -> None:
    found = shutil.which("node", path=clean_environment.search_path(str(tmp_path)))
    assert found is not None
    assert Path(found).is_relative_to(sys.prefix)
    answer = subprocess.run([found, "-e", "console.log(6*7)"], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "42"


@pytest.mark.parametrize(
    ("scheduler", "kept"),
    [("slurm", "SLURM_CONF"), ("grid_engine", "SGE_ROOT"), ("torque", "PBS_DEFAULT")],
)
def test_a_leader_has_the_variables_of_its_own_scheduler_only(
    directory: JobDirectory, tmp_path: Path, scheduler: str, kept: str
) -> None:
    dialect = DIALECTS[scheduler]
    environ = {"PATH": "/usr/bin", "SLURM_JWT": "hush", "SGE_ROOT": "/sge", "PBS_DEFAULT": "vm", **SECRETS}
    environ |= {"SLURM_CONF": "/slurm.conf", "SBATCH_EXPORT": "hush"}
    snapshot = tmp_path / "slurm.json"
    connection = Connection(dialect, environment(dialect, environ, "/state"))
    batch = BatchScheduler(Profile(scheduler, queue="short"), Poller(connection, snapshot))
    built = toil_command.build(directory, batch, attempt=0, restart=False, environ=environ)
    others = {"SLURM_CONF", "SGE_ROOT", "PBS_DEFAULT"} - set(dialect.variables)
    assert built.environment[kept] == environ[kept]
    assert not others & built.environment.keys()
    assert "hush" not in f"{built.environment} {built.arguments} {connection.environ}"
    brief = from_environment(built.environment)
    assert (brief.directory, brief.snapshot, brief.profile.queue) == (directory.path, snapshot, "short")
