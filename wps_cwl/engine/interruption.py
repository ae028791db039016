"""What may come between a job and its end, and how its thread sleeps until something happens."""

from __future__ import annotations

import os
import select


class Dismissed(Exception):
    """The job was dismissed while it was at work."""


class Interrupted(Exception):
    """The engine is stopping: the job is left as it is for the next one."""


class Interruption:
    """The dismissal of one job, and the end of the engine; other threads set them, and wake the job's."""

    def __init__(self) -> None:
        self._dismissed = False
        self._stopping = False
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def __del__(self) -> None:
        os.close(self._bell)

    def dismiss(self) -> None:
        """Note that the job has been ended."""
        self._dismissed = True
        self.wake()

    def stop(self) -> None:
        """Note that the engine ends."""
        self._stopping = True
        self.wake()

    def wake(self) -> None:
        """End the sleep of the job's thread, or the next one."""
        os.eventfd_write(self._bell, 1)

    def check(self) -> None:
        """Raise Interrupted or Dismissed when it has come to that."""
        if self._stopping:
            raise Interrupted
        if self._dismissed:
            raise Dismissed

    def sleep(self, seconds: float, *descriptors: int) -> bool:
        """Sleep until somebody wakes us, one of the descriptors can be read, or the time is up; then `check`.

        Return whether one of the descriptors can be read.
        """
        poll = select.poll()
        for descriptor in (self._bell, *descriptors):
            poll.register(descriptor, select.POLLIN)
        ready = {descriptor for descriptor, _ in poll.poll(seconds * 1000)}
        if self._bell in ready:
            os.eventfd_read(self._bell)
        self.check()
        return bool(ready - {self._bell})
