"""The corpus of broken CWL documents, and what a person wants to be told of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

BROKEN = Path(__file__).parent / "broken"


@dataclass(frozen=True)
class Mistake:
    """One broken document: the 1-based line to look at, a part of the reason, and who refuses it."""

    cwl: Path
    line: int
    reason: str
    refused_by: Literal["cwltool", "catalogue"]


def mistakes() -> list[Mistake]:
    """Return what `expected.yml` says of every broken document, in the order of their names."""
    expected = YAML(typ="safe").load(BROKEN / "expected.yml")
    return [Mistake(cwl=BROKEN / name, **facts) for name, facts in sorted(expected.items())]
