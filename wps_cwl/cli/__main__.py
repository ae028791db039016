"""`python -m wps_cwl.cli` is `wps-cwl`."""

from wps_cwl.cli import main

main()
