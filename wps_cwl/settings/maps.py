"""The section `maps`: geographic results as WMS, WCS and WFS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wps_cwl.settings.section import Section
from wps_cwl.settings.values import Count, Kind, Otherwise, Seconds, Text, Texts

Choice = Annotated[bool | Literal["auto"], Kind("true, false or auto")]


class Maps(Section):
    """Which geographic results are offered as maps, by MapServer."""

    enabled: Choice = Field(
        default="auto",
        description="`auto`: where MapServer is found; `true`: it must be there; `false`: no maps, and no quick-looks.",
    )
    processes: Texts = Field(
        default=(),
        description="Identifiers of processes whose geographic outputs are all offered as maps, with `*`, `?` and "
        "`[...]`; beside the outputs that say so themselves (`wps:map`).",
    )
    mapserv: Annotated[Text | None, Otherwise("found on the PATH, or in /usr/lib/cgi-bin")] = Field(
        default=None, description="MapServer's program `mapserv`."
    )
    seconds: Seconds = Field(
        default=60,
        description="How long one request to a map may take, and how long it may take to look at one result.",
    )
    running: Annotated[Count | None, Otherwise("the number of CPUs")] = Field(
        default=None, description="How many requests to maps are answered at the same time."
    )
