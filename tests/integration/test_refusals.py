"""What is refused at once: by an Execute, which leaves no job behind, and by a dry run in the same words."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from wps_cwl import bootstrap
from wps_cwl.settings import Settings

COPY = """
cwlVersion: v1.2
class: CommandLineTool
$namespaces: {{wps: "https://w3id.org/wps-cwl#"}}
wps:jobControl: [{control}]
baseCommand: [cp]
inputs: {{image: {{type: File, inputBinding: {{position: 1}}}}}}
arguments: [{{position: 2, valueFrom: copy}}]
outputs: {{copy: {{type: File, outputBinding: {{glob: copy}}}}}}
"""
EXECUTE = """<wps:Execute xmlns:wps="http://www.opengis.net/wps/2.0" xmlns:ows="http://www.opengis.net/ows/2.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" service="WPS" version="2.0.0" mode="{mode}" response="document">
<ows:Identifier>{process}</ows:Identifier>
<wps:Input id="image"><wps:Reference xlink:href="{href}"/></wps:Input>
<wps:Output id="copy" transmission="reference"/></wps:Execute>"""
OPEN = "s3://archive/open/a.tif"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("refusals")
    for control in ("sync-execute", "async-execute"):
        (folder / f"{control}.cwl").write_text(COPY.format(control=control))
    inputs = [{"bucket": "archive", "prefixes": ["open/"]}, {"bucket": "archive", "prefixes": ["also/"]}]
    read = {"state": folder / "state", "processes": (folder,), "security": {"s3_inputs": inputs}}
    return Settings.model_validate(read)


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    return bootstrap.web(settings).test_client()


def send(client: FlaskClient, query: str, process: str, mode: str, href: str) -> tuple[int, str]:
    body = EXECUTE.format(process=process, mode=mode, href=href)
    answer = client.post(f"/wps{query}", data=body, content_type="text/xml")
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("process", "mode", "href", "said"),
    [
        ("async-execute", "sync", OPEN, "sync"),
        ("sync-execute", "async", OPEN, "async"),
        ("async-execute", "async", "s3://results/a.tif", "not one that this server reads inputs from"),
        ("async-execute", "async", "s3://archive/closed/a.tif", "no inputs from that part of the bucket"),
        ("async-execute", "async", "s3://archive/open/../a.tif", "a part that is not allowed in it"),
        ("async-execute", "async", "s3://archive", "it is no address of an object"),
        ("async-execute", "async", "S3:archive/open/a.tif", "it is no address of an object"),
    ],
)
def test_a_dry_run_is_refused_as_an_execute(
    client: FlaskClient, settings: Settings, process: str, mode: str, href: str, said: str
) -> None:
    refused = send(client, "", process, mode, href)
    assert (refused[0], said in refused[1]) == (400, True), refused
    assert send(client, "?dryrun=true", process, mode, href) == refused
    assert bootstrap.job_store(settings).count() == 0


@pytest.mark.parametrize(
    ("process", "mode"),
    [
        ("async-execute", "async"),
        ("async-execute", "auto"),
        ("sync-execute", "sync"),
        ("sync-execute", "auto"),
    ],
)
@pytest.mark.parametrize("href", [OPEN, "S3://archive/also/a.tif", "https://example.org/a.tif"])
def test_what_would_be_taken_gets_an_estimate(client: FlaskClient, process: str, mode: str, href: str) -> None:
    status, text = send(client, "?dryrun=true", process, mode, href)
    assert (status, '"dryRun":true' in text) == (200, True), text
