"""Run a scheduler in the foreground: `python -m tests.support.clusters slurm`, and Ctrl-C ends it."""

from __future__ import annotations

import shlex
import signal
import sys

from tests.support.clusters import CLUSTERS, Unavailable


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in CLUSTERS:
        print(f"usage: python -m tests.support.clusters {'|'.join(CLUSTERS)}", file=sys.stderr)  # noqa: T201
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background commands are started without
    try:
        with CLUSTERS[sys.argv[1]]() as cluster:
            for name, value in cluster.environment.items():
                print(f"export {name}={shlex.quote(value)}", flush=True)  # noqa: T201
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except Unavailable as reason:
        print(reason, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
