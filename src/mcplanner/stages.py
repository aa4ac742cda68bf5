"""The stages of the objective, and what a proof in one of them may rest on.

Floor 0. Names alone: what a stage is worth in a plan stands where plans are known.
"""

from collections.abc import Iterable
from enum import StrEnum


class Stage(StrEnum):
    """A goal of the lexicographic objective."""

    FINISH = "finish"
    COST = "cost"
    MINUTES = "minutes"
    STARTS = "starts"
    PEAK = "peak"
    MOVED = "moved"
    SHIFT = "shift"


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
