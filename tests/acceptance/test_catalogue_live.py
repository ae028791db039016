"""CWL files that come, change, break and go while the service runs; and very many of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from lxml import etree

from tests.support.service import Service, running, text_of

SOON = 4.0  # seconds; two are promised, and the machine of a test may be busy
MANY = 1000

GREETING = """
cwlVersion: v1.2
class: CommandLineTool
label: {label}
baseCommand: [echo, -n, {word}]
inputs:
  name: {{type: string, inputBinding: {{}}}}
outputs:
  greeting: {{type: stdout}}
"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("live")
    processes(folder).mkdir()
    (processes(folder) / "always.cwl").write_text(GREETING.format(label="Always", word="Hello"))
    yield from running(folder, processes=processes(folder))


def processes(folder: Path) -> Path:
    return folder / "processes"


def offered(service: Service) -> dict[str, str]:
    """Return identifier and title of each process."""
    answer = service.kvp(request="GetCapabilities")
    found = etree.fromstring(answer.content).iterfind(".//{*}ProcessOfferings/{*}Process")
    return {item.findtext("{*}Identifier"): item.findtext("{*}Title") for item in found}


def seconds_until(condition: Callable[[], bool]) -> float:
    """Return how long it took until the condition held."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < SOON
        time.sleep(0.05)
    return time.monotonic() - begin


def test_a_file_is_a_process_while_it_is_right(live: Service, measured: Callable[[str], None]) -> None:
    file = processes(live.folder) / "guest.cwl"
    steps: list[tuple[str, Callable[[], object], str | None]] = [
        ("added", lambda: file.write_text(GREETING.format(label="First", word="Hello")), "First"),
        ("changed", lambda: file.write_text(GREETING.format(label="Second", word="Goodbye")), "Second"),
        ("broken", lambda: file.write_text("cwlVersion: v1.2\nclass: [nothing\n"), None),
        ("mended", lambda: file.write_text(GREETING.format(label="Third", word="Again")), "Third"),
        ("removed", file.unlink, None),
    ]
    for name, act, title in steps:
        act()
        seconds = seconds_until(lambda title=title: offered(live).get("guest") == title)  # type: ignore[misc]
        measured(f"a process that was {name} was seen after {seconds:.2f} s")
        assert offered(live)["always"] == "Always"
        described = live.kvp(request="DescribeProcess", identifier="guest")
        assert described.status_code == (400 if title is None else 200)


def test_a_changed_process_runs_as_it_is_now_and_a_broken_one_takes_nobody_down(live: Service) -> None:
    file = processes(live.folder) / "changing.cwl"
    file.write_text(GREETING.format(label="Changing", word="Before"))
    broken = processes(live.folder) / "broken.cwl"
    broken.write_text("class: CommandLineTool\n")
    seconds_until(lambda: "changing" in offered(live))
    before = live.execute("changing", "name=Friday", RawDataOutput="greeting")
    file.write_text(GREETING.format(label="Changed", word="After"))
    seconds_until(lambda: offered(live)["changing"] == "Changed")
    after = live.execute("changing", "name=Friday", RawDataOutput="greeting")
    assert (before.text, after.text) == ("Before Friday", "After Friday")
    assert "broken" not in offered(live)
    listed = live.cli("processes", "list")
    assert f"not offered: {broken}:1: " in listed.stderr


def test_a_job_outlives_its_process(live: Service) -> None:
    file = processes(live.folder) / "leaving.cwl"
    file.write_text(GREETING.format(label="Leaving", word="Hello"))
    seconds_until(lambda: "leaving" in offered(live))
    job = live.submit("leaving", "name=Friday")
    file.unlink()
    seconds_until(lambda: "leaving" not in offered(live))
    document = live.wait(job)
    assert text_of(document, "ProcessSucceeded") == "done"
    assert text_of(document, "Identifier") == "leaving"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, measured: Callable[[str], None]) -> Iterator[Service]:
    """A service with very many processes."""
    folder = tmp_path_factory.mktemp("crowded")
    processes(folder).mkdir()
    for number in range(MANY):
        text = GREETING.format(label=f"Number {number}", word="Hello")
        (processes(folder) / f"process-{number:04}.cwl").write_text(text)
    service = Service(folder, processes=processes(folder))
    begin = time.monotonic()
    try:
        service.start(seconds=180)
        measured(f"{MANY} processes: started in {time.monotonic() - begin:.1f} s")
        yield service
    finally:
        service.stop()


def test_a_thousand_processes_are_listed_and_described_quickly(
    crowded: Service, measured: Callable[[str], None]
) -> None:
    assert len(offered(crowded)) == MANY
    described = etree.fromstring(crowded.kvp(request="DescribeProcess", identifier="all").content)
    assert len(described.findall("ProcessDescription")) == MANY
    for query in ("GetCapabilities", "DescribeProcess&identifier=all", "DescribeProcess&identifier=process-0500"):
        times = []
        for _ in range(20):
            answer = requests.get(f"{crowded.wps}?service=WPS&version=1.0.0&request={query}", timeout=30)
            assert answer.status_code == 200
            times.append(answer.elapsed.total_seconds())
        measured(f"{query}: median {1000 * statistics.median(times):.0f} ms, most {1000 * max(times):.0f} ms")
        assert statistics.median(times) < 1


def test_one_more_process_is_seen_soon_among_a_thousand(crowded: Service, measured: Callable[[str], None]) -> None:
    (processes(crowded.folder) / "guest.cwl").write_text(GREETING.format(label="Guest", word="Hello"))
    seconds = seconds_until(lambda: "guest" in offered(crowded))
    measured(f"one more among {MANY} was seen after {seconds:.2f} s")


def test_a_start_with_a_thousand_known_processes_is_quick(crowded: Service, measured: Callable[[str], None]) -> None:
    crowded.kill_all()
    begin = time.monotonic()
    crowded.start(seconds=60)
    measured(f"{MANY} processes: started again in {time.monotonic() - begin:.1f} s")
    assert len(offered(crowded)) >= MANY
