"""One file of a run, converted as the service does it."""

from __future__ import annotations

import json
import os
import select
from pathlib import Path
from typing import Any

from tests.support import gdal
from wps_cwl import clean_environment, codec
from wps_cwl.engine.conversion import Converter
from wps_cwl.engine.gdal import Gdal
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import Format, OutputRequest, Process
from wps_cwl.translator import conversions
from wps_cwl.translator.description import describe


def programs() -> Gdal:
    """Return GDAL's programs, installed."""
    gdal.installed()
    return Gdal(clean_environment.clean(os.environ))


def run_directory(path: Path) -> JobDirectory:
    """Return the directory of a job that has a folder `out` for what it leaves."""
    directory = JobDirectory(path / "jobs", "job-1")
    directory.create()
    (directory.work / "out").mkdir()
    return directory


def wait(descriptor: int) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    poll.poll(10_000)


def convert(gdal: Gdal, directory: JobDirectory, path: Path, own: str, asked: str, **metadata: object) -> Path:
    """Convert the file of the only output of a run, and return what has come into its place."""
    name = {f"https://w3id.org/wps-cwl#{key}": value for key, value in metadata.items()}
    output = {"id": "#out", "type": "File", "https://w3id.org/wps-cwl#mediaTypes": [own], **name}
    process = describe({"class": "CommandLineTool", "inputs": [], "outputs": [output]}, identifier="p")
    directory.write_bytes(directory.description, codec.dump(conversions.offered(process, gdal.drivers), Process))
    directory.write_json(directory.produced, {"out": file_object(path)})
    Converter(gdal).convert(directory, [OutputRequest("out", format=Format(asked))], wait)
    value = json.loads(directory.produced.read_bytes())["out"]
    assert all(Path(item["location"].removeprefix("file://")).exists() for item in value.get("secondaryFiles", ()))
    return Path(value["location"].removeprefix("file://"))


def file_object(path: Path) -> Any:
    """Return the CWL File object of a file, with what lies beside a shapefile."""
    beside = [one for one in sorted(path.parent.glob(f"{path.stem}.*")) if one != path and path.suffix == ".shp"]
    value: dict[str, Any] = {"class": "File", "location": path.as_uri(), "basename": path.name}
    return value | {"secondaryFiles": [file_object(one) for one in beside]}
