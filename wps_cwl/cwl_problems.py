"""What cwltool says against a document -> line and reason, one line each."""

from __future__ import annotations

import re
from pathlib import Path

_PLACE = re.compile(r"([^\s:]+\.\w+):(\d+):(\d+):")


def problems_of(path: Path, error: Exception) -> list[tuple[int, str]]:
    """Return the 1-based lines of a file, and what is wrong there."""
    text = str(error)
    found = [match for match in _PLACE.finditer(text) if Path(match[1]).name == path.name]
    line = int(found[-1][2]) if found else 1
    return [(line, " ".join(text[found[-1].end() if found else 0 :].split()) or type(error).__name__)]
