"""The folder of the applications is read only when it is named."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.service import ROOT
from wps_cwl.catalogue import Catalogue
from wps_cwl.catalogue.live import MARKER


def offered(*folders: Path) -> list[str]:
    catalogue = Catalogue(folders)
    catalogue.refresh()
    assert list(catalogue.problems()) == []
    return [process.id for process in catalogue.processes()]


def test_the_folder_of_otb_asks_to_be_named() -> None:
    assert (ROOT / "cwl" / "processes" / "otb" / MARKER).is_file()


def test_a_folder_that_asks_to_be_named_is_read_only_then(tmp_path: Path) -> None:
    (tmp_path / "otb").mkdir()
    (tmp_path / "sleep.cwl").write_text(
        "{cwlVersion: v1.2, class: CommandLineTool, baseCommand: sleep, inputs: [], outputs: []}"
    )
    shutil.copy(ROOT / "cwl" / "processes" / "otb" / "BandMath.cwl", tmp_path / "otb")
    (tmp_path / "otb" / MARKER).touch()
    assert offered(tmp_path) == ["sleep"]
    assert offered(tmp_path, tmp_path / "otb") == ["BandMath", "sleep"]
    assert offered(tmp_path / "otb") == ["BandMath"]
