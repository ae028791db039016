"""A client's file is only that: no format leads OTB to other files of the server, or to other hosts."""

from __future__ import annotations

import base64
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree

from tests.otb.derived import data
from tests.otb.test_requests import refusal
from tests.support import geodata
from tests.support.service import Service, text_of
from tests.support.site import Site

MAP = "<VRTDataset rasterXSize='485' rasterYSize='373'><VRTRasterBand dataType='Byte' band='1'><SimpleSource>"
MAP += "<SourceFilename>{secret}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"


@pytest.mark.parametrize(
    ("process", "image", "more"),
    [
        ("BandMath", "il", {"exp": "im1b1"}),
        ("LSMSSegmentation", "in", {}),  # reads a virtual raster that it writes itself
        ("LargeScaleMeanShift", "in", {"mode": "raster", "mode.raster.out_name": "out.tif"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_cannot_lead_otb_to_another_file(
    process: str, image: str, more: dict[str, str], service: Service, site: Site, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.tif"
    secret.write_bytes((data() / "red.tif").read_bytes())
    address = site.put("map.tif", MAP.format(secret=secret).encode(), "image/tiff")
    assert "annot open image" in refusal(service, process, **{image: address}, **more)[2]


LABEL = """Object = IsisCube
  Object = Core
    StartByte = 1
    ^Core = {secret}
    Format = BandSequential
    Group = Dimensions
      Samples = 16
      Lines = 16
      Bands = 1
    End_Group
    Group = Pixels
      Type = UnsignedByte
      ByteOrder = Lsb
      Base = 0.0
      Multiplier = 1.0
    End_Group
  End_Object
End_Object
End
"""
CACHE = (
    "<MRF_META><CachedSource><Source>{secret}</Source></CachedSource><Raster><Size x='485' y='373' c='1'/>"
    "<PageSize x='512' y='512' c='1'/><Compression>NONE</Compression><DataType>Byte</DataType></Raster></MRF_META>"
)
# HDF5, written by its own library: 16 x 16 bytes, which are stored in the file /etc/passwd (H5Pset_external)
EXTERNAL = (
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfHn5`dVe$!3nh{EOK<O1sFmXn(oCH){5NbZUx{x4OSCH!eXaHtU1`CAdU>F4>5qP*d27u@Y"
    "C?A$ePcWgXb4tuhF+@s_9u(Tk$iNOUixI}xfY3~gDDJ>TGXq(SP(CA43T6e;AU+cl#2|K{xr|UXpd4d>E4?$q#34C~nGv2-7?G6;"
    "L3M%z_Z(o%W?*ojYCK4w<@*2@RCW5PCCT~)iN(d`DPVrEpT7&pUoihDFps8basU8<13lI"
)
LEADING = {
    "ISIS3": lambda secret: LABEL.format(secret=secret).encode(),
    "ISIS3, relative": lambda _: LABEL.format(secret="../" * 30 + "etc/passwd").encode(),
    "MRF": lambda secret: CACHE.format(secret=secret).encode(),
    "HDF5": lambda _: zlib.decompress(base64.b85decode(EXTERNAL)),
}


@pytest.mark.parametrize("form", LEADING)
def test_no_format_leads_otb_to_another_file(form: str, service: Service, site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret.tif"
    secret.write_bytes((data() / "red.tif").read_bytes())
    address = site.put("map.tif", LEADING[form](secret), "image/tiff")
    text = refusal(service, "PixelValue", **{"in": address, "coordx": "3", "coordy": "0"})[2]
    assert "annot open image" in text, text


RAD = b"NBCOLONNES 16\nNBLIGNES 16\nNBPLANS 1\nTYPECODAGE OCT\nSENSCODAGE INTEL\n/etc/passwd\n"


@pytest.mark.parametrize("process", ["PixelValue", "BandMath"])
def test_a_format_that_otb_reads_itself_cannot_lead_it_to_another_file(
    process: str, service: Service, site: Site
) -> None:
    address = site.put("map.rad", RAD, "image/tiff")
    one = {"in": address, "coordx": "0", "coordy": "0"}
    text = refusal(service, process, **(one if process == "PixelValue" else {"il": address, "exp": "im1b1"}))[2]
    assert "map.rad.no-image-may-be-called-so" in text, text


def test_netcdf_is_not_read_as_it_may_lead_to_other_files(service: Service, site: Site) -> None:
    address = site.put("map.nc", LEADING["HDF5"](Path()), "application/x-netcdf")
    answer = service.execute(
        "BandMath", f"il=@xlink:href={address}@mimeType=application/x-netcdf;exp=im1b1", RawDataOutput="out"
    )
    assert "application/x-netcdf" in text_of(etree.fromstring(answer.content), "ExceptionText"), answer.text


def test_a_table_of_a_geopackage_cannot_be_another_file(service: Service, site: Site, tmp_path: Path) -> None:
    """Spatialite, which GDAL loads for it, has tables that are other files."""
    (tmp_path / "secret.csv").write_text("id,word\n1,s3cr3t\n")
    path = tmp_path / "map.gpkg"
    geodata.layer(path, "GPKG")
    table = f"CREATE VIRTUAL TABLE leak USING VirtualText('{tmp_path}/secret.csv','UTF-8',1,POINT,DOUBLEQUOTE,',')"
    view = "CREATE VIEW v AS SELECT l.ROWNO AS fid, z.geom AS geom, l.word AS word FROM leak l, zones z"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA writable_schema = 1")
        for kind, name, text in (("table", "leak", table), ("view", "v", view)):
            database.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)", (kind, name, name, text))
        database.execute("UPDATE gpkg_contents SET table_name = 'v'")
        database.execute("UPDATE gpkg_geometry_columns SET table_name = 'v'")
    address = site.put("map.gpkg", path.read_bytes(), "application/geopackage+sqlite3")
    answer = service.execute(
        "ConcatenateVectorData",
        f"vd=@xlink:href={address};vd=@xlink:href={address}",
        RawDataOutput="out@mimeType=application/geo+json",
    )
    assert "s3cr3t" not in answer.text


def test_a_gml_cannot_have_otb_ask_a_host(service: Service, site: Site) -> None:
    schema = f"{site.url}/asked?SERVICE=WFS&amp;VERSION=1.1.0&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=a:zone"
    document = (
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" '
        'xmlns:a="http://a/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://a/ {schema}"><gml:featureMembers><a:zone gml:id="a.1"><a:cl>1</a:cl><a:geom>'
        '<gml:Polygon srsName="EPSG:4326"><gml:exterior><gml:LinearRing><gml:posList>0 0 0 1 1 1 0 0</gml:posList>'
        "</gml:LinearRing></gml:exterior></gml:Polygon></a:geom></a:zone></gml:featureMembers></wfs:FeatureCollection>"
    )
    address = site.put("map.gml", document.encode(), "application/gml+xml")
    answer = service.execute(
        "ConcatenateVectorData",
        f"vd=@xlink:href={address};vd=@xlink:href={address}",
        RawDataOutput="out@mimeType=application/geo+json",
    )
    assert b"Polygon" in answer.content, answer.text  # it was read
    assert not [path for path in site.asked if path.startswith("/asked")]
