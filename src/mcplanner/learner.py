"""What a learner brings and asks for: hours, months away, what is held, what is pinned or ruled out.

Floor 1. Knows the shape of these facts, not whether the ids in them exist nor what follows for a plan.
"""

from collections.abc import Mapping

from pydantic import Field, StrictInt

from mcplanner.catalogue import Mode, WrittenMonth
from mcplanner.months import Month
from mcplanner.requirements import Frozen, Id


class Held(Frozen):
    """A module passed before the plan; `ended` is its last month of study, None where that is not known."""

    module: Id
    ended: WrittenMonth | None = None


class Learner(Frozen):
    """One learner's facts and choices.

    Attributes
    ----------
    minutes_per_week
        The budget; None asks for the least that suffices.
    away
        Months in which nothing may run.
    only_modes, only_providers
        What may be used; empty means everything.
    skip
        Ids of modules, providers or modes that may not be used.
    pins
        Modules that start in the given month.
    """

    minutes_per_week: StrictInt | None = Field(default=None, ge=1)
    away: frozenset[Month] = frozenset()
    held: tuple[Held, ...] = ()
    only_modes: frozenset[Mode] = frozenset()
    only_providers: frozenset[Id] = frozenset()
    skip: frozenset[Id] = frozenset()
    pins: Mapping[Id, Month] = Field(default_factory=dict)
