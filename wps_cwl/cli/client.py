"""A small WPS 2.0 client: what `wps-cwl execute` says to a server (14-065r2, clauses 9 to 11)."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import requests
from lxml import etree
from lxml.builder import ElementMaker

from wps_cwl import errors

WPS = "http://www.opengis.net/wps/2.0"
OWS = "http://www.opengis.net/ows/2.0"
XLINK = "http://www.w3.org/1999/xlink"
NS = {"wps": WPS, "ows": OWS, "xlink": XLINK}
_wps: Any = ElementMaker(namespace=WPS, nsmap=NS)
_ows: Any = ElementMaker(namespace=OWS, nsmap=NS)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
_TIMEOUT = 60  # seconds for one answer


class ServerSaid(errors.WpsCwlError):
    """{text}"""


@dataclass(frozen=True)
class Offered:
    """What the client needs to know of an input or output: its kind, and its formats (the first is the default)."""

    id: str
    kind: str  # LiteralData, ComplexData, BoundingBoxData or Nested
    formats: tuple[tuple[str, str | None], ...] = ()  # media type, encoding


@dataclass(frozen=True)
class Status:
    """One answer to GetStatus."""

    job: str
    state: str
    percent: int | None
    message: str


@dataclass(frozen=True)
class Output:
    """One output of a finished job: a value, or the address of a file."""

    id: str
    value: str | None
    href: str | None
    media_type: str | None


class Client:
    """One WPS endpoint."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._session = requests.Session()
        self._session.trust_env = not endpoint.startswith(("http://127.", "http://localhost", "http://[::1]"))

    def describe(self, process: str) -> tuple[dict[str, Offered], dict[str, Offered]]:
        """Return the inputs and outputs of a process."""
        query = {"service": "WPS", "version": "2.0.0", "request": "DescribeProcess", "identifier": process}
        document = self._read(self._send("GET", params=query))
        found = document.find(".//wps:Process", NS)
        if found is None:
            raise ServerSaid(text=f"{self._endpoint} does not describe {process}")
        inputs = {item.id: item for item in map(_offered, found.findall("wps:Input", NS))}
        return inputs, {item.id: item for item in map(_offered, found.findall("wps:Output", NS))}

    def execute(
        self,
        process: str,
        inputs: Sequence[tuple[Offered, str]],
        outputs: Sequence[Offered],
        profile: str | None = None,
    ) -> Status:
        """Send an asynchronous Execute; complex outputs are asked for by reference."""
        return _status(self._read(self._post(_execute(process, inputs, outputs), profile)))

    def estimate(
        self,
        process: str,
        inputs: Sequence[tuple[Offered, str]],
        outputs: Sequence[Offered],
        profile: str | None = None,
    ) -> dict[str, Any]:
        """Ask what an Execute would take. Raises ServerSaid, also for a server that has run it instead."""
        answer = self._post(_execute(process, inputs, outputs), profile, {"WPS-Dry-Run": "true"})
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            return dict(answer.json())
        self.dismiss(_status(self._read(answer)).job)
        raise ServerSaid(text=f"{self._endpoint} knows no dry run; the job that it made was dismissed")

    def follow(self, status: Status, *, pause: float = 0.3) -> Iterator[Status]:
        """Yield the status of a job until it has ended."""
        while status.state in {"Accepted", "Running"}:
            yield replace(status, message=self._message(status.job))
            time.sleep(pause)
            status = self._about("GetStatus", status.job)
        yield status

    def results(self, job: str) -> list[Output]:
        """Return the outputs of a successful job. Raises ServerSaid with the reason of a failed one."""
        document = self._read(self._post(_wps.GetResult(_wps.JobID(job), service="WPS", version="2.0.0")))
        return [output for item in document.findall("wps:Output", NS) for output in _outputs(item)]

    def dismiss(self, job: str) -> Status:
        """Dismiss a job."""
        return self._about("Dismiss", job)

    def save(self, output: Output, target: Path) -> int:
        """Store the file of an output, and return its size in bytes."""
        with self._session.get(str(output.href), stream=True, timeout=_TIMEOUT) as answer:
            if not answer.ok:
                raise ServerSaid(text=f"{output.href}: HTTP {answer.status_code}")
            unfinished = target.with_name(target.name + ".part")
            with unfinished.open("wb") as file:
                for block in answer.iter_content(1 << 20):
                    file.write(block)
            unfinished.replace(target)
        return target.stat().st_size

    def _about(self, operation: str, job: str) -> Status:
        query = {"service": "WPS", "version": "2.0.0", "request": operation, "jobid": job}
        return _status(self._read(self._send("GET", params=query)))

    def _message(self, job: str) -> str:
        """Return what our own servers say of a job in the document of WPS 1.0.0; StatusInfo has no room for it."""
        try:
            address = f"{self._endpoint.removesuffix('/wps')}/jobs/{job}/status.xml"
            state = self._read(self._session.get(address, timeout=_TIMEOUT)).find("{*}Status/*")
            return "" if state is None else " ".join("".join(str(text) for text in state.itertext()).split())
        except (requests.RequestException, ServerSaid):
            return ""

    def _post(
        self, body: etree._Element, profile: str | None = None, asked: Mapping[str, str] | None = None
    ) -> requests.Response:
        headers = {"Content-Type": "text/xml", **(asked or {})} | ({"WPS-Profile": profile} if profile else {})
        return self._send("POST", data=etree.tostring(body), headers=headers)

    def _send(self, method: str, **arguments: object) -> requests.Response:
        try:
            return self._session.request(method, self._endpoint, timeout=_TIMEOUT, **arguments)  # type: ignore[arg-type]
        except requests.RequestException as error:
            reason = f"no answer from {self._endpoint} ({type(error).__name__}); is the server running? wps-cwl serve"
            raise ServerSaid(text=reason) from error

    def _read(self, answer: requests.Response) -> etree._Element:
        try:
            document = etree.fromstring(answer.content, _PARSER)
        except etree.XMLSyntaxError as error:
            raise ServerSaid(text=f"{self._endpoint} is no WPS: HTTP {answer.status_code}, not XML") from error
        if etree.QName(document).localname == "ExceptionReport":
            texts = [element.text or "" for element in document.iter("{*}ExceptionText")]
            raise ServerSaid(text="\n".join(texts).strip() or f"HTTP {answer.status_code}")
        return document


# --- elements ---------------------------------------------------------------------------------------


def _offered(element: etree._Element) -> Offered:
    identifier = element.findtext("ows:Identifier", "", NS)
    for kind in ("LiteralData", "ComplexData", "BoundingBoxData"):
        found = element.find(f"{{*}}{kind}")
        if found is not None:
            formats = found.findall("wps:Format", NS)
            ordered = sorted(formats, key=lambda form: form.get("default") != "true")
            return Offered(
                identifier, kind, tuple((form.get("mimeType", ""), form.get("encoding")) for form in ordered)
            )
    return Offered(identifier, "Nested")


def _execute(process: str, inputs: Sequence[tuple[Offered, str]], outputs: Sequence[Offered]) -> etree._Element:
    body: etree._Element = _wps.Execute(
        _ows.Identifier(process),
        *(_input(offered, text) for offered, text in inputs),
        *(_wps.Output(id=item.id, transmission=_transmission(item)) for item in outputs),
        service="WPS",
        version="2.0.0",
        mode="async",
        response="document",
    )
    return body


def _transmission(offered: Offered) -> str:
    return "reference" if offered.kind == "ComplexData" else "value"


def _input(offered: Offered, text: str) -> etree._Element:
    """Build an input of what stands behind `name=` on the command line; @file sends the bytes of a file."""
    if offered.kind == "ComplexData" and text.startswith(("http://", "https://")):
        held = _wps.Reference({f"{{{XLINK}}}href": text})
    elif offered.kind == "BoundingBoxData":
        held = _wps.Data(_box(offered, text))
    elif offered.kind == "LiteralData":
        held = _wps.Data(_wps.LiteralValue(text))
    else:
        content = Path(text[1:]).read_bytes() if text.startswith("@") else text.encode()
        held = _wps.Data(base64.b64encode(content).decode(), encoding="base64")
        if media_type := _media_type(offered, text):
            held.set("mimeType", media_type)
    built: etree._Element = _wps.Input(held, id=offered.id)
    return built


def _box(offered: Offered, text: str) -> etree._Element:
    parts = [part.strip() for part in text.split(",")]
    numbers = [part for part in parts if _is_number(part)]
    half = len(numbers) // 2
    if len(numbers) != 2 * half or half == 0 or len(parts) - len(numbers) > 1:
        raise errors.InvalidInput(identifier=offered.id, reason="a box is written minx,miny,maxx,maxy[,CRS]")
    box: etree._Element = _ows.BoundingBox(
        _ows.LowerCorner(" ".join(numbers[:half])), _ows.UpperCorner(" ".join(numbers[half:]))
    )
    if len(parts) > len(numbers):
        box.set("crs", parts[-1])
    return box


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _media_type(offered: Offered, text: str) -> str | None:
    from wps_cwl.translator import media_types  # the table of file names, needed for local files only

    guessed = media_types.guess(text)
    return next((name for name, _ in offered.formats if media_types.matches(guessed, name)), None)


def _status(document: etree._Element) -> Status:
    percent = document.findtext("wps:PercentCompleted", None, NS)
    return Status(
        job=document.findtext("wps:JobID", "", NS),
        state=document.findtext("wps:Status", "", NS),
        percent=int(percent) if percent else None,
        message="",
    )


def _outputs(element: etree._Element, prefix: str = "") -> Iterator[Output]:
    identifier = prefix + element.get("id", "")
    for nested in element.findall("wps:Output", NS):
        yield from _outputs(nested, identifier + ".")
    reference, data = element.find("wps:Reference", NS), element.find("wps:Data", NS)
    if reference is not None:
        yield Output(identifier, None, reference.get(f"{{{XLINK}}}href"), reference.get("mimeType"))
    elif data is not None:
        yield Output(identifier, _value(data), None, data.get("mimeType"))


def _value(data: etree._Element) -> str:
    """Return a literal as it is; of anything else, such as a box, the texts."""
    literal = data.find("wps:LiteralValue", NS)
    texts = [str(text) for text in (data if literal is None else literal).itertext()]
    return "".join(texts) if literal is not None else " ".join("".join(texts).split())
