"""The price of a profile: what it asks for what its jobs use."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wps_cwl.settings.section import Section
from wps_cwl.settings.values import Amount, Kind

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$"), Kind("ISO 4217 code")]


class Price(Section):
    """What jobs of this profile cost; without any amount, they have no price."""

    currency: Currency = Field(default="EUR", description="The currency of these amounts.")
    core_hour: Amount | None = Field(default=None, description="For each core of a step, for each hour that it ran.")
    gpu_hour: Amount | None = Field(default=None, description="For each GPU of a step, for each hour that it ran.")
    gb_hour: Amount | None = Field(
        default=None, description="For each GB (10^9 bytes) of the most memory a step had, for each hour that it ran."
    )
    job: Amount | None = Field(default=None, description="For each job of which a step ran.")
