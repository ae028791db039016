"""Applications that read their own virtual raster get plain copies of a client's images."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import yaml

from tests.support.service import ROOT
from wps_cwl.translator.otb import tool, virtual

ECHO = '#!/bin/sh\necho "$GDAL_SKIP"\nprintf "%s\\n" "$@"\n'
COPY = '#!/bin/sh\necho "$GDAL_SKIP" "$2"\ntouch "${4%%\\?*}"\n'


def test_images_are_copied_while_the_driver_is_closed_and_the_application_runs_while_it_is_open(tmp_path: Path) -> None:
    for name, script in (("otbcli_LSMSSegmentation", ECHO), ("otbcli_ExtractROI", COPY)):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    image = tmp_path / "an image.tif"
    image.touch()
    done = subprocess.run(
        [*virtual.command("LSMSSegmentation"), "-in", f"{image}?&bands=1", "-out", "out.tif", "uint32"],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "GDAL_SKIP": tool.CLOSED_DRIVERS},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == f"{tool.CLOSED_DRIVERS} {image}?&bands=1\n"
    skipped, *words = done.stdout.splitlines()
    assert skipped.split() == [name for name in tool.CLOSED_DRIVERS.split() if name != "VRT"]
    assert words == ["-in", ".images/1.tif", "-out", "out.tif", "uint32"]


def test_no_other_application_opens_the_driver() -> None:
    for file in (ROOT / "cwl" / "processes" / "otb").glob("*.cwl"):
        command = yaml.safe_load(file.read_text())["baseCommand"]
        assert command == virtual.command(file.stem)
