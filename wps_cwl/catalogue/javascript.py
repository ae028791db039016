"""node.js as cwltool asks it whether the expressions of a document are well written: it sees no secret of ours."""

from __future__ import annotations

import os
import shutil
import subprocess

from cwl_utils.errors import JavascriptException
from cwl_utils.sandboxjs import NodeJSEngine

from wps_cwl.clean_environment import clean


class CleanNode(NodeJSEngine):  # type: ignore[misc]  # cwl-utils has no types here
    """It has the environment that a leader has, and not that of the service."""

    def new_js_proc(
        self,
        js_text: str,
        force_docker_pull: bool = False,  # noqa: ARG002  # no container is asked for one
        container_engine: str = "docker",  # noqa: ARG002
    ) -> subprocess.Popen[str]:
        """Return a process that takes JavaScript."""
        environment = clean(os.environ)
        program = next(
            filter(None, (shutil.which(name, path=environment["PATH"]) for name in ("nodejs", "node"))), None
        )
        if program is None:
            raise JavascriptException("expressions need node.js, and there is none")
        process = subprocess.Popen(
            [program, "--eval", js_text],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.processes_to_kill.append(process)
        return process
