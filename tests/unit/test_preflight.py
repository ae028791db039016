"""What no profile can run is refused, with what it would need and what there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wps_cwl import errors
from wps_cwl.model import Capacity, ComplexValue, Need, ReferenceValue, StagedFile
from wps_cwl.preflight import Preflight, shortfall
from wps_cwl.rules import Rule, Rules

GIB = 1 << 30
SMALL = Capacity("small", cores=2, memory=4 * GIB, gpus=0, seconds=3600)
LARGE = Capacity("large", cores=8, memory=64 * GIB, seconds=86400)
LEAN = Capacity("lean", cores=16, memory=GIB)


def preflight(*capacities: Capacity, rules: tuple[Rule, ...] = (), opened: tuple[str, ...] = ()) -> Preflight:
    names = [capacity.profile for capacity in capacities]
    return Preflight({capacity.profile: capacity for capacity in capacities}, Rules(names[0], names, rules), opened)


@pytest.mark.parametrize(
    ("need", "lack"),
    [
        (Need("", cores=2, memory=4 * GIB, seconds=3600), None),  # equal is enough
        (Need(""), None),
        (Need("", cores=2.5), "it needs 2.5 core(s), and the profile small has 2 core(s)"),
        (Need("", memory=4 * GIB + 1), "it needs 4097 MiB, and the profile small has 4096 MiB"),
        (Need("", gpus=1), "it needs 1 GPU(s), and the profile small has 0 GPU(s)"),
        (Need("", seconds=3601), "it needs 3601 seconds, and the profile small has 3600 seconds"),
        (Need("align", cores=4), 'the step "align" needs 4 core(s), and the profile small has 2 core(s)'),
    ],
)
def test_a_profile_lacks_what_it_has_less_of(need: Need, lack: str | None) -> None:
    assert shortfall(SMALL, [Need("first"), need]) == lack


def test_what_nobody_knows_of_a_profile_may_be_enough() -> None:
    preflight(Capacity("unknown"), SMALL).check("p", [Need("", cores=1000, memory=1e15, gpus=9)], user="zoe")


def test_one_profile_that_can_run_it_is_enough() -> None:
    preflight(SMALL, LARGE).check("p", [Need("", cores=8)], user="zoe")


def test_what_no_profile_has_is_refused_with_the_largest() -> None:
    with pytest.raises(errors.TooLarge) as refused:
        preflight(SMALL, LARGE).check("p", [Need("", cores=2), Need("b", cores=9, memory=65 * GIB)], user="zoe")
    assert str(refused.value) == (
        'Nothing here can run the process "p": the step "b" needs 9 core(s), and the largest profile, large, has '
        '8 core(s); the step "b" needs 66560 MiB, and the largest profile, large, has 65536 MiB.'
    )


def test_what_no_profile_has_together_is_refused_with_what_each_lacks() -> None:
    with pytest.raises(errors.TooLarge) as refused:
        preflight(SMALL, LEAN).check("p", [Need("", cores=4, memory=2 * GIB)], user="zoe")
    assert "it needs 4 core(s), and the profile small has 2 core(s)" in str(refused.value)
    assert "it needs 2048 MiB, and the profile lean has 1024 MiB" in str(refused.value)


def test_a_profile_of_other_users_does_not_help() -> None:
    rules = (Rule("large", users=["anna"]),)
    preflight(SMALL, LARGE, rules=rules).check("p", [Need("", cores=8)], user="anna")
    with pytest.raises(errors.TooLarge, match="small"):
        preflight(SMALL, LARGE, rules=rules).check("p", [Need("", cores=8)], user="zoe")


def test_who_asks_for_a_profile_gets_no_other() -> None:
    with pytest.raises(errors.TooLarge, match="small"):
        preflight(SMALL, LARGE).check("p", [Need("", cores=8)], user="zoe", asked="small")


def test_only_open_profiles_may_be_asked_for() -> None:
    known = preflight(SMALL, LARGE, LEAN, opened=("small", "lean"))
    known.check_asked(None)
    known.check_asked("small")
    for name in ("large", "nowhere", "--partition=root", "Small"):
        with pytest.raises(errors.NoSuchProfile, match="choose from: lean, small") as refused:
            known.check_asked(name)
        assert refused.value.locator == "profile"


def test_a_reference_that_is_never_read_is_refused_with_its_input() -> None:
    files = [StagedFile("dem", "a", ComplexValue(b"x")), StagedFile("image", "b", ReferenceValue("s3://b/c"))]
    reason = lambda reference: f"{reference.href} is closed"  # noqa: E731
    with pytest.raises(errors.DataNotAccessible, match=r'input "image" cannot be read: s3://b/c is closed') as caught:
        replace(preflight(SMALL), refusal=reason).check_files(files)
    assert caught.value.locator == "image"
    preflight(SMALL).check_files(files)
