"""OTB is there, and a service offers its applications."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.otb import tables
from tests.support import otb
from tests.support.service import ROOT, Service, started
from tests.support.site import Site, open_site


@pytest.fixture(scope="session", autouse=True)
def otb_is_installed() -> None:
    otb.installed()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("service"), processes=ROOT / "cwl" / "processes" / "otb")
    # the first start reads 110 long files, beside whatever else the machine does
    yield from started(service, seconds=900)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with open_site() as site:
        yield site


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of each application of the table what it gave, or why it is not run."""
    lines = sorted(_lines(terminalreporter))
    if lines:
        terminalreporter.section("applications of the Orfeo ToolBox")
        terminalreporter.line(f"{'application':42} {'':8}{'directly':>10} {'through WPS':>12}")
        for line in lines + sorted(f"{name:42} {reason}" for name, reason in tables.reasons().items()):
            terminalreporter.line(line)
        applications = {line.split()[0].partition("-")[0] for line in lines if line.split()[1] == "runs"}
        terminalreporter.line(f"{len(applications)} applications run, {len(tables.reasons())} have a reason")


def _lines(reporter: pytest.TerminalReporter) -> Iterator[str]:
    for outcome, word in (("passed", "runs"), ("failed", "FAILS")):
        for report in reporter.stats.get(outcome, ()):
            for key, row in getattr(report, "user_properties", ()):
                if key == "otb_row":
                    name, *times = row
                    seconds = [f"{time:.1f} s" if time is not None else "-" for time in times]
                    yield f"{name:42} {word:8}{seconds[0]:>10} {seconds[1]:>12}"
