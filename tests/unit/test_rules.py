"""Which rules concern a job, and which profiles it may get."""

from __future__ import annotations

import pytest

from wps_cwl.rules import Rule, Rules


@pytest.mark.parametrize(
    ("rule", "concerned"),
    [
        (Rule("long"), True),
        (Rule("long", processes=["otb-*"]), True),
        (Rule("long", processes=["hello", "otb-[a-c]*"]), True),
        (Rule("long", processes=["OTB-*"]), False),
        (Rule("long", processes=["otb"]), False),
        (Rule("long", users=["zo?"]), True),
        (Rule("long", users=["anna"]), False),
        (Rule("long", processes=["otb-*"], users=["anna"]), False),
        (Rule("long", processes=["hello"], users=["zoe"]), False),
    ],
    ids=str,
)
def test_all_conditions_of_a_rule_must_hold(rule: Rule, concerned: bool) -> None:
    assert rule.concerns("otb-add", "zoe") is concerned


def test_rules_keep_their_numbers_and_their_order() -> None:
    rules = Rules("short", ["short"], [Rule("a", users=["x"]), Rule("b"), Rule("c")])
    assert [(number, rule.profile) for number, rule in rules.concerning("p", "y")] == [(2, "b"), (3, "c")]


def test_a_profile_that_rules_give_to_some_users_is_nobody_elses() -> None:
    rules = Rules(
        "short", ["short", "long", "theirs"], [Rule("theirs", users=["anna"]), Rule("long", bounds={"bytes": 5})]
    )
    assert rules.possible("p", "anna") == ["theirs", "long", "short"]
    assert rules.possible("p", "zoe") == ["long", "short"]


def test_a_profile_that_is_somebodys_and_also_has_a_rule_for_all_is_free() -> None:
    rules = Rules("short", ["short", "long"], [Rule("long", users=["anna"]), Rule("long", bounds={"bytes": 5})])
    assert rules.possible("p", "zoe") == ["long", "short"]


def test_the_default_is_free_whatever_rules_say() -> None:
    assert Rules("short", ["long", "short"], [Rule("short", users=["anna"])]).possible("p", "zoe") == ["short", "long"]
