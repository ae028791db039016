"""WPS 2.0.2 (OGC 14-065r2); on the wire its version is "2.0.0"."""
