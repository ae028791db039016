"""Names of the files that applications write: what stands on the command line, and what is found afterwards."""

from __future__ import annotations

import pytest
import yaml
from cwl_utils.expression import do_eval

from tests.support.service import ROOT
from wps_cwl.translator.otb import inputs, outputs
from wps_cwl.translator.otb.model import Application, Argument, Kind


def glob(argument: Argument, name: str) -> object:
    """Return the file that is looked for when a client has given a name."""
    built = outputs.build(Application("Any", "1", "", arguments=(argument,)))
    order = {f"{argument.key}_name": name}
    requirements = [{"class": "InlineJavascriptRequirement"}]
    return do_eval(built[argument.key]["outputBinding"]["glob"], order, requirements, None, None, {})


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        (Argument("out", Kind.OUTPUT_FILE, ""), "a.b.kmz"),
        (Argument("out", Kind.OUTPUT_FILE, "", numbered=True), "a.b_*.kmz"),
        (Argument("out", Kind.OUTPUT_FILE, "", appended="xt"), "a.bxt.kmz"),
    ],
    ids=["plain", "numbered", "appended"],
)
def test_a_file_is_looked_for_under_the_name_that_the_application_gives_it(argument: Argument, found: str) -> None:
    assert glob(argument, "a.b.kmz") == found


def test_a_name_that_needs_a_folder_gets_one() -> None:
    argument = Argument("out", Kind.OUTPUT_FILE, "", mandatory=True, rooted=True)
    binding = inputs.build(Application("Any", "1", "", arguments=(argument,)))["out_name"]["inputBinding"]
    assert binding == {"prefix": "-out", "valueFrom": '$("./" + self)'}


def test_an_index_must_be_chosen_as_without_one_the_application_fails() -> None:
    document = yaml.safe_load((ROOT / "cwl" / "processes" / "otb" / "RadiometricIndices.cwl").read_text())
    assert document["inputs"]["list"]["type"] == "string[]"
