"""What cwltool lets pass although the document cannot work, or does not mean what its author thinks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cwltool.process import INPUT_OBJ_VOCAB, Process
from ruamel.yaml.comments import CommentedMap
from schema_salad.validate import validate

from wps_cwl.catalogue.problems import Line, entries, line_of, main_of, parse, walk

EXPRESSIONS = {"expression", "outputEval", "valueFrom", "when"}


def oversights(path: Path, process: Process) -> list[Line]:
    """Return what is wrong with a document that cwltool made `process` of."""
    document = parse(path)
    main = main_of(document) or document
    found = [*_defaults(main, process), *_undeclared(document), *_javascript(document)]
    return sorted(found)


def _defaults(main: CommentedMap, process: Process) -> Iterator[Line]:
    schema = process.names.get_name("input_record_schema", None)
    types = {field.name: field.type for field in schema.fields} if schema is not None else {}
    for name, value, _ in entries(main.get("inputs")):
        default = value.get("default") if isinstance(value, Mapping) else None
        if default is not None and name in types and not validate(types[name], default, vocab=INPUT_OBJ_VOCAB):
            yield line_of(value, "default"), f'the default of "{name}" is not of its type: {default}'


def _undeclared(document: CommentedMap) -> Iterator[Line]:
    declared = document.get("$namespaces") or {}
    for node, key, _ in walk(document):
        if isinstance(key, str) and key.startswith("wps:") and "wps" not in declared:
            yield line_of(node, key), f"{key} has no meaning without wps under $namespaces"


def _javascript(document: CommentedMap) -> Iterator[Line]:
    if any("InlineJavascriptRequirement" in (key, value) for _, key, value in walk(document)):
        return
    for node, key, value in walk(document):
        if key in EXPRESSIONS and isinstance(value, str) and value.lstrip().startswith("${"):
            yield line_of(node, key), f"{key}: JavaScript needs InlineJavascriptRequirement under requirements"
