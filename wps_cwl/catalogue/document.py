"""One CWL file -> what cwltool makes of it: resolved, validated and packed; or its problems, with their lines."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # CWL documents are JSON of any shape
from urllib.parse import unquote, urlsplit

from cwl_utils.sandboxjs import set_js_engine
from cwltool.context import LoadingContext
from cwltool.load_tool import fetch_document, make_tool, resolve_and_validate_document
from cwltool.pack import pack
from cwltool.workflow import default_make_tool
from ruamel.yaml.error import YAMLError
from schema_salad.fetcher import DefaultFetcher
from schema_salad.utils import yaml_no_ts

from wps_cwl import errors
from wps_cwl.catalogue.javascript import CleanNode

Json = Any
logging.getLogger("cwltool").setLevel(logging.ERROR)  # its warnings are about style, and go to the author by `validate`
logging.getLogger("salad").setLevel(logging.ERROR)

set_js_engine(CleanNode())

# cwltool keeps the CWL schemas, and what it loads, in module globals
_LOCK = threading.RLock()


YAML = {".cwl", ".yml", ".yaml", ".json"}
ALIAS = re.compile(r"(?<![\w$])\*\w")


@dataclass(frozen=True)
class CwlDocument:
    """A valid CWL document.

    `tool` is resolved and brought up to the newest version; `packed` is JSON that stands alone, in the version of its
    author; `order` holds the identifiers of inputs and outputs as written; `files` is all that was read for it;
    `process` is cwltool's own object.
    """

    tool: Mapping[str, Json]
    packed: bytes
    order: tuple[str, ...]
    files: tuple[Path, ...]
    process: Any  # cwltool has no types


def load(path: Path) -> CwlDocument:
    """Read and validate a CWL file. Raises errors.InvalidProcess, and whatever cwltool raises."""
    with _LOCK:
        fetcher = _fetcher()
        context = LoadingContext(
            {
                "construct_tool_object": default_make_tool,
                "fetcher_constructor": fetcher,
                "skip_schemas": True,
                "do_update": True,
                "strict": True,
            }
        )
        context, written, uri = fetch_document(path.absolute().as_uri(), context)
        orders = _orders(written)  # before resolving, which sorts them
        context, uri = resolve_and_validate_document(context, written, uri)
        tool = make_tool(uri, context)
        fetcher.written_out = True  # packing reads all files again
        packed = pack(context, tool.tool["id"])
    return CwlDocument(
        tool=tool.tool,
        packed=json.dumps(packed, ensure_ascii=False).encode(),
        order=orders.get(_fragment(tool.tool["id"]), ()),
        files=tuple(sorted(fetcher.read)),
        process=tool,
    )


def _fetcher() -> Any:
    """Return a class that reads files only, and remembers which: cwltool makes the instances itself."""

    class FileFetcher(DefaultFetcher):  # type: ignore[misc]  # untyped upstream
        read: set[Path] = set()
        written_out = False

        def fetch_text(self, url: str, content_types: Sequence[str] | None = None) -> str:
            parts = urlsplit(url)
            if parts.scheme != "file":
                raise errors.InvalidProcess(path="", line=1, reason=f"{url} is not a file, and is not read")
            path = Path(unquote(parts.path))
            self.read.add(path)
            text = str(super().fetch_text(url, content_types))
            return _written_out(text) if self.written_out and path.suffix.lower() in YAML else text

    return FileFetcher


def _written_out(text: str) -> str:
    """Return a document without aliases: what is said twice by one would be packed as a reference to nothing.

    What is no document, as the text of an `$include`, stays as it is.
    """
    if not ALIAS.search(text):
        return text
    try:
        document = yaml_no_ts().load(text)
    except YAMLError:
        return text
    is_document = isinstance(document, Mapping) and not {"class", "$graph"}.isdisjoint(document)
    return json.dumps(document, ensure_ascii=False) if is_document else text


def _orders(written: Json) -> dict[str, tuple[str, ...]]:
    """Return, for each process of a document, its parameters as their author wrote them."""
    processes = written.get("$graph", [written]) if isinstance(written, Mapping) else []
    alone = len(processes) == 1
    return {
        "" if alone and "$graph" not in written else _fragment("#" + str(process.get("id", ""))): tuple(_names(process))
        for process in processes
        if isinstance(process, Mapping)
    }


def _names(process: Mapping[str, Json]) -> Iterator[str]:
    for kind in ("inputs", "outputs"):
        for declared in process.get(kind) or ():
            name = declared if isinstance(declared, str) else str(declared.get("id", ""))
            yield name.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _fragment(identifier: str) -> str:
    return identifier.rsplit("#", 1)[1] if "#" in identifier else ""
