"""An audit: everything that an award or a role asks for, and how far each part of it is reached.

Plain values, complete for whoever shows them; knows neither how they were found nor a catalogue.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from mcplanner.catalogue.requirements import Requirement
from mcplanner.ground.months import Month
from mcplanner.plans.model import Note, RestsOn, Target


class Standing(StrEnum):
    """How far something is reached: by what is held alone, with what is under way, with what is planned, or not at all."""

    HELD = "held"
    UNDER_WAY = "under way"
    PLANNED = "planned"
    MISSING = "missing"
    NOT_NEEDED = "not needed"
    """Nor reached: enough else is, where there is a choice."""

    @property
    def rank(self) -> int:
        """Its position, 0 for what is held."""
        return list(Standing).index(self)


REACHED = (Standing.HELD, Standing.UNDER_WAY, Standing.PLANNED)
"""The standings of what is reached, or will be if all goes as it should."""


class Lapse(StrEnum):
    """Why a module that is passed, or will be, does not count in a place."""

    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"
    """It is named in other places of the same award too, which counts each module once, and counts better there."""


class LeftOut(StrEnum):
    """Where the parts of something stand that are not told."""

    ABOVE = "above"
    DEEP = "deep"
    """In an audit of its own: here they would lie too deep."""


class Passed(Struct, frozen=True):
    """A module that is passed, or will be, and counts in some place.

    Attributes
    ----------
    end
        Its last month of study; None where nobody knows it.
    until
        The last month in which it counts; None where it does not expire.
    lapse
        Why it does not count in a place where it might; None where it counts.
    """

    id: str
    title: str
    standing: Standing
    end: Month | None
    until: Month | None = None
    lapse: Lapse | None = None


class Part(Struct, frozen=True):
    """A part of what is asked for: a module, award, role or skill, or a group such as `any 2 of these`.

    Attributes
    ----------
    kind
        `module`, `role`, `skill`, the kind of an award, or of a group `all`, `any`, `choose` or `credits`.
    id
        None of a group.
    requirement
        What it asks for; of a module, a skill or a group, itself.
    needed, reached
        How much its parts must be worth together, and of that how much each standing brings; in half credits where it asks for
        credits. A single part is worth 1.
    worth
        What it is worth itself where it stands.
    earned
        The month in which an award is earned, or would be; None where it is not, or nobody knows.
    by
        The module that stands for a module or a skill that is reached.
    lapsed
        The modules that might stand for it and do not count here.
    first
        What a missing module needs before it, in words.
    left_out
        Where its parts stand that are not told; None if all are.
    fillers
        The modules any of which would do for a module or a skill that is missing.
    """

    kind: str
    id: str | None
    title: str
    requirement: Requirement
    standing: Standing
    needed: int = 1
    reached: Mapping[Standing, int] = field(default_factory=dict)
    worth: int = 1
    earned: Month | None = None
    by: Passed | None = None
    lapsed: tuple[Passed, ...] = ()
    first: str | None = None
    left_out: LeftOut | None = None
    fillers: frozenset[str] = frozenset()
    parts: tuple["Part", ...] = ()

    @property
    def missing(self) -> int:
        """How much of what its parts must be worth nothing brings."""
        return self.needed - sum(self.reached.values())

    def walk(self) -> Iterator["Part"]:
        """It and all its parts, in reading order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.parts))


class LearningHours(Struct, frozen=True):
    """The learning hours of what counts, in minutes, and the least that is missing.

    Attributes
    ----------
    missing
        No way to complete the whole needs less; None where there is no way without giving up what counts elsewhere. 0 too where
        something is missing and nobody knows how many hours it takes: then `is_known` is False.
    unknown
        How many of the modules that count have hours that nobody has published.
    """

    reached: Mapping[Standing, int]
    missing: int | None
    unknown: int = 0
    is_known: bool = True

    @property
    def total(self) -> int | None:
        """The least that the whole asks for, given what is reached; None where that is not known."""
        return None if self.missing is None or self.unknown or not self.is_known else sum(self.reached.values()) + self.missing

    @property
    def per_cent(self) -> int | None:
        """How much of it is held, at most; 100 only where all is."""
        return 100 * self.reached[Standing.HELD] // self.total if self.total else None


class Audit(Struct, frozen=True):
    """How far a learner is with one award or role.

    Attributes
    ----------
    month
        The month in which that is so.
    rests_on
        The figures that it uses. On those that decide the `finish` hangs the verdict; nothing is said of a cost.
    """

    month: Month
    target: Target
    root: Part
    hours: LearningHours
    notes: tuple[Note, ...]
    rests_on: RestsOn
    catalogue_title: str
    as_of: date


def with_levels(part: Part, level: int = 0) -> Iterator[tuple[Part, int]]:
    """A part and all its parts, each with how many it stands in."""
    yield part, level
    for each in part.parts:
        yield from with_levels(each, level + 1)
