"""The landing page and the health of the service."""

import pytest

from tests.unit.facade import samples
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.errors import QuotaExceeded, StorageFull, Unavailable
from wps_cwl.facade.app import create_app

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_browser_sees_the_processes_and_the_endpoint(client):
    response = client.get("/", headers=BROWSER)
    page = response.get_data(as_text=True)
    assert response.content_type == "text/html; charset=utf-8"
    assert "<code>every.kind</code>" in page
    assert "http://wps.example/wps?service=WPS&amp;request=GetCapabilities&amp;version=2.0.0" in page
    assert "Every &lt;kind&gt; of parameter" in page
    assert "<script" not in page
    assert "src=" not in page


def test_a_program_gets_the_same_as_json(client):
    answer = client.get("/").get_json()
    assert answer["endpoint"] == "http://wps.example/wps"
    assert [process["id"] for process in answer["processes"]] == ["echo", "every.kind", "slow"]


def test_a_service_without_processes_says_how_to_offer_one():
    client = create_app(FakeOperations()).test_client()
    assert "CWL file" in client.get("/", headers=BROWSER).get_data(as_text=True)


def test_a_new_process_is_on_the_page_at_once(client, operations):
    client.get("/", headers=BROWSER)
    operations.offered, operations.revision = {"slow": samples.SLOW}, 2
    assert "every.kind" not in client.get("/", headers=BROWSER).get_data(as_text=True)


def test_the_service_is_healthy_and_ready(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ready", "processes": 3, "storage": "ok"}


def test_a_full_storage_is_told_and_the_service_stays_ready_for_what_is_there(client, operations):
    operations.is_full = True
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()["storage"]) == (200, "nearly full: no new jobs are taken")


@pytest.mark.parametrize(
    "error",
    [
        StorageFull(),
        QuotaExceeded(whose='the user "ann"', limit=1, used=1, what="jobs that wait or run", remedy="dismiss one"),
    ],
)
def test_what_has_no_room_is_refused_as_json_with_when_to_come_again(client, operations, error):
    operations.error = error
    response = client.get("/")
    assert (response.status_code, response.get_json()["description"]) == (503, str(error))
    assert int(response.headers["Retry-After"]) > 0


def test_a_service_that_cannot_do_its_work_is_not_ready(client, operations):
    operations.error = Unavailable(reason="/secret/database is away")
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()) == (503, {"status": "not ready"})
    assert client.get("/healthz").status_code == 200


def test_a_bug_on_a_page_is_not_told(client, operations):
    operations.error = RuntimeError("secret")
    response = client.get("/readyz")
    assert (response.status_code, b"secret" in response.data) == (500, False)
