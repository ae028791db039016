"""Runs a tool whose standard output is a terminal, and notes the progress that it draws there.

    python -I -S terminal.py [--last=WORDS] COMMAND [ARGUMENT ...]

A program of its own, of the standard library alone: it stands before the command of a tool that has the hint
`wps:progress: terminal`, on whichever node that runs. All else is as without it: arguments, environment, stdin, stderr,
process group, exit code and signals. Of stdout goes on, byte by byte, what the tool would have written to a file: the
bars are taken out, but for the last of each stage, which says how long it took. When the tool fails and its stdout is a
file of the run (`stdout:` in CWL), which then gets lost, its last words are said on stderr, too.

How several stages make one percentage, when nobody knows how many there will be: what a stage says of itself is
measured, and its place is a rule. With `--last`, each stage has half of what the ones before it have left, and the one
whose text begins with those words has all of it; without, the first has all. A stage that comes when nothing is left
lets the percentage stand still. It never goes back, and 100 is for who sees the tool end.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import resource
import select
import signal
import stat
import struct
import sys
import termios
import tty
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

PROGRESS_VARIABLE = "WPS_PROGRESS_FILE"
LAST = "--last="  # before the words by which the last stage begins

_ROWS, _COLUMNS = 24, 80
_BAR = re.compile(
    rb"\r(?P<stage>[^\r\n]{1,300}?)(?:\.\.\.)?: *(?P<percent>\d{1,3})(?:\.\d+)? ?%"
    rb" \[[*#=>. -]{10,}\](?P<took> \(\d+s\))?"
)
_LONGEST = 1024  # bytes that are held back, as they may become a bar
_LAST_WORDS = 4096  # bytes of stdout that are repeated on stderr
_MOST = 99
_READ = 1 << 16
_LOOK = 1.0  # seconds between two looks whether the tool has ended, should nothing tell us
_GRACE = 0.2  # seconds without a word after which what a tool wrote has arrived, though others may have its terminal
_PIECES = 64  # that are read then: more than a terminal holds
_FORWARDED = ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGXCPU", "SIGCONT")
_KILL_ME_TOO = 1  # PR_SET_PDEATHSIG of prctl(2)
_FOLDERS = re.compile(r"(?<![\w.])/(?:[^\s/]+/)*")  # those of the server concern no client


# --- what is drawn ----------------------------------------------------------------------------------


@dataclass
class Screen:
    """Takes what a tool draws, piece by piece; `seen` has the bars, as stage and percentage, oldest first."""

    seen: list[tuple[str, int]] = field(default_factory=list)
    _held: bytes = b""

    def feed(self, piece: bytes) -> bytes:
        """Return what is text for sure."""
        drawn = self._held + piece
        cut = drawn.rfind(b"\r")
        if cut < 0 or b"\n" in drawn[cut:] or len(drawn) - cut > _LONGEST:
            cut = len(drawn)
        self._held = drawn[cut:]
        text = self._text(drawn[:cut])
        if bar := _BAR.match(self._held):
            self._see(bar)  # at once, although more of its line may follow
        return text

    def close(self) -> bytes:
        """Return what was held back."""
        text, self._held = self._text(self._held), b""
        return text

    def _text(self, drawn: bytes) -> bytes:
        return _BAR.sub(self._see, drawn)

    def _see(self, bar: re.Match[bytes]) -> bytes:
        stage = bar["stage"].decode("utf-8", errors="replace").strip()
        if (percent := int(bar["percent"])) <= 100 and self.seen[-1:] != [(stage, percent)]:
            self.seen.append((stage, percent))
        return bar[0][1:] if bar["took"] else b""


@dataclass
class _Stage:
    begin: float
    end: float
    percent: int


@dataclass
class Stages:
    """Makes one percentage of those of all stages."""

    last: str = ""
    _stages: dict[str, _Stage] = field(default_factory=dict)
    _reached: float = 0.0  # the end of the stages so far

    def told(self, name: str, percent: int) -> int:
        """Return the percentage of the whole, after a stage has said how far it is."""
        stage = self._stages.get(name)
        if stage is None or percent < stage.percent:
            stage = self._stages[name] = self._begin(name)
        stage.percent = percent
        return min(int(stage.begin + (stage.end - stage.begin) * percent / 100), _MOST)

    def _begin(self, name: str) -> _Stage:
        begin, left = self._reached, 100 - self._reached
        self._reached += left if not self.last or name.startswith(self.last) else left / 2
        return _Stage(begin, self._reached, 0)


@dataclass
class Report:
    """Appends lines `percent message` to the progress file of a job; no tool fails for want of one."""

    file: Path | None
    stages: Stages
    _line: tuple[int, str] = (-1, "")

    def tell(self, name: str, percent: int) -> None:
        """Note what a stage has said, if that is news."""
        line = (max(self.stages.told(name, percent), self._line[0]), _FOLDERS.sub("", name))
        if self.file is not None and line != self._line:
            with suppress(OSError), self.file.open("a", encoding="utf-8") as lines:
                lines.write(f"{line[0]} {line[1]}\n")
        self._line = line


# --- the tool ---------------------------------------------------------------------------------------


def run(command: Sequence[str], report: Report) -> int:
    """Run a command with a terminal for its standard output; return its exit code, or minus the signal of its end."""
    environment = _environment()
    try:
        terminal, theirs = _open()
    except OSError:  # there are none on this machine: the tool can run without
        _execute(command, environment)
    ended, ring = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _ignore)
    forwarded = [number for name in _FORWARDED if signal.getsignal(number := signal.Signals[name]) != signal.SIG_IGN]
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, forwarded)  # until there is someone to forward them to
    libc, wrapper = ctypes.CDLL(None), os.getpid()
    tool = os.fork()
    if tool == 0:
        libc.prctl(_KILL_ME_TOO, signal.SIGKILL)
        if os.getppid() != wrapper:
            os._exit(1)  # it was killed before that
        os.dup2(theirs, 1)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        _execute(command, environment)

    def forward(number: int, _: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(tool, number)

    os.close(theirs)
    for number in forwarded:
        signal.signal(number, forward)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return _Relay(tool, terminal, ended, report).run()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Let a signal be noticed, as one that has no handler is not."""


def _open() -> tuple[int, int]:
    """Return both ends of a terminal that changes no byte; it controls no process."""
    terminal, theirs = os.openpty()
    tty.setraw(theirs)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    os.set_blocking(terminal, False)
    return terminal, theirs


def _environment() -> dict[bytes, bytes]:
    """Return the environment as it came: Python itself sets a locale in it."""
    try:
        entries = Path("/proc/self/environ").read_bytes().split(b"\0")
    except OSError:
        return dict(os.environb)
    return {name: value for name, mark, value in (entry.partition(b"=") for entry in entries) if mark and name}


def _execute(command: Sequence[str], environment: dict[bytes, bytes]) -> NoReturn:
    """Become the tool. What cannot be run ends as it would for a shell, and says what cwltool would."""
    code = 126
    try:
        for ignored in (signal.SIGPIPE, signal.SIGXFSZ):  # by Python
            signal.signal(ignored, signal.SIG_DFL)
        os.execvpe(command[0], list(command), environment)  # noqa: S606  # that is the wish
    except FileNotFoundError:
        code = 127
        os.write(2, f"{command[0]!r} not found\n".encode(errors="replace"))
    except OSError as error:
        os.write(2, f"{command[0]!r} cannot be run: {error.strerror}\n".encode(errors="replace"))
    finally:
        os._exit(code)


@dataclass
class _Relay:
    """Hands on what a tool draws until it has ended."""

    tool: int
    terminal: int
    ended: int  # can be read when a child may have ended
    report: Report
    _screen: Screen = field(default_factory=Screen)
    _open: bool = True
    _fault: OSError | None = None
    _said: bytes = b""

    def run(self) -> int:
        """Return the exit code of the tool, or minus the signal; 1 when its output could not be kept."""
        status = self._follow()
        self._write(self._screen.close())
        code = os.waitstatus_to_exitcode(status)
        if code != 0 and _gets_lost(1):
            os.write(2, self._said)
        if self._fault is None or code != 0:
            return code
        os.write(2, f"standard output cannot be written: {self._fault.strerror}\n".encode())
        return 1

    def _follow(self) -> int:
        while (status := self._status()) is None:
            self._look(_LOOK)
        for _ in range(_PIECES):  # what it has left behind may write for ever
            if not self._open or not self._look(_GRACE):
                break
        return status

    def _status(self) -> int | None:
        pid, status = os.waitpid(self.tool, os.WNOHANG)
        return status if pid else None

    def _look(self, seconds: float) -> bool:
        """Wait for something to happen; return whether it did."""
        watched = select.poll()
        for descriptor in (self.ended, self.terminal) if self._open else (self.ended,):
            watched.register(descriptor, select.POLLIN)
        readable = [descriptor for descriptor, _ in watched.poll(seconds * 1000)]
        if self.ended in readable:
            os.read(self.ended, _READ)
        if self.terminal in readable:
            self._take()
        return bool(readable)

    def _take(self) -> None:
        try:
            piece = os.read(self.terminal, _READ)
        except BlockingIOError:
            return
        except OSError:  # nobody has the other end any more
            piece = b""
        if not piece:
            self._hang_up()
            return
        self._write(self._screen.feed(piece))
        for name, percent in self._screen.seen:
            self.report.tell(name, percent)
        self._screen.seen.clear()

    def _write(self, text: bytes) -> None:
        self._said = (self._said + text)[-_LAST_WORDS:]
        try:
            while text and self._fault is None:
                text = text[os.write(1, text) :]
        except OSError as error:
            self._fault = error
            self._hang_up()  # then the tool finds that it cannot write, as it would without us

    def _hang_up(self) -> None:
        if self._open:
            os.close(self.terminal)
            self._open = False


def _gets_lost(descriptor: int) -> bool:
    """Whether it is a file with a name; what a runner keeps for itself has none."""
    about = os.fstat(descriptor)
    return stat.S_ISREG(about.st_mode) and about.st_nlink > 0


def _end(code: int) -> NoReturn:
    """End as the tool has ended."""
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the tool has left its own
        if -code not in {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(-code, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {-code})
        os.kill(os.getpid(), -code)
    sys.exit(code)


def main(arguments: Sequence[str]) -> None:
    """Run a tool, and end as it does."""
    last, command = "", list(arguments)
    if command and command[0].startswith(LAST):
        last = command.pop(0).removeprefix(LAST)
    if not command:
        sys.exit("there is no command to run")
    file = os.environ.get(PROGRESS_VARIABLE)
    _end(run(command, Report(Path(file) if file else None, Stages(last))))


if __name__ == "__main__":
    main(sys.argv[1:])
