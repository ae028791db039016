"""The documents say what is so: links lead somewhere, commands parse, examples load, tables agree with the code."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
import yaml

from tests.support.pages import PAGES, ROOT, Block, blocks, prose, table
from wps_cwl import bootstrap
from wps_cwl.catalogue import Catalogue, check
from wps_cwl.cli import cli
from wps_cwl.engine.addresses import AddressGuard
from wps_cwl.facade import endpoint, errors
from wps_cwl.facade.ows.request import read_query
from wps_cwl.facade.wps100 import parse
from wps_cwl.facade.wps100.response import STAGES
from wps_cwl.facade.wps200.response import STATES
from wps_cwl.jobs.moves import MOVES
from wps_cwl.model import FINAL_STATES, JobState
from wps_cwl.settings import Settings, keys, load, render_reference
from wps_cwl.translator import job_order

LONG = (
    "design.md",
    "cwl-and-wps.md",
    "configuration.md",
    "runbook.md",
)  # tables and decisions, which nobody reads in one go

# Where the project was made is no business of its readers; written so that this file does not hold the words itself.
FOREIGN = ("/work/" + "shared", "/work/" + "main", "/tmp/" + "brief", "hel" + "per-", "DESIGN" + ".md", "STYLE" + ".md")


def every(*languages: str) -> list[tuple[Path, Block]]:
    return [(page, block) for page in PAGES for block in blocks(page) if block.language in languages]


def named(cases: list[tuple[Path, object]]) -> list[object]:
    return [pytest.param(*case, id=f"{case[0].relative_to(ROOT)}-{number}") for number, case in enumerate(cases)]


# --- pages ------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        parts = urlsplit(target)
        if parts.scheme in {"http", "https"}:
            continue
        file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert file.exists(), f"{target} leads nowhere"
        if parts.fragment:
            assert parts.fragment in anchors(file), f"{target}: there is no such heading"


def test_every_page_is_linked_from_the_list_of_pages_and_that_from_the_first_one() -> None:
    contents = ROOT / "docs" / "README.md"
    assert {*(ROOT / "docs").rglob("*.md")} - {contents} <= linked(contents)
    assert contents in linked(ROOT / "README.md")


def linked(page: Path) -> set[Path]:
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    return {(page.parent / unquote(urlsplit(target).path)).resolve() for target in targets}


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_a_page_is_neither_a_stub_nor_a_book(page: Path) -> None:
    lines = len(page.read_text(encoding="utf-8").splitlines())
    assert lines >= 20
    assert lines <= 100 or page.name in LONG


def test_the_first_page_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


def files_of_the_project() -> Iterator[Path]:
    for folder, names, files in os.walk(ROOT):
        here = Path(folder)
        hidden = {name for name in names if name.startswith((".", "__")) and name != ".ci"}
        made = {"jobstore", "demo", "build", "dist", "htmlcov"} if here == ROOT else set()
        names[:] = [name for name in names if name not in hidden | made]
        yield from (here / name for name in files)


def test_no_file_speaks_of_the_place_where_it_was_made() -> None:
    telling = [
        str(path.relative_to(ROOT))
        for path in files_of_the_project()
        if any(word.encode() in path.read_bytes() for word in FOREIGN)
    ]
    assert telling == []


# --- commands -----------------------------------------------------------------------------------------------


def commands() -> list[tuple[Path, str]]:
    found = []
    for page in PAGES:
        lines = [line for block in blocks(page) if block.language in {"sh", "ini"} for line in block.text.splitlines()]
        lines += re.findall(r"`([^`\n]+)`", prose(page))
        starts = (re.search(r"(?:^|[\s/(=])(wps-cwl\s[^#|;)]*)", line) for line in lines)
        found += [(page, start[1].strip()) for start in starts if start and "..." not in start[1].split()[:2]]
    return list(dict.fromkeys(found))


def check_command(command: click.Command, words: list[str], context: click.Context | None = None) -> None:
    """Read options as click does, without looking at files or running anything."""
    context = click.Context(command, parent=context, info_name=command.name)
    _, rest, _ = command.make_parser(context).parse_args(list(words))
    if isinstance(command, click.Group) and rest and rest[0] != "COMMAND":
        inner = command.get_command(context, rest[0])
        assert inner is not None, f"there is no command {rest[0]} in {context.command_path}"
        check_command(inner, rest[1:], context)
    else:
        arguments = [one for one in command.params if isinstance(one, click.Argument)]
        assert not rest or isinstance(command, click.Group) or arguments, f"{command.name} takes no {rest}"


@pytest.mark.parametrize(("page", "line"), named(commands()))
def test_every_command_line_can_be_parsed(page: Path, line: str) -> None:
    try:
        check_command(cli, shlex.split(line.replace("'s", ""))[1:])
    except click.UsageError as error:
        pytest.fail(f"{line}: {error.message}")


def leaves(command: click.Command, path: str = "wps-cwl") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from leaves(inner, f"{path} {name}")
    else:
        yield path, command


@pytest.mark.parametrize(("path", "command"), list(leaves(cli)), ids=[path for path, _ in leaves(cli)])
def test_every_command_stands_in_the_reference_with_its_options(path: str, command: click.Command) -> None:
    page = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if f"`{path}" in line)
    told = set(
        re.findall(r"`(--?\w[\w-]*)", row if row.startswith("|") else page.split(f"`{path}", 1)[1].split("## ")[0])
    )
    options = [set(one.opts) for one in command.params if isinstance(one, click.Option)]
    assert told <= set().union(*options), "there is no such option"
    assert [opts for opts in options if not opts & told] == [], "an option is not told"


# --- examples -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    state = tmp_path_factory.mktemp("docs") / "state"
    return bootstrap.catalogue(Settings(state=state, processes=(ROOT / "cwl/processes",)))


@pytest.mark.parametrize(("page", "block"), named(every("yaml", "cwl")))
def test_every_yaml_example_is_a_process_a_test_or_a_configuration(page: Path, block: Block, tmp_path: Path) -> None:
    document = yaml.safe_load(block.text)
    file = tmp_path / "example.yml"
    file.write_text(block.text, encoding="utf-8")
    if isinstance(document, list):
        assert all(
            {"id", "tool", "job"} <= test.keys() and {"output", "should_fail"} & test.keys() for test in document
        )
    elif "cwlVersion" in document:
        write_files(page, tmp_path)
        process = file.rename(tmp_path / "cwl/processes/example.cwl")
        assert [str(problem) for problem in check(process)] == []
    else:
        settings = load(file, {})
        AddressGuard.parse(settings.security.allowed_hosts, ())


def write_files(page: Path, folder: Path) -> None:
    """Write the files that a page shows where the page says, and the job orders that stand behind its tests."""
    (folder / "cwl/processes").mkdir(parents=True)
    for block in blocks(page):
        if block.file and block.file.startswith("cwl/processes/"):
            (folder / block.file).parent.mkdir(exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")
        for name, order in re.findall(r"job: (\S+) +# (\{.*\})", block.text):
            target = folder / "cwl/processes" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(json.loads(order)), encoding="utf-8")


def test_the_first_process_passes_its_own_tests(tmp_path: Path) -> None:
    write_files(ROOT / "docs/start/first-process.md", tmp_path)
    environment = {**os.environ, "WPS_CWL_PROCESSES": "cwl/processes", "WPS_CWL_STATE": "state"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wps_cwl.cli", "processes", "test", "grid"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 of 1 processes passed" in done.stdout


def queries() -> list[tuple[Path, str]]:
    text = {page: page.read_text(encoding="utf-8") for page in PAGES}
    found = re.compile(r"https?://[^\s\"`]+/wps\?([^\s\"`]+)")
    return [(page, query) for page in PAGES for query in dict.fromkeys(found.findall(text[page]))]


@pytest.mark.parametrize(("page", "query"), named(queries()))
def test_every_request_by_get_is_one_that_is_accepted(page: Path, query: str, examples: Catalogue) -> None:
    asked = read_query(query.encode())
    asked.check()
    assert asked.operation.lower() in endpoint.BINDINGS[asked.negotiate()].OPERATIONS
    if asked.operation == "Execute":
        process = examples.entry(asked.identifiers()[0]).process
        job_order.build(process, parse.parse_execute(asked, process, "en-US"))


@pytest.mark.parametrize(("page", "block"), named(every("python")))
def test_every_python_example_compiles(page: Path, block: Block) -> None:
    compile(block.text, str(page), "exec")


# --- settings -----------------------------------------------------------------------------------------------

OF_THE_CHART = ("run-on-kubernetes.md", "helm-values.md")
FILES = ("sqlite", "lock", "bell", "json", "db")  # `jobs.sqlite` is no key


def keys_named(page: Path) -> list[str]:
    """Return what a page calls a key, as `jobs.running` or `profiles.<name>.running: 2`."""
    names = re.findall(r"`((?:[a-z_]+)(?:\.(?:\w+|<\w+>))+)(?::[^`]*)?`", prose(page))
    sections = set(Settings.model_fields)
    return [name for name in dict.fromkeys(names) if name.split(".")[0] in sections and not name.endswith(FILES)]


def values_of_the_chart() -> set[str]:
    page = (ROOT / "docs/reference/helm-values.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([\w.]+)`", page, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_setting_that_a_page_names_is_there(page: Path) -> None:
    paths = {path[:length] for path in keys.paths() for length in range(1, len(path) + 1)}
    wrong = [name for name in keys_named(page) if not any(keys.matches(path, tuple(name.split("."))) for path in paths)]
    assert set(wrong) <= (values_of_the_chart() if page.name in OF_THE_CHART else set())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_variable_that_a_page_names_is_there(page: Path) -> None:
    named = set(re.findall(r"\bWPS_CWL_[A-Z0-9_]+\b(?!<)", page.read_text(encoding="utf-8"))) - {"WPS_CWL_CONFIG"}
    assert [name for name in named if not keys.known(keys.of_variable(name))] == []


# --- tables --------------------------------------------------------------------------------------------------


def test_every_unit_that_a_page_names_is_there() -> None:
    units = ROOT / "examples" / "site" / "etc" / "systemd" / "system"
    named = {name for page in PAGES for name in re.findall(r"--unit[ =]'?([^\s'`]+)", (ROOT / page).read_text())}
    assert named
    assert {name for name in named if not list(units.glob(f"{name.removesuffix('.service')}.service"))} == set()


def test_the_table_of_exceptions_is_that_of_the_facade() -> None:
    told = [tuple(row[:4]) for row in table("docs/reference/wps.md", "## Exceptions")]
    known = [(kind.__name__, row.wps100, row.wps200, str(row.status)) for kind, row in errors.TABLE.items()]
    assert told == known


def test_the_table_of_states_is_that_of_the_bindings() -> None:
    rows = table("docs/reference/job-states.md", "# Job states")
    assert [row[0] for row in rows] == [state.value for state in JobState]
    for name, _, wps100, wps200 in rows:
        stage = STAGES[JobState(name)]
        assert wps100.split(",")[0] == " ".join(
            [stage.element, *([] if stage.percent is None else [str(stage.percent)])]
        )
        assert wps200 == STATES[JobState(name)]


def test_the_table_of_moves_is_that_of_the_job_store() -> None:
    told = {row[0]: set(row[1].split(", ")) for row in table("docs/reference/job-states.md", "## Moves")}
    known = {origin.value: {to.value for to in MOVES[origin]} for origin in JobState if origin not in FINAL_STATES}
    assert told == known


def test_the_reference_of_the_configuration_is_in_step() -> None:
    assert (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8") == render_reference()
