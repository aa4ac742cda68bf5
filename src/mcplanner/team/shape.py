"""The team file as people write it: each class here is the shape of the class of its name in `file`, or in `model`.

Knows the shape; not whether the names in it exist, nor in which file and line they are.
"""

from typing import Annotated, Any

from pydantic import Field, StrictInt

from mcplanner.ground.shapes import Id, Reference, Shape, Text, WrittenMonth
from mcplanner.learner import shape as learner
from mcplanner.learner.model import Employer, Residency
from mcplanner.team import file, model

Limit = Annotated[StrictInt, Field(ge=0, le=100_000)]


class GroupLimits(Shape):
    """A group, and how many of it may be away at one time."""

    makes = file.GroupLimits

    id: Id
    title: Text | None = None
    in_class: Limit | None = None
    off: Limit | None = None


class Seats(Shape):
    """The seats that a team has in a module."""

    makes = model.Seats

    module: Reference
    seats: Limit
    start: WrittenMonth | None = None


class TeamFile(Shape):
    """A team, as kept in a file."""

    makes = file.TeamFile

    people: tuple[dict[str, Any], ...] = Field(min_length=1)
    title: Text | None = None
    start: WrittenMonth | None = None
    employer: Employer | None = None
    residency: Residency | None = None
    groups: tuple[GroupLimits, ...] = ()
    in_class: Limit | None = None
    off: Limit | None = None
    seats: tuple[Seats, ...] = ()
    budget: learner.Dollars | None = None
    budget_per_year: learner.Dollars | None = None
    catalogue: learner.OneOrMore = ()
    funding: Text | None = None


class PersonFile(learner.LearnerFile):
    """One person: the keys of a learner file, and what the team adds."""

    makes = file.PersonFile

    groups: learner.OneOrMore = ()
    target: learner.OneOrMore = ()
    by: WrittenMonth | None = None
    file: Text | None = None
    from_: Text | None = Field(default=None, alias="from")
