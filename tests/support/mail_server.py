"""A real mail server for tests: it keeps what it gets, wants TLS and a password, and refuses where that is wanted."""

from __future__ import annotations

import email
import email.policy
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.support.service import free_port

USER, PASSWORD = "wps", "pl4nted-mail-password"


@dataclass
class MailServer:
    """Listens on localhost; `answer` is what it says to a message, `recipient_answer` to an address."""

    port: int = 0
    answer: str = "250 OK"
    recipient_answer: str = ""
    recipients: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    certificate: Path | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.mails.append(parsed)
            self.recipients += envelope.rcpt_tos
        return self.answer


@contextmanager
def open_mail_server(*, tls_folder: Path | None = None, implicit: bool = False) -> Iterator[MailServer]:
    """Run one; with a folder: it makes a certificate there, and wants STARTTLS and a password, or speaks TLS only."""
    server = MailServer(free_port())
    secure: dict[str, Any] = {}
    if tls_folder is not None and implicit:
        secure = {"ssl_context": _certified(server, tls_folder)}
    elif tls_folder is not None:
        secure = {
            "tls_context": _certified(server, tls_folder),
            "require_starttls": True,
            "auth_required": True,
            "authenticator": _authenticate,
        }
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **secure)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _authenticate(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _certified(server: MailServer, folder: Path) -> ssl.SSLContext:
    openssl = shutil.which("openssl") or pytest.skip("openssl makes the certificate of this test")
    server.certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names, "-keyout", key]
    subprocess.run([*command, "-out", server.certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate, key)
    return context
