"""To whom a client may have its job told: URIs by the rules of inputs, addresses of mail by the operator's list."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from wps_cwl.engine.addresses import AddressGuard, ForbiddenAddress
from wps_cwl.engine.hop import NotAllowed, first_hop
from wps_cwl.errors import SubscriptionRefused
from wps_cwl.model import Channel, Subscription

LONGEST = 2000  # characters of a URI
# The dot-atoms of RFC 5322 and the letters of host names: no quotes, no comments, no spaces, no ends of lines
_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*"
    r"@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\Z",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Admission:
    """The operator's word; `recipients` are patterns of addresses, and empty where no mail is sent."""

    guard: AddressGuard
    subscribers: bool = True
    recipients: Sequence[str] = ()

    def admit(self, wish: Subscription) -> Subscription:
        """Return a wish as it is kept. Raises errors.SubscriptionRefused, whose text repeats no secret."""
        try:
            return self._mail(wish) if wish.channel is Channel.MAIL else self._uri(wish)
        except (NotAllowed, ForbiddenAddress) as error:
            raise SubscriptionRefused(name=wish.topic.value, reason=str(error)) from None  # it may hold the URI

    def _uri(self, wish: Subscription) -> Subscription:
        if not self.subscribers:
            raise NotAllowed("this server tells no URIs of jobs")
        if len(wish.target) > LONGEST or re.search(r"[\x00-\x20\x7f]", wish.target):
            raise NotAllowed(f"it is not a valid URI of {LONGEST} characters at most")
        hop = first_hop(wish.target, method="POST", headers=(), body=b"{}")
        try:
            self.guard.judge(hop.host, hop.port)  # of a name, its addresses are looked at each time that it is told
        except socket.gaierror as error:
            raise NotAllowed("the host name is not valid") from error
        return replace(wish, host=f"{hop.host}:{hop.port}")

    def _mail(self, wish: Subscription) -> Subscription:
        if not self.recipients:
            raise NotAllowed("this server sends no mail")
        if not _ADDRESS.match(wish.target):
            raise NotAllowed("it is not one plain address of mail, such as name@example.org")
        if not any(fnmatchcase(wish.target.lower(), pattern.lower()) for pattern in self.recipients):
            raise NotAllowed(f"the address is not one of those that get mail here: {', '.join(self.recipients)}")
        return replace(wish, host=Channel.MAIL.value)
