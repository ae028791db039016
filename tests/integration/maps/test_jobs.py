"""Results that have no map, and jobs that have none any more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from tests.support import mapserver
from tests.support.published import GETMAP, Published, settings_of
from tests.support.rasters import numbers, pixels, raster
from tests.support.service import ROOT
from wps_cwl import bootstrap
from wps_cwl.engine import views
from wps_cwl.model import View

DATA = ROOT / "cwl" / "processes" / "data"


def test_a_raster_without_a_reference_system_has_a_quick_look_and_no_map(
    there: Published, caplog: pytest.LogCaptureFixture
) -> None:
    job = there.publish(raster(numbers(), crs=None))
    assert "it has no coordinate reference system" in caplog.text
    assert there.views(job) == (View.QUICKLOOK,)
    assert there.ask(job, **GETMAP).status_code == 404
    assert pixels(there.client.get(f"/jobs/{job}/maps/image/quicklook.png").data).shape == (4, 64, 64)
    document = etree.fromstring(there.client.get(f"/jobs/{job}/status.xml").data)
    assert [output.findtext("{*}Identifier") for output in document.iter("{*}Output")] == ["image"]


@pytest.mark.parametrize(
    ("content", "name"), [(b"no image", "a.tif"), (b"", "a.tif"), (b'{"type":"Point"', "a.geojson")]
)
def test_a_result_that_cannot_be_read_is_still_the_result(there: Published, content: bytes, name: str) -> None:
    job = there.publish(content, name=name)
    assert there.client.get(f"/jobs/{job}/outputs/image/{name}").data == content


def test_a_look_that_takes_too_long_is_given_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapserver.installed()
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    here = Published(settings_of(tmp_path / "state", seconds=1))
    monkeypatch.setattr(views.sys, "executable", str(slow))
    job = here.publish(raster(numbers()))
    assert "it could not be read in 1 seconds" in caplog.text
    assert here.client.get(f"/jobs/{job}/outputs/image/a.tif").status_code == 200


def test_a_large_raster_is_looked_at_in_small(there: Published) -> None:
    large = raster(np.zeros((1, 6000, 4000), "uint8") + np.arange(4000).astype("uint8"))
    job = there.publish(large)
    quicklook = there.client.get(f"/jobs/{job}/maps/image/quicklook.png")
    assert pixels(quicklook.data).shape == (4, 512, 341)


def test_a_purged_job_has_no_map(there: Published) -> None:
    job = there.publish(raster(numbers()))
    folder = there.directory(job).path
    assert (folder / "views" / "image" / "service.map").is_file()
    bootstrap.purger(there.settings)(job)
    assert not folder.exists()
    assert there.ask(job, **GETMAP).status_code == 404


def test_a_dismissed_job_has_no_map(there: Published) -> None:
    job = there.accept("as_sent")
    there.client.get(f"/wps?service=WPS&version=2.0.0&request=Dismiss&jobid={job}")
    assert there.ask(job, **GETMAP).status_code == 404
