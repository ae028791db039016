"""What was read of the processes, kept over a restart: reading a thousand CWL files takes half a minute."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wps_cwl import catalogue, codec, model, translator
from wps_cwl.catalogue.offer import Known


@dataclass(frozen=True)
class _Memory:
    """What was read, and by which versions of the readers."""

    readers: str
    known: dict[Path, Known]


def load(file: Path) -> dict[Path, Known]:
    """Return what was kept; nothing when there is no such file, or when other versions wrote it."""
    try:
        memory: _Memory = codec.load(file.read_bytes(), _Memory)
    except (OSError, ValueError):
        return {}
    return memory.known if memory.readers == _readers() else {}


def save(file: Path, known: dict[Path, Known]) -> None:
    """Keep what was read, except of broken files; a full or read-only disk is no reason to fail."""
    whole = {path: item for path, item in known.items() if item.entry is not None}
    content = codec.dump(_Memory(_readers(), whole), _Memory)
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(descriptor, "wb") as part:
            part.write(content)
        Path(name).replace(file)


def _readers() -> str:
    own = hashlib.sha256()
    for package in (catalogue, model, translator):
        for source in sorted(Path(package.__file__ or "").parent.glob("*.py")):
            own.update(source.read_bytes())
    return " ".join([own.hexdigest(), *(importlib.metadata.version(name) for name in ("cwltool", "schema-salad"))])
