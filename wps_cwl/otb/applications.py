"""The applications of an installation, as the translator knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from wps_cwl.otb import descriptor, help_text
from wps_cwl.otb.installation import Installation, OtbSilent
from wps_cwl.translator.otb.model import Application, Argument, Choice, Kind

# what the help lists beside the arguments of the application
_LAUNCHER_OWN = frozenset({"progress", "help", "inxml", "outxml", "testenv"})
_NOT_DESCRIBED = {"group": Kind.GROUP, "int32": Kind.MEMORY}


def read(installation: Installation, name: str) -> Application:
    """Return one application. Raises OtbSilent when its programs do not say what is expected of them."""
    written = installation.descriptor(name)
    told = installation.help(name)
    try:
        about = help_text.parse_about(told)
        keys = [key for key in help_text.parse_entries(told) if key not in _LAUNCHER_OWN]
        entries = help_text.parse_entries(installation.help(name, keys)) if keys else {}
        arguments = tuple(_arguments(keys, entries, {line.key: line for line in descriptor.parse(written)}))
    except (ValueError, KeyError, IndexError) as error:
        raise OtbSilent(application=name, reason=str(error)) from error
    return Application(
        name=name,
        version=about.version,
        summary=about.summary,
        text=about.text,
        limitations=about.limitations,
        see_also=about.see_also,
        tags=_tags(about.tags, descriptor.first_tag(written)),
        arguments=arguments,
    )


def _arguments(
    keys: Sequence[str], entries: Mapping[str, help_text.Entry], lines: Mapping[str, descriptor.Line]
) -> Iterator[Argument]:
    for key in keys:
        entry, line = entries[key], lines.get(key)
        yield Argument(
            key=key,
            kind=line.kind if line else _NOT_DESCRIBED[entry.type],
            title=line.title if line else entry.title,
            text=entry.text,
            mandatory=entry.mandatory,
            default=entry.default,
            choices=entry.choices if entry.keys or not line else tuple(Choice(name) for name in line.names),
        )


def _tags(line: str, first: str) -> tuple[str, ...]:
    """Return the tags of a line in which they are separated like their words are.

    The descriptor knows the first one; the others are told apart where a word begins as the names of OTB's own tags do.
    """
    rest = line.removeprefix(first).strip() if first and line.startswith(first) else line
    found = re.findall("|".join([*map(re.escape, _LONG_TAGS), r"\S+"]), rest)
    return tuple(dict.fromkeys([first, *found] if first else found))


_LONG_TAGS = (
    "Change Detection",
    "Dimensionality Reduction",
    "Feature Extraction",
    "Image Analysis",
    "Image Dynamic",
    "Image Filtering",
    "Image Manipulation",
    "Image MetaData",
    "Image MultiResolution",
    "Radiometric Indices",
    "Vector Data Manipulation",
)
