"""A cluster that takes connections and says nothing: nobody waits for it for long, and not one after the other."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

pytest.importorskip("kubernetes", reason="the client of Kubernetes is not installed: pip install 'wps-cwl[kubernetes]'")

from kubernetes.config import kube_config

from wps_cwl import errors
from wps_cwl.engine.schedulers import kubernetes
from wps_cwl.engine.schedulers.kubernetes import Cluster, KubernetesScheduler

ENOUGH = 60.0  # seconds in which a question must have come to its end, however slow the machine


@pytest.fixture
def silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The API server: the kernel takes its connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        file = tmp_path / "kubeconfig"
        cluster = {"server": f"http://127.0.0.1:{server.getsockname()[1]}"}
        file.write_text(
            yaml.safe_dump(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "current-context": "here",
                    "contexts": [{"name": "here", "context": {"cluster": "here", "user": "we", "namespace": "steps"}}],
                    "clusters": [{"name": "here", "cluster": cluster}],
                    "users": [{"name": "we", "user": {}}],
                }
            )
        )
        monkeypatch.setattr(kube_config, "KUBE_CONFIG_DEFAULT_LOCATION", str(file))
        monkeypatch.setattr(kubernetes, "ANSWER_SECONDS", 0.5)
        yield server


def questions(server: socket.socket) -> int:
    """Return how many connections were made since somebody looked."""
    found = 0
    with suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            found += 1
    return found


def unavailable(question: Callable[[], object]) -> None:
    """Ask in a thread, as a question that never ends cannot be ended."""
    said: list[Exception | None] = []

    def ask() -> None:
        try:
            question()
        except Exception as error:
            said.append(error)
        else:
            said.append(None)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(ENOUGH)
    assert not thread.is_alive(), "it waits still"
    assert isinstance(said[0], errors.SchedulerUnavailable)


QUESTIONS: dict[str, Callable[[Cluster], object]] = {
    "unfinished": lambda cluster: cluster.unfinished("wps-a-"),
    "names": lambda cluster: cluster.names("wps-a-"),
    "delete": lambda cluster: cluster.delete("wps-a-1"),
    "pods": lambda cluster: cluster.pods("wps-a-"),
    "forbidden": lambda cluster: cluster.forbidden(),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_question_has_an_end_and_is_asked_once(silence: socket.socket, question: Callable[[Cluster], object]):
    unavailable(lambda: question(Cluster()))
    assert questions(silence) == 1


def test_silence_is_told_to_all_jobs_that_wait_for_the_same_answer(
    silence: socket.socket, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kubernetes, "FRESH_SECONDS", ENOUGH)
    cluster = Cluster()
    for _ in range(5):
        unavailable(lambda: cluster.pods("wps-a-"))
    assert questions(silence) == 1


def test_a_job_that_ends_is_left_to_be_cancelled_again(silence: socket.socket, tmp_path: Path):
    scheduler = KubernetesScheduler(tmp_path / "pod.yaml", Cluster())
    unavailable(lambda: scheduler.cancel(tmp_path / "job"))
    assert scheduler.survivors(tmp_path / "job") == ["kubernetes does not answer"]
    assert scheduler.standing(tmp_path / "job") is None


class Slow(Cluster):
    """It answers, but each deletion takes its time, and none is done."""

    def __init__(self) -> None:
        super().__init__()
        self.deleted: list[str] = []

    def names(self, prefix: str) -> list[str]:
        return [f"{prefix}{number}" for number in range(10)]

    def delete(self, job: str) -> None:
        self.deleted.append(job)
        time.sleep(0.3)


def test_the_time_of_a_cancellation_is_looked_at_between_its_deletions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kubernetes, "CANCEL_SECONDS", 0.2)
    cluster = Slow()
    KubernetesScheduler(tmp_path / "pod.yaml", cluster).cancel(tmp_path / "job")
    assert len(cluster.deleted) < 10
