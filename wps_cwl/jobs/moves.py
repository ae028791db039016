"""Which moves a job may make from state to state: one table."""

from __future__ import annotations

from collections.abc import Mapping

from wps_cwl.model import FINAL_STATES, JobState

# A job that never left the queue is never successful, and nothing follows an end. Steps may be skipped: a short job can
# be over before anybody saw it run. A running job is queued again while its next steps wait for the scheduler.
MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.ACCEPTED: frozenset({JobState.STAGING, JobState.FAILED, JobState.DISMISSED}),
    JobState.STAGING: frozenset({JobState.QUEUED, JobState.RUNNING, JobState.PUBLISHING}) | FINAL_STATES,
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.PUBLISHING}) | FINAL_STATES,
    JobState.RUNNING: frozenset({JobState.QUEUED, JobState.PUBLISHING}) | FINAL_STATES,
    JobState.PUBLISHING: FINAL_STATES,
    JobState.SUCCESSFUL: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.DISMISSED: frozenset(),
}

# The states between the queue and the end: what every protocol calls "running".
IN_PROGRESS = (JobState.STAGING, JobState.QUEUED, JobState.RUNNING, JobState.PUBLISHING)


def check(origin: JobState, to: JobState) -> None:
    """Raise ValueError when a job may not move from `origin` to `to`."""
    if to not in MOVES[origin]:
        allowed = ", ".join(sorted(state.value for state in MOVES[origin])) or "nothing: it is final"
        raise ValueError(f"A job that is {origin.value} does not become {to.value}; it may become: {allowed}")


def origins(to: JobState) -> tuple[JobState, ...]:
    """Return the states from which a job may move to `to`."""
    return tuple(origin for origin, targets in MOVES.items() if to in targets)
