"""What the operator sets: one frozen object, read once."""

from wps_cwl.settings.json_schema import json_schema
from wps_cwl.settings.profile import Profile
from wps_cwl.settings.reference import render_reference
from wps_cwl.settings.routing import MEASURES, Rule
from wps_cwl.settings.sections import Settings
from wps_cwl.settings.sources import load

__all__ = ["MEASURES", "Profile", "Rule", "Settings", "json_schema", "load", "render_reference"]
