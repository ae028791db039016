"""What a row of the tables gives: directly, and through WPS."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import requests
from lxml import etree
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService, WPSExecution, monitorExecution

from tests.otb import derived
from tests.otb.tables import Run
from tests.support.service import Service
from tests.support.site import Site

MARK = "Output parameters value:"
METALINK = "{urn:ietf:params:xml:ns:metalink}"
BESIDE = (".shx", ".dbf", ".prj")


@dataclass(frozen=True)
class Given:
    """The files of each output, by their names, the values, and how long it took."""

    files: dict[str, dict[str, Path]]
    values: dict[str, str]
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """What a run gives, or why it gives nothing."""

    directly: Given | Exception
    through_wps: Given | Exception


def both_ways(table: dict[str, Run], service: Service, site: Site, folder: Path) -> dict[str, Outcome]:
    """Run all rows directly, some at a time, and then as jobs of the service, side by side."""
    derived.make({word for run in table.values() for word in run.words("made")}, folder)
    directly = _all_directly(table, folder)
    wps = WebProcessingService(service.wps, skip_caps=True)
    put = cache(lambda file: _put(site, file))
    ready = [run for run in table.values() if not any(isinstance(directly[name], Exception) for name in run.reads)]
    jobs = {run.name: _submit(wps, run, put, folder) for run in ready}
    return {
        name: Outcome(
            directly[name],
            _follow(jobs[name], run, service, folder / "through-wps")
            if name in jobs
            else RuntimeError("the files of another row are missing"),
        )
        for name, run in table.items()
    }


def file_of(word: str, folder: Path) -> Path | None:
    """Return the file that a word of the table is, None for a value; `folder` holds those of the direct runs."""
    kind, _, name = word.partition(":")
    return {"data": derived.data() / name, "run": folder / name, "made": folder / derived.MADE / name}.get(kind)


# --- directly ---------------------------------------------------------------------------------------


def _all_directly(table: dict[str, Run], folder: Path) -> dict[str, Given | Exception]:
    """Run the rows, each after those that it reads: the table has them in such an order, so no run waits for itself."""
    started: dict[str, Future[Given]] = {}

    def run(row: Run) -> Given:
        for name in row.reads:
            started[name].result()
        return _directly(row, folder)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, row in table.items():
            started[name] = pool.submit(run, row)
    return {name: future.exception() or future.result() for name, future in started.items()}  # type: ignore[misc]


def _directly(run: Run, folder: Path) -> Given:
    """Run `otbcli_...` in a folder of its own below `folder`."""
    here, began = folder / run.name, time.monotonic()
    here.mkdir()
    command, updated = [f"otbcli_{run.application}"], {}
    for key, words in run.inputs.items():
        files = [file_of(word, folder) for word in words]
        if key in run.updates:
            files = [updated.setdefault(key, _copy(file, here)) for file in files if file is not None]
        command += [f"-{key}", *(str(file or word) for word, file in zip(words, files, strict=True))]
    for key, (name, *pixel) in run.writes.items():
        # KmzExport fails without a folder, and with one the layer of a GeoPackage gets a name that it must not have
        command += [f"-{key}", f"./{name}" if name.endswith(".kmz") else name, *pixel]
    done = subprocess.run(
        command,
        cwd=here,
        env={**os.environ, "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    below = done.stdout.rpartition(MARK)[2].splitlines()
    printed = dict(line.split(":", 1) for line in below if ":" in line)
    files_of = {key: dict(_written(here, words[0])) for key, words in run.writes.items()}
    files_of |= {f"{key}_updated": {file.name: file} for key, file in updated.items()}
    return Given(files_of, printed, time.monotonic() - began)


def _copy(file: Path, folder: Path) -> Path:
    """Copy a file, and those of a shapefile that lie beside it."""
    for beside in BESIDE if file.suffix == ".shp" else ():
        shutil.copyfile(file.with_suffix(beside), (folder / file.name).with_suffix(beside))
    return shutil.copyfile(file, folder / file.name)


def _written(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Yield the file, or those whose names have something behind that name."""
    path = folder / name
    for found in [path] if path.exists() else sorted(folder.glob(f"{path.stem}*{path.suffix}")):
        yield found.name, found


# --- through WPS ------------------------------------------------------------------------------------


def _put(site: Site, file: Path) -> str:
    """Put a file where the service can fetch it; the files of different rows may have the same name."""
    name, content = file.name, b""
    if file.is_dir():
        name, content = f"{name}.zip", _zipped(sorted(file.iterdir()))
    elif file.suffix == ".shp":
        name, content = f"{file.stem}.zip", _zipped(sorted(file.parent.glob(f"{file.stem}.*")))
    else:
        content = file.read_bytes()
    return site.put(f"{file.parent.name}/{name}", content, "application/octet-stream")


def _zipped(files: list[Path]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in files:
            archive.write(file, file.name)
    return buffer.getvalue()


def _submit(wps: WebProcessingService, run: Run, put: Callable[[Path], str], folder: Path) -> WPSExecution | Exception:
    inputs = []
    for key, words in run.inputs.items():
        for word in words:
            file = file_of(word, folder)
            inputs.append((key, word if file is None else ComplexDataInput(put(file))))
    for key, words in run.writes.items():
        inputs += [(f"{key}{ending}", word) for ending, word in zip(("_name", "_pixel"), words, strict=False)]
    output = [(key, True) for key in (*run.writes, *(f"{key}_updated" for key in run.updates))]
    try:
        return wps.execute(run.application, inputs, output=output + [(key, False) for key in run.prints], mode=ASYNC)
    except Exception as refusal:  # of any class of OWSLib's or of requests': one row fails, not the table
        return refusal


def _follow(execution: WPSExecution | Exception, run: Run, service: Service, folder: Path) -> Given | Exception:
    """Wait for the end of a job, and fetch what it gave."""
    if isinstance(execution, Exception):
        return execution
    monitorExecution(execution, sleepSecs=1)
    if not execution.isSucceded():
        return RuntimeError("; ".join(f"{error.code}: {error.text}" for error in execution.errors))
    found = {output.identifier: output for output in execution.processOutputs}
    keys = [*run.writes, *(f"{key}_updated" for key in run.updates)]
    files = {key: dict(_fetched(found[key].reference, folder / run.name / key)) for key in keys if key in found}
    values = {key: found[key].data[0] for key in run.prints if key in found and found[key].data}
    return Given(files, values, _seconds(service, execution.statusLocation.split("/")[-2]))


def _seconds(service: Service, job: str) -> float:
    """Return how long a job ran, its staging and publishing included."""
    run = service.job(job)
    assert run.finished is not None
    return (run.finished - (run.started or run.created)).total_seconds()


def _fetched(url: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield a file, or those of a Metalink document; what lies beside them is fetched too."""
    name = url.rpartition("/")[2]
    answer = requests.get(url, timeout=60)
    answer.raise_for_status()
    folder.mkdir(parents=True, exist_ok=True)
    if name.endswith(".meta4"):
        yield from _listed(answer.content, folder)
        return
    (folder / name).write_bytes(answer.content)
    for other in _beside(name):
        beside = requests.get(url.removesuffix(name) + other, timeout=60)
        if beside.ok:  # a layer of unknown reference system has no .prj
            (folder / other).write_bytes(beside.content)
    yield name, folder / name


def _listed(document: bytes, folder: Path) -> Iterator[tuple[str, Path]]:
    """Fetch what a Metalink document lists, and nothing else; yield what does not lie beside another file."""
    for entry in etree.fromstring(document).iter(f"{METALINK}file"):
        url = str(entry.findtext(f"{METALINK}url"))
        answer = requests.get(url, timeout=60)
        answer.raise_for_status()
        file = folder / url.rpartition("/")[2]
        file.write_bytes(answer.content)
        if entry.find(f"{METALINK}description") is None:
            yield file.name, file


def _beside(name: str) -> list[str]:
    """Return the files that lie beside one: the parts of a shapefile, and where a picture lies on the earth."""
    if name.endswith(".shp"):
        return [name.removesuffix(".shp") + ending for ending in BESIDE]
    return [f"{name}.aux.xml"] if name.endswith((".png", ".jpg")) else []
