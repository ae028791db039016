"""That somebody was not told."""

from __future__ import annotations


class NotTold(Exception):
    """A try failed; the reason holds no part of the target, and `again` says whether the next one may succeed."""

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.again = again
