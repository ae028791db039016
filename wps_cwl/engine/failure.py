"""Why a run failed: the step, its command, its exit code and the last lines of its stderr, from Toil's logs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine.plain_file import read_ends
from wps_cwl.engine.schedulers.base import EndReason
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.job_directory import JobDirectory

_LAST_LINES = 12
_LONGEST = 4000  # characters of a command, a reason or a stderr that are told
_MOST = 1 << 20  # bytes at each end of a log that are looked at: command and status, and the last lines
_LOG_LINE = re.compile(r"^\[\d{4}-\d\d-\d\dT[^\]]*\] (?:\[[^\]]*\] )?\[([A-Z])\] \[([^\]]*)\] ?(.*)$")
_COMMAND = re.compile(r"^\[job (?P<step>.+?)\] (?P<folder>/\S*)\$ (?P<command>.*)$", re.S)
_STATUS = re.compile(r"^\[job .+?\] exited with status: (-?\d+)$")
_STREAMS = ("standard error", "standard output")
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


_SIGNAL = 128  # what a shell adds to the number of a signal
_ENDED = {
    EndReason.TIME: "it ran longer than its time limit ({text})",
    EndReason.MEMORY: "it took more memory than it had asked for ({text})",
    EndReason.KILLED: "it was deleted from outside ({text})",
    EndReason.ERROR: "it could not be run ({text})",
    EndReason.LOST: "{text}",
}


def _ended_step(directory: JobDirectory, process: str) -> errors.RunFailed | None:
    """Return what the scheduler has refused or ended; what we have deleted ourselves has no text."""
    for found in Submissions(directory.path).ends():
        reason, text = found.end.reason, _without_paths(found.end.text, directory)
        facts = {"step": _step_name(found.step, process), "scheduler": found.scheduler}
        if reason is EndReason.REFUSED:
            return errors.StepRefused(**facts, reason=text)
        if reason in _ENDED and text:
            return errors.StepEnded(**facts, reason=_ENDED[reason].format(text=text))
    return None


def _silent_worker(directory: JobDirectory, process: str) -> errors.RunFailed | None:
    """Return what a worker on a node has said that ended too early to leave a log of Toil's."""
    submissions = Submissions(directory.path)
    for found in submissions.ends():
        if found.end.reason is EndReason.EXITED and found.end.code:
            step = _step_name(found.step, process)
            if found.end.code > _SIGNAL:
                reason = f"signal {found.end.code - _SIGNAL}, as it comes when a job is deleted or goes over a limit"
                return errors.StepEnded(step=step, scheduler=found.scheduler, reason=reason)
            said = _read(submissions.file(found.stem, "log")).strip().splitlines()[-_LAST_LINES:]
            text = _without_paths("\n".join(said), directory) or "(nothing)"
            return errors.RunFailed(
                reason=f'the worker of the step "{step}" ended with {found.end.code} on a node of {found.scheduler}, '
                f"before it could leave a log. Its last lines: {text}"
            )
    return None


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
    line = _without_paths(" ".join(command["command"].replace("\\\n", " ").split()), directory)
    step = _step_name(command["step"], process)
    if status is None or status == "0":
        reason = _without_paths("; ".join(_errors(records)), directory) or "no reason was given"
        return errors.RunFailed(reason=f'the step "{step}" failed. Command: {line}. {reason}')
    stream, said = _last_words(records)
    said = _without_paths(said, directory) or "(nothing)"
    return errors.StepFailed(step=step, code=_code(status), command=line, stream=stream, said=said)


def _last_words(records: list[Record]) -> tuple[str, str]:
    """Return the last lines of standard error; some tools complain on standard output, and say nothing there."""
    for stream in _STREAMS:
        head = f"Failed command {stream}:"
        text = next((text.removeprefix(head) for _, text in records if text.startswith(head)), "")
        lines = [entry for entry in text.strip().splitlines() if entry.strip()][-_LAST_LINES:]
        if lines:
            return stream, "\n".join(lines)
    return _STREAMS[0], ""


def _code(status: str) -> str:
    return f"{status} (ended by signal {status[1:]})" if status.startswith("-") else status


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
    for root in (str(directory.path), sys.prefix):
        text = re.sub(rf"(?:file://)?{re.escape(root)}(?:/[^\s'\":;,)]*)?/", "", text)
        text = text.replace(root, "")
    text = text.strip()
    return text if len(text) <= _LONGEST else f"... {text[-_LONGEST:]}"


def _read(file: Path) -> str:
    try:
        return read_ends(file, _MOST).decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""
