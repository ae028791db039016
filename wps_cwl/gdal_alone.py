"""What keeps GDAL to the file that it is given, whichever of its programs or libraries reads it.

GDAL opens a file by what is in it, whatever its name, and many of its drivers follow names that stand there: to other
files, and to other hosts. Who knows the formats that are needed has a list of its own, of those; who must take any
format closes LEADING_AWAY.
"""

from __future__ import annotations

from typing import Final

NO_NETWORK_NO_OTHER_FILES: Final = {
    "SPATIALITE_LOAD": "NO",  # its virtual tables are other files: a GeoPackage could hold a CREATE VIRTUAL TABLE
    "GDAL_HTTP_PROXY": "http://127.0.0.1:1",  # nobody listens there: whatever still asks the network, gets no answer
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "PROJ_NETWORK": "OFF",
}

# Virtual datasets, services, databases and programs.
_LEADING_AWAY: Final = """
    VRT OGR_VRT DERIVED GTI GDALG PLMOSAIC STACTA STACIT GMLAS GPSBabel
    WMS WMTS WCS WFS OAPIF OGCAPI CSW HTTP EEDA EEDAI DAAS NGW RDA PLSCENES Carto AmigoCloud
    PostGISRaster PostgreSQL MySQL MSSQLSpatial ODBC PGeo OGR_OGDI Elasticsearch MongoDBv3 ADBC
"""
LEADING_AWAY: Final = tuple(_LEADING_AWAY.split())
