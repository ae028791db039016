"""How large images and vectors are, as GDAL's programs say it, and as its libraries do; and files that mean harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import gdal as programs
from tests.support.service import ROOT
from tests.support.site import Site, open_site
from tests.support.tiff import tiff
from wps_cwl.clean_environment import clean
from wps_cwl.engine import gdal_sizes
from wps_cwl.engine.gdal_sizes import QUESTIONS, Untold

DATA = ROOT / "cwl" / "processes" / "data"
NOBODY = "no_such_library"
ENVIRON = clean(os.environ)
WITH_3 = "import sys; sys.excepthook = lambda *_: sys.exit(3)"  # Python would end with 1, as GDAL does for no image


@pytest.fixture(params=["programs", "libraries"])
def environ(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment in which one of both answers, and the other one is not there."""
    if request.param == "libraries":
        for question in QUESTIONS.values():
            pytest.importorskip(question.library, reason="it comes with the extra `processes`")
        return {**ENVIRON, "PATH": "/nowhere"}
    programs.installed()
    for name, question in QUESTIONS.items():
        monkeypatch.setitem(QUESTIONS, name, replace(question, library=NOBODY))
    return ENVIRON


@pytest.fixture
def site() -> Iterator[Site]:
    """Another machine, in a way."""
    with open_site() as opened:
        yield opened


def count(measure: str, environ: dict[str, str], *paths: Path) -> int:
    return gdal_sizes.count(QUESTIONS[measure], paths, environ)


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return path


def shapefile() -> dict[str, bytes]:
    """Return the files of the zones, which are four."""
    with zipfile.ZipFile(DATA / "zones.zip") as opened:
        return {name: opened.read(name) for name in opened.namelist()}


# --- what is counted -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("driver", "suffix"), [("PDF", ".pdf"), ("MBTiles", ".mbtiles")])
def test_an_image_counts_though_no_maps_are_made_of_its_format(driver: str, suffix: str, tmp_path: Path) -> None:
    programs.installed()
    path = tmp_path / f"image{suffix}"
    command = ["gdal_translate", "-q", "-of", driver, str(DATA / "rmnp_rgb.tif"), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    said = subprocess.run(["gdalinfo", "-json", str(path)], check=True, capture_output=True)
    width, height = json.loads(said.stdout)["size"]
    assert count("pixels", ENVIRON, path) == width * height > 0


def test_columns_times_rows_are_counted_and_bands_are_not(environ: dict[str, str], tmp_path: Path) -> None:
    images = [written(tmp_path / f"{bands}.tif", tiff(1080, 760, bands=bands)) for bands in (1, 3)]
    assert [count("pixels", environ, image) for image in images] == [820_800, 820_800]
    assert count("pixels", environ, *images) == 2 * 820_800


def test_a_sum_is_exact_beyond_32_bits(environ: dict[str, str], tmp_path: Path) -> None:
    large = written(tmp_path / "large.tif", tiff(100_000, 90_000))
    assert large.stat().st_size < 10_000
    assert count("pixels", environ, large, written(tmp_path / "one.tif", tiff(1, 1))) == 9_000_000_001


@pytest.mark.parametrize(
    ("name", "pixels", "features"),
    [
        ("sentinel2_a.tif", 6400, 0),
        ("damaged.tif", 14400, 0),  # its header is whole, and says so
        ("not_an_image.tif", 0, 0),
        ("hello.xml", 0, 0),
        ("zones.geojson", 0, 4),
        ("zones.gml", 0, 4),
        ("zones.zip", 0, 4),
        ("elsewhere.geojson", 0, 1),
    ],
)
def test_each_file_has_what_it_has(
    name: str, pixels: int, features: int, environ: dict[str, str], tmp_path: Path
) -> None:
    file = written(tmp_path / name, (DATA / name).read_bytes())
    assert (count("pixels", environ, file), count("features", environ, file)) == (pixels, features)
    assert list(tmp_path.iterdir()) == [file]  # GDAL leaves nothing beside it


def test_nothing_and_an_empty_file_are_none(environ: dict[str, str], tmp_path: Path) -> None:
    empty, cut = written(tmp_path / "empty.tif", b""), written(tmp_path / "cut.tif", tiff(500, 500)[:40])
    for measure in QUESTIONS:
        assert count(measure, environ) == 0
        assert count(measure, environ, empty, cut, tmp_path / "missing.tif") == 0


def test_all_that_is_in_a_folder_or_an_archive_counts_once(environ: dict[str, str], tmp_path: Path) -> None:
    images = {"a.tif": tiff(30, 20), "a.tif.ovr": tiff(15, 10), "b/c.tif": tiff(10, 10), "b/readme.txt": b"x"}
    for name, content in images.items():
        written(tmp_path / "images" / name, content)
    for name, content in shapefile().items():
        written(tmp_path / "vectors" / name, content)
    junk = {"__MACOSX/a.tif": tiff(9, 9)}
    assert count("pixels", environ, tmp_path / "images") == 700
    assert count("pixels", environ, archive(tmp_path / "images.zip", **images, **junk)) == 700
    assert count("features", environ, tmp_path / "vectors") == 4
    nested = {f"in/it/{name}": content for name, content in shapefile().items()}
    assert count("features", environ, archive(tmp_path / "vectors.zip", **nested)) == 4


def test_an_archive_that_is_damaged_is_none(environ: dict[str, str], tmp_path: Path) -> None:
    whole = archive(tmp_path / "whole.zip", **{"a.tif": tiff(30, 20)}).read_bytes()
    damaged = written(tmp_path / "damaged.zip", whole[:40] + bytes(len(whole) - 140) + whole[-100:])
    assert count("pixels", environ, damaged) == 0


# --- what cannot be told ---------------------------------------------------------------------------------


def test_where_nobody_can_answer_it_says_who_could(tmp_path: Path) -> None:
    question = replace(QUESTIONS["pixels"], library=NOBODY)
    with pytest.raises(Untold, match="neither gdalinfo nor no_such_library is there"):
        gdal_sizes.count(question, [tmp_path], {"PATH": "/nowhere"})


def test_a_container_of_several_images_cannot_be_told(tmp_path: Path) -> None:
    programs.installed()
    package, image = tmp_path / "several.gpkg", written(tmp_path / "a.tif", tiff(300, 200))
    for options in (["RASTER_TABLE=one"], ["RASTER_TABLE=two", "-co", "APPEND_SUBDATASET=YES"]):
        command = [
            "gdal_translate",
            "-q",
            "-a_ullr",
            "0",
            "2",
            "3",
            "0",
            "-a_srs",
            "EPSG:4326",
            "-of",
            "GPKG",
            "-co",
            *options,
            str(image),
            str(package),
        ]
        subprocess.run(command, check=True, timeout=300)
    with pytest.raises(Untold, match=r"several\.gpkg holds several images"):
        count("pixels", ENVIRON, package)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("sh", "-c", "kill -SEGV $$"), "GDAL fails at a.tif"),
        (("sh", "-c", "echo surprise"), "GDAL fails at a.tif"),
        (("sh", "-c", "exit 2"), "GDAL fails at a.tif"),
        (("yes",), "GDAL fails at a.tif"),  # more is said than anybody reads
        ((sys.executable, "-c", f"{WITH_3}; bytearray(5 << 30)"), "GDAL fails at a.tif"),
        (("sh", "-c", "sleep 1000"), "it takes longer than 2 s"),
    ],
    ids=["crash", "other-words", "error", "flood", "memory", "time"],
)
def test_what_a_file_does_to_gdal_it_does_not_do_to_the_engine(
    command: tuple[str, ...], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "2 s" in reason:
        monkeypatch.setattr(gdal_sizes, "SECONDS", 2.0)
    program, *options = command
    question = replace(QUESTIONS["pixels"], program=program, options=tuple(options))
    with pytest.raises(Untold, match=reason):
        gdal_sizes.count(question, [written(tmp_path / "a.tif", tiff(10, 10))], {**os.environ})


def test_more_files_than_anybody_sends_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs.installed()
    monkeypatch.setattr(gdal_sizes, "MOST", 3)
    images = {f"{number}.tif": tiff(10, 10) for number in range(4)}
    with pytest.raises(Untold, match="there are more than 3 files"):
        count("pixels", ENVIRON, archive(tmp_path / "many.zip", **images))


# --- files that lead elsewhere ---------------------------------------------------------------------------


def test_a_file_that_leads_to_another_one_is_none(environ: dict[str, str], tmp_path: Path) -> None:
    image = written(tmp_path / "secret" / "a.tif", tiff(300, 200))
    band = f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{image}</SourceFilename>'
    raster = f'<VRTDataset rasterXSize="300" rasterYSize="200">{band}</SimpleSource></VRTRasterBand></VRTDataset>'
    source = f"<SrcDataSource>{DATA / 'zones.geojson'}</SrcDataSource>"
    vector = f'<OGRVRTDataSource><OGRVRTLayer name="zones">{source}</OGRVRTLayer></OGRVRTDataSource>'
    for name in ("a.vrt", "a.tif", "a.xml"):
        assert count("pixels", environ, written(tmp_path / name, raster.encode())) == 0
        assert count("features", environ, written(tmp_path / name, vector.encode())) == 0


def test_an_image_that_leads_to_another_machine_is_not_followed(
    environ: dict[str, str], tmp_path: Path, site: Site
) -> None:
    address = f"/vsicurl/{site.url}/more.ovr"
    metadata = f'<GDALMetadata><Item name="OVERVIEW_FILE" domain="OVERVIEWS">{address}</Item></GDALMetadata>'
    image = written(tmp_path / "a.tif", tiff(300, 200, metadata=metadata))
    service = f"<GDAL_WMS><Service name='WMS'><ServerUrl>{site.url}/wms?</ServerUrl></Service></GDAL_WMS>"
    assert count("pixels", environ, image, written(tmp_path / "wms.xml", service.encode())) == 60_000
    assert site.asked == []


def test_gdal_alone_would_have_followed_it(tmp_path: Path, site: Site) -> None:
    programs.installed()
    address = f"/vsicurl/{site.url}/more.ovr"
    metadata = f'<GDALMetadata><Item name="OVERVIEW_FILE" domain="OVERVIEWS">{address}</Item></GDALMetadata>'
    image = written(tmp_path / "a.tif", tiff(300, 200, metadata=metadata))
    done = subprocess.run(["gdalinfo", "-json", str(image)], capture_output=True, check=True, timeout=300)
    assert json.loads(done.stdout)["size"] == [300, 200]
    assert site.asked != []


def test_nothing_of_the_services_environment_is_seen(tmp_path: Path) -> None:
    said = tmp_path / "said"
    question = replace(QUESTIONS["pixels"], program="sh", options=("-c", f"env > {said}; exit 1"))
    file = written(tmp_path / "a.tif", tiff(10, 10))
    assert gdal_sizes.count(question, [file], clean({**os.environ, "SECRET": "do-not-tell"})) == 0
    assert "PATH=" in said.read_text()
    assert "do-not-tell" not in said.read_text()
