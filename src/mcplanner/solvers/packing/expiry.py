"""What plans must remember of what has ended, where modules expire for an award.

Beneath `month_starts`. An award counts what ended at most so many months before it is earned. So of two plans that have started
and run the same, either may be the only one that can still earn it, and what ended when is part of where a plan stands. Little
of it matters, though: of what counts in every plan the first end, since all else must end soon enough after it; and of what may
count the ends that are so early that it may yet expire.

Arrays have a column for each plan; what is remembered has a row for each end.
"""

from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from itertools import accumulate

import numpy as np
from msgspec import Struct

from mcplanner.problem.model import PlanningProblem
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, bottom_up, candidates_of, held_ends
from mcplanner.solvers.bounds.bits import as_bits
from mcplanner.solvers.bounds.time_windows import needed_alone, needed_beneath
from mcplanner.solvers.packing.candidate_sets import Booleans, Numbers, Sets, as_sets, has, meet, words_for

LASTING = 1 << 40
"""Remembered instead of an end where nothing has ended yet, or nothing that may yet expire."""

EXPIRED = -(1 << 40)
"""Remembered instead of an end where it was too early for all that counts in every plan."""


class ExpiringAward(Struct, frozen=True):
    """An award for which modules expire.

    Attributes
    ----------
    months
        How long modules count for it.
    lasting
        What ends at this offset or later does not expire within the horizon.
    sure, others
        The candidates that count for it in every plan, and all others that can.
    held, others_held
        When the first of what is held and counts in every plan ended, and the first of all else that is held and may count;
        `LASTING` where there is none.
    row
        The place of the first end of what is sure among all that is remembered. Those of the others follow, each its own.
    """

    months: int
    lasting: int
    sure: tuple[int, ...]
    others: tuple[int, ...]
    held: int
    others_held: int
    row: int

    def rows_of_others(self) -> Iterator[tuple[int, int]]:
        """Each of the others, with its row."""
        return enumerate(self.others, self.row + 1)


class Expiry:
    """What one problem's plans must remember.

    Attributes
    ----------
    open
        The thresholds that may need more although they seem to be satisfied, since something that counted has expired.
    first_ends
        The rows of the first ends of what counts in every plan. Of two plans that differ in nothing else, whatever can follow
        on one can follow on the other whose first end is later: all else may end as late, and counts as long.
    awards, rest
        The awards, and for each what has yet to start of what counts in every plan.
    """

    def __init__(self, problem: PlanningProblem) -> None:
        assert problem.goal is not None, "a problem without a goal has no awards"
        expiring = list(_expiring_awards(problem, problem.goal))
        self.open = frozenset(bottom_up(*(node for node, own in expiring if own.others)))
        self.awards = [own for _, own in expiring]
        self.first_ends = [own.row for own in self.awards]
        words = words_for(len(problem.candidates))
        self._sure = [as_sets([as_bits(own.sure)], words) for own in self.awards]
        self.rest = [Rest(problem, own.sure) for own in self.awards]

    def of_nothing(self) -> Numbers:
        """What the plan of nothing remembers."""
        ends = (end for own in self.awards for end in (own.held, *(LASTING for _ in own.others)))
        return np.array([*ends], np.int64).reshape(-1, 1)

    def bound_by(self, index: int, end: int) -> list[int]:
        """The rows in which an end must stand for a candidate to count as well when it ends a month before an offset."""
        return [own.row for own in self.awards if end <= own.lasting and index in own.sure + own.others]

    def aged(self, month: int, ends: Numbers, ended: Sets, started: Sets, running: Sets) -> tuple[Numbers, Booleans]:
        """What plans remember when some months are over, and which of them may still earn what they must.

        Parameters
        ----------
        month
            The offset at which they are over.
        ended, started, running
            What has just ended; all that has started; and what of it has not ended.
        """
        ends, in_time = ends.copy(), np.ones(ends.shape[1], bool)
        for own, sure, rest in zip(self.awards, self._sure, self.rest, strict=True):
            sure_ended = meet(ended, sure)[:, 0]
            first = ends[own.row]
            if month < own.lasting:
                np.minimum(first, month, out=first, where=sure_ended)
            for row, index in own.rows_of_others():
                _remember(own, row, month, ends, has(ended, index))
            remembered = ends[own.row : own.row + 1 + len(own.others)]
            if (remembered == LASTING).all():
                continue
            due = np.maximum(np.where(sure_ended, month, 0), rest.last_end(month, started))
            in_time &= due <= first + own.months
            in_time &= rest.has_hours(month, first + own.months, started)
            remembered[1:][remembered[1:] + own.months < due] = EXPIRED
            if not own.others:
                first[~meet(~(started & ~running), sure)[:, 0]] = LASTING
        return ends, in_time


class Rest:
    """What has yet to start of some candidates that every plan has, and of what these need before them.

    Attributes
    ----------
    in_order
        All of these, each after what it needs.
    needs, ends, energy
        For each of them what it needs; its earliest end from each offset on; and what it takes at least, in minutes a week
        times months.
    hours_before
        The minutes a week of all months before each offset.
    """

    def __init__(self, problem: PlanningProblem, candidates: Sequence[int]) -> None:
        self._candidates = candidates
        self.needs: dict[int, list[int]] = {}
        waiting = [*candidates]
        while waiting:
            index = waiting.pop()
            if index not in self.needs:
                self.needs[index] = [*needed_alone(problem.candidates[index].before)]
                waiting += self.needs[index]
        self.in_order = [*TopologicalSorter(self.needs).static_order()]
        self.ends = {index: _ends_from(problem, index) for index in self.in_order}
        self.energy = {index: problem.candidates[index].least_energy for index in self.in_order}
        self.hours_before = np.array([*accumulate(problem.budget, initial=0)], np.int64)

    def is_sure(self, index: int) -> bool:
        """Return whether one of them is a candidate itself, and not only needed by one."""
        return index in self._candidates

    def last_end(self, month: int, started: Sets) -> Numbers:
        """When the last of the candidates that has not started as a month begins can have ended, at the earliest; or 0."""
        lacking = {index: ~has(started, index) for index in self.in_order}
        ends: dict[int, Numbers] = {}
        for index in self.in_order:
            ready = np.full(started.shape[1], month)
            for need in self.needs[index]:
                np.maximum(ready, ends[need], out=ready)
            ends[index] = np.where(lacking[index], self.ends[index].take(ready, mode="clip"), 0)
        last = np.zeros(started.shape[1], np.int64)
        for index in self._candidates:
            np.maximum(last, ends[index], out=last)
        return last

    def has_hours(self, month: int, end: Numbers, started: Sets) -> Booleans:
        """Whether the months from one on and before an end, if any, have the hours for all that has not started."""
        before = self.hours_before.take(np.maximum(month, end), mode="clip")
        asked = sum(np.where(has(started, index), 0, energy) for index, energy in self.energy.items())
        enough: Booleans = asked <= before - self.hours_before[month]
        return enough


def _ends_from(problem: PlanningProblem, index: int) -> Numbers:
    """For each offset the earliest end of a candidate that starts there or later; beyond all, where it cannot."""
    ends = np.full(problem.horizon + 2, LASTING, np.int64)
    for option in problem.candidates[index].options:
        for start in option.starts:
            ends[start] = min(ends[start], start + option.months)
    found: Numbers = np.minimum.accumulate(ends[::-1])[::-1]
    return found


def _remember(own: ExpiringAward, row: int, month: int, ends: Numbers, ended: Booleans) -> None:
    """Remember when one of the others ended, where it matters: unless it lasts, and outlasts nothing that may count."""
    first = ends[own.row]
    rows = [each for each, _ in own.rows_of_others() if each != row]
    counting = np.where(ends[rows] == EXPIRED, LASTING, ends[rows]).min(axis=0, initial=own.others_held)
    matters = (month < np.minimum(own.lasting, first)) | (month > np.minimum(first, counting) + own.months)
    ends[row][ended & matters] = month
    ends[row][ended & (month > first + own.months)] = EXPIRED


def _expiring_awards(problem: PlanningProblem, goal: Threshold) -> Iterator[tuple[Threshold, ExpiringAward]]:
    """The awards whose modules may expire within the horizon."""
    needed = frozenset(needed_beneath(goal))
    row = 0
    for node in bottom_up(goal):
        if node.valid_months is None or not _may_expire(problem, node, problem.horizon - node.valid_months):
            continue
        sure = frozenset(needed_beneath(node)) if node in needed else frozenset()
        own = _expiring_award(node, node.valid_months, problem.horizon, sure, row)
        yield node, own
        row += 1 + len(own.others)


def _may_expire(problem: PlanningProblem, node: Threshold, lasting: int) -> bool:
    """Return whether anything that counts for an award can end before an offset."""
    ends = (*(_first_end_of(problem, index) for index in candidates_of(node)), *held_ends(node))
    return min(ends, default=lasting) < lasting


def _first_end_of(problem: PlanningProblem, index: int) -> int:
    return min(option.starts[0] + option.months for option in problem.candidates[index].options)


def _held_ends(sure: frozenset[Node]) -> set[int]:
    """When what is held of what counts in every plan ended."""
    return {leaf.end for leaf in sure if isinstance(leaf, HeldNode) and leaf.end is not None}


def _expiring_award(node: Threshold, months: int, horizon: int, sure: frozenset[Node], row: int) -> ExpiringAward:
    """An award whose modules count for some months, of which some are sure to count."""
    lasting = horizon - months
    leaves = candidates_of(node)
    held = _held_ends(sure)
    others_held = (end for end in held_ends(node) if end not in held and end + months > 0)
    return ExpiringAward(
        months,
        lasting,
        sure=tuple(index for index in leaves if index in sure),
        others=tuple(index for index in leaves if index not in sure),
        held=min((end for end in held if end < lasting), default=LASTING),
        others_held=min(others_held, default=LASTING),
        row=row,
    )
