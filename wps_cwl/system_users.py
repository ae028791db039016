"""The system's users that jobs may run as, where the operator wants jobs to run as who sends them."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Sequence
from dataclasses import dataclass

from wps_cwl.errors import UserRefused

NOBODY = "anonymous"  # whoever the proxy has not named

# as useradd takes them: nothing that a command could take for an option, a path or two words
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


@dataclass(frozen=True)
class SystemUsers:
    """`allowed` holds `name` or `client's name=name`; when it is empty, every user of the system but root is."""

    allowed: Sequence[str] = ()

    def of(self, client: str) -> str:
        """Return the system's user for a client's name. Raises errors.UserRefused."""
        name = self._names().get(client) if self.allowed else client
        if name is None or client == NOBODY or _NAME.fullmatch(name) is None:
            raise UserRefused(user=client, locator="user")
        try:
            about = pwd.getpwnam(name)
        except KeyError as error:
            raise UserRefused(user=client, locator="user") from error
        if about.pw_uid in (0, os.geteuid()):  # who could do all, and who could read everybody's jobs
            raise UserRefused(user=client, locator="user")
        return name

    @property
    def clients(self) -> list[str]:
        """The clients' names that are listed."""
        return list(self._names())

    def _names(self) -> dict[str, str]:
        pairs = (item.rpartition("=") for item in self.allowed)
        return {client or name: name for client, _, name in pairs}
