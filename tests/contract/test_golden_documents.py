"""Every kind of document, compared whole with tests/golden, and validated against the official schemas.

`pytest tests/contract/test_golden_documents.py --rewrite-golden` writes them anew; the difference is to be reviewed.
"""

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from tests.unit.facade import samples, wire
from tests.unit.facade.fakes import FakeOperations
from wps_cwl import errors
from wps_cwl.facade.app import create_app
from wps_cwl.model import (
    ExecuteRequest,
    Fault,
    Job,
    JobError,
    JobState,
    Limits,
    Mode,
    OutputRequest,
)

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden"
SCHEMAS = Path(os.environ.get("WPS_SCHEMAS", ROOT.parent / "shared/schemas"))
XML, REPORT = "text/xml; charset=utf-8", "text/xml"

FAILED = {
    "state": JobState.FAILED,
    "error": JobError(Fault.PROCESS, "StepFailed", 'The step "a" failed \x1b[31m<badly>'),
}
CLIENT_FAULT = {"state": JobState.FAILED, "error": JobError(Fault.CLIENT, "DataNotAccessible", "HTTP 404", "data")}
DISMISSED = {"state": JobState.DISMISSED}


@dataclass(frozen=True)
class Case:
    """A request and what comes back; `prepare` gets the fake before."""

    name: str
    query: str | None = None
    body: str | None = None
    path: str = "/wps"
    status: int = 200
    content_type: str = XML
    ending: dict = field(default_factory=dict)
    results: tuple = samples.EVERYTHING
    prepare: Callable[[FakeOperations], None] = lambda fake: None

    @property
    def file(self):
        return GOLDEN / (self.name if "." in self.name.rpartition("/")[2] else f"{self.name}.xml")


def job(state, **more):
    """Put a job of this state into the fake."""

    def prepare(fake):
        request = more.pop("request", None) or ExecuteRequest("echo", binding="wps-1.0.0", mode=Mode.ASYNC, store=True)
        times = {"created": samples.CREATED, "updated": samples.CREATED, "expires": samples.EXPIRES}
        fake.add(replace(Job("job-1", "echo", state, **times, request=request, process_version="1.2.3"), **more))

    return prepare


def raising(error):
    def prepare(fake):
        fake.error = error

    return prepare


E = "service=WPS&version=1.0.0&request=Execute&identifier=echo"
NESTED = ExecuteRequest("echo", outputs=(OutputRequest("record"),), mode=Mode.ASYNC)
ALL_INPUTS = (
    wire.data100("text", '<wps:LiteralData dataType="string" uom="m">one</wps:LiteralData>')
    + wire.data100("text", "<wps:LiteralData>two</wps:LiteralData>")
    + wire.data100("data", '<wps:ComplexData mimeType="text/xml"><a xmlns="urn:a"><b/></a></wps:ComplexData>')
    + wire.data100("data", '<wps:ComplexData mimeType="image/tiff" encoding="base64">AAEC</wps:ComplexData>')
    + wire.data100(
        "box",
        '<wps:BoundingBoxData crs="EPSG:4326" dimensions="2"><ows:LowerCorner>1 2</ows:LowerCorner>'
        "<ows:UpperCorner>3 4.5</ows:UpperCorner></wps:BoundingBoxData>",
    )
    + wire.input100(
        "data",
        '<wps:Reference xlink:href="http://data.example/?a=1&amp;b=2" method="POST" mimeType="text/xml" schema="urn:s">'
        '<wps:Header key="Accept" value="text/xml"/><wps:Body><q xmlns="urn:q"/></wps:Body></wps:Reference>',
    )
)
LINEAGE = wire.document100(
    wire.output100("text"), wire.output100("data", asReference="true", mimeType="application/json"), lineage="true"
)
STORED = wire.document100(wire.output100("text"), storeExecuteResponse="true", status="true")


def status100(name, state, **more):
    return Case(f"wps100/status-{name}", path="/jobs/job-1/status.xml", prepare=job(state, **more))


def status200(name, state, **more):
    query = "service=WPS&version=2.0.0&request=GetStatus&jobid=job-1"
    return Case(f"wps200/status-{name}", query, prepare=job(state, **more))


def exception(name, error, **more):
    """The report of one error, in both versions."""
    said = {"content_type": REPORT, "status": 400, "prepare": raising(error), **more}
    return (
        Case(f"wps100/exception-{name}", E, **said),
        Case(f"wps200/exception-{name}", body=wire.execute200(), **said),
    )


KNOWN = {"known": ["text", "data"]}
OTHER_ERRORS = {
    "missing-parameter": errors.MissingParameter(name="identifier"),
    "invalid-parameter": errors.InvalidParameter(name="lineage", value="maybe", reason="it is true or false"),
    "operation": errors.OperationNotSupported(operation="Fly", known=["Execute"]),
    "version": errors.VersionNotSupported(asked="3.0.0", known=["1.0.0", "2.0.0"]),
    "language": errors.LanguageNotSupported(language="fr", known=["en-US"]),
    "process": errors.NoSuchProcess(identifier="nobody", hint=""),
    "input": errors.NoSuchInput(process="echo", identifier="x", **KNOWN),
    "output": errors.NoSuchOutput(process="echo", identifier="x", **KNOWN),
    "missing-input": errors.MissingInput(identifier="text", least=1, count=0),
    "input-needed": errors.InputNeeded(identifier="text", condition="mode = raster"),
    "input-out-of-place": errors.InputOutOfPlace(identifier="text", condition="mode = raster", given="mode is vector"),
    "too-many-inputs": errors.TooManyInputs(identifier="text", most=1, count=2),
    "too-many-outputs": errors.TooManyOutputs(count=2, asked=["text", "data"], **KNOWN),
    "invalid-input": errors.InvalidInput(identifier="text", reason='"a<b" & more'),
    "format": errors.FormatNotOffered(format="a/b", identifier="data", **KNOWN),
    "mode": errors.NoSuchMode(process="echo", mode="async", known=["sync-execute"]),
    "profile": errors.NoSuchProfile(profile="fast", known=["long", "short"], locator="profile"),
    "user": errors.UserRefused(user="anonymous", locator="user"),
    "subscription": errors.SubscriptionRefused(
        name="successUri", reason="the address 10.0.0.1 is not allowed (private)", locator="successUri"
    ),
    "storage": errors.StorageNotOffered(),
    "data": errors.DataNotAccessible(identifier="data", reason="HTTP 404"),
    "size": errors.SizeExceeded(what="The request", limit=10),
    "job": errors.NoSuchJob(identifier="job-9"),
    "file": errors.NoSuchFile(job="job-1", name="a", output="b"),
    "not-accounted": errors.NotAccounted(identifier="job-1", when="it is written when the job has ended"),
    "not-ready": errors.ResultNotReady(identifier="job-1", state="running"),
    "dismissed": errors.JobDismissed(identifier="job-1"),
    "queue-full": errors.QueueFull(limit=5),
    "quota-jobs": errors.QuotaExceeded(
        whose='the user "alice"',
        limit=3,
        used=3,
        what="jobs that wait or run",
        remedy="dismiss one, or try again when one has ended",
    ),
    "quota-bytes": errors.QuotaExceeded(
        whose='the process "echo"',
        limit=1000,
        used=1200,
        what="bytes of results that are kept",
        remedy="try again when results have expired or were dismissed",
    ),
    "storage-full": errors.StorageFull(),
    "scheduler-unavailable": errors.SchedulerUnavailable(scheduler="slurm"),
    "user-unavailable": errors.UserUnavailable(user="alice", reason="sudo does not answer"),
    "store-unavailable": errors.StoreUnavailable(reason="the database of jobs does not answer"),
    "storage-unavailable": errors.StorageUnavailable(reason="it answered 500"),
    "output-not-stored": errors.OutputNotStored(identifier="text", reason="it is full", locator="text"),
    "lease-lost": errors.LeaseLost(),
    "engine-elsewhere": errors.EngineElsewhere(name="one", machine="node-1"),
    "busy": errors.TooManyWaiting(limit=5),
    "refused": errors.JobRefused(reason="a"),
    "run": errors.RunFailed(reason="exit code 1"),
    "too-large": errors.TooLarge(
        process="echo", reason="it needs 64 core(s), and the largest profile, long, has 8 core(s)"
    ),
    "malformed": errors.MalformedXml(reason="no root"),
    "forbidden": errors.ForbiddenXml(reason="a document type declaration"),
}
SERVER_ERRORS = {
    "configuration": errors.InvalidProcess(path="/secret/a.cwl", line=3, reason="no"),
    "bug": ZeroDivisionError("secret"),
}
EXCEPTIONS = [
    *(case for name, error in OTHER_ERRORS.items() for case in exception(name, error)),
    *(case for name, error in SERVER_ERRORS.items() for case in exception(name, error, status=500)),
]

CASES = [
    Case("wps100/capabilities", "service=WPS&request=GetCapabilities"),
    Case("wps200/capabilities", "service=WPS&request=GetCapabilities&version=2.0.0"),
    Case("wps100/description-one", "service=wps&request=DescribeProcess&version=1.0.0&identifier=every.kind"),
    Case("wps200/description-one", "service=WPS&request=DescribeProcess&version=2.0.0&identifier=every.kind"),
    Case("wps100/description-all", "service=WPS&request=DescribeProcess&version=1.0.0&identifier=All"),
    Case("wps200/description-all", "service=WPS&request=DescribeProcess&version=2.0.0&identifier=ALL"),
    # WPS 1.0.0: answers to Execute
    Case("wps100/execute-everything", E),
    Case("wps100/execute-xml-output", E + "&ResponseDocument=data", results=(samples.XML_RESULT,)),
    Case("wps100/execute-text-output", E + "&ResponseDocument=data", results=(samples.NOTE_RESULT,)),
    Case("wps100/execute-binary-output", E + "&ResponseDocument=data", results=(samples.TIFF_RESULT,)),
    Case("wps100/execute-by-reference", E + "&ResponseDocument=data=@asReference=true;text=@asReference=true"),
    Case("wps100/execute-nothing-came", E, results=()),
    Case("wps100/execute-lineage", body=wire.execute100(ALL_INPUTS, LINEAGE)),
    Case("wps100/execute-lineage-failed", body=wire.execute100(ALL_INPUTS, LINEAGE), ending=FAILED),
    Case("wps100/execute-stored", E + "&ResponseDocument=text&storeExecuteResponse=true"),
    Case("wps100/execute-async", body=wire.execute100("", STORED)),
    Case("wps100/execute-failed", E, ending=FAILED),
    Case("wps100/execute-dismissed", E, ending=DISMISSED),
    Case("wps100/execute-clients-fault", E, ending=CLIENT_FAULT, status=400, content_type=REPORT),
    Case("wps100/execute-german", E + "&language=de"),
    Case("wps100/raw-literal.txt", E + "&RawDataOutput=text", content_type="text/plain; charset=utf-8"),
    Case("wps100/raw-file.json", E + "&RawDataOutput=data", content_type="application/json"),
    Case("wps100/raw-record.json", E + "&RawDataOutput=record", content_type="application/json"),
    Case("wps100/raw-box", E + "&RawDataOutput=box", content_type="text/xml"),
    Case("wps100/raw-failed", E + "&RawDataOutput=data", ending=FAILED, status=400, content_type=REPORT),
    # WPS 1.0.0: the status of a job
    status100("accepted", JobState.ACCEPTED),
    status100("staging", JobState.STAGING),
    status100("queued", JobState.QUEUED, message="pending: Resources"),
    status100("running", JobState.RUNNING, percent=42, message="step 2 of 4"),
    status100("running-unmeasured", JobState.RUNNING),
    status100("publishing", JobState.PUBLISHING),
    status100("successful", JobState.SUCCESSFUL, results=(samples.TEXT_RESULT,), percent=100),
    status100("failed", JobState.FAILED, error=FAILED["error"]),
    status100("clients-fault", JobState.FAILED, error=CLIENT_FAULT["error"]),
    status100("dismissed", JobState.DISMISSED),
    status100("of-a-wps200-job", JobState.SUCCESSFUL, request=NESTED, results=samples.EVERYTHING),
    status100("of-a-process-that-has-gone", JobState.SUCCESSFUL, process="gone", results=(samples.TEXT_RESULT,)),
    Case("wps100/status-unknown", path="/jobs/job-9/status.xml", status=400, content_type=REPORT),
    # WPS 2.0
    status200("accepted", JobState.ACCEPTED),
    status200("staging", JobState.STAGING),
    status200("queued", JobState.QUEUED),
    status200("running", JobState.RUNNING, percent=42),
    status200("publishing", JobState.PUBLISHING),
    status200("successful", JobState.SUCCESSFUL),
    status200("failed", JobState.FAILED, error=FAILED["error"]),
    status200("dismissed", JobState.DISMISSED, percent=42),
    Case("wps200/dismiss", body=wire.job200("Dismiss"), prepare=job(JobState.RUNNING, percent=7)),
    Case("wps200/execute-async", body=wire.execute200(mode="async")),
    Case("wps200/execute-async-raw", body=wire.execute200(mode="async", response="raw")),
    Case(
        "wps200/result-everything",
        body=wire.execute200(outputs="".join(f'<wps:Output id="{r.id}"/>' for r in samples.EVERYTHING)),
    ),
    Case(
        "wps200/result-by-reference",
        body=wire.execute200(
            outputs="".join(f'<wps:Output id="{r.id}" transmission="reference"/>' for r in samples.EVERYTHING)
        ),
    ),
    Case(
        "wps200/result-nested",
        "service=WPS&version=2.0.0&request=GetResult&jobId=job-1",
        prepare=job(JobState.SUCCESSFUL, request=NESTED, results=samples.EVERYTHING),
    ),
    Case("wps200/result-xml", body=wire.execute200(outputs='<wps:Output id="data"/>'), results=(samples.XML_RESULT,)),
    Case(
        "wps200/result-binary", body=wire.execute200(outputs='<wps:Output id="data"/>'), results=(samples.TIFF_RESULT,)
    ),
    Case("wps200/result-plain", body=wire.execute200(outputs='<wps:Output id="text" mimeType="text/plain"/>')),
    Case("wps200/raw-literal", body=wire.execute200(response="raw")),
    Case("wps200/raw-box", body=wire.execute200(response="raw", outputs='<wps:Output id="box"/>')),
    Case(
        "wps200/raw-plain.txt",
        content_type="text/plain; charset=utf-8",
        body=wire.execute200(response="raw", outputs='<wps:Output id="text" mimeType="text/plain"/>'),
    ),
    Case(
        "wps200/raw-file.json",
        content_type="application/json",
        body=wire.execute200(response="raw", outputs='<wps:Output id="data"/>'),
    ),
    Case("wps200/result-failed", body=wire.execute200(), ending=FAILED, status=400, content_type=REPORT),
    Case("wps200/result-clients-fault", body=wire.execute200(), ending=CLIENT_FAULT, status=400, content_type=REPORT),
    Case("wps200/result-dismissed", body=wire.execute200(), ending=DISMISSED, status=400, content_type=REPORT),
    Case(
        "wps200/result-not-ready",
        "service=WPS&version=2.0.0&request=GetResult&jobId=job-1",
        prepare=job(JobState.RUNNING),
        status=400,
        content_type=REPORT,
    ),
    *EXCEPTIONS,
]


@pytest.fixture(scope="module")
def validate():
    """The official schemas, kept beside the checkout or where $WPS_SCHEMAS says."""
    script = SCHEMAS / "validate.py"
    if not script.exists():
        pytest.skip(f"the official schemas are not in {SCHEMAS}; set WPS_SCHEMAS")
    spec = importlib.util.spec_from_file_location("schema_validation", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.validate_xml


def answer(case):
    fake = FakeOperations(samples.ECHO, samples.KINDS, samples.SLOW, results=case.results)
    fake.ending.update(case.ending)
    case.prepare(fake)
    later = samples.CREATED + timedelta(seconds=100)
    client = create_app(fake, limits=Limits(inline_bytes=1000), now=lambda: later).test_client()
    if case.body is not None:
        return wire.post(client, case.body)
    return client.get(f"{case.path}?{case.query or ''}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_document_is_the_golden_one(case, rewrite_golden):
    response = answer(case)
    assert (response.status_code, response.content_type) == (case.status, case.content_type)
    if rewrite_golden:
        case.file.parent.mkdir(parents=True, exist_ok=True)
        case.file.write_bytes(response.data)
    assert response.data == case.file.read_bytes()


@pytest.mark.parametrize("path", sorted(GOLDEN.rglob("*.xml")), ids=lambda path: str(path.relative_to(GOLDEN)))
def test_a_golden_document_is_valid(path, validate):
    root = etree.parse(path).getroot()
    assert validate(root) == []


def test_every_golden_file_belongs_to_a_case():
    assert {path for path in GOLDEN.rglob("*") if path.is_file()} == {case.file for case in CASES}


def test_every_error_that_a_client_may_meet_has_a_golden_report():
    cases = {type(error) for error in (OTHER_ERRORS | SERVER_ERRORS).values()}
    met = {
        cls
        for cls in vars(errors).values()
        if isinstance(cls, type)
        and issubclass(cls, (errors.InvalidRequest, errors.Unavailable))
        and not cls.__subclasses__()
    }
    assert met <= cases
