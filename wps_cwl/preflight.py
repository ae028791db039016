"""Pre-flight: what no profile can give is refused before anything is started."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wps_cwl import errors
from wps_cwl.model import QUANTITIES, Capacity, Need
from wps_cwl.rules import Rules


@dataclass(frozen=True)
class Preflight:
    """What all profiles have, by their names; `open` are those that clients may ask for."""

    capacities: Mapping[str, Capacity]
    rules: Rules
    open: Collection[str] = ()

    def check_asked(self, profile: str | None) -> None:
        """Refuse a profile that clients may not ask for. Raises errors.NoSuchProfile."""
        if profile is not None and profile not in self.open:
            raise errors.NoSuchProfile(profile=profile, known=sorted(self.open), locator="profile")

    def check(self, process: str, needs: Sequence[Need], *, user: str, asked: str | None = None) -> None:
        """Refuse what no profile that such a job may get can run. Raises errors.TooLarge."""
        names = self.rules.possible(process, user) if asked is None else [asked]
        known = [self.capacities[name] for name in names if name in self.capacities]
        if known and all(shortfall(capacity, needs) for capacity in known):
            raise errors.TooLarge(process=process, reason=explain(known, needs))

    def misfit(self, needs: Sequence[Need]) -> str | None:
        """Return why no profile at all can run something; None when one can."""
        known = list(self.capacities.values())
        return explain(known, needs) if all(shortfall(capacity, needs) for capacity in known) else None


def shortfall(capacity: Capacity, needs: Sequence[Need]) -> str | None:
    """Return what a profile lacks, for people; None when it may be enough."""
    for need in needs:
        for name in capacity.lacks(need):
            write = QUANTITIES[name]
            needed, there = write(getattr(need, name)), write(getattr(capacity, name))
            return f"{_who(need)} needs {needed}, and the profile {capacity.profile} has {there}"
    return None


def explain(capacities: Sequence[Capacity], needs: Sequence[Need]) -> str:
    """Say what would be needed, and what the largest profile has, where none of these is enough."""
    beyond = list(_beyond(capacities, needs))
    return "; ".join(beyond or [text for capacity in capacities if (text := shortfall(capacity, needs))])


def _beyond(capacities: Sequence[Capacity], needs: Sequence[Need]) -> Iterator[str]:
    """Yield the quantities of which no profile at all has enough."""
    for name, write in QUANTITIES.items():
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
