"""The stages of the objective, their order, and what a proof of one of them may rest on.

Only names: `measures` says what a schedule is worth in a stage.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """One goal of the objective; stages are settled one after another."""

    FINISH = "finish"
    UNKNOWN_FEES = "unknown_fees"
    COST = "cost"
    MINUTES = "minutes"
    STARTS = "starts"
    PEAK = "peak"
    MOVED = "moved"
    SHIFT = "shift"


FIGURES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.FINISH: "finish_months",
        Stage.UNKNOWN_FEES: "unknown_fees",
        Stage.COST: "cost_cents",
        Stage.MINUTES: "minutes_total",
        Stage.PEAK: "peak_minutes_per_week",
        Stage.STARTS: "start_months_total",
        Stage.MOVED: "moved_modules",
        Stage.SHIFT: "moved_months",
    }
)
"""The name of each stage's figure with its unit: in the objective of a plan, and in files for other programs."""


class Basis(StrEnum):
    """What a proof rests on; each is enough by itself."""

    BOUND = "bound"
    """Arithmetic in integers."""
    SEARCH = "search"
    """An exhaustive search in integers that left nothing out."""
    ENGINE = "engine"
    """The engine, on a model of linear and Boolean constraints."""


def heaviest(bases: Iterable[Basis]) -> Basis:
    """What a proof rests on if its parts rest on these: the strongest tool among them."""
    return max(bases, key=list(Basis).index)


DEFAULT_STAGES = (Stage.FINISH, Stage.COST, Stage.MINUTES, Stage.STARTS)
"""Earliest finish, then lowest cost, then fewest hours, then earliest starts."""

KEEPING_STAGES = (Stage.MOVED, Stage.SHIFT)
"""The stages that keep an earlier plan, right after the finish: fewest modules moved or new, then fewest months moved."""


def with_unknown_fees(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """The stages of a problem in which fees are unknown: of these, as few as possible, before the cost of the others."""
    return tuple(each for stage in stages for each in ((Stage.UNKNOWN_FEES, stage) if stage is Stage.COST else (stage,)))
