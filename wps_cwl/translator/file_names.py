"""Inputs that name the file of an output (`wps:fileNameOf`): filled from what a client asks for, and kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from wps_cwl import errors
from wps_cwl.model import (
    ComplexData,
    ExecuteRequest,
    Format,
    LiteralData,
    LiteralValue,
    NamedValue,
    OutputRequest,
    Parameter,
    Process,
)
from wps_cwl.translator import media_types

ZIP = "application/zip"
SHAPE = ".shp"


def implied(process: Process, request: ExecuteRequest) -> Iterator[NamedValue]:
    """Yield file names for outputs that are asked for and whose names are not sent.

    A file is called so that the tool writes the format that was asked for. An optional output is written when it is
    asked for; but some clients ask for all that there is, and mean nothing by it.
    """
    sent = {named.id for named in request.inputs}
    asked = {output.id: output for output in request.outputs}
    everything = asked.keys() >= {output.id for output in process.outputs}
    for parameter in process.inputs:
        output = asked.get(parameter.file_of or "")
        if output is None or parameter.id in sent:
            continue
        if output.format is None and (parameter.has_default or everything):
            continue
        ending = _ending(process, output)
        if ending is not None:
            yield NamedValue(parameter.id, LiteralValue(f"{output.id}{ending}"))


def _ending(process: Process, asked: OutputRequest) -> str | None:
    output = process.output(asked.id)
    if output is None or not isinstance(output.data, ComplexData):
        return None
    form = asked.format if asked.format and asked.format.media_type else output.data.formats[0]
    if any(media_types.matches(form.media_type, other.media_type) for other in output.data.converted):
        form = output.data.formats[0]  # the tool cannot write the other one
    if not media_types.matches(form.media_type, ZIP):
        return media_types.extension(_offered(form, output.data).media_type)
    is_shape = any(pattern.pattern == "^.shx" for pattern in output.cwl.secondary)
    return SHAPE if is_shape else None


def _offered(asked: Format, data: ComplexData) -> Format:
    return next((form for form in data.formats if media_types.matches(asked.media_type, form.media_type)), asked)


# --- two outputs are two files ----------------------------------------------------------------------


def check(process: Process, order: Mapping[str, JsonValue]) -> None:
    """Raise errors.InvalidInput for a name under which an output would overwrite another one, or what lies beside it.

    The tool would write both, one over the other, and end well.
    """
    taken: dict[str, Parameter] = {}
    for parameter in sorted(process.inputs, key=lambda one: one.id in order):  # so what is sent is at fault
        name = _name(parameter, order)
        if not parameter.file_of or not name:
            continue
        files = _files(process, parameter.file_of, name)
        for file in files:
            if file in taken and parameter.id in order:
                raise errors.InvalidInput(
                    identifier=parameter.id, reason=_clash(file, name, taken[file]), locator=parameter.id
                )
        taken |= dict.fromkeys(files, parameter)


def _name(parameter: Parameter, order: Mapping[str, JsonValue]) -> str | None:
    default = parameter.data.default if isinstance(parameter.data, LiteralData) else None
    name = order.get(parameter.id, default)
    return name if isinstance(name, str) else None


def _files(process: Process, output: str, name: str) -> tuple[str, ...]:
    """Return a file and those that may lie beside it: of a pattern each leading `^` takes an extension off."""
    written = process.output(output)
    patterns = (written.cwl.item or written.cwl).secondary if written else ()
    beside = []
    for pattern in (one.pattern for one in patterns if one.pattern):
        stem, behind = name, pattern.removesuffix("?")
        while behind.startswith("^"):
            stem, behind = stem.rpartition(".")[0] or stem, behind[1:]
        beside.append(stem + behind)
    return (name, *beside)


def _clash(file: str, name: str, other: Parameter) -> str:
    what = "its file" if file == name else f"{file}, which may lie beside its file,"
    return f'{what} would be one of those of the input "{other.id}"; choose another name than {name}'
