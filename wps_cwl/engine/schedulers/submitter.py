"""The submitter: has a scheduler take the steps of a leader, and waits for all of them while it does not."""

from __future__ import annotations

import logging
import time

from wps_cwl.engine.schedulers.base import Ask, Full, NoAnswer, Refused
from wps_cwl.engine.schedulers.brief import Brief
from wps_cwl.engine.schedulers.patient import PatientConnection, Paused
from wps_cwl.engine.schedulers.pause import Pause
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.schedulers.work import SubmittedWork

logger = logging.getLogger(__name__)

PATIENCE = 1800.0  # seconds for which nothing of ours may move before a step that nobody takes is given up
LONGEST_PAUSE = 15.0  # seconds between two tries
UNKNOWN = "unknown"  # the number of a job that ended before anybody knew it


class Submitter:
    """Submits one step after the other; when one is not taken, none is tried for a while."""

    def __init__(self, brief: Brief, connection: PatientConnection) -> None:
        self._brief = brief
        self._connection = connection
        self._files = Submissions(brief.directory)
        self._pause = Pause(LONGEST_PAUSE)
        self._moved = 0.0
        self._said = ""  # when the last try has failed: why

    @property
    def ready(self) -> bool:
        """Whether a step may be tried now."""
        return self._pause.over

    def note_move(self, moment: float) -> None:
        """Note that something of ours has been taken, runs or has ended: then it is worth waiting for room."""
        self._moved = max(self._moved, moment)

    def check_hope(self, job: SubmittedWork) -> None:
        """Raise Refused for a step that has waited too long, while nothing has moved."""
        if self._said and time.time() - max(job.asked, self._moved) > PATIENCE:
            raise Refused(self._said)

    def submit(self, job: SubmittedWork) -> str | None:
        """Submit a step, and return its number; None when it must be tried again. Raises Refused."""
        ask = self._ask(job)
        self._brief.profile.admit(ask)
        try:
            id = self._submitted_already(job) if job.doubtful else None
            id = id or self._connection.submit(ask, self._brief.profile)
        except Paused:
            return None
        except NoAnswer as error:
            job.doubtful = not isinstance(error, Full)  # that is an answer
            job.tries += 1
            self._said = str(error)
            pause = self._pause.lengthen()
            logger.warning("the step %s is submitted again in %.0f s: %s", job.work.step, pause, error)
            return None
        self._said = ""
        self._pause.end()
        self.note_move(time.time())
        return id

    def _submitted_already(self, job: SubmittedWork) -> str | None:
        """Return the number of a job whose submission has worked although nobody was told."""
        if self._files.exit_code(job.stem) is not None:
            return UNKNOWN  # it is over, and in the queue no more
        return next((one.id for one in self._connection.listing().jobs if one.name == job.name), None)

    def _ask(self, job: SubmittedWork) -> Ask:
        work = job.work
        return Ask(
            name=job.name,
            script=self._files.file(job.stem, "sh"),
            log=self._files.file(job.stem, "log"),
            cores=work.cores,
            memory=work.memory,
            walltime=work.walltime,
            gpus=work.gpus,
        )
