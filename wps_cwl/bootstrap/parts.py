"""From the settings: what both halves of the service, and the command line, have in common."""

import os
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path

from wps_cwl import clean_environment, model
from wps_cwl import settings as configuration
from wps_cwl.bootstrap import s3
from wps_cwl.catalogue import Catalogue
from wps_cwl.disk import Disk, DiskLimits
from wps_cwl.engine.bell import ring
from wps_cwl.engine.gdal import Gdal
from wps_cwl.engine.steps import ENGINES, StepReader
from wps_cwl.errors import Misconfigured
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import (
    Ends,
    JobStore,
    NoticedEnds,
    Notices,
    Outbox,
    PipedEnds,
    RetentionStore,
    UsageStore,
    upgrade,
)
from wps_cwl.jobs.database import is_shared, parse_url, sqlite_file
from wps_cwl.jobs.notices import QUEUE
from wps_cwl.maps import mapserver
from wps_cwl.maps.offer import MapOffer
from wps_cwl.retention import Lifetime, Per, Retention, Rule
from wps_cwl.settings import Settings
from wps_cwl.settings.retention import FOR_EVER
from wps_cwl.settings.retention import Rule as RuleSection
from wps_cwl.storage.base import Storage
from wps_cwl.storage.filesystem import FilesystemStorage
from wps_cwl.system_users import SystemUsers
from wps_cwl.translator import conversions


def settings(config: str | None) -> Settings:
    """Read the settings once. Raises errors.Misconfigured."""
    return configuration.load(Path(config) if config else None, os.environ)


def state(settings: Settings) -> Path:
    """Return the state directory, made if it is not there; the list of its jobs is for its owner only."""
    path = settings.state.absolute()
    _make(settings, path / "jobs", path / "schedulers")
    return path


def home(settings: Settings) -> Path:
    """Return where the engine of this machine has what is its own: the state directory, where there is one engine."""
    if not is_shared(database_url(settings)):
        return state(settings)
    path = state(settings) / ENGINES / settings.engine.known_as
    _make(settings, path / "schedulers")
    return path


def _make(settings: Settings, *folders: Path) -> None:
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.security.run_as:  # other users come through to what is theirs, and see no list
        root = settings.state.absolute()
        for path in {parent for folder in folders for parent in (folder, *folder.parents)}:
            if path.is_relative_to(root) and path.stat().st_uid == os.geteuid():  # and not one of who runs a command
                path.chmod(path.stat().st_mode | 0o011)


def database_url(settings: Settings) -> str:
    """Return the SQLAlchemy URL of the job store."""
    state(settings)  # it may lie in there
    return settings.database_url


def database_file(settings: Settings) -> Path | None:
    """Return the file of the job store; None where it is no file."""
    return sqlite_file(parse_url(database_url(settings)))


def shown_url(url: str) -> str:
    """Return a database URL without its password, and without the options, in which one may stand too."""
    return parse_url(url).set(query={}).render_as_string(hide_password=True)


def upgrade_database(settings: Settings) -> None:
    """Make the tables, or bring them up to this version."""
    upgrade(database_url(settings))


def job_store(settings: Settings, lease: Callable[[], int] | None = None) -> JobStore:
    """Return the job store, its tables up to date; with the lease of an engine: as that engine's."""
    upgrade_database(settings)
    return JobStore(
        database_url(settings),
        span=retention(settings).span,
        on_end=ends(settings).announce,
        lease=lease,
        outbox=outbox(settings),
    )


def outbox(settings: Settings) -> Outbox:
    """Return who writes what is to be told of jobs."""
    callback = settings.notifications.callback
    if callback.url is None:
        return Outbox()
    return Outbox(lambda process: not any(fnmatchcase(process, pattern) for pattern in callback.without))


def retention(settings: Settings) -> Retention:
    """Return for how long jobs are kept, and how much users and processes may have."""
    section = settings.retention
    return Retention(Lifetime(section.days), tuple(map(_rule, section.rules)))


def _rule(rule: RuleSection) -> Rule:
    lifetime = None if rule.days is None else Lifetime(None if rule.days == FOR_EVER else rule.days)
    return Rule(Per(rule.per), rule.processes, rule.users, lifetime, rule.jobs, rule.bytes)


def retention_store(settings: Settings) -> RetentionStore:
    """Return the ends of lives of the jobs, and how large they are; its tables are those of the job store."""
    return RetentionStore(database_url(settings), span=retention(settings).span)


def disk(settings: Settings) -> Disk:
    """Return what is left of our file systems."""
    section, path = settings.retention.disk, state(settings)
    limits = DiskLimits(section.least_bytes, section.least_percent, section.job_bytes, section.result_bytes)
    return Disk([path, path / "jobs"], limits, retention_store(settings).sizes)


def ends(settings: Settings) -> Ends:
    """Return how the end of a job reaches those who wait for it."""
    told = notices(settings)
    return PipedEnds(state(settings) / "waiting") if told is None else NoticedEnds(told)


def notices(settings: Settings) -> Notices | None:
    """Return what the database tells the processes of all machines; None where it is a file of this one."""
    url = database_url(settings)
    return _notices(url) if is_shared(url) else None


@cache
def _notices(url: str) -> Notices:
    return Notices(url)


def wake(settings: Settings) -> Callable[[], None]:
    """Return what tells the engines that there is work."""
    told = notices(settings)
    return partial(ring, state(settings)) if told is None else partial(told.tell, QUEUE)


def usage_store(settings: Settings) -> UsageStore:
    """Return what jobs have used; its tables are those of the job store."""
    return UsageStore(database_url(settings))


def job_directory(settings: Settings, job: str) -> JobDirectory:
    """Return the directory of a job."""
    return JobDirectory(state(settings) / "jobs", job)


def catalogue(settings: Settings) -> Catalogue:
    """Return the processes, read once."""
    drivers = gdal().drivers
    offer = MapOffer(settings.maps.processes) if mapserv(settings) else None
    found = Catalogue(
        settings.processes,
        memory=state(settings) / "catalogue.json",
        amend=lambda process: conversions.offered(offer.of(process) if offer else process, drivers),
    )
    found.refresh()
    return found


def mapserv(settings: Settings) -> str | None:
    """Return MapServer's program, None where no maps are offered; raise Misconfigured where they must be."""
    if settings.maps.enabled is False:
        return None
    found = mapserver.find(settings.maps.mapserv)
    if found is None and settings.maps.enabled is True:
        name = settings.maps.mapserv or "mapserv"
        raise Misconfigured(
            reason=f"maps.enabled is true, and there is no {name}: install MapServer, or set maps.mapserv"
        )
    return found


@cache
def gdal() -> Gdal:
    """Return GDAL's programs: they see what a leader may see, and where a site keeps what GDAL needs."""
    kept = {name: os.environ[name] for name in ("GDAL_DATA", "PROJ_DATA", "PROJ_LIB") if name in os.environ}
    return Gdal(clean_environment.clean(os.environ) | kept)


def storage(settings: Settings) -> Storage:
    """Return where results are published. Raises errors.Misconfigured."""
    jobs = state(settings) / "jobs"
    return FilesystemStorage(jobs) if settings.storage.kind == "file" else s3.results(settings.storage, jobs)


def system_users(settings: Settings) -> SystemUsers | None:
    """Return who jobs may run as; None when they run as the user of the service."""
    return SystemUsers(settings.security.users) if settings.security.run_as else None


def steps(settings: Settings) -> StepReader:
    """Return who reads how the steps of a job stand."""
    users = system_users(settings)
    return StepReader(state(settings) / "schedulers", users.of if users else None)


def service(settings: Settings) -> model.Service:
    """Return what the service says of itself."""
    server = settings.server
    return model.Service(
        url=server.public_url,
        title=server.title,
        abstract=server.abstract,
        keywords=server.keywords,
        fees=server.fees,
        access_constraints=server.access_constraints,
        provider=server.provider,
        provider_site=server.provider_site,
        contact=model.Contact(**server.contact.model_dump()),
        languages=server.languages,
    )


def endpoint(settings: Settings) -> str:
    """Return the address of the WPS endpoint."""
    return f"{settings.server.public_url}/wps"


def limits(settings: Settings) -> model.Limits:
    """Return what a client may ask of the service."""
    section = settings.server.limits
    return model.Limits(section.request_bytes, section.inline_bytes, section.body_seconds)
