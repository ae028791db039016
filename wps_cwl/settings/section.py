"""What all sections of the settings have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, field_validator, model_validator


class Section(BaseModel):
    """Keys that stand together. A key that is not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, keys: object) -> object:
        return {} if keys is None else keys  # every key of the section is commented out

    @field_validator("*", mode="before")
    @classmethod
    def _null(cls, value: object) -> object:
        return None if value == "null" else value  # so a variable says it
