"""The main job, end to end: a server, a vegetation index of a satellite image over HTTP, its GeoTIFF and its picture.

Usage: demo.py [--port PORT] [--keep]; what is fetched lies in ./demo afterwards.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import make_demo_image
import rasterio
import requests

FOLDER = Path("demo")
START_SECONDS = 60


def main() -> int:
    """Run the demo, and return its exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--port", type=int, default=5000)
    chosen = arguments.parse_args()
    image = FOLDER / "sentinel2.tif"
    make_demo_image.main(image)
    print(f"The image: {image}, a Sentinel-2 scene of 300 x 300 pixels (blue, green, red, near infrared)")
    with server(chosen.port) as url:
        code = wps_cwl(
            *("execute", "vegetation_index", "--url", f"{url}/wps", "--save", str(FOLDER)),
            *("-i", f"image=@{image}", "-i", "index=NDVI", "-o", "result", "-o", "preview"),
        )
    if code == 0:
        report()
    return code


@contextmanager
def server(port: int) -> Iterator[str]:
    """Give the address of a server on a port: of one that runs there, else of a new one that ends with the demo."""
    url = f"http://127.0.0.1:{port}"
    if answers(url):
        print(f"A server answers on {url} already; it is used")
        yield url
        return
    process = subprocess.Popen([sys.executable, "-m", "wps_cwl.cli", "serve", "--port", str(port)], env=environment())
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"the server did not start on {url}")
            time.sleep(0.1)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def answers(url: str) -> bool:
    """Whether a server of ours answers there."""
    try:
        return requests.get(f"{url}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


def wps_cwl(*arguments: str) -> int:
    """Run the command line, and show what it shows."""
    print("$ wps-cwl " + " ".join(arguments))
    return subprocess.run([sys.executable, "-m", "wps_cwl.cli", *arguments], env=environment(), check=False).returncode


def environment() -> dict[str, str]:
    """Return the environment in which the programs beside this Python are found."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def report() -> None:
    """Say what was fetched."""
    with rasterio.open(FOLDER / "image_ndvi.tif") as index:
        mean = float(index.read(1, masked=True).mean())
        print(f"NDVI of {index.width} x {index.height} pixels, mean {mean:.3f}: {index.name}")
    print(f"Its picture: {FOLDER / 'image_ndvi.png'}")
    print("The server has ended with the demo; `make serve` starts one that stays, and the two links work again.")


if __name__ == "__main__":
    sys.exit(main())
