"""A file of settings that is no YAML: what is wrong and where is told, and nothing of what stands there."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from wps_cwl.errors import Misconfigured
from wps_cwl.settings import load


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "database:\n  url: postgresql://u:se: secret@h/n",
            "mapping values are not allowed here, in line 2, column 25",
        ),
        ("database:\n  url: 'secret", "found unexpected end of stream, in line 2"),
        ("database: {url: *secret}", "found undefined alias ..., in line 1"),
        ("database: {url: secret\x00}", "special characters are not allowed"),
        ("database: {url: secr\xe9t}".encode("latin-1"), "invalid continuation byte"),
    ],
    ids=["colon", "quote", "alias", "null", "latin-1"],
)
def test_what_is_wrong_with_a_file_is_told_without_its_lines(text: str | bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "wps-cwl.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(Misconfigured) as refused:
        load(path, {})
    assert problem in str(refused.value)
    assert "secr" not in "".join(traceback.format_exception(refused.value))
