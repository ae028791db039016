"""A crowd of clients: asks one address many times, several at once, and looks at each answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import requests


def query(**parameters: str) -> str:
    """Return the query of a WPS 1.0.0 request."""
    return urlencode({"service": "WPS", "version": "1.0.0", **parameters})


def ask(
    url: str, *, times: int, at_once: int, expected: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> float:
    """Ask so often, and return the seconds that all took. Raises RuntimeError when an answer is not as expected."""
    client = threading.local()

    def one(_: int) -> requests.Response:
        if not hasattr(client, "session"):
            client.session = requests.Session()
        return client.session.get(url, timeout=600, headers=headers)  # type: ignore[no-any-return]

    with ThreadPoolExecutor(at_once) as pool:
        begun = time.monotonic()
        answers = list(pool.map(one, range(times)))
        took = time.monotonic() - begun
    wrong = [answer for answer in answers if answer.status_code != status or expected not in answer.text]
    if wrong:
        raise RuntimeError(f"{len(wrong)} of {times} answers are wrong: {wrong[0].status_code} {wrong[0].text[:300]}")
    return took
