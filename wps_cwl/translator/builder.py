"""Collects the files of a job order while its values are built."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pydantic import JsonValue

from wps_cwl import errors
from wps_cwl.model import ComplexValue, CwlKind, CwlType, Format, ReferenceValue, StagedFile
from wps_cwl.translator import media_types

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass
class Builder:
    """Collects the files of a job order while it is built; `identifier` and `index` say which value is at work."""

    files: list[StagedFile] = field(default_factory=list)
    identifier: str = ""
    index: int = 0

    def at(self, identifier: str, index: int) -> Builder:
        """Return a builder for one value of an input, which collects into the same list."""
        return Builder(self.files, identifier, index)

    def invalid(self, reason: str) -> errors.InvalidInput:
        """Return the error that names the input at work, for the caller to raise."""
        return errors.InvalidInput(identifier=self.identifier, reason=reason, locator=self.identifier)

    def stage(self, source: ComplexValue | ReferenceValue, cwl: CwlType, form: Format) -> dict[str, JsonValue]:
        """Plan a File or a Directory, and return its CWL object."""
        folder = f"inputs/{_UNSAFE.sub('_', self.identifier)}/{len(self.files)}"
        is_zip = media_types.matches(form.media_type, "application/zip")
        name = _file_name(source, form, self.identifier)
        if cwl.kind is CwlKind.DIRECTORY:
            path = f"{folder}/{PurePosixPath(name).stem or 'directory'}"
            self.files.append(StagedFile(self.identifier, path, source, unpack="directory"))
            return {"class": "Directory", "location": path}
        path = f"{folder}/{name}"
        unpacked = is_zip and cwl.secondary
        self.files.append(
            StagedFile(self.identifier, path, source, unpack="file" if unpacked else None, secondary=cwl.secondary)
        )
        staged: dict[str, JsonValue] = {"class": "File", "location": path}
        return staged | {"format": form.cwl} if form.cwl else staged

    def check_scheme(self, value: ReferenceValue) -> None:
        """Refuse at once what no fetch would allow; addresses are checked when they are known."""
        for href in filter(None, (value.href, value.body_href)):
            scheme = urlsplit(href).scheme.lower()
            if scheme not in {"http", "https", "data"}:
                raise errors.DataNotAccessible(
                    identifier=self.identifier,
                    reason=f'"{scheme}:" references are not allowed; choose from: http:, https:, data:',
                    locator=self.identifier,
                )


def _file_name(source: ComplexValue | ReferenceValue, form: Format, identifier: str) -> str:
    named = unquote(urlsplit(source.href).path).rsplit("/", 1)[-1] if isinstance(source, ReferenceValue) else ""
    name = _UNSAFE.sub("_", named).lstrip("-.")[-150:]
    if name and "." in name:
        return name
    return (name or _UNSAFE.sub("_", identifier).lstrip("-.") or "input") + media_types.extension(form.media_type)
