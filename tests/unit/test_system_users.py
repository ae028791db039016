"""Which of the system's users a client is, and who is none."""

from __future__ import annotations

import os
import pwd

import pytest

from wps_cwl.errors import UserRefused
from wps_cwl.system_users import SystemUsers

SOMEBODY = next(about.pw_name for about in pwd.getpwall() if about.pw_uid not in (0, os.geteuid()))


def test_without_a_list_a_client_is_the_user_of_that_name() -> None:
    assert SystemUsers().of(SOMEBODY) == SOMEBODY


def test_a_list_names_those_who_may_and_how_the_system_calls_them() -> None:
    users = SystemUsers((f"o=x@example.org={SOMEBODY}", SOMEBODY))
    assert users.clients == ["o=x@example.org", SOMEBODY]
    assert users.of("o=x@example.org") == SOMEBODY
    assert users.of(SOMEBODY) == SOMEBODY


@pytest.mark.parametrize(
    "client",
    ["root", "anonymous", "nobody-knows-him", "", "-u", "a b", "../x", f"{SOMEBODY}\n", f"#{os.getuid()}", "%geo"],
)
def test_who_is_no_plain_user_of_the_system_is_refused(client: str) -> None:
    with pytest.raises(UserRefused, match="Jobs run here as the user who sends them"):
        SystemUsers().of(client)


def test_neither_root_nor_the_service_is_a_user_whatever_a_list_says() -> None:
    ours = pwd.getpwuid(os.geteuid()).pw_name
    users = SystemUsers(("alice=root", f"bob={ours}", f"anonymous={SOMEBODY}"))
    for client in ("alice", "bob", "anonymous", SOMEBODY):
        with pytest.raises(UserRefused):
            users.of(client)
