"""Applications that read their own virtual raster get plain copies of a client's images."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.service import ROOT
from wps_cwl.translator.otb import drivers, virtual
from wps_cwl.translator.otb.model import Application, Argument, Kind

ECHO = '#!/bin/sh\necho "$GDAL_SKIP"\nprintf "%s\\n" "$@"\n'
COPY = '#!/bin/sh\necho "$GDAL_SKIP" "$2"\ntouch "${4%%\\?*}"\n'
OPEN = " ".join(name for name in drivers.SKIP.split() if name != "VRT")
IMAGE = Argument("in", Kind.IMAGE, "")
LAYER = Argument("vec", Kind.VECTOR, "")
HEIGHTS = Argument("elev.dem", Kind.DIRECTORY, "")


def run(folder: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command of an application that knows elevations, with programs that say what they get."""
    for program, script in ((f"otbcli_{name}", ECHO), ("otbcli_ExtractROI", COPY)):
        (folder / program).write_text(script)
        (folder / program).chmod(0o755)
    return subprocess.run(
        [*virtual.command(Application(name, "1", "", arguments=(IMAGE, LAYER, HEIGHTS))), *words],
        cwd=folder,
        env={"PATH": f"{folder}:{os.environ['PATH']}", "GDAL_SKIP": drivers.SKIP},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.fixture
def image(tmp_path: Path) -> Path:
    image = tmp_path / "an image.tif"
    image.touch()
    return image


def test_images_are_copied_while_the_driver_is_closed_and_the_application_runs_while_it_is_open(
    tmp_path: Path, image: Path
) -> None:
    done = run(tmp_path, "LSMSSegmentation", "-in", f"{image}?&bands=1", "-out", "out.tif", "uint32")
    assert done.stderr == f"{drivers.SKIP} {image}?&bands=1\n"
    assert done.stdout.splitlines() == [OPEN, "-in", ".images/1.tif", "-out", "out.tif", "uint32"]


def test_elevations_are_copied_too_and_layers_are_not(tmp_path: Path, image: Path) -> None:
    (tmp_path / "dem").mkdir()
    (tmp_path / "dem" / "one.tif").touch()
    done = run(tmp_path, "ImageEnvelope", "-in", str(image), "-vec", str(image), "-elev.dem", "dem")
    assert done.stderr == f"{drivers.SKIP} {image}\n{drivers.SKIP} dem/one.tif\n"
    assert done.stdout.splitlines() == [OPEN, "-in", ".images/1.tif", "-vec", str(image), "-elev.dem", ".images/2"]
    assert [file.name for file in (tmp_path / ".images" / "2").iterdir()] == ["1.tif"]


def test_without_elevations_an_application_that_knows_them_runs_as_any_other(tmp_path: Path, image: Path) -> None:
    done = run(tmp_path, "ImageEnvelope", "-in", str(image))
    assert done.stderr == ""
    assert done.stdout.splitlines() == [drivers.SKIP, "-in", str(image)]


def test_no_other_application_opens_the_driver() -> None:
    for file in (ROOT / "cwl" / "processes" / "otb").glob("*.cwl"):
        document = yaml.safe_load(file.read_text())
        opens = file.stem in virtual.TILED or any(key.endswith((".dem", ".geoid")) for key in document["inputs"])
        assert (document["baseCommand"][0] == "sh") is opens, file.name
        assert document["baseCommand"][-1] == f"otbcli_{file.stem}"
