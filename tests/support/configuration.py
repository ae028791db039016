"""Configurations for tests, and what is said of those that are not valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl.errors import Misconfigured
from wps_cwl.settings import load


def refusal(path: Path | None, environ: dict[str, str]) -> list[str]:
    """Return the problems that are named, one a line."""
    with pytest.raises(Misconfigured) as refused:
        load(path, environ)
    return [line for line in str(refused.value).removeprefix("The configuration is not valid: ").splitlines() if line]
