"""The notifier: a thread of the engine that tells others of jobs. No job waits for it, nor does the engine."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable

from wps_cwl.engine.notifications.failure import NotTold
from wps_cwl.jobs import NotificationStore
from wps_cwl.model import FINAL_STATES, Channel, Notification

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks for something to tell
AT_ONCE = 8  # are told at the same time
OF_CLIENTS = 6  # of these by URIs of clients, who cannot keep out the operator's own
OF_HOST = 2  # of these at one host
CLAIM = 90.0  # seconds after which another engine tries what this one has taken: longer than any try takes
PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)  # seconds until the next try; the last one is repeated
MOST_TRIES = 50
PASSING = 600.0  # seconds for which it is tried to tell of what is no end: who learns of that later has no use for it
LEAVE = 2.0  # seconds for which tries are waited for at the end of the engine

Teller = Callable[[Notification], None]


class Notifier:
    """`tell` makes one try, in a thread of its own, and may raise NotTold; `patience` is in seconds."""

    def __init__(self, store: NotificationStore, tell: Teller, *, patience: float) -> None:
        self._store = store
        self._tell = tell
        self._patience = patience
        self._at_work: dict[threading.Thread, Notification] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, with what an earlier engine has left."""
        thread = threading.Thread(target=self._run, name="notifier", daemon=True)
        thread.start()
        self._thread = thread  # only then: one that could not be started cannot be waited for

    def stop(self) -> None:
        """End soon; what is not told is left to the next engine."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            left = [*self._at_work, *([self._thread] if self._thread else [])]
        for thread in left:
            thread.join(LEAVE)

    def _run(self) -> None:
        while not self._stopping:
            try:
                begun = self._begin()
            except Exception as error:  # the database is away, for instance
                logger.warning("nobody can be told of jobs now: %s", error)
                begun = False
            with self._changed:
                if not begun and not self._stopping:
                    self._changed.wait(LOOK)

    def _begin(self) -> bool:
        """Begin to tell the next one; return False when there is none, or no room."""
        with self._changed:
            hosts = Counter(each.host for each in self._at_work.values())
            clients = sum(each.channel is Channel.SUBSCRIBER for each in self._at_work.values())
            if len(self._at_work) >= AT_ONCE:
                return False
        found = self._store.claim(
            seconds=CLAIM,
            busy=[host for host, count in hosts.items() if count >= OF_HOST],
            without=[Channel.SUBSCRIBER] if clients >= OF_CLIENTS else [],
        )
        if found is None:
            return False
        thread = threading.Thread(target=self._work, args=(found,), name=f"notify-{found.id}", daemon=True)
        with self._changed:  # which the thread waits for at its end
            thread.start()
            self._at_work[thread] = found  # only then: one that could not be started would take its place for ever
        return True

    def _work(self, notification: Notification) -> None:
        try:
            self._try(notification)
        except Exception:  # it is tried again when its claim is over
            logger.exception("it cannot be noted how somebody was told", extra=_facts(notification))
        finally:
            with self._changed:
                del self._at_work[threading.current_thread()]
                self._changed.notify_all()

    def _try(self, notification: Notification) -> None:
        try:
            self._tell(notification)
        except NotTold as failure:
            self._put_off(notification, failure)
        except Exception as error:  # of ours; its text may hold the target
            logger.error("a notification cannot be made: %s", type(error).__name__, extra=_facts(notification))
            self._put_off(notification, NotTold(f"internal error ({type(error).__name__})", again=True))
        else:
            logger.info("told", extra=_facts(notification))
            self._store.sent(notification)

    def _put_off(self, notification: Notification, failure: NotTold) -> None:
        pause = PAUSES[min(notification.tries, len(PAUSES)) - 1]
        patience = self._patience if notification.then.state in FINAL_STATES else min(self._patience, PASSING)
        over = notification.tries >= MOST_TRIES or self._store.age(notification) + pause > patience
        facts = _facts(notification) | {"reason": str(failure), "tries": notification.tries}
        if failure.again and not over:
            logger.warning("not told, and tried again", extra=facts | {"seconds": pause})
            self._store.put_off(notification, pause, str(failure))
        else:
            logger.error("not told, and given up", extra=facts)
            self._store.give_up(notification, str(failure))


def _facts(notification: Notification) -> dict[str, object]:
    """Return what a log may have of it: of its target, the host at most."""
    return {
        "job": notification.job,
        "milestone": notification.milestone.value,
        "channel": notification.channel.value,
        "host": notification.host,
    }
