"""Two web servers and two engines over one PostgreSQL, nginx in front; machines are cut off, killed and restarted.

No accepted job is lost, none runs twice at once, and no client sees half of a document. The machines are name spaces
of this one: what a cut-off machine still writes reaches the shared files, which is the worst case.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
import requests
from lxml import etree

from tests.support.service import wait_for
from tests.support.site_of_machines import LEASE, Site

SECONDS = 14  # that the tool of a job runs
JOBS = 8
FIRST = 6  # that run at once, on both engines
LONG = pytest.mark.parametrize("site", [60], indirect=True)  # an engine is back within it, on a busy machine too


def submit_all(site: Site, count: int = JOBS) -> dict[str, Path]:
    """Return jobs, each with the file into which its tool writes when it runs."""
    jobs = {}
    for number in range(count):
        file = site.folder / f"beats-{number}"
        job = site.submit("beats", f"file={file};seconds={SECONDS}")
        jobs[job] = file
    return jobs


def await_work(site: Site, jobs: dict[str, Path], count: int = 2) -> None:
    """Return when tools run on both machines."""

    def hosts() -> list[str]:
        return [file.read_text().split()[0] for file in jobs.values() if file.exists() and file.read_text()]

    wait_for(lambda: {"one", "two"} <= set(hosts()) and len(hosts()) >= count, 120, f"not both work: {hosts()}")


def runs(file: Path) -> dict[tuple[str, str], list[float]]:
    """Return when each run of a tool has written: by its machine and its number."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for line in file.read_text().splitlines():
        machine, number, moment = line.split()
        found[machine, number].append(float(moment))
    return found


def assert_all_right(site: Site, jobs: dict[str, Path]) -> None:
    for job, file in jobs.items():
        document = site.wait(job, 240)
        assert document.find(".//{*}ProcessSucceeded") is not None, etree.tostring(document).decode()
        stretches = sorted((min(times), max(times), who) for who, times in runs(file).items())
        for (_, end, one), (begin, _, other) in pairwise(stretches):
            assert end < begin, f"{one} and {other} ran {job} at once"
        assert stretches[-1][1] - stretches[-1][0] > SECONDS - 3, "the last one ran to its end"
        assert b"x" * 100000 in site.store_file(job)


@contextmanager
def clients(site: Site, jobs: list[str]) -> Iterator[list[str]]:
    """Have clients ask for the status of jobs without a pause; what they are told that is wrong is collected."""
    wrong: list[str] = []
    stopping = threading.Event()

    def ask(number: int) -> None:
        while not stopping.wait(0.2):
            job = jobs[number % len(jobs)]
            try:
                answer = requests.get(f"{site.url}/jobs/{job}/status.xml", timeout=60)
                document = etree.fromstring(answer.content)
                if answer.status_code != 200 or document.find("{*}Status") is None:
                    wrong.append(f"{answer.status_code} {answer.text[:300]}")
            except (requests.RequestException, etree.XMLSyntaxError) as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        stopping.set()
        for thread in threads:
            thread.join(70)


def lines(site: Site, machine: str, part: str) -> str:
    return (site.folder / f"{machine}-{part}.log").read_text(errors="replace")


def test_a_machine_that_is_cut_off_loses_no_job_and_runs_none_beside_another(site: Site) -> None:
    jobs = submit_all(site)
    await_work(site, jobs)
    one = site.machines["one"]
    with clients(site, list(jobs)) as wrong:
        cut = time.monotonic()
        one.cut_off()
        engine = site.started.pop(("one", "engine"))
        assert engine.wait(LEASE) == 75, "it ends by itself, before others take its jobs"
        wait_for(lambda: not one.processes(str(site.state / "jobs")), 5, "a leader or a tool runs without a lease")
        assert time.monotonic() - cut < LEASE + 1
        assert_all_right(site, jobs)
    assert wrong == []
    assert "taken over" in lines(site, "two", "engine")
    one.connect()
    site.run("one", "engine")
    more = {site.submit("beats", f"file={site.folder / name};seconds=1"): name for name in ("a", "b", "c", "d")}
    for job in more:
        assert site.wait(job).find(".//{*}ProcessSucceeded") is not None


def test_a_machine_that_dies_loses_no_job(site: Site) -> None:
    jobs = submit_all(site)
    await_work(site, jobs)
    for process in site.machines["one"].processes(""):
        if process.name() != "sleep":
            process.kill()
    assert_all_right(site, jobs)


def test_an_engine_that_sleeps_past_its_lease_touches_nothing_when_it_wakes(site: Site) -> None:
    jobs = submit_all(site)
    await_work(site, jobs)
    engine = site.started.pop(("one", "engine"))
    engine.signal(signal.SIGSTOP)
    wait_for(lambda: "taken over" in lines(site, "two", "engine"), LEASE * 3, "nobody takes its jobs")
    engine.signal(signal.SIGCONT)
    assert engine.wait(10) == 75
    assert_all_right(site, jobs)


@LONG
def test_a_restarted_engine_goes_on_with_its_leaders(site: Site) -> None:
    jobs = submit_all(site)
    await_work(site, jobs)
    site.end("one", "engine", signal.SIGKILL)
    site.run("one", "engine")
    assert_all_right(site, jobs)
    assert [len(runs(file)) for file in jobs.values()] == [1] * len(jobs), "each was run once"


@LONG
def test_a_rolling_restart_fails_no_request(site: Site) -> None:
    jobs = submit_all(site)
    await_work(site, jobs)
    with clients(site, list(jobs)) as wrong, executing(site) as accepted:
        for machine in ("one", "two"):
            site.end(machine, "web")
            site.run(machine, "web")
            site.await_web(machine)
            time.sleep(6)  # nginx tries it again
            site.end(machine, "engine")
            site.run(machine, "engine")
            time.sleep(2)
    assert wrong == []
    assert len(accepted) > 10
    for job in accepted:
        assert site.wait(job, 240).find(".//{*}ProcessSucceeded") is not None
    assert_all_right(site, jobs)
    assert [len(runs(file)) for file in jobs.values()] == [1] * len(jobs), "each was run once"


def test_synchronous_requests_outlast_the_restart_of_their_web_server(site: Site) -> None:
    address = f"http://{site.machines['one'].address}:{site.port}/wps"  # nginx sends none here before it has ended
    query = {"service": "WPS", "version": "1.0.0", "request": "Execute", "identifier": "sleep"}

    def execute() -> bytes:
        return requests.get(address, params=query | {"datainputs": "delay=12"}, timeout=120).content

    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(execute) for _ in range(3)]
        wait_for(lambda: len(site.store().list()) == 3, 60, "they are not accepted")
        site.end("one", "web")
        assert all(one.done() for one in asked)
        site.run("one", "web")
        assert [b"ProcessSucceeded" in one.result() for one in asked] == [True] * 3


@contextmanager
def executing(site: Site) -> Iterator[list[str]]:
    """Have a client send jobs, one after the other; every one must be accepted."""
    accepted: list[str] = []
    failed: list[BaseException] = []
    stopping = threading.Event()

    def send() -> None:
        try:
            while not stopping.wait(1):
                accepted.append(site.submit("hello", f"name=n{len(accepted)}"))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield accepted
    finally:
        stopping.set()
        thread.join(70)
    assert failed == []
