"""The composition root: settings -> the objects that do the work. Concrete classes meet here only."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from functools import partial
from pathlib import Path

import psutil
from flask import Flask

from wps_cwl import model
from wps_cwl import settings as configuration
from wps_cwl.catalogue import Catalogue, Entry
from wps_cwl.engine import dispatcher, leader, toil_command
from wps_cwl.engine.accountant import Accountant, Office
from wps_cwl.engine.bell import ring
from wps_cwl.engine.dispatcher import Dispatcher
from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.engine.job_run import Workshop
from wps_cwl.engine.launchers import ForkLauncher, Launcher, StockLauncher
from wps_cwl.engine.leader_memory import LeaderMemory
from wps_cwl.engine.ledgers import LEDGERS
from wps_cwl.engine.probe import Probe
from wps_cwl.engine.profiles import Profiles, RunProfile
from wps_cwl.engine.publishing import Publisher
from wps_cwl.engine.routing import Router
from wps_cwl.engine.schedulers import base, connection
from wps_cwl.engine.schedulers.base import Dialect
from wps_cwl.engine.schedulers.batch import BatchScheduler
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.dialects import DIALECTS
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.seats import Seats
from wps_cwl.engine.staging import StagingLimits
from wps_cwl.engine.steps import StepReader
from wps_cwl.facade.app import create_app
from wps_cwl.facade.links import Links
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import Ends, JobStore, UsageStore, upgrade
from wps_cwl.jobs.database import parse_url
from wps_cwl.operations import Operations, QueueLimits
from wps_cwl.preflight import Preflight
from wps_cwl.rules import Rule, Rules
from wps_cwl.settings import Settings, cpus
from wps_cwl.storage.base import Storage
from wps_cwl.storage.filesystem import FilesystemStorage
from wps_cwl.translator.needs import read_needs

logger = logging.getLogger(__name__)


def settings(config: str | None) -> Settings:
    """Read the settings once. Raises errors.Misconfigured."""
    return configuration.load(Path(config) if config else None, os.environ)


# --- parts ----------------------------------------------------------------------------------------


def state(settings: Settings) -> Path:
    """Return the state directory, made if it is not there; the list of its jobs is for its owner only."""
    path = settings.state.absolute()
    (path / "jobs").mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def database_url(settings: Settings) -> str:
    """Return the SQLAlchemy URL of the job store."""
    state(settings)  # it may lie in there
    return settings.database_url


def shown_url(url: str) -> str:
    """Return a database URL without its password."""
    return parse_url(url).render_as_string(hide_password=True)


def upgrade_database(settings: Settings) -> None:
    """Make the tables, or bring them up to this version."""
    upgrade(database_url(settings))


def job_store(settings: Settings) -> JobStore:
    """Return the job store, its tables up to date."""
    upgrade_database(settings)
    days = settings.retention.days
    expiry = None if days is None else timedelta(days=days)
    return JobStore(database_url(settings), expiry=expiry, on_end=ends(settings).announce)


def ends(settings: Settings) -> Ends:
    """Return how the end of a job reaches those who wait for it."""
    return Ends(state(settings) / "waiting")


def job_directory(settings: Settings, job: str) -> JobDirectory:
    """Return the directory of a job."""
    return JobDirectory(state(settings) / "jobs", job)


def catalogue(settings: Settings) -> Catalogue:
    """Return the processes, read once."""
    found = Catalogue(settings.processes, memory=state(settings) / "catalogue.json")
    found.refresh()
    return found


def misfits(settings: Settings, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Yield the processes that no profile can run, and why."""
    known = preflight(settings)
    for entry in entries:
        if reason := known.misfit(read_needs(json.loads(entry.document))):
            yield entry.process.id, reason


def storage(settings: Settings) -> Storage:
    """Return where results are published."""
    return FilesystemStorage(state(settings) / "jobs")


def profiles(settings: Settings) -> Profiles:
    """Return the ways to run jobs; those of one kind of scheduler share what asks it."""
    folder = state(settings) / "schedulers"
    kinds = {str(profile.scheduler) for profile in settings.profiles.values()} & DIALECTS.keys()
    pollers = {kind: poller(DIALECTS[kind], folder / f"{kind}.json") for kind in sorted(kinds)}
    return Profiles({name: _run_profile(name, settings, pollers) for name in settings.profiles})


def _run_profile(name: str, settings: Settings, pollers: Mapping[str, Poller]) -> RunProfile:
    profile = settings.profiles[name]
    made = partial(RunProfile, name, containers=profile.containers, title=profile.title)
    if profile.scheduler == "local":
        walltime = profile.walltime or settings.jobs.walltime
        running = profile.running or settings.jobs.running or cpus()
        return made(LocalScheduler(cores=profile.cores, memory=profile.memory), walltime, running)
    return made(batch_scheduler(profile, pollers[profile.scheduler]), settings.jobs.walltime, profile.running)


def preflight(settings: Settings) -> Preflight:
    """Return what is known before a job runs: what the profiles have, who may get them and who may ask for them."""
    routing, names = settings.routing, list(settings.profiles)
    rules = [Rule(one.profile, one.processes, one.users, one.bounds, one.input) for one in routing.rules]
    return Preflight(
        capacities={name: _capacity(name, settings) for name in names},
        rules=Rules(routing.default or names[0], names, rules),
        open=[name for name, profile in settings.profiles.items() if profile.open],
    )


def _capacity(name: str, settings: Settings) -> model.Capacity:
    profile = settings.profiles[name]
    if profile.scheduler != "local":
        known = {key: getattr(profile, key) for key in model.QUANTITIES if key in type(profile).model_fields}
        seconds = min(profile.walltime or settings.jobs.walltime, settings.jobs.walltime)
        return model.Capacity(name, **known, seconds=seconds)
    memory = psutil.virtual_memory().total
    return model.Capacity(
        name,
        cores=min(profile.cores or cpus(), cpus()),
        memory=min(profile.memory or memory, memory),
        seconds=profile.walltime or settings.jobs.walltime,
    )


def poller(dialect: Dialect, snapshot: Path) -> Poller:
    """Return what asks a batch scheduler, for all."""
    return Poller(Connection(dialect, connection.environment(dialect, os.environ, str(snapshot.parent))), snapshot)


def batch_scheduler(profile: configuration.Profile, poller: Poller) -> BatchScheduler:
    """Return who runs the steps of a profile on a cluster."""
    told = {field.name: getattr(profile, field.name) for field in fields(base.Profile)}
    return BatchScheduler(base.Profile(**{**told, "queue": profile.queue or profile.partition}), poller)


def probe(settings: Settings, name: str, tell: Callable[[str], None]) -> Probe | None:
    """Return the probe of a profile; None where there is no cluster."""
    scheduler = profiles(settings).of(name).scheduler
    if not isinstance(scheduler, BatchScheduler):
        return None
    containers = settings.profiles[name].containers if asks_for_containers(settings) else "none"
    home = state(settings) / "schedulers"
    return Probe(scheduler.connection, scheduler.profile, containers, home, os.environ, tell)


def asks_for_containers(settings: Settings) -> bool:
    """Return whether a process asks for a container."""
    found = catalogue(settings)
    return any(b'"DockerRequirement"' in found.entry(process.id).document for process in found.processes())


def launcher(settings: Settings) -> Launcher:
    """Return how leaders are started."""
    if settings.jobs.leaders == "stock":
        return StockLauncher()
    return ForkLauncher(state(settings), toil_command.clean(os.environ))


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


# --- the two halves of the service ------------------------------------------------------------------


def operations(settings: Settings, *, live: bool = False) -> Operations:
    """Return the use cases; `live` keeps the processes up to date as files change."""
    processes = catalogue(settings)
    if live:
        processes.watch(remark=lambda entries: _warn_of_misfits(settings, entries))
    home = state(settings)
    return Operations(
        service=service(settings),
        catalogue=processes,
        jobs=job_store(settings),
        storage=storage(settings),
        state=home,
        limits=QueueLimits(
            settings.jobs.waiting,
            settings.server.limits.waiting_sync,
            settings.server.hold,
            waiting_jobs_of_user=max(1, settings.jobs.waiting // 2) if settings.security.user_header else None,
        ),
        wake=lambda: ring(home),
        ends=ends(settings),
        preflight=preflight(settings),
        steps=steps(settings).read,
        used=usage_store(settings),
    )


def _warn_of_misfits(settings: Settings, entries: Iterable[Entry]) -> None:
    for name, reason in misfits(settings, entries):
        logger.warning("no profile can run a process", extra={"offered": name, "reason": reason})


def web(settings: Settings) -> Flask:
    """Return the web application."""
    return create_app(
        operations(settings, live=True), limits=limits(settings), user_header=settings.security.user_header
    )


def limits(settings: Settings) -> model.Limits:
    """Return what a client may ask of the service."""
    section = settings.server.limits
    return model.Limits(section.request_bytes, section.inline_bytes, section.body_seconds)


def workshop(settings: Settings) -> Workshop:
    """Return what every job needs for its run."""
    ways, jobs = profiles(settings), job_store(settings)
    links = Links(settings.server.public_url)
    memory = LeaderMemory(leaders_memory(settings), lambda job: leader.pid(job_directory(settings, job)))
    return Workshop(
        jobs=jobs,
        profiles=ways,
        router=Router(ways, jobs, preflight(settings), toil_command.clean(os.environ)),
        launcher=launcher(settings),
        fetcher=Fetcher(
            FetchRules(allowed=settings.security.allowed_hosts, total_timeout=settings.server.limits.fetch_seconds)
        ),
        limits=StagingLimits(input_size=settings.server.limits.input_bytes),
        publisher=Publisher(storage(settings), lambda job, file: links.output(job, file.output, file.name)),
        environ=os.environ,
        seats=Seats(settings.running, memory.full, profiles=ways.limits),
        hands=threading.Semaphore(settings.running + dispatcher.AHEAD),
        restarts=settings.jobs.restarts,
        accountant=Accountant(
            state=state(settings),
            jobs=jobs,
            used=usage_store(settings),
            offices=offices(settings, ways),
            patience=settings.accounting.patience,
        ),
    )


def offices(settings: Settings, ways: Profiles) -> dict[str, Office]:
    """Return the accounting of each scheduler that a profile uses."""
    batch = [way.scheduler for way in ways.by_name.values() if isinstance(way.scheduler, BatchScheduler)]
    fields = settings.accounting.fields
    return {scheduler.name: Office(LEDGERS[scheduler.name], scheduler.poller, fields) for scheduler in batch}


def usage_store(settings: Settings) -> UsageStore:
    """Return what jobs have used; its tables are those of the job store."""
    return UsageStore(database_url(settings))


def steps(settings: Settings) -> StepReader:
    """Return who reads how the steps of a job stand."""
    return StepReader(state(settings) / "schedulers")


def leaders_memory(settings: Settings) -> int:
    """Return how many bytes all leaders may take together."""
    return settings.jobs.memory or psutil.virtual_memory().total // 2


def engine(settings: Settings) -> Dispatcher:
    """Return the engine."""
    return Dispatcher(
        state=state(settings),
        workshop=workshop(settings),
        storage=storage(settings),
        running=settings.running,
        tells_users_apart=settings.security.user_header is not None,
    )


def purger(settings: Settings) -> Callable[[str], None]:
    """Return what removes a job with its results and all that it left."""
    home, jobs, results = state(settings), job_store(settings), storage(settings)
    return lambda job: dispatcher.purge(job, home, jobs, results)
