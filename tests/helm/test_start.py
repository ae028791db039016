"""The start of a web server's Pod: its probe asks whether it listens; so it may not before its database answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.support import helm
from tests.support.service import free_port

TRIES = 3  # of a web server, to reach its database: it has had the time to listen meanwhile


def test_a_web_server_does_not_listen_before_its_database_answers(tmp_path: Path):
    [web] = [
        container
        for one in helm.rendered(helm.CHART / "ci" / "postgresql.yaml")
        if one["kind"] == "Deployment"
        for container in one["spec"]["template"]["spec"]["containers"]
        if container["name"] == "web"
    ]
    program, *words = web["args"]
    assert program == "wps-cwl"
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as database, (tmp_path / "log").open("wb") as log:
        database.settimeout(120)
        environment = {
            "PATH": os.environ["PATH"],
            "WPS_CWL_STATE": str(tmp_path / "state"),
            "WPS_CWL_SERVER__PORT": str(port),
            "WPS_CWL_DATABASE__URL": f"postgresql://wps:x@127.0.0.1:{database.getsockname()[1]}/wps",
        }
        command = [sys.executable, "-m", "wps_cwl.cli", *words]
        server = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log)
        try:
            for _ in range(TRIES):
                database.accept()[0].close()  # it is there, and not ready
            assert server.poll() is None, (tmp_path / "log").read_text()
            with socket.socket() as client:
                assert client.connect_ex(("127.0.0.1", port)) != 0, "it listens"
        finally:
            server.kill()
            server.wait()
