"""Which outputs are offered as maps: what the author of a process says, and what the operator does."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from wps_cwl.model import Parameter, Process
from wps_cwl.translator import views

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class MapOffer:
    """Offers what authors call maps (`wps:map`), and the geographic outputs of processes with such identifiers."""

    patterns: Collection[str] = ()

    def of(self, process: Process) -> Process:
        """Return a process as it is offered here."""
        wished = any(fnmatchcase(process.id, pattern) for pattern in self.patterns)
        outputs = tuple(self._output(process, parameter, wished) for parameter in process.outputs)
        return process if outputs == process.outputs else replace(process, outputs=outputs)

    def _output(self, process: Process, parameter: Parameter, wished: bool) -> Parameter:
        if not (wished if parameter.map is None else parameter.map):
            return parameter
        offered = replace(parameter, views=views.possible(parameter.cwl, parameter.data))
        if offered.views and views.clashes(process, offered):
            facts = {"offered": process.id, "output": parameter.id}
            logger.warning("no map is offered: another output has the name of its links", extra=facts)
            return parameter
        return offered
