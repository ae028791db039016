"""`wps-cwl db`: the tables of the job store."""

from __future__ import annotations

import click

from wps_cwl import bootstrap


@click.group("db")
def database() -> None:
    """The database of the jobs."""


@database.command()
@click.pass_obj
def upgrade(config: str | None) -> None:
    """Bring the tables up to this version; `serve`, `web` and `engine` do it when they start."""
    settings = bootstrap.settings(config)
    bootstrap.upgrade_database(settings)
    click.echo(f"up to date: {bootstrap.shown_url(bootstrap.database_url(settings))}")
