"""`python -m tests.unit.facade.live_server FD SECONDS`: gunicorn over the fake, whose jobs end when /end is asked."""

import sys

from tests.unit.facade import samples
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.facade.app import create_app
from wps_cwl.facade.gunicorn import Server, settings
from wps_cwl.model import Limits


def main(listener: str, seconds: str) -> None:
    limits = Limits(body_seconds=float(seconds), request_bytes=10_000)

    def load():
        operations = FakeOperations(samples.ECHO)
        operations.may_end.clear()
        app = create_app(operations, limits=limits)
        app.add_url_rule("/end", "end", lambda: operations.may_end.set() or "ended")
        return app

    Server(load, settings(f"fd://{listener}", limits=limits, threads=64)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
