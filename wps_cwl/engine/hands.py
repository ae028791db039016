"""Threads for what may take long, and which can be left alone: when a job is dismissed, or the engine stops."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import TypeVar

from wps_cwl.engine.interruption import Interruption

T = TypeVar("T")

FREE = 0.2  # seconds between two looks whether a hand is free
DONE = 5.0  # and whether it has done it; it rings the bell, so that this is for one that was not heard


def lend(hands: threading.Semaphore, act: Callable[[], T], interruption: Interruption, *, name: str) -> T:
    """Return what `act` returns, or raise what it raises; it goes on by itself when the job is interrupted."""
    done: Future[T] = Future()

    def work() -> None:
        try:
            done.set_result(act())
        except BaseException as error:  # it is raised again where it is waited for
            done.set_exception(error)
        finally:
            hands.release()  # also of a thread that was left alone: there are never more of them
            interruption.wake()

    while not hands.acquire(timeout=FREE):
        interruption.check()
    try:
        context = copy_context()  # what is logged in there bears the trace of the job, too
        threading.Thread(target=context.run, args=(work,), name=name, daemon=True).start()
    except BaseException:  # there is no room for a thread now, and nobody else would give the hand back
        hands.release()
        raise
    while not done.done():
        interruption.sleep(DONE)
    return done.result()
