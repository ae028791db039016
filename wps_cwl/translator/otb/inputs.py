"""The arguments of an application -> the inputs of a CWL tool."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl.translator.otb import branches, mapping
from wps_cwl.translator.otb.model import OUTPUTS, Application, Argument, Kind

Json = Any
SKIPPED = frozenset({Kind.MEMORY, Kind.GROUP})
NAME, PIXEL, OPTIONS = "_name", "_pixel", "_options"  # no key of OTB has an underscore


def build(application: Application) -> dict[str, Json]:
    """Return the inputs by their identifiers, in the order of the arguments."""
    found: dict[str, Json] = {}
    for argument in application.arguments:
        if argument.kind in OUTPUTS:
            found |= _written(application, argument)
        elif argument.kind not in SKIPPED:
            found |= _read(application, argument)
    return found


def always_written(argument: Argument) -> bool:
    """Whether a file is written without anybody asking for it, at least under its choice."""
    return argument.mandatory


# --- what is read -----------------------------------------------------------------------------------


def _read(application: Application, argument: Argument) -> Iterator[tuple[str, Json]]:
    row = mapping.row_of(argument)
    needed = argument.mandatory and argument.default is None
    condition = branches.condition(application, argument)
    declared = {
        "type": row.type if needed and not condition else _optional(row.type),
        **_texts(application, argument),
        **_literal(argument, row),
        **({"wps:mediaTypes": list(argument.media_types or row.media_types)} if row.media_types else {}),
        **({"secondaryFiles": list(row.beside)} if row.beside else {}),
        **_conditions(condition, needed=needed),
        "inputBinding": {"prefix": f"-{argument.key}"},
    }
    if row.value_from:
        declared["inputBinding"]["valueFrom"] = row.value_from
    if argument.kind is Kind.IMAGE:
        options = argument.key + OPTIONS
        declared["inputBinding"]["valueFrom"] = (
            f'$(image(self) + (inputs["{options}"] ? "?" + inputs["{options}"] : ""))'
        )
        yield argument.key, declared
        yield options, _extended(application, argument, "reads", "&bands=1,2&skipcarto=true")
    else:
        yield argument.key, declared


def _optional(type: Json) -> Json:
    return f"{type}?" if isinstance(type, str) else ["null", type]


def _literal(argument: Argument, row: mapping.Row) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if row.text:
        found["wps:pattern"] = argument.pattern or mapping.TEXT
    if argument.kind is Kind.NAMES:
        found["wps:allowedValues"] = [choice.key for choice in argument.choices]
    for end in ("minimum", "maximum"):
        if (bound := getattr(argument, end)) is not None:
            found[f"wps:{end}"] = bound
    if argument.unit:
        found["wps:unit"] = argument.unit
    if argument.default is not None and not row.media_types:
        found["wps:toolDefault"] = _default(argument.kind, argument.default)
    return found


def _default(kind: Kind, text: str) -> Json:
    if kind is Kind.BOOLEAN:
        return text.lower() in {"true", "1", "on"}
    if kind in {Kind.INTEGER, Kind.FLOAT, Kind.DOUBLE}:
        number = float(text)
        return int(number) if number.is_integer() else number
    return text


def _conditions(condition: dict[str, str], *, needed: bool) -> dict[str, Json]:
    if not condition:
        return {}
    choices = [f"{choice} = {value}" for choice, value in condition.items()]
    said = choices if len(choices) > 1 else choices[0]
    return {"wps:when": said, **({"wps:requiredWhen": said} if needed else {})}


# --- what is written --------------------------------------------------------------------------------


def _written(application: Application, argument: Argument) -> Iterator[tuple[str, Json]]:
    key, written = argument.key, mapping.OUTPUTS[argument.kind]
    name = f"{key}{argument.extension or written.extension}"
    always = always_written(argument)
    yield (
        key + NAME,
        {
            "type": "string" if always else "string?",
            **({"default": name} if always else {}),
            "label": f"{title(application, argument)}: file name",
            "doc": f"What the file of the output {key} is called; the extension decides its format."
            + (f" OTB appends {argument.appended} to the name." if argument.appended else "")
            + ("" if always else " Without a name, and when nobody asks for the output, it is not written."),
            "wps:pattern": mapping.FILE_NAME,
            "wps:fileNameOf": key,
            **_conditions(branches.condition(application, argument), needed=False),
            "inputBinding": {"prefix": f"-{key}", **_value_from(application, argument)},
        },
    )
    if argument.kind is Kind.OUTPUT_IMAGE:
        yield key + PIXEL, _pixel(application, argument)
        yield key + OPTIONS, _extended(application, argument, "writes", "&gdal:co:COMPRESS=DEFLATE&streaming:type=none")


def _value_from(application: Application, argument: Argument) -> dict[str, Json]:
    value, key = '"./" + self' if argument.rooted else "self", argument.key
    if argument.kind is Kind.OUTPUT_IMAGE:
        options = f'inputs["{key}{OPTIONS}"]'
        value = f'[self + ({options} ? "?" + {options} : "")].concat(inputs["{key}{PIXEL}"] || [])'
    here = branches.expression(application, argument)
    if here:
        return {"valueFrom": f"$({here} ? {value} : null)"}
    return {"valueFrom": f"$({value})"} if value != "self" else {}


def _pixel(application: Application, argument: Argument) -> Json:
    return {
        "type": ["null", {"type": "enum", "symbols": list(mapping.PIXELS)}],
        "label": f"{title(application, argument)}: pixel type",
        "doc": f"The type of the pixels of the output {argument.key}.",
        **({"wps:toolDefault": argument.default} if argument.default else {}),
        **_conditions(branches.condition(application, argument), needed=False),
    }


def _extended(application: Application, argument: Argument, does: str, example: str) -> Json:
    return {
        "type": "string?",
        "label": f"{title(application, argument)}: extended file name",
        "doc": f"How OTB {does} the file: what stands behind the ? of an extended file name, for instance {example}",
        "wps:pattern": mapping.EXTENDED_IN if does == "reads" else mapping.EXTENDED,
        **_conditions(branches.condition(application, argument), needed=False),
    }


# --- texts ------------------------------------------------------------------------------------------


def _texts(application: Application, argument: Argument) -> dict[str, Json]:
    doc = [plain(argument.text)]
    if argument.kind is Kind.CHOICE:
        doc.append("\n".join(_choice_line(choice.key, choice.title, choice.text) for choice in argument.choices))
    text = "\n\n".join(part for part in doc if part)
    return {"label": title(application, argument), **({"doc": text} if text else {})}


def title(application: Application, argument: Argument) -> str:
    """Return a title with those of the groups around it: keys of different groups have the same ones."""
    return plain(": ".join([*branches.groups(application, argument), argument.title or argument.key]))


def _choice_line(key: str, title: str, text: str) -> str:
    return plain("- " + ": ".join(part for part in (key, title, text) if part))


def plain(text: str) -> str:
    """Return a text in which CWL sees no expression."""
    return text.replace("$(", "$ (").replace("${", "$ {").strip()
