"""One request on the way to a reference's bytes, and the next one when the server redirects."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import unquote, urljoin

from urllib3.util import Url, make_headers, parse_url

PORTS = {"http": 80, "https": 443}

# Headers by which a client could change where the request goes, where it ends, or what we make of the answer
OUR_HEADERS = frozenset(
    {"accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "te", "trailer"}
    | {"transfer-encoding", "upgrade"}
)

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")

Headers = tuple[tuple[str, str], ...]


class NotAllowed(Exception):
    """The URL or a header is not one that this server sends; the text may go to the client."""


@dataclass(frozen=True)
class Hop:
    """A request to one server. `headers` are the client's own: they go to the server that it named, to no other."""

    url: Url
    method: Literal["GET", "POST"] = "GET"
    headers: Headers = ()
    body: bytes | None = None
    content_type: str | None = None

    @property
    def scheme(self) -> str:
        """http or https."""
        return self.url.scheme or ""

    @property
    def host(self) -> str:
        """The host as it stands in the URL."""
        return self.url.host or ""

    @property
    def port(self) -> int:
        """The port of the URL, or the one of its scheme."""
        return self.url.port or PORTS[self.scheme]

    def redirected(self, status: int, location: str) -> Hop:
        """Return the request that follows a redirect (RFC 9110, clause 15.4); NotAllowed when it leads elsewhere."""
        url = web_url(location, base=self.url.url)
        following = replace(self, url=replace_auth(url))
        if status == 303 or (status in (301, 302) and self.method == "POST"):
            following = replace(following, method="GET", body=None, content_type=None)
        return following if _same_server(self, following) else replace(following, headers=())


def first_hop(href: str, *, method: Literal["GET", "POST"], headers: Headers, body: bytes | None) -> Hop:
    """Return the request that a reference asks for; NotAllowed names what may not be sent."""
    url = web_url(href)
    names = [_checked(name, value).lower() for name, value in headers]
    if url.auth and "authorization" not in names:
        headers = (*headers, *_basic(url.auth).items())
    content_type = next((value for name, value in headers if name.lower() == "content-type"), None)
    headers = tuple((name, value) for name, value in headers if name.lower() != "content-type")
    if body is None:
        return Hop(replace_auth(url), method, headers)
    guessed = "text/xml" if body.lstrip().startswith(b"<") else "application/octet-stream"
    return Hop(replace_auth(url), method, headers, body, content_type or guessed)


def web_url(href: str, *, base: str = "") -> Url:
    """Parse a URL that may be asked for: http or https, with a host."""
    try:
        url = parse_url(urljoin(base, href))
    except ValueError as error:  # urllib3's LocationParseError is one too
        raise NotAllowed("it is not a valid URL") from error
    if url.scheme not in PORTS:
        raise NotAllowed(f'"{_shown(url.scheme)}:" addresses are not allowed; choose from: http:, https:')
    if not url.host:
        raise NotAllowed("the URL names no host")
    return url


def replace_auth(url: Url) -> Url:
    """Return the URL without the user and password in it."""
    return url._replace(auth=None)


def _basic(auth: str) -> dict[str, str]:
    try:
        return make_headers(basic_auth=unquote(auth))
    except UnicodeEncodeError:  # which holds them
        raise NotAllowed("its user or password has characters that are not those of ISO 8859-1") from None


def _checked(name: str, value: str) -> str:
    if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
        raise NotAllowed(f'the header "{_shown(name)}" is not well-formed')
    if name.lower() in OUR_HEADERS or name.lower().startswith("proxy-"):
        raise NotAllowed(f'the header "{name}" may not be set')
    return name


def _same_server(one: Hop, other: Hop) -> bool:
    upgraded = (one.scheme, one.port, other.scheme, other.port) == ("http", 80, "https", 443)
    same = (one.scheme, one.port) == (other.scheme, other.port)
    return one.host == other.host and (same or upgraded)


def _shown(text: str | None) -> str:
    return re.sub(r"[^\x20-\x7e]", "?", text or "")[:40]
