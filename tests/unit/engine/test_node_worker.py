"""The worker on a node keeps what nobody could tell after a SIGKILL."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = """
import logging, os, signal, sys
from toil.cwl import cwltoil
from wps_cwl.engine import node_worker
node_worker.keep(sys.argv[1])
logger = logging.getLogger("cwltool")
logger.setLevel(logging.INFO)
logger.info("[job %s] %s$ %s", "main", "/work/out", "sleep 5")
logger.info("[job main] completed success")
stdout, stderr = cwltoil.TemporaryFile(), cwltoil.TemporaryFile()
os.write(os.dup(stdout.fileno()), b"a result")
os.write(os.dup(stderr.fileno()), b"the river rises")
stderr.seek(0)
assert stderr.read() == b"the river rises"
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_command_and_standard_error_outlive_a_worker_that_is_killed(tmp_path: Path) -> None:
    answer = subprocess.run([sys.executable, "-c", SOURCE, tmp_path / "a-1"], capture_output=True, check=False)
    assert answer.returncode == -9, answer.stderr.decode()
    assert (tmp_path / "a-1.command").read_text() == "[job main] /work/out$ sleep 5"
    assert (tmp_path / "a-1.stderr").read_text() == "the river rises"
    assert len(list(tmp_path.iterdir())) == 2, "the result of the tool is none of our business"
