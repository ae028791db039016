"""Why a run failed: the step, its command, its exit code and the last lines of its stderr, from Toil's logs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine.packing import without_terminal
from wps_cwl.engine.plain_file import read_ends
from wps_cwl.engine.schedulers import ending
from wps_cwl.engine.schedulers.base import EndReason
from wps_cwl.engine.schedulers.submissions import StepEnd, Submissions
from wps_cwl.job_directory import JobDirectory

_LAST_LINES = 12
_NOTHING = "(nothing)"
_LONGEST = 4000  # characters of a command, a reason or a stderr that are told
_MOST = 1 << 20  # bytes at each end of a log that are looked at: command and status, and the last lines
_LOG_LINE = re.compile(r"^\[\d{4}-\d\d-\d\dT[^\]]*\] (?:\[[^\]]*\] )?\[([A-Z])\] \[([^\]]*)\] ?(.*)$")
_COMMAND = re.compile(r"^\[job (?P<step>.+?)\] (?P<folder>/\S*)\$ (?P<command>.*)$", re.S)
_STATUS = re.compile(r"^\[job .+?\] exited with status: (-?\d+)$")
_MISSING = re.compile(r"^('.*' not found): \[Errno 2\]")
_STDERR = "Failed command standard error:"
_STDOUT = "Failed command standard output:"
# what Toil adds to every failure, and says nothing to the user
_NOISE = ("permanentFail", "Exiting the worker", "Failed jobs at end", "Got exit code", "completed permanentFail")


def explain(directory: JobDirectory, process: str) -> errors.RunFailed:
    """Return the error that tells the user what happened to a run of `process`; paths of the server are left out."""
    ended = _ended_step(directory, process)
    if ended is not None:
        return ended
    logs = sorted(directory.logs.glob("failed_*.log"), key=lambda file: file.stat().st_mtime)
    for log in logs:
        failed = _failed_step(_records(_read(log)), directory, process)
        if failed is not None:
            return failed
    silent = _silent_worker(directory, process)
    if silent is not None:
        return silent
    return errors.RunFailed(reason=_without_paths(_complaints(_read(directory.logs / "leader.log")), directory))


def _ended_step(directory: JobDirectory, process: str) -> errors.RunFailed | None:
    """Return what the scheduler has refused or ended; what we have deleted ourselves has no text."""
    submissions = Submissions(directory.path)
    for found in submissions.ends():
        facts = {"step": _step_name(found.step, process), "scheduler": found.scheduler}
        if found.end.reason is EndReason.REFUSED:
            return errors.StepRefused(**facts, reason=_without_paths(found.end.text, directory))
        if found.end.reason not in _SILENT and found.end.text and not found.again:
            tries = f"; it was tried {found.turn} times" if found.turn > 1 else ""
            reason = _without_paths(ending.phrase(found.end), directory)
            return errors.StepEnded(**facts, reason=f"{reason}{tries}{_tool(submissions, found, directory)}")
    return None


_SILENT = {EndReason.EXITED, EndReason.ABANDONED}
_SIGNAL = 128  # what a shell adds to the number of a signal


def _silent_worker(directory: JobDirectory, process: str) -> errors.RunFailed | None:
    """Return what a worker on a node has said that ended too early to leave a log of Toil's."""
    submissions = Submissions(directory.path)
    for found in submissions.ends():
        if found.end.reason is EndReason.EXITED and found.end.code:
            step, code, tool = _step_name(found.step, process), found.end.code, _tool(submissions, found, directory)
            if code > _SIGNAL:
                signal = ending.signal_name(code - _SIGNAL)
                reason = f"{signal}, as it comes when a job is deleted, goes over a limit, or its node fails{tool}"
                return errors.StepEnded(step=step, scheduler=found.scheduler, reason=reason)
            said = submissions.said(found.stem).strip().splitlines()[-_LAST_LINES:]
            text = _without_paths("\n".join(said), directory) or "(nothing)"
            return errors.RunFailed(
                reason=f'the worker of the step "{step}" ended with {ending.phrase_code(code)} on a node of '
                f"{found.scheduler}, before it could leave a log. Its last lines: {text}{tool}"
            )
    return None


def _tool(submissions: Submissions, found: StepEnd, directory: JobDirectory) -> str:
    """Say what the tool of a step was, and what it has said, if it was begun at all."""
    command = _COMMAND.match(submissions.said(found.stem, "command"))
    if command is None:
        return ""
    said = _last_lines(submissions.said(found.stem, "stderr"), directory)
    return f". Command: {_one_line(command, directory)}. Last lines of its standard error: {said}"


def _step_name(name: str, process: str) -> str:
    plain = name.removeprefix("main.").removesuffix(".cwl")
    return process if plain == "main" else plain


Record = tuple[str, str]  # level, text of one or more lines


def _records(text: str) -> list[Record]:
    """Split a log into its records: a line without a head belongs to the one above."""
    records: list[Record] = []
    for line in text.splitlines():
        head = _LOG_LINE.match(line.lstrip("\t"))
        if head:
            records.append((head[1], head[3]))
        elif records:
            records[-1] = (records[-1][0], records[-1][1] + "\n" + line)
    return records


def _failed_step(records: list[Record], directory: JobDirectory, process: str) -> errors.RunFailed | None:
    command = next((found for _, text in reversed(records) if (found := _COMMAND.match(text))), None)
    status = next((found[1] for _, text in reversed(records) if (found := _STATUS.match(text))), None)
    if command is None:
        return None
    line = _one_line(command, directory)
    step = _step_name(command["step"], process)
    if status is None and (missing := _missing_command(records)):
        return errors.StepFailed(step=step, code=ending.phrase_code(127), command=line, stderr=missing)
    if status is None or status == "0":
        reason = _without_paths("; ".join(_errors(records)), directory) or "no reason was given"
        return errors.RunFailed(reason=f'the step "{step}" failed. Command: {line}. {reason}')
    said = _last_lines(_stream(records, _STDERR), directory)
    output = _stream(records, _STDOUT)
    if said == _NOTHING and output.strip():  # some tools complain there
        said = f"{_NOTHING}. Last lines of its standard output: {_last_lines(output, directory)}"
    return errors.StepFailed(step=step, code=_code(status), command=line, stderr=said)


def _stream(records: list[Record], head: str) -> str:
    return next((text.removeprefix(head) for _, text in records if text.startswith(head)), "")


def _one_line(command: re.Match[str], directory: JobDirectory) -> str:
    line = " ".join(command["command"].replace("\\\n", " ").split())
    return _without_paths(without_terminal(line), directory)


def _last_lines(stderr: str, directory: JobDirectory) -> str:
    lines = [entry for entry in stderr.strip().splitlines() if entry.strip()][-_LAST_LINES:]
    return _without_paths("\n".join(lines), directory) or _NOTHING


def _missing_command(records: list[Record]) -> str:
    """Return what cwltool says of a command that there is not: it begins nothing, so that there is no exit code."""
    return next((found[1] for level, text in records if level == "E" and (found := _MISSING.match(text))), "")


def _code(status: str) -> str:
    return f"{status} (ended by signal {status[1:]})" if status.startswith("-") else ending.phrase_code(int(status))


def _errors(records: list[Record]) -> list[str]:
    found = [text.splitlines()[0] for level, text in records if level in {"E", "C"} and text.strip()]
    exceptions = [text.strip().splitlines()[-1] for level, text in records if level == "C" and "Traceback" in text]
    kept = [text for text in [*found, *exceptions] if not any(noise in text for noise in _NOISE)]
    return list(dict.fromkeys(text for text in kept if "Worker crashed" not in text))


def _complaints(text: str) -> str:
    """Return what the leader complained of, or how its log ends."""
    found = _errors(_records(text))
    return "; ".join(found[-3:]) or "\n".join(text.strip().splitlines()[-3:]) or "the runner left no message"


def _without_paths(text: str, directory: JobDirectory) -> str:
    """Replace files of the server by their names."""
    # tools say where they are by the way that leads there without links
    for root in dict.fromkeys((str(directory.path), str(directory.path.resolve()), sys.prefix)):
        text = re.sub(rf"(?:file://)?{re.escape(root)}(?:/[^\s'\":;,)]*)?/", "", text)
        text = text.replace(root, "")
    text = text.strip()
    return text if len(text) <= _LONGEST else f"... {text[-_LONGEST:]}"


def _read(file: Path) -> str:
    try:
        return read_ends(file, _MOST).decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""
