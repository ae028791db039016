"""What Toil 9.6 leaves in stats.json, and to which submission it belongs."""

from __future__ import annotations

import json
from pathlib import Path

from wps_cwl.engine import worker_stats
from wps_cwl.engine.worker_stats import WorkerStats
from wps_cwl.job_directory import JobDirectory


def stats(name: str, started: float = 1.0) -> WorkerStats:
    return WorkerStats(name, started, 2.0, 1.0, 1 << 20, 1.0, True)


def test_steps_are_told_from_toils_own_jobs(tmp_path: Path) -> None:
    directory = JobDirectory(tmp_path, "j1")
    directory.create()
    one = {
        "start": "1795257548.36",
        "time": "0.0267",
        "clock": "0.0112",
        "class_name": "CWLJob main.1.x.cwl",
        "memory": "181112",
        "requested_cores": "1",
        "disk": "24576",
        "succeeded": "True",
    }
    document = {"jobs": [[one], [{**one, "class_name": "CWLScatter"}]]}
    directory.stats.write_text(json.dumps(document))
    [found] = worker_stats.read(directory)
    assert found == WorkerStats("main.1.x.cwl", 1795257548.36, 0.0267, 0.0112, 181112 << 10, 1.0, True)


def test_a_leader_that_was_ended_has_measured_nothing(tmp_path: Path) -> None:
    directory = JobDirectory(tmp_path, "j1")
    directory.create()
    assert worker_stats.read(directory) == []
    directory.stats.write_text('{"jobs": [[{"class')
    assert worker_stats.read(directory) == []


def test_a_run_belongs_to_the_last_submission_of_its_step() -> None:
    again, other = stats("a"), stats("b")
    assert worker_stats.pair(["a", "b", "a"], [again, other]) == [None, other, again]


def test_as_many_runs_as_submissions_belong_to_each_in_turn() -> None:
    first, second = stats("a", 1.0), stats("a", 2.0)
    assert worker_stats.pair(["a", "a"], [first, second]) == [first, second]


def test_nobody_guesses_whose_runs_they_are() -> None:
    assert worker_stats.pair(["a", "a", "a"], [stats("a"), stats("a")]) == [None, None, None]
