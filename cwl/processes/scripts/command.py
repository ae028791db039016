"""The shell of every process: bad input ends in one line on stderr, outputs are named in cwl.output.json.

A CWL runner takes the outputs from cwl.output.json where a tool writes one (CWL v1.2, CommandLineTool, 4.4), so that
literals and files leave the tool in the same way, without JavaScript.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any  # outputs are JSON of any shape


class BadInput(Exception):
    """An input cannot be used; `parameter` is its identifier."""

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(parameter, reason)
        self.parameter = parameter
        self.reason = reason


def run(main: Callable[[Sequence[str]], dict[str, Any]]) -> None:
    """Call `main` with the arguments, and write the outputs that it returns."""
    logging.disable()  # GDAL's complaints would stand beside our one line
    warnings.simplefilter("ignore")
    try:
        outputs = main(sys.argv[1:])
    except BadInput as bad:
        print(f"{bad.parameter}: {' '.join(bad.reason.split())}", file=sys.stderr)
        sys.exit(1)
    Path("cwl.output.json").write_text(json.dumps(outputs, allow_nan=False), encoding="utf-8")


def file(path: Path) -> dict[str, str]:
    """Return the CWL File of a path below the working directory."""
    return {"class": "File", "path": str(path)}


def json_file(path: Path, content: dict[str, Any]) -> dict[str, str]:
    """Write `content` as JSON, and return its CWL File."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    return file(path)


def output_path(source: str, ending: str) -> Path:
    """Return a plain name in the working directory: `/in/My photo.tif`, `_ndvi.tif` -> `My_photo_ndvi.tif`."""
    stem = re.sub(r"[^A-Za-z0-9-]", "_", Path(source).stem)[:80].strip("-_")
    return Path(f"{stem or 'image'}{ending}")


def check_range(parameter: str, value: float, minimum: float, maximum: float = float("inf")) -> None:
    """Raise BadInput for a number outside of the range; the CWL runner knows no ranges."""
    if not minimum <= value <= maximum:
        limits = f"at least {minimum:g}" if maximum == float("inf") else f"between {minimum:g} and {maximum:g}"
        raise BadInput(parameter, f"{value:g} is not {limits}")
