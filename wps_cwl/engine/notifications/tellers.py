"""How each channel tells of a milestone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON of any shape
from urllib.parse import quote

from wps_cwl import codec
from wps_cwl.engine.notifications.failure import NotTold
from wps_cwl.engine.notifications.mail import Mailer, compose
from wps_cwl.engine.notifications.post import Poster
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import MILESTONES, Channel, Job, Notification, Process

Render = Callable[[Job], Mapping[str, Any]]


@dataclass(frozen=True)
class Tellers:
    """`render` gives the status of a job as `/jobs/{id}` does; `callback` and `operator` are for the operator's URL,
    which may lead where clients' may not."""

    render: Render
    jobs: Path
    subscriber: Poster
    operator: Poster
    callback: str | None = None
    mailer: Mailer | None = None

    def tell(self, notification: Notification) -> None:
        """Make one try. Raises NotTold."""
        _TELL[notification.channel](self, notification)

    def _subscriber(self, notification: Notification) -> None:
        self.subscriber.post(_target(notification), self.render(notification.then), id=notification.id)

    def _callback(self, notification: Notification) -> None:
        if self.callback is None:
            raise NotTold("no callback is set any more", again=False)
        zoo = MILESTONES[notification.milestone].zoo
        if "{zoo}" in self.callback and zoo is None:
            return  # ZOO has no such step
        url = self.callback.replace("{step}", quote(notification.milestone.value)).replace("{zoo}", zoo or "")
        status = self.render(notification.then)
        document = {
            "id": notification.id,
            "jobid": notification.job,
            "datetime": status["updated"],
            "step": notification.milestone.value,
            "process_identifier": notification.then.process,
            "user": notification.then.user,
            "status": status,
        }
        self.operator.post(url, document, id=notification.id)

    def _mail(self, notification: Notification) -> None:
        if self.mailer is None:
            raise NotTold("no mail is sent any more", again=False)
        _target(notification)
        status, title = self.render(notification.then), self._title(notification.then)
        self.mailer.send(compose(notification, status, title=title, sender=self.mailer.sender))

    def _title(self, job: Job) -> str:
        with suppress(OSError, ValueError):
            return codec.load(JobDirectory(self.jobs, job.id).description.read_bytes(), Process).title or job.process
        return job.process


_TELL: Mapping[Channel, Callable[[Tellers, Notification], None]] = {
    Channel.SUBSCRIBER: Tellers._subscriber,
    Channel.CALLBACK: Tellers._callback,
    Channel.MAIL: Tellers._mail,
}


def _target(notification: Notification) -> str:
    if notification.target is None:
        raise NotTold("its target is not known any more", again=False)
    return notification.target
