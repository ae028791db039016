"""A real service whose jobs go to a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.support.clusters.base import Cluster
from tests.support.service import Service


def service_on(
    cluster: Cluster,
    folder: Path,
    *,
    profile: Mapping[str, Any] | None = None,
    profiles: Mapping[str, Mapping[str, Any]] | None = None,
    **settings: Any,
) -> Service:
    """Return a service, not started, with one profile: the cluster's, with what `profile` adds or replaces.

    `profiles` are several of that kind, by their names; the first is the default.
    """
    told = {name: {**cluster.profile, **added} for name, added in (profiles or {cluster.name: profile or {}}).items()}
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "wps-cwl.yml"
    configuration.write_text(yaml.safe_dump({"profiles": told}, sort_keys=False))
    service = Service(folder, **settings)
    service.environment |= {
        **cluster.environment,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{cluster.environment['PATH']}",
        "WPS_CWL_CONFIG": str(configuration),
    }
    return service
