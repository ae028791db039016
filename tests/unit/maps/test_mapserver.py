"""How `mapserv` is run: a client that does not read its answer keeps nobody else from his."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.service import wait_for
from wps_cwl.errors import Unavailable
from wps_cwl.maps import mapserver
from wps_cwl.maps.mapserver import MapAnswer, MapServer
from wps_cwl.maps.request import MapRequest
from wps_cwl.model import View

ENDLESS = "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\nexec yes\n"


def test_the_place_of_an_answer_that_nobody_reads_is_given_back_when_its_time_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapserver, "_WAIT", 0.2)
    program = tmp_path / "mapserv"
    program.write_text(ENDLESS)
    program.chmod(0o755)
    server = MapServer(str(program), seconds=3, running=1)

    def ask() -> MapAnswer | None:
        try:
            return server.ask(tmp_path, MapRequest(View.WMS, "service=WMS"), "http://127.0.0.1/jobs/1/maps/a")
        except Unavailable:
            return None

    first = ask()
    assert first is not None
    body = iter(first.pieces)
    next(body)  # and then nothing more: while the client keeps this open, nothing closes it
    assert ask() is None
    wait_for(lambda: (second := ask()) and second.pieces.close() is None, 20, "the place is not given back")
    first.pieces.close()  # and not a second time: there is one place
    third = ask()
    assert third is not None
    assert ask() is None
    third.pieces.close()
