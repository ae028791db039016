"""Asks a service as a client would that trusts nothing: every answer is whole and right, or says to come again."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import Any  # JSON of any shape

import requests
from lxml import etree

PATIENCE = 120  # seconds in which an answer comes that waits for no job, on the slowest machine
AWAY = {502, 503, 504}  # what nginx says when it has nobody to ask
BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)  # the client's library has noticed


class Asker:
    """Asks, for many threads; what is wrong is collected, what is no answer is counted."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.seen = Counter[str]()
        self._lock = threading.Lock()

    def complain(self, text: str) -> None:
        """Note what must not be."""
        with self._lock:
            self.wrong.append(text)

    def ask(
        self, address: str, *, seconds: float = PATIENCE, data: str | None = None, **query: object
    ) -> Answer | None:
        """Return a whole answer; None when the client has to come again."""
        method = "GET" if data is None else "POST"
        headers = {"Content-Type": "text/xml"} if data else {}
        asked = f"{method} {address} {query or ''}"
        try:
            answer = requests.request(
                method,
                address,
                params={name: str(value) for name, value in query.items()},
                data=None if data is None else data.encode(),
                headers=headers,
                timeout=seconds,
            )
        except BROKEN:
            self.count("broken connection")
            return None
        except requests.Timeout:
            self.complain(f"no answer in {seconds} s: {asked}")
            return None
        return self._judge(answer, asked)

    def count(self, word: str) -> None:
        """Count what was seen."""
        with self._lock:
            self.seen[word] += 1

    def _judge(self, answer: requests.Response, asked: str) -> Answer | None:
        self.count("answer")
        kind = answer.headers.get("Content-Type", "")
        told = f"{answer.status_code} {kind} {answer.text[:500]!r} to {asked}"
        if answer.status_code in AWAY and "Retry-After" not in answer.headers and "nginx" in answer.text:
            self.count(f"{answer.status_code} of nginx")
            return None
        try:
            document = _whole(answer, kind)
        except (etree.XMLSyntaxError, ValueError) as error:
            self.complain(f"half a document ({error}): {told}")
            return None
        busy = answer.status_code == 503 or (answer.status_code == 400 and "ServerBusy" in answer.text)
        if busy and "Retry-After" in answer.headers:
            self.count("ServerBusy")
            return None
        if busy or answer.status_code not in {200, 400}:
            self.complain(told)
            return None
        return Answer(answer, document, told)


class Answer:
    """A whole answer: its bytes, and its document where it is XML or JSON."""

    def __init__(self, response: requests.Response, document: Any, told: str) -> None:
        self.content = response.content
        self.right = response.status_code == 200
        self.document = document
        self.told = told

    @property
    def root(self) -> str:
        """The name of the document's root."""
        return str(etree.QName(self.document).localname) if etree.iselement(self.document) else ""

    def text(self, name: str) -> str:
        """Return the text of the first element of a name; nothing when there is none."""
        found = self.document.find(f".//{{*}}{name}")
        return "" if found is None else "".join(found.itertext()).strip()


def _whole(answer: requests.Response, kind: str) -> Any:
    """Return the document of an answer; raise ValueError or XMLSyntaxError for what is none."""
    if "json" in kind:
        return json.loads(answer.content)
    if "xml" in kind:
        return etree.fromstring(answer.content)
    if answer.status_code != 200:
        raise ValueError("an error is told as a document")
    return None
