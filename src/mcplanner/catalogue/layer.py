"""A file that changes a catalogue: what it adds, amends and hides.

Knows the shape of the file alone; `files.layers` puts it over a catalogue.
"""

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from mcplanner.catalogue.shape import Award, Module, Provider, Role, Subject
from mcplanner.ground.shapes import Reference, Shape, Text, WrittenDate


class Amendment(Shape):
    """Keys of an entry that get other values; `was` is its title when the amendment was written, for when it is gone."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)

    id: Reference
    was: Text | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.changes:
            raise PydanticCustomError("amends_nothing", "changes nothing")
        return self

    @property
    def changes(self) -> dict[str, Any]:
        """The new values by their keys, as they were read."""
        return dict(self.model_extra or {})


class Layer(Shape):
    """A later catalogue file: everything in it may be left out."""

    title: Text | None = None
    as_of: WrittenDate | None = None
    currency: Literal["SGD"] = "SGD"
    fields: tuple[Subject, ...] = ()
    providers: tuple[Provider, ...] = ()
    modules: tuple[Module, ...] = ()
    awards: tuple[Award, ...] = ()
    roles: tuple[Role, ...] = ()
    amend: tuple[Amendment, ...] = Field(default=(), description="entries of the files before, with the keys that change")
    hide: tuple[Reference, ...] = Field(default=(), description="ids of entries of the files before that are taken out")
