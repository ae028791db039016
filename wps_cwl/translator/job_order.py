"""An Execute request -> the CWL job order that cwltool would get, with a plan of the files that it needs."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from wps_cwl import errors
from wps_cwl.model import (
    ComplexData,
    ExecuteRequest,
    JobControl,
    Mode,
    NamedValue,
    OutputRequest,
    Parameter,
    Process,
    ResponseForm,
    StagingPlan,
    Value,
)
from wps_cwl.translator import conditions, file_names, input_values, media_types, views
from wps_cwl.translator.builder import Builder
from wps_cwl.translator.description import repeated


def build(process: Process, request: ExecuteRequest) -> StagingPlan:
    """Return the job order, with the files that have to be fetched before it can run.

    Whatever can be known to be wrong without fetching anything raises a subclass of errors.InvalidRequest, whose
    locator is the input or output at fault.
    """
    _check_mode(process, request)
    _check_outputs(process, request)
    builder = Builder()
    values = (
        *request.inputs,
        *conditions.in_place(process.inputs, request.inputs, file_names.implied(process, request)),
    )
    order = build_record(process.inputs, values, builder, owner=process.id)
    file_names.check(process, order)
    return StagingPlan(order=order, files=tuple(builder.files))


def build_record(
    parameters: Iterable[Parameter], values: Iterable[NamedValue], builder: Builder, *, owner: str, prefix: str = ""
) -> dict[str, JsonValue]:
    """Return the JSON object of named values: a whole job order, or one record of it (then with a prefix)."""
    parameters = tuple(parameters)
    given: dict[str, list[Value]] = {}
    for named in values:
        given.setdefault(named.id, []).append(named.value)
    known = [parameter.id for parameter in parameters]
    for identifier in given:
        if identifier not in known:
            raise errors.NoSuchInput(process=owner, identifier=identifier, known=known, locator=prefix + identifier)
    conditions.check(parameters, given)
    return {
        parameter.id: _occurrences(parameter, given[parameter.id], builder, prefix)
        for parameter in parameters
        if _counted(parameter, given.get(parameter.id, []), prefix)
    }


def _counted(parameter: Parameter, values: list[Value], prefix: str) -> bool:
    identifier, count = prefix + parameter.id, len(values)
    if count < parameter.min_occurs:
        raise errors.MissingInput(identifier=identifier, least=parameter.min_occurs, count=count, locator=identifier)
    if count > parameter.max_occurs:
        raise errors.TooManyInputs(identifier=identifier, most=parameter.max_occurs, count=count, locator=identifier)
    return count > 0


def _occurrences(parameter: Parameter, values: list[Value], builder: Builder, prefix: str) -> JsonValue:
    identifier, item = prefix + parameter.id, repeated(parameter.cwl)
    one = parameter.cwl if item is None else item
    built = [
        input_values.build(value, one, parameter.data, builder.at(identifier, index), nested=build_record)
        for index, value in enumerate(values)
    ]
    if item is None or (parameter.cwl.members and len(built) == 1):  # a union of T and T[] takes one T as it is
        return built[0]
    return built


def settled_mode(asked: Mode, response: ResponseForm, process: Process) -> Mode:
    """Decide for a client that leaves it to us (`auto`): asynchronous, so that a long run outlives a connection; but
    synchronous when bytes are asked for, as a StatusInfo would come as a surprise there.
    """
    if asked is not Mode.AUTO:
        return asked
    wish, other = (Mode.SYNC, Mode.ASYNC) if response is ResponseForm.RAW else (Mode.ASYNC, Mode.SYNC)
    return wish if _CONTROL[wish] in process.job_control else other


_CONTROL = {Mode.SYNC: JobControl.SYNC, Mode.ASYNC: JobControl.ASYNC}


# --- what is asked for ------------------------------------------------------------------------------


def _check_mode(process: Process, request: ExecuteRequest) -> None:
    needed = _CONTROL.get(request.mode)
    if needed is not None and needed not in process.job_control:
        offered = [control.value for control in process.job_control if control is not JobControl.DISMISS]
        raise errors.NoSuchMode(process=process.id, mode=request.mode.value, known=offered, locator="mode")


def _check_outputs(process: Process, request: ExecuteRequest) -> None:
    known = [parameter.id for parameter in process.outputs]
    offered = {parameter.id: parameter for parameter in (*process.outputs, *views.further(process, request.binding))}
    for asked in request.outputs:
        parameter = offered.get(asked.id)
        if parameter is None:
            raise errors.NoSuchOutput(process=process.id, identifier=asked.id, known=list(offered), locator=asked.id)
        _check_format(parameter, asked)
    if request.response is ResponseForm.RAW:
        asked_for = [asked.id for asked in request.outputs] or known
        if len(asked_for) != 1:
            raise errors.TooManyOutputs(count=len(asked_for), asked=asked_for, known=known, locator="response")


def _check_format(parameter: Parameter, asked: OutputRequest) -> None:
    if asked.format is None or not isinstance(parameter.data, ComplexData):
        return
    offered = [form.media_type for form in parameter.data.formats]
    if not any(media_types.matches(asked.format.media_type, form) for form in offered):
        raise errors.FormatNotOffered(
            format=asked.format.media_type, identifier=parameter.id, known=offered, locator=parameter.id
        )
