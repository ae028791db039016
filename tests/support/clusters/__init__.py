"""Real batch schedulers for the tests: started in folders of their own, and ended without a trace."""

from __future__ import annotations

from tests.support.clusters.base import Cluster, Ending, Size
from tests.support.clusters.grid_engine import GridEngine
from tests.support.clusters.packages import Unavailable
from tests.support.clusters.slurm import Slurm
from tests.support.clusters.torque import Torque

CLUSTERS: dict[str, type[Cluster]] = {cluster.name: cluster for cluster in (Slurm, GridEngine, Torque)}

__all__ = ["CLUSTERS", "Cluster", "Ending", "GridEngine", "Size", "Slurm", "Torque", "Unavailable"]
