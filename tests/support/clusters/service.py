"""A real service whose jobs go to a cluster."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.support.clusters.base import Cluster
from tests.support.service import Service


def service_on(cluster: Cluster, folder: Path, *, profile: dict[str, Any] | None = None, **settings: Any) -> Service:
    """Return a service, not started, with one profile: the cluster's, with what `profile` adds or replaces."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "wps-cwl.yml"
    configuration.write_text(yaml.safe_dump({"profiles": {cluster.name: {**cluster.profile, **(profile or {})}}}))
    service = Service(folder, **settings)
    service.environment |= {
        **cluster.environment,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{cluster.environment['PATH']}",
        "WPS_CWL_CONFIG": str(configuration),
    }
    return service
