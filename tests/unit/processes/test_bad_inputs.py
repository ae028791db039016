"""Bad input ends with exit code 1 and one line on stderr that names the parameter."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.unit.processes.script import ScriptRunner

VRT = '<VRTDataset rasterXSize="1" rasterYSize="1"><SourceFilename>/etc/passwd</SourceFilename></VRTDataset>'
OGR_VRT = '<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml"><OGRVRTLayer name="x"/></OGRVRTDataSource>'
POINT = '{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [-105.7, 40.3]}}'

CASES = {
    "a text as image": ("raster_info", {"image": "@not_an_image.tif"}, "image: not an image"),
    "damaged pixels": ("raster_info", {"image": "@damaged.tif"}, "image: the image is damaged"),
    "a damaged terrain model": ("hillshade", {"dem": "@damaged.tif"}, "dem: the image is damaged"),
    "damage met while reprojecting": (
        "reproject",
        {"image": "@damaged.tif", "target_crs": "EPSG:3857"},
        "image: the image is damaged",
    ),
    "damage met while clipping": (
        "clip",
        {"image": "@damaged.tif", "polygons": "@zones.geojson"},
        "image: the image is damaged",
    ),
    "a header cut off": ("preview", {"image": b"II*\0\x08\0\0\0"}, "image: the image is damaged"),
    "an empty file": ("preview", {"image": b""}, "image: not an image"),
    "a virtual raster": ("preview", {"image": VRT.encode()}, "image: not an image"),
    "no such band": ("vegetation_index", {"image": "@rmnp_rgb.tif", "nir": 4}, "nir: there is no band 4"),
    "band 0": (
        "zonal_statistics",
        {"image": "@rmnp_dem.tif", "zones": "@zones.zip", "band": 0},
        "band: there is no band",
    ),
    "a missing band": ("vegetation_index", {"image": "@rmnp_rgb.tif", "index": "NDVI"}, "nir: NDVI needs this band"),
    "an unknown CRS": (
        "reproject",
        {"image": "@rmnp_dem.tif", "target_crs": "EPSG:99999"},
        "target_crs: the coordinate",
    ),
    "no CRS": (
        "reproject",
        {"image": "@sentinel2_a.tif", "target_crs": "EPSG:3857"},
        "image: the image has no coordinate",
    ),
    "pixels too small": ("reproject", {"image": "@rmnp_dem.tif", "resolution": 1e-9}, "resolution: the result would"),
    "polygons elsewhere": ("clip", {"image": "@rmnp_dem.tif", "polygons": "@elsewhere.geojson"}, "polygons: none of"),
    "an image without a place": (
        "clip",
        {"image": "@sentinel2_a.tif", "polygons": "@zones.gml"},
        "image: the image has no",
    ),
    "points": ("clip", {"image": "@rmnp_dem.tif", "polygons": POINT.encode()}, "polygons: the file holds no polygons"),
    "a virtual vector": ("clip", {"image": "@rmnp_dem.tif", "polygons": OGR_VRT.encode()}, "polygons: not one of"),
    "broken GeoJSON": ("clip", {"image": "@rmnp_dem.tif", "polygons": b'{"type": '}, "polygons: cannot be read"),
    "a broken GeoPackage": (
        "clip",
        {"image": "@rmnp_dem.tif", "polygons": b"SQLite format 3\0" + b"x" * 200},
        "polygons: cannot be read",
    ),
    "an unknown statistic": (
        "zonal_statistics",
        {"image": "@rmnp_dem.tif", "zones": "@zones.zip", "statistics": "mean,mode"},
        "statistics: choose from count",
    ),
    "a size too large": ("preview", {"image": "@rmnp_dem.tif", "size": 5000}, "size: 5000 is not between 16 and 4096"),
    "an azimuth that is no number": ("hillshade", {"dem": "@rmnp_dem.tif", "azimuth": "nan"}, "azimuth: nan is not"),
    "a negative delay": ("sleep", {"delay": -0.5}, "delay: -0.5 is not between 0 and 86400"),
}


def _file(value: object, name: str, data: Path, folder: Path) -> object:
    if isinstance(value, bytes):
        (folder / name).write_bytes(value)
        return folder / name
    return data / value[1:] if isinstance(value, str) and value.startswith("@") else value


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_line_names_the_parameter(
    case: tuple[str, dict[str, object], str], script: ScriptRunner, data: Path, tmp_path: Path
) -> None:
    name, options, begins = case
    ended = script(name, **{option: _file(value, option, data, tmp_path) for option, value in options.items()})
    assert ended.returncode == 1
    assert ended.stderr.startswith(begins)
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "cwl.output.json").exists()


def test_an_archive_of_two_shapefiles_is_refused(script: ScriptRunner, data: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.shp", b"")
        archive.writestr("b.shp", b"")
    ended = script("clip", image=data / "rmnp_dem.tif", polygons=tmp_path / "two.zip")
    assert ended.stderr == "polygons: the archive holds 2 shapefiles instead of one\n"


def test_what_calls_itself_a_shapefile_is_looked_at(script: ScriptRunner, data: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "false.zip", "w") as archive:
        archive.writestr("a.shp", OGR_VRT)
    ended = script("clip", image=data / "rmnp_dem.tif", polygons=tmp_path / "false.zip")
    assert ended.stderr == "polygons: a.shp is not a shapefile\n"
