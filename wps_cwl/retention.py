"""For how long jobs are kept, and how much a user or a process may have: rules, which are looked at in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from wps_cwl.errors import QuotaExceeded
from wps_cwl.model import Holding
from wps_cwl.rules import matches


class Per(Enum):
    """Whose a quota is; each user's (or process's) own."""

    USER = "user"
    PROCESS = "process"


class Measure(Enum):
    """What a quota is of."""

    JOBS = "jobs"  # that wait or run
    BYTES = "bytes"  # of results that are kept


# how clients are told of it, and what they can do
_WORDS = {
    Measure.JOBS: ("jobs that wait or run", "dismiss one, or try again when one has ended"),
    Measure.BYTES: ("bytes of results that are kept", "try again when results have expired or were dismissed"),
}


@dataclass(frozen=True)
class Lifetime:
    """How many days jobs are kept after their end; None: for ever."""

    days: float | None

    @property
    def span(self) -> timedelta | None:
        """Return it as a span of time."""
        return None if self.days is None else timedelta(days=self.days)


@dataclass(frozen=True)
class Quota:
    """At most `limit` of what is measured, for the user or the process of this `name`.

    `among` restricts what is counted: to some processes of the user, or some users of the process. None: all count.
    """

    per: Per
    name: str
    measure: Measure
    limit: int
    among: Collection[str] | None = None

    def check(self, holdings: Iterable[Holding]) -> None:
        """Raise errors.QuotaExceeded when that much is there already."""
        used = sum(getattr(one, self.measure.value) for one in holdings if self._counts(one))
        if used >= self.limit:
            what, remedy = _WORDS[self.measure]
            raise QuotaExceeded(whose=self._whose, limit=self.limit, what=what, used=used, remedy=remedy)

    def _counts(self, one: Holding) -> bool:
        name, other = (one.user, one.process) if self.per is Per.USER else (one.process, one.user)
        return name == self.name and matches(other, self.among)

    @property
    def _whose(self) -> str:
        # the names of other users are nobody's business
        named = f" with the process(es) {', '.join(self.among)}" if self.per is Per.USER and self.among else ""
        return f'the {self.per.value} "{self.name}"{named}'


@dataclass(frozen=True)
class Rule:
    """What holds for jobs of some processes and users (None: of all); what it does not say is None."""

    per: Per = Per.USER
    processes: Collection[str] | None = None
    users: Collection[str] | None = None
    lifetime: Lifetime | None = None
    jobs: int | None = None
    bytes: int | None = None

    def concerns(self, process: str, user: str) -> bool:
        """Whether it holds for jobs of this process and user."""
        return matches(process, self.processes) and matches(user, self.users)

    def quotas(self, process: str, user: str) -> Iterator[Quota]:
        """Yield what it allows to such a user, or process."""
        name, among = (user, self.processes) if self.per is Per.USER else (process, self.users)
        for measure in Measure:
            if (limit := getattr(self, measure.value)) is not None:
                yield Quota(self.per, name, measure, limit, None if among is None else tuple(among))


@dataclass(frozen=True)
class Retention:
    """All rules; `default` is the lifetime of jobs of which none says anything."""

    default: Lifetime = Lifetime(None)  # it is frozen
    rules: tuple[Rule, ...] = ()

    def span(self, process: str, user: str) -> timedelta | None:
        """Return for how long a job is kept after its end; None: for ever. The first rule that says it decides."""
        said = (rule.lifetime for rule in self.rules if rule.concerns(process, user))
        return next((lifetime for lifetime in said if lifetime is not None), self.default).span

    def quotas(self, process: str, user: str) -> tuple[Quota, ...]:
        """Return the quotas that one more job must keep to: all of them; of those that count the same, the first."""
        found: dict[object, Quota] = {}
        for rule in self.rules:
            if rule.concerns(process, user):
                for quota in rule.quotas(process, user):
                    found.setdefault((quota.per, quota.measure, quota.among), quota)
        return tuple(found.values())
