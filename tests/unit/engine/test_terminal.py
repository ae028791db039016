"""Real programs that run under a terminal of ours: what they say, how they end and what they leave are as without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from tests.support.service import wait_for
from wps_cwl.engine.packing import TERMINAL
from wps_cwl.engine.terminal import Screen, Stages

BAR = "\r{stage}...: {percent}% [" + "*" * 25 + " " * 25 + "]"
DRAWS = """
import sys
print("on a terminal" if sys.stdout.isatty() else "in a file", sys.stdin.isatty(), sys.stderr.isatty())
for percent in (0, 50, 100):
    sys.stdout.write("\\rWriting /srv/x/out.tif...: %d%% [%s]" % (percent, "*" * 50))
    sys.stdout.flush()
print(" (3s)")
print("done", file=sys.stderr)
"""


def run(*command: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    settings: dict[str, object] = {"capture_output": True, "check": False, "timeout": 120, "stdin": subprocess.DEVNULL}
    return subprocess.run([*TERMINAL, *command], **{**settings, **options})  # type: ignore[call-overload,no-any-return]


# --- what a tool says ---------------------------------------------------------------------------------


def test_bars_become_progress_and_the_rest_of_standard_output_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "progress"
    done = run(sys.executable, "-c", DRAWS, env={**os.environ, "WPS_PROGRESS_FILE": str(file)})
    bar = "*" * 50
    assert done.stdout.decode() == f"on a terminal False False\nWriting /srv/x/out.tif...: 100% [{bar}] (3s)\n"
    assert done.stderr == b"done\n"
    assert file.read_text() == "0 Writing out.tif\n50 Writing out.tif\n99 Writing out.tif\n"


@pytest.mark.parametrize("place", [None, "/nowhere/progress", "/dev/full"])
def test_a_tool_is_not_disturbed_when_its_progress_cannot_be_written(place: str | None) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "WPS_PROGRESS_FILE"}
    done = run(sys.executable, "-c", DRAWS, env=environment | ({"WPS_PROGRESS_FILE": place} if place else {}))
    assert (done.returncode, done.stderr) == (0, b"done\n")
    assert b"100%" in done.stdout


def test_bytes_of_any_kind_pass_unchanged(tmp_path: Path) -> None:
    content = os.urandom(1 << 21) + b"\r\n\r\r50%\r: 50% [\x04\x03\x1a\x00" + bytes(range(256)) * 100
    (tmp_path / "content").write_bytes(content)
    assert run("cat", str(tmp_path / "content")).stdout == content


def test_what_is_written_last_arrives_although_something_else_keeps_the_terminal_open(tmp_path: Path) -> None:
    with (tmp_path / "pid").open("wb") as pid:
        streams = {"capture_output": False, "stdout": subprocess.PIPE, "stderr": pid}
        done = run("sh", "-c", "sleep 600 & echo $! >&2; head -c 100000 /dev/zero; echo end", **streams)  # not 600 s
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    assert len(done.stdout) == 100004
    assert done.stdout.endswith(b"end\n")


def test_a_tool_that_is_left_with_a_writer_for_ever_still_ends() -> None:
    done = run("sh", "-c", "yes & echo $! >&2")
    left = int(done.stderr.split()[0])
    wait_for(lambda: not psutil.pid_exists(left), 20, "it still writes, and nobody reads it any more")


def test_a_disk_that_is_full_is_no_success() -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("echo", "lost", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == b"standard output cannot be written: No space left on device\n"


# --- what a tool gets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kept"), [(1, True), (0, True), (1, False)], ids=["failed", "succeeded", "kept by us"]
)
def test_the_last_words_of_a_tool_that_fails_do_not_go_with_the_file_that_they_were_written_to(
    code: int, kept: bool, tmp_path: Path
) -> None:
    with (tmp_path / "printed.txt").open("wb") if kept else tempfile.TemporaryFile() as file:
        streams = {"capture_output": False, "stdout": file, "stderr": subprocess.PIPE}
        done = run("sh", "-c", f"echo no such pixel; exit {code}", **streams)
    assert done.returncode == code
    assert done.stderr == (b"no such pixel\n" if kept and code else b"")
    assert not kept or (tmp_path / "printed.txt").read_text() == "no such pixel\n"


def test_arguments_pass_unchanged_and_no_shell_sees_them() -> None:
    nasty = ["$(id)", "a b", "", "-x", "--last=y", "'\"", "ümlaut", "*", "a\nb"]
    done = run("printf", "%s\\0", *nasty)
    assert done.stdout.decode().split("\0")[:-1] == nasty


def test_the_environment_is_the_one_that_was_given() -> None:
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": "/nowhere", "EMPTY": "", "TWO": "a\nb"}  # and no locale
    done = run("env", "-0", env=given)
    assert dict(entry.split("=", 1) for entry in done.stdout.decode().split("\0")[:-1]) == given


def test_standard_input_and_the_working_directory_are_those_that_were_given(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("hello\n")
    with (tmp_path / "in").open() as given:
        done = run("sh", "-c", "cat; pwd", stdin=given, cwd=tmp_path)
    assert done.stdout.decode() == f"hello\n{tmp_path}\n"


def test_nobody_is_there_to_answer_a_question() -> None:
    done = run(sys.executable, "-c", "input('sure? ')")
    assert done.returncode == 1
    assert b"EOFError" in done.stderr


def test_the_terminal_has_a_size_of_its_own() -> None:
    program = "import os; print(*os.get_terminal_size(1))"
    assert run(sys.executable, "-c", program, env={**os.environ, "COLUMNS": "7"}).stdout == b"80 24\n"


# --- how a tool ends ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [0, 1, 77, 255])
def test_the_exit_code_is_that_of_the_tool(code: int) -> None:
    assert run("sh", "-c", f"exit {code}").returncode == code


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGSEGV", "SIGXCPU", "SIGPIPE"])
def test_a_tool_that_a_signal_ends_is_seen_to_end_by_it(name: str) -> None:
    number = signal.Signals[name]
    assert run("sh", "-c", f"ulimit -c 0; kill -{number.value} $$").returncode == -number


def test_a_command_that_there_is_not_is_named() -> None:
    done = run("no-such-tool")
    assert (done.returncode, done.stderr) == (127, b"'no-such-tool' not found\n")


def test_a_command_that_cannot_be_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("")
    done = run(str(tmp_path / "text"))
    assert (done.returncode, done.stderr.decode()) == (126, f"'{tmp_path / 'text'}' cannot be run: Permission denied\n")


def begun(*command: str) -> tuple[subprocess.Popen[bytes], psutil.Process]:
    """Start a command, and return it and its tool."""
    started = subprocess.Popen([*TERMINAL, *command], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert started.stdout is not None
    assert started.stdout.readline() == b"begun\n"
    [tool] = psutil.Process(started.pid).children()
    return started, tool


def test_a_signal_to_the_wrapper_reaches_the_tool_which_may_end_in_order() -> None:
    program = "trap 'echo in order; exit 3' TERM; echo begun; while :; do sleep 0.1; done"
    started, tool = begun("sh", "-c", program)
    started.terminate()
    output, _ = started.communicate(timeout=30)
    assert (started.returncode, output) == (3, b"in order\n")
    assert not tool.is_running()


def test_a_wrapper_that_is_killed_takes_its_tool_with_it() -> None:
    started, tool = begun(sys.executable, "-c", "import time; print('begun'); time.sleep(600)")
    started.kill()
    started.communicate(timeout=30)
    wait_for(lambda: not tool.is_running() or tool.status() == psutil.STATUS_ZOMBIE, 20, "the tool lives on")


def test_the_tool_stays_in_the_session_and_in_the_process_group() -> None:
    program = "import os; print(os.getsid(0), os.getpgrp())"
    done = run(sys.executable, "-c", program)
    assert done.stdout.split() == [str(os.getsid(0)).encode(), str(os.getpgrp()).encode()]


# --- how stages are counted -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 5, 100_000])
def test_a_screen_is_read_whatever_the_pieces(size: int) -> None:
    bars = "".join(BAR.format(stage="Reading", percent=percent) for percent in (0, 30, 100))
    drawn = f"a\r\nb\n{bars} (12s)\n{BAR.format(stage='Writing', percent=4)}then\n{bars}".encode()
    screen, text = Screen(), b""
    for start in range(0, len(drawn), size):
        text += screen.feed(drawn[start : start + size])
    text += screen.close()
    last = BAR.format(stage="Reading", percent=100)[1:]
    assert text.decode() == f"a\r\nb\n{last} (12s)\nthen\n"
    assert screen.seen[:4] == [("Reading", 0), ("Reading", 30), ("Reading", 100), ("Writing", 4)]


def told(last: str, *said: tuple[str, int]) -> list[int]:
    stages = Stages(last)
    return [stages.told(name, percent) for name, percent in said]


def test_a_stage_alone_is_the_whole() -> None:
    assert told("", ("any", 0), ("any", 40), ("any", 100)) == [0, 40, 99]
    assert told("Writing", ("Writing a", 0), ("Writing a", 40), ("Writing a", 100)) == [0, 40, 99]


def test_each_stage_has_half_of_what_is_left_and_the_last_has_all() -> None:
    said = [("one", 0), ("one", 100), ("two", 0), ("two", 100), ("Writing", 0), ("Writing", 40), ("Writing", 100)]
    assert told("Writing", *said) == [0, 50, 50, 75, 75, 85, 99]


def test_a_stage_that_starts_again_is_another_one() -> None:
    assert told("Writing", ("one", 100), ("one", 10), ("one", 100)) == [50, 52, 75]


def test_many_stages_never_reach_the_end() -> None:
    assert max(told("Writing", *((f"stage {number}", 100) for number in range(100)))) == 99


def test_a_file_of_progress_never_goes_back(tmp_path: Path) -> None:
    program = "\n".join(
        f"import sys; sys.stdout.write({BAR.format(stage=stage, percent=percent)!r}); sys.stdout.flush()"
        for stage, percent in [("A", 80), ("B", 10), ("A", 90), ("B", 100), ("A", 0)]
    )
    file = tmp_path / "progress"
    run(sys.executable, "-c", program, env={**os.environ, "WPS_PROGRESS_FILE": str(file)})
    percentages = [int(line.split()[0]) for line in file.read_text().splitlines()]
    assert percentages == sorted(percentages)
    assert percentages[0] == 80
