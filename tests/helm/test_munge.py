"""munge beside the engine: the chart's own command, with the real munged, as a user without rights."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.support import helm
from tests.support.programs import require
from tests.support.service import wait_for

USER = 2001  # as in the set of values


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others than root can enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="wps-cwl-munge-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def engine_pod() -> helm.Manifest:
    [engine] = [
        one
        for one in helm.rendered(helm.CHART / "ci" / "slurm.yaml")
        if one["kind"] == "Deployment" and one["metadata"]["name"].endswith("-engine")
    ]
    pod: helm.Manifest = engine["spec"]["template"]["spec"]
    return pod


def test_munge_begins_before_the_engine_and_ends_after_it():
    """Kubernetes promises that of init containers with `restartPolicy: Always`: all others end at once."""
    pod = engine_pod()
    assert [one["name"] for one in pod["containers"]] == ["engine"]
    user, munge = pod["initContainers"]
    assert "restartPolicy" not in user, "it has ended when munge begins"
    assert (munge["name"], munge["restartPolicy"]) == ("munge", "Always")
    assert "startupProbe" in munge, "the engine begins when it has succeeded"
    assert not {"preStop", "postStart"} & munge.get("lifecycle", {}).keys()
    drain = yaml.safe_load((helm.CHART / "values.yaml").read_text(encoding="utf-8"))["engine"]["drainSeconds"]
    assert pod["terminationGracePeriodSeconds"] > drain


def test_munge_signs_for_the_engine(folder: Path):
    require("munge", "munge", there=lambda: False)
    pod = engine_pod()
    [beside] = pod["containers"]
    shared = [one["mountPath"] for one in beside["volumeMounts"] if one["name"] == "munge"]
    assert shared == ["/run/munge"], "where the commands of Slurm look for it"
    [munge] = [one for one in pod["initContainers"] if one["name"] == "munge"]

    # as the kubelet makes them: a Secret's file is its group's, and an emptyDir everybody's
    key, run = folder / "key", folder / "run"
    key.mkdir()
    (key / "munge.key").write_bytes(secrets.token_bytes(128))
    os.chown(key / "munge.key", 0, USER)
    (key / "munge.key").chmod(0o440)
    run.mkdir()
    os.chown(run, 0, USER)
    run.chmod(0o2777)

    def here(text: str) -> str:
        return text.replace("/etc/munge-key", str(key)).replace("/run/munge", str(run))

    program, option, script = munge["command"]
    with (folder / "log").open("wb") as log:
        munged = subprocess.Popen([*as_user(), program, option, here(script)], stdout=log, stderr=log)
    try:
        socket = run / "munge.socket.2"
        wait_for(lambda: munged.poll() is not None or socket.exists(), 60, "munged does not listen")
        assert munged.poll() is None, (folder / "log").read_text()
        assert munge["startupProbe"]["exec"] == munge["readinessProbe"]["exec"]
        probe, option, script = munge["readinessProbe"]["exec"]["command"]
        script = (
            here(script).replace("munge -n", f"munge -n -S {socket}").replace("| unmunge", f"| unmunge -S {socket}")
        )
        done = subprocess.run([*as_user(), probe, option, script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Success" in (run / "probe").read_text()
    finally:
        munged.send_signal(signal.SIGTERM)
        munged.wait(30)


def as_user() -> list[str]:
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs", "--"]
