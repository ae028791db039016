"""How the end of a step is put into words for people."""

from __future__ import annotations

import pwd
import signal
from collections.abc import Mapping

from wps_cwl.engine.schedulers.base import End, EndReason

_PHRASES: Mapping[EndReason, str] = {
    EndReason.TIME: "it ran longer than its time limit",
    EndReason.DEADLINE: "it could not end before its deadline",
    EndReason.MEMORY: "it took more memory than it had asked for",
    EndReason.KILLED: "it was deleted from outside",
    EndReason.NODE: "its node failed",
    EndReason.PREEMPTED: "it was preempted by another job",
    EndReason.ERROR: "it could not be run",
}
_BY_SIGNAL = 128  # what a shell adds to the number of a signal
_COMMON = {127: "command not found", 126: "command cannot be executed"}


def phrase(end: End) -> str:
    """Say why a job was ended by others than itself, with the scheduler's own words."""
    said = _PHRASES.get(end.reason, "")
    if end.reason is EndReason.KILLED and end.by:
        said = f"it was deleted by {_user(end.by)}"
    if not said:
        return end.text
    return f"{said} ({end.text})" if end.text else said


def phrase_code(code: int) -> str:
    """Say what an exit code of a shell means, where that is more than the number."""
    if code in _COMMON:
        return f"{code} ({_COMMON[code]})"
    return f"{code} ({signal_name(code - _BY_SIGNAL)})" if code > _BY_SIGNAL else str(code)


def signal_name(number: int) -> str:
    """`9` -> `signal 9, SIGKILL`."""
    try:
        return f"signal {number}, {signal.Signals(number).name}"
    except ValueError:
        return f"signal {number}"


def _user(name: str) -> str:
    """Return the name of a user whose number a scheduler has told."""
    if not name.isdigit():
        return name
    try:
        return f"the user {pwd.getpwuid(int(name)).pw_name}"
    except KeyError:
        return f"the user {name}"
