"""Where the views of an output lie in its job's directory."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from wps_cwl.errors import NoSuchFile
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import StoredFile
from wps_cwl.storage.base import safe_name

QUICKLOOK = "quicklook.png"


def folder_of(directory: JobDirectory, output: str) -> Path:
    """Return the folder; it is for no eyes but the service's."""
    return directory.views / safe_name(output)


def open_quicklook(directory: JobDirectory, output: str) -> tuple[StoredFile, BinaryIO]:
    """Open the quick-look of an output; raise errors.NoSuchFile."""
    path = folder_of(directory, output) / QUICKLOOK
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise NoSuchFile(job=directory.job_id, output=output, name=QUICKLOOK) from None
    return StoredFile(output, QUICKLOOK, "image/png", path.stat().st_size), stream
