"""A BandMath that takes as long as a test wants, on whatever machine: a long formula over an image of many blocks."""

from __future__ import annotations

import os
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import rasterio
from affine import Affine
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService, WPSExecution

from tests.support.service import Service

ROWS, COLUMNS = 1000, 2000  # of the image by which the machine is measured
SAMPLE, TERMS = 40, 250  # of the formula, then and in earnest; OTB takes no thousands
BLOCKS = 50
OPTIONS = f"&streaming:type=stripped&streaming:sizemode=nbsplits&streaming:sizevalue={BLOCKS}"


@dataclass(frozen=True)
class BandMath:
    """An image, and a formula that keeps this machine busy with it for the seconds that were asked for."""

    image: Path
    formula: str

    def submit(self, wps: WebProcessingService, address: str, process: str = "BandMath") -> WPSExecution:
        """Execute it; `address` is where the image can be fetched."""
        inputs = [("il", ComplexDataInput(address)), ("exp", self.formula), ("out_options", OPTIONS)]
        return wps.execute(process, inputs, output=[("out", True)], mode=ASYNC)

    def run_directly(self, folder: Path) -> Path:
        """Run `otbcli_BandMath` with the same parameters."""
        _run(self.image, self.formula, folder)
        return folder / "out.tif"


def lasting(seconds: float, folder: Path) -> BandMath:
    """Return a run that lasts about so long, from how long a short one takes here and now."""
    image = _image(folder / "image.tif", ROWS)
    spent = [_run(image, _formula(terms), folder) for terms in (1, SAMPLE)]
    term = max(spent[1] - spent[0], 0.05) / (SAMPLE - 1)
    return BandMath(_image(image, max(round(ROWS * seconds / (term * TERMS)), ROWS)), _formula(TERMS))


def _image(file: Path, rows: int) -> Path:
    pixels = (np.arange(rows * COLUMNS, dtype="uint32") % 251).astype("uint8").reshape(1, rows, COLUMNS)
    place = Affine(10, 0, 500000, 0, -10, 4500000)
    profile = {"width": COLUMNS, "height": rows, "count": 1, "dtype": "uint8", "crs": "EPSG:32613", "transform": place}
    with rasterio.open(file, "w", driver="GTiff", compress="DEFLATE", **profile) as written:
        written.write(pixels)
    return file


def _formula(terms: int) -> str:
    return "+".join(["sin(im1b1)"] * terms)


def _run(image: Path, formula: str, folder: Path) -> float:
    """Run OTB, and return the seconds of a CPU that it took: a machine with other work says nothing by the clock."""
    before = _spent()
    command = ["otbcli_BandMath", "-il", image, "-exp", formula, "-out", f"out.tif?{OPTIONS}"]
    environment = {**os.environ, "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": "1"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=300)
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def followed(execution: WPSExecution, look: float = 0.2) -> list[int]:
    """Return the percentages that OWSLib sees until the end of a job."""
    seen = []
    while not execution.isComplete():
        execution.checkStatus(sleepSecs=look)
        if not execution.isComplete():
            seen.append(execution.percentCompleted)
    return seen


def rising(seen: list[int]) -> list[int]:
    """Return the percentages between the start and the end, each once; they never go back, nor say 100 too soon."""
    assert seen == sorted(seen), seen
    assert all(0 <= percent < 100 for percent in seen), seen
    return sorted({percent for percent in seen if 0 < percent < 99})


def tools_of(service: Service, job: str) -> list[psutil.Process]:
    """Return the processes of OTB that run for a job."""
    return [process for process in service.processes_of_jobs(job) if "otbApplication" in process.name()]


def runs(process: psutil.Process) -> bool:
    """Whether a process runs: one that has ended may still be waiting for its parent."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
