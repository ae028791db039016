"""A stand-in for a Kubernetes cluster, as none is in any package: what Toil and the engine ask of its API, over HTTP.

Jobs are checked against Kubernetes' own schemas, and then run as processes of this machine: no images, no volumes, no
node. So it shows what we say to a cluster, and that we can read such answers; not that a real one answers so.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml
from kubernetes_validate import ValidationError, validate

VERSION = "1.31"
JOBS = re.compile(r"/apis/batch/v1/namespaces/steps/jobs(?:/([^/]+))?")
PODS = re.compile(r"/api/v1/namespaces/steps/pods(?:/([^/]+)(/log)?)?")
REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


@dataclass
class Run:
    """A Job with its Pod, which is a process."""

    job: dict[str, Any]
    log: Path
    started: str
    process: subprocess.Popen[bytes] | None = None
    finished: str | None = None

    @property
    def code(self) -> int | None:
        """Return the exit code, when there is one."""
        code = None if self.process is None else self.process.poll()
        if code is not None and self.finished is None:
            self.finished = _now()
        return code

    def described(self) -> dict[str, Any]:
        """Return the Job as the API has it."""
        status: dict[str, Any] = {"startTime": self.started}
        if self.code is None:
            status["active"] = 1
        else:
            status["failed" if self.code else "succeeded"] = 1
        return {**self.job, "status": status}

    def pod(self) -> dict[str, Any]:
        """Return the Pod as the API has it."""
        template, name = self.job["spec"]["template"], self.job["metadata"]["name"]
        state: dict[str, Any] = {"running": {"startedAt": self.started}}
        if self.code is not None:
            state = {"terminated": {"exitCode": self.code, "startedAt": self.started, "finishedAt": self.finished}}
        phase = "Pending" if self.process is None else "Running"
        if self.code is not None:
            phase = "Failed" if self.code else "Succeeded"
        if self.process is None:
            state = {"waiting": {"reason": "Unschedulable"}}
        container = template["spec"]["containers"][0]
        status = {
            "name": container["name"],
            "image": container["image"],
            "imageID": "",
            "ready": True,
            "restartCount": 0,
        }
        labels = {**template["metadata"]["labels"], "job-name": name}
        return {
            "metadata": {"name": f"{name}-abcde", "namespace": "steps", "labels": labels},
            "spec": template["spec"],
            "status": {"phase": phase, "startTime": self.started, "containerStatuses": [{**status, "state": state}]},
        }

    def end(self) -> None:
        """Kill the process, with all that it has started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Cluster:
    """The API server, the scheduler and the only node. `full`: no Pod is started."""

    folder: Path
    runs: dict[str, Run] = field(default_factory=dict)
    submitted: list[dict[str, Any]] = field(default_factory=list)  # all Jobs that there ever were
    refused: list[str] = field(default_factory=list)
    full: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)

    def start(self) -> None:
        """Listen, and write a file by which clients find us."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"cluster": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        cluster = {"server": f"http://127.0.0.1:{self._server.server_port}"}
        context = {"cluster": "it", "user": "me", "namespace": "steps"}
        document = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "it",
            "clusters": [{"name": "it", "cluster": cluster}],
            "users": [{"name": "me", "user": {}}],
            "contexts": [{"name": "it", "context": context}],
        }
        self.configuration.write_text(yaml.safe_dump(document))

    @property
    def configuration(self) -> Path:
        """The file by which clients find the cluster."""
        return self.folder / "kubeconfig"

    def stop(self) -> None:
        """End everything."""
        self._server.shutdown()
        self._server.server_close()
        for run in list(self.runs.values()):
            run.end()

    def submit(self, job: dict[str, Any]) -> dict[str, Any]:
        """Take a Job, and run its Pod."""
        document = {"apiVersion": "batch/v1", "kind": "Job", **job}
        validate(document, VERSION, strict=True)
        name = job["metadata"]["name"]
        assert len(name) <= 63, name
        assert name not in self.runs, name
        run = Run(document, self.folder / f"{name}.log", _now())
        self.submitted.append(document)
        self.runs[name] = run
        if not self.full:
            self._begin(run)
        return run.described()

    def _begin(self, run: Run) -> None:
        [container] = run.job["spec"]["template"]["spec"]["containers"]
        given = {one["name"]: one["value"] for one in container.get("env", ())}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # the image's
        with run.log.open("wb") as log:
            run.process = subprocess.Popen(
                container["command"],
                cwd="/",
                env={"PATH": path, **given},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def delete(self, name: str) -> None:
        """Delete a Job with its Pod."""
        self.runs.pop(name).end()


class _Handler(BaseHTTPRequestHandler):
    cluster: Cluster
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with self.cluster.lock:
            if found := JOBS.fullmatch(self._path):
                self._jobs(found[1])
            elif found := PODS.fullmatch(self._path):
                self._pods(found[1], log=bool(found[2]))
            else:
                self._answer(404, _status(404))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.cluster.lock:
            if self._path == REVIEWS:
                self._answer(201, {**body, "status": {"allowed": True}})
                return
            try:
                self._answer(201, self.cluster.submit(body))
            except (ValidationError, AssertionError) as error:
                self.cluster.refused.append(str(error))
                self._answer(422, _status(422))

    def do_DELETE(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = JOBS.fullmatch(self._path)
        with self.cluster.lock:
            names = [name for name, run in self.cluster.runs.items() if self._wanted(run.job["metadata"]["labels"])]
            if found and found[1]:
                names = [name for name in names if name == found[1]]
            for name in names:
                self.cluster.delete(name)
        known = names or (found and not found[1])
        self._answer(200 if known else 404, {"kind": "Status"} if known else _status(404))

    def _jobs(self, name: str | None) -> None:
        found = [run.described() for key, run in self.cluster.runs.items() if name in (None, key)]
        found = [job for job in found if self._wanted(job["metadata"]["labels"])]
        if "fieldSelector" in self._query:
            assert self._query["fieldSelector"] == "status.successful==1"
            found = [job for job in found if job["status"].get("succeeded") == 1]
        self._answer_one_or_all(name, found)

    def _pods(self, name: str | None, *, log: bool) -> None:
        runs = [run for run in self.cluster.runs.values() if name in (None, run.pod()["metadata"]["name"])]
        if log and runs:
            self._answer(200, runs[0].log.read_text(errors="replace"))
            return
        self._answer_one_or_all(name, [pod for run in runs if self._wanted((pod := run.pod())["metadata"]["labels"])])

    def _answer_one_or_all(self, name: str | None, found: list[dict[str, Any]]) -> None:
        if name is None:
            self._answer(200, {"items": found, "metadata": {}})
        else:
            self._answer(200 if found else 404, found[0] if found else _status(404))

    def _wanted(self, labels: dict[str, str]) -> bool:
        for part in filter(None, self._query.get("labelSelector", "").split(",")):
            name, equal, value = part.partition("=")
            if name not in labels or (equal and labels[name] != value):
                return False
        return True

    @property
    def _path(self) -> str:
        return urlsplit(self.path).path

    @property
    def _query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query))

    def _answer(self, code: int, document: Any) -> None:
        body = json.dumps(document).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _status(code: int) -> dict[str, Any]:
    return {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
