"""How the command line shows rows: a table for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Table

_WIDE = 10_000  # a line for a pipe is never broken
F = TypeVar("F", bound=Callable[..., object])


def format_option(command: F) -> F:
    """Add --format to a command."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="A table for people, or JSON for programs.",
    )(command)


def show(rows: Iterable[Mapping[str, object]], columns: Sequence[str], form: str) -> None:
    """Print rows with the given columns."""
    rows = list(rows)
    if form == "json":
        click.echo(json.dumps([dict(row) for row in rows], indent=2, default=str, ensure_ascii=False))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column != columns[-1])
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    console = Console()
    (console if console.is_terminal else Console(width=_WIDE)).print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
