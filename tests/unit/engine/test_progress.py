"""How far a job is: what the message bus and the progress file say becomes a percentage that is measured or absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl.engine.progress import ProgressReader, read_bus, steps_of
from wps_cwl.engine.schedulers.base import Standing
from wps_cwl.job_directory import JobDirectory


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    made = JobDirectory(tmp_path, "job-1")
    made.create()
    return made


def issued(name: str, number: int, kind: str = "CWLJob") -> str:
    return f"toil.bus.JobIssuedMessage\t{name}\tkind-{kind}/instance-{number}\t{number}\n"


def completed(name: str, number: int, code: int = 0, kind: str = "CWLJob") -> str:
    return f"toil.bus.JobCompletedMessage\t{name}\tkind-{kind}/instance-{number}\t{code}\n"


def test_nothing_is_known_before_toil_has_issued_a_step(directory: JobDirectory) -> None:
    seen = ProgressReader(directory, known=1).read()
    assert (seen.percent, seen.running) == (None, False)


def test_a_single_tool_that_says_nothing_has_no_percentage(directory: JobDirectory) -> None:
    directory.bus.write_text(issued("hello.cwl", 1))
    seen = ProgressReader(directory, known=1).read()
    assert (seen.percent, seen.running, seen.message) == (None, True, "running")


def test_a_tool_tells_its_own_progress(directory: JobDirectory) -> None:
    directory.bus.write_text(issued("main", 1))
    directory.progress.write_text("10 reading\n55 half way there\n")
    seen = ProgressReader(directory, known=1).read()
    assert (seen.percent, seen.message) == (55, "half way there")


def test_a_line_that_is_not_finished_is_not_read(directory: JobDirectory) -> None:
    directory.bus.write_text(issued("main", 1))
    directory.progress.write_text("10 reading\n9")
    assert ProgressReader(directory, known=1).read().percent == 10


@pytest.mark.parametrize("line", ["101 too much", "abc", "-5 less", "", "%", "1000"], ids=repr)
def test_a_line_that_is_no_percentage_is_passed_over(directory: JobDirectory, line: str) -> None:
    directory.bus.write_text(issued("main", 1))
    directory.progress.write_text(f"40 good\n{line}\n")
    assert ProgressReader(directory, known=1).read().percent == 40


def test_a_hundred_is_never_reported_before_the_end(directory: JobDirectory) -> None:
    directory.bus.write_text(issued("main", 1))
    directory.progress.write_text("100 done\n")
    assert ProgressReader(directory, known=1).read().percent == 99


def test_steps_count_and_the_running_ones_are_named(directory: JobDirectory) -> None:
    directory.bus.write_text(
        issued("main", 9, kind="CWLWorkflow")
        + issued("main.first.tool.cwl", 1)
        + completed("main.first.tool.cwl", 1)
        + issued("main.second.tool.cwl", 2)
    )
    seen = ProgressReader(directory, known=4).read()
    assert seen.percent == 25
    assert seen.message == "1 of 4 steps done: second.tool"


def test_a_running_step_adds_its_own_share_and_the_last_one_is_forgotten(directory: JobDirectory) -> None:
    reader = ProgressReader(directory, known=2)
    directory.bus.write_text(issued("main.a", 1))
    directory.progress.write_text("100 a is ready\n")
    assert reader.read().percent == 50
    directory.bus.write_text(issued("main.a", 1) + completed("main.a", 1) + issued("main.b", 2))
    assert reader.read().percent == 50  # not 100: that line was written by the step that is done
    with directory.progress.open("a") as file:
        file.write("50 b is half way\n")
    assert reader.read().percent == 75


def test_a_scatter_widens_the_total(directory: JobDirectory) -> None:
    directory.bus.write_text("".join(issued(f"main.{n}.tool", n) for n in range(1, 11)) + completed("main.1.tool", 1))
    assert ProgressReader(directory, known=1).read().percent == 10


def test_a_step_that_failed_is_not_done(directory: JobDirectory) -> None:
    directory.bus.write_text(issued("main.a", 1) + completed("main.a", 1, code=1))
    assert read_bus([directory.bus]).done == set()


def test_the_attempts_of_a_job_count_together(directory: JobDirectory) -> None:
    directory.bus.write_text(issued("main.a", 1) + completed("main.a", 1) + issued("main.b", 2))
    directory.bus.with_name("bus.1").write_text(issued("main.b", 2) + completed("main.b", 2))
    assert ProgressReader(directory, known=3).read().percent == 66


def test_control_characters_of_a_tool_do_not_reach_the_client(directory: JobDirectory) -> None:
    directory.bus.write_text(issued("main", 1))
    directory.progress.write_bytes(b"5 \x1b[31mred\x00\xff" + b"x" * 500 + b"\n")
    message = ProgressReader(directory, known=1).read().message
    assert message.isprintable()
    assert len(message) == 200


def tool(name: str) -> dict[str, object]:
    return {"class": "CommandLineTool", "id": f"#{name}"}


def flow(name: str, *runs: object) -> dict[str, object]:
    return {"class": "Workflow", "id": f"#{name}", "steps": [{"run": run} for run in runs]}


@pytest.mark.parametrize(
    ("document", "steps"),
    [
        ({"$graph": [tool("main")]}, 1),
        (tool("main"), 1),
        ({"$graph": [tool("a"), tool("b"), flow("main", "#a", "#b", "#a")]}, 3),
        ({"$graph": [tool("a"), flow("inner", "#a", "#a"), flow("main", "#inner", "#a")]}, 3),
        ({"$graph": [flow("main", {"class": "ExpressionTool"})]}, 1),
        ({"$graph": [flow("main", "#main")]}, 1),
    ],
    ids=["a tool", "without a graph", "three steps", "a nested workflow", "an inline step", "a loop"],
)
def test_the_steps_of_a_document_are_counted(document: dict[str, object], steps: int) -> None:
    assert steps_of(document) == steps


@pytest.mark.parametrize(
    ("known", "standing", "running", "message"),
    [
        (1, Standing(0, 1, "pending: Resources (slurm 12)"), False, "pending: Resources (slurm 12)"),
        (1, Standing(1, 0, "pending"), True, "running"),
        (1, None, True, "running"),
        (3, Standing(0, 2, "pending (slurm 12, 13)"), False, "0 of 3 steps done: a; pending (slurm 12, 13)"),
        (3, Standing(1, 1, "pending (slurm 12, 13)"), True, "0 of 3 steps done: a"),
        (1, Standing(1, 0, "pending", note="submitted again (2 of 3)"), True, "running; submitted again (2 of 3)"),
        (1, Standing(0, 1, "pending", note="submitted again (2 of 3)"), False, "pending; submitted again (2 of 3)"),
    ],
    ids=["waits", "runs", "no queue", "all steps wait", "some steps wait", "runs again", "waits again"],
)
def test_what_waits_in_a_queue_does_not_run(
    directory: JobDirectory, known: int, standing: Standing | None, running: bool, message: str
) -> None:
    directory.bus.write_text(issued("main.a.cwl", 1))
    seen = ProgressReader(directory, known=known).read().beside(standing)
    assert (seen.running, seen.message) == (running, message)


def test_a_queue_says_nothing_before_toil_has_issued_a_step(directory: JobDirectory) -> None:
    reader = ProgressReader(directory, known=1)
    assert reader.read().beside(Standing(0, 1, "pending")) == reader.read()
