"""What `gdalinfo -json` and `ogrinfo -so -al` say, as far as sizes go, by the libraries rasterio and pyogrio.

Begun as a process where GDAL's programs are not there: `python -m wps_cwl.engine.gdal_sizes_library rasterio FILE`. It
ends with 1 for what cannot be opened, as they do.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable


def _image(path: str) -> str | None:
    import rasterio  # each library takes a moment, and may not be there
    from rasterio.errors import RasterioIOError

    try:
        with rasterio.open(path) as opened:
            return json.dumps({"size": [opened.width, opened.height], "bands": list(opened.indexes)})
    except RasterioIOError:
        return None


def _vector(path: str) -> str | None:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    counts = list[int]()
    try:
        while True:  # asked for a list of the layers, GDAL would leave files beside this one
            told = pyogrio.read_info(path, layer=len(counts), force_feature_count=True, **_READ_ONLY)
            counts.append(told["features"])
    except DataLayerError:
        return "\n".join(f"Feature Count: {count}" for count in counts)
    except DataSourceError:
        return None


_READ_ONLY = {"WRITE_GFS": "NO", "DOWNLOAD_SCHEMA": "NO"}
_LIBRARIES: dict[str, Callable[[str], str | None]] = {"rasterio": _image, "pyogrio": _vector}


def main() -> int:
    """Write the answer to standard output; return the exit code."""
    library, path = sys.argv[1:]
    try:
        answer = _LIBRARIES[library](path)
    except Exception:  # whatever it is, the file was opened: nobody may take it for none
        traceback.print_exc()
        return 2
    if answer is None:
        return 1
    sys.stdout.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
