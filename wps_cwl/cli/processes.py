"""`wps-cwl processes`: what is offered, and whether it is right."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from wps_cwl import bootstrap, catalogue
from wps_cwl.clean_environment import search_path
from wps_cwl.cli.tables import format_option, show
from wps_cwl.model import (
    BoundingBoxData,
    ComplexData,
    LiteralData,
    Parameter,
    Process,
)


@click.group("processes")
def processes() -> None:
    """The CWL documents that are offered as processes."""


@processes.command("list")
@format_option
@click.pass_obj
def list_processes(config: str | None, form: str) -> None:
    """List the processes, and name the files that cannot be offered."""
    found = bootstrap.catalogue(bootstrap.settings(config))
    rows = [{"process": item.id, "version": item.version, "title": item.title} for item in found.processes()]
    show(rows, ["process", "version", "title"], form)
    for problem in found.problems():
        click.echo(f"not offered: {problem}", err=True)


@processes.command("show")
@click.argument("process")
@format_option
@click.pass_obj
def show_process(config: str | None, process: str, form: str) -> None:
    """Show the inputs and outputs of one PROCESS."""
    found = bootstrap.catalogue(bootstrap.settings(config)).entry(process).process
    if form == "table":
        click.secho(f"{found.id} {found.version}: {found.title}", bold=True)
        if found.abstract:
            click.echo(found.abstract)
    show(_rows(found), ["", "id", "what", "times", "default", "choices", "title"], form)


def _rows(process: Process) -> list[dict[str, object]]:
    return [_row("input", item) for item in process.inputs] + [_row("output", item) for item in process.outputs]


def _row(side: str, parameter: Parameter) -> dict[str, object]:
    row: dict[str, object] = {
        "": side,
        "id": parameter.id,
        "times": f"{parameter.min_occurs}..{parameter.max_occurs}",
        "title": parameter.title,
    }
    match parameter.data:
        case LiteralData() as data:
            bounds = [f"{name} {value}" for name, value in (("from", data.minimum), ("to", data.maximum)) if value]
            choices = list(data.allowed_values) or bounds
            return row | {"what": data.datatype.value, "default": data.default, "choices": choices}
        case ComplexData() as data:
            return row | {"what": "file", "choices": [form.media_type for form in data.formats]}
        case BoundingBoxData() as data:
            return row | {"what": "bounding box", "choices": list(data.crs)}
        case _:
            return row | {"what": "record"}


@processes.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def validate(config: str | None, files: tuple[Path, ...]) -> None:
    """Check CWL FILES (none given: all that are offered), and print file, line and reason of every problem.

    A process that no profile can run is told of, too.
    """
    settings = bootstrap.settings(config)
    if files:
        paths = [path for file in files for path in (sorted(file.rglob("*.cwl")) if file.is_dir() else [file])]
        checked = [catalogue.examine(path) for path in paths]
        problems = [problem for one in checked for problem in one.problems]
        entries = [one.entry for one in checked if one.entry is not None]
        count = len(paths)
    else:
        found = bootstrap.catalogue(settings)
        problems, entries = list(found.problems()), list(found.entries())
        count = len(entries) + len(problems)
    for problem in problems:
        click.echo(_relative(problem))
    for name, reason in bootstrap.misfits(settings, entries):
        click.echo(f"warning: no profile can run {name}: {reason}", err=True)
    click.echo(f"{count} file(s), {len(problems)} problem(s)", err=True)
    sys.exit(1 if problems else 0)


def _relative(problem: catalogue.Problem) -> str:
    here = Path.cwd()
    path = problem.path.relative_to(here) if problem.path.is_relative_to(here) else problem.path
    return f"{path}:{problem.line}: {problem.reason}"


@processes.command("test")
@click.argument("names", nargs=-1, metavar="[PROCESS]...")
@click.option("--runner", type=click.Choice(["cwltool", "toil"]), default="cwltool", show_default=True)
@click.pass_obj
def test_processes(config: str | None, names: tuple[str, ...], runner: str) -> None:
    """Run the tests that stand beside the processes (PROCESS.test.yml, in cwltest's format)."""
    found = bootstrap.catalogue(bootstrap.settings(config))
    chosen = [found.entry(name) for name in names] or [found.entry(item.id) for item in found.processes()]
    failed, missing = [], []
    for entry in chosen:
        tests = entry.path.with_name(entry.path.stem + ".test.yml")
        if not tests.exists():
            missing.append(entry.process.id)
            continue
        click.secho(entry.process.id, bold=True)
        with tempfile.TemporaryDirectory(prefix="wps-cwl-test-") as folder:  # cwltest leaves what the tools have made
            if subprocess.run(_cwltest(tests, runner), env=_environment(folder), check=False).returncode:
                failed.append(entry.process.id)
    if missing:
        click.echo(f"without a test: {', '.join(missing)}", err=True)
    click.echo(f"{len(chosen) - len(failed) - len(missing)} of {len(chosen)} processes passed")
    if failed:
        click.echo(f"failed: {', '.join(failed)}", err=True)
    sys.exit(1 if failed or (names and missing) else 0)


def _cwltest(tests: Path, runner: str) -> list[str]:
    programs = {"cwltool": ("cwltool", []), "toil": ("toil-cwl-runner", ["--no-prepull", "--retryCount", "0"])}
    program, options = programs[runner]
    here = Path(sys.executable).parent
    command = [
        str(here / "cwltest"),
        "--test",
        str(tests),
        "--tool",
        str(here / program),
        "--basedir",
        str(tests.parent),
    ]
    return [*command, "--", *options] if options else command


def _environment(temporary: str) -> dict[str, str]:
    return {**os.environ, "PATH": search_path(os.environ.get("PATH", os.defpath)), "TMPDIR": temporary}
