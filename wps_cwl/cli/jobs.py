"""`wps-cwl jobs`: what was accepted, and what became of it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta

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
    """Remove ended JOBs with their results and all that they left."""
    if not names and older_than is None:
        raise click.UsageError("name the jobs, or say --older-than DAYS")
    settings = bootstrap.settings(config)
    store = bootstrap.job_store(settings)
    chosen = [store.get(name) for name in names]
    held = {job.id for job in store.unreleased()}  # some have ended, and the engine has not cleared them yet
    if older_than is not None:
        limit = datetime.now(UTC) - timedelta(days=older_than)
        ended = store.list(states=[state for state in JobState if state.final], limit=1_000_000)
        chosen += [job for job in ended if job.finished and job.finished <= limit and job.id not in held]
    running = [job.id for job in chosen if not job.state.final]
    if running:
        click.echo(f"still at work, dismiss them first: {', '.join(running)}", err=True)
        sys.exit(1)
    if ending := [job.id for job in chosen if job.id in held]:
        click.echo(f"the engine still ends what they have started, try again: {', '.join(ending)}", err=True)
        sys.exit(1)
    remove = bootstrap.purger(settings)
    for job in chosen:
        remove(job.id)
        click.echo(f"{job.id} removed")


def _row(job: Job) -> dict[str, object]:
    end = job.finished or datetime.now(UTC)
    return {
        "job": job.id,
        "process": job.process,
        "state": job.state.value,
        "percent": job.percent,
        "created": job.created.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
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
        "since": since and since.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        "end": step.end,
        "code": step.exit_code,
        "reason": step.reason,
    }
