"""The image that the Containerfile builds, run as the chart runs it: read-only, and without rights."""

from __future__ import annotations

import ast
import json
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import helm
from tests.support.podman import Podman, installed, require_containers
from tests.support.service import ROOT, wait_for

BASE, IMAGE = "localhost/debian:12", "localhost/wps-cwl:test"
HOST = ("--network", "host", "--ulimit", "nofile=20000:20000")
PROBE = "import sys, urllib.request; print(urllib.request.urlopen('http://127.0.0.1:5000' + sys.argv[1]).read())"
DEMO = (  # what examples/demo.py asks for
    *("wps-cwl", "execute", "vegetation_index", "--url", "http://127.0.0.1:5000/wps", "--save", "/tmp/demo"),
    *("-i", "image=@/demo/sentinel2.tif", "-i", "index=NDVI", "-o", "result", "-o", "preview"),
)
REPORT = "import rasterio; print(rasterio.open('/tmp/demo/image_ndvi.tif').read(1, masked=True).mean())"
CERTIFICATES = "/etc/ssl/certs"
CACHE = "cache-dir"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def podman() -> Iterator[Podman]:
    """podman with the image; what pip has fetched for the tests' own environment is not fetched again."""
    installed()
    folder = Path(tempfile.mkdtemp(prefix="wps-cwl-podman-"))
    found = Podman(folder)
    try:
        found.import_debian(BASE, "ca-certificates", "python3", "python3-venv", "tini")
        require_containers(found, BASE)
        build(found, folder)
        yield found
    finally:
        found.remove()
        shutil.rmtree(folder, ignore_errors=True)


def build(podman: Podman, folder: Path) -> None:
    settings = pip_settings()
    cache = Path(settings.pop(CACHE, Path.home() / ".cache" / "pip"))
    cache.mkdir(parents=True, exist_ok=True)
    lines = (f"{name} = {value}\n" for name, value in settings.items())
    (folder / "pip.conf").write_text("".join(("[global]\n", *lines)))
    mounts = (
        f"{CERTIFICATES}:{CERTIFICATES}:ro",
        f"{folder / 'pip.conf'}:/etc/pip.conf:ro",
        f"{cache}:/root/.cache/pip",
        *(f"{one}:{one}:ro" for one in local_packages(settings)),
    )
    volumes = [word for mount in mounts for word in ("--volume", mount)]
    podman.run(
        *("build", *HOST, *volumes, "--build-arg", f"BASE={BASE}", "--tag", IMAGE),
        *("--file", ROOT / "Containerfile", ROOT),
        seconds=1500,
    )


def pip_settings() -> dict[str, str]:
    """Return by what pip finds packages on this machine, from its files and its variables."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pairs = (line.split("=", 1) for line in said.splitlines())
    return {name.rpartition(".")[2]: " ".join(str(ast.literal_eval(value)).split()) for name, value in pairs}


def local_packages(settings: dict[str, str]) -> set[Path]:
    """Return the folders of this machine in which pip looks; an index keeps its files beside its lists."""
    found = {Path(word) for word in settings.get("find-links", "").split() if word.startswith("/")}
    for name in ("index-url", "extra-index-url", "find-links"):
        words = settings.get(name, "").split()
        found |= {Path(word.removeprefix("file://")).parent for word in words if word.startswith("file://")}
    return {folder for folder in found if folder.is_dir()}


def test_the_image_holds_what_it_needs_and_nothing_else(podman: Podman):
    said = podman.run(
        "run", "--rm", "--network", "none", IMAGE, "sh", "-c", "id -u; ls /src /root 2>&1; env; ls /opt/wps-cwl"
    )
    assert said.splitlines()[0] == "10001"
    assert "cannot access '/src'" in said
    assert not any(word in said for word in ("PASSWORD", "SECRET", "AWS_"))
    found = podman.run("run", "--rm", "--network", "none", IMAGE, "python3", "-c", CONTENTS)
    assert found == "compiled, without pytest"


CONTENTS = """
import importlib.util as util, os
from toil.cwl import cwltoil
compiled = os.path.exists(util.cache_from_source(cwltoil.__file__))
print("compiled" if compiled else "slow", "with pytest" if util.find_spec("pytest") else "without pytest", sep=", ")
"""


def test_the_demo_runs_in_the_image_as_the_chart_runs_it(podman: Podman, tmp_path: Path):
    container = start(podman, tmp_path)
    try:
        wait_for(lambda: "ready" in probe(podman, container, "/readyz"), 120, "the service does not get ready")
        assert "ok" in probe(podman, container, "/healthz")
        said = podman.run("exec", container, *DEMO, seconds=300)
        assert "image_ndvi.tif" in said
        report = podman.run("exec", container, "python3", "-c", REPORT)
        assert 0.1 < float(report) < 0.9
        listed = json.loads(podman.run("exec", container, "wps-cwl", "processes", "list", "--format", "json"))
        offered = {one["process"] for one in listed}
        assert {"greet", "hello"} <= offered
        assert "sum" in offered, "it needs node.js"
    finally:
        sys.stdout.write(podman.run("logs", container, check=False)[-3000:])
        podman.run("stop", "--time", "30", container)
    assert podman.run("inspect", "--format", "{{.State.ExitCode}}", container) == "0"


def probe(podman: Podman, container: str, path: str) -> str:
    return podman.run("exec", container, "python3", "-c", PROBE, path, check=False)


def make_demo_image(path: Path) -> None:
    script = ROOT / "examples" / "make_demo_image.py"
    runpy.run_path(str(script))["main"](path)
    path.parent.chmod(0o755)


def start(podman: Podman, folder: Path) -> str:
    """Start what the least set of values says, with folders in the place of its volumes."""
    manifests = helm.render(
        "--values", helm.CHART / "ci" / "local.yaml", "--set", "config.server.url=http://127.0.0.1:5000"
    )
    [pod] = [one["spec"]["template"]["spec"] for one in manifests if one["kind"] == "Deployment"]
    [container] = pod["containers"]
    maps = {one["metadata"]["name"]: one["data"] for one in manifests if one["kind"] == "ConfigMap"}
    demo = folder / "demo"
    make_demo_image(demo / "sentinel2.tif")
    options = ["--volume", f"{demo}:/demo:ro", "--network", "none", "--detach"]
    options += ["--user", f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    options += ["--read-only", "--read-only-tmpfs=false", "--cap-drop", "all", "--security-opt", "no-new-privileges"]
    for volume in pod["volumes"]:
        [mount] = [one for one in container["volumeMounts"] if one["name"] == volume["name"]]
        source = folder / volume["name"]
        source.mkdir()
        source.chmod(0o777)
        if "configMap" in volume:
            for name, text in maps[volume["configMap"]["name"]].items():
                (source / name).write_text(text)
        source = source / mount.get("subPath", "")
        options += ["--volume", f"{source}:{mount['mountPath']}{':ro' if mount.get('readOnly') else ''}"]
    for variable in container["env"]:
        value = variable.get("value") or "demo-engine-0"
        options += ["--env", f"{variable['name']}={value}"]
    return podman.run("run", *options, IMAGE, *container["args"]).splitlines()[-1]
