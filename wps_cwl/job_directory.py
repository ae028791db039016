"""The job directory: everything that one job leaves behind, and the only place where its paths are made."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from pydantic import JsonValue

from wps_cwl.errors import NoSuchJob
from wps_cwl.unfinished import discard

DELETE_ATTEMPTS = 4
DOOMED = ".deleted-"  # how the names of directories begin that are being removed
RECLAIMED = "reclaimed"


class JobDirectory:
    """The paths of one job below `root`; NoSuchJob for an identifier that no job can have."""

    def __init__(self, root: Path, job_id: str) -> None:
        # no spaces, no shell characters: Toil passes the path unquoted to a shell
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", job_id):
            raise NoSuchJob(identifier=job_id)
        self.root = root
        self.job_id = job_id
        self.path = root / job_id

    @property
    def request(self) -> Path:
        """The request as it was received, byte for byte."""
        return self.path / "request"

    @property
    def request_json(self) -> Path:
        """The request as it was understood."""
        return self.path / "request.json"

    @property
    def staging_plan(self) -> Path:
        """Which inputs have to be fetched before the job can run."""
        return self.path / "staging-plan.json"

    @property
    def order(self) -> Path:
        """The CWL job order."""
        return self.path / "job-order.json"

    @property
    def process(self) -> Path:
        """The packed CWL document that runs."""
        return self.path / "process.cwl"

    @property
    def description(self) -> Path:
        """The process as it was described when the job was accepted."""
        return self.path / "process.json"

    @property
    def inputs(self) -> Path:
        """The folder of the inputs that were fetched or sent."""
        return self.path / "inputs"

    @property
    def toil(self) -> Path:
        """The Toil job store; Toil makes it itself."""
        return self.path / "toil"

    @property
    def work(self) -> Path:
        """The folder in which the leader and its local workers work."""
        return self.path / "work"

    @property
    def made(self) -> Path:
        """The folder of the documents that are made of outputs, before they are published."""
        return self.work / "made"

    @property
    def logs(self) -> Path:
        """The folder of the logs: the leader's, the workers' and the tools'."""
        return self.path / "logs"

    @property
    def bus(self) -> Path:
        """The messages of Toil's bus."""
        return self.path / "bus"

    @property
    def stats(self) -> Path:
        """What Toil measured."""
        return self.path / "stats.json"

    @property
    def accounting(self) -> Path:
        """What the job has used, step by step."""
        return self.path / "accounting.json"

    @property
    def produced(self) -> Path:
        """The CWL output object, as the leader left it; then with what was converted."""
        return self.path / "outputs.json"

    @property
    def outputs(self) -> Path:
        """The folder of the published results, where the storage is the file system."""
        return self.path / "outputs"

    @property
    def published(self) -> Path:
        """Every file that was published, also those that lie beside a result."""
        return self.path / "published.json"

    @property
    def views(self) -> Path:
        """The folder of the maps and quick-looks of geographic results: one folder for each output."""
        return self.path / "views"

    @property
    def progress(self) -> Path:
        """What the process says of its progress."""
        return self.path / "progress"

    @property
    def exit(self) -> Path:
        """How the leader ended; written last, so that it stands when all else does."""
        return self.path / "exit.json"

    @property
    def begun(self) -> Path:
        """An empty file, as old as the start of the first leader, or younger by what the job has waited since."""
        return self.path / "begun"

    @property
    def reclaimed(self) -> Path:
        """An empty file: the job is being removed, and what is left of it may go at once."""
        return self.path / RECLAIMED

    @property
    def leader_lock(self) -> Path:
        """The lock that the leader holds as long as it lives."""
        return self.path / "leader.lock"

    def create(self) -> None:
        """Make the directory, for its owner only; again is no error."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)  # whatever the umask says, and whoever made it
        for folder in (self.inputs, self.work, self.logs):
            folder.mkdir(mode=0o700, exist_ok=True)

    def sync(self) -> None:
        """Have the names of this directory, and its own, survive a power failure."""
        for folder in (self.path, self.root):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def exists(self) -> bool:
        """Return whether the directory is there."""
        return self.path.is_dir()

    def write_json(self, path: Path, value: JsonValue) -> None:
        """Replace one file of this directory by a JSON document; a reader sees the old or the new one, whole."""
        self.write_bytes(path, json.dumps(value, ensure_ascii=False, indent=1).encode())

    def write_bytes(self, path: Path, data: bytes) -> None:
        """Replace one file of this directory; a reader sees the old or the new one, whole."""
        if not path.is_relative_to(self.path) or ".." in path.parts:
            raise ValueError(f"{path} is not in the directory of the job {self.job_id}")
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def read_json(self, path: Path) -> JsonValue:
        """Return what a JSON file of this directory holds; FileNotFoundError when it is not there."""
        value: JsonValue = json.loads(path.read_bytes())
        return value

    def size(self) -> int:
        """Return how many bytes of the disk all of it takes; what has several names counts once."""
        seen: dict[tuple[int, int], int] = {}
        for folder, names, files in os.walk(self.path):
            for name in (".", *names, *files):
                with suppress(OSError):
                    about = os.lstat(Path(folder, name))
                    seen[about.st_dev, about.st_ino] = about.st_blocks * 512  # whatever the blocks of the disk are
        return sum(seen.values())

    def clear(self) -> None:
        """Remove what only the run needed, as far as that goes."""
        for folder in (self.toil, self.work):
            with suppress(OSError):
                _remove(folder)
        for parts in (self.path.glob("*.part"), self.inputs.rglob(".*.part"), self.outputs.glob("*/.*.part")):
            for part in parts:  # of a leader or an engine that was killed
                with suppress(OSError):
                    discard(part)

    def delete(self) -> None:
        """Remove the directory with all that is in it; a job that was half removed is removed to its end."""
        doomed = self.root / f"{DOOMED}{self.job_id}"
        _remove(doomed)
        # away in one step: nobody sees a job with half of its files
        with suppress(FileNotFoundError):
            self.path.rename(doomed)
        _remove(doomed)


def _remove(path: Path) -> None:
    for attempt in range(1, DELETE_ATTEMPTS + 1):
        try:
            shutil.rmtree(path)
        except FileNotFoundError:
            if not path.exists():
                return
        except OSError:  # a folder that a tool made read-only, or a file that NFS still keeps for a dying process
            if attempt == DELETE_ATTEMPTS:
                raise
            _open_folders(path)
            time.sleep(0.1 * (attempt - 1))
        else:
            return


def _open_folders(path: Path) -> None:
    path.chmod(0o700)
    for folder, names, _ in os.walk(path):
        for name in names:
            inner = Path(folder, name)
            with suppress(OSError):
                if stat.S_ISDIR(inner.lstat().st_mode):
                    inner.chmod(0o700)
