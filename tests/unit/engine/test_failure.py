"""A failed run says which step, which command, which exit code and what it wrote, and no path of the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl import errors
from wps_cwl.engine import failure
from wps_cwl.job_directory import JobDirectory

STAMP = "[2026-11-21T03:32:04+0000] [MainThread]"


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    made = JobDirectory(tmp_path / "state" / "jobs", "job-1")
    made.create()
    return made


def worker_log(
    directory: JobDirectory, *, status: str = "7", stderr: str = "oops\nno such band", step: str = "main"
) -> None:
    work = directory.work / "toilwf-1" / "cb02" / "out"
    (directory.logs / f"failed_CWLJob_{step}_000.log").write_text(
        f"{STAMP} [I] [toil.worker] ---TOIL WORKER OUTPUT LOG---\n"
        f"{STAMP} [I] [cwltool] [job {step}] {work}$ python3 \\\n    run.py \\\n"
        f"    --image={work}/image.tif > {work}/o.txt\n"
        f"{STAMP} [W] [cwltool] [job {step}] exited with status: {status}\n"
        f"{STAMP} [W] [cwltool] [job {step}] completed permanentFail\n"
        f"{STAMP} [E] [toil.cwl.cwltoil] Failed command standard error:\n{stderr}\n\n"
        f"{STAMP} [C] [toil.worker] Worker crashed with traceback:\nTraceback (most recent call last):\n"
        "cwl_utils.errors.WorkflowException: permanentFail\n"
    )


def test_step_command_code_and_stderr_are_told(directory: JobDirectory) -> None:
    worker_log(directory)
    error = failure.explain(directory, "clip")
    assert isinstance(error, errors.StepFailed)
    assert error.facts == {
        "step": "clip",
        "code": "7",
        "command": "python3 run.py --image=image.tif > o.txt",
        "stderr": "oops\nno such band",
    }


def test_a_step_of_a_workflow_has_its_own_name(directory: JobDirectory) -> None:
    worker_log(directory, step="main.indices.vegetation_index.cwl")
    assert failure.explain(directory, "series").facts["step"] == "indices.vegetation_index"


def test_only_the_last_lines_of_a_long_stderr_are_told(directory: JobDirectory) -> None:
    worker_log(directory, stderr="\n".join(f"line {number}" for number in range(500)))
    said = str(failure.explain(directory, "clip").facts["stderr"]).splitlines()
    assert said == [f"line {number}" for number in range(488, 500)]


def test_a_tool_that_was_killed_shows_its_signal(directory: JobDirectory) -> None:
    worker_log(directory, status="-9", stderr="")
    facts = failure.explain(directory, "clip").facts
    assert (facts["code"], facts["stderr"]) == ("-9 (ended by signal 9)", "(nothing)")


def test_no_path_of_the_server_is_told(directory: JobDirectory) -> None:
    worker_log(directory, stderr=f"cannot open {directory.path}/inputs/image/0/image.tif: not an image")
    assert str(directory.root) not in str(failure.explain(directory, "clip"))
    assert "cannot open image.tif: not an image" in str(failure.explain(directory, "clip"))


def test_a_run_that_never_came_to_a_step_shows_what_toil_said(directory: JobDirectory) -> None:
    (directory.logs / "leader.log").write_text(
        f"{STAMP} [I] [toil] Running\n{STAMP} [E] [root] The job asks for 999 cores, and there are 2\n"
    )
    assert str(failure.explain(directory, "clip")) == "The process failed: The job asks for 999 cores, and there are 2."


def test_a_run_without_any_log_is_explained_too(directory: JobDirectory) -> None:
    assert "no message" in str(failure.explain(directory, "clip"))
