"""MapServer, started once for each request as a CGI program (RFC 3875): nothing of it is left when it has answered."""

from __future__ import annotations

import logging
import os
import resource
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wps_cwl.errors import Unavailable
from wps_cwl.maps import drivers
from wps_cwl.maps.request import MapRequest

logger = logging.getLogger(__name__)

MAP, CONFIG = "service.map", "mapserver.conf"
PLACES = ("/usr/lib/cgi-bin", "/usr/libexec/mapserver")  # where packages put it beside the PATH
MEMORY = 4 << 30
_WAIT = 10.0  # seconds for a place: who waits holds a thread of the web server
_PIECE = 64 * 1024
_HEADER = 16 * 1024
_TOLD = ("text/", "application/vnd.ogc.", "application/xml")


def find(program: str | None = None) -> str | None:
    """Return where MapServer is, or the program of that name or path; None where there is none."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *PLACES])
    return shutil.which(program or "mapserv", path=path)


def version(program: str) -> str:
    """Return what a program says that it is; the text is empty when it is no MapServer."""
    try:
        done = subprocess.run([program, "-v"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    said = done.stdout.split(" OUTPUT=")[0].strip()
    return said if said.startswith("MapServer") else ""


@dataclass(frozen=True)
class MapAnswer:
    """What MapServer said; `pieces` has to be closed."""

    status: int
    media_type: str
    pieces: Pieces


@dataclass(frozen=True)
class MapServer:
    """Answers requests; at most so many at once, each in so many seconds."""

    program: str
    seconds: float
    running: int
    _places: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", threading.BoundedSemaphore(self.running))

    def ask(self, folder: Path, request: MapRequest, address: str) -> MapAnswer:
        """Answer a request to the map in a folder, whose public address is given. Raises errors.Unavailable."""
        if not self._places.acquire(timeout=_WAIT):
            raise Unavailable(reason=f"{self.running} requests to maps are being answered; try again")
        give_back = _once(self._places.release)
        try:
            run = _Run(self.program, folder, request, address, self.seconds, give_back)
        except BaseException:
            give_back()
            raise
        pieces = Pieces(run, give_back)
        try:
            status, media_type, pieces.first = run.head()
        except BaseException:
            pieces.close()
            raise
        return MapAnswer(status, media_type, pieces)


def _once(act: Callable[[], None]) -> Callable[[], None]:
    """Return what does it the first time that it is called, whichever thread that is in, and nothing after that."""
    done = threading.Lock()

    def once() -> None:
        if done.acquire(blocking=False):
            act()

    return once


class Pieces:
    """The body of an answer. A generator would leave the program running when nobody has begun to read."""

    def __init__(self, run: _Run, at_end: Callable[[], None]) -> None:
        self.first = b""
        self._run = run
        self._at_end: Callable[[], None] | None = at_end

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield self.first
            yield from self._run.rest()
        finally:
            self.close()

    def close(self) -> None:
        """End the program, and give its place back."""
        at_end, self._at_end = self._at_end, None
        if at_end is not None:
            self._run.end()
            at_end()


class _Run:
    """One run of the program; `at_stop` is called when its time is up, whether or not its answer is read."""

    def __init__(
        self,
        program: str,
        folder: Path,
        request: MapRequest,
        address: str,
        seconds: float,
        at_stop: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._at_stop = at_stop
        self._late = False
        self._process = subprocess.Popen(
            [program],
            cwd=folder,
            env=_environment(folder, request, address),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._clock = threading.Timer(seconds, self._stop)
        self._clock.daemon = True
        self._clock.start()
        with suppress(ProcessLookupError):
            resource.prlimit(self._process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        self._feed(request.document or b"")

    def _feed(self, document: bytes) -> None:
        """Send what was posted; a document is read whole before anything is said."""
        stdin = self._process.stdin
        with suppress(BrokenPipeError):
            if stdin is not None:
                stdin.write(document)
                stdin.close()

    def head(self) -> tuple[int, str, bytes]:
        """Return the status, the media type and what has come of the body."""
        text = b""
        while (found := _end_of_head(text)) is None:
            piece = self._read(_PIECE)
            if not piece or len(text) > _HEADER:
                raise Unavailable(reason=f"MapServer {'took too long' if self._late else 'gave no answer'}")
            text += piece
        head, body = found
        headers = dict(_header(line) for line in head.decode("utf-8", "replace").splitlines() if ":" in line)
        status = int(headers.pop("status", "200").split()[0])
        kind = headers.get("content-type", "application/octet-stream")
        if kind.startswith(_TOLD):  # a report may name a file
            body = body.replace(f"{self._folder}/".encode(), b"").replace(str(self._folder).encode(), b"")
        return status, kind, body

    def rest(self) -> Iterator[bytes]:
        """Give the rest of the body. Raises errors.Unavailable when the time is up: so the client sees no end of it."""
        while piece := self._read(_PIECE):
            yield piece
        if self._late:
            raise Unavailable(reason="MapServer took too long")

    def end(self) -> None:
        """Leave nothing behind."""
        self._clock.cancel()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self, size: int) -> bytes:
        stream = self._process.stdout
        return b"" if stream is None else os.read(stream.fileno(), size)

    def _stop(self) -> None:
        self._late = True
        logger.warning("a request to a map took too long")
        with suppress(ProcessLookupError):
            self._process.kill()
        self._at_stop()


def _environment(folder: Path, request: MapRequest, address: str) -> dict[str, str]:
    """Return the variables of a CGI program. MapServer makes the addresses in its answers of the public one."""
    public = urlsplit(address)
    posted = request.document is not None
    secure = public.scheme == "https"
    return {
        **drivers.environment_of_mapserver(os.environ),
        "MAPSERVER_CONFIG_FILE": str(folder / CONFIG),
        "MS_MAPFILE": str(folder / MAP),
        "GATEWAY_INTERFACE": "CGI/1.1",
        "REQUEST_METHOD": "POST" if posted else "GET",
        "QUERY_STRING": request.query,
        "CONTENT_TYPE": "text/xml" if posted else "",
        "CONTENT_LENGTH": str(len(request.document or b"")),
        "SERVER_NAME": public.hostname or "localhost",
        "SERVER_PORT": str(public.port or (443 if secure else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": public.path,
        "REQUEST_URI": unquote(public.path),
        **({"HTTPS": "on"} if secure else {}),
    }


def _end_of_head(text: bytes) -> tuple[bytes, bytes] | None:
    for end in (b"\r\n\r\n", b"\n\n"):
        head, found, body = text.partition(end)
        if found:
            return head, body
    return None


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()
