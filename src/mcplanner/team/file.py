"""The team file: people, groups, limits and what counts for all of them, as they are written.

Knows what is in it; not how it is written (`shape`), and not what the people in it are like (`reading`).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from mcplanner.ground.months import Month
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Employer, Residency
from mcplanner.team.model import Seats


class GroupLimits(Struct, frozen=True, kw_only=True):
    """A group, and how many of it may be away at one time."""

    id: str
    title: str | None = None
    in_class: int | None = None
    off: int | None = None


class TeamFile(Struct, frozen=True, kw_only=True):
    """A team, as kept in a file; people are not looked into here, for parts of them may stand in other files."""

    people: tuple[Mapping[str, Any], ...]
    title: str | None = None
    start: Month | None = None
    employer: Employer | None = None
    residency: Residency | None = None
    groups: tuple[GroupLimits, ...] = ()
    in_class: int | None = None
    off: int | None = None
    seats: tuple[Seats, ...] = ()
    budget: Decimal | None = None
    budget_per_year: Decimal | None = None
    catalogue: tuple[str, ...] = ()
    funding: str | None = None


class PersonFile(LearnerFile, frozen=True, kw_only=True):
    """One person: what a learner file says, and what the team adds.

    `target` is what the team needs of the person; it counts in place of the person's own targets and skills.
    """

    groups: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    by: Month | None = None
    file: str | None = None
    from_: str | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """The targets and skills that count."""
        return tuple(dict.fromkeys(self.target)) or self.wanted
