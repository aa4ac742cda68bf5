"""The least change of one wish with which there is a plan.

Goes through the changes of a wish and asks, through a function it is given, whether there is a plan.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from mcplanner.explain.smallest_sets import smallest_set
from mcplanner.explain.wish import Asked, Changed, GivingUp, Steps

IsPossible = Callable[[Asked], bool | None]
"""Says whether there is a plan at all; None where that was not settled in time."""


class LeastChange(Struct, frozen=True):
    """The change, None where no change of the wish helps; and whether that is proved."""

    changed: Changed | None
    proved: bool


def least_change(changes: Steps | GivingUp[Any], is_possible: IsPossible) -> LeastChange:
    """The least change of a wish that works."""
    return _first(changes, is_possible) if isinstance(changes, Steps) else _fewest(changes, is_possible)


def _first(steps: Steps, is_possible: IsPossible) -> LeastChange:
    """The first of ever greater changes that works, by halving: if a change works, every greater one does."""
    most = is_possible(steps.changed(steps.count - 1)[1]) if steps.count > 0 else False
    if most is not True:
        return LeastChange(None, proved=most is False)
    low, high = 0, steps.count - 1
    proved = True
    while low < high:
        middle = (low + high) // 2
        answer = is_possible(steps.changed(middle)[1])
        proved &= answer is not None
        if answer is True:
            high = middle
        else:
            low = middle + 1
    return LeastChange(steps.changed(low), proved)


def _fewest(several: GivingUp[Any], is_possible: IsPossible) -> LeastChange:
    """Give up as few of several things as possible."""
    found = smallest_set(several.items, lambda given_up: is_possible(several.changed(given_up)[1]))
    return LeastChange(None if found.items is None else several.changed(found.items), found.proved)
