"""A real PostgreSQL for tests: Debian's, as an ordinary user, in a temporary folder, on a free port of this machine."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from tests.support.programs import require
from tests.support.service import free_port, wait_for

PACKAGE = "postgresql"
USER = "postgres"  # whom Debian's package makes; PostgreSQL does not run as root
SETTINGS = {
    "fsync": "off",  # no test cuts the power, and what was written outlives a kill
    "max_connections": "400",
    "shared_buffers": "32MB",
}


class PostgreSQL:
    """One server with as many databases as tests ask for; it can be stopped, killed and started again."""

    def __init__(self, programs: Path, folder: Path, *, host: str = "127.0.0.1", prefix: tuple[str, ...] = ()) -> None:
        self.host, self.port = host, free_port()
        self.password = secrets.token_hex(16)
        self._programs, self._folder, self._data = programs, folder, folder / "data"
        self._prefix = prefix  # where it runs, as in another network
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make the files of the server."""
        password = self._folder / "password"
        password.write_text(self.password)
        ours = pwd.getpwnam(USER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        for path in (self._folder, password):
            os.chown(path, ours.pw_uid, ours.pw_gid)
        options = ["-U", "tests", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8", "--no-locale", "--no-sync"]
        done = subprocess.run(
            [*_as_user(), self._programs / "initdb", "-D", self._data, *options],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        with (self._data / "pg_hba.conf").open("a") as rules:
            for network in ("10.0.0.0/8", "127.0.0.0/8"):  # those that tests make, and all addresses of this machine
                rules.write(f"host all all {network} scram-sha-256\n")

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = ["-h", self.host, "-p", str(self.port), "-k", str(self._folder)]
        options += [f"--{name}={value}" for name, value in SETTINGS.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._prefix, *_as_user(), self._programs / "postgres", "-D", self._data, *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_for(self._answers, 60, f"PostgreSQL does not answer; see {self._folder / 'log'}")

    def stop(self) -> None:
        """Stop it as an operator does who is in a hurry: whoever is connected is cut off."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill all of its processes with SIGKILL."""
        if self._process is not None:
            for child in psutil.Process(self._process.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        self._end(signal.SIGKILL)

    def database(self, name: str | None = None) -> str:
        """Return the SQLAlchemy URL of a new, empty database."""
        made = name or f"test_{secrets.token_hex(8)}"
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made)))
        return f"postgresql://tests:{self.password}@{self.host}:{self.port}/{made}"

    def drop(self, url: str) -> None:
        """Remove a database, whoever uses it."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(url.rpartition("/")[2])))

    def _execute(self, statement: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection:
        """Connect through its socket, which is there from every network of this machine."""
        return psycopg.connect(
            host=str(self._folder),
            port=self.port,
            user="tests",
            password=self.password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _answers(self) -> bool:
        with suppress(psycopg.Error), self._connect():
            return True
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "log").read_text()[-2000:]
        return False

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(60)
            self._process = None
            time.sleep(0.2)  # its children notice that it is gone


@contextmanager
def running(*, host: str = "127.0.0.1", prefix: tuple[str, ...] = ()) -> Iterator[PostgreSQL]:
    """Give a server that runs; skip the test where nobody can have one."""
    programs = installed()
    folder = Path(tempfile.mkdtemp(prefix="wps-cwl-postgresql-"))  # pytest's folders are closed to other users
    server = PostgreSQL(programs, folder, host=host, prefix=prefix)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def installed() -> Path:
    """Return the folder of the programs, installed if need be; skip the test where nobody can install them."""
    require("PostgreSQL", PACKAGE, there=_programs)
    found = _programs()
    assert found is not None
    return found


def _programs() -> Path | None:
    """Return where the newest version lies: Debian puts no server's programs on the PATH."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    found = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    if found:
        return max(found, key=lambda folder: float(re.sub(r"[^0-9.]", "", folder.parent.name) or 0))
    beside = shutil.which("initdb")
    return Path(beside).resolve().parent if beside else None


def _as_user() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--"]
