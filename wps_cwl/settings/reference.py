"""The page that documents every key, made from the keys themselves."""

from __future__ import annotations

from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import ByteSize
from pydantic.fields import FieldInfo

from wps_cwl.settings import keys
from wps_cwl.settings.values import Kind, Otherwise

_HEAD = """\
# Configuration

<!-- Made from the code by `python -m wps_cwl.settings`; do not edit. -->

All of it is optional. `wps-cwl` reads a YAML file (`--config FILE`, else the one that `$WPS_CWL_CONFIG` names). Every
key is also an environment variable, which comes first: `WPS_CWL_<SECTION>__<KEY>`, for instance `WPS_CWL_SERVER__URL`,
`WPS_CWL_SERVER__LIMITS__INPUT_BYTES`, `WPS_CWL_PROFILES__LONG__CORES`, `WPS_CWL_STATE`. In a variable, a list has
commas between its items, `null` is null, and an empty one counts as absent; a list of sections has numbers in its
names (`WPS_CWL_ROUTING__RULES__1__PROFILE`). A key or a `WPS_CWL_` variable that is not known is an error, and so is a
key that stands twice.

A size is a number of bytes or has a unit (`64 MiB`, `10mb`); a duration is a number of seconds or has a unit (`90s`,
`1h`, `7d`). A path that is not absolute begins at the working directory.
"""


def render_reference() -> str:
    """Return the reference of all keys in Markdown."""
    return "\n".join([_HEAD, *(_section(group) for group in keys.groups() if group.keys)])


def _section(group: keys.Group) -> str:
    title = f"`{'.'.join(group.path)}`" if group.path else "At the top"
    meaning = f"{group.model.__doc__}\n\n" if group.path else ""
    rows = "".join(f"| `{name}` | {_row(field)} |\n" for name, field in group.keys.items())
    return f"## {title}\n\n{meaning}| key | value | default | meaning |\n|---|---|---|---|\n{rows}"


def _row(field: FieldInfo) -> str:
    return f"{_kind(field)} | {_default(field)} | {field.description}"


def _kind(field: FieldInfo) -> str:
    return " or ".join(_kinds(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation))


def _kinds(annotation: Any) -> list[str]:  # Any: annotations have no common type
    named = [one.name for one in getattr(annotation, "__metadata__", ()) if isinstance(one, Kind)]
    if named:
        return named[-1:]
    if get_origin(annotation) is Literal:
        return [f"`{choice}`" for choice in get_args(annotation)]
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    return ["null"] if annotation is NoneType else [kind for one in get_args(annotation) for kind in _kinds(one)]


def _default(field: FieldInfo) -> str:
    for one in field.metadata:
        if isinstance(one, Otherwise):
            return one.words
    if field.is_required():
        return "must be set"
    return _written(field.default)


def _written(default: object) -> str:
    match default:
        case None:
            return "null"
        case "":
            return "empty"
        case bool():
            return f"`{str(default).lower()}`"
        case ByteSize():
            return default.human_readable(separator=" ").replace(".0 ", " ")
        case tuple():
            return ", ".join(_written(item) for item in default) or "empty"
        case Path():
            return f"`./{default}`"
        case _:
            return f"`{default}`"
