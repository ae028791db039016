"""The command line `wps-cwl` beside a running service: what it prints, and what it ends with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import click
import pytest
import rasterio
from click.testing import CliRunner

from tests.cwl.broken_corpus import BROKEN, mistakes
from tests.support.service import ROOT, Service, wait_for
from wps_cwl.cli import cli

Done = CompletedProcess[str]
DATA = ROOT / "cwl" / "processes" / "data"


def commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give every command and every group, as it is written."""
    yield words
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*words, name))


@pytest.fixture(scope="module")
def slept(service: Service) -> Done:
    return service.cli("execute", "sleep", "-i", "delay=3")


@pytest.fixture(scope="module")
def job(slept: Done) -> str:
    """A job that has ended well."""
    return slept.stderr.split()[0]


# --- help and wrong use ------------------------------------------------------------------------------


def test_the_program_helps(service: Service) -> None:
    done = service.cli("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name, command in cli.commands.items():
        assert name in done.stdout
        assert command.get_short_help_str(20).partition(" ")[0] in done.stdout


# without a process of its own for each: there are many
@pytest.mark.parametrize("words", list(commands(cli)), ids=lambda words: " ".join(words) or "wps-cwl")
def test_every_command_helps(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(cli, [*words, "--help"])
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(" ".join(["Usage:", "cli", *words, "[OPTIONS]"]))
    assert len(lines[2]) > 10, "it does not say what it is for"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("execute", "hello", "-i", "nobody=a"), 'there is no input "nobody"; choose from: name'),
        (("execute", "hello", "-i", "name"), '"name" is not NAME=VALUE'),
        (("execute", "hello", "-i", "name=a", "-o", "nothing"), 'there is no output "nothing"'),
        (("execute", "preview", "-i", "image=@/no/such/file"), "there is no file /no/such/file"),
        (("jobs", "purge"), "--older-than"),
        (("nothing",), "No such command 'nothing'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_use_ends_with_2(service: Service, words: tuple[str, ...], named: str) -> None:
    done = service.cli(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr


def test_an_unknown_key_is_named(service: Service, tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("server: {prot: 5001}\n")
    done = service.cli("--config", str(config), "processes", "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert "server.prot" in done.stderr
    assert "Traceback" not in done.stderr


# --- processes -----------------------------------------------------------------------------------------


def test_processes_are_listed_and_shown(service: Service) -> None:
    listed = service.cli("processes", "list", "--format", "json")
    assert listed.returncode == 0
    assert {row["process"] for row in json.loads(listed.stdout)} == {
        path.stem for path in (ROOT / "cwl" / "processes").glob("*.cwl")
    }
    shown = service.cli("processes", "show", "vegetation_index")
    assert shown.returncode == 0
    assert re.search(r"input +index +string +0\.\.1 +auto +auto, NDVI", shown.stdout)


def test_valid_processes_are_valid(service: Service) -> None:
    done = service.cli("processes", "validate")
    assert (done.returncode, done.stdout) == (0, "")


def test_every_problem_is_printed_with_file_line_and_reason(service: Service) -> None:
    done = service.cli("processes", "validate", str(BROKEN), cwd=ROOT)
    assert done.returncode == 1
    printed = done.stdout.splitlines()
    assert all(re.match(r"tests/cwl/broken/\S+\.cwl:\d+: \S", line) for line in printed)
    for mistake in mistakes():
        place = f"{mistake.cwl.relative_to(ROOT)}:{mistake.line}: "
        assert any(line.startswith(place) and mistake.reason in line for line in printed), mistake


def test_the_tests_of_a_process_are_run(service: Service) -> None:
    done = service.cli("processes", "test", "hello")
    assert done.returncode == 0, done.stderr
    assert "1 of 1 processes passed" in done.stdout
    assert service.cli("processes", "test", "nobody").returncode == 1


# --- execute ---------------------------------------------------------------------------------------------


def test_a_run_is_followed_line_by_line(slept: Done) -> None:
    assert (slept.returncode, slept.stdout) == (0, "sleep_output: Slept 3 seconds\n")
    percents = [int(found) for found in re.findall(r"(\d+) %$", slept.stderr, re.MULTILINE)]
    assert percents == sorted(percents)
    assert (len(set(percents)) >= 3, percents[-1]) == (True, 100)


def test_files_are_sent_and_saved(service: Service, tmp_path: Path) -> None:
    image, target = f"image=@{DATA / 'rmnp_rgb.tif'}", tmp_path / "saved"
    arguments = ("-i", image, "-i", "index=GLI", "-o", "result", "-o", "index_used", "--format", "json")
    done = service.cli("execute", "vegetation_index", *arguments, "--save", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    outputs = {row["output"]: row for row in document["outputs"]}
    assert (document["state"], set(outputs)) == ("Succeeded", {"result", "index_used"})
    assert outputs["index_used"]["value"] == "GLI"
    [saved] = target.iterdir()
    assert outputs["result"]["file"] == str(saved)
    with rasterio.open(saved) as index, rasterio.open(DATA / "rmnp_rgb.tif") as source:
        assert (index.count, index.shape) == (1, source.shape)


def test_a_failed_run_ends_with_1_and_says_why(service: Service) -> None:
    done = service.cli("execute", "raster_info", "-i", "image=abc")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'The step "raster_info" failed with exit code 1.' in done.stderr
    refused = service.cli("execute", "sleep", "-i", "delay=soon")
    assert refused.returncode == 1
    assert '"soon" is not a number' in refused.stderr


def test_a_server_that_is_not_there_is_named(service: Service) -> None:
    done = service.cli("execute", "hello", "-i", "name=a", "--url", "http://127.0.0.1:1/wps")
    assert (done.returncode, done.stdout) == (1, "")
    assert "http://127.0.0.1:1/wps" in done.stderr


# --- jobs --------------------------------------------------------------------------------------------------


def test_a_job_is_listed_and_shown_with_its_logs(service: Service, job: str) -> None:
    listed = json.loads(service.cli("jobs", "list", "--process", "sleep", "--format", "json").stdout)
    [row] = [row for row in listed if row["job"] == job]
    assert (row["state"], row["percent"]) == ("successful", 100)
    [shown] = json.loads(service.cli("jobs", "show", job, "--format", "json").stdout)
    assert "Slept 3 seconds" in str(shown["results"])
    logs = service.cli("jobs", "logs", job)
    assert logs.returncode == 0
    assert "leader.log" in logs.stdout


def test_a_job_runs_again_as_another_job_and_is_purged(service: Service, job: str) -> None:
    done = service.cli("jobs", "rerun", job)
    again = done.stdout.strip()
    assert (done.returncode, again != job) == (0, True)
    assert "Slept 3 seconds" in "".join(service.wait(again).itertext())
    purged = service.cli("jobs", "purge", again)
    assert (purged.returncode, purged.stdout) == (0, f"{again} removed\n")
    assert not service.directory(again).path.exists()
    assert service.cli("jobs", "show", again).returncode == 1
    assert service.cli("jobs", "show", job).returncode == 0


def test_a_running_job_is_not_purged_but_dismissed(service: Service) -> None:
    job = service.submit("sleep", "delay=60")
    refused = service.cli("jobs", "purge", job)
    assert refused.returncode == 1
    assert job in refused.stderr
    done = service.cli("jobs", "dismiss", job)
    assert (done.returncode, done.stdout) == (0, f"{job} dismissed\n")
    wait_for(lambda: not service.processes_of_jobs(job), 20, "the dismissed job still runs")


@pytest.mark.parametrize("word", ["show", "logs", "dismiss", "rerun", "keep", "release", "purge"])
def test_a_job_that_is_not_there_ends_with_1(service: Service, word: str) -> None:
    done = service.cli("jobs", word, "no-such-job")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'There is no job "no-such-job"' in done.stderr


# --- the machine -----------------------------------------------------------------------------------------


def test_the_doctor_finds_nothing_wrong(service: Service) -> None:
    done = service.cli("doctor", "--format", "json")
    assert done.returncode == 0, done.stdout
    assert all(finding["ok"] for finding in json.loads(done.stdout))


def test_the_doctor_finds_what_is_wrong(service: Service, tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"processes: [{tmp_path / 'nowhere'}]\nstate: {tmp_path / 'state'}\n")
    environment = {name: value for name, value in service.environment.items() if not name.startswith("WPS_CWL_")}
    other = Service(tmp_path)
    other.environment = environment
    done = other.cli("--config", str(config), "doctor")
    assert done.returncode == 1
    assert re.search(rf"WRONG processes folder: {tmp_path / 'nowhere'}\n +-> ", done.stdout)


def test_the_database_is_up_to_date(service: Service) -> None:
    done = service.cli("db", "upgrade")
    assert done.returncode == 0
    assert str(service.state / "jobs.sqlite") in done.stdout
