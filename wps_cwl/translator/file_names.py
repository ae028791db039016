"""Inputs that name the file of an output (`wps:fileNameOf`): filled from what a client asks for."""

from __future__ import annotations

from collections.abc import Iterator

from wps_cwl.model import ComplexData, ExecuteRequest, Format, LiteralValue, NamedValue, OutputRequest, Process
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
