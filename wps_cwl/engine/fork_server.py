"""The fork server: has Toil, cwltool and the CWL schemas loaded, and forks leaders and workers that need not load them.

Usage: python -m wps_cwl.engine.fork_server STATE CONTROL [LOG]. It ends when the other end of the pipe CONTROL is
closed. It has one thread only, since a fork copies no other.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import logging
import os
import selectors
import signal
import socket
import sys
import tempfile
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from types import FrameType

from wps_cwl import logs
from wps_cwl.engine import adaptations, leader_process
from wps_cwl.engine.fork_client import SOCKET, Order

logger = logging.getLogger("wps_cwl.engine.fork_server")  # the name of the module is "__main__"

_LARGEST = 1 << 20  # bytes of a request
_MOST_DESCRIPTORS = 8
_PR_SET_NAME = 15  # prctl(2)

SAMPLE = {
    "cwlVersion": "v1.2",
    "class": "CommandLineTool",
    "requirements": [{"class": "InlineJavascriptRequirement"}],
    "baseCommand": "true",
    "inputs": {"file": "File?", "text": "string?"},
    "outputs": {"out": "stdout"},
}


# what leaders and workers import when they come to need it
LOADED = (
    "toil.worker",
    "toil.leader",
    "toil.utils.toilStats",
    "toil.fileStores.cachingFileStore",
    "toil.fileStores.nonCachingFileStore",
    "encodings.unicode_escape",
    "jinxed.terminfo.linux",
)


def main(state: Path, control: int) -> None:
    """Load everything, then serve until the engine is gone."""
    folder = os.open(state, os.O_RDONLY | os.O_DIRECTORY)
    skipped = load(folder)
    gc.collect()
    gc.freeze()  # what is loaded is never looked at again, so that its memory stays shared
    if threading.active_count() != 1:
        raise RuntimeError(f"a fork server must have one thread: {threading.enumerate()}")
    listener = _listen(folder)
    logger.info("ready", extra={"without": ", ".join(skipped) or "nothing"})
    ours = os.stat(SOCKET, dir_fd=folder).st_ino
    _serve(listener, control)
    with suppress(FileNotFoundError):
        if os.stat(SOCKET, dir_fd=folder).st_ino == ours:  # and not that of the next one
            os.unlink(SOCKET, dir_fd=folder)


def load(folder: int) -> list[str]:
    """Import what leaders and workers import, and load what they load; return the adaptations that do not fit."""
    for module in LOADED:
        importlib.import_module(module)
    import enlighten  # heavy, like all that follows
    from cwltool.context import LoadingContext
    from cwltool.load_tool import load_tool
    from cwltool.process import get_schema
    from cwltool.workflow import default_make_tool
    from toil.batchSystems.registry import get_batch_systems
    from toil.cwl import cwltoil
    from toil.lib.plugins import remove_plugin
    from toil.lib.url import URLAccess

    from wps_cwl.engine import batch_system, forked_workers

    for name in get_batch_systems():  # this and the next one look for plug-ins, which takes a while
        if name != "single_machine":
            remove_plugin("batch_system", name)  # each leader would try to import what some of them need
    URLAccess.url_exists(Path("/").as_uri())
    enlighten.get_manager(enabled=False).stop()  # compiles what terminals can do
    skipped = adaptations.apply_all()
    forked_workers.register(folder)
    batch_system.register()
    for version in ("v1.0", "v1.1", "v1.2", "v1.3.0-dev1"):
        get_schema(version)
    logging.getLogger("cwltool").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as scratch:
        sample = Path(scratch) / "sample.cwl"
        sample.write_text(json.dumps(SAMPLE))
        load_tool(str(sample), LoadingContext({"construct_tool_object": default_make_tool}))
        with suppress(SystemExit):  # imports what the options of all batch systems need
            cwltoil.get_options(["--jobStore", f"file:{scratch}/toil", str(sample)])
    return skipped


def _listen(folder: int) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with suppress(FileNotFoundError):
        os.unlink(SOCKET, dir_fd=folder)
    before = os.umask(0o177)
    listener.bind(f"/proc/self/fd/{folder}/{SOCKET}")
    os.umask(before)
    listener.listen(1024)
    return listener


def _serve(listener: socket.socket, control: int) -> None:
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _nothing)
    with selectors.DefaultSelector() as selector:
        for source in (listener, wake, control):
            selector.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is listener:
                    _accept(listener, (wake, waker, control))
                elif key.fileobj == wake:
                    with suppress(BlockingIOError):
                        os.read(wake, 4096)
                    _reap()
                else:
                    return  # the engine is gone


def _nothing(number: int, frame: FrameType | None) -> None:
    """Be called, so that the wake-up byte is written."""


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue


def _accept(listener: socket.socket, ours: tuple[int, ...]) -> None:
    """Fork for one request; a bad one ends its own connection, and nothing else."""
    try:
        connection, _ = listener.accept()
    except OSError as error:  # too many files are open, or the client has gone
        logger.warning("a request was not taken: %s", error)
        return
    descriptors: list[int] = []
    try:
        connection.settimeout(5)
        payload, descriptors, _, _ = socket.recv_fds(connection, _LARGEST, _MOST_DESCRIPTORS)
        order = Order(**json.loads(payload))
        if order.run not in RUNNERS or len(descriptors) < 2:
            raise ValueError("not an order")
        if os.fork() == 0:
            _become(order, connection, descriptors, (listener.fileno(), *ours))
    except (OSError, ValueError, TypeError) as error:
        logger.warning("a request was refused: %s", error)
    finally:
        connection.close()
        for descriptor in descriptors:
            os.close(descriptor)


def _become(order: Order, connection: socket.socket, descriptors: list[int], ours: tuple[int, ...]) -> None:
    """Be the process that was ordered, and never return; `ours` is what only the server needs."""
    code = 1
    try:
        os.setsid()
        for descriptor in ours:
            os.close(descriptor)
        connection.setblocking(True)
        connection.send(str(os.getpid()).encode())
        ctypes.CDLL(None).prctl(_PR_SET_NAME, f"cwl-{order.run}".encode())  # what `ps` and `top` show
        _settle(order, descriptors)
        code = RUNNERS[order.run](list(order.arguments), descriptors[2:])
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:  # whatever it is, this copy of the server must not go on serving
        with suppress(Exception):
            traceback.print_exc()
    finally:
        with suppress(BaseException):
            threading._shutdown()  # type: ignore[attr-defined]  # what the interpreter does at its end
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        with suppress(OSError):
            connection.send(str(code).encode())
        os._exit(code & 0xFF)


def _settle(order: Order, descriptors: list[int]) -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (descriptors[0], 1), (descriptors[1], 2)):
        os.dup2(source, target)
    os.close(null)
    os.close(descriptors[0])
    os.close(descriptors[1])
    os.umask(0o077)
    os.chdir(order.directory)
    os.environ.clear()
    os.environ.update(order.environment)
    tempfile.tempdir = None  # it was worked out from the server's environment
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    logging.getLogger("cwltool").setLevel(logging.INFO)  # its default: the commands of the steps are told there


def _leader(arguments: list[str], kept: list[int]) -> int:
    return leader_process.main([str(kept[0]), *arguments])


def _worker(arguments: list[str], kept: list[int]) -> int:
    from toil import worker  # loaded already

    del kept
    worker.main(arguments)
    return 0


RUNNERS = {"leader": _leader, "worker": _worker}


if __name__ == "__main__":
    logs.set_up(*sys.argv[3:])
    main(Path(sys.argv[1]), int(sys.argv[2]))
