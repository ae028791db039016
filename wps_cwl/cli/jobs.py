"""`wps-cwl jobs`: what was accepted, and what became of it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import click

from wps_cwl import bootstrap, codec
from wps_cwl.cli.tables import format_option, show
from wps_cwl.model import Channel, Delivery, Job, JobState, Notification, Result, Step, StepState

COLUMNS = ["job", "process", "state", "percent", "created", "seconds", "message"]

STEP_COLUMNS = ["step", "scheduler", "id", "state", "queue", "node", "place", "since", "end", "code", "reason"]

TOLD_COLUMNS = ["told of", "by", "host", "state", "tries", "next try", "reason"]


@click.group("jobs")
def jobs() -> None:
    """The jobs of this service's state directory."""


@jobs.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice([state.value for state in JobState]))
@click.option("--process", help="Only the jobs of this process.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@format_option
@click.pass_obj
def list_jobs(config: str | None, states: tuple[str, ...], process: str | None, limit: int, form: str) -> None:
    """List jobs, the newest first."""
    store = bootstrap.job_store(bootstrap.settings(config))
    found = store.list(states=[JobState(state) for state in states], process=process, limit=limit)
    show([_row(job) for job in found], COLUMNS, form)


@jobs.command("show")
@click.argument("job")
@format_option
@click.pass_obj
def show_job(config: str | None, job: str, form: str) -> None:
    """Show one JOB: its state, its times, why it failed, where its results are."""
    settings = bootstrap.settings(config)
    operations = bootstrap.operations(settings)
    found, steps = operations.status(job), operations.steps(job)
    told = [_told_row(each) for each in bootstrap.notification_store(settings).of(job)]
    details: dict[str, object] = _row(found) | {
        "started": found.started,
        "finished": found.finished,
        "expires": found.expires,
        "kept": _kept(found),
        "user": found.user,
        "profile": found.profile,
        "chosen by": found.route,
        "reused from": found.reused_from,
        "error": found.error.message if found.error else None,
        "results": [json.loads(codec.dump(result, Result)) for result in found.results],
        "directory": str(bootstrap.job_directory(settings, job).path),
    }
    if form == "json":
        details["steps"] = [json.loads(codec.dump(step, Step)) for step in steps]
        details["notifications"] = told
        show([details], list(details), form)
        return
    for name, value in details.items():
        if value not in (None, "", []):
            click.echo(f"{click.style(name, bold=True):<22} {value}")
    if steps:
        click.echo()
        show([_step_row(step) for step in steps], STEP_COLUMNS, form)
    if told:
        click.echo()
        show(told, TOLD_COLUMNS, form)


@jobs.command()
@click.argument("job")
@click.pass_obj
def logs(config: str | None, job: str) -> None:
    """Print the logs of one JOB: what its leader and its tools wrote."""
    settings = bootstrap.settings(config)
    bootstrap.job_store(settings).get(job)
    for file in sorted(bootstrap.job_directory(settings, job).logs.glob("*.log")):
        click.secho(f"==> {file.name} <==", bold=True)
        click.echo(file.read_text(encoding="utf-8", errors="replace"))


@jobs.command()
@click.argument("names", nargs=-1, required=True, metavar="JOB...")
@click.pass_obj
def dismiss(config: str | None, names: tuple[str, ...]) -> None:
    """Stop JOBs; what they have left is cleared away by the engine."""
    operations = bootstrap.operations(bootstrap.settings(config))
    for name in names:
        click.echo(f"{name} {operations.dismiss(name).state.value}")


@jobs.command()
@click.argument("names", nargs=-1, required=True, metavar="JOB...")
@click.option("--days", type=click.FloatRange(0, 1_000_000), help="So many days from now, or as long as others.")
@click.option("--for-ever", is_flag=True, help="Until they are released; so it is without --days, too.")
@click.pass_obj
def keep(config: str | None, names: tuple[str, ...], days: float | None, for_ever: bool) -> None:
    """Keep ended JOBs with their results, whatever `retention` says, for some days or until they are released."""
    if for_ever and days is not None:
        raise click.UsageError("choose one of --days and --for-ever")
    settings = bootstrap.settings(config)
    store, kept = bootstrap.job_store(settings), bootstrap.retention_store(settings)
    until = None if days is None else datetime.now(UTC) + timedelta(days=days)
    for name in names:
        kept.keep(name, until=until)
        click.echo(f"{name} kept {_kept(store.get(name))}")


@jobs.command()
@click.argument("names", nargs=-1, required=True, metavar="JOB...")
@click.pass_obj
def release(config: str | None, names: tuple[str, ...]) -> None:
    """Keep JOBs no longer than others; those whose time is over are removed soon."""
    settings = bootstrap.settings(config)
    store, kept = bootstrap.job_store(settings), bootstrap.retention_store(settings)
    for name in names:
        kept.give_back(name)
        expires = store.get(name).expires
        click.echo(f"{name} released, " + (f"expires {_local(expires)}" if expires else "never expires"))


@jobs.command()
@click.argument("job")
@click.pass_obj
def rerun(config: str | None, job: str) -> None:
    """Run a JOB again, with the same process document and the same inputs, as a new job."""
    click.echo(bootstrap.operations(bootstrap.settings(config)).rerun(job).id)


@jobs.command()
@click.argument("names", nargs=-1, metavar="[JOB]...")
@click.option("--older-than", type=click.IntRange(0), metavar="DAYS", help="All jobs that ended that many days ago.")
@click.pass_obj
def purge(config: str | None, names: tuple[str, ...], older_than: int | None) -> None:
    """Remove ended JOBs with their results and all that they left; not those that are kept by hand."""
    if not names and older_than is None:
        raise click.UsageError("name the jobs, or say --older-than DAYS")
    settings = bootstrap.settings(config)
    store = bootstrap.job_store(settings)
    chosen = [store.get(name) for name in names]
    held = {job.id for job in store.unreleased()}  # some have ended, and the engine has not cleared them yet
    if older_than is not None:
        limit = datetime.now(UTC) - timedelta(days=older_than)
        ended = store.list(states=[state for state in JobState if state.final], limit=1_000_000)
        old = [job for job in ended if job.finished and job.finished <= limit and not job.kept]
        chosen += [job for job in old if job.id not in held]
    running = [job.id for job in chosen if not job.state.final]
    if running:
        click.echo(f"still at work, dismiss them first: {', '.join(running)}", err=True)
        sys.exit(1)
    if ending := [job.id for job in chosen if job.id in held]:
        click.echo(f"the engine still ends what they have started, try again: {', '.join(ending)}", err=True)
        sys.exit(1)
    if kept := [job.id for job in chosen if job.kept]:
        _refuse_kept(kept)
    remove = bootstrap.purger(settings)
    for job in chosen:
        if remove(job.id):
            click.echo(f"{job.id} removed")
        else:  # meanwhile
            kept.append(job.id)
    if kept:
        _refuse_kept(kept)


def _refuse_kept(kept: list[str]) -> NoReturn:
    click.echo(f"kept by hand, release them first (wps-cwl jobs release): {', '.join(kept)}", err=True)
    sys.exit(1)


def _kept(job: Job) -> str | None:
    """Return until when a job is kept that is kept by hand."""
    return None if not job.kept else "for ever" if job.expires is None else f"until {_local(job.expires)}"


def _local(when: datetime) -> str:
    return when.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _row(job: Job) -> dict[str, object]:
    end = job.finished or datetime.now(UTC)
    return {
        "job": job.id,
        "process": job.process,
        "state": job.state.value,
        "percent": job.percent,
        "created": _local(job.created),
        "seconds": round((end - job.created).total_seconds(), 1),
        "message": job.message,
    }


def _told_row(told: Notification) -> dict[str, object]:
    """Return a notification without its target, which may hold a secret of the client's."""
    waits = told.state is Delivery.WAITING
    return {
        "told of": told.milestone.value,
        "by": told.channel.value,
        "host": told.host if told.channel is Channel.SUBSCRIBER else None,
        "state": told.state.value,
        "tries": told.tries,
        "next try": told.next_try.astimezone().strftime("%Y-%m-%d %H:%M:%S") if waits else None,
        "reason": told.reason,
    }


def _step_row(step: Step) -> dict[str, object]:
    since = {StepState.WAITING: step.submitted, StepState.RUNNING: step.started, StepState.ENDED: step.ended}[
        step.state
    ]
    return {
        "step": step.name,
        "scheduler": step.scheduler,
        "id": step.id,
        "state": step.state.value,
        "queue": step.queue,
        "node": step.node,
        "place": None if step.place is None else f"{step.place} of {step.waiting}",
        "since": since and _local(since),
        "end": step.end,
        "code": step.exit_code,
        "reason": step.reason,
    }
