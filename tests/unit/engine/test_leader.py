"""A leader holds its lock as long as it lives, and leaves its exit code; the engine that started it may be gone."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.service import wait_for
from wps_cwl import clean_environment, errors
from wps_cwl.engine import failure, launchers, leader, leader_process, toil_command
from wps_cwl.engine.launchers import Command, ForkLauncher, Launcher, StockLauncher
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.job_directory import JobDirectory

ECHO = """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, "{script}"]
inputs: []
outputs: {{out: stdout}}
"""


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    made = JobDirectory(tmp_path, "job-1")
    made.create()
    return made


def stand_in(directory: JobDirectory, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start a leader whose Toil is a few lines of Python: what is tested is the life of the process."""
    program = directory.path / "wps_cwl_stand_in.py"
    program.write_text(
        "import sys\nfrom wps_cwl.engine import leader_process\n"
        f"def run_toil(arguments):\n    {body}\n    return 0\n"
        "leader_process.run_toil = run_toil\nleader_process._write_stats = lambda directory: None\n"
        "sys.exit(leader_process.main(sys.argv[1:]))\n"
    )
    monkeypatch.setattr(launchers, "PROGRAM", [str(program)])
    command = Command([str(directory.path)], {**os.environ, "HOME": str(directory.work)})
    leader.start(directory, command, StockLauncher())


def test_a_leader_that_ends_leaves_its_outputs_and_its_code(
    directory: JobDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(directory, "print('{\"out\": 1}')", monkeypatch)
    wait_for(lambda: not leader.alive(directory), 20, "the leader does not end")
    assert leader.exit_code(directory) == 0
    assert directory.produced.read_text().strip() == '{"out": 1}'


def test_a_leader_that_fails_leaves_no_outputs(directory: JobDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(directory, "print('half'); raise RuntimeError", monkeypatch)
    wait_for(lambda: not leader.alive(directory), 20, "the leader does not end")
    assert leader.exit_code(directory) == 1
    assert not directory.produced.exists()


def test_there_is_one_leader_at_a_time(directory: JobDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(directory, "import time; open('up', 'w').close(); time.sleep(30)", monkeypatch)
    assert leader.alive(directory)
    wait_for(lambda: (directory.path / "up").exists(), 20, "the leader does not come up")
    with pytest.raises(errors.LeaderRuns):
        stand_in(directory, "pass", monkeypatch)
    leader.stop(directory)
    assert not leader.alive(directory)


def test_a_leader_that_is_killed_leaves_no_code(directory: JobDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(directory, "import time; time.sleep(30)", monkeypatch)
    os.kill(int(directory.leader_lock.read_text()), signal.SIGKILL)
    wait_for(lambda: not leader.alive(directory), 20, "the lock is still held")
    assert leader.exit_code(directory) is None


def test_a_leader_that_is_terminated_from_outside_leaves_no_code(
    directory: JobDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(1)); time.sleep(30)"
    stand_in(directory, body, monkeypatch)
    time.sleep(1)
    os.kill(int(directory.leader_lock.read_text()), signal.SIGTERM)
    wait_for(lambda: not leader.alive(directory), 20, "the leader does not end")
    assert leader.exit_code(directory) is None


def test_what_a_leader_starts_does_not_hold_its_lock(directory: JobDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(
        directory,
        "import subprocess; subprocess.Popen(['sleep', '30'], close_fds=False, start_new_session=True)",
        monkeypatch,
    )
    wait_for(lambda: not leader.alive(directory), 20, "a child of the leader holds the lock")
    scheduler = LocalScheduler()
    assert [name.split()[1] for name in scheduler.survivors(directory.path)] == ["sleep"]
    scheduler.cancel(directory.path)
    assert scheduler.survivors(directory.path) == []


def test_a_tool_that_ignores_sigterm_is_killed(directory: JobDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(
        directory,
        "import subprocess; subprocess.Popen(['sh', '-c', 'trap \"\" TERM; sleep 60'], start_new_session=True)",
        monkeypatch,
    )
    wait_for(lambda: not leader.alive(directory), 20, "the leader does not end")
    time.sleep(0.2)
    monkeypatch.setattr("wps_cwl.engine.schedulers.processes.GRACE", 0.5)
    LocalScheduler().cancel(directory.path)
    assert LocalScheduler().survivors(directory.path) == []


@pytest.fixture(params=["stock", "forked"])
def launcher(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Launcher]:
    made: Launcher = (
        StockLauncher() if request.param == "stock" else ForkLauncher(tmp_path, clean_environment.clean(os.environ))
    )
    yield made
    made.close()


def run_real_toil(directory: JobDirectory, script: str, launcher: Launcher) -> int | None:
    directory.process.write_text(ECHO.format(script=script))
    directory.order.write_text("{}")
    built = toil_command.build(directory, LocalScheduler(), attempt=0, restart=False, environ=os.environ)
    leader.start(directory, built, launcher)
    wait_for(lambda: not leader.alive(directory), 90, "the leader does not end")
    return leader.exit_code(directory)


def test_the_real_toil_runs_in_a_leader(directory: JobDirectory, launcher: Launcher) -> None:
    code = run_real_toil(directory, "echo real", launcher)
    assert code == 0, (directory.logs / "leader.log").read_text()
    produced = json.loads(directory.produced.read_text())
    assert Path(produced["out"]["path"]).read_text() == "real\n"
    assert '"jobs"' in directory.stats.read_text()


def test_a_tool_that_fails_is_explained_whoever_started_its_leader(directory: JobDirectory, launcher: Launcher) -> None:
    assert run_real_toil(directory, "echo went wrong >&2; exit 7", launcher) == 1
    facts = failure.explain(directory, "echo").facts
    assert (facts["step"], facts["code"], facts["stderr"]) == ("process", "7", "went wrong")


def test_the_exit_code_of_toil_is_the_one_that_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaves(arguments: list[str], stdout: object) -> int:
        raise SystemExit(33)

    monkeypatch.setattr("toil.cwl.cwltoil.main", leaves)
    monkeypatch.setattr("wps_cwl.engine.batch_system.register", lambda: None)  # it changes Toil, for all tests here
    assert leader_process.run_toil([]) == 33


def test_who_looks_whether_a_leader_lives_keeps_none_from_starting(
    directory: JobDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            leader.alive(directory)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(5):
            stand_in(directory, "pass", monkeypatch)
            wait_for(lambda: leader.exit_code(directory) == 0, 20, "the leader does not end")
            wait_for(lambda: not leader.alive(directory), 20, "the leader does not end")
    finally:
        over.set()
        looking.join()
