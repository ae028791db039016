"""Terrain, clipping, zones, projections and statistics, against numpy and geometry."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import clip
import hillshade
import numpy as np
import preview
import pyogrio
import pytest
import raster
import raster_info
import rasterio
import reproject
import shapely
import zonal_statistics
from command import BadInput, output_path
from rasterio.crs import CRS
from rasterio.transform import from_origin
from summary import Summary

pytestmark = [
    pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # of rasterio's own use of affine
]
UTM = "EPSG:32613"


@pytest.fixture(autouse=True)
def _working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _image(pixels: np.ndarray, name: str = "made.tif", crs: str | None = UTM, **profile: object) -> Path:
    """Write bands of 10 m pixels whose upper left corner is at 500000, 4500000."""
    count, height, width = pixels.shape
    place = {"crs": crs, "transform": from_origin(500000, 4500000, 10, 10)} if crs else {}
    options = {"driver": "GTiff", "width": width, "height": height, "count": count, "dtype": pixels.dtype} | place
    with rasterio.open(name, "w", **options, **profile) as image:
        image.write(pixels)
    return Path(name)


def _polygons(shapes: dict[str, shapely.Geometry], name: str, driver: str, crs: str | None = UTM) -> Path:
    names = np.array(list(shapes), dtype=object)
    pyogrio.raw.write(
        name, shapely.to_wkb(list(shapes.values())), [names], ["name"], driver=driver, crs=crs, geometry_type="Unknown"
    )
    return Path(name)


def _read(outputs: dict[str, dict[str, str]]) -> np.ndarray:
    with rasterio.open(outputs["result"]["path"]) as result:
        return result.read()


# --- hillshade ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("azimuth", "altitude", "expected"),
    [
        (270, 45, 1 + 254 * 1.0),  # straight onto the slope
        (90, 45, 1.0),  # along it
        (0, 30, 1 + 254 * np.sin(np.radians(30)) / np.sqrt(2)),
        (180, 90, 1 + 254 / np.sqrt(2)),  # from above
    ],
    ids=["from its foot", "from behind", "from its side", "from above"],
)
def test_a_plane_that_falls_to_the_west_is_lit_as_geometry_says(azimuth: int, altitude: int, expected: float) -> None:
    plane = np.tile(np.arange(40) * 10.0, (30, 1))[None]  # 45 degrees
    shades = _read(hillshade.main([f"--dem={_image(plane)}", f"--azimuth={azimuth}", f"--altitude={altitude}"]))
    assert np.unique(shades) == pytest.approx(expected, abs=0.5)


def test_a_slope_to_the_south_is_lit_from_the_south_in_degrees_too() -> None:
    height, degree = 50, 111_111.0
    plane = np.tile((height - np.arange(height))[:, None] * 0.001 * degree, (1, 20))[None]
    with rasterio.open(
        "geographic.tif",
        "w",
        driver="GTiff",
        width=20,
        height=height,
        count=1,
        dtype="float64",
        crs="EPSG:4326",
        transform=from_origin(10, 45, 0.001, 0.001),
    ) as image:
        image.write(plane)
    south = _read(hillshade.main(["--dem=geographic.tif", "--azimuth=180"]))
    assert south.min() >= 254
    north = _read(hillshade.main(["--dem=geographic.tif", "--azimuth=0"]))
    assert north.max() <= 2


def test_heights_in_feet_take_their_factor() -> None:
    plane = np.tile(np.arange(40) * 10.0, (30, 1))[None]
    metres = _read(hillshade.main([f"--dem={_image(plane)}"]))
    feet = _read(hillshade.main([f"--dem={_image(plane / 0.3048, 'feet.tif')}", "--z_factor=0.3048"]))
    np.testing.assert_array_equal(metres, feet)


def test_a_hillshade_has_no_seams_and_no_shade_without_a_height(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with rasterio.open(data / "rmnp_dem.tif") as image:
        profile, heights = image.profile, image.read()
    heights[0, 50, 60] = profile["nodata"]
    with rasterio.open("hole.tif", "w", **profile) as image:
        image.write(heights)
    whole = _read(hillshade.main(["--dem=hole.tif"]))
    monkeypatch.setattr(raster, "WINDOW", 32)
    np.testing.assert_array_equal(_read(hillshade.main(["--dem=hole.tif"])), whole)
    assert (whole[0, 49:52, 59:62] == hillshade.NO_DATA).all()
    assert (whole == hillshade.NO_DATA).sum() == 9


# --- vectors ----------------------------------------------------------------------------------------


def test_a_clip_keeps_the_pixels_whose_centre_lies_inside() -> None:
    pixels = np.arange(1, 101, dtype="uint16").reshape(1, 10, 10)
    square = shapely.box(500024, 4499946, 500056, 4499976)  # columns 2 (its centre at 500025) to 5, rows 2 (25) to 4
    squares = _polygons({"square": square}, "square.gpkg", "GPKG")
    clipped = _read(clip.main([f"--image={_image(pixels)}", f"--polygons={squares}"]))
    kept = clipped[clipped > 0]
    np.testing.assert_array_equal(kept, pixels[0, 2:5, 2:6].ravel())


@pytest.mark.parametrize(
    ("name", "driver"), [("a.geojson", "GeoJSON"), ("a.gpkg", "GPKG"), ("a.gml", "GML"), ("a.kml", "LIBKML")]
)
def test_polygons_in_degrees_clip_as_those_in_metres_do(
    name: str, driver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = np.random.default_rng(1).integers(1, 200, (3, 90, 80), dtype="uint8")
    triangle = shapely.Polygon([(500103, 4499902), (500705, 4499611), (500307, 4499209)])
    metres = _polygons({"triangle": triangle}, "metres.gpkg", "GPKG")
    expected = _read(clip.main([f"--image={_image(pixels)}", f"--polygons={metres}"]))
    degrees = zonal_statistics.reprojected(np.array([triangle]), CRS.from_string(UTM), CRS.from_epsg(4326))
    other = _polygons({"triangle": degrees[0]}, name, driver, "EPSG:4326").rename("no_ending")
    monkeypatch.setattr(raster, "WINDOW", 16)
    found = _read(clip.main(["--image=made.tif", f"--polygons={other}"]))
    assert found.shape == expected.shape
    assert (found != expected).mean() < 0.002  # a centre or two on the line


def test_zonal_statistics_are_those_of_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.random.default_rng(2).normal(100, 25, (2, 60, 60))
    pixels[1, 5, 5] = np.nan
    west, east = shapely.box(500000, 4499400, 500300, 4500000), shapely.box(500300, 4499400, 500600, 4500000)
    far = shapely.box(600000, 4499400, 600300, 4500000)
    zones = _polygons({"west": west, "east": east, "far": far}, "zones.gpkg", "GPKG")
    monkeypatch.setattr(raster, "WINDOW", 16)
    names = "count,min,max,mean,std,sum,median"
    outputs = zonal_statistics.main(
        [f"--image={_image(pixels)}", f"--zones={zones}", "--band=2", f"--statistics={names}"]
    )
    lines = Path(outputs["table"]["path"]).read_text().splitlines()
    rows = {row["name"]: row for row in csv.DictReader(lines)}
    for name, part in {"west": pixels[1, :, :30], "east": pixels[1, :, 30:]}.items():
        values = part[np.isfinite(part)]
        expected = {"min": values.min(), "max": values.max(), "mean": values.mean(), "std": values.std()}
        expected |= {"sum": values.sum(), "median": np.median(values), "count": values.size}
        assert {key: float(rows[name][key]) for key in expected} == pytest.approx(expected, rel=1e-8)
    assert (rows["far"]["count"], rows["far"]["mean"]) == ("0", "")
    features = json.loads(Path(outputs["result"]["path"]).read_text())["features"]
    assert features[2]["properties"]["mean"] is None
    assert shapely.from_geojson(json.dumps(features[0]["geometry"])).bounds[0] == pytest.approx(-105, abs=0.01)


def test_a_statistic_takes_the_place_of_a_property_of_its_name() -> None:
    zone = shapely.box(500000, 4499400, 500300, 4500000)
    columns = [np.array(["old"], dtype=object), np.array([7.0])]
    place = {"driver": "GPKG", "crs": UTM, "geometry_type": "Polygon"}
    pyogrio.raw.write("old.gpkg", shapely.to_wkb([zone]), columns, ["Mean", "code"], **place)
    outputs = zonal_statistics.main(
        [f"--image={_image(np.full((1, 60, 60), 5.0))}", "--zones=old.gpkg", "--statistics=mean"]
    )
    properties = json.loads(Path(outputs["result"]["path"]).read_text())["features"][0]["properties"]
    assert properties == {"code": 7.0, "mean": 5.0}


# --- the rest -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EPSG:4326", "EPSG:4326"),
        ("epsg:3857", "EPSG:3857"),
        ("urn:ogc:def:crs:EPSG::32613", "EPSG:32613"),
        ("urn:ogc:def:crs:EPSG:6.6:4326", "EPSG:4326"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84"),
        ("http://www.opengis.net/def/crs/EPSG/0/3035", "EPSG:3035"),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84"),
        ("ESRI:54009", "ESRI:54009"),
    ],
)
def test_a_crs_is_known_by_all_its_names(text: str, code: str) -> None:
    assert reproject.read_crs(text).to_string() == code


@pytest.mark.parametrize("text", ["", "4326", "/etc/passwd", "http://localhost/x", "+proj=longlat", "EPSG:4326 x"])
def test_what_is_not_the_code_of_a_crs_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not a code") as refused:
        reproject.read_crs(text)
    assert refused.value.parameter == "target_crs"


def test_a_reprojected_image_lies_where_it_lay_and_has_no_seams(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = [f"--image={data / 'rmnp_dem.tif'}", f"--target_crs={UTM}", "--resolution=200"]
    whole = _read(reproject.main([*arguments, "--resampling=bilinear"]))
    monkeypatch.setattr(raster, "WINDOW", 32)
    outputs = reproject.main([*arguments, "--resampling=bilinear"])
    np.testing.assert_array_equal(_read(outputs), whole)
    with rasterio.open(data / "rmnp_dem.tif") as before, rasterio.open(outputs["result"]["path"]) as after:
        assert after.res == (200, 200)
        assert after.nodata == before.nodata
        point = (-105.7, 40.35)
        moved = rasterio.warp.transform("EPSG:4326", UTM, [point[0]], [point[1]])
        there = next(after.sample([(moved[0][0], moved[1][0])]))[0]
        assert int(there) == pytest.approx(int(next(before.sample([point]))[0]), abs=60)


def test_an_image_with_an_alpha_band_can_be_reprojected_and_stays_transparent() -> None:
    pixels = np.full((4, 20, 20), 200, dtype="uint8")
    pixels[3, :, :10] = 0
    image = _image(pixels, photometric="rgb", alpha="yes")
    outputs = reproject.main([f"--image={image}", "--target_crs=EPSG:4326"])
    alpha = _read(outputs)[3]
    assert 0.4 < (alpha == 0).mean() < 0.6
    with rasterio.open(outputs["result"]["path"]) as result:
        assert result.nodata is None  # else black would be transparent too


def test_statistics_of_parts_are_those_of_the_whole() -> None:
    numbers = np.random.default_rng(3).normal(1e6, 1, 10_001)  # a large mean, where a naive sum of squares fails
    summary = Summary()
    for part in np.array_split(numbers, 7):
        summary.add(np.append(part, np.nan))
    assert summary.count == numbers.size
    assert summary.mean == pytest.approx(numbers.mean(), rel=1e-12)
    assert summary.deviation == pytest.approx(numbers.std(), rel=1e-9)
    assert (summary.minimum, summary.maximum) == (numbers.min(), numbers.max())


def test_an_image_is_described_without_a_path_of_the_server(data: Path) -> None:
    outputs = raster_info.main([f"--image={data / 'rmnp_dem.tif'}"])
    text = Path(outputs["info"]["path"]).read_text()
    assert str(data) not in text
    band = json.loads(text)["bands"][0]
    with rasterio.open(data / "rmnp_dem.tif") as image:
        heights = image.read(1, masked=True)
    assert band["statistics"]["mean"] == pytest.approx(heights.mean(), rel=1e-8)
    assert band["no_data"] == 65535


def test_a_preview_shows_a_palette_in_its_colours() -> None:
    with rasterio.open("classes.tif", "w", driver="GTiff", width=30, height=30, count=1, dtype="uint8") as image:
        image.write(np.tile(np.array([1, 2], dtype="uint8").repeat(15), (30, 1)), 1)
        image.write_colormap(1, {1: (255, 0, 0, 255), 2: (0, 0, 255, 255)})
    outputs = preview.main(["--image=classes.tif", "--size=16"])
    with rasterio.open(outputs["preview"]["path"]) as picture:
        pixels = picture.read()
    assert pixels.shape == (4, 16, 16)
    assert pixels[:, 0, 0].tolist() == [255, 0, 0, 255]
    assert pixels[:, 0, -1].tolist() == [0, 0, 255, 255]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/in/My photo.v2.tif", "My_photo_v2_x.tif"),
        ("/in/-rf.tif", "rf_x.tif"),
        ("/in/Zoë's; rm.tif", "Zo__s__rm_x.tif"),
        ("/in/図.tif", "image_x.tif"),
    ],
)
def test_outputs_have_plain_names(source: str, name: str) -> None:
    assert output_path(source, "_x.tif") == Path(name)
