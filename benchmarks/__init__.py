"""Measures this service and its peers in turn, in one run on one machine: `python -m benchmarks`, or `make bench`."""
