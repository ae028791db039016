"""The files that an application writes, and the values that it prints -> the outputs of a CWL tool."""

from __future__ import annotations

from typing import Any  # CWL documents are JSON of any shape

from wps_cwl.translator.otb import branches, mapping
from wps_cwl.translator.otb.inputs import NAME, always_written, plain, title
from wps_cwl.translator.otb.model import OUTPUTS, Application, Argument, Kind, PrintedValue, ResultType

Json = Any
PRINTED = "otb-printed.txt"  # standard output
UPDATED = "_updated"

# A value is one line behind the last "Output parameters value:".
_FUNCTION = r"""
function printed(text, key) {
  var below = text.slice(text.lastIndexOf("Output parameters value:")).split("\n");
  var found = below.filter(function (line) { return line.indexOf(key + ":") === 0; });
  return found.length ? found[0].slice(key.length + 1).trim() : null;
}
function printedNumber(text, key) {
  var value = printed(text, key);
  return value === null || value === "" || !isFinite(Number(value)) ? null : Number(value);
}
""".strip()
_READERS = {ResultType.INTEGER: "printedNumber", ResultType.NUMBER: "printedNumber", ResultType.STRING: "printed"}


def build(application: Application) -> dict[str, Json]:
    """Return the outputs by their identifiers: files first."""
    files = {item.key: _file(application, item) for item in application.arguments if item.kind in OUTPUTS}
    updated = {item.key + UPDATED: _updated(application, item) for item in application.arguments if item.updated}
    return files | updated | {value.key: _value(value) for value in application.values}


def library(application: Application) -> list[str]:
    """Return the JavaScript functions that inputs and outputs need."""
    reads_images = any(argument.kind in {Kind.IMAGE, Kind.IMAGES} for argument in application.arguments)
    return [mapping.IMAGE_FUNCTION] * reads_images + [_FUNCTION] * bool(application.values)


def _file(application: Application, argument: Argument) -> Json:
    written = mapping.OUTPUTS[argument.kind]
    certain = always_written(argument) and not branches.condition(application, argument)
    type = "File[]" if argument.numbered else "File"
    text = plain(argument.text)
    return {
        "type": type if certain else f"{type}?",
        "label": title(application, argument),
        **({"doc": text} if text else {}),
        **({"secondaryFiles": list(written.beside)} if written.beside else {}),
        "wps:mediaTypes": list(argument.media_types or written.media_types),
        "outputBinding": {"glob": _glob(argument)},
    }


def _updated(application: Application, argument: Argument) -> Json:
    row = mapping.row_of(argument)
    return {
        "type": "File",
        "label": f"{title(application, argument)}: updated",
        "doc": f"The file of the input {argument.key} with what the application has written into it.",
        "secondaryFiles": list(row.beside),
        "wps:mediaTypes": list(argument.media_types or row.media_types),
        "outputBinding": {"glob": f'$(inputs["{argument.key}"].basename)'},
    }


def _glob(argument: Argument) -> str:
    name, behind = f'inputs["{argument.key}{NAME}"]', "_*" if argument.numbered else argument.appended
    return f'$({name} && {name}.replace(/(\\.[^.]*)?$/, "{behind}$1"))' if behind else f"$({name})"


def _value(value: PrintedValue) -> Json:
    text = plain(value.text)
    return {
        "type": f"{value.type.value}?",
        "label": plain(value.title) or value.key,
        **({"doc": text} if text else {}),
        "outputBinding": {
            "glob": PRINTED,
            "loadContents": True,
            "outputEval": f'$({_READERS[value.type]}(self[0].contents, "{value.key}"))',
        },
    }
