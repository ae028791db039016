"""Geographic results as maps: what is known of a file, the map file made of it, and MapServer."""
