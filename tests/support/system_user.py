"""Users of the system for tests, made and removed by them; only root can."""

from __future__ import annotations

import os
import pwd
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.support.clusters.packages import Unavailable, install
from tests.support.service import ROOT

PACKAGES = ("sudo", "acl")


def three_users() -> Iterator[tuple[str, str, str]]:
    """Make two users, and one who runs the service; for fixtures. Skip where nobody can make them."""
    with ExitStack() as stack:
        try:
            first, second, third = (stack.enter_context(system_user()) for _ in range(3))
        except Unavailable as reason:
            pytest.skip(str(reason))
        yield first, second, third


@contextmanager
def system_user() -> Iterator[str]:
    """Make a user who may run what these tests run, and remove him with all that is his."""
    install(*PACKAGES)
    _try_access_lists()
    name = f"wps-test-{secrets.token_hex(3)}"
    _run("useradd", "--create-home", "--user-group", "--shell", "/bin/sh", name)
    opened = list(_closed_folders())
    try:
        for folder in opened:
            _run("setfacl", "-m", f"u:{name}:x", folder)
        yield name
    finally:
        _end_processes(name)
        for folder in opened:
            _run("setfacl", "-x", f"u:{name}", folder)
            if "user:" not in _run("getfacl", "-c", "-p", "-s", folder).replace("user::", ""):
                _run("setfacl", "-b", folder)  # what is left is an empty list
        _run("userdel", "--remove", name)


def _try_access_lists() -> None:
    """Raise Unavailable where the file system has none, as overlays in containers may."""
    with tempfile.TemporaryDirectory() as folder:
        for place in (folder, *_closed_folders()):
            for words in (("-m", "u:nobody:x"), ("-x", "u:nobody")):
                done = subprocess.run(["setfacl", *words, place], capture_output=True, text=True, check=False)
                if done.returncode != 0:
                    raise Unavailable(f"no access lists on {place}: {done.stderr.strip()}")


@contextmanager
def sudo_rule(who: str, whom: list[str]) -> Iterator[None]:
    """Let a user run commands as others, as an operator would."""
    file = Path("/etc/sudoers.d") / who
    file.touch(mode=0o440)
    file.write_text(f"Defaults:{who} !syslog\n{who} ALL=({','.join(whom)}) NOPASSWD: ALL\n")
    try:
        _run("visudo", "-c", "-f", file)
        yield
    finally:
        file.unlink()


def processes_of(name: str) -> list[psutil.Process]:
    """Return what runs as a user."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess):
            if process.username() == name and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def programs_of(name: str) -> set[str]:
    """Return the names of what runs as a user."""
    found = set()
    for process in processes_of(name):
        with suppress(psutil.NoSuchProcess):
            found.add(process.name())
    return found


def files_of(name: str, folder: Path) -> list[Path]:
    """Return the files of a user below a folder."""
    number = pwd.getpwnam(name).pw_uid
    return [path for path in [folder, *folder.rglob("*")] if path.lstat().st_uid == number]


def can_read(name: str, path: Path) -> bool:
    """Whether a user can list a folder, or read a file."""
    return can_do(name, *(("ls", "-l") if path.is_dir() else ("cat",)), path)


def can_do(name: str, *command: str | Path) -> bool:
    """Whether a command succeeds for a user."""
    return subprocess.run(["runuser", "-u", name, "--", *command], capture_output=True, check=False).returncode == 0


def _closed_folders() -> Iterator[Path]:
    """Return the folders on the way to this Python and to the project that others do not get through."""
    ends = {Path(sys.executable).parent, Path(sys.executable).resolve().parent, Path(sys.prefix), ROOT}
    for folder in {above for end in ends for above in (end, *end.parents)}:
        if not folder.stat().st_mode & 0o001:
            yield folder


def _end_processes(name: str) -> None:
    deadline = time.monotonic() + 20
    while left := processes_of(name):
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        assert time.monotonic() < deadline, f"{left} do not end"
        time.sleep(0.1)


def _run(*command: str | Path) -> str:
    environment = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}{done.stdout}"
    return done.stdout
