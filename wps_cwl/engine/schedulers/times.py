"""When something was, as schedulers write it: in the time of this machine, without its zone."""

from __future__ import annotations

from datetime import datetime

CLOCK = "%a %b %d %H:%M:%S %Y"  # what C's ctime() writes


def local(text: str, form: str | None = None) -> float | None:
    """Return seconds since 1970; None for what is no time ("N/A", "Unknown"). Without a form, it is that of ISO."""
    try:
        read = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007  # local indeed
    except ValueError:
        return None
    return read.timestamp()
