"""Which file of an archive is the primary one."""

from __future__ import annotations

import pytest

from wps_cwl.engine.secondary_files import NoPrimaryFile, choose, secondary_name
from wps_cwl.model import SecondaryFile

SHAPEFILE = (SecondaryFile("^.dbf", True), SecondaryFile("^.shx", True), SecondaryFile("^.prj", False))
BAM = (SecondaryFile(".bai", True),)
EXPRESSION = (SecondaryFile(None, True),)
NONE = ()


@pytest.mark.parametrize(
    ("primary", "pattern", "expected"),
    [
        ("a.bam", ".bai", "a.bam.bai"),
        ("a.bam", ".bai?", "a.bam.bai"),
        ("a.bam", "^.bai", "a.bai"),
        ("a.tar.gz", "^^.txt", "a.txt"),
        ("a", "^.dbf", "a.dbf"),
        ("a", "^^^.dbf", "a.dbf"),
        ("x.y/a.shp", "^.dbf", "x.y/a.dbf"),
        ("x.y/a", "^.dbf", "x.y/a.dbf"),
    ],
)
def test_patterns_follow_the_rules_of_cwl(primary, pattern, expected):
    assert secondary_name(primary, pattern) == expected


@pytest.mark.parametrize(
    ("names", "patterns", "primary", "secondary"),
    [
        ("a.dbf a.prj a.shp a.shx", SHAPEFILE, "a.shp", "a.dbf a.shx a.prj"),
        ("a.dbf a.shp a.shx", SHAPEFILE, "a.shp", "a.dbf a.shx"),
        ("a.cpg a.dbf a.qpj a.sbn a.shp a.shp.xml a.shx readme.txt", SHAPEFILE, "a.shp", "a.dbf a.shx"),
        ("A.SHP a.dbf a.shp a.shx", SHAPEFILE, "a.shp", "a.dbf a.shx"),
        ("d/a.dbf d/a.shp d/a.shx e/b.txt", SHAPEFILE, "d/a.shp", "d/a.dbf d/a.shx"),
        ("__MACOSX/._a.shp __MACOSX/x .DS_Store a.dbf a.shp a.shx", SHAPEFILE, "a.shp", "a.dbf a.shx"),
        ("a.bam a.bam.bai", BAM, "a.bam", "a.bam.bai"),
        ("a.bam a.bam.bai b.bam", BAM, "a.bam", "a.bam.bai"),
        ("a.tif", NONE, "a.tif", ""),
        ("a.tif a.tif.ovr a.tif.aux.xml a.tfw", NONE, "a.tif", ""),
        ("a.fa a.fa.fai", (SecondaryFile(".fai?", True),), "a.fa", "a.fa.fai"),
        ("a.fa", (SecondaryFile(".fai?", True),), "a.fa", ""),
        ("a.fa a.fa.fai a.fa.gzi", EXPRESSION, "a.fa", "a.fa.fai a.fa.gzi"),
        ("a.hdr a.img", (SecondaryFile(None, False), SecondaryFile("^.hdr", True)), "a.img", "a.hdr"),
        ("a.txt", NONE, "a.txt", ""),
    ],
)
def test_the_primary_file_is_the_one_that_has_its_secondary_files(names, patterns, primary, secondary):
    group = choose(reversed(names.split()), patterns)
    assert (group.primary, list(group.secondary)) == (primary, secondary.split())


@pytest.mark.parametrize(
    ("names", "patterns", "problem"),
    [
        ("", NONE, "no file in the archive could be the input; it holds: nothing"),
        (
            "a.shp a.shx",
            SHAPEFILE,
            "no file in the archive could be the input with ^.dbf, ^.shx beside it; it holds: a.shp",
        ),
        ("d/a.shp a.dbf a.shx", SHAPEFILE, "no file"),
        ("a.bam a.bam.bai b.bam b.bam.bai", BAM, "more than one file in the archive could be the input with .bai"),
        ("a.tif b.tif", NONE, "more than one file in the archive could be the input; it holds: a.tif, b.tif"),
        ("a.txt b.txt", NONE, "more than one file"),
        (" ".join(f"{number}.tif" for number in range(30)), NONE, "and 10 more"),
    ],
)
def test_an_archive_without_one_primary_file_is_refused_with_what_it_holds(names, patterns, problem):
    with pytest.raises(NoPrimaryFile) as caught:
        choose(names.split(), patterns)
    assert problem in str(caught.value)
