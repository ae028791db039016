"""Writes an Execute request from a DescribeProcess document and the values of a CWL job order, as a client would.

Nothing but the description says how a value is sent: which inputs are literals, which formats a file may have, which
inputs may stand several times, and which are records.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.builder import ElementMaker

from wps_cwl.translator import media_types

Json = Any
XLINK = "http://www.w3.org/1999/xlink"


def execute_100(description: etree._Element, process: str, order: Mapping[str, Json]) -> bytes:
    """Return a WPS 1.0.0 Execute document."""
    spaces = {"wps": "http://www.opengis.net/wps/1.0.0", "ows": "http://www.opengis.net/ows/1.1", "xlink": XLINK}
    wps, ows = ElementMaker(namespace=spaces["wps"], nsmap=spaces), ElementMaker(namespace=spaces["ows"], nsmap=spaces)
    inputs = []
    for name, value in order.items():
        offered = description.xpath('.//Input[*[local-name()="Identifier"]=$name]', name=name)[0]
        for one in _occurrences(value, int(offered.get("maxOccurs", "1"))):
            literal, box = offered.find("LiteralData"), offered.find("BoundingBoxData")
            if literal is not None:
                data = wps.Data(wps.LiteralData(_text(one), **_datatype(literal, one)))
            elif box is not None:
                data = wps.Data(_corners(wps.BoundingBoxData, ows, one))
            else:
                content, media_type, encoding = _complex(one, offered.findall("ComplexData//Format"))
                data = wps.Data(wps.ComplexData(content, **_attributes(media_type, encoding)))
            inputs.append(wps.Input(ows.Identifier(name), data))
    document = wps.Execute(ows.Identifier(process), wps.DataInputs(*inputs), service="WPS", version="1.0.0")
    return etree.tostring(document)


def execute_200(description: etree._Element, process: str, order: Mapping[str, Json]) -> bytes:
    """Return a WPS 2.0 Execute document."""
    spaces = {"wps": "http://www.opengis.net/wps/2.0", "ows": "http://www.opengis.net/ows/2.0", "xlink": XLINK}
    wps, ows = ElementMaker(namespace=spaces["wps"], nsmap=spaces), ElementMaker(namespace=spaces["ows"], nsmap=spaces)

    def inputs(parent: etree._Element, values: Mapping[str, Json]) -> Iterator[etree._Element]:
        offered_here = {
            item.findtext("ows:Identifier", "", spaces): item for item in parent.findall("wps:Input", spaces)
        }
        for name, value in values.items():
            offered = offered_here[name]
            for one in _occurrences(value, int(offered.get("maxOccurs", "1"))):
                if offered.find("wps:Input", spaces) is not None:
                    fields = {field: each for field, each in one.items() if each is not None}
                    yield wps.Input(*inputs(offered, fields), id=name)
                elif (literal := offered.find("{*}LiteralData")) is not None:
                    yield wps.Input(wps.Data(wps.LiteralValue(_text(one), **_datatype(literal, one))), id=name)
                elif offered.find("{*}BoundingBoxData") is not None:
                    yield wps.Input(wps.Data(_corners(ows.BoundingBox, ows, one)), id=name)
                else:
                    content, media_type, encoding = _complex(one, offered.findall(".//wps:Format", spaces))
                    yield wps.Input(wps.Data(content, **_attributes(media_type, encoding)), id=name)

    document = wps.Execute(
        ows.Identifier(process),
        *inputs(description.find(".//wps:Process", spaces), order),
        service="WPS",
        version="2.0.0",
        mode="async",
        response="document",
    )
    return etree.tostring(document)


def _occurrences(value: Json, most: int) -> list[Json]:
    return value if most > 1 and isinstance(value, list) else [value]


def _attributes(media_type: str, encoding: str | None) -> dict[str, str]:
    return {"mimeType": media_type} | ({"encoding": encoding} if encoding else {})


def _datatype(literal: etree._Element, value: Json) -> dict[str, str]:
    """Say the type of a text where one is described: the text of a number could be meant as either."""
    described = "".join(literal.xpath('.//*[local-name()="DataType"]/text()')).strip()
    return {"dataType": described} if isinstance(value, str) and described == "string" else {}


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _corners(box: Any, ows: ElementMaker, value: Json) -> etree._Element:
    numbers = [str(number) for number in value["bbox"]]
    half = len(numbers) // 2
    element = box(ows.LowerCorner(" ".join(numbers[:half])), ows.UpperCorner(" ".join(numbers[half:])))
    if value.get("crs"):
        element.set("crs", value["crs"])
    return element


def _complex(value: Json, formats: list[etree._Element]) -> tuple[str, str, str | None]:
    """Return text, media type and encoding: a file in base64, with its company as a zip, anything else as JSON."""
    offered = list(dict.fromkeys(form.get("mimeType") or form.findtext("MimeType", "") for form in formats))
    if (_is(value, "File") or _is(value, "Directory")) and offered != ["application/json"]:
        if _is(value, "Directory") or (value.get("secondaryFiles") and "application/zip" in offered):
            return _base64(_zip(value)), "application/zip", "base64"
        named = media_types.from_cwl(value.get("format") or "")
        chosen = next((form for form in offered if named and media_types.matches(named, form)), offered[0])
        return _base64(_content(value)), chosen, "base64"
    return json.dumps(_portable(value)), "application/json", None


def _portable(value: Json) -> Json:
    """Put the bytes of files into the JSON, since a path of the client means nothing to the server."""
    if isinstance(value, list):
        return [_portable(item) for item in value]
    if _is(value, "File"):
        address = f"data:application/octet-stream;base64,{_base64(_content(value))}"
        company = (
            {"secondaryFiles": [_portable(each) for each in value["secondaryFiles"]]}
            if "secondaryFiles" in value
            else {}
        )
        form = {"format": value["format"]} if "format" in value else {}
        return {"class": "File", "location": address, "basename": _path(value).name} | form | company
    if _is(value, "Directory"):
        return {"class": "Directory", "location": f"data:application/zip;base64,{_base64(_zip(value))}"}
    if isinstance(value, dict):
        return {name: _portable(each) for name, each in value.items()}
    return value


def _zip(value: Json) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if _is(value, "Directory"):
            _add_folder(archive, value, "")
        for file in [value, *value.get("secondaryFiles", ())] if _is(value, "File") else ():
            archive.writestr(value_name(file), _content(file))
    return target.getvalue()


def _add_folder(archive: zipfile.ZipFile, value: Json, prefix: str) -> None:
    if "listing" in value and not value.get("location", "").startswith("file:"):
        for entry in value["listing"]:
            if _is(entry, "Directory"):
                _add_folder(archive, entry, f"{prefix}{value_name(entry)}/")
            else:
                archive.writestr(prefix + value_name(entry), _content(entry))
        return
    root = _path(value)
    for path in sorted(root.rglob("*")):
        name = prefix + str(path.relative_to(root))
        archive.mkdir(name) if path.is_dir() else archive.write(path, name)


def value_name(value: Json) -> str:
    """Return the name of a file or directory."""
    return str(value.get("basename") or _path(value).name)


def _content(value: Json) -> bytes:
    return value["contents"].encode() if "contents" in value else _path(value).read_bytes()


def _path(value: Json) -> Path:
    return Path(unquote(urlsplit(value.get("location") or value["path"]).path))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _is(value: Json, kind: str) -> bool:
    return isinstance(value, dict) and value.get("class") == kind
