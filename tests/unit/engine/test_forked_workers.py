"""Workers that the fork server makes: as many at once as there is room for, and the next one without a pause."""

from __future__ import annotations

import itertools
import json
import os
import time
from pathlib import Path

from wps_cwl import clean_environment
from wps_cwl.engine import leader, toil_command
from wps_cwl.engine.launchers import ForkLauncher
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.job_directory import JobDirectory

STEPS, SECONDS = 6, 0.2
SCATTER = {
    "cwlVersion": "v1.2",
    "class": "Workflow",
    "requirements": {"ScatterFeatureRequirement": {}},
    "inputs": {"words": "string[]"},
    "steps": {
        "nap": {
            "run": {
                "class": "CommandLineTool",
                "baseCommand": ["sh", "-c", f"date +%s.%N; sleep {SECONDS}; date +%s.%N"],
                "inputs": {"word": "string"},
                "outputs": {"times": "stdout"},
            },
            "scatter": "word",
            "in": {"word": "words"},
            "out": ["times"],
        }
    },
    "outputs": {"times": {"type": "File[]", "outputSource": "nap/times"}},
}


def test_a_step_that_waits_for_a_core_begins_when_one_is_free(tmp_path: Path) -> None:
    directory = JobDirectory(tmp_path, "job-1")
    directory.create()
    directory.write_json(directory.process, SCATTER)
    directory.write_json(directory.order, {"words": [str(number) for number in range(STEPS)]})
    command = toil_command.build(directory, LocalScheduler(cores=1), attempt=0, restart=False, environ=os.environ)
    launcher = ForkLauncher(tmp_path, clean_environment.clean(os.environ))
    try:
        leader.start(directory, command, launcher)
        deadline = time.monotonic() + 120
        while leader.alive(directory):
            assert time.monotonic() < deadline, "the leader does not end"
            time.sleep(0.05)
    finally:
        launcher.close()
    files = json.loads(directory.produced.read_bytes())["times"]
    times = sorted(tuple(map(float, Path(file["path"]).read_text().split())) for file in files)
    assert len(times) == STEPS
    pauses = [later[0] - earlier[1] for earlier, later in itertools.pairwise(times)]
    assert min(pauses) > 0, "two steps ran at once on one core"
    assert max(pauses) < 3, f"a core stood idle: {pauses}"
