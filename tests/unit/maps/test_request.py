"""What may be handed to MapServer, told from what may not."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from wps_cwl.errors import InvalidParameter, MissingParameter
from wps_cwl.maps.request import check_document, parse_query
from wps_cwl.model import View

ALL = (View.WMS, View.WCS, View.WFS)
FEATURES = [("SERVICE", "WFS"), ("REQUEST", "GetFeature")]


def test_names_keep_their_spelling_and_values_their_text() -> None:
    asked = parse_query([*FEATURES, ("TypeNames", "ms:zones"), ("vendor", "x"), ("bbox", "1,2,3,4,EPSG:4326")], ALL)
    assert asked.service is View.WFS
    assert parse_qsl(asked.query) == [*FEATURES, ("TypeNames", "ms:zones"), ("bbox", "1,2,3,4,EPSG:4326")]


def test_a_subset_may_stand_once_for_each_axis_and_nothing_else_twice() -> None:
    coverage = [("service", "WCS"), ("request", "GetCoverage")]
    axes = [("subset", "x(1,2)"), ("subset", "y(3,4)")]
    assert parse_query([*coverage, *axes], ALL).query.count("subset") == 2
    with pytest.raises(InvalidParameter, match="twice"):
        parse_query([*coverage, ("format", "image/tiff"), ("FORMAT", "image/png")], ALL)
    with pytest.raises(InvalidParameter, match="twice"):
        parse_query([*coverage, ("Service", "WMS")], ALL)


@pytest.mark.parametrize("missing", ["service", "request"])
def test_service_and_request_are_needed(missing: str) -> None:
    pairs = [pair for pair in (("service", "WMS"), ("request", "GetMap")) if pair[0] != missing]
    with pytest.raises(MissingParameter, match=missing):
        parse_query(pairs, ALL)


def test_a_service_that_the_result_does_not_have_is_told_with_those_that_it_has() -> None:
    with pytest.raises(InvalidParameter, match="WMS, WCS"):
        parse_query(FEATURES, (View.DOWNLOAD, View.WMS, View.WCS))


@pytest.mark.parametrize("name", ["number", "ms:number", "gml/name", "@id"])
def test_a_filter_names_properties(name: str) -> None:
    assert check_document("GetFeature", "WFS", [name], ALL) is View.WFS


@pytest.mark.parametrize("name", ['a" OR 1=1 --', "a'", "a b", ""])
def test_a_filter_names_nothing_but_properties(name: str) -> None:
    with pytest.raises(InvalidParameter, match="no name of a property"):
        check_document("GetFeature", "WFS", [name], ALL)


@pytest.mark.parametrize("operation", ["Transaction", "CreateStoredQuery", "GetMap"])
def test_what_is_posted_reads(operation: str) -> None:
    with pytest.raises(InvalidParameter, match="GetFeature"):
        check_document(operation, "WFS", [], ALL)
