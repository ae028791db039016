"""From the settings: who is told of jobs, and how."""

from wps_cwl.bootstrap.parts import database_url, state, steps, storage
from wps_cwl.engine.addresses import EVERYTHING, AddressGuard
from wps_cwl.engine.connections import trusted_certificates
from wps_cwl.engine.notifications.admission import Admission
from wps_cwl.engine.notifications.mail import Mailer
from wps_cwl.engine.notifications.notifier import Notifier
from wps_cwl.engine.notifications.post import Poster
from wps_cwl.engine.notifications.tellers import Render, Tellers
from wps_cwl.facade import job_status
from wps_cwl.facade.links import Links
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import NotificationStore
from wps_cwl.model import Job
from wps_cwl.settings import Settings


def may_be_told(settings: Settings) -> Admission:
    """Return to whom clients may have their jobs told. Raises errors.Misconfigured."""
    section = settings.notifications
    return Admission(
        AddressGuard.parse(settings.security.allowed_hosts, ()),
        subscribers=section.subscribers,
        recipients=section.mail.recipients if section.mail.host else (),
    )


def notification_store(settings: Settings) -> NotificationStore:
    """Return what is to be told, and what was; its tables are made with those of the job store."""
    return NotificationStore(database_url(settings))


def notifier(settings: Settings) -> Notifier:
    """Return who tells others of jobs."""
    section, tls = settings.notifications, trusted_certificates()
    tellers = Tellers(
        render=_render(settings),
        jobs=state(settings) / "jobs",
        subscriber=Poster(AddressGuard.parse(settings.security.allowed_hosts, ()), tls),
        operator=Poster(EVERYTHING, tls),
        callback=section.callback.url,
        mailer=mailer(settings),
    )
    return Notifier(notification_store(settings), tellers.tell, patience=section.patience)


def mailer(settings: Settings) -> Mailer | None:
    """Return who sends mails; None where nobody does."""
    mail = settings.notifications.mail
    if mail.host is None or mail.sender is None:
        return None
    return Mailer(
        mail.host,
        mail.known_port,
        mail.tls,
        mail.sender,
        trusted_certificates(),
        user=mail.user,
        password_file=mail.password_file,
    )


def _render(settings: Settings) -> Render:
    reader, jobs = steps(settings), state(settings) / "jobs"
    links = Links(settings.server.public_url, storage(settings).address)

    def render(job: Job) -> dict[str, object]:
        try:
            seen = reader.read(job, JobDirectory(jobs, job.id))
        except OSError:  # of a job that was removed
            seen = ()
        return job_status.render(job, seen, links)

    return render
