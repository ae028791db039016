"""The bytes that a server sends, decoded without ever holding more than a piece of them."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from urllib3 import BaseHTTPResponse

PIECE = 1 << 16
GZIP_OR_ZLIB = 47  # zlib's wbits: either header, found out by itself


class Undecodable(Exception):
    """The bytes are not what they are said to be; the text may go to the client."""


class TooLarge(Exception):
    """There are more bytes than the limit allows."""


def pieces(response: BaseHTTPResponse, *, limit: int) -> Iterator[bytes]:
    """Yield the content of an answer; TooLarge as soon as it is known to exceed the limit, coded or decoded."""
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > limit:
        raise TooLarge
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    raw = bounded(_raw(response), limit=limit)
    if encoding in ("identity", ""):
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Undecodable("the server sent a content encoding that was not asked for")
    return bounded(inflated(raw), limit=limit)


def bounded(parts: Iterable[bytes], *, limit: int) -> Iterator[bytes]:
    """Yield the parts, up to a limit of bytes."""
    total = 0
    for part in parts:
        total += len(part)
        if total > limit:
            raise TooLarge
        yield part


def inflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip or zlib data hold, in small pieces however much a part of it swells."""
    decoder = zlib.decompressobj(GZIP_OR_ZLIB)
    try:
        for part in parts:
            rest = part
            while rest:
                if decoder.eof:  # gzip data may be several members, one after the other
                    decoder = zlib.decompressobj(GZIP_OR_ZLIB)
                yield decoder.decompress(rest, PIECE)
                rest = decoder.unconsumed_tail or decoder.unused_data
        yield decoder.flush()
    except zlib.error as error:
        raise Undecodable("what the server sent is not valid gzip data") from error
    if not decoder.eof:
        raise Undecodable("the gzip data that the server sent end too early")


def data_url(href: str, *, limit: int) -> bytes:
    """Return the bytes in a `data:` URL (RFC 2397)."""
    match = re.fullmatch(r"data:([^,]*),(.*)", href, re.IGNORECASE | re.DOTALL)
    if match is None:
        raise Undecodable("the data: URL has no comma")
    data = unquote_to_bytes(match[2])
    if match[1].lower().replace(" ", "").endswith(";base64"):
        try:
            data = base64.b64decode(re.sub(rb"\s", b"", data), validate=True)
        except binascii.Error as error:
            raise Undecodable("the data: URL does not hold valid base64") from error
    if len(data) > limit:
        raise TooLarge
    return data


def _raw(response: BaseHTTPResponse) -> Iterator[bytes]:
    while piece := response.read1(PIECE, decode_content=False):
        yield piece
