"""The batch schedulers that are known."""

from __future__ import annotations

from collections.abc import Mapping

from wps_cwl.engine.schedulers.base import Dialect
from wps_cwl.engine.schedulers.grid_engine import GridEngine
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.torque import Torque

DIALECTS: Mapping[str, Dialect] = {dialect.name: dialect for dialect in (Slurm(), GridEngine(), Torque())}
