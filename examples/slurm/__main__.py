"""`make demo-slurm`: Slurm, PostgreSQL, nginx and the service on this machine, and the steps of the demonstration."""

from __future__ import annotations

import signal
import sys
import time
from subprocess import CalledProcessError

import click
import requests

from examples.slurm import steps
from examples.slurm.compose import Service
from examples.slurm.site import Site, Unavailable, running


@click.command(help=__doc__)
@click.option("--stay", is_flag=True, help="Leave the services running after the steps, until Ctrl-C.")
def main(stay: bool) -> None:
    """Run it, and exit with 0 if everything was as it should be."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    began = time.monotonic()

    def tell(service: Service) -> None:
        program = " ".join(service.command).rpartition("exec ")[2].split()
        click.echo(f"  {time.monotonic() - began:5.1f} s  {service.name:9} {' '.join(program[:2])}")

    title("Ten services of examples/slurm/compose.yaml start on this machine")
    try:
        with running(tell) as site:
            click.echo(f"  {time.monotonic() - began:5.1f} s  {site.url}, files and logs in {site.folder}")
            show(site)
            click.secho(
                f"\nEverything was as it should be, in {time.monotonic() - began:.0f} s.", fg="green", bold=True
            )
            if stay:
                click.echo(f"{site.url} and the variables of {site.folder} stay until Ctrl-C:")
                click.echo(f"  export SLURM_CONF={site.environment()['SLURM_CONF']}")
                signal.pause()
    except Unavailable as reason:
        sys.exit(f"this machine cannot run it: {reason}")
    except (steps.Failed, RuntimeError, CalledProcessError, requests.RequestException) as error:
        click.secho(
            f"\nThis was not as it should be: {error}{getattr(error, 'stderr', None) or ''}", fg="red", err=True
        )
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)


def show(site: Site) -> None:
    """Go through the steps."""
    title("1. GetCapabilities")
    steps.look_at_the_capabilities(site)
    title("2. hello, waiting for the answer")
    steps.say_hello(site)
    title("3. sleep, in the background")
    steps.sleep_ten_seconds(site)
    title("4. birdy")
    steps.use_birdy(site)
    title("5. Three jobs on two workers")
    victim, other, waiting = steps.fill_the_cluster(site)
    title("6. A worker is killed")
    steps.kill_a_worker(site, victim, waiting)
    title("7. Dismiss")
    steps.dismiss(site, [other, waiting])
    title("8. The accounts")
    steps.show_the_accounts(site)


def title(text: str) -> None:
    """Say what comes next."""
    click.secho(f"\n{text}", bold=True)


if __name__ == "__main__":
    main()
