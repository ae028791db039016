"""Say hello."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any  # outputs are JSON

from command import run


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True)
    return {"output": f"Hello {parser.parse_args(arguments).name}"}


if __name__ == "__main__":
    run(main)
