"""CWL expressions over the inputs of a job, evaluated before it runs: by cwl-utils, in a process of its own.

JavaScript needs node.js, which cwl-utils keeps for each thread: there it would stay. The process has a bounded time
and no more of the service's environment than a leader has.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any  # CWL documents are JSON of any shape

Json = Any
logger = logging.getLogger(__name__)

SECONDS = 5.0  # that the evaluation of one expression may take
START = 20.0  # and Python and node.js until they begin, on a machine that is busy


def evaluate(
    expressions: Sequence[str],
    document: Mapping[str, Json],
    inputs: Mapping[str, Json],
    environ: Mapping[str, str],
) -> dict[str, Json]:
    """Return the values of expressions of a packed document; those that have none are left out, and logged."""
    if not expressions:
        return {}
    main = _main(document)
    asked = {
        "expressions": list(dict.fromkeys(expressions)),
        "inputs": {**_defaults(main), **inputs},
        "requirements": [entry for kind in ("hints", "requirements") for entry in main.get(kind) or ()],
    }
    values, errors = _ask(asked, environ)
    for expression, reason in errors.items():
        logger.warning("an expression has no value", extra={"expression": expression, "reason": reason})
    return values


def _main(document: Mapping[str, Json]) -> Mapping[str, Json]:
    graph = document.get("$graph", [document])
    return next((process for process in graph if process.get("id") == "#main"), document)


def _defaults(main: Mapping[str, Json]) -> dict[str, Json]:
    declared = main.get("inputs") or ()
    return {str(one["id"]).rpartition("#")[2].rpartition("/")[2]: one.get("default") for one in declared}


def _ask(asked: Mapping[str, Json], environ: Mapping[str, str]) -> tuple[dict[str, Json], dict[str, str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        env=dict(environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that node.js is ended with it
    )
    try:
        answer, _ = process.communicate(json.dumps(asked).encode(), START + SECONDS * len(asked["expressions"]))
        found = json.loads(answer)
    except (subprocess.TimeoutExpired, ValueError) as error:
        return {}, {expression: type(error).__name__ for expression in asked["expressions"]}
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return found["values"], found["errors"]


# --- in that process --------------------------------------------------------------------------------------


def main() -> None:
    """Read what is asked from standard input, and write the values to standard output."""
    from cwl_utils.expression import do_eval  # not needed where it is only asked

    asked = json.load(sys.stdin)
    answer: dict[str, dict[str, Json]] = {"values": {}, "errors": {}}
    for expression in asked["expressions"]:
        try:
            value = do_eval(expression, asked["inputs"], asked["requirements"], None, None, {}, timeout=SECONDS)
            answer["values"][expression] = value
        except Exception as error:  # cwl-utils and JavaScript raise what they like; the author is told
            answer["errors"][expression] = " ".join(str(error).split())[:500]
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
