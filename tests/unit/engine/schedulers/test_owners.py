"""Whose the jobs of a listing are: everybody can give a job of his the name of one of ours."""

from __future__ import annotations

import os
import pwd
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.engine.schedulers.paper import Paper
from wps_cwl.engine.schedulers import snapshot
from wps_cwl.engine.schedulers.base import Answer, Dialect, NoAnswer, QueuedJob, QueueState
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.grid_engine import GridEngine
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.schedulers.torque import Torque

NAME = "wps-job-1-a-1"
ME = pwd.getpwuid(os.geteuid()).pw_name
OF_SLURM = f"7|PENDING|0|JobHeldUser|{NAME}|short||N/A|N/A|N/A|5|ada|\n"
OF_GRID_ENGINE = (
    "<job_info><queue_info><job_list><JB_job_number>7</JB_job_number>"
    f"<JB_name>{NAME}</JB_name><JB_owner>ada</JB_owner><state>hqw</state></job_list></queue_info></job_info>"
)
OF_TORQUE = f"Job Id: 7.vm\n    Job_Name = {NAME}\n    Job_Owner = ada@vm\n    job_state = H\n"


@dataclass(frozen=True)
class Shared(Paper):
    """A queue in which are jobs of several users."""

    listed: Sequence[QueuedJob] = ()

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        return list(self.listed)


def listing(folder: Path, *owners: str | None, user: str | None = None) -> list[str | None]:
    (folder / "queue").touch()
    jobs = [QueuedJob(str(number), NAME, QueueState.PENDING, owner=owner) for number, owner in enumerate(owners)]
    connection = Connection(Shared(folder, listed=jobs), {"PATH": os.environ["PATH"]}, user)
    return [job.owner for job in connection.listing().jobs]


@pytest.mark.parametrize(
    ("dialect", "said"),
    [(Slurm(), OF_SLURM), (GridEngine(), OF_GRID_ENGINE), (Torque(), OF_TORQUE)],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_listing_tells_whose_a_job_is(dialect: Dialect, said: str) -> None:
    assert [job.owner for job in dialect.read_listing(Answer(0, said, ""))] == ["ada"]


@pytest.mark.parametrize("name", [f"{NAME}|short||N/A|N/A|N/A|5|{ME}|", f"{NAME}\n"], ids=["separator", "end of line"])
def test_a_name_that_looks_like_several_columns_gives_a_job_no_owner(name: str) -> None:
    found = Slurm().read_listing(Answer(0, OF_SLURM.replace(NAME, name), ""))
    assert {job.owner for job in found} == {""}


def test_the_environment_of_a_job_does_not_change_its_owner() -> None:
    said = f"{OF_TORQUE}    Variable_List = A=b\n    Job_Owner = {ME}@vm\n"
    assert [job.owner for job in Torque().read_listing(Answer(0, said, ""))] == ["ada"]


def test_a_job_of_our_name_that_is_another_users_is_none_of_ours(tmp_path: Path) -> None:
    assert listing(tmp_path, "ada", ME, "", None) == [ME, None]


def test_the_jobs_that_a_connection_of_another_user_lists_are_that_users(tmp_path: Path) -> None:
    assert listing(tmp_path, ME, "daemon", user="daemon") == ["daemon"]


def test_while_names_cannot_be_looked_up_a_listing_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match="cannot be looked up"):
        listing(tmp_path, ME, user="nobody-by-that-name")


def test_white_space_in_a_name_spoils_no_snapshot(tmp_path: Path) -> None:
    jobs = [QueuedJob(str(number), name, QueueState.PENDING) for number, name in enumerate((f"{NAME}\t\n{{", NAME))]
    Snapshot(1.0, tuple(jobs)).write(tmp_path / "queue.json")
    found = snapshot.read(tmp_path / "queue.json")
    assert found is not None
    assert list(found.jobs) == jobs
    assert found.find(NAME) == jobs[1]
