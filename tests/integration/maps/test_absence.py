"""Where MapServer is not there, is not wanted, or does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.support.published import GETMAP, Published, settings_of
from tests.support.rasters import numbers, raster
from tests.support.service import ROOT
from wps_cwl import bootstrap
from wps_cwl.errors import Misconfigured
from wps_cwl.model import View

DATA = ROOT / "cwl" / "processes" / "data"


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    monkeypatch.setattr("wps_cwl.maps.mapserver.PLACES", ())
    return Published(settings_of(tmp_path / "state", mapserv=str(tmp_path / "mapserv")))


def test_without_mapserver_no_map_is_offered_and_quick_looks_are(without: Published) -> None:
    described = without.wps(version="2.0.0", request="DescribeProcess", identifier="as_sent")
    assert "_link" not in etree.tostring(described).decode()
    job = without.publish(raster(numbers()))
    assert without.views(job) == (View.QUICKLOOK,)
    assert without.ask(job, **GETMAP).status_code == 404
    assert without.client.get(f"/jobs/{job}/maps/image/quicklook.png").content_type == "image/png"


def test_maps_that_must_be_there_are_missed_at_the_start(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "state", enabled=True, mapserv=str(tmp_path / "mapserv"))
    with pytest.raises(Misconfigured, match=r"maps\.enabled is true"):
        bootstrap.web(settings)


def test_nothing_is_made_where_the_operator_wants_nothing(tmp_path: Path) -> None:
    off = Published(settings_of(tmp_path / "state", enabled=False))
    job = off.publish(raster(numbers()))
    assert off.views(job) == ()
    assert not off.directory(job).views.exists()


def test_a_mapserver_that_hangs_is_ended_and_one_that_says_nothing_is_told(tmp_path: Path) -> None:
    program = tmp_path / "mapserv"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    here = Published(settings_of(tmp_path / "state", mapserv=str(program), seconds=20))
    job = here.publish(raster(numbers()))
    hung = Published(settings_of(tmp_path / "state", mapserv=str(program), seconds=1))
    answer = hung.ask(job, **GETMAP)
    assert answer.status_code == 503
    assert "took too long" in answer.text
