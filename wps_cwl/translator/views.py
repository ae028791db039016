"""The other ways to see a geographic output, and the outputs by which clients learn of them.

WPS 2.0 has them as one output with nested ones, `<output>_map` with `wms_link` and so on; WPS 1.0.0, which knows no
nested outputs, as `<output>_wms_link` and so on. A client need not ask for any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wps_cwl.model import (
    ComplexData,
    CwlKind,
    CwlType,
    Data,
    DataType,
    LiteralData,
    NestedData,
    Parameter,
    Process,
    View,
    plain_name,
)
from wps_cwl.translator import media_types

_RASTER = (View.DOWNLOAD, View.QUICKLOOK, View.WMS, View.WCS)
_VECTOR = (View.DOWNLOAD, View.WMS, View.WFS)
MEDIA_TYPES: dict[str, tuple[View, ...]] = {
    "image/tiff": _RASTER,
    "image/jp2": _RASTER,
    "application/geo+json": _VECTOR,
    "application/gml+xml": _VECTOR,
    "application/geopackage+sqlite3": _VECTOR,
    "application/vnd.google-earth.kml+xml": _VECTOR,
    "application/flatgeobuf": _VECTOR,
    "application/x-zipped-shp": _VECTOR,
}
_TITLES = {
    View.DOWNLOAD: "file",
    View.QUICKLOOK: "quick-look (PNG)",
    View.WMS: "Web Map Service (WMS)",
    View.WCS: "Web Coverage Service (WCS)",
    View.WFS: "Web Feature Service (WFS)",
}
_STRING = CwlType(CwlKind.LITERAL, datatype=DataType.STRING)


def of(media_type: str) -> tuple[View, ...]:
    """Return how a file of a media type can be seen; nothing when it is not geographic."""
    base = media_types.parse(media_type)[0]
    if base in MEDIA_TYPES:
        return MEDIA_TYPES[base]  # before the synonyms: a zipped shapefile is one of a zip archive
    found = [
        views
        for name, views in MEDIA_TYPES.items()
        if name != "application/x-zipped-shp" and media_types.matches(media_type, name)
    ]
    return found[0] if found and "*" not in base else ()


def possible(cwl: CwlType, data: Data) -> tuple[View, ...]:
    """Return how an output could be seen: a single file, in one of the formats above."""
    if cwl.kind is not CwlKind.FILE or not isinstance(data, ComplexData):
        return ()
    found = {view for form in data.formats for view in of(form.media_type)}
    return tuple(view for view in View if view in found)


def clashes(process: Process, parameter: Parameter) -> bool:
    """Whether an output of the process has a name that a further output would have."""
    names = {plain_name(other.id) for other in process.outputs}
    further = [_group(parameter), *_flat(parameter)]
    return any(plain_name(one.id) in names for one in further)


def flat(process: Process) -> tuple[Parameter, ...]:
    """Return the further outputs of WPS 1.0.0."""
    return tuple(one for parameter in process.outputs if parameter.views for one in _flat(parameter))


def nested(process: Process) -> tuple[Parameter, ...]:
    """Return the further outputs of WPS 2.0."""
    return tuple(_group(parameter) for parameter in process.outputs if parameter.views)


_FURTHER = {"wps-1.0.0": flat}


def further(process: Process, binding: str) -> tuple[Parameter, ...]:
    """Return the further outputs of a binding; nested ones where it does not say otherwise."""
    return _FURTHER.get(binding, nested)(process)


def group_name(output: str) -> str:
    """Return the identifier of the output that holds the links to an output."""
    return f"{output}_map"


def link_name(view: View) -> str:
    """Return the identifier of a link."""
    return f"{view.value}_link"


def flat_name(output: str, view: View) -> str:
    """Return the identifier of a link to an output where outputs are not nested."""
    return f"{output}_{link_name(view)}"


def ordered(views: Iterable[View]) -> Iterator[View]:
    """Give views in the order in which they are described."""
    found = set(views)
    return (view for view in View if view in found)


def _group(parameter: Parameter) -> Parameter:
    fields = tuple(_link(link_name(view), parameter, view) for view in parameter.views)
    return Parameter(
        group_name(parameter.id),
        f"{parameter.title}: maps",
        NestedData(fields),
        CwlType(CwlKind.RECORD, fields=tuple((one.id, _STRING, True) for one in fields)),
        abstract=f'Addresses of the output "{parameter.id}" as a map.',
        min_occurs=0,
    )


def _flat(parameter: Parameter) -> tuple[Parameter, ...]:
    return tuple(_link(flat_name(parameter.id, view), parameter, view) for view in parameter.views)


def _link(identifier: str, parameter: Parameter, view: View) -> Parameter:
    title = f"{parameter.title}: {_TITLES[view]}"
    abstract = f'An address, where there is one: a file without coordinates has no map. Of the output "{parameter.id}".'
    return Parameter(identifier, title, LiteralData(DataType.STRING), _STRING, abstract=abstract, min_occurs=0)
