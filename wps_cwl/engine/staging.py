"""Staging: fills the files of a job order from what the client sent or refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from pydantic import JsonValue

from wps_cwl.engine.archive import ArchiveLimits, ArchiveTooLarge, BadArchive, unpack
from wps_cwl.engine.part_file import part_file
from wps_cwl.engine.secondary_files import FileGroup, NoPrimaryFile, choose
from wps_cwl.errors import InvalidInput, SizeExceeded
from wps_cwl.misleading_files import leads_elsewhere
from wps_cwl.model import Format, ReferenceValue, StagedFile, StagingPlan
from wps_cwl.translator import media_types

_UNSAFE = re.compile(r"[^A-Za-z0-9._+-]+")  # beyond these, cwltool refuses the names of tools' input files


@dataclass(frozen=True)
class StagingLimits:
    """Bytes of one input and of all inputs of a job (unpacked, where they are archives); entries of one archive."""

    input_size: int = 10 << 30
    job_size: int = 50 << 30
    archive_entries: int = 10_000


class Fetches(Protocol):
    """Writes what a reference leads to into a file and returns its size; the file is whole or not there.

    Raises DataNotAccessible and SizeExceeded, with the input as locator.
    """

    def fetch(self, reference: ReferenceValue, target: Path, *, input: str, limit: int) -> int: ...


def fetch(plan: StagingPlan, directory: Path, *, fetcher: Fetches, limits: StagingLimits) -> dict[str, JsonValue]:
    """Fill every file of the plan below the job directory, and return the final job order.

    Its locations are relative to the job directory. What stands there already is kept, so that a run that was killed
    is taken up where it ended. Raises DataNotAccessible, SizeExceeded and InvalidInput, with the input as locator.
    """
    left = limits.job_size
    groups: dict[str, FileGroup] = {}
    for staged in plan.files:
        target = _inside(directory, staged.path)
        allowed = ArchiveLimits(min(left, limits.input_size), limits.archive_entries)
        try:
            content = _fill(staged, target, fetcher, allowed)
        except SizeExceeded as error:
            if allowed.size == limits.input_size:
                raise
            what = "What all inputs hold together"
            raise SizeExceeded(what=what, limit=limits.job_size, locator=staged.input) from error
        _refuse_misleading(staged, content)
        left = max(0, left - _size(content))
        if staged.unpack == "file":
            groups[staged.path] = _group(staged, content, directory)
    return {name: _placed(value, groups) for name, value in plan.order.items()}


def _fill(staged: StagedFile, target: Path, fetcher: Fetches, limits: ArchiveLimits) -> Path:
    """Return the file or folder that the source has become; it stands only when it is whole."""
    if staged.unpack is None:
        if not target.exists():
            _bring(staged, target, fetcher, limits.size)
        return target
    folder = target if staged.unpack == "directory" else target.with_name(target.name + ".unpacked")
    archive = folder.with_name(f".{folder.name}.zip")
    if not folder.exists():
        if not archive.exists():
            _bring(staged, archive, fetcher, limits.size)
        _unpack(staged, archive, folder, limits)
    archive.unlink(missing_ok=True)
    return folder


def _refuse_misleading(staged: StagedFile, content: Path) -> None:
    """Refuse a client's file that leads the tool which opens it to files that are not the client's."""
    for path in content.rglob("*") if content.is_dir() else [content]:
        if path.is_file() and (reason := leads_elsewhere(path)):
            raise _invalid(staged, reason)


def _bring(staged: StagedFile, target: Path, fetcher: Fetches, limit: int) -> None:
    if isinstance(staged.source, ReferenceValue):
        fetcher.fetch(staged.source, target, input=staged.input, limit=limit)
        return
    if len(staged.source.data) > limit:
        raise _too_large(staged, limit)
    with part_file(target) as file:
        file.write(staged.source.data)


def _unpack(staged: StagedFile, archive: Path, folder: Path, limits: ArchiveLimits) -> None:
    try:
        unpack(archive, folder, limits)
    except ArchiveTooLarge as error:
        raise _too_large(staged, limits.size) from error
    except BadArchive as error:
        raise _invalid(staged, str(error)) from error


def _group(staged: StagedFile, folder: Path, directory: Path) -> FileGroup:
    """Choose the primary file; return its and its companions' paths, relative to the job directory."""
    names = _simple_names(staged, folder)
    try:
        group = choose(names, staged.secondary)
    except NoPrimaryFile as error:
        raise _invalid(staged, str(error)) from error
    base = folder.relative_to(directory).as_posix()
    form = _format_of(group.primary, staged.formats)
    return FileGroup(f"{base}/{group.primary}", tuple(f"{base}/{name}" for name in group.secondary), form)


def _format_of(name: str, formats: tuple[Format, ...]) -> str | None:
    """Return what CWL calls the format of a file: the one that its name tells, else the first."""
    guessed = media_types.guess(name)
    told = (form.cwl for form in formats if form.cwl and media_types.matches(guessed, form.media_type))
    return next(told, formats[0].cwl if formats else None)


def _simple_names(staged: StagedFile, folder: Path) -> list[str]:
    """Give the files names that every tool can take, the same to the same; return them, relative to the folder."""
    found = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    simple = {path: PurePosixPath(*(_UNSAFE.sub("_", part) for part in path.parts)) for path in found}
    if len(set(simple.values())) < len(simple):
        raise _invalid(staged, "the archive holds files whose names differ in special characters only")
    for path, plain in simple.items():
        if PurePosixPath(path) != plain:
            _inside(folder, plain.parent.as_posix()).mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / path).rename(folder / plain)
    return [plain.as_posix() for plain in simple.values()]


def _placed(value: JsonValue, groups: Mapping[str, FileGroup]) -> JsonValue:
    """Return the value with its unpacked files in the place of their archives."""
    if isinstance(value, list):
        return [_placed(item, groups) for item in value]
    if not isinstance(value, dict):
        return value
    group = groups.get(str(value.get("location"))) if value.get("class") == "File" else None
    if group is None:
        return {name: _placed(item, groups) for name, item in value.items()}
    kept = {name: item for name, item in value.items() if name not in ("basename", "path", "nameroot", "nameext")}
    companions: list[JsonValue] = [{"class": "File", "location": path} for path in group.secondary]
    told: dict[str, JsonValue] = {"format": group.format} if group.format else {}
    return kept | told | {"location": group.primary, "secondaryFiles": companions}


def _inside(directory: Path, path: str) -> Path:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise ValueError(f"{path} is not inside the job directory")
    return directory / pure


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _invalid(staged: StagedFile, reason: str) -> InvalidInput:
    return InvalidInput(identifier=staged.input, reason=reason, locator=staged.input)


def _too_large(staged: StagedFile, limit: int) -> SizeExceeded:
    return SizeExceeded(what=f'The input "{staged.input}"', limit=limit, locator=staged.input)
