"""From the settings: the ways to run jobs, and what is known of them before."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache, partial
from pathlib import Path

from wps_cwl import clean_environment, errors, machine, model
from wps_cwl import settings as configuration
from wps_cwl.bootstrap import s3
from wps_cwl.bootstrap.parts import (
    catalogue,
    home,
    system_users,
)
from wps_cwl.catalogue import Entry
from wps_cwl.engine.accountant import Office
from wps_cwl.engine.identity import UserIdentities, UserIdentity, UserProcesses, open_folder
from wps_cwl.engine.launchers import ForkLauncher, Launcher, StockLauncher, UserLauncher
from wps_cwl.engine.ledgers import LEDGERS
from wps_cwl.engine.probe import Probe
from wps_cwl.engine.profiles import Profiles, RunProfile
from wps_cwl.engine.schedulers import base, connection, processes
from wps_cwl.engine.schedulers.base import Dialect
from wps_cwl.engine.schedulers.batch import BatchScheduler
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.dialects import DIALECTS
from wps_cwl.engine.schedulers.kubernetes import Cluster, KubernetesScheduler
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.processes import Processes
from wps_cwl.engine.wrapper import Wrapper
from wps_cwl.preflight import Preflight
from wps_cwl.rules import Rule, Rules
from wps_cwl.settings import Settings
from wps_cwl.translator.needs import read_needs


def profiles(settings: Settings, wrapper: Wrapper | None = None) -> Profiles:
    """Return the ways to run jobs, with a wrapper: as its user; those of one kind of scheduler share what asks it."""
    folder = home(settings) / "schedulers"
    if wrapper is not None:
        folder = folder / wrapper.user
        open_folder(folder, wrapper.user)
    kinds = {str(profile.scheduler) for profile in settings.profiles.values()} & DIALECTS.keys()
    pollers = {kind: poller(DIALECTS[kind], folder / f"{kind}.json", wrapper) for kind in sorted(kinds)}
    found = UserProcesses(wrapper) if wrapper else processes
    return Profiles({name: _run_profile(name, settings, pollers, found) for name in settings.profiles})


def _run_profile(name: str, settings: Settings, pollers: Mapping[str, Poller], processes: Processes) -> RunProfile:
    profile = settings.profiles[name]
    made = partial(RunProfile, name, containers=profile.containers, title=profile.title, price=_price(profile))
    if profile.scheduler == "local":
        walltime = profile.walltime or settings.jobs.walltime
        running = profile.running or settings.jobs.running or machine.cpus()
        local = LocalScheduler(*_bounded(profile, machine.cpus(), machine.memory()), processes=processes)
        return made(local, walltime, running)
    if profile.pod_template is not None:
        steps = KubernetesScheduler(
            profile.pod_template, _cluster(), profile.cores, profile.memory, processes=processes
        )
        return made(steps, profile.walltime or settings.jobs.walltime, profile.running)
    scheduler = batch_scheduler(profile, pollers[profile.scheduler], processes)
    return made(scheduler, settings.jobs.walltime, profile.running)


def _bounded(profile: configuration.Profile, cpus: int, memory: int) -> tuple[int, int]:
    """Return what steps beside their leader have together: Toil itself would take the memory of the whole node."""
    return min(profile.cores or cpus, cpus), min(profile.memory or memory, memory)


@cache
def _cluster() -> Cluster:
    return Cluster()


def _price(profile: configuration.Profile) -> model.Price | None:
    amounts = profile.price.model_dump(exclude={"currency"}, exclude_none=True)
    return model.Price(profile.price.currency, **amounts) if amounts else None


def preflight(settings: Settings, *, here: bool = True) -> Preflight:
    """Return what is known before a job runs: what the profiles have, who may get them and who may ask for them.

    `here`: jobs run where we do. The container of a web server may be smaller than the engine's, and counts nothing.
    """
    routing, names = settings.routing, list(settings.profiles)
    rules = [Rule(one.profile, one.processes, one.users, one.bounds, one.input) for one in routing.rules]
    return Preflight(
        capacities={name: _capacity(name, settings, here=here) for name in names},
        rules=Rules(routing.default or names[0], names, rules),
        prices={name: price for name in names if (price := _price(settings.profiles[name])) is not None},
        open=[name for name, profile in settings.profiles.items() if profile.open],
        refusal=s3.refusal(settings.security.s3_inputs),
    )


def _capacity(name: str, settings: Settings, *, here: bool) -> model.Capacity:
    profile = settings.profiles[name]
    if profile.scheduler != "local":  # nobody knows here what the machines of others have
        known = {key: getattr(profile, key) for key in model.QUANTITIES if key in type(profile).model_fields}
        seconds = min(profile.walltime or settings.jobs.walltime, settings.jobs.walltime)
        return model.Capacity(name, **known, seconds=seconds)
    limits = (machine.cpus(), machine.memory()) if here else (machine.all_cpus(), machine.all_memory())
    cores, memory = _bounded(profile, *limits)
    return model.Capacity(name, cores=cores, memory=memory, seconds=profile.walltime or settings.jobs.walltime)


def misfits(settings: Settings, entries: Iterable[Entry], *, here: bool = True) -> Iterator[tuple[str, str]]:
    """Yield the processes that no profile can run, and why; `here` as above."""
    known = preflight(settings, here=here)
    for entry in entries:
        if reason := known.misfit(read_needs(json.loads(entry.document))):
            yield entry.process.id, reason


def poller(dialect: Dialect, snapshot: Path, wrapper: Wrapper | None = None) -> Poller:
    """Return what asks a batch scheduler, for all."""
    environ = connection.environment(dialect, os.environ, str(snapshot.parent))
    if wrapper is None:
        return Poller(Connection(dialect, environ), snapshot)
    return Poller(Connection(dialect, environ, wrapper.user, wrapper.command), snapshot)


def batch_scheduler(profile: configuration.Profile, poller: Poller, processes: Processes = processes) -> BatchScheduler:
    """Return who runs the steps of a profile on a cluster."""
    told = {field.name: getattr(profile, field.name) for field in fields(base.Profile)}
    return BatchScheduler(base.Profile(**{**told, "queue": profile.queue or profile.partition}), poller, processes)


def identities(settings: Settings) -> UserIdentities | None:
    """Return as whom the jobs of each client run; None as above."""
    users = system_users(settings)
    if users is None:
        return None

    def make(user: str) -> UserIdentity:
        wrapper = Wrapper(settings.security.run_as, user)
        return UserIdentity(wrapper, UserLauncher(wrapper.command), profiles(settings, wrapper))

    return UserIdentities(users.of, make)


def probe(settings: Settings, name: str, tell: Callable[[str], None]) -> Probe | None:
    """Return the probe of a profile; None where there is no cluster."""
    scheduler = profiles(settings).of(name).scheduler
    if not isinstance(scheduler, BatchScheduler):
        return None
    containers = settings.profiles[name].containers if asks_for_containers(settings) else "none"
    folder = home(settings) / "schedulers"
    return Probe(scheduler.connection, scheduler.profile, containers, folder, os.environ, tell)


def asks_for_containers(settings: Settings) -> bool:
    """Return whether a process asks for a container."""
    found = catalogue(settings)
    return any(b'"DockerRequirement"' in found.entry(process.id).document for process in found.processes())


def launcher(settings: Settings) -> Launcher:
    """Return how leaders are started."""
    if settings.jobs.leaders == "stock" or settings.security.run_as:
        return StockLauncher()
    environment = clean_environment.clean(os.environ)
    environment |= {
        name: os.environ[name] for name in ("TMPDIR",) if name in os.environ
    }  # leaders have one of their own
    return ForkLauncher(home(settings), environment, log=settings.log.format)


def offices(settings: Settings, ways: Profiles) -> dict[str, Office]:
    """Return the accounting of each scheduler that a profile uses."""
    batch = [way.scheduler for way in ways.by_name.values() if isinstance(way.scheduler, BatchScheduler)]
    fields = settings.accounting.fields
    return {scheduler.name: Office(LEDGERS[scheduler.name], scheduler.poller, fields) for scheduler in batch}


def _offices_of(settings: Settings, clients: UserIdentities) -> Callable[[str], Mapping[str, Office]]:
    @cache
    def of_user(identity: UserIdentity) -> Mapping[str, Office]:
        return offices(settings, identity.profiles)

    def of_client(client: str) -> Mapping[str, Office]:
        try:
            return of_user(clients(client))
        except errors.UserRefused:  # there is no such user any more: what his jobs have used, Toil alone tells
            return {}

    return of_client
