"""The ends of lives, sizes and quotas, on every kind of database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.jobs import JobStore, RetentionStore, times, upgrade
from wps_cwl.model import Job, JobState, Sizes
from wps_cwl.retention import Measure, Per, Quota

MakeJob = Callable[..., Job]
WEEK = timedelta(days=7)


def span(process: str, user: str) -> timedelta | None:
    return None if user == "ann" else timedelta(days=1) if process == "short" else WEEK


@pytest.fixture
def store(url: str, clock: Any) -> Iterator[JobStore]:
    upgrade(url)
    made = JobStore(url, span=span, clock=clock)
    yield made
    made.close()


@pytest.fixture
def kept(store: JobStore, url: str, clock: Any) -> Iterator[RetentionStore]:
    made = RetentionStore(url, span=span, clock=clock)
    yield made
    made.close()


@pytest.fixture
def end(store: JobStore, a_job: MakeJob) -> Callable[..., None]:
    """Bring a job to its end."""

    def ended(id: str = "j1", *, size: int = 0, state: JobState = JobState.SUCCESSFUL, **facts: object) -> None:
        store.add(a_job(id, **facts), waiting_limit=100)
        assert store.claim(engine="e") is not None
        store.offer(id, reuse_key="k")
        assert store.finish(id, state, result_bytes=size)
        store.release(id)

    return ended


def test_a_job_is_kept_as_the_rules_for_its_process_and_user_say(
    store: JobStore, end: Callable[..., None], clock: Any
) -> None:
    end("a")
    end("b", process="short", state=JobState.FAILED)
    end("c", process="short", user="ann")
    assert [store.get(name).expires for name in "abc"] == [clock.now + WEEK, clock.now + timedelta(days=1), None]


def test_a_kept_job_never_expires_until_it_is_given_back(
    store: JobStore, kept: RetentionStore, end: Callable[..., None], clock: Any
) -> None:
    end()
    ended = clock.now
    kept.keep("j1")
    assert (store.get("j1").kept, store.get("j1").expires) == (True, None)
    clock.tick(days=3650)
    assert store.expired(clock.now) == ()
    assert not kept.reclaim("j1", clock.now)
    assert [job.id for job in store.reusable("k", user="anonymous")] == ["j1"]
    assert not kept.give_up("j1")
    kept.give_back("j1")
    assert (store.get("j1").kept, store.get("j1").expires) == (False, clock.now)
    assert ended + WEEK < clock.now
    assert store.reusable("k", user="anonymous") == ()
    assert kept.reclaim("j1", clock.now)
    with pytest.raises(errors.NoSuchJob):
        store.get("j1")


def test_a_job_is_kept_for_some_days_and_never_shorter_than_others(
    store: JobStore, kept: RetentionStore, end: Callable[..., None], clock: Any
) -> None:
    end()
    ended = clock.now
    kept.keep("j1", until=clock.now + timedelta(days=30))
    assert store.get("j1").expires == clock.now + timedelta(days=30)
    kept.keep("j1", until=clock.now + timedelta(days=1))
    assert (store.get("j1").kept, store.get("j1").expires) == (True, ended + WEEK)
    clock.tick(days=2)
    kept.give_back("j1")
    assert (store.get("j1").kept, store.get("j1").expires) == (False, ended + WEEK)


def test_only_what_has_ended_is_kept(store: JobStore, kept: RetentionStore, a_job: MakeJob) -> None:
    store.add(a_job(), waiting_limit=1)
    for act in (kept.keep, kept.give_back):
        with pytest.raises(errors.ResultNotReady, match="accepted"):
            act("j1")
        with pytest.raises(errors.NoSuchJob):
            act("nowhere")
    assert not kept.give_up("j1")
    assert store.get("j1").expires is None


def test_what_is_given_up_expires_now_once(
    store: JobStore, kept: RetentionStore, end: Callable[..., None], clock: Any
) -> None:
    end(size=5, user="ann")
    assert [kept.give_up("j1"), kept.give_up("j1")] == [True, False]
    assert [job.id for job in store.expired(clock.now)] == ["j1"]
    assert store.get("j1").state is JobState.SUCCESSFUL


def test_sizes_are_summed_and_what_was_not_measured_is_found(
    kept: RetentionStore, end: Callable[..., None], store: JobStore, a_job: MakeJob
) -> None:
    assert kept.sizes() == Sizes(0, 0)
    end("a", size=5 << 40)
    end("b", size=7)
    store.add(a_job("waits"), waiting_limit=100)
    assert kept.unmeasured(limit=9) == ("a", "b")
    kept.measured("a", directory_bytes=3 << 40, result_bytes=1)
    assert kept.unmeasured(limit=9) == ("b",)
    assert kept.sizes() == Sizes(3 << 40, (5 << 40) + 7)  # what was noted at the end stands


def test_an_engine_whose_clock_is_wrong_ends_no_life_on_postgresql(
    postgresql_url: str, a_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(postgresql_url)
    store, kept = JobStore(postgresql_url, span=span), RetentionStore(postgresql_url, span=span)
    for name, years in (("ahead", 1), ("behind", -1)):
        true = datetime.now(UTC)
        with monkeypatch.context() as patch:
            patch.setattr(times, "datetime", wrong_by(timedelta(days=365 * years)))
            store.add(a_job(name), waiting_limit=9)
            store.claim(engine="e")
            store.finish(name, JobState.DISMISSED)
            store.release(name)
            expires = store.get(name).expires
            assert expires is not None
            assert abs(expires - WEEK - true) < timedelta(minutes=10)
            assert abs(kept.time() - true) < timedelta(minutes=10)
            assert store.expired(kept.time()) == ()
            assert kept.give_up(name)
        assert kept.reclaim(name, kept.time())
    store.close()
    kept.close()


def wrong_by(error: timedelta) -> type[datetime]:
    """Return what a machine has for a `datetime` whose clock is wrong."""

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + error

    return Wrong


# --- quotas ---------------------------------------------------------------------------------------------


def quota(measure: Measure, limit: int, per: Per = Per.USER, name: str = "anonymous") -> tuple[Quota, ...]:
    return (Quota(per, name, measure, limit),)


def test_a_quota_of_jobs_counts_those_that_go_on_and_dismissing_frees_it(store: JobStore, a_job: MakeJob) -> None:
    two = quota(Measure.JOBS, 2)
    for name in ("a", "b"):
        store.add(a_job(name), waiting_limit=100, quotas=two)
    store.claim(engine="e")  # one runs, one waits
    with pytest.raises(errors.QuotaExceeded, match=r'user "anonymous".*allows 2 jobs.*there are 2 now'):
        store.add(a_job("c"), waiting_limit=100, quotas=two)
    with pytest.raises(errors.QuotaExceeded):
        store.check_quotas(two, a_job("c"))
    store.add(a_job("d", user="ann"), waiting_limit=100, quotas=quota(Measure.JOBS, 2, name="ann"))
    with pytest.raises(errors.QuotaExceeded, match=r'process "echo".*there are 3 now'):
        store.check_quotas(quota(Measure.JOBS, 3, Per.PROCESS, "echo"), a_job("c"))
    store.dismiss("a")
    store.add(a_job("c"), waiting_limit=100, quotas=two)


def test_a_quota_of_bytes_counts_results_that_are_kept_until_they_expire(
    store: JobStore, kept: RetentionStore, end: Callable[..., None], a_job: MakeJob, clock: Any
) -> None:
    end("a", size=600)
    end("b", size=400)
    end("other", size=5000, user="bob")
    full = quota(Measure.BYTES, 1000)
    with pytest.raises(errors.QuotaExceeded, match=r"allows 1000 bytes.*there are 1000 now"):
        store.check_quotas(full, a_job("c"))
    kept.give_up("b")
    store.check_quotas(full, a_job("c"))
    kept.keep("a")
    clock.tick(days=8)
    with pytest.raises(errors.QuotaExceeded, match="there are 600 now"):
        store.check_quotas(quota(Measure.BYTES, 600), a_job("c"))


def test_a_quota_is_exact_however_many_ask_at_once(url: str, store: JobStore, a_job: MakeJob, clock: Any) -> None:
    taken, refused = [], []

    def ask(number: int) -> None:
        other = JobStore(url, clock=clock)
        try:
            other.add(a_job(f"j{number}"), waiting_limit=100, quotas=quota(Measure.JOBS, 3))
            taken.append(number)
        except errors.QuotaExceeded:
            refused.append(number)
        finally:
            other.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(refused)) == (3, 9)
    assert store.count() == 3
