"""The JSON Schemas of the files that people write, for editors that complete and check while one types.

Knows which files there are, and their shapes; not how they are read.
"""

from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import DecimalSchema

from mcplanner.catalogue.shape import Catalogue
from mcplanner.learner.shape import LearnerFile
from mcplanner.pricing.shape import Funding
from mcplanner.team.shape import PersonFile, TeamFile


class WholeTeamFile(TeamFile):
    """A team file with the shape of its people, who are looked into only once their own files and sheets are read."""

    people: tuple[PersonFile, ...] = Field(min_length=1)  # type: ignore[assignment]


SCHEMAS: dict[str, tuple[type[BaseModel], str]] = {
    "catalogue": (Catalogue, "What can be studied, when it starts, what it needs first, and what it stacks into."),
    "funding": (Funding, "Subsidies, GST, credit and what is paid back later, each with its source."),
    "learner": (LearnerFile, "The learner: hours, wishes, what you hold and what is under way."),
    "team": (WholeTeamFile, "People who share limits: who needs what by when, how many may be away, budgets and seats."),
}
"""The files that people write, each with its shape and what it is for."""


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one of the files in `SCHEMAS`, for editors that complete and check while you type.

    It accepts the same shapes as loading, but for three things that JSON Schema cannot express: it does not count decimal
    places, it takes 5.0 and 1e3 for whole numbers, and a date need not exist in the calendar.
    """
    model, description = SCHEMAS[name]
    schema = model.model_json_schema(by_alias=True, schema_generator=_FileSchema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"mcplan {name}",
        "description": description,
    }


class _FileSchema(GenerateJsonSchema):
    """Decimals are numbers only; pydantic would also let them be text."""

    def decimal_schema(self, schema: DecimalSchema) -> dict[str, Any]:
        number: dict[str, Any] = super().decimal_schema(schema)["anyOf"][0]
        return number

    def encode_default(self, dft: Any) -> Any:
        return int(dft) if isinstance(dft, Decimal) else super().encode_default(dft)
