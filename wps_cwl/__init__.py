"""A WPS server whose processes are CWL documents and whose jobs Toil runs."""

__version__ = "0.1.0"
