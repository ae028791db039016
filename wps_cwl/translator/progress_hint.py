"""`wps:progress` on a tool: where it tells how far it is; `wps:lastStage`: how the last of its stages begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl import errors

FIELD, LAST_STAGE = "wps:progress", "wps:lastStage"
TERMINAL = "terminal"

_WPS = "https://w3id.org/wps-cwl#"


@dataclass(frozen=True)
class ProgressHint:
    """The tool draws bars of percentages when it writes to a terminal; `last_stage` begins the text of the last."""

    last_stage: str = ""


def read_hint(tool: Mapping[str, Any]) -> ProgressHint | None:
    """Return what a process of a resolved document says, None for nothing. Raises errors.InvalidDescription."""
    place, last = tool.get(f"{_WPS}progress"), tool.get(f"{_WPS}lastStage")
    if place is None and last is None:
        return None
    if place is None:
        raise errors.InvalidDescription(identifier=LAST_STAGE, reason=f"it has no meaning without {FIELD}: {TERMINAL}")
    if place != TERMINAL:
        raise errors.InvalidDescription(identifier=FIELD, reason=f'"{place}" is not a choice; choose from: {TERMINAL}')
    if tool.get("class") != "CommandLineTool":
        reason = (
            f"{FIELD} is for a CommandLineTool, and this is a {tool.get('class')}: say it of the tools of its steps"
        )
        raise errors.InvalidDescription(identifier=FIELD, reason=reason)
    if last is not None and not (isinstance(last, str) and last.strip()):
        reason = f"it is not the text by which the last stage begins: {last!r}"
        raise errors.InvalidDescription(identifier=LAST_STAGE, reason=reason)
    return ProgressHint(last or "")


def check(document: Any) -> None:
    """Look at all processes of a document, those inside of steps too. Raises errors.InvalidDescription."""
    for process in _processes(document):
        read_hint(process)


def _processes(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, dict):
        if f"{_WPS}progress" in node or f"{_WPS}lastStage" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _processes(item)
