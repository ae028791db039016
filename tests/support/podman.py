"""podman for tests: Debian's, with its configuration and its images in a folder of the test's own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.clusters import packages

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
        }

    def run(self, *arguments: str | Path, seconds: float = 120, check: bool = True) -> str:
        """Return what a command says."""
        done = subprocess.run(
            ["podman", *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=seconds
        )
        assert not check or done.returncode == 0, f"podman {arguments[0]}: {(done.stdout + done.stderr)[-4000:]}"
        return done.stdout.strip() + done.stderr.strip()

    def import_debian(self, name: str, *included: str) -> None:
        """Make an image of Debian's packages, as no registry of images may be in reach."""
        packed = self._folder / "debian.tar"
        command = ["mmdebstrap", "--quiet", "--mode=root", "--variant=apt", f"--include={','.join(included)}"]
        done = subprocess.run([*command, "bookworm", packed], capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            pytest.skip(f"no image of Debian can be made: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        self.run("import", packed, name)
        packed.unlink()

    def remove(self) -> None:
        """Leave nothing."""
        self.run("rm", "--all", "--force", "--time", "1", check=False)
        self.run("rmi", "--all", "--force", check=False)
        shutil.rmtree(self._folder, ignore_errors=True)


def installed() -> None:
    """Return when podman is installed; skip the test where nobody can install it, or where it cannot run."""
    if reason := packages.obstacle():
        pytest.skip(f"podman is for root on Debian here: {reason}")
    if not all(shutil.which(program) for program in PROGRAMS):
        try:
            packages.install(*PACKAGES)
        except packages.Unavailable as reason:
            pytest.skip(f"podman cannot be installed: {reason}")


def require_containers(podman: Podman, image: str) -> None:
    """Skip the test where no container runs at all, as in one that has no rights."""
    said = podman.run("run", "--rm", "--network", "none", image, "echo", "it runs", check=False)
    if "it runs" not in said:
        pytest.skip(f"podman cannot run a container here: {(said.splitlines() or ['?'])[-1]}")
