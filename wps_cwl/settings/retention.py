"""The section `retention`: how long jobs are kept, how much users and processes may have, how full disks may get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, TypeAdapter, model_validator

from wps_cwl.settings.routing import takes_all
from wps_cwl.settings.section import Section
from wps_cwl.settings.values import Count, Kind, Number, Size, Texts, numbered

FOR_EVER: Literal["for-ever"] = "for-ever"
LONGEST = 1_000_000  # days: a time of Python ends with the year 9999
_PERCENT = r"\s*(\d+(?:\.\d+)?)\s*%\s*"
_SIZE = TypeAdapter(ByteSize)


def _share(text: str) -> str:
    percent = re.fullmatch(_PERCENT, text)
    if percent is None and not re.fullmatch(r"\s*\d+(\.\d+)?\s*\w*\s*", text):
        raise ValueError("it should be a size, such as 20 GiB, or a percentage, such as 5%")
    if percent is None:
        _SIZE.validate_python(text)
    if percent is not None and float(percent[1]) >= 100:  # the whole
        raise ValueError("it should be less than 100%")
    return text.strip()


Share = Annotated[str, BeforeValidator(str), AfterValidator(_share), Kind("size, or percentage")]
Days = Annotated[Number, Field(le=LONGEST), Kind("number, from 0")]


class Rule(Section):
    """What holds for some jobs. The first rule that says `days` decides; of quotas that count the same, the first."""

    processes: Texts | None = Field(
        default=None, min_length=1, description="Identifiers of processes; `*`, `?` and `[...]` stand for others."
    )
    users: Texts | None = Field(
        default=None, min_length=1, description="Names of users (`security.user_header`), with `*`, `?` and `[...]`."
    )
    days: Days | Literal["for-ever"] | None = Field(default=None, description="Days from the end of a job.")
    per: Literal["user", "process"] = Field(
        default="user",
        description="Whose the quota is: each user's, over these processes, or each process's, over these users.",
    )
    jobs: Count | None = Field(default=None, description="Quota: how many jobs may wait and run together.")
    bytes: Size | None = Field(default=None, description="Quota: how large the results may be together that are kept.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.said:
            raise ValueError("it says nothing; choose from: `days`, `jobs`, `bytes`")
        if "per" in self.model_fields_set and self.said == {"days"}:
            raise ValueError("`per` means nothing without `jobs` or `bytes`")
        return self

    @property
    def said(self) -> set[str]:
        """What it says."""
        return {name for name in ("days", "jobs", "bytes") if getattr(self, name) is not None}

    def settles(self, name: str, other: Rule) -> bool:
        """Whether what another rule says after this one can never count."""
        if name not in self.said or not takes_all(self.users, other.users):
            return False
        if name == "days":
            return takes_all(self.processes, other.processes)
        if self.per != other.per:
            return False
        counted = "processes" if self.per == "user" else "users"
        same = getattr(self, counted) == getattr(other, counted)
        return same and takes_all(self.processes, other.processes)


Rules = Annotated[tuple[Rule, ...], BeforeValidator(numbered("rules")), Kind("list of rules")]


class Disk(Section):
    """How full disks may get: beyond it new jobs are refused, those that run go on, and what is kept stays."""

    least_free: Share = Field(
        default="1%",
        description="What has to be free on the file systems of the state directory and of the job directories, in "
        "which jobs work and results lie: a size, or a percentage of each.",
    )
    job_bytes: Size | None = Field(
        default=None, description="What the directories of jobs that have ended may take together; null: no limit."
    )
    result_bytes: Size | None = Field(
        default=None,
        description="What the results may take together, wherever they are stored; null: no limit.",
    )

    @property
    def least_percent(self) -> float:
        """What has to be free, where it is a percentage."""
        percent = re.fullmatch(_PERCENT, self.least_free)
        return float(percent[1]) if percent else 0.0

    @property
    def least_bytes(self) -> int:
        """What has to be free, where it is a size."""
        return 0 if re.fullmatch(_PERCENT, self.least_free) else int(_SIZE.validate_python(self.least_free))


class Retention(Section):
    """How long finished jobs are kept, and how much may be; see [how to](../how-to/limit-what-is-kept.md)."""

    days: Days | None = Field(default=7, description="Days from the end of a job; null for ever.")
    rules: Rules = Field(default=(), description="Rules for some processes and users, and quotas.")
    disk: Disk = Field(default_factory=Disk)

    @model_validator(mode="after")
    def _can_count(self) -> Self:
        if problems := list(self._shadowed()):
            raise ValueError("\n".join(problems))
        return self

    def _shadowed(self) -> Iterator[str]:
        for number, rule in enumerate(self.rules, start=1):
            for name in sorted(rule.said):
                for before, other in enumerate(self.rules[: number - 1], start=1):
                    if other.settles(name, rule):
                        yield f"rule {number}: its `{name}` can never count, as rule {before} settles that before"
                        break
