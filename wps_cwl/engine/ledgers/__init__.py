"""The accounting of schedulers: what each says, once steps have ended, of what they have used."""

from __future__ import annotations

from collections.abc import Mapping

from wps_cwl.engine.ledgers.base import Ledger
from wps_cwl.engine.ledgers.grid_engine import GridEngineLedger
from wps_cwl.engine.ledgers.slurm import SlurmLedger
from wps_cwl.engine.ledgers.torque import TorqueLedger

LEDGERS: Mapping[str, Ledger] = {"slurm": SlurmLedger(), "grid_engine": GridEngineLedger(), "torque": TorqueLedger()}
