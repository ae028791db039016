"""Which of GDAL's drivers read the files of jobs.

A file is what its first bytes say, whatever its name: a list of tiles on another host may be called `result.tif`.
"""

from __future__ import annotations

from collections.abc import Mapping

RASTER = ("GTiff", "JP2OpenJPEG")  # not netCDF: its pixels may lie in any other file
VECTOR = ("GeoJSON", "GeoJSONSeq", "GML", "GPKG", "LIBKML", "KML", "ESRI Shapefile", "FlatGeobuf")

# What reads other files than the one that it is given, or asks other hosts. MapServer is left without them; it gets
# files only that were opened with the drivers above, so this is the second lock.
LEADING_AWAY = (
    "VRT",
    "OGR_VRT",
    "DERIVED",
    "GTI",
    "WMS",
    "WMTS",
    "WCS",
    "WFS",
    "OAPIF",
    "OGCAPI",
    "CSW",
    "HTTP",
    "EEDA",
    "EEDAI",
    "DAAS",
    "NGW",
    "PLMOSAIC",
    "PLSCENES",
    "STACTA",
    "STACIT",
    "Zarr",
    "RDA",
    "PostGISRaster",
    "PostgreSQL",
    "MySQL",
    "MSSQLSpatial",
    "ODBC",
    "Carto",
    "AmigoCloud",
    "Elasticsearch",
    "MongoDBv3",
    "GeoRSS",
    "PDF",
    "MBTiles",
    "Rasterlite",
    "SXF",
    "GDALG",
    "ADBC",
)


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program that reads files of jobs: nothing of the service, and no network."""
    kept = {name: environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if name in environ}
    return {
        **kept,
        "GDAL_PAM_ENABLED": "NO",  # nothing is read from, or written into, files beside the data
        "GDAL_CACHEMAX": "64",
        "SPATIALITE_LOAD": "NO",  # with it, a database may have tables whose content is any file
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "GDAL_HTTP_PROXY": "http://127.0.0.1:1",  # nobody listens there
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",  # each thread would take address space, of which there is not much
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
    }


def environment_of_mapserver(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of MapServer."""
    left_out = {"GDAL_SKIP": ",".join(LEADING_AWAY), "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
    return environment(environ) | left_out
