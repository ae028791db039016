"""A crowd of clients: asks one address many times, several at once, and looks at each answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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


@contextmanager
def polling(url: str, *, clients: int, each: float, expected: str) -> Iterator[None]:
    """Have so many clients ask again and again, every so many seconds. Raises RuntimeError for a wrong answer."""
    over = threading.Event()

    def poll(number: int) -> None:
        with requests.Session() as session:
            over.wait(each * number / clients)  # not all in the same moment
            while not over.wait(each):
                answer = session.get(url, timeout=60)
                if expected not in answer.text:
                    raise RuntimeError(f"a poll was answered {answer.status_code} {answer.text[:300]}")

    with ThreadPoolExecutor(clients) as pool:
        asked = [pool.submit(poll, number) for number in range(clients)]
        try:
            yield
        finally:
            over.set()
    for one in asked:
        one.result()
