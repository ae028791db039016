"""The demonstration that users of the predecessor (PyWPS with a scheduler) know, word for word."""

from __future__ import annotations

import time

import pytest
import requests
from lxml import etree

from tests.support.service import WPS, Service, text_of

SLEEP = (
    "service=WPS&version=1.0.0&request=Execute&identifier=sleep&{key}=delay=10&storeExecuteResponse=true&status=true"
)
DEADLINE = 60  # seconds


def get(address: str) -> etree._Element:
    answer = requests.get(address, timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(answer.content)


def state_of(document: etree._Element) -> etree._Element:
    [state] = document.find(f"{WPS}Status")
    return state


def test_the_capabilities_can_be_read_in_a_browser(service: Service) -> None:
    document = get(f"{service.wps}?service=WPS&request=GetCapabilities")
    assert etree.QName(document).localname == "Capabilities"
    offered = [element.text for element in document.iterfind(f".//{WPS}Process/{{*}}Identifier")]
    assert {"hello", "sleep"} <= set(offered)


@pytest.mark.parametrize("key", ["datainputs", "DataInputs"])
def test_hello_greets(service: Service, key: str) -> None:
    document = get(f"{service.wps}?service=WPS&version=1.0.0&request=Execute&identifier=hello&{key}=name=Friday")
    assert etree.QName(state_of(document)).localname == "ProcessSucceeded"
    assert text_of(document, "LiteralData") == "Hello Friday"


def test_sleep_is_accepted_then_started_then_succeeds(service: Service) -> None:
    accepted = get(f"{service.wps}?{SLEEP.format(key='DataInputs')}")
    assert etree.QName(state_of(accepted)).localname == "ProcessAccepted"
    location = accepted.get("statusLocation", "")
    assert location.startswith(f"{service.url}/jobs/")

    states, percents, deadline = ["ProcessAccepted"], [], time.monotonic() + DEADLINE
    while states[-1] not in {"ProcessSucceeded", "ProcessFailed"}:
        assert time.monotonic() < deadline
        document = get(location)
        assert document.get("statusLocation") == location
        state = state_of(document)
        name = etree.QName(state).localname
        states += [name] if name != states[-1] else []
        if name == "ProcessStarted" and state.get("percentCompleted"):
            percents.append(int(state.get("percentCompleted")))
        time.sleep(0.2)

    assert states == ["ProcessAccepted", "ProcessStarted", "ProcessSucceeded"]
    assert percents == sorted(percents)
    assert len(set(percents) - {0, 100}) >= 3
    assert text_of(document, "LiteralData") == "Slept 10 seconds"
