"""The pages of the documentation, as tests read them: their prose, their fenced blocks, their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "cwl/README.md", "helm/README.md", "jobstore/README.md")
PAGES = sorted([*(ROOT / name for name in TOP), *(ROOT / "docs").rglob("*.md")])


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the file that the line above it names, if it names one."""

    language: str
    text: str
    file: str | None


def blocks(page: Path) -> Iterator[Block]:
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for match in found:
        above = match.string[: match.start()].rstrip().rsplit("\n\n", 1)[-1]
        named = re.search(r"`([\w./-]+\.\w+)`[^`]*$", above)
        yield Block(match[1], match[2], named[1] if named else None)


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def table(page: str, title: str) -> list[list[str]]:
    """Return the cells of the first table below a title, without its head; `code` without its marks."""
    text = (ROOT / page).read_text(encoding="utf-8").split(f"{title}\n", 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").replace("`", "").split("|")] for row in rows]
