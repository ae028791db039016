"""Progress that is measured: lines `percent message` in the file that WPS_PROGRESS_FILE names, if it names one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")


def report(percent: int, message: str) -> None:
    """Append one line; closing the file each time puts it where a reader sees it at once."""
    name = os.environ.get("WPS_PROGRESS_FILE")
    if name:
        with (
            suppress(OSError),
            Path(name).open("a", encoding="utf-8") as lines,
        ):  # in a container it may be out of reach
            lines.write(f"{percent} {message}\n")


def track(items: Sequence[Item], message: str, start: int = 0, end: int = 100) -> Iterator[Item]:
    """Yield the items, and report each whole percent between `start` and `end` that is reached."""
    reported = None
    for done, item in enumerate(items):
        percent = start + (end - start) * done // len(items)
        if percent != reported:
            report(percent, message)
            reported = percent
        yield item
