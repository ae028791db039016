"""Telling others of jobs: to whom that may be done, and how each is told."""
