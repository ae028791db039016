"""The server of the stand-in: keeps the queue, starts jobs where there is room, and answers the commands.

Usage: python -m tests.support.pbs_stand_in.server FOLDER; the folder's `settings.json` says what it plays.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.support.pbs_stand_in.command import SOCKET
from tests.support.pbs_stand_in.job import Job
from tests.support.pbs_stand_in.request import Answer, Refusal, read_submission
from tests.support.pbs_stand_in.words import DELETED, FINISHED, UNKNOWN_JOB, UNKNOWN_QUEUE, VARIANTS

CLOSED = "closed"  # a file: the administrator has stopped the queues
TICK = 0.2  # seconds between two looks at what runs


@dataclass(frozen=True)
class Settings:
    """What a server plays. `remembered` is for how many seconds it knows what has ended: `keep_completed` of Torque,
    and for OpenPBS, where `job_history_enable` may be off, None or a large number. `memory` in KiB.
    """

    variant: str
    cores: int = 2
    memory: int = 4 << 20
    remembered: float = 300
    kill_delay: float = 2.0
    queues: tuple[str, ...] = ("batch",)


class Server:
    """The queue is kept in a file too, so that a server that comes back knows it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings = Settings(**json.loads((folder / "settings.json").read_text()))
        self._words = VARIANTS[self._settings.variant]
        self._file = folder / "queue.json"
        kept = json.loads(self._file.read_text()) if self._file.exists() else {"next": 0, "jobs": []}
        self._next = int(kept["next"])  # Torque's first job is 0.server
        self._jobs = {one["number"]: Job(**one) for one in kept["jobs"]}
        self._nodes: list[subprocess.Popen[bytes]] = []
        self._written = ""

    def serve(self) -> None:
        """Answer until the process is ended."""
        path = self._folder / SOCKET
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            path.chmod(0o777)
            listener.listen(100)
            listener.settimeout(TICK)
            while True:
                self._look()
                with suppress(TimeoutError, ConnectionError, ValueError):
                    self._answer(listener.accept()[0])

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            asked = json.loads(b"".join(iter(lambda: connection.recv(1 << 16), b"")))
            acts = {"qsub": self._qsub, "qstat": self._qstat, "qdel": self._qdel, "pbsnodes": self._pbsnodes}
            try:
                answer = acts[asked["command"]](asked)
            except Refusal as refusal:
                answer = Answer(refusal.code, err=str(refusal))
            self._look()
            connection.sendall(json.dumps(asdict(answer)).encode())

    # --- what runs -----------------------------------------------------------------------------------

    def _look(self) -> None:
        """Note what has ended, forget what is long over, and start what there is room for."""
        self._nodes = [node for node in self._nodes if node.poll() is None]
        for job in list(self._jobs.values()):
            if job.begun is not None and job.ended is None:
                self._note_end(job)
            if job.ended is not None and time.time() - job.ended >= self._settings.remembered:
                del self._jobs[job.number]
        free = self._settings.cores - sum(job.cores for job in self._running())
        for job in () if self._closed else self._jobs.values():
            if job.begun is None and job.ended is None and not job.held and job.cores <= free:
                free -= job.cores
                self._start(job)
        self._write()

    def _running(self) -> list[Job]:
        return [job for job in self._jobs.values() if job.begun is not None and job.ended is None]

    def _note_end(self, job: Job) -> None:
        try:
            end = json.loads(self._order(job).with_suffix(".ended").read_text())
        except FileNotFoundError:
            return
        job.ended = time.time()
        if end["deleted"]:
            job.status, job.end = DELETED, "deleted"
        elif end["over_time"]:
            job.status, job.end = self._words.over_time, "time"
        else:
            job.status, job.end = end["code"], "failed" if end["code"] else "exited"

    def _start(self, job: Job) -> None:
        order = self._order(job)
        script = order.with_suffix(".script")
        script.write_text(job.script)
        script.chmod(0o700)
        told = {
            "id": job.id,
            "name": job.name,
            "queue": job.queue,
            "walltime": job.walltime,
            "output": job.output,
            "folder": job.folder,
            "cores": job.cores,
            "cores_variable": self._words.cores_variable,
            "kill_delay": self._settings.kill_delay,
        }
        order.write_text(json.dumps(told))
        node = subprocess.Popen(
            [sys.executable, "-m", "tests.support.pbs_stand_in.node", order], start_new_session=True
        )
        self._nodes.append(node)
        job.begun, job.node = time.time(), node.pid

    def _order(self, job: Job) -> Path:
        return self._folder / "jobs" / f"{job.number}.json"

    def _write(self) -> None:
        text = json.dumps({"next": self._next, "jobs": [asdict(job) for job in self._jobs.values()]})
        if text != self._written:
            part = self._file.with_suffix(".part")
            part.write_text(text)
            part.replace(self._file)
            self._written = text

    # --- the commands ----------------------------------------------------------------------------------

    def _qsub(self, asked: dict[str, object]) -> Answer:
        job = read_submission(asked, number=self._next, words=self._words, settings=self._settings)
        self._next += 1
        self._jobs[job.number] = job
        return Answer(0, f"{job.id}\n")

    def _qstat(self, asked: dict[str, object]) -> Answer:
        options = {word for word in asked["arguments"] if word.startswith("-")}
        names = [word for word in asked["arguments"] if not word.startswith("-")]
        if "-Q" in options:
            return self._queues(names, full="-f" in options)
        words, past = self._words, "-x" in options and not self._words.speaks_xml
        found, errors, code = [], "", 0
        for name in names or [job.id for job in self._jobs.values() if past or words.lists_ended or job.ended is None]:
            job = self._find(name, "qstat")
            if job is None:
                code, errors = UNKNOWN_JOB, errors + words.unknown_job.format(command="qstat", it=name)
            elif job.ended is not None and not (past or words.lists_ended):
                text = f"qstat: {name} Job has finished, use -x or -H to obtain historical job information\n"
                code, errors = FINISHED, errors + text
            else:
                found.append(job)
        if words.speaks_xml and "-x" in options:
            out = f"<Data>{''.join(job.xml(words) for job in found)}</Data>\n" if found else ""
        else:
            out = "".join(job.text(words) for job in found)
        return Answer(code, out, errors)

    def _queues(self, names: list[str], *, full: bool) -> Answer:
        for name in names:
            if name not in self._settings.queues:
                return Answer(UNKNOWN_QUEUE, err=f"qstat: Unknown queue {name}\n")
        shown = names or list(self._settings.queues)
        if full:
            return Answer(0, "".join(self._queue_in_full(name) for name in shown))
        rows = [f"{name:<16} {len(self._jobs):>5} yes yes E" for name in shown]
        return Answer(0, "\n".join(["Queue              Max   Tot Ena Str T", "-" * 40, *rows]) + "\n")

    def _queue_in_full(self, name: str) -> str:
        lines = ["queue_type = Execution", f"total_jobs = {len(self._jobs)}", "enabled = True"]
        lines.append(f"started = {not self._closed}")
        return f"Queue: {name}\n" + "".join(f"    {line}\n" for line in lines) + "\n"

    @property
    def _closed(self) -> bool:
        """Whether the administrator has stopped the queues: jobs are taken, and none begins."""
        return (self._folder / CLOSED).exists()

    def _qdel(self, asked: dict[str, object]) -> Answer:
        words, errors, code = self._words, "", 0
        for name in asked["arguments"]:
            job = self._find(name, "qdel")
            if job is None:
                code, errors = UNKNOWN_JOB, errors + words.unknown_job_to_delete.format(it=name)
            elif job.ended is not None:
                code, text = words.ended_job_to_delete
                errors += text.format(it=name)
            else:
                self._delete(job)
        return Answer(code, err=errors)

    def _delete(self, job: Job) -> None:
        job.deleted = True
        if job.begun is None:
            job.ended = time.time()  # and it has no exit status
        elif job.node is not None:
            with suppress(ProcessLookupError):
                os.kill(job.node, signal.SIGTERM)

    def _pbsnodes(self, asked: dict[str, object]) -> Answer:
        del asked
        free = self._settings.cores - sum(job.cores for job in self._running())
        state = "free" if free else self._words.full_node
        facts = self._words.node.format(cores=self._settings.cores, memory=self._settings.memory)
        return Answer(0, f"stand-in\n     state = {state}\n{facts}\n")

    def _find(self, name: str, command: str) -> Job | None:
        number, _, host = name.partition(".")
        if not number.isdigit() or host not in ("", "stand-in"):
            raise Refusal(1, f"{command}: illegally formed job identifier: {name}\n")
        return self._jobs.get(int(number))


if __name__ == "__main__":
    Server(Path(sys.argv[1])).serve()
