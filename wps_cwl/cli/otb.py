"""`wps-cwl otb`: applications of the Orfeo ToolBox as processes."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wps_cwl.otb import generation, installation


@click.group("otb")
def otb() -> None:
    """Applications of the Orfeo ToolBox."""


@otb.command()
@click.argument("applications", nargs=-1, metavar="[APPLICATION]...")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("cwl/processes/otb"),
    show_default=True,
    help="The folder that the files are written to.",
)
def generate(applications: tuple[str, ...], output: Path) -> None:
    """Write a CWL file for each APPLICATION (none given: all) of the Orfeo ToolBox that is installed here."""
    found = installation.find(os.environ)
    names = generation.chosen(found, applications)
    written = generation.generate(found, names, output)
    with click.progressbar(written, length=len(names), label="Orfeo ToolBox") as progress:
        count = sum(1 for _ in progress)
    click.echo(f"{count} of {len(names)} applications written to {output}")
