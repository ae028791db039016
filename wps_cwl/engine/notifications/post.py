"""Posts JSON to a URL: one request, no redirects, and an end to all waiting."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # JSON of any shape

from urllib3 import HTTPHeaderDict, Timeout
from urllib3 import exceptions as urllib3_errors

from wps_cwl import __version__
from wps_cwl.engine.addresses import AddressGuard, ForbiddenAddress
from wps_cwl.engine.connections import Deadline, manager
from wps_cwl.engine.fetch import NETWORK_REASONS
from wps_cwl.engine.hop import NotAllowed, first_hop
from wps_cwl.engine.notifications.failure import NotTold

TIMELY = {408, 425, 429}  # answers of 4xx that may be others in a while
ID = "WPS-Notification"  # the header with the identifier, which is the same each time that it is tried


@dataclass(frozen=True)
class Poster:
    """Posts to the hosts that the guard allows; `seconds` is for one request, until its answer has begun."""

    guard: AddressGuard
    tls: ssl.SSLContext
    seconds: float = 10.0

    def post(self, url: str, document: Mapping[str, Any], *, id: str) -> None:
        """Post a document. Raises NotTold, also when the receiver leads elsewhere: nobody has named that host."""
        body = json.dumps(document, ensure_ascii=False).encode()
        headers = (("Content-Type", "application/json"), (ID, id), ("User-Agent", f"wps-cwl/{__version__}"))
        try:
            hop = first_hop(url, method="POST", headers=headers, body=body)
            with Deadline(self.seconds) as deadline:
                connections = manager(self.guard, deadline, self.tls, None)
                try:
                    response = connections.urlopen(
                        "POST",
                        hop.url.url,
                        body=body,
                        headers=HTTPHeaderDict([*hop.headers, ("Content-Type", "application/json")]),
                        redirect=False,
                        retries=False,
                        preload_content=False,
                        timeout=Timeout(connect=self.seconds, read=self.seconds),
                    )
                    response.close()
                finally:
                    connections.clear()
        except (NotAllowed, ForbiddenAddress) as error:
            raise NotTold(str(error), again=False) from None  # from none: it may hold the URL
        except urllib3_errors.HTTPError as error:
            reason = next((text for kind, text, _ in NETWORK_REASONS if isinstance(error, kind)), "the network failed")
            raise NotTold(reason, again=True) from None
        check(response.status)


def check(status: int) -> None:
    """Raise NotTold for an answer that is no success."""
    if 300 <= status < 400:
        raise NotTold(f"it answered {status}: redirects are not followed", again=False)
    if not 200 <= status < 300:
        raise NotTold(f"it answered {status}", again=status >= 500 or status in TIMELY)
