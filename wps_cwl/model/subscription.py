"""What a client wants to be told of its job, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Topic(Enum):
    """What a client may want to be told; the words are the parameters by which it asks for that."""

    SUCCESS = "successUri"
    PROGRESS = "inProgressUri"
    FAILURE = "failedUri"
    END = "notifyEmail"


class Channel(Enum):
    """How somebody is told."""

    SUBSCRIBER = "subscriber"  # a URI of the client (OGC 18-062r2, requirements class callback)
    CALLBACK = "callback"  # the URL of the operator
    MAIL = "mail"


@dataclass(frozen=True)
class Subscription:
    """A client's wish: `target` is a URI, or an address of mail. It may hold a secret, and is shown to nobody.

    `host` is that of the URI.
    """

    topic: Topic
    target: str
    host: str = ""

    @property
    def channel(self) -> Channel:
        """How it is told."""
        return Channel.MAIL if self.topic is Topic.END else Channel.SUBSCRIBER
