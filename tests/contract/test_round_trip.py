"""CWL -> description -> Execute request made from that description alone -> the job order that cwltool would get."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.cwl.corpus import ROUNDTRIP, Case, cases, company_of, effective_order, expected_order
from tests.support.execute_request import execute_100, execute_200
from wps_cwl import bootstrap, codec
from wps_cwl.engine import staging
from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.engine.staging import StagingLimits
from wps_cwl.model import StagingPlan
from wps_cwl.settings import Profile, Settings

CASES = cases()
# What WPS has no words for, and what becomes of it; each is told in docs/reference/cwl-and-wps.md.
UNSAYABLE = {
    "array-enum.2": "an empty array is no occurrence, so the default counts",
    "array-optional-default.2": "an empty array is no occurrence, so the default counts",
    "file-default.2": "an empty array is no occurrence, so the default counts",
    "array-scalars.2": "an empty array is no occurrence, so the input is missing",
    "expression-tool.2": "an empty array is no occurrence, so the input is missing",
    "record-nested.2": "an empty array is no occurrence, so the input is missing (2.0 only)",
    "pandoc.2": "one occurrence of a union of T and T[] is taken as T",
    "file-plain.10": "a format on an input that declares none has no place in the description",
}
Encoder = Callable[[etree._Element, str, Mapping[str, Any]], bytes]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    cluster = {"cluster": Profile(scheduler="slurm")}  # as large as may be: nothing runs here
    return Settings(state=tmp_path_factory.mktemp("round") / "state", processes=(ROUNDTRIP,), profiles=cluster)


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    return bootstrap.web(settings).test_client()


def test_the_corpus_is_offered_whole(settings: Settings) -> None:
    catalogue = bootstrap.catalogue(settings)
    assert [str(problem) for problem in catalogue.problems()] == []
    assert len(catalogue.processes()) == len(list(ROUNDTRIP.glob("*.cwl"))) >= 60


@pytest.mark.parametrize(("version", "encode"), [("1.0.0", execute_100), ("2.0.0", execute_200)], ids=["1.0.0", "2.0"])
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_job_order_survives_the_way_through_wps(
    case: Case, version: str, encode: Encoder, client: FlaskClient, settings: Settings
) -> None:
    process = case.cwl.stem
    answer = client.get(f"/wps?service=WPS&version={version}&request=DescribeProcess&identifier={process}")
    assert answer.status_code == 200, answer.text
    order = company_of(case)

    body = encode(etree.fromstring(answer.data), process, order)
    answer = client.post("/wps", data=asynchronous(body, version), content_type="text/xml")

    expected = comparable(expected_order(case))
    if case.id in UNSAYABLE and not (case.id == "record-nested.2" and version == "1.0.0"):
        told = answer.status_code == 400 and "MissingParameterValue" in answer.text
        assert told or comparable(received(answer.data, case, settings)) != expected, "it can be said after all"
        return
    assert answer.status_code == 200, f"{answer.text}\n{body.decode()[:3000]}"
    assert comparable(received(answer.data, case, settings)) == expected


def asynchronous(body: bytes, version: str) -> bytes:
    """Ask for a stored answer: a synchronous one would wait for an engine, and none runs here."""
    if version == "2.0.0":
        return body
    document = etree.fromstring(body)
    form = etree.SubElement(document, "{http://www.opengis.net/wps/1.0.0}ResponseForm")
    etree.SubElement(
        form, "{http://www.opengis.net/wps/1.0.0}ResponseDocument", storeExecuteResponse="true", status="true"
    )
    return etree.tostring(document)


def received(answer: bytes, case: Case, settings: Settings) -> dict[str, Any]:
    """Return what cwltool makes of the job order of the job that was accepted."""
    document = etree.fromstring(answer)
    job = document.findtext("{*}JobID") or document.get("statusLocation", "").split("/")[-2]
    directory = bootstrap.job_directory(settings, job)
    plan: StagingPlan = codec.load(directory.staging_plan.read_bytes(), StagingPlan)
    order = staging.fetch(plan, directory.path, fetcher=Fetcher(FetchRules()), limits=StagingLimits())
    return effective_order(case.cwl, json.loads(json.dumps(order)), directory.path)


def comparable(order: Any) -> Any:
    """Leave out the names of files that came inline, where nothing says a name; a company of files keeps its names."""
    if isinstance(order, list):
        return [comparable(item) for item in order]
    if not isinstance(order, dict):
        return order
    if order.get("class") in {"File", "Directory"} and not order.get("secondaryFiles"):
        order = {name: value for name, value in order.items() if name != "basename"}
    if "secondaryFiles" in order:
        return order
    return {name: comparable(value) for name, value in order.items()}
