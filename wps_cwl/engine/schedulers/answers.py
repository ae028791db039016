"""What several schedulers' commands have in common, in what they answer and in what they need not be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from wps_cwl.engine.schedulers.base import Answer, Full, NoAnswer, Refused, matches


def submitted(
    answer: Answer, pattern: str, reason: str, *, program: str, full: Collection[str], outages: Collection[str]
) -> str:
    """Return the identifier of the new job: the last that fits the pattern, in its first group.

    `reason` is what was said, for people. What was accepted without an identifier is in the queue, and is found there
    by its name. Raises Refused, Full or NoAnswer, as the words of `full` and `outages` tell.
    """
    if answer.code == 0:
        if found := re.findall(pattern, answer.out, re.MULTILINE):
            return str(found[-1])
        raise NoAnswer(f"{program} gave no identifier: {reason}")
    if matches(answer.text, full):
        raise Full(reason)
    raise (NoAnswer if matches(answer.text, outages) else Refused)(reason)


class ListingTellsAll:
    """A scheduler whose listing says why a job waits: there is nothing more to ask."""

    def closures(self) -> list[str] | None:
        """Nothing to ask."""
        return None

    def read_closures(self, answer: Answer) -> Mapping[str, str]:
        """Nothing to read."""
        del answer
        return {}

    def explanation(self, job: str) -> list[str] | None:
        """Nothing to ask."""
        del job
        return None

    def read_explanation(self, answer: Answer) -> str:
        """Return the answer as it is."""
        return answer.text
