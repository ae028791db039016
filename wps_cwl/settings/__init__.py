"""What the operator sets: one frozen object, read once."""

from wps_cwl.settings.reference import render_reference
from wps_cwl.settings.routing import MEASURES, Rule
from wps_cwl.settings.sections import Profile, Settings, cpus
from wps_cwl.settings.sources import load

__all__ = ["MEASURES", "Profile", "Rule", "Settings", "cpus", "load", "render_reference"]
