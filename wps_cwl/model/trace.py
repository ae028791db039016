"""Traces: where in one a request and its job are (W3C Trace Context), and the spans that are told of them."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

_HEADER = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")


@dataclass(frozen=True)
class Trace:
    """A place in a trace: the trace, and a span of it, in hex. `sampled` is whether its spans are wanted."""

    id: str
    span: str | None = None
    sampled: bool = True

    @property
    def header(self) -> str:
        """The place as the header `traceparent` has it."""
        return f"00-{self.id}-{self.span or '0' * 16}-{'01' if self.sampled else '00'}"

    @classmethod
    def new(cls) -> Trace:
        """Return a trace that nobody has told of before."""
        return cls(secrets.token_hex(16))

    def inside(self) -> Trace:
        """Return a new span of the same trace."""
        return replace(self, span=secrets.token_hex(8))

    def at(self, name: str) -> Trace:
        """Return the span of a name, which is the same for everybody who knows that name."""
        return replace(self, span=_digest(name, 16))


def parse_trace(header: str | None) -> Trace | None:
    """Return the place that a header `traceparent` names (W3C Trace Context, clause 3.2); None where it names none."""
    found = _HEADER.fullmatch((header or "").strip())
    if found is None:
        return None
    version, id, span, flags, more = found.groups()
    if version == "ff" or (version == "00" and more) or not (id.strip("0") and span.strip("0")):
        return None
    return Trace(id, span, sampled=bool(int(flags, 16) & 1))


def trace_of_job(id: str, header: str | None) -> Trace:
    """Return where a job came from: out of a client's trace, or, without one, out of one that is its own."""
    return parse_trace(header) or Trace(_digest(id, 32))


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


@dataclass(frozen=True)
class Span:
    """Something that took its time: `begin` and `end` in nanoseconds since 1970, `error` why it failed."""

    name: str
    place: Trace
    parent: str | None
    begin: int
    end: int
    kind: Literal["internal", "server"] = "internal"
    attributes: Mapping[str, str | int | float] = field(default_factory=dict)
    error: str | None = None
