"""The section `routing`: which profile a job gets that nobody has asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated, Any, Self  # Any: what stands in a file, before it is checked

from pydantic import BeforeValidator, Field, model_validator

from wps_cwl.settings.section import Section
from wps_cwl.settings.values import Count, Kind, Otherwise, Seconds, Size, Text, Texts, numbered

_OF_INPUTS = ("bytes", "pixels", "features")  # what one input alone can have, too
MEASURES = (*_OF_INPUTS, "seconds")  # the keys of a rule that are bounds; each is measured by engine/measures.py


class Rule(Section):
    """Jobs for which all of this holds run on `profile`; the first rule that holds decides."""

    profile: Text = Field(description="The profile that these jobs get.")
    processes: Texts | None = Field(
        default=None, min_length=1, description="Identifiers of processes; `*`, `?` and `[...]` stand for others."
    )
    users: Texts | None = Field(
        default=None, min_length=1, description="Names of users (`security.user_header`), with `*`, `?` and `[...]`."
    )
    bytes: Size | None = Field(default=None, description="The files of its inputs are larger than this together.")
    pixels: Count | None = Field(
        default=None, description="Its images have more columns times rows than this together, whatever their bands."
    )
    features: Count | None = Field(
        default=None, description="The layers of its vector files have more features than this together."
    )
    seconds: Seconds | None = Field(
        default=None, description="It is estimated to run longer than this; no estimate, no match."
    )
    input: Text | None = Field(default=None, description="`bytes`, `pixels`, `features` are of this input alone.")

    @model_validator(mode="after")
    def _input_of_something(self) -> Self:
        if self.input is not None and not any(getattr(self, name) is not None for name in _OF_INPUTS):
            raise ValueError(f"`input` means nothing without {' or '.join(f'`{name}`' for name in _OF_INPUTS)}")
        return self

    @property
    def bounds(self) -> dict[str, int]:
        """What has to be larger than what."""
        return {name: bound for name in MEASURES if (bound := getattr(self, name)) is not None}

    @property
    def conditional(self) -> bool:
        """Whether it holds for some jobs only."""
        return bool(self.bounds) or self.processes is not None or self.users is not None

    def takes_all_of(self, other: Rule) -> bool:
        """Whether this rule holds for every job for which the other one does."""
        return (
            takes_all(self.processes, other.processes)
            and takes_all(self.users, other.users)
            and all(name in other.bounds and bound <= other.bounds[name] for name, bound in self.bounds.items())
            and (self.input == other.input or not any(name in self.bounds for name in _OF_INPUTS))
        )


def takes_all(patterns: Collection[str] | None, others: Collection[str] | None) -> bool:
    """Whether some patterns stand for all that others do, as far as that is plain."""
    return patterns is None or "*" in patterns or (others is not None and set(others) <= set(patterns))


Rules = Annotated[tuple[Rule, ...], BeforeValidator(numbered("rules")), Kind("list of rules")]


class Routing(Section):
    """Which profile a job gets."""

    default: Annotated[Text | None, Otherwise("the first profile")] = Field(
        default=None, description="The profile of jobs for which no rule holds."
    )
    rules: Rules = Field(default=(), description="Rules, of which the first that holds decides.")

    def problems(self, profiles: Collection[str]) -> Iterator[str]:
        """Say what cannot be meant, with these profiles."""
        names: dict[str, Any] = {"routing.default": self.default}
        names |= {f"routing.rules.{number}.profile": rule.profile for number, rule in enumerate(self.rules, start=1)}
        for key, name in names.items():
            if name is not None and name not in profiles:
                yield f'{key}: there is no profile "{name}"; choose from: {", ".join(profiles)}'
        for number, rule in enumerate(self.rules, start=1):
            for before, other in enumerate(self.rules[: number - 1], start=1):
                if other.takes_all_of(rule) and (other.profile == rule.profile or not other.conditional):
                    yield f"routing.rules.{number}: it can never decide, as rule {before} takes all of its jobs before"
                    break
