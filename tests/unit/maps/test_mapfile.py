"""What is known of a file becomes a map file, in which no name that a client chose means anything."""

from __future__ import annotations

import pytest

from wps_cwl.maps import mapfile
from wps_cwl.maps.facts import Layer, RasterFacts, System, VectorFacts

UTM = System(32613, "+proj=utm +zone=13", geographic=False)
NASTY = 'x"\n  END\n  LAYER\n  DATA "/etc/passwd"\n# \\" %map% [attribute] \x1b'


def raster(**said: object) -> RasterFacts:
    facts: dict[str, object] = {
        "width": 8,
        "height": 4,
        "datatypes": ("uint8",),
        "names": ("band 1",),
        "nodata": None,
        "shown": (1,),
        "stretch": ((2.0, 98.5),),
        "palette": False,
        "system": UTM,
        "extent": (0.0, 0.0, 8.0, 4.0),
    }
    return RasterFacts(**(facts | said))  # type: ignore[arg-type]


def test_a_name_cannot_end_the_text_that_holds_it() -> None:
    for facts in (raster(), VectorFacts((Layer("a", "Polygon", NASTY, (0, 0, 1, 1), UTM),))):
        plain = mapfile.render(facts, name="out", title="a title", data="data")
        nasty = mapfile.render(facts, name="out", title=NASTY, data="data")
        assert len(nasty.splitlines()) == len(plain.splitlines())
        assert nasty.count('"') == plain.count('"')
        assert not set(nasty) & set("\\%[]\x1b")


@pytest.mark.parametrize(
    ("datatypes", "mode"),
    [(("uint8",), "BYTE"), (("int16", "int16"), "INT16"), (("uint16",), "FLOAT32"), (("uint8", "float32"), "FLOAT32")],
)
def test_the_pixels_of_a_coverage_lose_nothing_where_mapserver_has_their_type(
    datatypes: tuple[str, ...], mode: str
) -> None:
    assert f"IMAGEMODE {mode}\n" in mapfile.render(raster(datatypes=datatypes), name="o", title="t", data="d")


def test_a_nodata_value_keeps_all_its_digits() -> None:
    text = mapfile.render(raster(nodata=-3.4028234663852886e38), name="o", title="t", data="d")
    assert "NULLVALUE=-3.4028234663852886e+38" in text


def test_a_palette_is_not_stretched() -> None:
    assert "SCALE_1=2.0,98.5" in mapfile.render(raster(), name="o", title="t", data="d")
    assert "SCALE_1" not in mapfile.render(raster(palette=True), name="o", title="t", data="d")


def test_a_system_without_a_code_is_told_in_the_words_of_proj() -> None:
    local = System(None, "+proj=tmerc +lat_0=1 +no_defs", geographic=False)
    text = mapfile.render(raster(system=local), name="o", title="t", data="d")
    assert '"proj=tmerc"\n    "lat_0=1"' in text
    assert "init=" not in text


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [("Polygon", "POLYGON"), ("MultiPolygon", "POLYGON"), ("3D MultiLineString", "LINE"), ("2.5D Point", "POINT"),
     ("Unknown", "LINE"), ("GeometryCollection", "LINE")],
)  # fmt: skip
def test_a_layer_is_drawn_as_its_geometry_asks(geometry: str, kind: str) -> None:
    facts = VectorFacts((Layer("a", geometry, None, (0, 0, 1, 1), UTM),))
    assert f"    TYPE {kind}\n" in mapfile.render(facts, name="o", title="t", data="d")


@pytest.mark.parametrize(("output", "name"), [("result", "result"), ("io.out", "io_out"), ("2nd", "layer_2nd")])
def test_the_name_of_a_layer_can_stand_in_xml(output: str, name: str) -> None:
    assert mapfile.layer_name(output) == name
