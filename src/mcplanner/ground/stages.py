"""The stages of the objective, their order, and what a proof in one of them may rest on.

Names alone: what a schedule is worth in a stage stands in `measures`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """A goal of the lexicographic objective."""

    FINISH = "finish"
    COST = "cost"
    MINUTES = "minutes"
    STARTS = "starts"
    PEAK = "peak"
    MOVED = "moved"
    SHIFT = "shift"


FIGURES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.FINISH: "finish_months",
        Stage.COST: "cost_cents",
        Stage.MINUTES: "minutes_total",
        Stage.PEAK: "peak_minutes_per_week",
        Stage.STARTS: "start_months_total",
        Stage.MOVED: "moved_modules",
        Stage.SHIFT: "moved_months",
    }
)
"""What each of them is called with its unit: in the objective of a plan, and in files for other programs."""


class Basis(StrEnum):
    """What a proof rests on; each suffices alone."""

    BOUND = "bound"
    """Arithmetic in integers."""
    SEARCH = "search"
    """An exhaustive search in integers that left nothing out."""
    ENGINE = "engine"
    """The engine, on a model of linear and Boolean constraints."""


def heaviest(bases: Iterable[Basis]) -> Basis:
    """What a proof rests on whose parts rest on these: that of them which does the most."""
    return max(bases, key=list(Basis).index)


DEFAULT_STAGES = (Stage.FINISH, Stage.COST, Stage.MINUTES, Stage.STARTS)
"""Earliest finish, then lowest cost, then fewest hours, then earliest starts."""

KEEPING_STAGES = (Stage.MOVED, Stage.SHIFT)
"""Where an earlier plan is to be kept, right behind the finish: fewest modules moved or new, then fewest months."""
