"""Ten thousand reads of a statusLocation, as fast as several clients can, while the status changes."""

from __future__ import annotations

import itertools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
import requests
from lxml import etree

from tests.support.schemas import validator
from tests.support.service import WPS, Service

READS = 10_000
READERS = 4
ORDER = ["ProcessAccepted", "ProcessStarted", "ProcessSucceeded"]


@dataclass
class Reader:
    """One client: what it read, in order, without what it read twice in a row."""

    bodies: list[bytes] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)

    def read(self, address: str, times: int) -> Reader:
        """Read so often, without a pause."""
        with requests.Session() as session:
            for _ in range(times):
                answer = session.get(address, timeout=30)
                self.codes[answer.status_code] += 1
                if not self.bodies or self.bodies[-1] != answer.content:
                    self.bodies.append(answer.content)
        return self

    def seen(self) -> list[tuple[int, int | None]]:
        """Return rank of state and percentage of each document; one that is cut off or no XML raises."""
        found = []
        for body in self.bodies:
            [state] = etree.fromstring(body).find(f"{WPS}Status")
            percent = state.get("percentCompleted")
            found.append((ORDER.index(etree.QName(state).localname), None if percent is None else int(percent)))
        return found


@pytest.fixture(scope="module")
def readers(service: Service) -> list[Reader]:
    job = service.submit("sleep", "delay=20")
    address = f"{service.url}/jobs/{job}/status.xml"
    with ThreadPoolExecutor(READERS) as pool:
        readers = list(pool.map(lambda _: Reader().read(address, READS // READERS), range(READERS)))
    service.wait(job)
    return readers


def test_every_read_is_answered(readers: list[Reader]) -> None:
    assert sum((reader.codes for reader in readers), Counter()) == {200: READS}


def test_every_document_is_whole(readers: list[Reader]) -> None:
    for body in set(itertools.chain.from_iterable(reader.bodies for reader in readers)):
        assert body.startswith(b"<?xml")
        assert body.rstrip().endswith(b"</wps:ExecuteResponse>")
        assert etree.fromstring(body).find(f"{WPS}Status") is not None


def test_the_status_never_goes_back(readers: list[Reader]) -> None:
    for reader in readers:
        seen = reader.seen()
        assert [state for state, _ in seen] == sorted(state for state, _ in seen)
        percents = [percent for _, percent in seen if percent is not None]
        assert percents == sorted(percents)
        assert len(set(percents)) >= 3, "the status did not change while it was read"
        assert all(percent < 100 for state, percent in seen if percent is not None)


def test_every_document_is_valid(readers: list[Reader]) -> None:
    validate = validator()
    documents = set(itertools.chain.from_iterable(reader.bodies for reader in readers))
    assert len(documents) > 3
    for body in documents:
        assert list(validate(etree.fromstring(body))) == []
