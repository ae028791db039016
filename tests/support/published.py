"""Jobs that have given a file, published as the engine does it, without anything having run."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from lxml import etree
from werkzeug.test import TestResponse

from tests.support.service import ROOT
from wps_cwl import bootstrap
from wps_cwl.engine.publishing import Publisher
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import JobState, StoredFile, View
from wps_cwl.settings import Settings

WAY = (JobState.STAGING, JobState.QUEUED, JobState.RUNNING, JobState.PUBLISHING)
MINE = ROOT / "tests" / "acceptance" / "maps"
PUBLIC = "https://geo.example.org/wps-cwl"
GETMAP = {
    "service": "WMS",
    "version": "1.3.0",
    "request": "GetMap",
    "layers": "image",
    "styles": "",
    "crs": "EPSG:32613",
    "bbox": "500000,4400000,500640,4400640",
    "width": "64",
    "height": "64",
    "format": "image/png",
    "transparent": "true",
}


def settings_of(folder: Path, **maps: Any) -> Settings:
    """Return settings of a service behind a proxy, which offers the maps of the tests."""
    read = {"state": folder, "processes": (MINE,), "server": {"url": PUBLIC}}
    return Settings.model_validate({**read, "maps": maps, "security": {"user_header": "X-User"}})


class Published:
    """The web half of a service, and a publisher."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.client: FlaskClient = bootstrap.web(settings).test_client()
        self.store = bootstrap.job_store(settings)

    def accept(self, process: str, user: str = "") -> str:
        """Have a job accepted, which takes a text as its input `file`."""
        query = {
            "service": "WPS",
            "version": "1.0.0",
            "request": "Execute",
            "identifier": process,
            "DataInputs": "file=text",
            "storeExecuteResponse": "true",
            "status": "true",
        }
        answer = self.client.get(f"/wps?{urlencode(query)}", headers={"X-User": user})
        assert answer.status_code == 200, answer.text
        return etree.fromstring(answer.data).get("statusLocation", "").split("/")[-2]

    def publish(self, content: bytes, *, name: str = "a.tif", process: str = "as_sent", user: str = "") -> str:
        """Return a job that has succeeded, and whose output `image` is this file."""
        identifier = self.accept(process, user)
        job = self.store.claim(engine="test")
        assert job is not None
        assert job.id == identifier
        for origin, to in pairwise(WAY):
            assert self.store.move(job.id, origin, to)
        directory = self.directory(job.id)
        produced = Path(directory.work, name)
        produced.write_bytes(content)
        directory.write_json(
            directory.produced, {"image": {"class": "File", "location": produced.as_uri(), "basename": name}}
        )
        storage, views = bootstrap.storage(self.settings), bootstrap.view_maker(self.settings)
        publisher = Publisher(storage, lambda job, file: f"http://example.org/{job}/{file.name}", views)
        results = publisher.publish(directory, job.request.outputs)
        assert publisher.publish(directory, job.request.outputs) == results  # as after a kill
        assert self.store.finish(job.id, JobState.SUCCESSFUL, message="done", results=results)
        directory.clear()
        return identifier

    def ask(self, job: str, *, output: str = "image", user: str = "", **parameters: str) -> TestResponse:
        """Ask the map of an output."""
        return self.client.get(f"/jobs/{job}/maps/{output}?{urlencode(parameters)}", headers={"X-User": user})

    def wps(self, **parameters: str) -> etree._Element:
        """Return what WPS answers."""
        answer = self.client.get(f"/wps?{urlencode({'service': 'WPS', **parameters})}")
        assert answer.status_code == 200, answer.text
        return etree.fromstring(answer.data)

    def views(self, job: str) -> tuple[View, ...]:
        """Return how the result of a job can be seen."""
        value = self.store.get(job).results[0].value
        assert isinstance(value, StoredFile)
        return value.views

    def directory(self, job: str) -> JobDirectory:
        """Return the directory of a job."""
        return bootstrap.job_directory(self.settings, job)
