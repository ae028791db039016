"""Commands that hang: the time limit holds, whoever's processes they are."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.unit.engine.schedulers.paper import Paper
from wps_cwl import errors
from wps_cwl.engine import time_limit, wrapper
from wps_cwl.engine.schedulers import connection
from wps_cwl.engine.schedulers.base import NoAnswer
from wps_cwl.engine.schedulers.connection import Connection

ENVIRON = {"PATH": os.environ["PATH"]}


def wrapped(command: Sequence[str], environ: Mapping[str, str]) -> Sequence[str]:
    return ["env", *command]


@pytest.fixture
def not_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse to signal any process, as the kernel does for those of others."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess.Popen, "kill", refuse)
        yield


@pytest.mark.usefixtures("not_ours")
def test_what_may_not_be_killed_is_waited_for_no_longer() -> None:
    begun = time.monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        time_limit.run(["sleep", "10"], seconds=0.2, environ=ENVIRON)
    assert time.monotonic() - begun < 5


@pytest.mark.usefixtures("not_ours")
def test_a_command_of_a_scheduler_that_hangs_as_another_user_is_ended_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(connection, "LONGEST", 0.3)
    begun = time.monotonic()
    with pytest.raises(NoAnswer, match="sh did not answer"):
        Connection(Paper(tmp_path), ENVIRON, wrapped=wrapped).ask(
            ["sh", "-c", 'echo $$ >"$0"; exec sleep 20', str(tmp_path / "pid")]
        )
    assert time.monotonic() - begun < 5
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


@pytest.mark.usefixtures("not_ours")
def test_what_hangs_as_a_user_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapper, "LONGEST", 0.3)
    begun = time.monotonic()
    with pytest.raises(errors.Unavailable, match="ended with 124"):
        wrapper.Wrapper(["env"], "ada").run(["sleep", "20"])
    assert time.monotonic() - begun < 5
