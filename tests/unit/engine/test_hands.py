"""Hands are lent, and come back whatever happens: they are counted once, for as long as the engine lives."""

from __future__ import annotations

import threading

import pytest

from wps_cwl.engine.hands import lend
from wps_cwl.engine.interruption import Interruption


def test_a_hand_is_given_back_when_its_act_has_ended_or_failed() -> None:
    hands = threading.Semaphore(1)
    assert lend(hands, lambda: 7, Interruption(), name="a") == 7
    with pytest.raises(ZeroDivisionError):
        lend(hands, lambda: 1 / 0, Interruption(), name="b")
    assert lend(hands, lambda: 8, Interruption(), name="c") == 8


def test_a_hand_whose_thread_cannot_be_started_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    hands = threading.Semaphore(1)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", no_room)
        with pytest.raises(RuntimeError, match="can't start"):
            lend(hands, lambda: 7, Interruption(), name="a")
    assert hands.acquire(timeout=1)
