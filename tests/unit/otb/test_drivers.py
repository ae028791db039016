"""Which of GDAL's drivers stand open inside OTB, and what else would lead a client's file elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
import yaml

from tests.support.service import ROOT
from wps_cwl.translator.otb import drivers, mapping

DRIVER = re.compile(r"^  (\S.*?) -[a-z, ]+- \(", re.MULTILINE)


def installed(**environment: str) -> set[str]:
    if not shutil.which("gdalinfo"):
        pytest.skip("gdalinfo (gdal-bin) is not installed")
    found = set()
    for program in ("gdalinfo", "ogrinfo"):
        done = subprocess.run(
            [program, "--formats"],
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        found |= set(DRIVER.findall(done.stdout))
    return found


def test_each_driver_of_the_installed_gdal_is_either_open_or_closed() -> None:
    found = installed()
    assert len(found) > 100
    assert found - drivers.OPEN - {*drivers.CLOSED, *drivers.SPACED} == set()


def test_nothing_but_the_open_drivers_is_left_under_the_environment_of_the_documents() -> None:
    assert installed(**drivers.ENVIRONMENT) <= drivers.OPEN


def test_with_virtual_rasters_open_again_nothing_else_is() -> None:
    environment = drivers.ENVIRONMENT | {"GDAL_SKIP": drivers.SKIP.removeprefix("VRT ")}
    assert installed(**environment) <= drivers.OPEN | {"VRT"}


def test_the_lists_are_sorted_and_apart() -> None:
    for names in (drivers.CLOSED, drivers.SPACED):
        assert list(names) == sorted(set(names), key=str.lower)
    assert not drivers.OPEN & {*drivers.CLOSED, *drivers.SPACED}
    assert not any(" " in name or "," in name for name in drivers.CLOSED)


def test_every_document_has_the_environment() -> None:
    files = list((ROOT / "cwl" / "processes" / "otb").glob("*.cwl"))
    assert files
    for file in files:
        declared = yaml.safe_load(file.read_text())["requirements"]["EnvVarRequirement"]["envDef"]
        assert declared.items() >= drivers.ENVIRONMENT.items(), file.name


@pytest.mark.parametrize("text", ["-inxml", " -outxml", "\t-inxml", "\n --outxml", "\u00a0-ram", "", "  "])
def test_no_text_is_a_key_of_otb(text: str) -> None:
    assert not re.fullmatch(mapping.TEXT, text)


@pytest.mark.parametrize("text", ["im1b1 - im1b2", "-2*im1b1", " -1.5", "a -outxml b", "x\n"])
def test_other_texts_are_taken(text: str) -> None:
    assert re.fullmatch(mapping.TEXT, text)


@pytest.mark.parametrize("name", ["otb-printed.txt", "cwl.output.json", "../a.tif", "-a.tif", ".hidden"])
def test_a_name_that_cwl_or_the_service_knows_is_none_of_a_file(name: str) -> None:
    assert not re.fullmatch(mapping.FILE_NAME, name)


def test_all_patterns_of_texts_refuse_a_key() -> None:
    for file in (ROOT / "cwl" / "processes" / "otb").glob("*.cwl"):
        for name, declared in yaml.safe_load(file.read_text())["inputs"].items():
            if (pattern := declared.get("wps:pattern")) is None:
                assert not str(declared["type"]).startswith("string") or "wps:allowedValues" in declared, name
                continue
            for text in ("-inxml", " -inxml", "\t--inxml"):
                assert not re.fullmatch(pattern, text), (file.name, name)
