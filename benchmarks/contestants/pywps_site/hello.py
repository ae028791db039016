"""The peer's side of the benchmark: PyWPS with the process `hello`, under gunicorn, in an environment of its own.

It runs the same command as `cwl/hello.cwl`, and is offered as often as the service under test offers its processes.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any  # PyWPS has no types

from pywps import ComplexOutput, Format, LiteralInput, Process, Service


class Hello(Process):  # type: ignore[misc]  # untyped upstream
    """Writes its input to a file, by `echo`."""

    def __init__(self, identifier: str) -> None:
        super().__init__(
            self._run,
            identifier=identifier,
            title="Hello",
            abstract="Writes a text to a file.",
            version="1.0.0",
            inputs=[LiteralInput("text", "Text", data_type="string", default="hello", min_occurs=0)],
            outputs=[ComplexOutput("output", "Output", supported_formats=[Format("text/plain")])],
            store_supported=True,
            status_supported=True,
        )

    def _run(self, request: Any, response: Any) -> Any:
        target = Path(self.workdir) / "hello.txt"
        with target.open("wb") as output:
            subprocess.run(["echo", request.inputs["text"][0].data], stdout=output, check=True)
        response.outputs["output"].file = str(target)
        return response


names = os.environ["BENCHMARK_PROCESSES"].split(",")
application = Service([Hello(name) for name in names])
