"""`wps-cwl execute`: run a process on a server, and follow it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any  # JSON of any shape
from urllib.parse import unquote, urlsplit

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from wps_cwl import bootstrap
from wps_cwl.cli.client import Client, Offered, Output, Status


@click.command()
@click.argument("process")
@click.option(
    "-i",
    "--input",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value, an http(s) address, or @FILE to send a file; a bounding box is minx,miny,maxx,maxy[,CRS]. "
    "Say it again for another value of the same input.",
)
@click.option("-o", "--output", "asked", multiple=True, metavar="NAME", help="Only these outputs (default: all).")
@click.option("--save", type=click.Path(file_okay=False, path_type=Path), help="Store the files of the outputs here.")
@click.option("--profile", metavar="NAME", help="Run on this profile, if the server lets its clients choose it.")
@click.option(
    "--dry-run", is_flag=True, help="Run nothing; tell how long it may take, on which profile, at what price."
)
@click.option("--url", help="The WPS endpoint; default: the one of the configuration.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def execute(
    config: str | None,
    process: str,
    given: tuple[str, ...],
    asked: tuple[str, ...],
    save: Path | None,
    profile: str | None,
    dry_run: bool,
    url: str | None,
    form: str,
) -> None:
    """Execute a PROCESS on a running server, show its progress, and print (or save) its results.

    Ctrl-C dismisses the job.
    """
    client = Client(url or bootstrap.endpoint(bootstrap.settings(config)))
    inputs, outputs = client.describe(process)
    if dry_run:
        _show_estimate(client.estimate(process, _inputs(given, inputs), _chosen(asked, outputs), profile), form)
        return
    status = client.execute(process, _inputs(given, inputs), _chosen(asked, outputs), profile)
    try:
        status = _follow(client, status, process, quiet=form == "json")
    except KeyboardInterrupt:
        click.echo(f"{status.job} {client.dismiss(status.job).state}", err=True)
        sys.exit(1)
    if status.state == "Dismissed":
        click.echo(f"{status.job} was dismissed", err=True)
        sys.exit(1)
    _show(client, client.results(status.job), status, save, form)


def _show_estimate(estimate: dict[str, Any], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(estimate, indent=2, ensure_ascii=False))
        return
    seconds, size = estimate["durationSeconds"], estimate["outputBytes"]
    rows = {
        "duration": "unknown" if seconds is None else f"{seconds:g} s, by {estimate['durationBy']}",
        "outputs": "unknown" if size is None else f"{size} bytes",
        "earlier jobs": estimate["earlierJobs"],
    }
    for one in estimate["profiles"]:
        price = "no price" if one["currency"] is None else f"{one['price'] or 'unknown'} {one['currency']}"
        rows[f"profile {one['profile']}"] = f"{price} ({one['when']})"
    if estimate["note"]:
        rows["note"] = estimate["note"]
    for name, value in rows.items():
        click.echo(f"{click.style(name, bold=True)}: {value}")


def _inputs(given: Sequence[str], offered: dict[str, Offered]) -> list[tuple[Offered, str]]:
    chosen = []
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f'"{text}" is not NAME=VALUE')
        if name not in offered:
            raise click.UsageError(f'there is no input "{name}"; choose from: {", ".join(offered)}')
        if offered[name].kind == "ComplexData" and value.startswith("@") and not Path(value[1:]).is_file():
            raise click.UsageError(f"{name}: there is no file {value[1:]}")
        chosen.append((offered[name], value))
    return chosen


def _chosen(asked: Sequence[str], offered: dict[str, Offered]) -> list[Offered]:
    for name in asked:
        if name not in offered:
            raise click.UsageError(f'there is no output "{name}"; choose from: {", ".join(offered)}')
    return [offered[name] for name in asked] or list(offered.values())


def _follow(client: Client, status: Status, process: str, *, quiet: bool) -> Status:
    console = Console(stderr=True)
    if not console.is_terminal or quiet:
        return _follow_by_line(client, status, quiet=quiet)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(process, total=None)
        for seen in client.follow(status):
            status = seen
            known = 100 if seen.percent is not None else None
            bar.update(task, total=known, completed=seen.percent or 0, description=f"{process}: {_shown(seen)}")
    return status


def _follow_by_line(client: Client, status: Status, *, quiet: bool) -> Status:
    last = ""
    for seen in client.follow(status):
        status = seen
        percent = "" if seen.percent is None else f" {seen.percent} %"
        line = f"{seen.job} {_shown(seen)}{percent}"
        if line != last and not quiet:
            click.echo(line, err=True)
        last = line
    return status


def _shown(status: Status) -> str:
    return status.message or status.state


def _show(client: Client, outputs: Sequence[Output], status: Status, save: Path | None, form: str) -> None:
    rows, saved = [], set[str]()
    for output in outputs:
        row: dict[str, object] = {"output": output.id, "value": output.value, "href": output.href}
        if save is not None and output.href:
            save.mkdir(parents=True, exist_ok=True)
            name = Path(unquote(urlsplit(output.href).path)).name
            target = save / (f"{output.id}-{name}" if name in saved else name)
            saved.add(name)
            client.save(output, target)
            row["file"] = str(target)
        rows.append(row)
    if form == "json":
        click.echo(
            json.dumps({"job": status.job, "state": status.state, "outputs": rows}, indent=2, ensure_ascii=False)
        )
        return
    for row in rows:
        shown = row.get("file") or row["value"] or row["href"]
        click.echo(f"{click.style(str(row['output']), bold=True)}: {shown}")
        if row.get("file"):
            click.echo(f"  {row['href']}")
