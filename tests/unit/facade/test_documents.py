"""Documents about the set of processes: rendered once per change, compressed, and not sent twice."""

import gzip
import threading
from dataclasses import replace

from tests.unit.facade import samples, wire
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.facade.app import create_app
from wps_cwl.facade.documents import Documents

CAPABILITIES = "service=WPS&request=GetCapabilities"


def test_a_document_is_rendered_once_per_revision(client, operations, monkeypatch):
    asked = []
    monkeypatch.setattr(operations, "processes", lambda: asked.append(1) or list(operations.offered.values()))
    first, second = wire.get(client, CAPABILITIES), wire.get(client, CAPABILITIES)
    assert (first.data, asked) == (second.data, [1])
    operations.offered = {"new": replace(samples.ECHO, id="new")}
    operations.revision += 1
    assert "new" in wire.texts(wire.get(client, CAPABILITIES), "Identifier")
    assert asked == [1, 1]


def test_a_client_that_has_the_document_does_not_get_it_again(client, operations):
    tag = wire.get(client, CAPABILITIES).headers["ETag"]
    again = wire.get(client, CAPABILITIES, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    operations.revision, operations.offered = 2, {"echo": samples.ECHO}
    assert wire.get(client, CAPABILITIES, headers={"If-None-Match": tag}).status_code == 200


def test_a_document_is_compressed_for_those_who_can_read_it(client):
    zipped = wire.get(client, CAPABILITIES, headers={"Accept-Encoding": "gzip, deflate"})
    plain = wire.get(client, CAPABILITIES)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in zipped.headers["Vary"]
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] == plain.headers["ETag"]


def test_a_document_that_takes_long_holds_up_nobody_else():
    kept, rendering, others_served = Documents(), threading.Event(), threading.Event()

    def slow():
        rendering.set()
        assert others_served.wait(10)
        return b"slow"

    thread = threading.Thread(target=kept.get, args=(1, "slow", slow))
    thread.start()
    assert rendering.wait(10)
    assert kept.get(1, "quick", lambda: b"quick").body == b"quick"
    others_served.set()
    thread.join()
    assert kept.get(1, "slow", None).body == b"slow"  # nobody renders it again


def test_several_processes_are_described_in_the_order_of_the_request(client):
    for version, name in (("1.0.0", "ProcessDescription"), ("2.0.0", "Process")):
        query = f"service=WPS&version={version}&request=DescribeProcess&identifier=slow,echo,slow"
        found = wire.root(wire.get(client, query)).iter(f"{{*}}{name}")
        assert [process.findtext("{*}Identifier") for process in found] == ["slow", "echo"]


def test_several_identifiers_of_a_document_are_described(client):
    identifiers = "<ows:Identifier>slow</ows:Identifier><ows:Identifier>echo</ows:Identifier>"
    for version, namespaces in (("1.0.0", wire.NS_100), ("2.0.0", wire.NS_200)):
        document = (
            f'<wps:DescribeProcess service="WPS" version="{version}" {namespaces}>{identifiers}</wps:DescribeProcess>'
        )
        response = wire.post(client, document)
        assert {"slow", "echo"} < set(wire.texts(response, "Identifier"))


def test_one_unknown_process_among_known_ones_is_an_error(client):
    response = wire.get(client, "service=WPS&version=2.0.0&request=DescribeProcess&identifier=echo,nobody")
    assert wire.fault(response) == ("NoSuchProcess", "nobody")


def test_a_thousand_processes_are_described_from_memory():
    many = [replace(samples.ECHO, id=f"echo{number}") for number in range(1000)]
    operations = FakeOperations(*many)
    client = create_app(operations).test_client()
    query = "service=WPS&version=1.0.0&request=DescribeProcess&identifier=all"
    assert wire.get(client, query).data.count(b"<ProcessDescription ") == 1000
    operations.processes = None  # nobody asks again
    assert wire.get(client, query).status_code == 200
