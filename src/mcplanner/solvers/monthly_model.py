"""Starts as literals, one for each month and pace, and hours as a row for each month: larger, and seen by linear relaxations.

Floor 7. One of the two ways to write a `PlanModel`; the other is `interval_model`. "Has started by a month" is a sum of
literals here, so whatever compares starts is a row for each month too. An end is a variable only where validity asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mcplanner.problem import Option, Placement, PlanningProblem, Schedule
from mcplanner.solvers.demands import Demands
from mcplanner.solvers.engine import Affine, Literal, Term
from mcplanner.solvers.plan_model import PlanModel, Value


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take a candidate: from which offset, at which pace, and the literal that says so."""

    literal: Literal
    start: int
    option: Option

    @property
    def end(self) -> int:
        return self.start + self.option.months


class MonthlyModel(PlanModel):
    """A plan with a literal for each start of each option: R2 and R3 are that one of them holds."""

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int]) -> None:
        super().__init__(problem, compulsory)
        model = self.model
        self.ways = [
            [Way(model.boolean(), start, option) for option in candidate.options for start in option.starts]
            for candidate in problem.candidates
        ]
        self._ends: dict[int, int] = {}
        for index, ways in enumerate(self.ways):
            literals = [way.literal for way in ways]
            if index in compulsory:
                self.enrolled.append(self.yes)
                model.exactly_one(literals)
            else:
                self.enrolled.append(model.boolean())
                model.exactly_one([*literals, model.negated(self.enrolled[index])])

    def end(self, index: int) -> Affine:
        if index not in self._ends:
            end = self.model.member(sorted({way.end for way in self.ways[index]}))
            for way in self.ways[index]:
                self.model.linear(((1, end),), way.end, way.end, (way.literal,))
            self._ends[index] = end
        return Affine(self._ends[index])

    def literals_by(self, index: int, of_start: Callable[[int], Value]) -> list[tuple[Value, Literal]]:
        return [(of_start(way.start), way.literal) for way in self.ways[index]]

    def require_ended(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        self._require(needed, index, when, lambda way: way.end)

    def require_begun(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        self._require(needed, index, when, lambda way: way.start)

    def _require(self, needed: int, index: int, when: tuple[Literal, ...], ready: Callable[[Way], int]) -> None:
        """By no month has a candidate started whose need is not ready; the last row says that it is enrolled at all."""
        others = [(1, literal) for literal in when if literal != self.enrolled[index]]
        months = sorted({way.start for way in self.ways[index]})
        for month in months:
            met = [(-1, way.literal) for way in self.ways[needed] if ready(way) <= month]
            always = len(met) == len(self.ways[needed]) and (needed in self.compulsory or month != months[-1])
            if not always:
                started = [(1, way.literal) for way in self.ways[index] if way.start <= month]
                self.model.linear([*started, *others, *met], -1, len(others))

    def require_start(self, index: int, first: int, when: tuple[Literal, ...]) -> None:
        too_soon = [(1, way.literal) for way in self.ways[index] if way.start < first]
        self.model.linear([*too_soon, *((1, literal) for literal in when)], 0, len(when))

    def share(self, demands: Demands, capacity: Sequence[int]) -> None:
        """A row for each month, those left out that follow from the row of a month beside them."""
        rows: list[dict[Literal, int]] = [{} for _ in capacity]
        for own, ways, candidate in zip(demands, self.ways, self.problem.candidates, strict=True):
            demand_of = dict(zip(candidate.options, own, strict=True))
            for way in ways:
                if demand_of[way.option]:
                    for month in range(way.start, way.end):
                        rows[month][way.literal] = demand_of[way.option]

        def follows(month: int, other: int) -> bool:
            return 0 <= other < len(rows) and rows[month].keys() <= rows[other].keys() and capacity[month] >= capacity[other]

        for month, row in enumerate(rows):
            if follows(month, month + 1) or (follows(month, month - 1) and not follows(month - 1, month)):
                continue
            if sum(row.values()) > capacity[month]:
                self.model.linear([(demand, literal) for literal, demand in row.items()], 0, capacity[month])

    def fit(self, month: int, demands: Demands, capacity: int) -> None:
        """One row: what runs in a month asks together at most so much."""
        terms = []
        for own, ways, candidate in zip(demands, self.ways, self.problem.candidates, strict=True):
            demand_of = dict(zip(candidate.options, own, strict=True))
            terms += [(demand_of[way.option], way.literal) for way in ways if way.start <= month < way.end]
        self.model.linear([term for term in terms if term[0]], 0, capacity)

    def sum_of_starts(self) -> list[Term]:
        return [(way.start, way.literal) for ways in self.ways for way in ways if way.start]

    def shift(self, index: int, old: int) -> list[Term]:
        return [(abs(way.start - old), way.literal) for way in self.ways[index]]

    def schedule(self, values: Sequence[int]) -> Schedule:
        placements = [
            Placement(way.start, candidate.module, way.option.months, way.option.minutes_per_week)
            for candidate, ways in zip(self.problem.candidates, self.ways, strict=True)
            for way in ways
            if values[way.literal]
        ]
        return tuple(sorted(placements, key=lambda placement: (placement.start, placement.module)))
