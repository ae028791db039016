"""What a file holds, as digests: the one that is told, and those by which S3 names what it has stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

PART = 8 << 20  # bytes of a part of an upload, and of the largest upload without parts
MOST_PARTS = 10_000  # S3 takes no more
_PIECE = 1 << 20


@dataclass(frozen=True)
class Content:
    """`etags` are those that the object can have: the MD5 of all, or of the MD5s of its parts."""

    size: int
    sha256: str
    etags: frozenset[str]

    @classmethod
    def of(cls, path: Path) -> Content:
        """Read a file once. Raises OSError."""
        length, left, size = part_size(path.stat().st_size), 0, 0
        sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
        parts = []
        with path.open("rb") as file:
            while piece := file.read(min(_PIECE, left or length)):
                if left == 0:
                    parts.append(hashlib.md5(usedforsecurity=False))
                    left = length
                for digest in (sha256, md5, parts[-1]):
                    digest.update(piece)
                left -= len(piece)
                size += len(piece)
        joined = hashlib.md5(b"".join(part.digest() for part in parts), usedforsecurity=False).hexdigest()
        return cls(size, sha256.hexdigest(), frozenset({md5.hexdigest(), f"{joined}-{len(parts)}"}))


def part_size(size: int) -> int:
    """Return the bytes of one part of an upload of so many."""
    least = -(-size // MOST_PARTS)
    return max(PART, -(-least // _PIECE) * _PIECE)
