"""CWL <-> WPS, as pure functions: CWL document -> Process, Execute request -> job order, CWL outputs -> results."""
