"""What the service logs, and what it never does."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SECRETS = ("PLANTED-SECRET-KEY", "PLANTED-SESSION-TOKEN", "PLANTED-WEB-IDENTITY-TOKEN")
NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
ANSWER = f"""<AssumeRoleWithWebIdentityResponse xmlns="{NAMESPACE}"><AssumeRoleWithWebIdentityResult><Credentials>
<AccessKeyId>AKIAX</AccessKeyId><SecretAccessKey>{SECRETS[0]}</SecretAccessKey><SessionToken>{SECRETS[1]}</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"""

ASK = """
import logging, sys
from wps_cwl import logs
from wps_cwl.storage.s3.client import Bucket
from wps_cwl.storage.s3.faults import NotThere
from wps_cwl.storage.s3.reader import Head

logs.set_up(sys.argv[2], "debug")
logging.getLogger("wps_cwl").debug("it is asked")
try:
    Head.read(Bucket("bucket", endpoint=sys.argv[1], addressing="path", timeout=20).connect(), "bucket", "key")
except NotThere:
    print("asked")
"""


@pytest.fixture
def role_server() -> Iterator[str]:
    """Gives the credentials of a role, as AWS's STS does, and says that there is no object."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(200, ANSWER.encode())

        def do_HEAD(self) -> None:
            self._answer(404, b"")

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_credentials_of_s3_are_logged_at_any_level(role_server: str, tmp_path: Path, form: str) -> None:
    token = tmp_path / "token"
    token.write_text(SECRETS[2])
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r",
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(token),
        "AWS_ENDPOINT_URL_STS": role_server,
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }
    told = subprocess.run(
        [sys.executable, "-c", ASK, role_server, form],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert told.stdout == "asked\n", told.stderr
    assert "it is asked" in told.stderr  # the level is debug
    assert not [secret for secret in SECRETS if secret in told.stderr]
