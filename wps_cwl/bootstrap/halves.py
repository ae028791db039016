"""From the settings: the web application and the engine."""

import logging
import os
import threading
from collections.abc import Callable, Iterable
from functools import partial

from flask import Flask

from wps_cwl import clean_environment, machine
from wps_cwl.admission import Admission, QueueLimits
from wps_cwl.bootstrap import s3, whereabouts
from wps_cwl.bootstrap.parts import (
    catalogue,
    database_file,
    database_url,
    disk,
    ends,
    gdal,
    home,
    job_directory,
    job_store,
    limits,
    mapserv,
    notices,
    retention,
    retention_store,
    service,
    state,
    steps,
    storage,
    system_users,
    usage_store,
    wake,
)
from wps_cwl.bootstrap.running import _offices_of, identities, launcher, misfits, offices, preflight, profiles
from wps_cwl.bootstrap.telemetry import teller
from wps_cwl.bootstrap.telling import may_be_told, notifier
from wps_cwl.catalogue import Entry
from wps_cwl.disk import Disk
from wps_cwl.engine import dispatcher, leader
from wps_cwl.engine.accountant import Accountant
from wps_cwl.engine.conversion import Converter
from wps_cwl.engine.dispatcher import Dispatcher
from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.engine.fetch_s3 import WithS3
from wps_cwl.engine.figures import FigureReader
from wps_cwl.engine.finishing import Finisher
from wps_cwl.engine.housekeeping import Housekeeper
from wps_cwl.engine.inspection import Inspector
from wps_cwl.engine.last_accounts import LastAccounts
from wps_cwl.engine.leader_memory import LeaderMemory
from wps_cwl.engine.lease import Lease
from wps_cwl.engine.publishing import Publisher
from wps_cwl.engine.reserve import Reserve
from wps_cwl.engine.routing import Router
from wps_cwl.engine.seats import Seats
from wps_cwl.engine.staging import Fetches, StagingLimits
from wps_cwl.engine.unsettled import Unsettled
from wps_cwl.engine.views import ViewMaker
from wps_cwl.engine.workshop import Workshop
from wps_cwl.facade.app import create_app
from wps_cwl.facade.links import Links
from wps_cwl.jobs import Leases
from wps_cwl.jobs.database import is_shared
from wps_cwl.jobs.notices import QUEUE
from wps_cwl.maps import survey
from wps_cwl.maps.mapserver import MapServer
from wps_cwl.operations import Operations
from wps_cwl.settings import Settings

logger = logging.getLogger(__name__)


def operations(settings: Settings, *, live: bool = False) -> Operations:
    """Return the use cases; `live` keeps the processes up to date as files change."""
    processes = catalogue(settings)
    if live:
        processes.watch(remark=lambda entries: _warn_of_misfits(settings, entries))
    room = disk(settings)
    return Operations(
        service=service(settings),
        catalogue=processes,
        jobs=job_store(settings),
        storage=storage(settings),
        state=state(settings),
        admission=admission(settings, room),
        wake=wake(settings),
        users=system_users(settings),
        ends=ends(settings),
        preflight=preflight(settings, here=False),
        steps=steps(settings).read,
        used=usage_store(settings),
        maps=maps(settings),
        admit=may_be_told(settings).admit,
        figures=FigureReader(state(settings), job_store(settings), usage_store(settings), room).read,
    )


def admission(settings: Settings, room: Disk) -> Admission:
    """Return who takes jobs in."""
    users = settings.security.user_header is not None
    return Admission(
        job_store(settings),
        QueueLimits(
            settings.jobs.waiting,
            settings.server.limits.waiting_sync,
            settings.server.hold,
            waiting_jobs_of_user=max(1, settings.jobs.waiting // 2) if users else None,
        ),
        retention(settings),
        retention_store(settings),
        room,
        wake(settings),
        gives_up=users,  # elsewhere, whoever was shown a result could have it removed
    )


def maps(settings: Settings) -> MapServer | None:
    """Return who answers requests to maps; None where nobody does."""
    program = mapserv(settings)
    running = settings.maps.running or machine.cpus()
    return MapServer(program, settings.maps.seconds, running) if program else None


def view_maker(settings: Settings) -> ViewMaker | None:
    """Return who makes maps and quick-looks of results; None where nobody does."""
    if settings.maps.enabled is False or not survey.possible():
        return None
    return ViewMaker(storage(settings), settings.maps.seconds, os.environ)


def _warn_of_misfits(settings: Settings, entries: Iterable[Entry]) -> None:
    for name, reason in misfits(settings, entries, here=False):
        logger.warning("no profile can run a process", extra={"offered": name, "reason": reason})


def web(settings: Settings) -> Flask:
    """Return the web application. Raises errors.Misconfigured."""
    whereabouts.settle(settings)
    return create_app(
        operations(settings, live=True),
        limits=limits(settings),
        user_header=settings.security.user_header,
        metrics=settings.server.metrics,
        tell=teller(settings, "web"),
    )


def workshop(settings: Settings) -> Workshop:
    """Return what every job needs for its run."""
    held, tell = lease(settings), teller(settings, "engine")
    ways, jobs = profiles(settings), job_store(settings, None if held is None else lambda: held.token)
    results, clients = storage(settings), identities(settings)
    links = Links(settings.server.public_url, results.address)
    memory = LeaderMemory(leaders_memory(settings), lambda job: leader.pid(job_directory(settings, job)))
    return Workshop(
        jobs=jobs,
        profiles=ways,
        router=Router(ways, jobs, preflight(settings), clean_environment.clean(os.environ)),
        launcher=launcher(settings),
        identities=clients,
        fetcher=fetcher(settings),
        limits=StagingLimits(input_size=settings.server.limits.input_bytes),
        publisher=Publisher(
            results,
            links.file,
            views=view_maker(settings),
            patience=0 if settings.storage.kind == "file" else settings.storage.patience,
        ),
        environ=os.environ,
        seats=Seats(settings.running, memory.full, profiles=ways.limits),
        hands=threading.Semaphore(settings.running + dispatcher.AHEAD),
        restarts=settings.jobs.restarts,
        finisher=Finisher(Inspector(gdal()), Converter(gdal())),
        accountant=Accountant(
            state=state(settings),
            jobs=jobs,
            used=usage_store(settings),
            offices=offices(settings, ways),
            patience=settings.accounting.patience,
            of_client=None if clients is None else _offices_of(settings, clients),
            home=home(settings),
            tell=tell,
        ),
        housekeeper=housekeeper(settings),
        lease=held,
        tell=tell,
    )


def housekeeper(settings: Settings) -> Housekeeper:
    """Return who removes what need not be kept."""
    database = database_file(settings)
    return Housekeeper(
        state(settings),
        jobs=job_store(settings),  # of all engines: an expired job has none any more
        retention=retention_store(settings),
        storage=storage(settings),
        accounts=LastAccounts(
            state(settings) / "jobs", Unsettled(state(settings)), usage_store(settings), settings.accounting.patience
        ),
        is_full=disk(settings).is_full,
        reserve=None if database is None else Reserve(database.parent),
    )


def fetcher(settings: Settings) -> Fetches:
    """Return what fetches the inputs that are references."""
    allowed, seconds = settings.security.allowed_hosts, settings.server.limits.fetch_seconds
    others = Fetcher(FetchRules(allowed=allowed, total_timeout=seconds))
    return WithS3(others, s3.inputs(settings.security.s3_inputs), total_timeout=seconds)


def lease(settings: Settings) -> Lease | None:
    """Return the lease of this machine's engine; None where there is one engine, which needs none."""
    url = database_url(settings)
    if not is_shared(url):
        return None
    name, seconds = settings.engine.known_as, settings.engine.lease
    return Lease(Leases(url), name=name, seconds=seconds, file=home(settings) / "lease")


def leaders_memory(settings: Settings) -> int:
    """Return how many bytes all leaders may take together."""
    return settings.jobs.memory or machine.memory() // 2


def engine(settings: Settings) -> Dispatcher:
    """Return the engine. Raises errors.Misconfigured."""
    whereabouts.settle(settings)
    told = notices(settings)
    return Dispatcher(
        state=state(settings),
        home=home(settings),
        workshop=workshop(settings),
        storage=storage(settings),
        running=settings.running,
        tells_users_apart=settings.security.user_header is not None,
        listen=None if told is None else partial(told.listen, QUEUE),
        notifier=notifier(settings),
    )


def purger(settings: Settings) -> Callable[[str], bool]:
    """Return what removes a job with its results and all that it left; it returns False for one that is kept."""
    return housekeeper(settings).purge
