"""cwl/processes/ -> which processes exist, kept live as files change."""

from wps_cwl.catalogue.live import Catalogue
from wps_cwl.catalogue.offer import Entry, Problem, check, examine

__all__ = ["Catalogue", "Entry", "Problem", "check", "examine"]
