"""The command: `python -m benchmarks [--rounds N] [--only NAME] [--list] [--json FILE] [--write PAGE]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from benchmarks import machine, report, rounds
from benchmarks.arena import Arena
from benchmarks.contestants import pywps
from benchmarks.measure import Measure
from benchmarks.measures import MEASURES
from benchmarks.report import Report

CACHE = Path(__file__).parent / ".cache"


@click.command()
@click.option("--rounds", "count", default=5, show_default=True, type=click.IntRange(1), help="How often.")
@click.option("--only", multiple=True, metavar="NAME", help="Take this measure; may be given several times.")
@click.option("--list", "listing", is_flag=True, help="Say what can be measured, and end.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write everything to this file.")
@click.option("--write", "page", type=click.Path(path_type=Path, exists=True), help="Put the table into this page.")
def main(count: int, only: tuple[str, ...], listing: bool, target: Path | None, page: Path | None) -> None:
    """Measure this service and its peers in turn. Exit code 1: a ratio misses its target, or a measure failed."""
    if listing:
        for measure in MEASURES:
            click.echo(f"{measure.name:24} {measure.what} (peer: {measure.peer_name}; {measure.target or 'no target'})")
        return
    if page and only:
        raise click.UsageError("--write needs all measures: the page shows one run")
    measured = _measure(_chosen(only), count)
    _show(measured)
    if target:
        target.write_text(measured.as_json(), encoding="utf-8")
    if page:
        report.write_between_marks(page, measured.as_markdown())
    if missed := measured.missed():
        click.echo(f"missed: {', '.join(missed)}", err=True)
        sys.exit(1)


def _chosen(only: tuple[str, ...]) -> list[Measure]:
    names = [measure.name for measure in MEASURES]
    if unknown := set(only) - set(names):
        raise click.UsageError(f"there is no measure {', '.join(sorted(unknown))}; choose from: {', '.join(names)}")
    return [measure for measure in MEASURES if not only or measure.name in only]


def _measure(measures: list[Measure], count: int) -> Report:
    command = " ".join(["python -m benchmarks", *sys.argv[1:]])
    here = machine.look(command, pywps.versions())
    # not below the home of the project: paths of the service must be short, and may hold no spaces
    with tempfile.TemporaryDirectory(prefix="wps-cwl-bench-") as folder:
        arena = Arena(Path(folder), CACHE)
        try:
            outcomes = rounds.run(measures, arena, rounds=count, tell=lambda text: click.echo(text, err=True))
        finally:
            arena.close()
    return Report(here, count, outcomes)


def _show(measured: Report) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = 160  # nobody wraps a log
    console.print(measured.as_table())


if __name__ == "__main__":
    main()
