"""Which rule decides how long a job is kept, and which quotas it must keep to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wps_cwl.errors import QuotaExceeded
from wps_cwl.model import Holding
from wps_cwl.retention import Lifetime, Measure, Per, Quota, Retention, Rule

RULES = Retention(
    Lifetime(7),
    (
        Rule(processes=("otb.*",), lifetime=Lifetime(1)),
        Rule(users=("ann",), lifetime=Lifetime(None)),
        Rule(users=("ann",), jobs=50),
        Rule(jobs=10, bytes=1000),
        Rule(processes=("heavy",), jobs=2),
        Rule(Per.PROCESS, processes=("heavy",), jobs=3),
        Rule(Per.PROCESS, processes=("hu*",), jobs=30),
    ),
)


@pytest.mark.parametrize(
    ("process", "user", "days"), [("otb.X", "ann", 1), ("hello", "ann", None), ("hello", "bob", 7), ("otb.Y", "bob", 1)]
)
def test_the_first_rule_that_says_days_decides(process: str, user: str, days: int | None) -> None:
    assert RULES.span(process, user) == (None if days is None else timedelta(days=days))


def limits(process: str, user: str) -> list[tuple[str, str, str, int]]:
    return [(one.per.value, one.name, one.measure.value, one.limit) for one in RULES.quotas(process, user)]


def test_of_quotas_that_count_the_same_the_first_holds_and_all_others_beside_it() -> None:
    assert limits("hello", "ann") == [("user", "ann", "jobs", 50), ("user", "ann", "bytes", 1000)]
    assert limits("heavy", "bob") == [
        ("user", "bob", "jobs", 10),
        ("user", "bob", "bytes", 1000),
        ("user", "bob", "jobs", 2),
        ("process", "heavy", "jobs", 3),
    ]
    assert limits("hull", "bob")[-1] == ("process", "hull", "jobs", 30)


HOLDINGS = (Holding("ann", "p", 2, 700), Holding("ann", "q", 1, 300), Holding("bob", "p", 4, 5))


@pytest.mark.parametrize(
    ("quota", "used"),
    [
        (Quota(Per.USER, "ann", Measure.JOBS, 3), 3),
        (Quota(Per.USER, "ann", Measure.JOBS, 2, ("p",)), 2),
        (Quota(Per.USER, "ann", Measure.BYTES, 1000), 1000),
        (Quota(Per.PROCESS, "p", Measure.JOBS, 6), 6),
        (Quota(Per.PROCESS, "p", Measure.JOBS, 4, ("b*",)), 4),
        (Quota(Per.USER, "new", Measure.JOBS, 1), 0),
    ],
)
def test_a_quota_is_refused_when_it_is_used_up_and_says_what_is_used(quota: Quota, used: int) -> None:
    more = Quota(quota.per, quota.name, quota.measure, used + 1, quota.among)
    more.check(HOLDINGS)
    if used:
        with pytest.raises(QuotaExceeded, match=rf'"{quota.name}".*allows {used} .*there are {used} now'):
            quota.check(HOLDINGS)


def test_a_quota_over_the_users_of_a_process_does_not_name_them() -> None:
    with pytest.raises(QuotaExceeded) as refused:
        Quota(Per.PROCESS, "p", Measure.JOBS, 1, ("bob", "secret-user")).check(HOLDINGS)
    assert "secret-user" not in str(refused.value)
