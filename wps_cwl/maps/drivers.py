"""Which of GDAL's drivers read the files of jobs.

A file is what its first bytes say, whatever its name: a list of tiles on another host may be called `result.tif`.
"""

from __future__ import annotations

from collections.abc import Mapping

from wps_cwl.gdal_alone import LEADING_AWAY, NO_NETWORK_NO_OTHER_FILES

RASTER = ("GTiff", "JP2OpenJPEG")  # not netCDF: its pixels may lie in any other file
VECTOR = ("GeoJSON", "GeoJSONSeq", "GML", "GPKG", "LIBKML", "KML", "ESRI Shapefile", "FlatGeobuf")

# Closed to MapServer beside what leads away. Images of these formats are measured, so that list must not hold them.
NOT_SHOWN = (*LEADING_AWAY, "GeoRSS", "MBTiles", "PDF", "Rasterlite", "SXF", "Zarr")


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program that reads files of jobs: nothing of the service, and no network."""
    kept = {name: environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if name in environ}
    return {
        **kept,
        **NO_NETWORK_NO_OTHER_FILES,
        "GDAL_PAM_ENABLED": "NO",  # nothing is read from, or written into, files beside the data
        "GDAL_CACHEMAX": "64",
        "OPENBLAS_NUM_THREADS": "1",  # each thread would take address space, of which there is not much
    }


def environment_of_mapserver(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of MapServer.

    It gets files only that were opened with the drivers above; that it has no others is the second lock.
    """
    left_out = {"GDAL_SKIP": ",".join(NOT_SHOWN), "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
    return environment(environ) | left_out
