"""A client asks what an Execute would take: in the query of the address, or in a header; and gets JSON."""

import pytest

from tests.unit.facade.execute import BINDINGS, send
from wps_cwl import errors


@pytest.mark.parametrize("kind", BINDINGS)
@pytest.mark.parametrize(
    ("query", "headers", "dry"),
    [
        ("", {}, False),
        ("dryrun=", {}, False),
        ("dryrun=false", {}, False),
        ("dryrun=true", {}, True),
        ("DryRun=1", {}, True),
        ("", {"WPS-Dry-Run": "true"}, True),
        ("dryrun=true&profile=long", {"WPS-Dry-Run": "true"}, True),
    ],
)
def test_it_is_read_the_same_from_every_request_and_makes_no_job(kind, query, headers, dry, client, operations):
    answer = send(client, kind, query, **headers)
    assert answer.status_code == 200
    assert (len(operations.estimated), len(operations.requests)) == ((1, 0) if dry else (0, 1))
    if dry:
        assert answer.json == {
            "dryRun": True,
            "processID": "echo",
            "version": "1.2.3",
            "earlierJobs": 4,
            "durationSeconds": 2.5,
            "durationBy": "earlier jobs",
            "outputBytes": 12,
            "profiles": [{"profile": "long", "when": "the default", "price": "0.25", "currency": "EUR"}],
            "note": "",
        }
        assert operations.estimated[0].profile == ("long" if "profile" in query else None)


@pytest.mark.parametrize(
    ("query", "headers"), [("dryrun=yes", {}), ("", {"WPS-Dry-Run": "maybe"}), ("dryrun=1", {"WPS-Dry-Run": "false"})]
)
def test_what_is_no_truth_is_refused(query, headers, client, operations):
    answer = send(client, "wps200", query, **headers)
    assert (answer.status_code, 'locator="dryrun"' in answer.text) == (400, True)
    assert operations.estimated == operations.requests == []


def test_what_is_wrong_is_told_as_by_execute(client, operations):
    operations.error = errors.MissingInput(identifier="text", least=1, count=0, locator="text")
    answer = send(client, "wps200", "dryrun=true")
    assert (answer.status_code, 'locator="text"' in answer.text) == (400, True)
