"""Debian's packages of the schedulers: installed, or unpacked into a cache where they would disturb others."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CACHE = Path(os.environ.get("TEST_CLUSTER_CACHE") or Path.home() / ".cache" / "wps-cwl-clusters")
APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "APT::Sandbox::User=root")
POLICY = Path("/usr/sbin/policy-rc.d")


class Unavailable(Exception):
    """This machine cannot run the scheduler, through no fault of the code that is tested."""


def obstacle() -> str | None:
    """Return why no scheduler can run on this machine, as far as that is known without trying."""
    if os.geteuid() != 0:
        return "only root can run a batch scheduler here"
    if shutil.which("apt-get") is None:
        return "the batch schedulers come from Debian's packages, and this is no Debian"
    return None


def install(*packages: str) -> None:
    """Install packages that are missing; their daemons are not started, and no other package is removed."""
    with _locked():
        _install(packages)


def provide(*packages: str, there: Callable[[], object]) -> None:
    """Install packages unless what they hold is `there`, maybe from elsewhere.

    It is looked at under the lock: programs of a package are there long before it is configured.
    """
    with _locked():
        if not there():
            _install(packages)


def _install(packages: Sequence[str]) -> None:
    if _installed(packages):
        return
    _update()
    with _no_daemons():
        _apt("install", "-y", "--no-install-recommends", "--no-remove", *packages)


def unpack(name: str, *packages: str) -> Path:
    """Return a folder with the files of packages that are not installed, because of what they would replace."""
    folder = CACHE / name
    with _locked():
        if not folder.is_dir():
            _update()
            with tempfile.TemporaryDirectory(dir=CACHE) as new:
                _apt("download", *packages, cwd=new)
                for package in Path(new).glob("*.deb"):
                    subprocess.run(["dpkg", "-x", package, Path(new, "files")], check=True)
                Path(new, "files").rename(folder)
    return folder


def _installed(packages: Sequence[str]) -> bool:
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}\n", *packages]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and set(answer.stdout.split()) == {"installed"}


def _update() -> None:
    """A new machine knows no packages, and one that knew them last month asks for files that are gone."""
    _apt("update")


def _apt(*arguments: str, cwd: str | None = None) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    answer = subprocess.run(
        [*APT, *arguments],
        env=environment,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if answer.returncode:
        reason = (answer.stderr.strip() or answer.stdout.strip()).splitlines() or ["no reason given"]
        raise Unavailable(f"apt-get {arguments[0]} fails: {reason[-1]}")


@contextmanager
def _no_daemons() -> Iterator[None]:
    """Let no package start its daemon at the default places (Debian's own way to forbid it)."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


@contextmanager
def _locked() -> Iterator[None]:
    """Hold the lock on the installation; two sessions of tests may start at once."""
    if reason := obstacle():
        raise Unavailable(reason)
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
