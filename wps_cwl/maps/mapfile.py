"""What is known of a file -> the map file by which MapServer 8 serves it (https://mapserver.org/mapfile).

Names in it come from clients too, so whatever could end a text, or mean something to MapServer, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from wps_cwl.maps.facts import Extent, Facts, Layer, RasterFacts, System, VectorFacts

LARGEST_PICTURE = 4096  # pixels of a side
LARGEST_COVERAGE = 32_768  # and of a coverage, which is not larger than the raster itself
CONFIG = 'CONFIG\n  ENV\n    MS_MAP_NO_PATH "1"\n  END\n  MAPS\n  END\nEND\n'  # MapServer 8 does not start without one
_COMMON = ("EPSG:4326", "EPSG:3857", "CRS:84")
_PICTURES = """
  OUTPUTFORMAT
    NAME "png"
    DRIVER AGG/PNG
    MIMETYPE "image/png"
    IMAGEMODE RGBA
    EXTENSION "png"
    TRANSPARENT ON
  END
  OUTPUTFORMAT
    NAME "jpeg"
    DRIVER AGG/JPEG
    MIMETYPE "image/jpeg"
    IMAGEMODE RGB
    EXTENSION "jpg"
  END"""
_FEATURES = """
  OUTPUTFORMAT
    NAME "geojson"
    DRIVER "OGR/GEOJSON"
    MIMETYPE "application/json; subtype=geojson"
    FORMATOPTION "STORAGE=stream"
    FORMATOPTION "FORM=SIMPLE"
  END"""
_POINT = 'SYMBOL\n  NAME "circle"\n  TYPE ELLIPSE\n  FILLED TRUE\n  POINTS 1 1 END\nEND'
_STYLES = {
    "POLYGON": "STYLE COLOR 38 115 179 OPACITY 40 END STYLE OUTLINECOLOR 20 60 110 WIDTH 1 END",
    "LINE": "STYLE COLOR 20 60 110 WIDTH 2 END",
    "POINT": 'STYLE SYMBOL "circle" COLOR 200 60 40 OUTLINECOLOR 80 20 10 SIZE 8 END',
}
# What MapServer has for the pixels of a coverage; all else becomes fractions of 32 bits
_IMAGE_MODES = {"uint8": "BYTE", "int16": "INT16"}


def render(facts: Facts, *, name: str, title: str, data: str) -> str:
    """Return the map file of a file called `data` beside it; facts with a reason have none."""
    name = layer_name(name)
    if isinstance(facts, RasterFacts):
        if facts.system is None:
            raise ValueError(f"there is no map of it: {facts.reason}")
        largest = min(max(facts.width, facts.height, LARGEST_PICTURE), LARGEST_COVERAGE)
        body = _raster(facts, facts.system, name, title, data)
        return _map(name, title, facts.system, facts.extent, largest, body)
    first = facts.layers[0]
    return _map(name, title, first.system, first.extent, LARGEST_PICTURE, _vector(facts, data))


def layer_name(output: str) -> str:
    """Return the name of the layer of an output: one that can stand in XML."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", output)
    return plain if plain[:1].isalpha() else f"layer_{plain}"


def _map(name: str, title: str, system: System, extent: Extent, largest: int, body: Iterable[str]) -> str:
    lines = [
        "MAP",
        f"  NAME {_text(f'all_{name}')}",
        f"  MAXSIZE {largest}",
        "  SIZE 512 512",
        f"  EXTENT {_numbers(extent)}",
        f"  UNITS {'DD' if system.geographic else 'METERS'}",
        '  IMAGETYPE "png"',
        *_projection(system),
        "  WEB",
        *_metadata(
            {
                "ows_title": title,
                "ows_encoding": "UTF-8",
                "ows_enable_request": "*",
                "ows_srs": " ".join(_offered(system)),
                "ows_sld_enabled": "false",
                "wms_feature_info_mime_type": "text/plain",
            }
        ),
        "  END",
        _PICTURES.strip("\n"),
        *body,
        "END",
    ]
    return "\n".join(lines) + "\n"


def _raster(facts: RasterFacts, system: System, name: str, title: str, data: str) -> Iterator[str]:
    mode = _IMAGE_MODES.get(facts.datatypes[0], "FLOAT32") if len(set(facts.datatypes)) == 1 else "FLOAT32"
    nodata = [f'    FORMATOPTION "NULLVALUE={facts.nodata:.17g}"'] if facts.nodata is not None else []
    yield from (
        "  OUTPUTFORMAT",
        '    NAME "GEOTIFF"',
        "    DRIVER GDAL/GTiff",
        '    MIMETYPE "image/tiff"',
        f"    IMAGEMODE {mode}",
        '    EXTENSION "tif"',
        *nodata,
        "  END",
        "  LAYER",
        f"    NAME {_text(name)}",
        "    TYPE RASTER",
        "    STATUS ON",
        '    TEMPLATE "none"',  # it may be asked for the values of a pixel; the answer is no template
        f"    DATA {_text(data)}",
    )
    if not facts.palette:
        yield f'    PROCESSING "BANDS={",".join(map(str, facts.shown))}"'
        for number, (low, high) in enumerate(facts.stretch, start=1):
            yield f'    PROCESSING "SCALE_{number}={low!r},{high!r}"'
    names = [f"band_{number}" for number, _ in enumerate(facts.datatypes, start=1)]
    yield from _metadata(
        {
            "ows_title": title,
            "ows_extent": _numbers(facts.extent),
            "ows_srs": " ".join(_offered(system)),
            "wms_include_items": "all",
            "wcs_label": title,
            "wcs_rangeset_name": "values",
            "wcs_rangeset_label": "values",
            "wcs_bandcount": str(len(names)),
            "wcs_band_names": " ".join(names),
            "wcs_formats": "GEOTIFF",
            "wcs_native_format": "image/tiff",
            "wcs_size": f"{facts.width} {facts.height}",
            "wcs_imagemode": mode,
            **{f"{one}_band_uom": "1" for one in names},  # MapServer would call all of it radiance
            **({"wcs_nilvalues": f"{facts.nodata:.17g}"} if facts.nodata is not None else {}),
        }
    )
    yield from _projection(system)
    yield "  END"


def _vector(facts: VectorFacts, data: str) -> Iterator[str]:
    yield from (_FEATURES.strip("\n"), _POINT)
    for layer in facts.layers:
        yield from _layer(layer, data)


def _layer(layer: Layer, data: str) -> Iterator[str]:
    kind = _kind(layer.geometry)
    yield from (
        "  LAYER",
        f"    NAME {_text(layer.name)}",
        f"    TYPE {kind}",
        "    STATUS ON",
        '    TEMPLATE "none"',
        "    CONNECTIONTYPE OGR",
        f"    CONNECTION {_text(data)}",
        f"    DATA {_text(layer.name)}",
        f"    CLASS {_STYLES[kind]} END",
    )
    yield from _metadata(
        {
            "ows_title": layer.name,
            "ows_extent": _numbers(layer.extent),
            "ows_srs": " ".join(_offered(layer.system)),
            "wms_include_items": "all",
            "gml_include_items": "all",
            "gml_types": "auto",
            **({"gml_featureid": layer.number, "gml_exclude_items": layer.number} if layer.number else {}),
            "wfs_getfeature_formatlist": "geojson",
        }
    )
    yield from _projection(layer.system)
    yield "  END"


def _kind(geometry: str) -> str:
    """Return how a layer is drawn; one of mixed geometries as lines, which show polygons too."""
    plain = geometry.removeprefix("2.5D ").removeprefix("3D ").removeprefix("Measured ").removeprefix("Multi")
    return next((kind for kind in _STYLES if plain.upper().startswith(kind)), "LINE")


def _offered(system: System) -> list[str]:
    native = [f"EPSG:{system.epsg}"] if system.epsg else []
    return list(dict.fromkeys([*native, *_COMMON]))


def _projection(system: System) -> Iterator[str]:
    yield "  PROJECTION"
    words = [f"init=epsg:{system.epsg}"] if system.epsg else [word.lstrip("+") for word in system.proj.split()]
    yield from (f"    {_text(word)}" for word in words)
    yield "  END"


def _metadata(entries: Mapping[str, str]) -> Iterator[str]:
    yield "    METADATA"
    yield from (f"      {_text(key)} {_text(value)}" for key, value in entries.items() if value)
    yield "    END"


def _numbers(extent: Extent) -> str:
    return " ".join(repr(edge) for edge in extent)


def _text(value: str) -> str:
    plain = re.sub(r"[\"'\\%\[\]{}<>`\x00-\x1f\x7f-\x9f]", " ", value)
    return f'"{plain[:500]}"'
