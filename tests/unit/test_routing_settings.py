"""The section `routing`: what it may say, and what cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl import bootstrap
from wps_cwl.engine.measures import MEASURES
from wps_cwl.errors import Misconfigured
from wps_cwl.settings import MEASURES as NAMES
from wps_cwl.settings import Settings, load

PROFILES = "profiles: {short: {}, long: {}}\n"


def written(folder: Path, rules: str, more: str = "") -> Path:
    path = folder / "config.yml"
    path.write_text(f"{PROFILES}routing:\n  {more}\n  rules:\n{rules}")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Misconfigured) as refused:
        load(path, {})
    return str(refused.value)


def test_what_a_rule_may_measure_can_be_measured() -> None:
    assert set(NAMES) == set(MEASURES)


def test_rules_are_read_in_their_order_with_units(tmp_path: Path) -> None:
    rules = "  - {profile: long, bytes: 10MB, input: image}\n  - {profile: long, seconds: 5m, processes: [a, 'b*']}\n"
    settings = load(written(tmp_path, rules, "default: short"), {})
    first, second = bootstrap.preflight(settings).rules.rules
    assert (first.bounds, first.input, first.processes) == ({"bytes": 10_000_000}, "image", None)
    assert (second.bounds, second.processes) == ({"seconds": 300}, ("a", "b*"))
    assert bootstrap.preflight(settings).rules.default == "short"


def test_the_first_profile_is_the_default_when_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(PROFILES)
    assert bootstrap.preflight(load(path, {})).rules.default == "short"
    assert bootstrap.preflight(Settings()).rules.default == "local"


def test_variables_number_the_rules() -> None:
    name = "WPS_CWL_ROUTING__RULES__{}__{}".format
    environ = {
        "WPS_CWL_PROFILES__LONG__CORES": "1",
        name(10, "PROFILE"): "long",
        name(2, "PROFILE"): "long",
        name(2, "PROCESSES"): "a,b",
    }
    rules = load(None, environ).routing.rules
    assert [rule.processes for rule in rules] == [("a", "b"), None]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            "  - {profile: lang, bytes: 5}",
            'routing.rules.1.profile: there is no profile "lang"; choose from: short, long',
        ),
        ("  - {profile: long}\n  - {profile: short, bytes: 5}", "routing.rules.2: it can never decide, as rule 1"),
        ("  - {profile: long, bytes: 5}\n  - {profile: long, bytes: 5, users: [a]}", "routing.rules.2: it can never"),
        ("  - {profile: long, bytes: 5}\n  - {profile: long, bytes: 9}", "routing.rules.2: it can never decide"),
        ("  - {profile: long, users: ['*']}\n  - {profile: long, users: [a]}", "routing.rules.2: it can never decide"),
        ("  - {profile: long, pixels: 5}\n  - {profile: long, pixels: 9}", "routing.rules.2: it can never decide"),
        ("  - {profile: long, pixels: 0}", "routing.rules.1.pixels: "),
        ("  - {profile: long, features: 1.5}", "routing.rules.1.features: "),
        ("  - {profile: long, bytes: 5, bytes: 9}", "bytes stands twice"),
        ("  - {profile: long, bites: 5}", 'routing.rules.1.bites: there is no such key; did you mean "bytes"?'),
        ("  - {profile: long, processes: []}", "routing.rules.1.processes: "),
        ("  - {bytes: 5}", "routing.rules.1.profile: "),
        ("  - {profile: long, bytes: -5}", "routing.rules.1.bytes: "),
        ("  - {profile: long, input: image}", "routing.rules.1: `input` means nothing without `bytes` or `pixels`"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(rules: str, said: str, tmp_path: Path) -> None:
    assert said in refusal(written(tmp_path, rules + "\n"))


@pytest.mark.parametrize(
    "rules",
    [
        "  - {profile: long, bytes: 9}\n  - {profile: short, bytes: 5}",
        "  - {profile: long, bytes: 5, input: a}\n  - {profile: short, bytes: 9}",
        "  - {profile: long, bytes: 5, users: [a]}\n  - {profile: short, bytes: 9}",
        "  - {profile: long, bytes: 5}\n  - {profile: short, seconds: 9}",
        "  - {profile: long, pixels: 5}\n  - {profile: long, features: 5}",
        "  - {profile: long, pixels: 5000000000, input: a}\n  - {profile: short, pixels: 5}",
        "  - {profile: long, processes: [a]}\n  - {profile: short, processes: [a, b]}",
        "  - {profile: long, bytes: 5}\n  - {profile: short}",
    ],
)
def test_rules_that_leave_something_to_later_ones_stand(rules: str, tmp_path: Path) -> None:
    assert len(load(written(tmp_path, rules + "\n"), {}).routing.rules) == 2


def test_an_unknown_default_is_refused(tmp_path: Path) -> None:
    assert 'routing.default: there is no profile "x"' in refusal(written(tmp_path, "", "default: x"))
