"""What every job store keeps to, whatever its database: leaders, expiry, and the questions about many jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.jobs import JobStore
from wps_cwl.model import Job, JobState

MakeJob = Callable[..., Job]
Add = Callable[..., None]
Bring = Callable[..., None]


# --- expiry -----------------------------------------------------------------------------------


def test_a_finished_job_expires_after_its_time(
    open_store: Callable[..., JobStore], clock: Any, add: Add, a_job: MakeJob
) -> None:
    store = open_store(timedelta(days=7))
    add(a_job())
    store.finish("j1", JobState.FAILED)
    end = clock.now + timedelta(days=7)
    assert store.get("j1").expires == end
    assert store.expired(end - timedelta(seconds=1)) == ()
    assert [job.id for job in store.expired(end)] == ["j1"]


def test_without_an_expiry_jobs_are_kept_for_ever(store: JobStore, bring: Bring, clock: Any) -> None:
    bring(JobState.SUCCESSFUL)
    store.release("j1")
    assert store.get("j1").expires is None
    assert store.expired(clock.now + timedelta(days=36500)) == ()


def test_a_job_whose_leader_may_live_does_not_expire(
    open_store: Callable[..., JobStore], clock: Any, add: Add, a_job: MakeJob
) -> None:
    store = open_store(timedelta(0))
    add(a_job())
    store.claim(engine="e")
    store.dismiss("j1")
    assert store.expired(clock.now + timedelta(days=1)) == ()
    store.release("j1")
    assert [job.id for job in store.expired(clock.now + timedelta(days=1))] == ["j1"]


def test_a_job_that_has_not_ended_never_expires(
    open_store: Callable[..., JobStore], add: Add, a_job: MakeJob, clock: Any
) -> None:
    store = open_store(timedelta(0))
    add(a_job())
    assert store.expired(clock.now + timedelta(days=36500)) == ()


def test_a_deleted_job_is_gone_and_can_be_deleted_again(store: JobStore, bring: Bring) -> None:
    bring(JobState.FAILED)
    store.delete("j1")
    store.delete("j1")
    with pytest.raises(errors.NoSuchJob):
        store.get("j1")


# --- leaders ----------------------------------------------------------------------------------


def test_claimed_jobs_are_unreleased_until_they_are_released_ended_or_not(
    store: JobStore, add: Add, a_job: MakeJob
) -> None:
    add(a_job("waits"), a_job("runs", minutes=-2), a_job("ended", minutes=-1), a_job("gone", minutes=-3))
    for _ in range(3):
        store.claim(engine="e")
    store.dismiss("ended")
    store.release("gone")
    assert [job.id for job in store.unreleased()] == ["runs", "ended"]


def test_a_job_that_was_dismissed_in_the_queue_has_no_leader(store: JobStore, bring: Bring) -> None:
    bring(JobState.ACCEPTED)
    store.dismiss("j1")
    assert store.unreleased() == ()


def test_restarts_are_counted(store: JobStore, bring: Bring) -> None:
    bring(JobState.RUNNING)
    assert [store.interrupted("j1") for _ in range(3)] == [1, 2, 3]
    with pytest.raises(errors.NoSuchJob):
        store.interrupted("nowhere")


# --- questions --------------------------------------------------------------------------------


def test_jobs_are_listed_newest_first_and_in_pages(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(*(a_job(f"j{number}", minutes=number) for number in (3, 1, 4, 0, 2)))
    assert [job.id for job in store.list()] == ["j4", "j3", "j2", "j1", "j0"]
    assert [job.id for job in store.list(limit=2, offset=1)] == ["j3", "j2"]
    assert store.list(offset=5) == ()


def test_a_list_can_be_narrowed(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(
        a_job("a", process="p", user="u", minutes=1),
        a_job("b", process="p", user="v", minutes=2),
        a_job("c", process="q", user="u", minutes=3),
    )
    store.dismiss("a")
    assert [job.id for job in store.list(process="p")] == ["b", "a"]
    assert [job.id for job in store.list(user="u")] == ["c", "a"]
    assert [job.id for job in store.list(user="u", states=(JobState.DISMISSED,))] == ["a"]
    assert [job.id for job in store.list(states={JobState.DISMISSED, JobState.ACCEPTED})] == ["c", "b", "a"]
    assert store.list(user="nobody") == ()


def test_those_of_some_jobs_are_known_that_go_on(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("a"), a_job("b"), a_job("c"))
    store.dismiss("a")
    assert store.going(["a", "b", "nowhere"]) == {"b"}
    assert store.going([]) == frozenset()


def test_jobs_are_counted_by_state(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("a"), a_job("b"), a_job("c"))
    store.dismiss("a")
    assert (store.count(), store.count(JobState.ACCEPTED), store.count(JobState.RUNNING)) == (3, 2, 0)
    assert store.count(JobState.ACCEPTED, JobState.DISMISSED) == 3


def test_the_queue_of_one_user_and_process_is_oldest_first(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("b", minutes=1), a_job("a", minutes=1), a_job("first"), a_job("last", minutes=2))
    assert store.queue() == ("first", "a", "b", "last")
    assert store.claim(engine="e").id == "first"
    assert store.queue() == ("a", "b", "last")


def test_users_take_turns_then_the_processes_of_a_user_do(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(*(a_job(f"u{number}", user="u", process="p", minutes=number) for number in range(4)))
    add(a_job("u-other", user="u", process="q", minutes=8), a_job("v0", user="v", process="p", minutes=9))
    expected = ("u0", "v0", "u-other", "u1", "u2", "u3")
    assert store.queue() == expected
    assert tuple(store.claim(engine="e").id for _ in expected) == expected


def test_a_user_who_has_enough_at_work_is_passed_over(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(*(a_job(f"u{number}", user="u", minutes=number) for number in range(3)), a_job("v0", user="v", minutes=9))
    claimed = [store.claim(engine="e", most=2) for _ in range(4)]
    assert [job.id if job else None for job in claimed] == ["u0", "v0", "u1", None]
    assert store.claim(engine="e").id == "u2"


def test_one_user_cannot_fill_the_queue(store: JobStore, a_job: MakeJob) -> None:
    for number in range(2):
        store.add(a_job(f"u{number}", user="u"), waiting_limit=9, user_limit=2)
    with pytest.raises(errors.QueueFull):
        store.add(a_job("u2", user="u"), waiting_limit=9, user_limit=2)
    store.add(a_job("v0", user="v"), waiting_limit=9, user_limit=2)


def test_what_a_user_has_at_work_counts(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("u0", user="u"))
    store.claim(engine="e")
    add(a_job("u1", user="u", minutes=1), a_job("v0", user="v", minutes=2))
    assert store.queue() == ("v0", "u1")
    store.dismiss("u0")
    assert store.queue() == ("v0", "u1"), "its leader may still be there"
    store.release("u0")
    assert store.queue() == ("u1", "v0")


def test_two_stores_of_one_database_see_the_same_jobs(open_store: Callable[..., JobStore], bring: Bring) -> None:
    one, other = open_store(), open_store()
    bring(JobState.RUNNING)
    other.report("j1", percent=12)
    assert one.get("j1").percent == 12
    assert other.dismiss("j1")
    assert not one.finish("j1", JobState.SUCCESSFUL)


# --- results for other jobs -------------------------------------------------------------------


def test_successful_jobs_of_a_key_are_found_newest_first(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(*(a_job(f"j{number}", minutes=number) for number in (2, 0, 1)), a_job("other", minutes=3))
    for id, reuse_key in {"j0": "k", "j1": "k", "j2": "k", "other": "l"}.items():
        store.claim(engine="e")
        store.offer(id, reuse_key=reuse_key)
        assert store.finish(id, JobState.SUCCESSFUL)
    assert store.reusable("k", user="anonymous")[0] == store.get("j2")
    assert [job.id for job in store.reusable("k", user="anonymous")] == ["j2", "j1", "j0"]
    assert [job.id for job in store.reusable("k", user="anonymous", limit=1)] == ["j2"]
    assert store.reusable("m", user="anonymous") == ()


@pytest.mark.parametrize("state", [state for state in JobState if state is not JobState.SUCCESSFUL])
def test_a_job_that_has_not_succeeded_is_not_reused(store: JobStore, bring: Bring, state: JobState) -> None:
    bring(state)
    store.offer("j1", reuse_key="k")
    assert store.reusable("k", user="anonymous") == ()


def test_nobody_gets_the_results_of_another_user(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("a", user="ann"))
    store.claim(engine="e")
    store.offer("a", reuse_key="k")
    store.finish("a", JobState.SUCCESSFUL)
    assert store.reusable("k", user="bob") == ()
    assert [job.id for job in store.reusable("k", user="ann")] == ["a"]


def test_reused_results_are_not_passed_on(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("ran"), a_job("copy", minutes=1))
    for id, origin in (("ran", None), ("copy", "ran")):
        store.claim(engine="e")
        store.offer(id, reuse_key="k")
        store.finish(id, JobState.SUCCESSFUL, reused_from=origin)
    assert [job.id for job in store.reusable("k", user="anonymous")] == ["ran"]
    assert store.get("copy").reused_from == "ran"
    store.delete("ran")
    assert store.reusable("k", user="anonymous") == ()


def test_a_job_that_is_about_to_expire_is_not_reused(
    open_store: Callable[..., JobStore], clock: Any, a_job: MakeJob
) -> None:
    store = open_store(timedelta(hours=1))
    store.add(a_job(), waiting_limit=1)
    store.claim(engine="e")
    store.offer("j1", reuse_key="k")
    store.finish("j1", JobState.SUCCESSFUL)
    clock.tick(minutes=58)
    assert [job.id for job in store.reusable("k", user="anonymous")] == ["j1"]
    clock.tick(minutes=1)
    assert store.reusable("k", user="anonymous") == ()


# --- what earlier jobs took ----------------------------------------------------------------------


def test_runs_of_a_process_are_told_newest_first(store: JobStore, add: Add, a_job: MakeJob, clock: Any) -> None:
    def ends(id: str, state: JobState = JobState.SUCCESSFUL, *, size: int | None = 5 << 40, **other: Any) -> None:
        add(a_job(id, **{"process": "p", "process_version": "1.0.0", **other}))
        assert store.claim(engine="e") is not None
        store.route(id, "short", "the default", input_bytes=size)
        store.move(id, JobState.STAGING, JobState.PUBLISHING)
        store.has_run(id, seconds=float(clock.tick(seconds=1).second))
        store.finish(id, state)

    for name in ("a", "b", "c"):
        ends(name)
    ends("failed", JobState.FAILED)
    ends("unmeasured", size=None)
    ends("newer", process_version="2.0.0")
    ends("other", process="q")
    first = clock.now.second - 6
    assert [run.seconds for run in store.runs("p", "1.0.0", limit=50)] == [first + 2, first + 1, first]
    assert {run.input_bytes for run in store.runs("p", "1.0.0", limit=50)} == {5 << 40}
    assert [run.seconds for run in store.runs("p", "1.0.0", limit=1)] == [first + 2]
    assert store.runs("nobody", "1.0.0", limit=50) == ()


def test_the_first_decision_on_a_profile_stands(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("j1"))
    assert store.route("j1", "short", "the default", input_bytes=7).profile == "short"
    again = store.route("j1", "long", "rule 1")
    assert (again.profile, again.route) == ("short", "the default")
