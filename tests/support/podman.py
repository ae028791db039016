"""podman for tests: Debian's, with its configuration and its images in a folder of the test's own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.clusters import packages
from tests.support.programs import on_path, require

PACKAGES = ("podman", "buildah", "runc", "netavark", "fuse-overlayfs", "uidmap", "slirp4netns", "mmdebstrap")
PROGRAMS = ("podman", "runc", "mmdebstrap")
# a machine may be a container itself: then its limits cannot be raised, and crun does not know its control groups
CONFIGURATION = """\
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=10000:10000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "{folder}/tmp"
[network]
network_config_dir = "{folder}/networks"
"""
STORAGE = """\
[storage]
driver = "overlay"
graphroot = "{folder}/storage"
runroot = "{folder}/run"
"""


class Podman:
    """Runs podman with nothing of the machine's but its programs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name, text in (("containers.conf", CONFIGURATION), ("storage.conf", STORAGE)):
            (folder / name).write_text(text.format(folder=folder), encoding="utf-8")
        self.environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(folder),
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
        } | {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}

    def run(self, *arguments: str | Path, seconds: float = 120, check: bool = True) -> str:
        """Return what a command says."""
        done = subprocess.run(
            ["podman", *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=seconds
        )
        assert not check or done.returncode == 0, f"podman {arguments[0]}: {(done.stdout + done.stderr)[-4000:]}"
        return done.stdout.strip() + done.stderr.strip()

    def import_debian(self, name: str, *included: str) -> None:
        """Make an image of Debian's packages, as no registry of images may be in reach; they are kept for later."""
        packages.CACHE.mkdir(parents=True, exist_ok=True)
        packed = packages.CACHE / f"debian-12-{'-'.join(included)}.tar"
        with (packages.CACHE / "debian.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not packed.exists():
                _download(packed, included)
        self.run("import", packed, name, seconds=600)

    def remove(self) -> None:
        """Leave nothing."""
        self.run("rm", "--all", "--force", "--time", "1", check=False)
        self.run("rmi", "--all", "--force", check=False)
        shutil.rmtree(self._folder, ignore_errors=True)


def _download(packed: Path, included: Sequence[str]) -> None:
    unfinished = packed.with_suffix(".part")
    command = ["mmdebstrap", "--quiet", "--mode=root", "--variant=apt", f"--include={','.join(included)}"]
    command += ["--format=tar", "bookworm", str(unfinished)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    if done.returncode:
        pytest.skip(f"no image of Debian can be made: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    unfinished.rename(packed)


def installed() -> None:
    """Return when podman is installed; skip the test where nobody can install it, or where it cannot run."""
    if reason := packages.obstacle():
        pytest.skip(f"podman is for root on Debian here: {reason}")
    require("podman", *PACKAGES, there=on_path(*PROGRAMS))


def require_containers(podman: Podman, image: str) -> None:
    """Skip the test where no container runs at all, as in one that has no rights."""
    said = podman.run("run", "--rm", "--network", "none", image, "echo", "it runs", check=False)
    if "it runs" not in said:
        pytest.skip(f"podman cannot run a container here: {(said.splitlines() or ['?'])[-1]}")
