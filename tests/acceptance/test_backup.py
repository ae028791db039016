"""A service at work is backed up and restored by the commands of the page; its jobs, results and errors are there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import requests

from tests.support import postgresql
from tests.support.programs import on_path, require
from tests.support.service import ROOT, Service, text_of, wait_for
from wps_cwl.model import JobState

PAGE = ROOT / "docs" / "how-to" / "back-up.md"
STATE, BACKUP, DATABASE = "/srv/wps/state", "/backup", "postgresql://wps@db.example.org/wps"  # as the page has them
VANISHED = 24  # of rsync: files went while it copied; the page says what to do

WORDS = """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'until [ -e "$1" ]; do sleep 0.2; done; echo "$2"; exit "$3"', sh]
stdout: words.txt
inputs:
  gate: {type: string, inputBinding: {position: 1}}
  text: {type: string, inputBinding: {position: 2}}
  code: {type: int, default: 0, inputBinding: {position: 3}}
outputs:
  words: stdout
"""


@pytest.fixture
def programs() -> None:
    for name in ("sqlite3", "rsync"):
        require(name, name, there=on_path(name))


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Iterator[tuple[str, str] | None]:
    """Give the URL of a database and that of another one to restore into; None where the job store is a file."""
    if request.param == "sqlite":
        yield None
        return
    with postgresql.running() as server:
        yield server.database(), server.database()


def shell(title: str, *, postgresql: bool, places: Mapping[str, str]) -> None:
    """Run the commands below a title of the page, up to those of `wps-cwl`, with our paths and not the page's."""
    text = PAGE.read_text(encoding="utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    blocks = [block for block in re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S) if "wps-cwl" not in block]
    assert len(blocks) == 2, "the page has a block for SQLite, and one for PostgreSQL"
    lines = [line for block in blocks for line in block.splitlines()]
    chosen = [line for line in lines if ("jobs.sqlite" not in line if postgresql else "pg_" not in line)]
    chosen.sort(key=lambda line: "rsync" in line)  # as the page says: the job store first
    for line in chosen:
        for known, ours in places.items():
            line = line.replace(known, ours)
        for _ in range(5):
            done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
            if done.returncode != VANISHED:
                break
        assert done.returncode == 0, f"{line}\n{done.stderr}"


def fetch_words(service: Service, job: str) -> bytes:
    answer = requests.get(f"{service.url}/jobs/{job}/outputs/words/words.txt", timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.content


def listed(service: Service) -> dict[str, str]:
    done = service.cli("jobs", "list", "--format", "json")
    assert done.returncode == 0, done.stderr
    return {job["job"]: job["state"] for job in json.loads(done.stdout)}


def test_a_service_that_was_restored_has_all_jobs_and_ends_those_that_were_under_way(
    tmp_path: Path, databases: tuple[str, str] | None, programs: None
) -> None:
    processes, gate, backup = tmp_path / "processes", tmp_path / "gate", tmp_path / "backup"
    for folder in (processes, backup, tmp_path / "old", tmp_path / "new"):
        folder.mkdir()
    (processes / "words.cwl").write_text(WORDS)
    old_url, new_url = databases or ("", "")
    old = Service(tmp_path / "old", processes=processes, JOBS__RUNNING=1, DATABASE__URL=old_url)
    new = Service(tmp_path / "new", processes=processes, JOBS__RUNNING=1, DATABASE__URL=new_url)
    if databases is None:  # as it is set for each service otherwise
        for service in (old, new):
            del service.environment["WPS_CWL_DATABASE__URL"]
    try:
        old.start(180)
        ended = old.submit("words", "gate=/;text=Zoë")
        old.wait(ended, 300)
        failed = old.submit("words", "gate=/;text=nothing;code=3")
        old.wait(failed, 300)
        under_way = old.submit("words", f"gate={gate};text=later")
        wait_for(lambda: old.job(under_way).state is JobState.RUNNING, 180, "the tool does not start")
        waits = old.submit("words", f"gate={gate};text=last")
        before, why = fetch_words(old, ended), text_of(old.status(failed), "ExceptionText")

        shell(
            "While the service runs",
            postgresql=databases is not None,
            places={STATE: str(old.state), BACKUP: str(backup), DATABASE: old_url},
        )
        assert old.job(under_way).state is JobState.RUNNING
        old.stop()
        shutil.rmtree(old.folder)  # the disk is lost
        shell(
            "Restore",
            postgresql=databases is not None,
            places={STATE: str(new.state), BACKUP: str(backup), DATABASE: new_url},
        )

        states = listed(new)
        assert states.pop(waits) in {"accepted", "staging", "queued"}
        assert states == {ended: "successful", failed: "failed", under_way: "running"}
        new.start(180)
        assert fetch_words(new, ended) == before == "Zoë\n".encode()
        assert text_of(new.status(failed), "ExceptionText") == why
        gate.touch()
        for job, words in ((under_way, b"later\n"), (waits, b"last\n")):
            assert text_of(new.wait(job, 300), "ProcessSucceeded") == "done", new.job(job)
            assert fetch_words(new, job) == words
        again = new.cli("jobs", "rerun", ended).stdout.strip()
        new.wait(again, 300)
        assert fetch_words(new, again) == before
    finally:
        old.stop()
        new.stop()
