"""HTTP: WPS 1.0.0 and 2.0.2, the pages and the files of results. The only place that knows Flask."""
