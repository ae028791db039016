"""Files of clients that would lead GDAL or SQLite to other files are told from those that do not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from tests.support.service import ROOT
from tests.support.tiff import tiff
from wps_cwl.misleading_files import leads_elsewhere

DATA = sorted(path for path in (ROOT / "cwl" / "processes" / "data").rglob("*") if path.is_file())
ITEM = '<GDALMetadata><Item name="{name}"{domain}>/etc/passwd</Item></GDALMetadata>'
AWAY = ITEM.format(name="OVERVIEW_FILE", domain=' domain="OVERVIEWS"')


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_ordinary_data_pass(path: Path) -> None:
    assert leads_elsewhere(path) is None


@pytest.mark.parametrize("options", [{}, {"BIGTIFF": "YES"}, {"ENDIANNESS": "BIG"}, {"COPY_SRC_OVERVIEWS": "YES"}])
def test_images_with_metadata_of_their_own_pass_and_those_that_lead_away_do_not(
    options: dict[str, str], tmp_path: Path
) -> None:
    path, away = tmp_path / "a.tif", tmp_path / "away.tif"
    for file, tags, namespace in ((path, {"OVERVIEW": "none"}, None), (away, {"OVERVIEW_FILE": "/x.tif"}, "OVERVIEWS")):
        with rasterio.open(file, "w", "GTiff", width=300, height=200, count=1, dtype="uint8", **options) as made:
            made.write(np.ones((1, 200, 300), dtype="uint8"))
            made.update_tags(ns=namespace, **tags)
    with rasterio.open(path, "r+") as made:
        made.build_overviews([2, 4])
    assert leads_elsewhere(path) is None
    assert leads_elsewhere(away) == "its metadata lead to another file"


@pytest.mark.parametrize(
    "metadata",
    [
        AWAY,
        AWAY.replace("OVERVIEW_FILE", "overview_file"),
        AWAY.replace("OVERVIEW_FILE", "OVERVIEW&#95;FILE"),
        ITEM.format(name="x", domain=" domain='overviews'"),
    ],
    ids=["plain", "small letters", "a character by its number", "the domain alone"],
)
def test_words_that_lead_away_are_seen_however_they_are_written(metadata: str, tmp_path: Path) -> None:
    image, beside = tmp_path / "a.tif", tmp_path / "b.tif.aux.xml"
    image.write_bytes(tiff(30, 20, metadata=metadata))
    beside.write_text(f"<PAMDataset>{metadata}</PAMDataset>")
    assert leads_elsewhere(image) == leads_elsewhere(beside) == "its metadata lead to another file"


@pytest.mark.parametrize("length", [4, 8, 10, 40, 100])
def test_an_image_that_is_cut_off_is_no_fault_of_ours(length: int, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff(30, 20, metadata=AWAY)[:length])
    assert leads_elsewhere(path) is None


def test_a_chain_of_images_without_end_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(b"II*\0\x08\0\0\0" + b"\0\0" + b"\x08\0\0\0")
    assert leads_elsewhere(path) is None


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "a.gpkg"
    points = shapely.to_wkb(shapely.points([[1.0, 2.0], [3.0, 4.0]]))
    pyogrio.raw.write(path, points, [np.array(["a", "b"])], ["name"], geometry_type="Point", crs="EPSG:4326")
    return path


def test_a_geopackage_with_its_index_passes(package: Path) -> None:
    assert leads_elsewhere(package) is None


@pytest.mark.parametrize("options", [{}, {"SPATIALITE": "YES"}])
def test_other_databases_of_features_pass(options: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    points, names = shapely.to_wkb(shapely.points([[1.0, 2.0]])), [np.array(["a"])]
    pyogrio.raw.write(path, points, names, ["name"], geometry_type="Point", crs="EPSG:4326", driver="SQLite", **options)
    assert leads_elsewhere(path) is None


@pytest.mark.parametrize(
    "declared",
    [
        "CREATE VIRTUAL TABLE leak USING VirtualText('/etc/passwd', 'UTF-8', 0, POINT, NONE, ':')",
        "create/**/virtual/**/table leak using VirtualOGR('/srv/a.gpkg')",
        "CREATE VIRTUAL TABLE leak USING rtree(a, b, c); CREATE VIRTUAL TABLE b USING VirtualText('/x')",
        'CREATE VIRTUAL TABLE "rtree" USING VirtualShape(x)',
    ],
)
def test_a_table_whose_content_is_elsewhere_does_not_pass(declared: str, package: Path) -> None:
    with closing(sqlite3.connect(package)) as database:
        database.execute("PRAGMA writable_schema = 1")
        row = ("table", "leak", "leak", 0, declared)
        database.execute("INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)", row)
        database.commit()
    assert leads_elsewhere(package) in {
        "it has a virtual table, which may lead to another file",
        "it is a damaged database",
    }


def test_what_only_begins_like_a_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"SQLite format 3\0" + bytes(200))
    assert leads_elsewhere(path) == "it is a damaged database"
