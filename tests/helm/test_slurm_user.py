"""The user of the nodes in the engine's Pod: the chart's own command, and the engine in the place that it makes."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import helm

USER, NAME = 2001, "wpsrunner"  # as in the set of values
QUEUE = "12|RUNNING|0|None|wps-ours|a|n1|N/A|N/A|N/A|1|{ours}|\n13|RUNNING|0|None|wps-foreign|a|n1|N/A|N/A|N/A|1|ann|\n"
ASK = """
import os, sys
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.dialects import DIALECTS
os.setgroups([])
os.setgid(int(sys.argv[1]))
os.setuid(int(sys.argv[1]))
snapshot = Connection(DIALECTS["slurm"], {"PATH": sys.argv[2]}).listing()
print(*(job.name for job in snapshot.jobs))
"""

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user, with another /etc/passwd")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others than root can enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="wps-cwl-user-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def pod() -> helm.Manifest:
    [engine] = [
        one["spec"]["template"]["spec"]
        for one in helm.rendered(helm.CHART / "ci" / "slurm.yaml")
        if one["kind"] == "Deployment" and one["metadata"]["name"].endswith("-engine")
    ]
    found: helm.Manifest = engine
    return found


def made(pod: helm.Manifest, folder: Path) -> Path:
    """Run the init container's command with a folder in the place of its volume, and return what the engine sees."""
    assert pod["securityContext"]["runAsUser"] == USER
    first, [engine] = pod["initContainers"][0], pod["containers"]
    [volume] = first["volumeMounts"]
    [seen] = [one for one in engine["volumeMounts"] if one["mountPath"] == "/etc/passwd"]
    assert (seen["name"], seen["readOnly"]) == (volume["name"], True)
    assert first["image"] == engine["image"], "its users are needed, too: slurm.conf names one"
    program, option, script = first["command"]
    subprocess.run([program, option, script.replace(volume["mountPath"], str(folder))], check=True)
    return folder / str(seen["subPath"])


def asked(users: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Have the engine's code ask for the queue as the user of the Pod, where `users` is /etc/passwd."""
    apart = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True, check=False)
    if apart.returncode != 0:
        pytest.skip(f"no mounts of its own can be made here: {apart.stderr.strip()}")
    squeue = folder / "squeue"
    squeue.write_text(f"#!/bin/sh\ncat <<'END'\n{QUEUE.format(ours=NAME)}END\n")
    squeue.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.defpath}"
    inside = [sys.executable, "-c", ASK, str(USER), path]
    mounted = 'mount --bind "$0" /etc/passwd && exec "$@"'
    command = ["unshare", "--mount", "sh", "-c", mounted, str(users), *inside]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_engine_finds_its_jobs_in_the_queue_of_slurm(pod: helm.Manifest, folder: Path):
    done = asked(made(pod, folder), folder)
    assert (done.returncode, done.stdout) == (0, "wps-ours\n"), done.stderr


def test_where_nobody_says_the_name_the_engine_cannot_ask(folder: Path):
    """It is so in the image alone; else the chart would not have to say it."""
    users = folder / "of-the-image"
    users.write_text("root:x:0:0::/root:/bin/sh\nwps:x:10001:10001::/tmp:/usr/sbin/nologin\n")
    done = asked(users, folder)
    assert f"the name of our user, {USER}, cannot be looked up" in done.stderr


def test_the_users_of_the_image_stay(pod: helm.Manifest, folder: Path):
    first, *others = made(pod, folder).read_text().splitlines()
    assert first.split(":")[:4] == [NAME, "x", str(USER), str(USER)]
    assert others == Path("/etc/passwd").read_text().splitlines()
    assert pwd.getpwuid(0).pw_name in {line.partition(":")[0] for line in others}
