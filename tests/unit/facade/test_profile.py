"""A client asks for a profile: in the query of the address, or in a header; the request itself has no room for it."""

import pytest

from tests.unit.facade.execute import BINDINGS, send


@pytest.mark.parametrize("kind", BINDINGS)
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


@pytest.mark.parametrize("kind", BINDINGS)
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
