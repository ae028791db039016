"""Between the end of a run and the publishing of its outputs: they are inspected, and converted."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass

from wps_cwl.engine.conversion import Converter
from wps_cwl.engine.gdal import Pause
from wps_cwl.engine.inspection import Inspector
from wps_cwl.engine.workbench import INSPECTED
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import OutputRequest


@dataclass(frozen=True)
class Finisher:
    """Makes of what a run left what was asked for; doing it again after a kill gives the same."""

    inspector: Inspector
    converter: Converter

    def finish(self, directory: JobDirectory, asked: Iterable[OutputRequest], pause: Pause) -> None:
        """Inspect all outputs, and convert those that were asked for in another format.

        Raises errors.OutputDamaged, errors.NotConverted, errors.UnsafeOutput.
        """
        self.inspector.inspect(directory, pause)
        # a file of which there are two links is published as a copy
        shutil.rmtree(directory.made / INSPECTED, ignore_errors=True)
        self.converter.convert(directory, asked, pause)
