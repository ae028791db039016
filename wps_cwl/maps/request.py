"""What a client asks of a map: the parameters that OGC's services have, and nothing that MapServer takes besides.

MapServer reads the path of its map file, changes to it, templates and styles at other addresses from the same query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from wps_cwl.errors import InvalidParameter, MissingParameter
from wps_cwl.maps.mapfile import LARGEST_PICTURE
from wps_cwl.model import View

Pairs = Iterable[tuple[str, str]]

_WORDS = r"[\w.:,/()+ -]*"
_NUMBERS = r"[0-9eE.+-]*"
_NUMBER = r"-?\d{1,9}"
_MEDIA_TYPE = r"[\w.+/;=: -]*"
_COMMON = {
    "service": r"\w+",
    "request": r"\w+",
    "version": r"[\d.,]*",
    "acceptversions": r"[\d.,]*",
    "acceptformats": _MEDIA_TYPE,
    "sections": _WORDS,
    "updatesequence": _WORDS,
    "format": _MEDIA_TYPE,
    "exceptions": _MEDIA_TYPE,
    "language": r"[\w-]*",
}
_BOX = {"bbox": r"[\w.,:/+-]*", "crs": _WORDS}
_PARAMETERS: dict[View, dict[str, str]] = {
    View.WMS: {
        **_COMMON,
        **_BOX,
        "layers": _WORDS,
        "styles": _WORDS,
        "srs": _WORDS,
        "width": _NUMBER,
        "height": _NUMBER,
        "transparent": r"\w*",
        "bgcolor": r"(0x)?[0-9A-Fa-f]*",
        "time": _WORDS,
        "elevation": _WORDS,
        "query_layers": _WORDS,
        "info_format": _MEDIA_TYPE,
        "feature_count": _NUMBER,
        "i": _NUMBERS,
        "j": _NUMBERS,
        "x": _NUMBERS,
        "y": _NUMBERS,
        "layer": _WORDS,
        "style": _WORDS,
        "scale": _NUMBERS,
    },
    View.WCS: {
        **_COMMON,
        **_BOX,
        "coverage": _WORDS,
        "coverageid": _WORDS,
        "identifier": _WORDS,
        "identifiers": _WORDS,
        "response_crs": _WORDS,
        "width": _NUMBER,
        "height": _NUMBER,
        "resx": _NUMBERS,
        "resy": _NUMBERS,
        "interpolation": r"[\w.:/-]*",
        "subset": r"[\w.,:()\"*/+ -]*",
        "subsettingcrs": _WORDS,
        "outputcrs": _WORDS,
        "rangesubset": _WORDS,
        "scalefactor": _NUMBERS,
        "scaleaxes": _WORDS,
        "scalesize": _WORDS,
        "scaleextent": _WORDS,
        "size": _WORDS,
        "resolution": _WORDS,
        "mediatype": _MEDIA_TYPE,
        "gridbasecrs": _WORDS,
        "gridcs": _WORDS,
        "gridtype": _WORDS,
        "gridorigin": _WORDS,
        "gridoffsets": _WORDS,
        "boundingbox": _WORDS,
        "store": r"false",
        "parameters": r"\w*",
    },
    View.WFS: {
        **_COMMON,
        **_BOX,
        "typename": _WORDS,
        "typenames": _WORDS,
        "srsname": _WORDS,
        "count": _NUMBER,
        "maxfeatures": _NUMBER,
        "startindex": _NUMBER,
        "resulttype": r"\w*",
        "outputformat": _MEDIA_TYPE,
        "propertyname": _WORDS,
        "valuereference": _WORDS,
        "sortby": _WORDS,
        "featureid": _WORDS,
        "resourceid": _WORDS,
        "namespaces": r"[\w.,:/()= -]*",
        "namespace": r"[\w.,:/()= -]*",
        "storedquery_id": r"[\w.,:/-]*",
        "id": _WORDS,
        "filter": r"[\s\S]*",
        "filter_language": _WORDS,
    },
}
_OPERATIONS: dict[View, tuple[str, ...]] = {
    View.WMS: ("GetCapabilities", "GetMap", "GetFeatureInfo", "GetLegendGraphic", "DescribeLayer"),
    View.WCS: ("GetCapabilities", "DescribeCoverage", "GetCoverage"),
    View.WFS: (
        "GetCapabilities",
        "DescribeFeatureType",
        "GetFeature",
        "GetPropertyValue",
        "ListStoredQueries",
        "DescribeStoredQueries",
    ),
}
# What MapServer would take for more than the standards say. Other unknown parameters are left out, as the standards
# ask; so is the MAP_RESOLUTION that QGIS sends.
_REFUSED = re.compile(
    r"map|mapext|map_(?!resolution$).*|sld.*|mode|template|qstring|qfile|qlayer|context|config|searchmap|savequery|.*[.\[].*",
    re.IGNORECASE | re.DOTALL,
)
_SIDES = ("width", "height")
_SEVERAL = "subset"  # WCS 2.0 has one for each axis
_LONGEST = 4000  # characters of a value; a filter is the longest
_NAME = r"[\w.:/@-]+"


@dataclass(frozen=True)
class MapRequest:
    """A request that may be handed to MapServer: a query, and a document where it is posted."""

    service: View
    query: str
    document: bytes | None = None


def parse_query(pairs: Pairs, offered: Iterable[View]) -> MapRequest:
    """Return a request of key-value pairs; a filter has been parsed, and written anew.

    Raises errors.MissingParameter, errors.InvalidParameter.
    """
    pairs = list(pairs)
    for name, value in pairs:
        if _REFUSED.fullmatch(name):
            raise InvalidParameter(name=name, value=_short(value), reason="maps have no such parameter")
    named = {name.lower(): value for name, value in reversed(pairs)}
    service = _service(named.get("service"), offered)
    _check_operation(named.get("request"), service)
    return MapRequest(service, urlencode(list(_allowed(pairs, service))))


def check_document(operation: str, service: str | None, names: Iterable[str], offered: Iterable[View]) -> View:
    """Return whose a posted request is, which was parsed already: its root, and the names of properties in it.

    Raises as above.
    """
    found = _service(service, offered)
    if found is View.WMS:
        raise InvalidParameter(name="service", value="WMS", reason="it is asked by GET")
    _check_operation(operation, found)
    check_properties(names)
    return found


def check_properties(names: Iterable[str]) -> None:
    """Refuse the name of a property in a filter that is more than a name: MapServer makes SQL of it."""
    for name in names:
        if re.fullmatch(_NAME, name) is None:
            raise InvalidParameter(name="filter", value=_short(name), reason="this is no name of a property")


def _service(name: str | None, offered: Iterable[View]) -> View:
    known = {view.name: view for view in offered if view in _PARAMETERS}
    if not name:
        raise MissingParameter(name="service", locator="service")
    if name.upper() not in known:
        raise InvalidParameter(name="service", value=_short(name), reason=f"choose from: {', '.join(known)}")
    return known[name.upper()]


def _check_operation(name: str | None, service: View) -> None:
    if not name:
        raise MissingParameter(name="request", locator="request")
    known = _OPERATIONS[service]
    if name.lower() not in {operation.lower() for operation in known}:
        raise InvalidParameter(name="request", value=_short(name), reason=f"choose from: {', '.join(known)}")


def _allowed(pairs: Pairs, service: View) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for name, value in pairs:
        key = name.lower()
        pattern = _PARAMETERS[service].get(key)
        if pattern is None:
            continue
        if key in seen and key != _SEVERAL:
            raise InvalidParameter(name=name, value=_short(value), reason="it stands twice")
        seen.add(key)
        if len(value) > _LONGEST or re.fullmatch(pattern, value) is None:
            raise InvalidParameter(name=name, value=_short(value), reason="it has no such value")
        if key in _SIDES and not 1 <= int(value) <= LARGEST_PICTURE:
            raise InvalidParameter(name=name, value=value, reason=f"choose from 1 to {LARGEST_PICTURE}")
        yield name, value


def _short(value: str) -> str:
    return value if len(value) <= 100 else value[:97] + "..."
