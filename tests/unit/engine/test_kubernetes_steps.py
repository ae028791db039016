"""Our batch system for Kubernetes beside Toil's own."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("kubernetes", reason="the client of Kubernetes is not installed: pip install 'wps-cwl[kubernetes]'")

PROGRAM = """
from wps_cwl.engine import batch_system
from wps_cwl.engine.schedulers.kubernetes import BATCH_SYSTEM
batch_system.register()
from toil.cwl.cwltoil import get_options
options = get_options(["--batchSystem", BATCH_SYSTEM, "process.cwl"])
print(options.batchSystem, options.kubernetes_pod_timeout)
"""


def test_a_leader_that_is_a_new_interpreter_knows_it():
    done = subprocess.run([sys.executable, "-P", "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["wps_cwl_kubernetes", "120"], done.stderr
