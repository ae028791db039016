"""The script of a step: run by /bin/sh as a scheduler does, with whatever is in its environment."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from wps_cwl.engine.schedulers import script
from wps_cwl.engine.schedulers.base import Profile

NASTY = ["a b", "it's", 'say "so"', "$HOME `id` $(id)", "a,b;c&d|e", "two\nlines", "é", "-n", "\\", "*", ""]


PLAIN = Profile("slurm")


def run(
    folder: Path,
    command: list[str],
    environment: dict[str, str],
    *,
    profile: Profile = PLAIN,
    shell: str = "/bin/sh",
    job: str = "",
) -> subprocess.CompletedProcess[bytes]:
    file = folder / "step.sh"
    text = script.render(
        name="main.first\nrm -rf /",
        command=command,
        environment=environment,
        folder=folder,
        log=folder / "log",
        exit=folder / "exit",
        profile=profile,
    )
    file.write_text(text)
    return subprocess.run(
        [shell, str(file)], env={"HOME": "/", "SLURM_JOB_ID": job}, cwd="/", capture_output=True, check=False
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
            profile=PLAIN,
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
        profile=PLAIN,
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
        run(tmp_path, counted, {"PATH": "/usr/bin:/bin"}, job=job)
    assert (tmp_path / "count").read_text() == "ran\nran\n"


# --- what the operator adds --------------------------------------------------------------------------

SHELLS = pytest.mark.parametrize("shell", ["/bin/dash", "/bin/bash"])


def said(folder: Path) -> str:
    return (folder / "log").read_text()


@SHELLS
@pytest.mark.parametrize("code", [0, 3])
def test_the_footer_runs_however_a_step_ends_and_cannot_change_that(tmp_path: Path, code: int, shell: str) -> None:
    footer = ["set -eu", 'echo "it ended with $code"', "trap 'exit 9' EXIT", "code=7", "exit 9"]
    done = run(tmp_path, ["sh", "-c", f"exit {code}"], {}, profile=Profile("slurm", footer=footer), shell=shell)
    assert said(tmp_path) == f"it ended with {code}\n"
    assert (done.returncode, (tmp_path / "exit").read_text()) == (code, f"{code}\n")


@SHELLS
@pytest.mark.parametrize("line", ["exit 5", "set -e; false", "if then", "(", "trap 'exit 9' EXIT"], ids=repr)
def test_a_footer_that_is_wrong_harms_nobody(tmp_path: Path, line: str, shell: str) -> None:
    done = run(tmp_path, ["true"], {"PATH": "/usr/bin:/bin"}, profile=Profile("slurm", footer=[line]), shell=shell)
    assert (done.returncode, (tmp_path / "exit").read_text()) == (0, "0\n")


@SHELLS
@pytest.mark.parametrize("line", ["exit 5", "set -e; false", "if then", "echo )", "PATH=; exit 4"], ids=repr)
def test_lines_before_a_step_that_are_wrong_leave_an_exit_code_and_no_step(
    tmp_path: Path, line: str, shell: str
) -> None:
    profile = Profile("slurm", before=[line], footer=["echo the footer"])
    done = run(tmp_path, ["touch", str(tmp_path / "ran")], {"PATH": "/usr/bin:/bin"}, profile=profile, shell=shell)
    assert int((tmp_path / "exit").read_text()) == done.returncode != 0
    assert not (tmp_path / "ran").exists()
    assert "the footer" in said(tmp_path)


def test_what_stands_before_a_step_is_seen_by_it(tmp_path: Path) -> None:
    before = ["export GREETING=hello", "trap 'exit 9' EXIT", "set -C", "cd /"]
    run(tmp_path, ["sh", "-c", 'echo "$GREETING" from "$PWD"'], {}, profile=Profile("slurm", before=before))
    assert said(tmp_path) == f"hello from {tmp_path}\n"
    assert (tmp_path / "exit").read_text() == "0\n"


def test_a_machine_without_modules_says_so(tmp_path: Path) -> None:
    if Path("/usr/share/modules/init/sh").exists() or Path("/etc/profile.d/lmod.sh").exists():
        pytest.skip("this machine has modules")
    done = run(tmp_path, ["touch", "ran"], {"PATH": "/usr/bin:/bin"}, profile=Profile("slurm", modules=["gdal/3.6"]))
    assert done.returncode == 1
    assert (tmp_path / "exit").read_text() == "1\n"
    assert "the profile has `modules`, and on " in said(tmp_path)
    assert "there is no `module`" in said(tmp_path)


INIT = """
module() {
  [ "$1 $2" = "load gdal; rm -rf /" ] || [ "$1 $2" = "load proj/9" ] || return 1
  LOADED="$LOADED$2,"; export LOADED
}
"""


@SHELLS
def test_modules_are_loaded_in_their_order(tmp_path: Path, shell: str) -> None:
    (tmp_path / "init").mkdir()
    (tmp_path / "init" / "sh").write_text(INIT)
    environment = {"PATH": "/usr/bin:/bin", "MODULESHOME": str(tmp_path)}
    profile = Profile("slurm", modules=["proj/9", "gdal; rm -rf /"], before=['echo "before: $LOADED"'])
    run(tmp_path, ["sh", "-c", 'echo "$LOADED"'], environment, profile=profile, shell=shell)
    assert said(tmp_path) == "before: proj/9,gdal; rm -rf /,\nproj/9,gdal; rm -rf /,\n"


def test_a_module_that_there_is_not_ends_the_step(tmp_path: Path) -> None:
    (tmp_path / "init").mkdir()
    (tmp_path / "init" / "sh").write_text(INIT)
    environment = {"PATH": "/usr/bin:/bin", "MODULESHOME": str(tmp_path)}
    done = run(tmp_path, ["touch", "ran"], environment, profile=Profile("slurm", modules=["otb"]))
    assert done.returncode == 1
    assert "the module otb cannot be loaded on " in said(tmp_path)
    assert not (tmp_path / "ran").exists()


# --- what comes from clients --------------------------------------------------------------------------

HOSTILE = [
    "\n#$ -l h_rt=1",
    "x'\n#SBATCH --partition=other\n'",
    "\n#PBS -q other\n",
    "$(touch ran)`touch ran`",
    '";touch ran;"',
    "';touch ran;'",
    "\n\ntouch ran\n",
    "\\\n#$ -q other",
    "a\r#$ -q other",
]


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_nothing_of_a_client_becomes_a_line_of_the_script(tmp_path: Path, text: str) -> None:
    rendered = script.render(
        name=f"main.{text}",
        command=["printf", "%s", text],
        environment={"VALUE": text, text: "x", "PATH": "/usr/bin:/bin"},
        folder=tmp_path,
        log=tmp_path / "log",
        exit=tmp_path / "exit",
        profile=Profile("grid_engine", header=["#$ -ac WHO=me"], footer=['printf "|%s" "$VALUE"']),
    )
    directives = [line for line in rendered.split("\n") if line.startswith("#") and not line.startswith("# main.")]
    assert directives == ["#!/bin/sh", "#$ -ac WHO=me"]
    subprocess.run(["/bin/sh", "-c", rendered], cwd=tmp_path, check=True)
    assert (tmp_path / "log").read_bytes().decode() == f"{text}|{text}"
    assert not (tmp_path / "ran").exists()
