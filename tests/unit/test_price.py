"""What a step comes to: decimal, exact, and absent where something was not measured."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from wps_cwl import bootstrap
from wps_cwl.errors import Misconfigured
from wps_cwl.model import Accounting, Price, StepUsage, billed
from wps_cwl.settings import load

CORES = Price("EUR", core_hour=Decimal("0.01"))


def used(wall: float | None = 3600.0, cores: int | None = 2, **more: int | None) -> StepUsage:
    return StepUsage("s", "slurm", wall=wall, cores=cores, **more)


@pytest.mark.parametrize(
    ("price", "steps", "amounts"),
    [
        (CORES, [used()], ["0.02"]),
        (CORES, [used(wall=1.0, cores=1)], ["0.000003"]),  # rounded to millionths, once
        (
            CORES,
            [used(wall=0.1 + 0.2, cores=3000)],
            ["0.0025"],
        ),  # the seconds as they are written, not as they are stored
        (CORES, [used(wall=None)], [None]),
        (CORES, [used(cores=None)], [None]),
        (Price("EUR", gpu_hour=Decimal(3)), [used(cores=None, gpus=2)], ["6"]),
        (Price("EUR", gb_hour=Decimal(1)), [used(memory=2_500_000_000)], ["2.5"]),
        (Price("EUR", gb_hour=Decimal(1)), [used()], [None]),  # its memory was not measured
        (Price("EUR", job=Decimal("0.5")), [used(wall=None), used(), used()], [None, "0.5", "0"]),
        (Price("EUR", Decimal(1), Decimal(1), Decimal(1), Decimal(1)), [used(gpus=1, memory=10**9)], ["5"]),
    ],
)
def test_a_step_comes_to_what_it_has_used(price: Price, steps: list[StepUsage], amounts: list[str | None]) -> None:
    found = billed(steps, price)
    assert [step.price for step in found] == [None if one is None else Decimal(one) for one in amounts]
    assert {step.currency for step in found} == {"EUR"}


def test_a_job_says_how_many_of_its_steps_lack_in_its_price() -> None:
    found = Accounting("j", settled=True, steps=billed([used(), used(wall=None), used()], CORES))
    assert (found.price, found.unpriced) == (Decimal("0.04"), 1)
    assert Accounting("j", settled=True, steps=(used(),)).unpriced == 0


def test_without_a_price_nothing_is_billed() -> None:
    assert billed([used()], None) == (used(),)


def test_a_profile_has_a_price_when_it_names_an_amount(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text("profiles: {a: {price: {core_hour: 0.1, currency: CHF}}, b: {price: {currency: CHF}}, c: {}}")
    assert bootstrap.preflight(load(path, {})).prices == {"a": Price("CHF", core_hour=Decimal("0.1"))}
    assert bootstrap.profiles(load(path, {"WPS_CWL_STATE": str(tmp_path / "state")})).of("a").price is not None


@pytest.mark.parametrize("price", ["{core_hour: -1}", "{core_hour: much}", "{currency: Euro, job: 1}", "{per_hour: 1}"])
def test_what_is_no_price_is_refused(price: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(f"profiles: {{a: {{price: {price}}}}}")
    with pytest.raises(Misconfigured, match=r"profiles\.a\.price"):
        load(path, {})
