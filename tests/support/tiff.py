"""GeoTIFF files of any size that hold no pixels: readers take what is missing as 0."""

from __future__ import annotations

import struct

TILE = 8192  # columns and rows
_SHORT, _LONG, _ASCII = 3, 4, 2


def tiff(width: int, height: int, *, bands: int = 1, metadata: str = "") -> bytes:
    """Return an image of unsigned bytes; `metadata` is XML for the tag that GDAL keeps its own in."""
    side = TILE if max(width, height) > TILE else 256
    tiles = -(-width // side) * -(-height // side)
    entries = [
        (256, _LONG, [width]),
        (257, _LONG, [height]),
        (258, _SHORT, [8] * bands),
        (259, _SHORT, [1]),  # not compressed
        (262, _SHORT, [1]),  # 0 is black
        (277, _SHORT, [bands]),
        (284, _SHORT, [1]),
        (322, _LONG, [side]),
        (323, _LONG, [side]),
        (324, _LONG, [0] * tiles),  # where a tile is: nowhere
        (325, _LONG, [0] * tiles),
    ]
    texts = [(42112, metadata.encode() + b"\0")] if metadata else []
    count = len(entries) + len(texts)
    after, tags, rest = 8 + 2 + 12 * count + 4, b"", b""
    for tag, kind, values in entries:
        data = struct.pack(f"<{len(values)}{'H' if kind == _SHORT else 'I'}", *values)
        tags, rest = _add(tags, rest, (tag, kind, len(values), data), after)
    for tag, text in texts:
        tags, rest = _add(tags, rest, (tag, _ASCII, len(text), text), after)
    return struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<H", count) + tags + bytes(4) + rest


def _add(tags: bytes, rest: bytes, entry: tuple[int, int, int, bytes], after: int) -> tuple[bytes, bytes]:
    tag, kind, number, data = entry
    head = struct.pack("<HHI", tag, kind, number)
    if len(data) <= 4:
        return tags + head + data.ljust(4, b"\0"), rest
    return tags + head + struct.pack("<I", after + len(rest)), rest + data + bytes(len(data) % 2)
