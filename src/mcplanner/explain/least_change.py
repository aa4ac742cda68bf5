"""The least change of one wish with which there is a plan.

Goes through the changes of a wish and asks, through a function it is given, whether there is a plan.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.explain.smallest_sets import smallest_set
from mcplanner.explain.wish import Asked, Changed, GivingUp, OneOf, Steps
from mcplanner.plans.model import Plan

MOST_UNSETTLED = 5
"""The answers that were not settled in time after which no lesser change is sought: it would not be proved the least either."""

Search = Steps | OneOf | GivingUp[Any]
"""The changes of a wish, among which the least is sought."""

IsPossible = Callable[[Asked], bool | None]
"""Says whether there is a plan at all; None where that was not settled in time."""


FirstStep = Callable[[Steps], tuple[int | None, bool]]
"""Finds the first step that works, None where none does, and says whether that is proved."""


class LeastChange(Struct, frozen=True):
    """The change, None where no change of the wish helps; and whether that is proved."""

    changed: Changed | None
    proved: bool


def least_change_for_a_plan(changes: Search, is_possible: IsPossible, attempt: Callable[[Asked], Plan]) -> LeastChange:
    """The least change of a wish that works, where plans may tell what they need of it.

    No change is looked at that is greater than what a plan needs which the greatest of them allows; and one that is not proved
    the least is no greater than what a plan with it needs.
    """
    return _least(changes, is_possible, partial(_first_step_for_a_plan, is_possible=is_possible, attempt=attempt))


def least_change(changes: Search, is_possible: IsPossible) -> LeastChange:
    """The least change of a wish that works."""
    return _least(changes, is_possible, partial(_first_step, is_possible=is_possible))


def _least(changes: Search, is_possible: IsPossible, first_step: FirstStep) -> LeastChange:
    match changes:
        case Steps():
            return _first(changes, first_step)
        case OneOf():
            return _first_of_any(changes, is_possible, first_step)
        case GivingUp():
            return _fewest(changes, is_possible)


def _first_step_for_a_plan(steps: Steps, is_possible: IsPossible, attempt: Callable[[Asked], Plan]) -> tuple[int | None, bool]:
    """The first step that works, and whether that is proved, where plans may tell what they need of it."""
    if steps.needed is None or not steps.count:
        return _first_step(steps, is_possible)
    last = steps.count - 1
    most = steps.last_works or is_possible(steps.changed(last)[1])
    if most is not True:
        return None, most is False
    within = replace(steps, count=_enough(steps, last, attempt) + 1, last_works=True)
    found, proved = _first_step(within, is_possible)
    assert found is not None, "the last works"
    return found if proved else _enough(steps, found, attempt), proved


def _enough(steps: Steps, step: int, attempt: Callable[[Asked], Plan]) -> int:
    """The step that a plan with one needs, if it tells and is not greater; or else that step."""
    assert steps.needed is not None, "plans tell what they need"
    made = attempt(steps.changed(step)[1])
    needed = steps.needed(made) if made.enrolments else None
    return step if needed is None else min(needed, step)


def _first(steps: Steps, first_step: FirstStep) -> LeastChange:
    """The first of ever greater changes that works."""
    found, proved = first_step(steps)
    return LeastChange(None if found is None else steps.changed(found), proved)


def _first_of_any(one_of: OneOf, is_possible: IsPossible, first_step: FirstStep) -> LeastChange:
    """The change that works in the fewest steps, of the earliest kind.

    Where several kinds do not work together, none of them does; else each half of them is looked at, the earlier first.
    """
    best: Changed | None = None
    fewest, proved = one_of.longest, True
    waiting: list[Sequence[int]] = [range(len(one_of.kinds))]
    while waiting and fewest > 0:
        places = [place for place in waiting.pop() if _may_help(one_of.kinds[place], fewest)]
        if len(places) > 1:
            answer = is_possible(one_of.together(places, fewest - 1))
            proved &= answer is not None
            if answer is True:
                middle = len(places) // 2
                waiting += [places[middle:], places[:middle]]
        elif places:
            steps = one_of.kinds[places[0]]
            fewer = fewest < steps.count
            found, sure = first_step(replace(steps, count=fewest, last_works=False) if fewer else steps)
            proved &= sure
            if found is not None:
                best, fewest = steps.changed(found), found
    return LeastChange(best, proved)


def _may_help(steps: Steps, fewer_than: int) -> bool:
    """Return whether fewer steps than so many may make more possible than none does."""
    most = min(fewer_than, steps.count) - 1
    return steps.alike is None or steps.alike(most) != steps.alike(-1)


def _first_step(steps: Steps, is_possible: IsPossible) -> tuple[int | None, bool]:
    """The first step that works, and whether that is proved; by halving: if one works, every greater one does.

    After `MOST_UNSETTLED` answers that were not settled it is the least of those that are known to work.
    """
    count, low = steps.count, steps.next_unlike(-1, steps.count)
    if not steps.last_works and low >= count:
        return None, True
    most = steps.last_works or is_possible(steps.changed(count - 1)[1])
    if most is not True:
        return None, most is False
    high, unsettled = steps.first_alike(count - 1, low), 0
    while low < high and unsettled < MOST_UNSETTLED:
        middle = (low + high) // 2
        answer = is_possible(steps.changed(middle)[1])
        unsettled += answer is None
        if answer is True:
            high = steps.first_alike(middle, low)
        else:
            low = steps.next_unlike(middle, high)
    return high, not unsettled


def _fewest(several: GivingUp[Any], is_possible: IsPossible) -> LeastChange:
    """Give up as few of several things as possible."""
    found = smallest_set(several.items, lambda given_up: is_possible(several.changed(given_up)[1]))
    return LeastChange(None if found.items is None else several.changed(found.items), found.proved)
