"""Maps and quick-looks of what a job gave. What goes wrong with them is in the log, and is no fault of the job's."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from wps_cwl import errors
from wps_cwl.engine.part_file import part_folder
from wps_cwl.job_directory import JobDirectory
from wps_cwl.maps import drivers, mapfile, mapserver, survey
from wps_cwl.maps.facts import Facts
from wps_cwl.maps.place import QUICKLOOK, folder_of
from wps_cwl.misleading_files import leads_elsewhere
from wps_cwl.model import Process, Result, StoredFile, View
from wps_cwl.storage.base import Storage
from wps_cwl.translator import views
from wps_cwl.unfinished import discard

logger = logging.getLogger(__name__)

MEMORY = 4 << 30  # addresses of a process, most of which are libraries
_FACTS = TypeAdapter[Facts](Facts)
_SOURCE, _FACTS_FILE = "source", "facts.json"


class _Unseen(Exception):
    """Why there is no view of a file."""


@dataclass(frozen=True)
class ViewMaker:
    """Makes the views of results; each file in so many seconds."""

    storage: Storage
    seconds: int
    environ: Mapping[str, str]

    def make(self, directory: JobDirectory, process: Process, results: Iterable[Result]) -> tuple[Result, ...]:
        """Return the results with the views that could be made: a quick-look of every raster, and the maps offered.

        Doing it again after a kill gives the same.
        """
        return tuple(self._one(directory, process, result) for result in results)

    def _one(self, directory: JobDirectory, process: Process, result: Result) -> Result:
        file, parameter = result.value, process.output(result.id)
        if not isinstance(file, StoredFile) or parameter is None:
            return result
        possible = views.of(file.media_type)
        wanted = {view for view in possible if view in parameter.views or view is View.QUICKLOOK}
        if not wanted:
            return result
        facts = {"job": directory.job_id, "output": result.id}
        try:
            made = self._views(directory, file, parameter.title, wanted)
        except (_Unseen, OSError, ValueError, errors.WpsCwlError) as error:
            logger.warning("there is no view of a result: %s", error, extra=facts)
            return result
        return replace(result, value=replace(file, views=tuple(views.ordered(made))))

    def _views(self, directory: JobDirectory, file: StoredFile, title: str, wanted: set[View]) -> set[View]:
        folder = folder_of(directory, file.output)
        if not folder.is_dir():
            with part_folder(folder) as part:
                self._fill(part, directory.job_id, file, title, wanted)
        made = {View.QUICKLOOK} if (folder / QUICKLOOK).exists() else set()
        if (folder / mapserver.MAP).exists():
            facts = _FACTS.validate_json((folder / _FACTS_FILE).read_bytes())
            made |= {View.DOWNLOAD, View.WMS} | ({View.WFS} if facts.kind == "vector" else _coverage(facts))
        return made & wanted if made else made

    def _fill(self, part: Path, job: str, file: StoredFile, title: str, wanted: set[View]) -> None:
        """Fill the folder of one output; whatever is in it belongs to the service alone."""
        _take(self.storage, job, file, part / _SOURCE)
        if reason := leads_elsewhere(part / _SOURCE):
            raise _Unseen(reason)
        kind = "vector" if View.WFS in views.of(file.media_type) else "raster"
        self._survey(part, kind)
        facts = _FACTS.validate_json((part / _FACTS_FILE).read_bytes())
        if View.WMS in wanted and facts.reason is None:
            data = "data.gpkg" if kind == "vector" else _SOURCE
            text = mapfile.render(facts, name=file.output, title=title, data=data)
            (part / mapserver.CONFIG).write_text(mapfile.CONFIG)
            (part / mapserver.MAP).write_text(text, encoding="utf-8")
            kept = {data, mapserver.CONFIG, mapserver.MAP}
        else:
            kept = set()
            if View.WMS in wanted:
                logger.warning(
                    "there is no map of a result: %s", facts.reason, extra={"job": job, "output": file.output}
                )
        for path in part.iterdir():
            if path.name not in kept | {QUICKLOOK, _FACTS_FILE}:
                discard(path)

    def _survey(self, part: Path, kind: str) -> None:
        command = [sys.executable, "-I", "-m", survey.__name__, kind, _SOURCE, str(MEMORY), str(self.seconds)]
        try:
            done = subprocess.run(
                command,
                cwd=part,
                env=drivers.environment(self.environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _Unseen(f"it could not be read in {self.seconds} seconds") from None
        if done.returncode:
            last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
            raise _Unseen(f"it could not be read: {last[0][:500]}")


def _coverage(facts: Facts) -> set[View]:
    return {View.WCS} if facts.kind == "raster" and facts.system and facts.system.epsg else set()


def _take(storage: Storage, job: str, file: StoredFile, target: Path) -> None:
    """Bring a published file under a name of ours: linked where it is a file here, else copied."""
    with storage.open(job, file) as stream:
        name = getattr(stream, "name", None)
        try:
            os.link(str(name), target)
        except OSError:
            with target.open("xb") as copy:
                shutil.copyfileobj(stream, copy)
