"""Secrets that a test plants, and the search for them: as they are, as URLs, JSON, XML, Python or base64 have it."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

import psutil


class Planted:
    """Some secrets by their names; `found_in` says which of them stand somewhere, in any form."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        forms = {form: name for name, secret in secrets.items() for form in _forms(secret)}
        assert all(len(form) >= 8 for form in forms), "too short to be found by accident only"
        self._names = forms
        self._any = re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))

    def found_in(self, content: bytes) -> set[str]:
        """Return the names of the secrets that stand in some bytes."""
        return {self._names[match[0]] for match in self._any.finditer(content)}

    def found_below(self, folder: Path) -> dict[Path, set[str]]:
        """Return the files below a folder that hold some, or whose names do."""
        return {path: found for path, content in _files(folder) if (found := self.found_in(content))}


class ProcessWatch:
    """Looks into the environment and the command line of every process that a service has made, but its own parts."""

    def __init__(self, planted: Planted, service: int, home: Path) -> None:
        self._planted, self._service, self._home = planted, service, str(home).encode()
        self._known: set[tuple[int, bytes]] = set()
        self.seen: dict[str, int] = {}  # how many processes of each name
        self.found: list[tuple[str, list[str], set[str]]] = []

    def look(self) -> None:
        """Look once at those that have come up."""
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                # read before the environment: a child that has yet to become its program has both of its parent
                words = Path("/proc", str(process.pid), "cmdline").read_bytes()
                if (process.pid, words) not in self._known:
                    self._examine(process, words)
                    self._known.add((process.pid, words))

    def _examine(self, process: psutil.Process, words: bytes) -> None:
        environment = Path("/proc", str(process.pid), "environ").read_bytes()
        ours = self._home in environment or any(parent.pid == self._service for parent in process.parents())
        if not ours or b"wps_cwl.cli" in words:
            return
        name = process.name()
        self.seen[name] = self.seen.get(name, 0) + 1
        if found := self._planted.found_in(words + b"\0" + environment):
            self.found.append((name, words.decode(errors="replace").split("\0"), found))


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for inside, folders, files in os.walk(folder):
        for path in map(Path(inside).joinpath, [*folders, *files]):
            with suppress(OSError):  # what a job had there may be gone by now
                yield (
                    path,
                    str(path).encode() + (path.read_bytes() if path.is_file() and not path.is_symlink() else b""),
                )


def _forms(secret: str) -> Iterator[bytes]:
    texts = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), html.escape(secret)}
    texts |= {json.dumps(secret)[1:-1], repr(secret)[1:-1], json.dumps(json.dumps(secret))[3:-3]}
    texts |= {secret.replace("&", "&amp;").replace("<", "&lt;"), secret.replace("/", "\\/"), secret.encode().hex()}
    yield from (text.encode() for text in texts)
    yield from _in_base64(secret.encode())


def _in_base64(secret: bytes) -> Iterable[bytes]:
    """Yield what of it stays the same in base64, wherever in a longer text it stands."""
    for shift in range(3):
        for altchars in (b"+/", b"-_"):
            coded = base64.b64encode(b"\0" * shift + secret, altchars).rstrip(b"=")
            yield coded[(shift * 8 + 5) // 6 : -1]
