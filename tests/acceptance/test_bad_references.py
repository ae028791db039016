"""References that lead nowhere, or where they must not: the job fails, and names the input and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
import requests
from lxml import etree

from tests.support.service import WPS, Service, running, text_of, wait_for
from tests.support.site import Site

LIMIT, SECONDS = 1_000_000, 6  # of one input; what might be there later is tried for 4 seconds

# where it leads, and what is said of it; {site} stands for the address of a web site
BROKEN = {
    "{site}/not-there.png": "the server answered 404 Not Found",
    "{site}/not-there.png?code=500": "the server answered 500",
    "{site}/not-there.png?code=401": "the server answered 401",
    "{site}/drip?seconds=30": f"it took longer than {SECONDS} seconds",
    "{site}/large.png": f"larger than the limit of {LIMIT} bytes",
    "{site}/redirect?to=/redirect?to=/redirect?to=/redirect?to=/redirect?to=/redirect?to=/": "redirects",
    "{site}/redirect?to=file:///etc/passwd": '"file:" addresses are not allowed',
    "{site}/redirect?to=http://169.254.169.254/latest/meta-data": "169.254.169.254 is not allowed (link-local)",
    "{site}/redirect?to=http://10.0.0.1/": "10.0.0.1 is not allowed (private)",
    "http://169.254.169.254/latest/meta-data": "169.254.169.254 is not allowed (link-local)",
    "http://10.0.0.1/": "10.0.0.1 is not allowed (private)",
    "http://no-such-host.invalid/a.png": "the host name is not known",
    "http://127.0.0.1:1/a.png": "no connection could be made",
}

# names of this machine, none of which may be reached unless the operator says so
OURSELVES = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"]


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with narrow limits."""
    limits = {"SERVER__LIMITS__INPUT_BYTES": LIMIT, "SERVER__LIMITS__FETCH_SECONDS": SECONDS}
    yield from running(tmp_path_factory.mktemp("careful"), **limits)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that is allowed nothing beside the public internet."""
    yield from running(tmp_path_factory.mktemp("closed"), SECURITY__ALLOWED_HOSTS="")


def ask(service: Service, address: str) -> requests.Response:
    """Execute a process of one image, and wait."""
    query = f"service=WPS&version=1.0.0&request=Execute&identifier=preview&DataInputs=image=@xlink:href={address}"
    return requests.get(f"{service.wps}?{query}", timeout=120)


def fault(answer: requests.Response) -> str:
    """Return what is said of the input in a report."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/xml")
    [exception] = etree.fromstring(answer.content).iter("{*}Exception")
    assert exception.get("locator") == "image"
    assert exception.get("exceptionCode") in {"InvalidParameterValue", "FileSizeExceeded"}
    return text_of(exception, "ExceptionText")


@pytest.fixture(scope="module")
def answers(careful: Service, site: Site) -> dict[str, requests.Response]:
    """What each address gives, asked side by side."""
    site.put("large.png", b"\0" * (LIMIT + 1), "image/png")
    addresses = [quote(address.format(site=site.url), safe="") for address in BROKEN]
    with ThreadPoolExecutor(len(addresses)) as pool:
        return dict(zip(BROKEN, pool.map(lambda address: ask(careful, address), addresses), strict=True))


@pytest.mark.parametrize("address", BROKEN)
def test_a_reference_that_cannot_be_read_is_explained(answers: dict[str, requests.Response], address: str) -> None:
    said = fault(answers[address])
    assert '"image"' in said
    assert BROKEN[address] in said


@pytest.mark.usefixtures("answers")
def test_nothing_runs_for_what_could_not_be_read(careful: Service) -> None:
    assert careful.answers()
    wait_for(lambda: not careful.processes_of_jobs(), 20, "something of a failed job still runs")


def test_a_followed_job_fails_and_names_its_input(careful: Service, site: Site) -> None:
    job = careful.submit("preview", f"image=@xlink:href={site.url}/not-there.png")
    document = careful.wait(job)
    [state] = document.find(f"{WPS}Status")
    assert etree.QName(state).localname == "ProcessFailed"
    [exception] = state.iter("{*}Exception")
    assert exception.get("locator") == "image"
    assert "the server answered 404 Not Found" in text_of(exception, "ExceptionText")


@pytest.mark.parametrize("host", OURSELVES)
def test_a_server_does_not_reach_itself_unless_it_is_allowed(closed: Service, site: Site, host: str) -> None:
    site.put("secret.png", b"secret", "image/png")
    asked = len(site.asked)
    address = f"{site.url.replace('127.0.0.1', host)}/secret.png"
    said = fault(ask(closed, quote(address, safe="")))
    assert "is not allowed (" in said
    assert site.asked[asked:] == []


def test_a_file_is_refused_before_there_is_a_job(closed: Service) -> None:
    before = set((closed.state / "jobs").iterdir())
    assert '"file:" references are not allowed' in fault(ask(closed, "file:///etc/passwd"))
    assert set((closed.state / "jobs").iterdir()) == before


@pytest.fixture
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service in which one job runs at a time."""
    yield from running(tmp_path_factory.mktemp("narrow"), JOBS__RUNNING=1)


def test_a_slow_reference_keeps_no_other_job_from_running(narrow: Service, site: Site) -> None:
    slow = narrow.submit("preview", f"image=@xlink:href={site.url}/drip?seconds=60")
    wait_for(lambda: "being fetched" in "".join(narrow.status(slow).itertext()), 20, "it is not fetched")
    assert text_of(etree.fromstring(narrow.execute("hello", "name=Friday").content), "LiteralData") == "Hello Friday"
    assert narrow.state_of(slow) == "ProcessStarted"
    assert narrow.cli("jobs", "dismiss", slow).stdout.split() == [slow, "dismissed"]
