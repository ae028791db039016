"""What GDAL may do with a client's file inside OTB: which drivers it has, and nothing that leads out of the file.

GDAL opens a file by what is in it, whatever its name: many drivers follow names that stand there, to other files or
to other hosts. So all are closed that are not known to read only what they are given.
"""

from __future__ import annotations

from typing import Final

from wps_cwl.gdal_alone import NO_NETWORK_NO_OTHER_FILES

# Formats that are offered, what lies in memory, and grids of elevations (.hgt, .dt2) and of geoids (.gtx).
OPEN: Final = frozenset(
    {
        "COG",
        "DTED",
        "ESRI Shapefile",
        "GML",
        "GPKG",
        "GTX",
        "GTiff",
        "GeoJSON",
        "JP2OpenJPEG",
        "JPEG",
        "KML",
        "LIBKML",
        "MEM",
        "Memory",
        "PNG",
        "SQLite",
        "SRTMHGT",
    }
)

# All others of Debian 12 (GDAL 3.6.2).
_CLOSED: Final = """
    AAIGrid ACE2 ADRG AIG AirSAR AmigoCloud ARG AVCBin AVCE00 BAG BIGGIF BLX BMP BSB BT BYN CAD CALS Carto CEOS
    COASP COSAR CPG CSV CSW CTable2 CTG DAAS DERIVED DGN DIMAP DIPEx DOQ1 DOQ2 DXF ECRGTOC EDIGEO EEDA EEDAI
    EHdr EIR ELAS Elasticsearch ENVI ERS ESAT ESRIC ESRIJSON FAST FIT FITS FlatGeobuf GenBin Geoconcept
    GeoJSONSeq GeoRSS GFF GIF GMLAS GPSBabel GPX GRASSASCIIGrid GRIB GS7BG GSAG GSBG GSC GXF HDF4 HDF4Image HDF5
    HDF5Image HEIF HF2 HFA HTTP Idrisi ILWIS IRIS ISCE ISG ISIS2 ISIS3 JAXAPALSAR JDEM JML KMLSUPEROVERLAY KRO
    L1B LAN LCP Leveller LOSLAS LVBAG MAP MapML MBTiles MFF MFF2 MRF MSGN MSSQLSpatial MVT MySQL NAS NDF netCDF
    NGSGEOID NGW NITF NTv2 NWT_GRC NWT_GRD OAPIF ODBC ODS OGCAPI OGR_GMT OGR_OGDI OGR_PDS OGR_SDTS OGR_VRT
    OpenFileGDB OSM OZI PAux PCIDSK PCRaster PDF PDS PDS4 PGDUMP PGeo PLMOSAIC PLSCENES PNM PostGISRaster
    PostgreSQL PRF R Rasterlite RIK RMF ROI_PAC RPFTOC RRASTER RS2 RST S57 SAFE SAGA SAR_CEOS SDTS Selafin
    SENTINEL2 SGI SIGDEM SNODAS SOSI SRP STACIT STACTA SVG SXF Terragen TGA TIGER TIL TopoJSON TSX USGSDEM VDV
    VFK VICAR VRT WAsP WCS WEBP WFS WMS WMTS XLS XLSX XPM XYZ Zarr ZMap
"""
CLOSED: Final = tuple(_CLOSED.split())
SPACED: Final = ("Interlis 1", "Interlis 2", "MapInfo File", "UK .NTF")  # names that only OGR_SKIP can hold

# VRT comes first: virtual.py opens it again.
SKIP: Final = " ".join(sorted(CLOSED, key=lambda name: name != "VRT"))

ENVIRONMENT: Final = {
    "GDAL_SKIP": SKIP,
    "OGR_SKIP": ",".join(SPACED),
    **NO_NETWORK_NO_OTHER_FILES,
    "GDAL_ERROR_ON_LIBJPEG_WARNING": "TRUE",  # else pictures that are cut off are read as grey
}
