"""`wps-cwl serve`, `web` and `engine`: the processes of the service."""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

import click

from wps_cwl import bootstrap, errors, logs
from wps_cwl.bootstrap import whereabouts
from wps_cwl.catalogue import Catalogue
from wps_cwl.facade import gunicorn
from wps_cwl.settings import Settings

logger = logging.getLogger(__name__)

RESTART_PAUSE = 1.0  # seconds before a part that has died is started again
STOP_GRACE = 20.0  # seconds that the parts have for ending by themselves
_PR_SET_PDEATHSIG = 1  # prctl(2)

host_option = click.option("--host", help="Address to listen on; default: the configuration's.")
port_option = click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; default: likewise.")


def _settings(config: str | None, host: str | None, port: int | None) -> Settings:
    """Read the settings; what the command line says is passed on to the parts through the environment."""
    if host:
        os.environ["WPS_CWL_SERVER__HOST"] = host
    if port:
        os.environ["WPS_CWL_SERVER__PORT"] = str(port)
    return bootstrap.settings(config)


def _await_database(settings: Settings) -> None:
    """Bring the database up to date, as soon as it answers: it may just be started too.

    Raises errors.Unavailable when it does not in time.
    """
    deadline = time.monotonic() + settings.database.patience
    while True:
        try:
            return bootstrap.upgrade_database(settings)
        except errors.Unavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(RESTART_PAUSE)


@click.command()
@host_option
@port_option
@click.pass_obj
def serve(config: str | None, host: str | None, port: int | None) -> None:
    """Run web server and engine together, in the foreground; Ctrl-C ends both.

    A part that dies is started again. Jobs that run go on when the service stops, and are taken up at the next start.
    """
    settings = _settings(config, host, port)
    logs.set_up(settings.log.format, settings.log.level)
    _await_database(settings)
    whereabouts.settle(settings)
    processes = bootstrap.catalogue(settings)  # read once, and kept, so that not each part reads them at the same time
    grace = STOP_GRACE + max(settings.engine.drain, settings.server.drain)
    supervisor = Supervisor(["engine", "web"], ["--config", config] if config else [], grace=grace)
    supervisor.start()
    _greet(settings, processes)
    supervisor.run()


def _greet(settings: Settings, processes: Catalogue) -> None:
    root, found = settings.server.public_url, [process.id for process in processes.processes()]
    click.secho(f"{settings.server.title}", bold=True)
    click.echo(f"  open      {root}/")
    click.echo(f"  WPS       {root}/wps  (1.0.0 and 2.0.2)")
    click.echo(f"  processes {', '.join(found) or 'none'}")
    click.echo(f"  state     {bootstrap.state(settings)}")
    for problem in processes.problems():
        click.secho(f"  not offered: {problem}", fg="yellow")


@click.command()
@host_option
@port_option
@click.pass_obj
def web(config: str | None, host: str | None, port: int | None) -> None:
    """Run the web server alone."""
    settings = _settings(config, host, port)
    logs.set_up(settings.log.format, settings.log.level)
    bind = f"{settings.server.host}:{settings.server.port}"
    allowed = bootstrap.limits(settings)
    served = gunicorn.settings(bind, limits=allowed, drain=settings.server.drain)
    _await_database(settings)
    gunicorn.Server(lambda: bootstrap.web(settings), served).run()


@click.command()
@click.pass_obj
def engine(config: str | None) -> None:
    """Run the engine alone: it takes jobs out of the queue, and has Toil run them."""
    settings = bootstrap.settings(config)
    logs.set_up(settings.log.format, settings.log.level)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # each job takes some, and the usual 1024 are few
    _await_database(settings)
    working = bootstrap.engine(settings)

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        working.drain(settings.engine.drain)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    working.run()


class Supervisor:
    """Keeps the parts of the service alive."""

    def __init__(self, parts: list[str], options: list[str], *, grace: float = STOP_GRACE) -> None:
        self._command = [sys.executable, "-P", "-m", "wps_cwl.cli", *options]
        self._parts: dict[str, subprocess.Popen[bytes] | None] = dict.fromkeys(parts)
        self._stopping = False
        self._grace = grace

    def start(self) -> None:
        """Start the parts."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for name in self._parts:
            self._start(name)

    def run(self) -> None:
        """Start again what dies, until SIGTERM or SIGINT; then end the parts."""
        while not self._stopping:
            for name, process in self._parts.items():
                if process is not None and process.poll() is not None:
                    logger.error("%s has ended with %s, and is started again", name, process.returncode)
                    time.sleep(RESTART_PAUSE)
                    self._start(name)
            time.sleep(0.2)
        self._end()

    def _start(self, name: str) -> None:
        if not self._stopping:
            self._parts[name] = subprocess.Popen([*self._command, name], preexec_fn=_die_with(os.getpid()))

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._stopping = True

    def _end(self) -> None:
        running = [process for process in self._parts.values() if process is not None and process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + self._grace
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def _die_with(parent: int) -> Callable[[], None]:
    """Return what has the kernel end a part whose supervisor was killed (Linux), also if that was just now."""

    def prepare() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
