"""An application -> the text of its CWL document (CWL v1.2, CommandLineTool); the same text every time."""

from __future__ import annotations

from typing import Any  # CWL documents are JSON of any shape

import yaml

from wps_cwl.translator.otb import corrections, drivers, inputs, outputs, virtual
from wps_cwl.translator.otb.model import Application, Kind

Json = Any
HEAD = "# Written by `wps-cwl otb generate` from OTB {version}; changes get lost.\n"


def render(application: Application) -> str:
    """Return the CWL document of an application."""
    document = build(corrections.apply(application))
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return HEAD.format(version=application.version) + text


def build(application: Application) -> dict[str, Json]:
    """Return the CWL document of an application whose corrections are made."""
    memory = [argument.key for argument in application.arguments if argument.kind is Kind.MEMORY]
    written = outputs.build(application)
    return {
        "cwlVersion": "v1.2",
        "class": "CommandLineTool",
        "$namespaces": {"wps": "https://w3id.org/wps-cwl#"},
        "label": application.name,
        "doc": _doc(application),
        "wps:version": application.version,
        "wps:keywords": ["Orfeo ToolBox", *application.tags],
        "wps:progress": "terminal",
        "wps:lastStage": "Writing",  # of an image, which most applications end with; others have their own texts
        "requirements": {
            "InlineJavascriptRequirement": _javascript(application),
            "ResourceRequirement": {"coresMin": 1, "ramMin": 1024},
            "EnvVarRequirement": {
                "envDef": {
                    "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": "$(String(runtime.cores))",
                    **drivers.ENVIRONMENT,
                }
            },
            **_own_copies(application),
        },
        "hints": {"SoftwareRequirement": {"packages": {"otb": {"version": [application.version]}}}},
        "baseCommand": virtual.command(application),
        # half of the memory: OTB counts its buffers only, and GDAL's cache, models and the program come on top
        "arguments": [{"prefix": f"-{key}", "valueFrom": "$(Math.floor(runtime.ram / 2))"} for key in memory],
        "inputs": inputs.build(application),
        "outputs": written,
        **({"stdout": outputs.PRINTED} if application.values else {}),
    }


def _javascript(application: Application) -> dict[str, Json]:
    functions = outputs.library(application)
    return {"expressionLib": functions} if functions else {}


def _own_copies(application: Application) -> dict[str, Json]:
    """Return the requirement by which an input that gets changed is a copy in the folder of the run."""
    entries = [f'$(inputs["{argument.key}"])' for argument in application.arguments if argument.updated]
    if not entries:
        return {}
    return {"InitialWorkDirRequirement": {"listing": [{"entry": entry, "writable": True} for entry in entries]}}


def _doc(application: Application) -> str:
    parts = [
        application.summary,
        application.text,
        application.limitations and f"Limitations: {application.limitations}",
        application.see_also and f"See also: {application.see_also}",
    ]
    return inputs.plain("\n\n".join(part.strip() for part in parts if part))


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, lists of words in one line, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    lines = "\n".join(line.rstrip().replace("\t", " ") for line in text.split("\n"))
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", lines if style else text, style=style)


def _list(dumper: yaml.SafeDumper, items: list[Json]) -> yaml.SequenceNode:
    words = all(isinstance(item, (str, int, float)) and "\n" not in str(item) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=words)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
