"""Write the reference of all keys: `python -m wps_cwl.settings > docs/reference/configuration.md`."""

import sys

from wps_cwl.settings import render_reference

if __name__ == "__main__":
    sys.stdout.write(render_reference())
