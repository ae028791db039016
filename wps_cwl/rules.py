"""Rules of routing: which profiles a job may get, and in which order they are thought of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Rule:
    """Jobs for which all of this holds run on `profile`. `bounds` says of which measure more than how much there has to
    be; `input` restricts those of files to one input. None: whatever it is.
    """

    profile: str
    processes: Collection[str] | None = None
    users: Collection[str] | None = None
    bounds: Mapping[str, int] = field(default_factory=dict)
    input: str | None = None

    def concerns(self, process: str, user: str) -> bool:
        """Whether it may hold for jobs of this process and user."""
        return matches(process, self.processes) and matches(user, self.users)

    def words(self, process: str, user: str) -> list[str]:
        """Return what it says of the process and the user, for people."""
        named = [(f"process {process}", self.processes), (f"user {user}", self.users)]
        return [word for word, patterns in named if patterns is not None]


@dataclass(frozen=True)
class Rules:
    """All rules, the first of which that holds decides; `default` is for jobs for which none does.

    `profiles` are all that there are. One that rules give to some users only is nobody else's.
    """

    default: str
    profiles: Collection[str]
    rules: Collection[Rule] = ()

    def concerning(self, process: str, user: str) -> Iterator[tuple[int, Rule]]:
        """Yield the rules that may hold for such jobs, with their numbers from 1."""
        return ((number, rule) for number, rule in enumerate(self.rules, start=1) if rule.concerns(process, user))

    def free(self) -> list[str]:
        """Return the profiles that any job may get, the default first."""
        kept = {rule.profile for rule in self.rules if rule.users is not None}
        kept -= {rule.profile for rule in self.rules if rule.users is None}
        return [self.default, *(name for name in self.profiles if name not in kept and name != self.default)]

    def possible(self, process: str, user: str) -> list[str]:
        """Return the profiles that a job of this process and user may get."""
        ruled = [rule.profile for _, rule in self.concerning(process, user)]
        return list(dict.fromkeys([*ruled, *self.free()]))


def matches(name: str, patterns: Collection[str] | None) -> bool:
    """Whether a name is among those that are meant; None: all are."""
    return patterns is None or any(fnmatchcase(name, pattern) for pattern in patterns)
