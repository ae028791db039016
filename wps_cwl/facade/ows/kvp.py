"""Key-value pairs as WPS 1.0.0 writes them (05-007r7, clauses 10.2.2.1 and 11): `DataInputs=a=1;b=@xlink:href=...`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from wps_cwl.errors import InvalidParameter, MissingParameter

# An @ opens an attribute only before one of these, so that a mail address stays a value.
_ATTRIBUTE = re.compile(
    r"@(xlink(?::|%3A)href|href|mimeType|format|encoding|schema|uom|dataType|asReference|method|crs|dimensions)=",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*(?:\[|%5B)(.*)(?:\]|%5D)\s*", re.IGNORECASE | re.DOTALL)  # as in the standard's examples
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Item:
    """One `id=value@name=value` of a list; attribute names are in lower case, `xlink:href` is `href`."""

    id: str
    value: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class Query:
    """The parameters of a request; the case of their names does not count."""

    def __init__(self, query: bytes) -> None:
        self._raw: dict[str, str] = {}
        for pair in query.decode("latin-1").split("&"):
            key, _, value = pair.partition("=")
            name = _decoded(key, "query").strip().lower()
            if not name:
                continue
            first = self._raw.setdefault(name, value)
            same = first.lower() == value.lower() if name in {"service", "request"} else first == value
            if not same:
                raise InvalidParameter(name=name, value=value, reason="it stands twice, with different values")

    def get(self, name: str) -> str | None:
        """Return a parameter's value, or None when it is missing or empty."""
        return _decoded(self._raw.get(name.lower(), ""), name).strip() or None

    def require(self, name: str) -> str:
        """Return a parameter's value; raise MissingParameter."""
        value = self.get(name)
        if value is None:
            raise MissingParameter(name=name)
        return value

    def names(self, name: str) -> tuple[str, ...]:
        """Return a comma-separated list."""
        return tuple(part for part in (word.strip() for word in (self.get(name) or "").split(",")) if part)

    def flag(self, name: str) -> bool:
        """Return a boolean parameter; false when it is missing."""
        return parse_flag(self.get(name), name)

    def items(self, name: str) -> tuple[Item, ...]:
        """Return a list of items, `;` between them.

        The list is split before it is percent-decoded, so `s=a%3Db%3Bc` is one item. Many HTTP libraries encode the
        whole list, its `=` and `;` included: then nothing is left to split by, and it is decoded first, once.
        """
        raw = self._raw.get(name.lower(), "")
        whole = "%3d" in raw.lower() and "=" not in raw
        text, decode = (_decoded(raw, name), _unchanged) if whole else (raw, _decoded)
        if bracketed := _BRACKETS.fullmatch(text):
            text = bracketed[1]
        return tuple(_item(part, name, decode) for part in text.split(";") if part.strip())


def parse_flag(value: str | None, name: str) -> bool:
    """Interpret an xs:boolean; missing is false."""
    if value is None:
        return False
    if value.strip().lower() not in _TRUTH:
        raise InvalidParameter(name=name, value=value, reason="it is true or false")
    return _TRUTH[value.strip().lower()]


def _item(text: str, name: str, decode: Callable[[str, str], str]) -> Item:
    parts = _ATTRIBUTE.split(text)
    identifier, _, value = parts[0].partition("=")
    attributes = {
        decode(key, name).lower().removeprefix("xlink:"): decode(content, name)
        for key, content in zip(parts[1::2], parts[2::2], strict=True)
    }
    for key in attributes.keys() & {"mimetype", "format"}:
        base, semicolon, rest = attributes[key].partition(";")
        attributes[key] = base.strip().replace(" ", "+") + semicolon + rest  # `geo+json`, whose plus was decoded
    return Item(decode(identifier, name).strip(), decode(value, name), attributes)


def _decoded(text: str, name: str) -> str:
    try:
        return unquote_plus(text.encode("latin-1").decode("utf-8"), errors="strict")
    except UnicodeDecodeError as error:
        raise InvalidParameter(name=name, value=text, reason="it is not UTF-8") from error


def _unchanged(text: str, name: str) -> str:  # noqa: ARG001 - takes the place of _decoded
    return text
