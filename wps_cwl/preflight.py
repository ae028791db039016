"""Pre-flight: what no profile can give, and what is never read, is refused before anything is started."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wps_cwl import errors
from wps_cwl.model import QUANTITIES, Candidate, Capacity, Need, Price, ReferenceValue, StagedFile
from wps_cwl.rules import Rules

HARD = tuple(name for name in QUANTITIES if name != "seconds")  # a limit of time says how long a step may take at most


@dataclass(frozen=True)
class Preflight:
    """What all profiles have, by their names; `open` are those that clients may ask for.

    `refusal` says why a reference is never read, or None.
    """

    capacities: Mapping[str, Capacity]
    rules: Rules
    open: Collection[str] = ()
    prices: Mapping[str, Price] = field(default_factory=dict)
    refusal: Callable[[ReferenceValue], str | None] = lambda _: None

    def check_asked(self, profile: str | None) -> None:
        """Refuse a profile that clients may not ask for. Raises errors.NoSuchProfile."""
        if profile is not None and profile not in self.open:
            raise errors.NoSuchProfile(profile=profile, known=sorted(self.open), locator="profile")

    def check_files(self, files: Iterable[StagedFile]) -> None:
        """Refuse what the engine would not fetch. Raises errors.DataNotAccessible."""
        for file in files:
            if isinstance(file.source, ReferenceValue) and (reason := self.refusal(file.source)) is not None:
                raise errors.DataNotAccessible(identifier=file.input, reason=reason, locator=file.input)

    def check(self, process: str, needs: Sequence[Need], *, user: str, asked: str | None = None) -> None:
        """Refuse what no profile that such a job may get can run. Raises errors.TooLarge."""
        names = self.rules.possible(process, user) if asked is None else [asked]
        known = [self.capacities[name] for name in names if name in self.capacities]
        if known and all(shortfall(capacity, needs, HARD) for capacity in known):
            raise errors.TooLarge(process=process, reason=explain(known, needs))

    def candidates(
        self, process: str, needs: Sequence[Need], *, user: str, asked: str | None = None
    ) -> list[Candidate]:
        """Return the profiles that such a job may get, in the order of the rules, up to one that takes all there is."""
        if asked is not None:
            return [Candidate(asked, "asked for")]
        found = list[Candidate]()
        for number, rule in self.rules.concerning(process, user):
            bounds = [f"{name} > {bound}" for name, bound in rule.bounds.items()]
            of = f" of {rule.input}" if rule.input else ""
            when = f": {' and '.join(bounds)}{of}" if bounds else ""
            found.append(Candidate(rule.profile, f"rule {number}{when}"))
            if not bounds and self._suits(rule.profile, needs):
                break
        else:
            default, *others = self.rules.free()
            found.append(Candidate(default, "the default"))
            if not self._suits(default, needs):
                found += [Candidate(name, "large enough") for name in others]
        return [one for one in found if self._suits(one.profile, needs)]

    def _suits(self, profile: str, needs: Sequence[Need]) -> bool:
        return profile not in self.capacities or shortfall(self.capacities[profile], needs, HARD) is None

    def misfit(self, needs: Sequence[Need]) -> str | None:
        """Return why no profile at all can run something; None when one can."""
        known = list(self.capacities.values())
        return explain(known, needs) if all(shortfall(capacity, needs, HARD) for capacity in known) else None


def shortfall(capacity: Capacity, needs: Sequence[Need], quantities: Collection[str] = QUANTITIES) -> str | None:
    """Return what a profile lacks, for people; None when it may be enough."""
    for need in needs:
        for name in quantities:
            if not capacity.lacks(need, name):
                continue
            write = QUANTITIES[name]
            needed, there = write(getattr(need, name)), write(getattr(capacity, name))
            return f"{_who(need)} needs {needed}, and the profile {capacity.profile} has {there}"
    return None


def explain(capacities: Sequence[Capacity], needs: Sequence[Need]) -> str:
    """Say what would be needed, and what the largest profile has, where none of these is enough."""
    beyond = list(_beyond(capacities, needs))
    return "; ".join(beyond or [text for capacity in capacities if (text := shortfall(capacity, needs, HARD))])


def _beyond(capacities: Sequence[Capacity], needs: Sequence[Need]) -> Iterator[str]:
    """Yield the quantities of which no profile at all has enough."""
    for name in HARD:
        write = QUANTITIES[name]
        asking = [need for need in needs if getattr(need, name) is not None]
        if not asking or not all(getattr(capacity, name) is not None for capacity in capacities):
            continue
        most = max(asking, key=lambda need: float(getattr(need, name)))
        largest = max(capacities, key=lambda capacity: float(getattr(capacity, name)))
        needed, there = getattr(most, name), getattr(largest, name)
        if needed > there:
            yield f"{_who(most)} needs {write(needed)}, and the largest profile, {largest.profile}, has {write(there)}"


def _who(need: Need) -> str:
    return f'the step "{need.step}"' if need.step else "it"
