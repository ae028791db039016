"""The section `retention`: what can be said, and what cannot be meant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from wps_cwl import bootstrap
from wps_cwl.settings import Settings, load


def retention(**section: Any) -> Settings:
    return Settings.model_validate({"retention": section})


def test_rules_and_quotas_come_from_the_settings() -> None:
    rules = [
        {"users": "ann", "days": "for-ever"},
        {"processes": ["a*"], "days": 0.5, "jobs": 2, "bytes": "1 KiB"},
        {"per": "process", "jobs": 9},
    ]
    found = bootstrap.parts.retention(retention(days=3, rules=rules))
    assert found.span("hello", "ann") is None
    assert found.span("abc", "bob") == timedelta(hours=12)
    assert found.span("hello", "bob") == timedelta(days=3)
    assert [quota.limit for quota in found.quotas("abc", "bob")] == [2, 1024, 9]


def test_rules_can_be_variables() -> None:
    names = {"1__DAYS": "for-ever", "1__USERS": "ann,bob", "2__JOBS": "5", "2__PER": "process"}
    rules = load(None, {f"WPS_CWL_RETENTION__RULES__{name}": value for name, value in names.items()}).retention.rules
    assert (rules[0].days, rules[0].users, rules[1].jobs, rules[1].per) == ("for-ever", ("ann", "bob"), 5, "process")


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ([{"users": ["ann"]}], "it says nothing; choose from: `days`, `jobs`, `bytes`"),
        ([{"per": "process", "days": 3}], "`per` means nothing"),
        ([{"days": 3}, {"users": ["ann"], "days": 5}], "rule 2: its `days` can never count, as rule 1"),
        ([{"jobs": 3}, {"jobs": 5, "users": ["ann"]}], "rule 2: its `jobs` can never count"),
        ([{"days": -1}], "greater than or equal to 0"),
        ([{"days": "ever"}], "for-ever"),
        ([{"days": 1_000_001}], "less than or equal to 1000000"),
        ([{"jobs": 0}], "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(rules: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        retention(rules=rules)


def test_quotas_that_count_differently_stand_beside_each_other() -> None:
    assert retention(rules=[{"jobs": 9}, {"jobs": 2, "processes": ["a"]}, {"per": "process", "jobs": 5}])


@pytest.mark.parametrize(
    ("text", "size", "percent"),
    [("5%", 0, 5.0), ("2.5 %", 0, 2.5), ("10 GiB", 10 << 30, 0), (0, 0, 0), (4096, 4096, 0)],
)
def test_what_has_to_be_free_is_a_size_or_a_percentage(text: object, size: int, percent: float) -> None:
    disk = retention(disk={"least_free": text}).retention.disk
    assert (disk.least_bytes, disk.least_percent) == (size, percent)


@pytest.mark.parametrize("text", ["100%", "-1%", "much", "5 %%", -3])
def test_other_words_for_what_has_to_be_free_are_refused(text: object) -> None:
    with pytest.raises(ValidationError, match=r"retention\.disk\.least_free"):
        retention(disk={"least_free": text})
