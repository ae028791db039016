"""The official schemas, kept beside the checkout or where $WPS_SCHEMAS says."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from tests.support.service import ROOT

SCHEMAS = Path(os.environ.get("WPS_SCHEMAS", ROOT.parent / "shared/schemas"))
Validate = Callable[[etree._Element], Sequence[str]]


def validator() -> Validate:
    """Return what lists the faults of a document; skip the test where the schemas are not."""
    script = SCHEMAS / "validate.py"
    if not script.exists():
        pytest.skip(f"the official schemas are not in {SCHEMAS}; set WPS_SCHEMAS")
    spec = importlib.util.spec_from_file_location("schema_validation", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Validate", module.validate_xml)
