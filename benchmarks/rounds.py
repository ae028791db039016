"""The rounds: in each, every measure is taken once of us and once of its peer, one right after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.arena import Arena
from benchmarks.contestants import NotAvailable
from benchmarks.measure import Measure, Outcome

Tell = Callable[[str], None]


def run(measures: Sequence[Measure], arena: Arena, *, rounds: int, tell: Tell) -> list[Outcome]:
    """Take all measures; one that fails once is not taken again, and keeps no other from being taken."""
    outcomes = [Outcome(measure) for measure in measures]
    for number in range(rounds):
        for outcome in outcomes:
            if not outcome.note and number < (outcome.measure.rounds or rounds):
                tell(f"round {number + 1} of {rounds}: {outcome.measure.name}")
                _take(outcome, arena, peer_first=bool(number % 2))
    return outcomes


def _take(outcome: Outcome, arena: Arena, *, peer_first: bool) -> None:
    sides = [(outcome.ours, outcome.measure.ours), (outcome.peer, outcome.measure.peer)]
    try:
        for values, trial in reversed(sides) if peer_first else sides:
            values.append(trial(arena))
    except NotAvailable as reason:
        outcome.note = str(reason)
    except Exception as error:  # whatever it is, the other measures are taken, and this one is told to have failed
        outcome.note, outcome.failed = f"{type(error).__name__}: {error}", True
