"""The mail at the end of a job."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal  # Any: JSON of any shape

from wps_cwl.engine.connections import Deadline
from wps_cwl.engine.notifications.failure import NotTold
from wps_cwl.model import Job, Notification

LONGEST_TITLE = 150  # characters of a subject


@dataclass(frozen=True)
class Mailer:
    """Sends by one mail server, as one user of it; `seconds` is for one mail."""

    host: str
    port: int
    encryption: Literal["starttls", "tls", "none"]
    sender: str
    tls: ssl.SSLContext
    user: str | None = None
    password_file: Path | None = None
    seconds: float = 30.0

    def send(self, message: EmailMessage) -> None:
        """Send a mail. Raises NotTold."""
        with self._session() as server:
            server.send_message(message)

    def check(self) -> None:
        """See whether the mail server lets us in. Raises NotTold."""
        with self._session() as server:
            server.noop()

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        password = self._password()
        try:
            with Deadline(self.seconds) as deadline, self._connect() as server:
                if server.sock is not None:
                    deadline.watch(server.sock)
                if self.encryption == "starttls":
                    server.starttls(context=self.tls)
                if self.user is not None:
                    server.login(self.user, password)
                yield server
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise NotTold(f"the mail server refused the address ({code})", again=code < 500) from None
        except smtplib.SMTPAuthenticationError as error:
            raise NotTold(f"the mail server refused to log in ({error.smtp_code})", again=True) from None
        except smtplib.SMTPResponseException as error:
            raise NotTold(f"the mail server answered {error.smtp_code}", again=error.smtp_code < 500) from None
        except smtplib.SMTPException as error:
            raise NotTold(f"the mail server cannot be used ({type(error).__name__})", again=True) from None
        except ssl.SSLError:
            raise NotTold("no trusted TLS connection could be made to the mail server", again=True) from None
        except OSError as error:
            raise NotTold(f"the mail server cannot be reached ({type(error).__name__})", again=True) from None

    def _connect(self) -> smtplib.SMTP:
        if self.encryption == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=self.tls)
        return smtplib.SMTP(self.host, self.port, timeout=self.seconds)

    def _password(self) -> str:
        if self.password_file is None:
            return ""
        try:
            return self.password_file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError):
            raise NotTold("the file with the password of the mail server cannot be read", again=True) from None


def compose(notification: Notification, document: Mapping[str, Any], *, title: str, sender: str) -> EmailMessage:
    """Return the mail that tells of the end of a job; `document` is its status.

    The identifier is the Message-ID, by which mail programs tell doubles. No text of a client is in a header: the title
    is that of the process.
    """
    job = notification.then
    message = EmailMessage()
    message["From"], message["To"] = sender, notification.target
    message["Subject"] = f"{plain(title)}: {job.state.value}"
    message["Date"] = format_datetime(job.finished or job.updated)
    message["Message-ID"] = f"<{notification.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's machine answers it
    message.set_content("\n".join(_lines(job, document, plain(title))))
    return message


def _lines(job: Job, document: Mapping[str, Any], title: str) -> list[str]:
    known = [(name, document.get(name)) for name in ("created", "started", "finished")]
    return [
        f"{title} ({job.process})",
        "",
        f"Job:      {job.id}",
        f"State:    {job.state.value}",
        f"Message:  {plain(job.message, 2000)}",
        *(f"{name.capitalize() + ':':<9} {value}" for name, value in known if value),
        *([f"Kept till: {job.expires:%Y-%m-%dT%H:%M:%SZ}"] if job.expires else []),
        "",
        *(f"{link['title']}:\n  {link['href']}" for link in document["links"]),
    ]


def plain(text: str, most: int = LONGEST_TITLE) -> str:
    """Return a text as one line that can be printed."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
