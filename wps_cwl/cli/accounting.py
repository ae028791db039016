"""`wps-cwl accounting`: what jobs have used."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime

import click

from wps_cwl import bootstrap, codec
from wps_cwl.cli.tables import show
from wps_cwl.model import Accounting, StepUsage, SumBy

SUMS = [
    "jobs",
    "steps",
    "measured",
    "core seconds",
    "wall",
    "cpu",
    "queue wait",
    "memory",
    "price",
    "currency",
    "unpriced",
]
STEPS = [
    *("step", "scheduler", "id", "profile", "queue", "node", "cores", "gpus", "submitted", "started", "ended"),
    *("queue_wait", "wall", "cpu", "memory", "exit_code", "end", "source", "price", "currency"),
]
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a cell begins with that a spreadsheet computes
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command()
@click.argument("job", required=False)
@click.option("--since", type=DAY, help="Only jobs that ended on that day (UTC, as months are) or later.")
@click.option("--until", type=DAY, help="Only jobs that ended before the beginning of that day.")
@click.option("--by", type=click.Choice([one.value for one in SumBy]), default="process", show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A table for people; seconds and bytes as CSV, or JSON, for programs.",
)
@click.pass_obj
def accounting(
    config: str | None, job: str | None, since: datetime | None, until: datetime | None, by: str, form: str
) -> None:
    """Sum up what jobs have used, those that were removed too; or show the steps of one JOB."""
    settings = bootstrap.settings(config)
    if job is not None:
        _show_job(bootstrap.operations(settings).accounting(job), form)
        return
    bootstrap.upgrade_database(settings)
    sums = bootstrap.usage_store(settings).sums(SumBy(by), since=_aware(since), until=_aware(until))
    rows: list[dict[str, object]] = [
        {
            by: one.name,
            "jobs": one.jobs,
            "steps": one.steps,
            "measured": one.measured,
            "core seconds": one.core_seconds,
            "wall": one.wall,
            "cpu": one.cpu,
            "queue wait": one.queue_wait,
            "memory": one.memory,
            "price": "; ".join(str(amount) for amount in one.prices.values()) or None,
            "currency": "; ".join(one.prices) or None,
            "unpriced": one.unpriced,
        }
        for one in sums
    ]
    _print(rows, [by, *SUMS], form)


def _show_job(found: Accounting, form: str) -> None:
    if form == "json":
        click.echo(codec.dump(found, Accounting, indent=2).decode())
        return
    rows = [{field.name: getattr(step, field.name) for field in fields(StepUsage)} for step in found.steps]
    if rows or form == "csv":
        _print(rows, STEPS, form)
    if form == "table":
        price = "" if found.price is None else f"{found.price} {found.currency}"
        lacking = f"{found.unpriced} step(s) without a price" if found.unpriced else ""
        notes = [price, lacking, found.note, "" if found.settled else "more may follow"]
        click.echo("; ".join(note for note in notes if note), nl=any(notes))


def _print(rows: Sequence[dict[str, object]], columns: Sequence[str], form: str) -> None:
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(column.replace(" ", "_") for column in columns)
        writer.writerows([_text(row[column]) for column in columns] for row in rows)
    elif form == "json":
        plain = [{name.replace(" ", "_"): value for name, value in row.items()} for row in rows]
        click.echo(json.dumps(plain, indent=2, ensure_ascii=False))
    else:
        show([{name: readable(name, value) for name, value in row.items()} for row in rows], columns, form)


def readable(name: str, value: object) -> object:
    """Return a value as people read it: bytes in MiB, seconds with one digit, times of this machine's zone."""
    if name == "memory" and isinstance(value, int):
        return f"{value / (1 << 20):.1f} MiB"
    if name == "cores" and isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return f"{value:.1f} s" if isinstance(value, float) else value


def _text(value: object) -> object:
    """Return a value as programs read it; no text of a client's is a formula to a spreadsheet."""
    if isinstance(value, str) and value.startswith(FORMULAS):
        return f"'{value}"
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _aware(day: datetime | None) -> datetime | None:
    """Read a day as one of UTC: so do the sums of months."""
    return None if day is None else day.replace(tzinfo=UTC)
