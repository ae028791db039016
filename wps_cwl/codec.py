"""The neutral words as JSON and back: for the columns of the job store and the files of a job directory."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, overload

from pydantic import ConfigDict, TypeAdapter
from typing_extensions import TypeAliasType

T = TypeVar("T")

# Infinity and NaN become strings: JSON has no number for them.
CONFIG = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", ser_json_inf_nan="strings")


def dump(value: object, type: object, *, indent: int | None = None) -> bytes:
    """Return a value of that type as UTF-8 JSON; bytes in it become base64."""
    return _adapter(type).dump_json(value, indent=indent)


@overload
def load(data: bytes | str, type: type[T]) -> T: ...


@overload
def load(data: bytes | str, type: object) -> Any: ...  # a union is no `type` to the type checker


def load(data: bytes | str, type: object) -> Any:
    """Return the value that `dump` wrote as that type.

    Fields that are not known (any more) are passed over, and missing ones take their default, so that what an older or
    newer version wrote can be read. Raises ValueError for anything else.
    """
    return _adapter(type).validate_json(data)


@cache  # building an adapter takes milliseconds, using it microseconds
def _adapter(type: object) -> TypeAdapter[Any]:
    # A dataclass takes no configuration of its own from an adapter; under an alias it does, like everything inside it.
    alias: Any = TypeAliasType("Encoded", type)  # Any: made at run time
    return TypeAdapter(alias, config=CONFIG)
