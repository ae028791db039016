"""The table of legal moves."""

from __future__ import annotations

import pytest

from wps_cwl.jobs import moves
from wps_cwl.model import FINAL_STATES, JobState


def test_every_state_has_its_moves() -> None:
    assert set(moves.MOVES) == set(JobState)


def test_nothing_follows_an_end() -> None:
    assert all(not moves.MOVES[state] for state in FINAL_STATES)


def test_every_other_state_can_fail_and_be_dismissed() -> None:
    endless = [
        state
        for state in JobState
        if not state.final and not {JobState.FAILED, JobState.DISMISSED} <= moves.MOVES[state]
    ]
    assert endless == []


def test_no_job_comes_back_to_the_queue() -> None:
    assert moves.origins(JobState.ACCEPTED) == ()


def test_a_job_that_never_left_the_queue_is_not_successful() -> None:
    assert set(moves.origins(JobState.SUCCESSFUL)) == set(moves.IN_PROGRESS)


def test_every_state_can_be_reached() -> None:
    reached, new = set(), {JobState.ACCEPTED}
    while new:
        reached |= new
        new = {to for state in new for to in moves.MOVES[state]} - reached
    assert reached == set(JobState)


def test_an_illegal_move_says_which_are_legal() -> None:
    with pytest.raises(ValueError, match="accepted does not become running; it may become: dismissed, failed, staging"):
        moves.check(JobState.ACCEPTED, JobState.RUNNING)
    with pytest.raises(ValueError, match="nothing: it is final"):
        moves.check(JobState.FAILED, JobState.RUNNING)
