"""The corpus of valid CWL documents with job orders, and what cwltool makes of a job order.

Nothing is run here: cwltool loads the document, fills in the defaults, finds secondary files, and validates types and
formats. The outcome is put into a normal form, so that a job order that was made another way can be compared with it.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # job orders and CWL types are free-form JSON
from urllib.parse import unquote, urlsplit

from cwltool.context import LoadingContext, RuntimeContext
from cwltool.load_tool import jobloader_id_name, jobloaderctx, load_tool
from cwltool.main import init_job_order
from cwltool.process import Process
from schema_salad.ref_resolver import Loader, file_uri
from schema_salad.sourceline import cmap

ROUNDTRIP = Path(__file__).parent / "roundtrip"
_JOB_NAME = re.compile(r"(?P<document>[\w-]+)(\.\d+)?\.job\.yml")


@dataclass(frozen=True)
class Case:
    """A document and one of its job orders; `id` is the file name of the job order without `.job.yml`."""

    id: str
    cwl: Path
    job: Path


def cases() -> list[Case]:
    """Return every pair of the corpus, in the order of their names."""
    return [_case(job) for job in sorted(ROUNDTRIP.glob("*.job.yml"))]


def _case(job: Path) -> Case:
    name = _JOB_NAME.fullmatch(job.name)
    if name is None:
        raise ValueError(f"{job.name} is not named <document>.job.yml or <document>.<number>.job.yml")
    return Case(job.name.removesuffix(".job.yml"), job.with_name(name["document"] + ".cwl"), job)


def tool(cwl: Path) -> Process:
    """Return the process that cwltool makes of a document.

    A new one each time, since cwltool writes the type of a value into the process where the document says `Any`.
    """
    return load_tool(str(cwl), LoadingContext())


def job_order(case: Case) -> dict[str, Any]:
    """Return the job order as it stands in its file, with absolute locations."""
    order, _ = Loader(jobloaderctx.copy()).resolve_ref(str(case.job), checklinks=False)
    return {name: value for name, value in order.items() if name != jobloader_id_name}


def company_of(case: Case) -> dict[str, Any]:
    """Return the job order of a case with the secondary files that lie beside its files, defaults left out."""
    given = job_order(case)
    filled, _ = _filled(case.cwl, copy.deepcopy(given), case.job.parent)
    return {name: filled[name] for name, value in given.items() if value is not None}


def expected_order(case: Case) -> dict[str, Any]:
    """Return the normal form of what the tool gets when cwltool is given the case."""
    return _effective(case.cwl, job_order(case), case.job.parent)


def effective_order(cwl: Path, order: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """Return the normal form of what the tool gets when cwltool is given `order`, read from the folder `base`.

    Raises cwltool's WorkflowException when the job order does not fit the document.
    """
    absolute, _ = Loader(jobloaderctx.copy()).resolve_all(
        cmap(dict(order)), file_uri(str(base)) + "/", checklinks=False
    )
    return _effective(cwl, absolute, base)


def _effective(cwl: Path, order: dict[str, Any], base: Path) -> dict[str, Any]:
    filled, process = _filled(cwl, order, base)
    types = {field["name"]: field["type"] for field in process.inputs_record_schema["fields"]}
    widened = {name: _widened(value, types.get(name), process.schemaDefs) for name, value in filled.items()}
    return normalise(widened, base)


def _filled(cwl: Path, order: dict[str, Any], base: Path) -> tuple[dict[str, Any], Process]:
    process = tool(cwl)
    filled = init_job_order(order, argparse.Namespace(workflow=str(cwl)), process, Loader({}), io.StringIO())
    with tempfile.TemporaryDirectory() as scratch:
        context = RuntimeContext(
            {"basedir": str(base), "outdir": scratch, "tmpdir": scratch, "stagedir": scratch, "toplevel": True}
        )
        # `Process.job` calls the same and then goes on to build a command line, which is not wanted here
        return dict(process._init_job(filled, context).job), process


# --- the normal form ---------------------------------------------------------------------------


def normalise(order: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """Return `order` in a form that `==` compares exactly; relative locations are read from the folder `base`.

    A number is `{"int": "1"}` or `{"float": "1.0"}`, since Python holds 1, 1.0 and True for equal. A null in an object
    is left out, as CWL does not tell it from a missing field. A file is `{class, basename, sha256, format,
    secondaryFiles}`, a directory `{class, basename, listing}` with `listing` a tree of names and sha256; of these,
    what is absent is left out.
    """
    return {key: _normal(value, base) for key, value in sorted(order.items()) if value is not None}


def _normal(value: Any, base: Path) -> Any:
    match value:
        case {"class": "File"}:
            return _file(value, base)
        case {"class": "Directory"}:
            return _present({"class": "Directory", "basename": _name(value, base), "listing": _tree(value, base)})
        case Mapping():
            return normalise(value, base)
        case None | bool():
            return value
        case str():
            return str(value)
        case int():
            return {"int": str(int(value))}
        case float():
            return {"float": repr(float(value))}
        case Sequence():
            return [_normal(item, base) for item in value]
    raise TypeError(f"A job order holds no {type(value).__name__}")


def _file(file: Mapping[str, Any], base: Path) -> dict[str, Any]:
    secondary = sorted((_normal(each, base) for each in file.get("secondaryFiles") or []), key=lambda f: f["basename"])
    return _present(
        {
            "class": "File",
            "basename": _name(file, base),
            "sha256": _sha256(file, base),
            "format": file.get("format"),
            "secondaryFiles": secondary or None,
        }
    )


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value is not None}


def _name(file: Mapping[str, Any], base: Path) -> str | None:
    """Return the base name, or None for a literal that was given none: cwltool invents another one each time."""
    path = _path(file, base)
    name = file.get("basename")
    if path is None:
        return None if name is None or file.get("location") == f"_:{name}" else str(name)
    return str(name or path.name)


def _sha256(file: Mapping[str, Any], base: Path) -> str:
    path = _path(file, base)
    return hashlib.sha256(file["contents"].encode() if path is None else path.read_bytes()).hexdigest()


def _tree(directory: Mapping[str, Any], base: Path) -> dict[str, Any]:
    path = _path(directory, base)
    if path is not None:
        return _tree_of(path)
    tree = {}
    for entry in directory["listing"]:
        name = _name(entry, base) or ""
        tree[name] = _tree(entry, base) if entry["class"] == "Directory" else _sha256(entry, base)
    return dict(sorted(tree.items()))


def _tree_of(folder: Path) -> dict[str, Any]:
    return {
        path.name: _tree_of(path) if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def _path(file: Mapping[str, Any], base: Path) -> Path | None:
    location = str(file.get("location") or file.get("path") or "_:")
    if location.startswith("_:"):
        return None
    if location.startswith("file:"):
        return Path(unquote(urlsplit(location).path))
    plain = base / location
    return plain if plain.exists() else base / unquote(location)  # a path, or a location, which is a URI reference


# --- whole numbers where the document asks for real ones -----------------------------------------


def _widened(value: Any, type_: Any, named: Mapping[str, Any]) -> Any:
    """Return `value` with 1 as 1.0 where only float or double can be meant: to CWL, and in JSON, they are the same."""
    members = [named.get(each, each) if isinstance(each, str) else each for each in _members(type_)]
    shapes = [each for each in members if isinstance(each, Mapping)]
    if isinstance(value, int) and not isinstance(value, bool):
        names = {each for each in members if isinstance(each, str)}
        return float(value) if names & {"float", "double"} and not names & {"int", "long"} else value
    if isinstance(value, list):
        items = [shape["items"] for shape in shapes if shape["type"] == "array"]
        return [_widened(item, items[0], named) for item in value] if len(items) == 1 else value
    if isinstance(value, Mapping) and "class" not in value:
        fields = _fields(value, shapes)
        return {name: _widened(member, fields.get(name), named) for name, member in value.items()}
    return value


def _members(type_: Any) -> list[Any]:
    return list(type_) if isinstance(type_, list) else [type_]


def _fields(value: Mapping[str, Any], shapes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the types of the fields of the first record that has all fields of `value`."""
    for shape in shapes:
        if shape["type"] == "record":
            fields = {each["name"]: each["type"] for each in shape["fields"]}
            if set(value) <= set(fields):
                return fields
    return {}
