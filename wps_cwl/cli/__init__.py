"""The command line `wps-cwl`: one word, one act."""

from __future__ import annotations

import sys

import click

from wps_cwl import __version__, errors
from wps_cwl.cli import accounting, database, doctor, execute, jobs, otb, processes, serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "-V", "--version")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False),
    envvar="WPS_CWL_CONFIG",
    help="The YAML file with the settings; without one, the defaults and the environment (WPS_CWL_...) count.",
)
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """A WPS server whose processes are CWL documents and whose jobs Toil runs.

    Without any configuration: processes from ./cwl/processes, all state in ./jobstore, http://127.0.0.1:5000.
    """
    context.obj = config


for command in (
    serve.serve,
    serve.web,
    serve.engine,
    processes.processes,
    execute.execute,
    jobs.jobs,
    otb.otb,
    accounting.accounting,
    doctor.doctor,
    database.database,
):
    cli.add_command(command)


def main() -> None:
    """Run a command; exit with 0 = done, 1 = the work failed, 2 = wrong use."""
    try:
        cli()
    except errors.Misconfigured as error:
        click.echo(f"wps-cwl: {error}", err=True)
        sys.exit(2)
    except errors.WpsCwlError as error:
        click.echo(f"wps-cwl: {error}", err=True)
        sys.exit(1)
