"""Programs of Debian's packages for tests: installed where that can be, or the reason why not."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from tests.support.clusters import packages


def require(what: str, *names: str, there: Callable[[], object]) -> None:
    """Return when something is there, installed from packages if need be; skip the test where nobody can do that."""
    if packages.obstacle():
        if not there():
            pytest.skip(f"{what} is not installed, and only root on Debian can install it: {', '.join(names)}")
        return
    try:
        packages.provide(*names, there=there)
    except packages.Unavailable as reason:
        pytest.skip(f"{what} cannot be installed: {reason}")


def on_path(*programs: str) -> Callable[[], bool]:
    """Return whether programs are found."""
    return lambda: all(shutil.which(program) for program in programs)
