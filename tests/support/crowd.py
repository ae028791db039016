"""Many clients at once: they send short jobs in every way, follow them to their ends, and know what they were told."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.support.answers import Answer, Asker
from tests.unit.facade import wire

SYNC = 600  # seconds in which a job ends that is waited for, on the slowest machine
LONG = 20  # seconds of a job that is still at work when its engine has been away for the time of its lease
ENDS = {"successful", "failed", "dismissed"}
STATES_100 = {"ProcessAccepted": "accepted", "ProcessSucceeded": "successful"}
STATES_200 = {"Accepted": "accepted", "Succeeded": "successful", "Failed": "failed", "Dismissed": "dismissed"}


@dataclass
class Told:
    """A job that a client was told of, and all that it was told of it."""

    id: str
    process: str
    output: str
    expected: bytes
    end: str = ""
    dismissed: bool = False  # that it is, the client was told


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


class Crowd:
    """The clients of a service; `stamps` is the folder for the stamps of the jobs' tools."""

    def __init__(self, url: str, stamps: Path, clients: int) -> None:
        self.url, self.wps = url, f"{url}/wps"
        self.asker = Asker()
        self.told: list[Told] = []
        self.answered = 0  # synchronous requests
        self._stamps, self._clients = stamps, clients
        self._leaving = threading.Event()
        self._numbers = iter(range(1_000_000))
        self._failed: list[BaseException] = []

    @contextmanager
    def at_work(self, patience: float) -> Iterator[None]:
        """Have the clients at work; at the end each of them follows its last job to its end."""
        threads = [threading.Thread(target=self._visit, args=(number,), daemon=True) for number in range(self._clients)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._leaving.set()
            for thread in threads:
                thread.join(patience)
        assert not [thread for thread in threads if thread.is_alive()], "a client waits for its job for ever"
        assert self._failed == []

    def _visit(self, number: int) -> None:
        chance = random.Random(number)
        acts = (
            self._hello,
            self._wait,
            self._follow_stamped,
            self._follow_sleep,
            self._follow_chain,
            self._follow_page,
            self._dismiss,
        )
        try:
            while not self._leaving.wait(chance.random()):
                acts[next(self._numbers) % len(acts)](chance)
        except BaseException as error:
            self._failed.append(error)

    # --- synchronous --------------------------------------------------------------------------------

    def _hello(self, chance: random.Random) -> None:
        query = {"service": "WPS", "version": "1.0.0", "request": "Execute", "identifier": "hello"}
        name = f"n{chance.random()}"
        self._answer(lambda: self._ask(datainputs=f"name={name}", **query), "LiteralData", f"Hello {name}")

    def _wait(self, chance: random.Random) -> None:
        word = f"w{chance.random()}"
        body = self._body100("stamped", word, chance.randint(0, 2), "")
        self._answer(lambda: self._ask(body), "LiteralData", digest(word))

    def _answer(self, send: Callable[[], Answer | None], name: str, expected: str) -> None:
        """Send a request until it is answered, and rightly so."""
        while (answer := send()) is None:
            if self._leaving.wait(1):
                return
        if not answer.right or answer.root != "ExecuteResponse" or answer.text(name) != expected:
            self.asker.complain(answer.told)
        self.answered += 1

    # --- asynchronous -------------------------------------------------------------------------------

    def _follow_stamped(self, chance: random.Random) -> None:
        word, form = f"w{chance.random()}", wire.document100(storeExecuteResponse="true", status="true")
        sent = self._body100("stamped", word, chance.choice((1, 2, 3, 4, 5, LONG)), form)
        self._follow(self._send(lambda: self._ask(sent), "stamped", "said", digest(word)), chance)

    def _follow_sleep(self, chance: random.Random) -> None:
        seconds = chance.randint(1, 5)
        query = {"service": "WPS", "version": "1.0.0", "request": "Execute", "identifier": "sleep"}
        stored = {"storeExecuteResponse": "true", "status": "true"}
        send = lambda: self._ask(datainputs=f"delay={seconds}", **query, **stored)  # noqa: E731
        self._follow(self._send(send, "sleep", "sleep_output", f"Slept {seconds} seconds"), chance)

    def _follow_chain(self, chance: random.Random) -> None:
        word = f"w{chance.random()}"
        sent = self._body200("stamped-chain", "said", word, chance.randint(1, 2))
        self._follow(self._send(lambda: self._ask(sent), "stamped-chain", "said", digest(digest(word))), chance)

    def _follow_page(self, chance: random.Random) -> None:
        word = f"w{chance.random()}"
        sent = self._body200("stamped-page", "page", word, chance.randint(0, 3), transmission="reference")
        page = f"{digest(word)}\n" * 2000
        self._follow(self._send(lambda: self._ask(sent), "stamped-page", "page", page), chance)

    def _dismiss(self, chance: random.Random) -> None:
        word = f"w{chance.random()}"
        sent = self._body200("stamped", "said", word, chance.randint(1, 5))
        told = self._send(lambda: self._ask(sent), "stamped", "said", digest(word))
        if told is None:
            return
        self._leaving.wait(chance.random() * 6)
        while (answer := self._about("Dismiss", told)) is None:
            self._leaving.wait(1)
        if not answer.right:
            self.asker.complain(answer.told)
        told.dismissed = answer.text("Status") == "Dismissed"
        self._follow(told, chance)

    def _send(self, send: Callable[[], Answer | None], process: str, output: str, expected: str) -> Told | None:
        """Send a request once; what is not answered was not accepted, as far as the client knows."""
        answer = send()
        if answer is None:
            return None
        if answer.root == "ExecuteResponse":
            job = answer.document.get("statusLocation", "").split("/")[-2:-1]
        else:
            job = [answer.text("JobID")]
        if not answer.right or not job or not job[0]:
            self.asker.complain(answer.told)
            return None
        told = Told(job[0], process, output, expected.encode())
        self.told.append(told)
        return told

    def _follow(self, told: Told | None, chance: random.Random) -> None:
        """Look at a job again and again until it has ended, then fetch its result."""
        while told is not None and not told.end:
            self.look(told, chance.choice((self._status100, self._status200, self._status_json)))
            threading.Event().wait(0.5 + chance.random())
        if told is not None:
            while not self.check(told):
                threading.Event().wait(1)

    # --- what is checked ----------------------------------------------------------------------------

    def look(self, told: Told, status: Callable[[Told], str | None] | None = None) -> None:
        """Ask for the status of a job once; its end never changes."""
        state = (status or self._status_json)(told)
        if state in ENDS and not told.end:
            told.end = state
        if state is not None and told.end and state != told.end:
            self.asker.complain(f"{told} is {state} now")

    def check(self, told: Told) -> bool:
        """Check the end of a job, and its result; return False when there was no answer."""
        if told.end != "successful":
            if told.end != "dismissed" or not told.dismissed:
                self.asker.complain(f"{told} has ended so")
            return True
        if told.dismissed:
            self.asker.complain(f"{told} was told to be dismissed")
        answer = self._about("GetResult", told)
        if answer is None:
            return False
        content = answer.text("LiteralValue").encode() or answer.text("Data").encode()
        if answer.right and told.output == "page":
            page = self.asker.ask(answer.document.find(".//{*}Reference").get("{http://www.w3.org/1999/xlink}href"))
            if page is None:
                return False
            content = page.content
        if content != told.expected:
            self.asker.complain(f"{told} gave {content[:200]!r}: {answer.told}")
        return True

    def _status100(self, told: Told) -> str | None:
        answer = self.asker.ask(f"{self.url}/jobs/{told.id}/status.xml")
        if answer is None:
            return None
        status = answer.document.find("{*}Status")
        if not answer.right or status is None:
            self.asker.complain(answer.told)
            return None
        word = str(etree.QName(status[0]).localname)
        if word == "ProcessFailed":
            return "dismissed" if 'exceptionCode="Dismissed"' in answer.content.decode() else "failed"
        return STATES_100.get(word, "running")

    def _status200(self, told: Told) -> str | None:
        answer = self._about("GetStatus", told)
        if answer is not None and (not answer.right or answer.text("JobID") != told.id):
            self.asker.complain(answer.told)
            return None
        return None if answer is None else STATES_200.get(answer.text("Status"), "running")

    def _status_json(self, told: Told) -> str | None:
        answer = self.asker.ask(f"{self.url}/jobs/{told.id}")
        if answer is not None and (not answer.right or answer.document["jobID"] != told.id):
            self.asker.complain(answer.told)
            return None
        return None if answer is None else str(answer.document["status"])

    # --- how it is asked ----------------------------------------------------------------------------

    def _about(self, operation: str, told: Told) -> Answer | None:
        return self.asker.ask(self.wps, service="WPS", version="2.0.0", request=operation, jobId=told.id)

    def _ask(self, body: str | None = None, **query: object) -> Answer | None:
        return self.asker.ask(self.wps, seconds=SYNC, data=body, **query)

    def _inputs(self, word: str, seconds: float) -> dict[str, str]:
        return {"folder": str(self._stamps), "seconds": str(seconds), "word": word}

    def _body100(self, process: str, word: str, seconds: float, form: str) -> str:
        literal = {
            name: f"<wps:LiteralData>{text}</wps:LiteralData>" for name, text in self._inputs(word, seconds).items()
        }
        inputs = "".join(wire.data100(name, text) for name, text in literal.items())
        return str(wire.execute100(inputs, form, process=process))

    def _body200(self, process: str, output: str, word: str, seconds: float, transmission: str = "value") -> str:
        inputs = "".join(
            wire.input200(name, f"<wps:LiteralValue>{text}</wps:LiteralValue>")
            for name, text in self._inputs(word, seconds).items()
        )
        asked = f'<wps:Output id="{output}" transmission="{transmission}"/>'
        return str(wire.execute200(inputs, asked, process=process, mode="async"))
