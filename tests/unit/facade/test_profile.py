"""A client asks for a profile: in the query of the address, or in a header; the request itself has no room for it."""

import pytest

from tests.unit.facade import samples, wire
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.facade.app import create_app

KVP = "service=WPS&version=1.0.0&request=Execute&identifier=echo"
BODIES = {"wps100": wire.execute100(), "wps200": wire.execute200(mode="async")}


@pytest.fixture
def operations():
    return FakeOperations(samples.ECHO)


@pytest.fixture
def client(operations):
    return create_app(operations).test_client()


def send(client, kind, query="", **headers):
    if kind == "kvp":
        return client.get(f"/wps?{KVP}&{query}", headers=headers)
    return client.post(f"/wps?{query}", data=BODIES[kind], content_type="text/xml", headers=headers)


@pytest.mark.parametrize("kind", ["kvp", *BODIES])
@pytest.mark.parametrize(
    ("query", "headers", "profile"),
    [
        ("", {}, None),
        ("profile=", {"WPS-Profile": " "}, None),
        ("profile=long", {}, "long"),
        ("PROFILE=long", {}, "long"),
        ("", {"WPS-Profile": "long"}, "long"),
        ("", {"wps-profile": " long "}, "long"),
        ("profile=long", {"WPS-Profile": "long"}, "long"),
        ("profile=a%20b%3B%2D%2Dx", {}, "a b;--x"),  # it is only compared with names
    ],
)
def test_it_is_read_the_same_from_every_request(kind, query, headers, profile, client, operations):
    assert send(client, kind, query, **headers).status_code == 200
    assert [request.profile for request in operations.requests] == [profile]


@pytest.mark.parametrize("kind", ["kvp", *BODIES])
def test_two_different_ones_are_refused(kind, client, operations):
    answer = send(client, kind, "profile=long", **{"WPS-Profile": "short"})
    assert answer.status_code == 400
    assert 'exceptionCode="InvalidParameterValue" locator="profile"' in answer.text
    assert operations.requests == []


def test_other_requests_may_have_it_in_their_address(client):
    assert client.get("/wps?service=WPS&request=GetCapabilities&profile=long").status_code == 200
    assert (
        client.get("/wps?service=WPS&version=1.0.0&request=DescribeProcess&identifier=echo&profile=x").status_code
        == 200
    )
