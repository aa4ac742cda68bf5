"""Starts as variables and hours as one cumulative constraint over optional intervals: small, and quick to propagate.

One of the two ways to write a `PlanModel`; the other is `monthly_model`. For each candidate there are variables for
its start (its intakes are the domain) and, where it has several paces, which one.
"""

from collections.abc import Callable, Sequence

from mcplanner.problem.model import Candidate, Placement, PlanningProblem, Schedule
from mcplanner.solvers.bounds.lifted_demands import Demands
from mcplanner.solvers.cpsat.engine import Affine, Literal, Term
from mcplanner.solvers.cpsat.plan_model import PlanModel, T


class IntervalModel(PlanModel):
    """A plan with an interval for each candidate and option, there when the option is chosen."""

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int]) -> None:
        super().__init__(problem, compulsory)
        self._starts: list[int] = []
        self._ends: list[Affine] = []
        self._chosen: list[tuple[Literal, ...]] = []
        for index, candidate in enumerate(problem.candidates):
            self._take(index, candidate)
        self._intervals = [
            [
                self.model.interval(Affine(start), option.months, () if chosen == self.yes else (chosen,))
                for option, chosen in zip(candidate.options, own, strict=True)
            ]
            for candidate, start, own in zip(problem.candidates, self._starts, self._chosen, strict=True)
        ]

    def _take(self, index: int, candidate: Candidate) -> None:
        """R2 and R3: at most once, at one pace, in a month in which that pace may start."""
        model = self.model
        enrolled = self.yes if index in self.compulsory else model.boolean()
        starts = sorted({start for option in candidate.options for start in option.starts})
        start = model.member(starts)
        self.enrolled.append(enrolled)
        self._starts.append(start)
        if len(candidate.options) == 1:
            self._chosen.append((enrolled,))
            self._ends.append(Affine(start, candidate.options[0].months))
            return
        literals = tuple(model.boolean() for _ in candidate.options)
        model.linear([(1, literal) for literal in literals] + [(-1, enrolled)], 0, 0)
        end = model.integer(0, self.problem.horizon)
        for literal, option in zip(literals, candidate.options, strict=True):
            if len(option.starts) < len(starts):
                model.among(start, option.starts, (literal,))
            model.linear(((1, end), (-1, start)), option.months, option.months, (literal,))
        self._chosen.append(literals)
        self._ends.append(Affine(end))

    def start(self, index: int) -> int:
        """The variable that is the start of a candidate, if it is enrolled."""
        return self._starts[index]

    def end(self, index: int) -> Affine:
        return self._ends[index]

    def literals_by(self, index: int, of_start: Callable[[int], T]) -> list[tuple[T, Literal]]:
        starts_of: dict[T, list[int]] = {}
        for start in sorted({start for option in self.problem.candidates[index].options for start in option.starts}):
            starts_of.setdefault(of_start(start), []).append(start)
        if len(starts_of) == 1:
            return [(value, self.enrolled[index]) for value in starts_of]
        found = [(value, self.model.boolean()) for value in starts_of]
        for value, literal in found:
            self.model.among(self._starts[index], starts_of[value], (literal,))
        self.model.linear([*((1, literal) for _, literal in found), (-1, self.enrolled[index])], 0, 0)
        return found

    def require_ended(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        when = (*when, *(literal for literal in self.only_if(index) if literal not in when))
        self.model.linear(((1, self.enrolled[needed]),), 1, 1, when)
        end = self._ends[needed]
        assert end.variable is not None
        terms = ((1, self._starts[index]), (-1, end.variable))
        self.model.linear(terms, end.offset, self.problem.horizon, when)

    def require_begun(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        when = (*when, *(literal for literal in self.only_if(index) if literal not in when))
        self.model.linear(((1, self.enrolled[needed]),), 1, 1, when)
        self.model.linear(((1, self._starts[index]), (-1, self._starts[needed])), 0, self.problem.horizon, when)

    def require_start(self, index: int, first: int, when: tuple[Literal, ...]) -> None:
        self.model.linear(((1, self._starts[index]),), first, max(first, self.problem.horizon), when)

    def share(self, demands: Demands, capacity: Sequence[int]) -> None:
        """Each month that has less than the best one gets an interval that takes the difference."""
        loads = [
            (interval, demand)
            for own, own_intervals in zip(demands, self._intervals, strict=True)
            for interval, demand in zip(own_intervals, own, strict=True)
            if demand
        ]
        highest = max(capacity, default=0)
        for month, limit in enumerate(capacity):
            if limit < highest:
                loads.append((self.model.interval(Affine(None, month), 1), highest - limit))
        self.model.cumulative(loads, Affine(None, highest))

    def sum_of_starts(self) -> list[Term]:
        return [(1, self._start_if_enrolled(index)) for index in range(len(self._starts))]

    def _start_if_enrolled(self, index: int) -> int:
        """A variable that is at least the start of an enrolled candidate, and can be 0 for one that is not."""
        if self.enrolled[index] == self.yes:
            return self._starts[index]
        start = self.model.integer(0, self.problem.horizon)
        self.model.linear(((1, start), (-1, self._starts[index])), 0, self.problem.horizon, (self.enrolled[index],))
        return start

    def shift(self, index: int, old: int) -> list[Term]:
        most = self.problem.horizon + abs(old)
        shift = self.model.integer(0, most)
        self.model.linear(((1, shift), (-1, self._starts[index])), -old, 2 * most, self.only_if(index))
        self.model.linear(((1, shift), (1, self._starts[index])), old, 2 * most, self.only_if(index))
        return [(1, shift)]

    def schedule(self, values: Sequence[int]) -> Schedule:
        placements = [
            Placement.of(candidate, option, values[start])
            for candidate, start, chosen in zip(self.problem.candidates, self._starts, self._chosen, strict=True)
            for option, literal in zip(candidate.options, chosen, strict=True)
            if values[literal]
        ]
        return tuple(sorted(placements, key=lambda placement: (placement.start, placement.module)))
