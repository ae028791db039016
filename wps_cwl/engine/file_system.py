"""Whether the file system of the state directory keeps what the service relies on; `wps-cwl doctor` asks."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wps_cwl.engine.schedulers.base import Check

MOUNTS = Path("/proc/self/mountinfo")
# of the kernel's names; SQLite's files are shared memory too, which several machines do not share
SHARED = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "glusterfs", "gpfs", "lustre", "nfs", "nfs4", "smb3", "sshfs"}
)


@dataclass(frozen=True)
class Mount:
    """Where a path lies: the kernel's name for the kind of file system, where that begins, and its options."""

    kind: str
    place: str
    options: frozenset[str]

    @property
    def shared(self) -> bool:
        """Whether other machines may have it too."""
        return self.kind.removeprefix("fuse.") in SHARED


def check(state: Path, sqlite: Path | None) -> Iterator[Check]:
    """Try in the state directory what is done there; `sqlite` is the file of the job store, if it is one."""
    folder = Path(tempfile.mkdtemp(prefix="doctor-", dir=state))
    try:
        for name, act, remedy in ACTS:
            problem = _problem(act, folder)
            yield Check(name, problem is None, problem or "as they must be", remedy)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    yield from _mounts(mount_of(state), sqlite)


def mount_of(path: Path, mounts: str | None = None) -> Mount:
    """Return where a path lies; `mounts` is in the form of /proc/self/mountinfo (proc(5)), the last line wins."""
    real, found = path.resolve(), Mount("unknown", "/", frozenset())
    for line in (MOUNTS.read_text() if mounts is None else mounts).splitlines():
        ours, _, theirs = line.partition(" - ")
        place = Path(_plain(ours.split()[4]))
        if real.is_relative_to(place) and len(place.parts) >= len(Path(found.place).parts):
            kind, _, options = theirs.split(" ", 2)
            found = Mount(kind, str(place), frozenset([*ours.split()[5].split(","), *options.split(",")]))
    return found


def _plain(text: str) -> str:
    return text.replace(r"\040", " ").replace(r"\011", "\t").replace(r"\134", "\\")


def _mounts(mount: Mount, sqlite: Path | None) -> Iterator[Check]:
    seen = f"{mount.kind} at {mount.place}"
    soft = mount.kind.startswith("nfs") and "soft" in mount.options
    remedy = "mount it with `hard`: with `soft`, what was written may be lost, and nobody is told"
    yield Check("kind", not soft, f"{seen}, mounted with `soft`" if soft else seen, remedy)
    beneath = mount_of(sqlite.parent) if sqlite is not None else None
    if beneath is not None and beneath.shared:
        remedy = (
            "set `database.url` to a file of a local disk (sqlite:////var/lib/wps-cwl/jobs.sqlite), or use PostgreSQL"
        )
        yield Check("SQLite", False, f"{sqlite} lies on {beneath.kind}, where SQLite's locks may not hold", remedy)


def _problem(act: Callable[[Path], str | None], folder: Path) -> str | None:
    try:
        return act(folder)
    except OSError as error:
        return str(error.strerror or error)


def _locks(folder: Path) -> str | None:
    with (folder / "lock").open("w") as ours, (folder / "lock").open() as theirs:
        fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(BlockingIOError):
            fcntl.flock(theirs, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return "two have the same lock"
    return None


def _names(folder: Path) -> str | None:
    part, whole = folder / "part", folder / "whole"
    whole.write_text("old")
    part.write_text("new")
    part.replace(whole)
    os.link(whole, part)
    return None if part.samefile(whole) and whole.read_text() == "new" else "a file that was renamed is another one"


def _modes(folder: Path) -> str | None:
    inner = folder / "inner"
    inner.mkdir(mode=0o700)
    inner.chmod(0o700)
    mode = stat.S_IMODE(inner.stat().st_mode)
    return None if mode == 0o700 else f"a folder with mode 0700 has {mode:04o}"


def _owners(folder: Path) -> str | None:
    owner = folder.stat().st_uid
    return None if owner == os.geteuid() else f"what the user {os.geteuid()} makes belongs to {owner}"


def _pipes(folder: Path) -> str | None:
    os.mkfifo(folder / "pipe", 0o600)
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)  # by a short path: those of sockets are limited
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"/proc/self/fd/{here}/socket")
    finally:
        os.close(here)
    return None


# What is tried: its name, the act, and what to do where it does not go
ACTS: tuple[tuple[str, Callable[[Path], str | None], str], ...] = (
    ("locks", _locks, "mount it so that flock works (Lustre: -o flock; NFS: without nolock)"),
    ("names", _names, "use a file system of POSIX, with rename and hard links"),
    ("modes", _modes, "use a file system that keeps modes; other users could read the jobs"),
    (
        "owners",
        _owners,
        "run the service as a user of its own, whom the server does not squash (as root_squash does root)",
    ),
    ("pipes", _pipes, "use a file system that has named pipes and sockets"),
)
