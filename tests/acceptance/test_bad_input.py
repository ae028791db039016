"""Bad and hostile requests: refused at once, with the culprit's name, and nothing of them stays."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from lxml import etree

from tests.support.service import ROOT, Service, text_of
from tests.unit.facade import wire

EXECUTE = "service=WPS&version=1.0.0&request=Execute&"
IMAGE = "identifier=vegetation_index&DataInputs=image=@xlink:href="
PNG = "http://127.0.0.1:1/a.png"
MISSING, INVALID = "MissingParameterValue", "InvalidParameterValue"

REFUSED = {
    # how often an input stands
    "a missing input": ("identifier=hello", MISSING, "name"),
    "empty DataInputs": ("identifier=hello&DataInputs=", MISSING, "name"),
    "a surplus input": ("identifier=hello&DataInputs=name=a;name=b", INVALID, "name"),
    "an unknown input": ("identifier=hello&DataInputs=name=a;nobody=b", INVALID, "nobody"),
    # types and ranges
    "a word for a number": ("identifier=sleep&DataInputs=delay=soon", INVALID, "delay"),
    "nothing for a number": ("identifier=sleep&DataInputs=delay=", INVALID, "delay"),
    "no number at all": ("identifier=sleep&DataInputs=delay=NaN", INVALID, "delay"),
    "a fraction for a whole number": ("identifier=echo&DataInputs=pause=1.9", INVALID, "pause"),
    "a number of more than 32 bits": ("identifier=echo&DataInputs=pause=99999999999", INVALID, "pause"),
    "one wrong value of several": ("identifier=echo&DataInputs=arrayInput=1;arrayInput=b", INVALID, "arrayInput"),
    "too little": ("identifier=sleep&DataInputs=delay=-1", INVALID, "delay"),
    "too much": ("identifier=sleep&DataInputs=delay=86401", INVALID, "delay"),
    "a unit that is not offered": ("identifier=sleep&DataInputs=delay=1@uom=h", INVALID, "delay"),
    "a choice that is none": (f"{IMAGE}{PNG};index=XYZ", INVALID, "index"),
    "half a box": ("identifier=echo&DataInputs=boundingBoxInput=1,2,3", INVALID, "boundingBoxInput"),
    "a box in an unknown CRS": (
        "identifier=echo&DataInputs=boundingBoxInput=1,2,3,4,EPSG:9999",
        INVALID,
        "boundingBoxInput",
    ),
    # formats
    "an input in another format": (f"{IMAGE}{PNG}@mimeType=text/html", INVALID, "image"),
    "an output in another format": (f"{IMAGE}{PNG}&ResponseDocument=result@mimeType=text/html", INVALID, "result"),
    "what is not base64": (
        "identifier=echo&DataInputs=complexInput=%25@mimeType=text/plain@encoding=base64",
        INVALID,
        "complexInput",
    ),
    "bytes that are no text": ("identifier=hello&DataInputs=name=%ff", INVALID, "DataInputs"),
    # references that are not even tried
    "a file": (f"{IMAGE}file:///etc/passwd", INVALID, "image"),
    "a path": (f"{IMAGE}/etc/passwd", INVALID, "image"),
    "a file by ftp": (f"{IMAGE}ftp://127.0.0.1/a.png", INVALID, "image"),
    "half an address": (f"{IMAGE}http://[::1", INVALID, "image"),
    "a reference for a literal": (f"identifier=hello&DataInputs=name=@xlink:href={PNG}", INVALID, "name"),
    # the rest of the request
    "an unknown output": ("identifier=hello&DataInputs=name=a&ResponseDocument=nothing", INVALID, "nothing"),
    "two raw outputs": ("identifier=hello&DataInputs=name=a&RawDataOutput=output;output", INVALID, "RawDataOutput"),
    "an unknown process": ("identifier=nobody", INVALID, "identifier"),
    "a path for a process": ("identifier=../../etc/passwd", INVALID, "identifier"),
    "no process": ("DataInputs=name=a", MISSING, "identifier"),
    "one key with two values": ("identifier=hello&Identifier=sleep", INVALID, "identifier"),
    "no truth": ("identifier=hello&DataInputs=name=a&lineage=maybe", INVALID, "lineage"),
    "an unknown language": ("identifier=hello&DataInputs=name=a&language=tlh", INVALID, "language"),
}

LAUGHS = "".join(f'<!ENTITY l{n} "{("&l" + str(n - 1) + ";") * 10 if n else "ha" * 1000}">' for n in range(10))
VALID = wire.execute100(wire.data100("name", "<wps:LiteralData>a</wps:LiteralData>"), process="hello")
HOSTILE = {
    "an entity of a file": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{VALID.replace(">a<", ">&x;<")}',
    "a parameter entity": f'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>{VALID}',
    "a billion laughs": f"<!DOCTYPE a [{LAUGHS}]>{VALID.replace('>a<', '>&l9;<')}",
    "laughs in an attribute": f'<!DOCTYPE a [{LAUGHS}]><a b="&l9;"/>',
    "an entity that is not there": VALID.replace(">a<", ">&nobody;<"),
    "ten thousand levels": "<a>" * 10_000 + "</a>" * 10_000,
    "five million elements": "<a>" + "<b/>" * 5_000_000 + "</a>",
    "half a document": VALID[:200],
    "no XML": "identifier=hello",
    "nothing": "",
}


@pytest.fixture
def unchanged(service: Service) -> Iterator[None]:
    """Fail when a refused request leaves a job, or ends a part of the service."""
    jobs, parts = set((service.state / "jobs").iterdir()), pids(service)
    yield
    assert service.answers()
    assert set((service.state / "jobs").iterdir()) == jobs
    assert pids(service) == parts


def pids(service: Service) -> list[int]:
    return [process.pid for part in ("web", "engine") for process in service.parts(part)]


def execute(service: Service, query: str) -> requests.Response:
    """Ask by a query as it stands: `requests` would encode it anew."""
    return requests.get(f"{service.wps}?{EXECUTE}{query}", timeout=120)


def post(service: Service, body: bytes) -> requests.Response:
    return requests.post(service.wps, data=body, headers={"Content-Type": "text/xml"}, timeout=120)


def fault(answer: requests.Response) -> tuple[str | None, str | None]:
    """Return code and locator of a report that holds nothing of the server's inside."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/xml")
    for secret in ("Traceback", "root:", str(ROOT), "site-packages"):
        assert secret not in answer.text
    [exception] = etree.fromstring(answer.content).iter("{*}Exception")
    assert text_of(exception, "ExceptionText")
    return exception.get("exceptionCode"), exception.get("locator")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("form", ["", "&storeExecuteResponse=true&status=true"], ids=["sync", "async"])
def test_a_bad_request_is_refused_and_names_the_culprit(
    service: Service, case: tuple[str, str, str], form: str
) -> None:
    query, code, locator = case
    assert fault(execute(service, query + form)) == (code, locator)


@pytest.mark.usefixtures("unchanged")
def test_an_answer_that_is_not_stored_cannot_be_followed(service: Service) -> None:
    refused = execute(service, "identifier=hello&DataInputs=name=a&status=true")
    assert fault(refused) == ("StorageNotSupported", "storeExecuteResponse")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xml_is_refused(service: Service, document: str) -> None:
    assert fault(post(service, document.encode())) == ("NoApplicableCode", None)


@pytest.mark.usefixtures("unchanged")
def test_a_body_beyond_the_limit_is_refused(service: Service) -> None:
    assert fault(post(service, b"<a>" + b" " * 100_000_000 + b"</a>")) == ("FileSizeExceeded", None)


@pytest.mark.usefixtures("unchanged")
def test_a_job_that_is_not_there_is_named(service: Service) -> None:
    answer = requests.get(f"{service.url}/jobs/no-such-job/status.xml", timeout=30)
    assert fault(answer) == (INVALID, "no-such-job")


def test_a_text_of_thirty_megabytes_is_taken(service: Service) -> None:
    content = os.urandom(11_250_000).hex().encode()
    encoded = base64.b64encode(content).decode()
    assert len(encoded) == 30_000_000
    data = f'<wps:ComplexData mimeType="text/plain" encoding="base64">{encoded}</wps:ComplexData>'
    document = wire.execute100(wire.data100("complexInput", data), wire.raw100("complexOutput"))
    answer = post(service, document.encode())
    assert answer.status_code == 200, answer.text[:1000]
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(content).digest()


# --- oddities that are right ---------------------------------------------------------------------------


ODD = {
    "identifier=hello&DataInputs=name=a%3Db": "Hello a=b",
    "identifier=hello&DataInputs=name%3Da%3Db": "Hello a=b",
    "identifier=hello&DataInputs=name=a%3Bb%26c%40uom%3Dd": "Hello a;b&c@uom=d",
    "identifier=hello&DataInputs=[name=Z%C3%B6e+Q;]": "Hello Zöe Q",
    "IDENTIFIER=hello&DATAINPUTS=name=ada@example.org": "Hello ada@example.org",
    "Identifier=sum&datainputs=numbers=1;numbers=2.5;numbers=-1e1": "-6.5",
}


@pytest.fixture(scope="module")
def odd(service: Service) -> dict[str, requests.Response]:
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(ODD, pool.map(lambda query: execute(service, query), ODD), strict=True))


@pytest.mark.parametrize("query", ODD)
def test_an_odd_spelling_is_understood(odd: dict[str, requests.Response], query: str) -> None:
    assert odd[query].status_code == 200, odd[query].text
    assert text_of(etree.fromstring(odd[query].content), "LiteralData") == ODD[query]


def test_names_of_keys_and_words_have_no_case(service: Service) -> None:
    answer = requests.get(f"{service.wps}?SERVICE=wps&ReQuest=getcapabilities&VERSION=1.0.0", timeout=30)
    assert etree.QName(etree.fromstring(answer.content)).localname == "Capabilities"
