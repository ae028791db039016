"""What is believed of a submission, and what is looked for in the queue all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wps_cwl.engine.schedulers.base import Answer, NoAnswer
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.grid_engine import GridEngine
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.schedulers.torque import Torque

DIALECTS = [Slurm(), GridEngine(), Torque()]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("said", ["", "welcome to the cluster\n"], ids=["nothing", "a greeting"])
def test_a_submission_that_worked_and_gave_no_number_is_no_refusal(dialect: Slurm, said: str) -> None:
    with pytest.raises(NoAnswer):
        dialect.read_submission(Answer(0, said, ""))


@pytest.mark.parametrize("dialect", [Slurm(), Torque()], ids=lambda dialect: dialect.name)
def test_a_number_is_found_beside_what_a_site_adds(dialect: Slurm) -> None:
    assert dialect.read_submission(Answer(0, "12\nNOTICE: the disk is full soon\n", "")) == "12"


def test_a_command_that_a_signal_has_ended_has_given_no_answer(tmp_path: Path) -> None:
    program = tmp_path / "squeue"
    program.write_text(f"#!{sys.executable}\nimport os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n")
    program.chmod(0o755)
    assert subprocess.run([program], check=False).returncode == -signal.SIGTERM
    with pytest.raises(NoAnswer, match="signal 15"):
        Connection(Slurm(), {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}).listing()


def test_only_an_exit_code_of_the_script_leaves_no_doubt(tmp_path: Path) -> None:
    submissions = Submissions(tmp_path)
    submissions.folder.mkdir(parents=True)
    assert not submissions.doubtful()
    submissions.write("1", "sh", b"")
    submissions.write("1", "end", b"{}")
    assert submissions.doubtful(), "an end may be what a leader believed"
    submissions.write("1", "exit", b"0")
    assert not submissions.doubtful()
