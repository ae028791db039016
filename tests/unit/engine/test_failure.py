"""A failed run says which step, which command, which exit code and what it wrote, and no path of the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl import codec, errors
from wps_cwl.engine import failure
from wps_cwl.engine.schedulers.base import End, EndReason
from wps_cwl.engine.schedulers.submissions import StepEnd, Submissions
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


def test_a_tool_that_complains_on_standard_output_is_heard_too(directory: JobDirectory) -> None:
    worker_log(directory, stderr="")
    log = next(directory.logs.glob("failed_*.log"))
    head = f"{STAMP} [E] [toil.cwl.cwltoil] Failed command standard output:"
    log.write_text(f"{log.read_text()}{head}\ncannot open it\n\n")
    assert str(failure.explain(directory, "clip")).endswith("Last lines of its standard output: cannot open it")


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


def ended(directory: JobDirectory, end: End, step: str = "main.second.cwl", log: str = "") -> None:
    submissions = Submissions(directory.path)
    submissions.folder.mkdir(exist_ok=True)
    submissions.write("a-1", "end", codec.dump(StepEnd("a-1", step, "slurm", end), StepEnd))
    submissions.write("a-1", "log", log.encode())


@pytest.mark.parametrize(
    ("end", "text"),
    [
        (
            End(EndReason.REFUSED, text="invalid partition specified: nowhere"),
            'The scheduler slurm does not take the step "second": invalid partition specified: nowhere',
        ),
        (
            End(EndReason.TIME, 0, "TIMEOUT"),
            'The scheduler slurm has ended the step "second": it ran longer than its time limit (TIMEOUT)',
        ),
        (
            End(EndReason.MEMORY, 137, "OUT_OF_MEMORY"),
            'The scheduler slurm has ended the step "second": it took more memory than it had asked for '
            "(OUT_OF_MEMORY)",
        ),
        (
            End(EndReason.KILLED, 143, "CANCELLED by 0", "0"),
            'The scheduler slurm has ended the step "second": it was deleted by the user root (CANCELLED by 0)',
        ),
        (
            End(EndReason.KILLED, 137, "failed 100 : assumedly after job"),
            'The scheduler slurm has ended the step "second": it was deleted from outside '
            "(failed 100 : assumedly after job)",
        ),
        (
            End(EndReason.NODE, None, "NODE_FAIL"),
            'The scheduler slurm has ended the step "second": its node failed (NODE_FAIL)',
        ),
        (
            End(EndReason.PREEMPTED, None, "PREEMPTED"),
            'The scheduler slurm has ended the step "second": it was preempted by another job (PREEMPTED)',
        ),
        (
            End(EndReason.DEADLINE, None, "DEADLINE"),
            'The scheduler slurm has ended the step "second": it could not end before its deadline (DEADLINE)',
        ),
        (
            End(EndReason.LOST, None, "slurm knows nothing of the job 7 any more"),
            'The scheduler slurm has ended the step "second": slurm knows nothing of the job 7 any more',
        ),
        (
            End(EndReason.EXITED, 143),
            'The scheduler slurm has ended the step "second": signal 15, SIGTERM, as it comes when a job is '
            "deleted, goes over a limit, or its node fails",
        ),
    ],
    ids=lambda value: value.reason.value if isinstance(value, End) else "",
)
def test_what_a_scheduler_did_is_told_in_its_words(directory: JobDirectory, end: End, text: str) -> None:
    ended(directory, end)
    assert str(failure.explain(directory, "p")) == text


def test_a_worker_that_could_not_begin_is_told_by_its_last_lines(directory: JobDirectory) -> None:
    ended(directory, End(EndReason.EXITED, 127), step="main", log=f"{directory.path}/x.sh: 9: not found\n")
    text = str(failure.explain(directory, "hello"))
    assert 'the worker of the step "hello" ended with 127 (command not found) on a node of slurm' in text
    assert "not found" in text
    assert str(directory.path) not in text


def test_what_we_have_deleted_ourselves_is_no_reason(directory: JobDirectory) -> None:
    ended(directory, End(EndReason.KILLED, 143))
    assert "slurm" not in str(failure.explain(directory, "p"))


def test_what_a_scheduler_ended_has_command_and_last_words(directory: JobDirectory) -> None:
    ended(directory, End(EndReason.TIME, 143, "TIMEOUT"))
    submissions = Submissions(directory.path)
    command = f"sh \\\n    -c \\\n    'sleep 600' > {directory.work}/o.txt"
    submissions.write("a-1", "command", f"[job main.second.cwl] {directory.work}/toilwf-1/out$ {command}".encode())
    submissions.write("a-1", "stderr", "\n".join(f"line {number}" for number in range(50)).encode())
    text = str(failure.explain(directory, "p"))
    assert "it ran longer than its time limit (TIMEOUT). Command: sh -c 'sleep 600' > o.txt. Last lines" in text
    assert text.endswith("line 49")
    assert "line 37" not in text


def test_a_step_that_was_tried_again_is_told_of_when_that_was_the_last_try(directory: JobDirectory) -> None:
    submissions = Submissions(directory.path)
    submissions.folder.mkdir(exist_ok=True)
    lost = End(EndReason.NODE, None, "NODE_FAIL")
    submissions.write("a-1", "end", codec.dump(StepEnd("a-1", "main", "slurm", lost, 1, again=True), StepEnd))
    assert "node" not in str(failure.explain(directory, "p")), "the next try may have worked"
    submissions.write("a-1-2", "end", codec.dump(StepEnd("a-1-2", "main", "slurm", lost, 2), StepEnd))
    assert str(failure.explain(directory, "p")).endswith("its node failed (NODE_FAIL); it was tried 2 times")


def test_a_command_that_there_is_not_has_the_exit_code_of_a_shell(directory: JobDirectory) -> None:
    (directory.logs / "failed_CWLJob_main_000.log").write_text(
        f"{STAMP} [I] [cwltool] [job main] {directory.work}/out$ no-such-command \\\n    --now\n"
        f"{STAMP} [E] [cwltool] 'no-such-command' not found: [Errno 2] No such file or directory: 'no-such-command'\n"
        f"{STAMP} [W] [cwltool] [job main] completed permanentFail\n"
    )
    facts = failure.explain(directory, "p").facts
    assert facts["code"] == "127 (command not found)"
    assert facts["command"] == "no-such-command --now"
    assert facts["stderr"] == "'no-such-command' not found"
