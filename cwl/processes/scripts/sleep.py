"""Sleep, and tell how much of it is over."""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from typing import Any  # outputs are JSON

from command import check_range, run
from progress import report

LONGEST = 86400.0  # seconds


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, required=True)
    delay = parser.parse_args(arguments).delay
    check_range("delay", delay, 0, LONGEST)
    sleep(delay)
    return {"sleep_output": f"Slept {delay:g} seconds"}


def sleep(delay: float) -> None:
    """Sleep in at least ten steps of at most a second, each of which is reported."""
    steps = max(10, math.ceil(delay))
    begin = time.monotonic()
    for step in range(steps):
        report(100 * step // steps, f"slept {delay * step / steps:.1f} of {delay:g} seconds")
        # until a point in time, so that the steps do not add up their delays
        time.sleep(max(0.0, begin + delay * (step + 1) / steps - time.monotonic()))


if __name__ == "__main__":
    run(main)
