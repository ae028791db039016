"""As whom a job runs: as the service's user, or as the client's, where the operator wants that.

In the latter case the job directory stays ours. While the job runs, access control lists open it for its user, and what
the user makes there for us; when it is over, the user gives everything to us, and is let in no more.
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wps_cwl import errors
from wps_cwl.engine.launchers import Launcher
from wps_cwl.engine.profiles import Profiles
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.wrapper import Wrapper
from wps_cwl.job_directory import JobDirectory


class Identity(Protocol):
    """As whom the processes of a job run, and how they are reached."""

    @property
    def launcher(self) -> Launcher:
        """How its leaders are started."""

    @property
    def profiles(self) -> Profiles:
        """The ways to run, each with a scheduler that is asked as this user."""

    def kill(self, group: int, ending: signal.Signals) -> None:
        """Signal a group of its processes."""

    def let_in(self, directory: JobDirectory) -> None:
        """Open a job directory for its processes. Raises errors.Unavailable."""

    def take_back(self, directory: JobDirectory) -> None:
        """Have all that its processes have left in a job directory, which is closed for them."""


Identities = Callable[[str], Identity]  # by the client's name; raises errors.UserRefused


@dataclass(frozen=True)
class ServiceIdentity:
    """Everything runs as the user of the service."""

    launcher: Launcher
    profiles: Profiles

    def kill(self, group: int, ending: signal.Signals) -> None:
        """Signal a group of our own processes."""
        os.killpg(group, ending)

    def let_in(self, directory: JobDirectory) -> None:
        """It is ours."""

    def take_back(self, directory: JobDirectory) -> None:
        """It is ours."""


@dataclass(frozen=True, eq=False)
class UserIdentity:
    """Everything runs as a user of the system, through the operator's wrapper."""

    wrapper: Wrapper
    launcher: Launcher
    profiles: Profiles

    def kill(self, group: int, ending: signal.Signals) -> None:
        """Signal a group of the user's processes: as the user, who has no other."""
        with suppress(errors.Unavailable):  # it has ended meanwhile, or is looked at again
            self.wrapper.run(["kill", "-s", ending.name.removeprefix("SIG"), "--", f"-{group}"])

    def let_in(self, directory: JobDirectory) -> None:
        """Open what the job needs for the user, and what he makes there for both of us.

        He may not replace what is ours, nor be there first: through a link of his we would write for him, elsewhere.
        """
        user, us = self.wrapper.user, _our_name()
        batch = Submissions(directory.path).folder
        for ours in (directory.outputs, directory.made, batch):
            ours.mkdir(mode=0o700, exist_ok=True)
        for shared in (directory.path, directory.work, directory.logs, batch):
            shared.chmod(0o1700)  # sticky; before the list, since this sets a part of it
            _set_list(["-m", f"u:{user}:rwx,d:u:{user}:rwx,d:u:{us}:rwx"], shared)
        for needed in (directory.inputs, directory.process, directory.order):
            _set_list(["-R", "-P", "-m", f"u:{user}:rX"], needed)

    def take_back(self, directory: JobDirectory) -> None:
        """Have the user open everything of his for us, whatever its modes are; then close the directory for him."""
        user = self.wrapper.user
        if not directory.exists() or user not in _list_of(directory.path):
            return
        his = ["find", str(directory.path), "-user", user]
        closed = ["-type", "d", "!", "-perm", "-u=rwx"]
        ours = _for_each("setfacl", "-m", f"u:{_our_name()}:rwX")
        with suppress(errors.Unavailable):  # what a dying process removes meanwhile is no error
            self.wrapper.run([*his, *closed, "-exec", "chmod", "u=rwx", "{}", ";"])
        with suppress(errors.Unavailable):
            self.wrapper.run([*his, "!", "-type", "l", *ours])
        _set_list(["-x", f"u:{user}"], directory.path)


class UserIdentities:
    """One identity for each user of the system; `user` tells who a client is, `make` makes the identity of a user."""

    def __init__(self, user: Callable[[str], str], make: Callable[[str], UserIdentity]) -> None:
        self._user = user
        self._make = make
        self._made: dict[str, UserIdentity] = {}
        self._lock = threading.Lock()

    def __call__(self, client: str) -> UserIdentity:
        """Return the identity of a client. Raises errors.UserRefused."""
        user = self._user(client)
        with self._lock:
            if user not in self._made:
                self._made[user] = self._make(user)
            return self._made[user]


def open_folder(folder: Path, user: str) -> None:
    """Make a folder that a user may read, with what will be in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _set_list(["-m", f"u:{user}:rx,d:u:{user}:r"], folder)


def _our_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _for_each(*command: str) -> list[str]:
    return ["-exec", *command, "{}", "+"]


def _set_list(arguments: Sequence[str], path: Path) -> None:
    _run(["setfacl", *arguments, str(path)])


def _list_of(path: Path) -> set[str]:
    """Return the users whom the list of a folder names."""
    lines = (line.split(":") for line in _run(["getfacl", "-c", "-p", str(path)]).splitlines())
    return {name for kind, name, *_ in (line for line in lines if len(line) > 1) if kind == "user" and name}


def _run(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except OSError as error:
        raise errors.Unavailable(reason=f"{command[0]} cannot be run; it is in the package acl") from error
    if done.returncode != 0:
        raise errors.Unavailable(reason=f"the access list of a job directory cannot be set ({done.stderr.strip()})")
    return done.stdout


@dataclass(frozen=True)
class UserProcesses:
    """The processes of a job of another user, who looks for them, and ends them."""

    wrapper: Wrapper

    def names_of(self, directory: Path) -> list[str]:
        """Return the processes of a job as `pid name`."""
        return self.wrapper.python("wps_cwl.engine.schedulers.processes", "names", directory).splitlines()

    def end(self, directory: Path) -> None:
        """End the processes of a job."""
        self.wrapper.python("wps_cwl.engine.schedulers.processes", "end", directory)
