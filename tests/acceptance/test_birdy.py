"""birdy, as it is, against the real service: its Python client, and its command line."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import rasterio
import requests
from birdy import WPSClient
from birdy.exceptions import ProcessFailed

from tests.support.service import ROOT, Service
from tests.support.site import Site

BIRDY = str(Path(sys.executable).parent / "birdy")


@pytest.fixture(scope="module")
def birdy(service: Service) -> WPSClient:
    return WPSClient(service.wps)


@pytest.fixture(scope="module")
def lines(service: Service, site: Site) -> dict[str, subprocess.CompletedProcess[str]]:
    """What the command line says, for several commands side by side."""
    address = site.put("lines.json", b'{"a": [1, 2]}', "application/json")
    as_json = ("--output_formats", "complexOutput", "true", "application/json")
    commands = {
        "hello": ("hello", "--name", "Birdy"),
        "sleep": ("sleep", "--delay", "1"),
        "echo": ("echo", "--complexInput", address, "--boundingBoxInput", "46,-12.5,47.25,-11", *as_json),
        "help": ("hello", "-h"),
        "list": ("-h",),
        "wrong": ("sleep", "--delay", "-1"),
    }
    environment = os.environ | {"WPS_SERVICE": service.wps}

    def run(arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIRDY, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(commands, pool.map(run, commands.values()), strict=True))


def test_birdy_has_a_function_for_every_process(birdy: WPSClient) -> None:
    for file in (ROOT / "cwl" / "processes").glob("*.cwl"):
        assert callable(getattr(birdy, file.stem.lower().replace(".", "_")))
    assert "Who is greeted" in birdy.hello.__doc__
    assert "literalinput : string" in birdy.org_n52_javaps_test_echoprocess.__doc__


def test_birdy_calls_a_process_as_a_function(birdy: WPSClient) -> None:
    assert birdy.hello(name="Friday").get().output == "Hello Friday"


def test_birdy_shows_progress(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    client = WPSClient(service.wps, progress=True)
    with caplog.at_level(logging.INFO, logger="WPSClient"):
        result = client.sleep(delay=5)
    assert result.get().sleep_output == "Slept 5 seconds"
    percents = [int(text.partition("[")[2].partition("/")[0]) for text in caplog.messages if "/100]" in text]
    assert percents == sorted(percents)
    assert any(0 < percent < 100 for percent in percents)
    assert caplog.messages[-1] == "sleep done."


def test_birdy_sends_a_local_image_and_fetches_what_comes_of_it(birdy: WPSClient, photograph: Path) -> None:
    with photograph.open("rb") as image:  # of a file's path birdy would read text
        result = birdy.vegetation_index(image=image, index="GLI").get()
    assert result.index_used == "GLI"
    assert requests.get(result.preview, timeout=10).content.startswith(b"\x89PNG")
    with rasterio.open(io.BytesIO(requests.get(result.result, timeout=10).content)) as index:
        assert (index.width, index.height, index.count) == (485, 373, 1)


# birdy takes the default CRS of a box for a default box, and cannot send boxes: it must be told that there is none
def test_birdy_sends_a_document_and_converts_what_comes_back(birdy: WPSClient, tmp_path: Path) -> None:
    document = tmp_path / "document.json"
    document.write_text('{"name": "Zoë"}', encoding="utf-8")
    result = birdy.echo(complexinput=document, boundingboxinput=None, arrayinput=["1", "2"])
    found: Any = result.get(asobj=True)
    assert found.complexoutput == {"name": "Zoë"}
    assert found.arrayoutput == [1, 2]


def test_a_failed_process_is_explained(birdy: WPSClient) -> None:
    result = birdy.raster_info(image=io.BytesIO(b"this is no image"))
    with pytest.raises(ProcessFailed):
        result.get()
    [error] = result.errors
    assert 'The step "raster_info" failed with exit code 1.' in error.text
    assert "not an image in one of the formats" in error.text


def test_the_command_line_lists_the_processes(lines: dict[str, subprocess.CompletedProcess[str]]) -> None:
    listed = lines["list"]
    assert listed.returncode == 0, listed.stderr
    for file in (ROOT / "cwl" / "processes").glob("*.cwl"):
        assert file.stem in listed.stdout
    assert "--name" in lines["help"].stdout
    assert lines["help"].returncode == 0


@pytest.mark.parametrize(
    ("command", "output"), [("hello", "output=['Hello Birdy']"), ("sleep", "sleep_output=['Slept 1 seconds']")]
)
def test_the_command_line_runs_a_process(
    lines: dict[str, subprocess.CompletedProcess[str]], command: str, output: str
) -> None:
    assert lines[command].returncode == 0, lines[command].stderr
    assert output in lines[command].stdout


def test_the_command_line_sends_and_gets_references(lines: dict[str, subprocess.CompletedProcess[str]]) -> None:
    [line] = [line for line in lines["echo"].stdout.splitlines() if line.startswith("complexOutput=")]
    assert json.loads(requests.get(line.partition("=")[2], timeout=10).content) == {"a": [1, 2]}


def test_the_command_line_says_that_it_failed(lines: dict[str, subprocess.CompletedProcess[str]]) -> None:
    assert lines["wrong"].returncode != 0
    assert "Connection failed" in lines["wrong"].stdout + lines["wrong"].stderr
