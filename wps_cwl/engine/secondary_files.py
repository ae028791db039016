"""Which file of an unpacked archive is the primary one, and which are its secondaryFiles (CWL 1.2, File)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wps_cwl.model import SecondaryFile

# What a system leaves in an archive without being asked
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")

# Files that describe another one, and are never what an archive was sent for if there is another choice
SIDECARS = (".aux", ".cpg", ".htm", ".html", ".lyr", ".md", ".md5", ".prj", ".qix", ".qml", ".qpj", ".sbn", ".sbx",
            ".sha256", ".sld", ".tfw", ".txt", ".wld", ".xml")  # fmt: skip


class NoPrimaryFile(Exception):
    """There is no file, or more than one, that could be the primary one; the text may go to the client."""


@dataclass(frozen=True)
class FileGroup:
    """A primary file and its secondary ones, as names in an archive; `format` is the IRI of the primary's format."""

    primary: str
    secondary: tuple[str, ...]
    format: str | None = None


def choose(names: Iterable[str], patterns: tuple[SecondaryFile, ...]) -> FileGroup:
    """Return the only file that has all its required secondary files, with those; NoPrimaryFile when there is none.

    Where several have them, those that continue the name of another (`a.tif.ovr`) or only describe one (`a.prj`) stand
    back. A pattern that is an expression cannot be evaluated here: then every other file beside it is a secondary one.
    """
    files = sorted(name for name in names if not is_junk(name))
    candidates = [name for name in files if _is_complete(name, files, patterns)]
    for stands_back in (_continues_another, _describes_another):
        if len(candidates) > 1:
            candidates = [name for name in candidates if not stands_back(name, candidates)] or candidates
    if len(candidates) != 1:
        problem = "more than one file" if candidates else "no file"
        raise NoPrimaryFile(
            f"{problem} in the archive could be the input{_needs(patterns)}; it holds: {_listed(files)}"
        )
    return FileGroup(candidates[0], tuple(_secondary(candidates[0], files, patterns)))


def secondary_name(primary: str, pattern: str) -> str:
    """Apply a secondaryFiles pattern: each leading `^` takes an extension off, and the rest is appended."""
    folder, slash, name = primary.rpartition("/")
    rest = pattern.removesuffix("?")
    while rest.startswith("^"):
        rest = rest[1:]
        name = name.rpartition(".")[0] or name
    return folder + slash + name + rest


def is_junk(name: str) -> bool:
    """Return whether a name in an archive is of what a system leaves there."""
    return name.startswith(JUNK[0]) or name.rpartition("/")[2] in JUNK


def _is_complete(name: str, files: list[str], patterns: tuple[SecondaryFile, ...]) -> bool:
    for each in patterns:
        if each.pattern is None:
            continue
        wanted = secondary_name(name, each.pattern)
        # a file that would be its own secondary file is one of the secondary files
        if wanted == name or (_is_required(each) and wanted not in files):
            return False
    return True


def _secondary(primary: str, files: list[str], patterns: tuple[SecondaryFile, ...]) -> list[str]:
    if any(each.pattern is None for each in patterns):
        return [name for name in files if name != primary and _folder(name) == _folder(primary)]
    wanted = [secondary_name(primary, each.pattern) for each in patterns if each.pattern is not None]
    return [name for name in dict.fromkeys(wanted) if name in files]


def _is_required(each: SecondaryFile) -> bool:
    return each.required and not (each.pattern or "").endswith("?")


def _continues_another(name: str, candidates: list[str]) -> bool:
    return any(name.startswith(other + ".") for other in candidates)


def _describes_another(name: str, candidates: list[str]) -> bool:  # noqa: ARG001 - called as the function above is
    return name.lower().endswith(SIDECARS)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _needs(patterns: tuple[SecondaryFile, ...]) -> str:
    required = [each.pattern for each in patterns if each.pattern and _is_required(each)]
    return f" with {', '.join(required)} beside it" if required else ""


def _listed(files: list[str]) -> str:
    shown = [name[:80] for name in files[:20]]
    return ", ".join([*shown, f"and {len(files) - 20} more"] if len(files) > 20 else shown) or "nothing"
