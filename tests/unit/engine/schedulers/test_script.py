"""The script of a step: run by /bin/sh as a scheduler does, with whatever is in its environment."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from wps_cwl.engine.schedulers import script

NASTY = ["a b", "it's", 'say "so"', "$HOME `id` $(id)", "a,b;c&d|e", "two\nlines", "é", "-n", "\\", "*", ""]


def run(
    folder: Path, command: list[str], environment: dict[str, str], job: str = ""
) -> subprocess.CompletedProcess[bytes]:
    file = folder / "step.sh"
    text = script.render(
        name="main.first\nrm -rf /",
        command=command,
        environment=environment,
        folder=folder,
        log=folder / "log",
        exit=folder / "exit",
    )
    file.write_text(text)
    return subprocess.run(
        ["/bin/sh", str(file)], env={"HOME": "/", "SLURM_JOB_ID": job}, cwd="/", capture_output=True, check=False
    )


@pytest.mark.parametrize("value", NASTY, ids=repr)
def test_a_variable_arrives_as_it_is(tmp_path: Path, value: str) -> None:
    run(tmp_path, ["sh", "-c", 'printf %s "$VALUE"'], {"VALUE": value, "PATH": "/usr/bin:/bin"})
    assert (tmp_path / "log").read_text() == value


@pytest.mark.parametrize("word", NASTY, ids=repr)
def test_a_word_of_the_command_arrives_as_it_is(tmp_path: Path, word: str) -> None:
    run(tmp_path, ["printf", "%s", word], {"PATH": "/usr/bin:/bin"})
    assert (tmp_path / "log").read_text() == word


def test_what_is_no_name_of_a_variable_is_left_out(tmp_path: Path) -> None:
    run(tmp_path, ["env"], {"BASH_FUNC_x%%": "() { :; }", "1A": "x", "GOOD": "yes", "PATH": "/usr/bin:/bin"})
    said = (tmp_path / "log").read_text()
    assert "GOOD=yes" in said
    assert "BASH_FUNC" not in said


def test_the_exit_code_is_a_file_and_the_scripts_own(tmp_path: Path) -> None:
    done = run(tmp_path, ["sh", "-c", "exit 3"], {})
    assert done.returncode == 3
    assert (tmp_path / "exit").read_text() == "3\n"
    assert not (tmp_path / "exit.part").exists()
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_command_that_there_is_not_leaves_127_and_a_reason(tmp_path: Path) -> None:
    run(tmp_path, ["/nowhere/_toil_worker"], {})
    assert (tmp_path / "exit").read_text() == "127\n"
    assert "not found" in (tmp_path / "log").read_text()


def test_a_worker_that_is_told_to_end_leaves_its_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "step.sh"
    waits = ["sh", "-c", "trap 'exit 77' USR2; : >begun; while :; do sleep 0.1; done"]
    file.write_text(
        script.render(
            name="n",
            command=waits,
            environment={"PATH": "/usr/bin:/bin"},
            folder=tmp_path,
            log=tmp_path / "log",
            exit=tmp_path / "exit",
        )
    )
    with subprocess.Popen(["setsid", "/bin/sh", str(file)]) as process:
        while not (tmp_path / "begun").exists():
            time.sleep(0.05)
        subprocess.run(["pkill", "-USR2", "--session", str(process.pid)], check=True)
    assert (tmp_path / "exit").read_text() == "77\n"


def test_a_folder_that_the_node_does_not_see_leaves_no_exit_code(tmp_path: Path) -> None:
    text = script.render(
        name="n",
        command=["touch", str(tmp_path / "ran")],
        environment={"PATH": "/usr/bin:/bin"},
        folder=tmp_path,
        log=tmp_path / "nowhere" / "log",
        exit=tmp_path / "exit",
    )
    done = subprocess.run(["/bin/sh", "-c", text], check=False, capture_output=True)
    assert done.returncode != 0
    assert not (tmp_path / "ran").exists()


def test_a_second_copy_of_a_job_ends_at_once_and_leaves_the_exit_code_alone(tmp_path: Path) -> None:
    counted = ["sh", "-c", "echo ran >>count; exit 3"]
    assert run(tmp_path, counted, {"PATH": "/usr/bin:/bin"}).returncode == 3
    (tmp_path / "exit").unlink()
    assert run(tmp_path, counted, {"PATH": "/usr/bin:/bin"}).returncode == 1
    assert (tmp_path / "count").read_text() == "ran\n"
    assert not (tmp_path / "exit").exists()


def test_a_job_that_its_scheduler_begins_anew_runs_again(tmp_path: Path) -> None:
    counted = ["sh", "-c", "echo ran >>count"]
    for job in ("12", "12", "13"):
        run(tmp_path, counted, {"PATH": "/usr/bin:/bin"}, job)
    assert (tmp_path / "count").read_text() == "ran\nran\n"
