"""A real service whose jobs run as the users who send them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from lxml import etree

from tests.support.clusters.base import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, wait_for
from wps_cwl.model import Job

HEADER = "X-Remote-User"
SECRET = "correct-horse-battery-staple"
SUDO = "sudo,-n,-H,-u,{user},--"


@contextmanager
def service_for(*users: str, cluster: Cluster | None = None, run_by: str | None = None) -> Iterator[Service]:
    """Run a service for these users, as root or as `run_by`; not in pytest's folder, which is closed."""
    folder = Path(tempfile.mkdtemp(prefix="wps-run-as-"))
    folder.chmod(0o755)
    wishes = {"SECURITY__USER_HEADER": HEADER, "SECURITY__RUN_AS": SUDO, "SECURITY__USERS": ",".join(users)}
    service = service_on(cluster, folder, **wishes) if cluster else Service(folder, **wishes)
    service.environment |= {
        "WPS_CWL_PROCESSES": f"{ROOT / 'cwl' / 'processes'},{ROOT / 'tests' / 'integration' / 'processes'}",
        "WPS_CWL_JOBS__RUNNING": "4",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "WPS_CWL_SERVER__TITLE": SECRET,
    }
    if run_by is not None:
        shutil.chown(folder, run_by, run_by)
        service.prefix = ["setpriv", "--reuid", run_by, "--regid", run_by, "--init-groups", "--"]
        service.environment["HOME"] = str(folder)
    try:
        service.start()
        yield service
    finally:
        service.stop()
        shutil.rmtree(folder)


def submit(service: Service, user: str | None, process: str, data: str = "") -> str:
    """Execute a process as a user behind the proxy, and return its job."""
    answer = execute(service, user, process, data)
    assert answer.status_code == 200, answer.text
    return etree.fromstring(answer.content).get("statusLocation", "").split("/")[-2]


def execute(service: Service, user: str | None, process: str, data: str = "") -> requests.Response:
    """Return what is answered to an asynchronous Execute."""
    told = {"service": "WPS", "version": "1.0.0", "request": "Execute", "identifier": process, "datainputs": data}
    told |= {"storeExecuteResponse": "true", "status": "true"}
    headers = {} if user is None else {HEADER: user}
    return requests.get(f"{service.wps}?{urlencode(told)}", headers=headers, timeout=60)


def told(service: Service, user: str, path: str) -> dict[str, Any]:
    """Return what a user is told below `/jobs/`; nothing when that is not there yet."""
    answer = requests.get(f"{service.url}/jobs/{path}", headers={HEADER: user}, timeout=60)
    return dict(answer.json()) if answer.status_code == 200 else {}


def end_of(service: Service, job: str, seconds: float = 120) -> Job:
    """Return a job that has ended, and that nobody works on any more."""
    wait_for(lambda: service.job(job).state.final, seconds, f"the job does not end: {service.job(job)}")
    wait_for(lambda: not service.directory(job).leader_lock.exists(), 30, "the job is not cleared")
    return service.job(job)


def hides(folder: Path) -> bool:
    """Whether nothing in a folder holds the secret."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return not any(SECRET.encode() in path.read_bytes() for path in files) and os.access(folder, os.R_OK)
