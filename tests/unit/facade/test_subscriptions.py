"""A client says whom to tell of its job: in the query of the address, or in headers."""

import pytest

from tests.unit.facade.execute import BINDINGS, KVP, send
from wps_cwl.model import Subscription, Topic

URI = "https://a.example/told?job=1&token=planted"
ENCODED = "https%3A%2F%2Fa.example%2Ftold%3Fjob%3D1%26token%3Dplanted"


@pytest.mark.parametrize("kind", BINDINGS)
@pytest.mark.parametrize(
    ("query", "headers", "wishes"),
    [
        ("", {}, ()),
        ("successUri=&notifyEmail=", {}, ()),
        (f"successUri={ENCODED}", {}, (Subscription(Topic.SUCCESS, URI),)),
        (f"SUCCESSURI={ENCODED}", {}, (Subscription(Topic.SUCCESS, URI),)),
        ("", {"WPS-Success-Uri": URI}, (Subscription(Topic.SUCCESS, URI),)),
        (f"successUri={ENCODED}", {"WPS-Success-Uri": URI}, (Subscription(Topic.SUCCESS, URI),)),
        (
            "notifyEmail=a%2Bb@c.example&failedUri=http://f.example",
            {"WPS-In-Progress-Uri": "http://p.example", "WPS-Failed-Uri": "http://f.example"},
            (
                Subscription(Topic.PROGRESS, "http://p.example"),
                Subscription(Topic.FAILURE, "http://f.example"),
                Subscription(Topic.END, "a+b@c.example"),
            ),
        ),
        ("", {"WPS-Notify-Email": "a@c.example"}, (Subscription(Topic.END, "a@c.example"),)),
    ],
)
def test_they_are_read_the_same_from_every_request(kind, query, headers, wishes, client, operations):
    assert send(client, kind, query, **headers).status_code == 200
    assert operations.requests[0].subscriptions == wishes


@pytest.mark.parametrize("query", [f"successUri={ENCODED}", f"success%55ri={ENCODED}&notifyEmail=planted@c.example"])
def test_they_are_no_part_of_the_request_that_is_kept(query, client, operations):
    assert send(client, "kvp", query).status_code == 200
    assert operations.bodies == [KVP.encode()]


@pytest.mark.parametrize("query", ["successUri=http://a.example&successUri=http://b.example", "successUri=http://a.b"])
def test_two_of_a_kind_are_refused(query, client, operations):
    answer = send(client, "wps200", query, **{"WPS-Success-Uri": "http://c.example"})
    assert (answer.status_code, 'locator="successUri"'.lower() in answer.text.lower()) == (400, True)
    assert operations.requests == []
