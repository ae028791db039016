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

    def stage(
        self,
        source: ComplexValue | ReferenceValue,
        cwl: CwlType,
        form: Format,
        *,
        name: str = "",
        packed: tuple[Format, ...] = (),
    ) -> dict[str, JsonValue]:
        """Plan a File or a Directory, and return its CWL object; it is called `name`, or as its source says.

        `packed` are the formats that a file may have inside a zip archive.
        """
        folder = f"inputs/{_UNSAFE.sub('_', self.identifier)}/{len(self.files)}"
        is_zip = media_types.matches(form.media_type, "application/zip")
        name = _plain(name) or _file_name(source, form, self.identifier)
        if cwl.kind is CwlKind.DIRECTORY:
            path = f"{folder}/{PurePosixPath(name).stem or 'directory'}"
            self.files.append(StagedFile(self.identifier, path, source, unpack="directory"))
            return {"class": "Directory", "location": path}
        path = f"{folder}/{name}"
        if is_zip and cwl.secondary:
            staged_file = StagedFile(self.identifier, path, source, "file", cwl.secondary, packed)
        else:
            staged_file = StagedFile(self.identifier, path, source)
        self.files.append(staged_file)
        staged: dict[str, JsonValue] = {"class": "File", "location": path}
        return staged | {"format": form.cwl} if form.cwl else staged

    def check_scheme(self, value: ReferenceValue) -> None:
        """Refuse at once what no fetch would allow; addresses are checked when they are known."""
        for href in filter(None, (value.href, value.body_href)):
            try:
                scheme = urlsplit(href).scheme.lower()
            except ValueError as error:
                raise self._not_accessible(f'"{href}" is not a valid URL') from error
            if scheme not in {"http", "https", "data", "s3"}:
                shown = f'"{scheme}:" references are' if scheme else "references without a scheme are"
                raise self._not_accessible(f"{shown} not allowed; choose from: http:, https:, data:, s3:")

    def _not_accessible(self, reason: str) -> errors.DataNotAccessible:
        return errors.DataNotAccessible(identifier=self.identifier, reason=reason, locator=self.identifier)


def _file_name(source: ComplexValue | ReferenceValue, form: Format, identifier: str) -> str:
    address = source.href if isinstance(source, ReferenceValue) and not source.href.startswith("data:") else ""
    name = _plain(unquote(urlsplit(address).path).rsplit("/", 1)[-1])
    if name and "." in name:
        return name
    return f"{name or _plain(identifier) or 'input'}{media_types.extension(form.media_type)}"


def _plain(name: str) -> str:
    return _UNSAFE.sub("_", name).lstrip("-.")[-150:]
