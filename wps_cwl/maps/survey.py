"""`python -m wps_cwl.maps.survey KIND FILE MEMORY SECONDS`: find out about a geographic file, in a process of its own.

It is called in an empty folder, and leaves `facts.json` there; of a raster `quicklook.png` too, of vectors `data.gpkg`.
A file that was made by others may end the process that reads it, so that is not the engine.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from wps_cwl.maps import drivers
from wps_cwl.maps.facts import Facts

SKIP = "GDAL_SKIP"
LIBRARIES = ("numpy", "rasterio", "pyogrio")


def possible() -> bool:
    """Whether the libraries are here that read geographic files."""
    return all(find_spec(name) is not None for name in LIBRARIES)


def main(kind: str, file: str, memory: str, seconds: str) -> None:
    """Write what there is to know of a file."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if kind == "vector":
        _choose_drivers()
    Path("facts.json").write_text(json.dumps(asdict(_survey(kind, Path(file)))))


def _survey(kind: str, file: Path) -> Facts:
    # heavy libraries, which not every service has; and each only where it is needed
    if kind == "vector":
        from wps_cwl.maps import vector

        return vector.survey(file, Path("data.gpkg"))
    from wps_cwl.maps import raster

    return raster.survey(file, Path("quicklook.png"))


def _choose_drivers() -> None:
    """Start again without any driver but ours: they are left out by name when GDAL starts, and each GDAL has others."""
    if SKIP in os.environ:
        return
    import pyogrio

    others = sorted(set(pyogrio.list_drivers()) - set(drivers.VECTOR))
    environment = {**os.environ, SKIP: ",".join(others)}
    os.execve(sys.executable, [sys.executable, "-I", "-m", __spec__.name, *sys.argv[1:]], environment)  # noqa: S606


if __name__ == "__main__":
    main(*sys.argv[1:])
