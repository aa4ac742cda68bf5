"""A literal for each pace and month, "has begun by then", and a row of hours for each month: larger, and seen by relaxations.

One of the two ways to write a `PlanModel`; the other is `interval_model`. A start is the month in which "begun by"
turns true: the difference of two literals. So whatever compares starts is an implication, or a short row, for each month, from
which the engine learns more than from sums of starts. An end is a variable only where validity asks for it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from mcplanner.problem.model import Option, Placement, PlanningProblem, Schedule
from mcplanner.solvers.bounds.lifted_demands import Demands
from mcplanner.solvers.cpsat.engine import Affine, Literal, Term
from mcplanner.solvers.cpsat.plan_model import PlanModel, T


class StartWay(Struct, frozen=True, eq=False):
    """One way to take a candidate: from which offset, at which pace. Two that look alike may be of two candidates.

    Attributes
    ----------
    begun
        Holds where the candidate has begun by then, at this pace.
    before
        The same of the start before, where there is one: the way is taken where `begun` holds and `before` does not.
    """

    begun: Literal
    before: Literal | None
    start: int
    option: Option

    @property
    def months(self) -> range:
        """The months in which it takes hours, an evening or a place."""
        return range(self.start, self.start + self.option.months)

    @property
    def end(self) -> int:
        """The first offset before which it has ended."""
        return self.option.ended_by(self.start)

    @property
    def first_day(self) -> int:
        """The number of its first day."""
        return self.option.begin(self.start)

    @property
    def last_day(self) -> int:
        """The number of the day after its last."""
        return self.option.end(self.start)


def _start_of(way: StartWay) -> int:
    return way.start


def _first_day_of(way: StartWay) -> int:
    return way.first_day


def _last_day_of(way: StartWay) -> int:
    return way.last_day


class MonthlyModel(PlanModel):
    """A plan with a literal for each start of each option: R2 and R3 are that each turns true once, and one option at most."""

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int]) -> None:
        super().__init__(problem, compulsory)
        model = self.model
        self.ways: list[list[StartWay]] = []
        self._ends: dict[int, int] = {}
        for index, candidate in enumerate(problem.candidates):
            enrolled = self.yes if index in compulsory else model.boolean()
            self.enrolled.append(enrolled)
            chosen = [enrolled]
            if len(candidate.options) > 1:
                chosen = [model.boolean() for _ in candidate.options]
                model.exactly_one([*chosen, *(() if index in compulsory else (model.negated(enrolled),))])
            self.ways.append(
                [way for option, own in zip(candidate.options, chosen, strict=True) for way in self._ways_at(option, own)]
            )

    def _ways_at(self, option: Option, chosen: Literal) -> list[StartWay]:
        """The starts of an option, which is taken where a literal holds."""
        begun = [*(self.model.boolean() for _ in option.starts[1:]), chosen]
        for earlier, later in pairwise(begun):
            self.model.implies(earlier, later)
        return [
            StartWay(literal, before, start, option)
            for literal, before, start in zip(begun, [None, *begun], option.starts, strict=False)
        ]

    def sum_of(self, weighted: Iterable[tuple[int, StartWay]]) -> list[Term]:
        """The sum of the weights of the ways that are taken."""
        terms: dict[Literal, int] = {}
        for weight, way in weighted:
            terms[way.begun] = terms.get(way.begun, 0) + weight
            if way.before is not None:
                terms[way.before] = terms.get(way.before, 0) - weight
        return [(coefficient, literal) for literal, coefficient in terms.items() if coefficient]

    def end(self, index: int) -> Affine:
        if index not in self._ends:
            end = self.model.member(sorted({way.end for way in self.ways[index]}))
            of_the_way = self.sum_of((-way.end, way) for way in self.ways[index])
            self.model.linear([(1, end), *of_the_way], 0, 0, self.only_if(index))
            self._ends[index] = end
        return Affine(self._ends[index])

    def literals_by(self, index: int, of_start: Callable[[int], T]) -> list[tuple[T, Literal]]:
        ways_of: dict[T, list[StartWay]] = {}
        for way in self.ways[index]:
            ways_of.setdefault(of_start(way.start), []).append(way)
        if len(ways_of) == 1:
            return [(value, self.enrolled[index]) for value in ways_of]
        found = [(value, self.model.boolean()) for value in ways_of]
        for value, literal in found:
            self.model.linear([(1, literal), *self.sum_of((-1, way) for way in ways_of[value])], 0, 0)
        return found

    def require_ended(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        self._require(needed, index, when, _last_day_of, _first_day_of)

    def require_begun(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        self._require(needed, index, when, _start_of, _start_of)

    def _require(
        self,
        needed: int,
        index: int,
        when: tuple[Literal, ...],
        ready: Callable[[StartWay], int],
        begun: Callable[[StartWay], int],
    ) -> None:
        """By no time has a candidate begun whose need is not ready; the last row says that it is enrolled at all.

        Of times by which the same is ready, the last one says it for all.
        """
        others = [literal for literal in when if literal != self.enrolled[index]]
        for time, met in self._times_asked(needed, index, ready, begun):
            started = self._latest(index, begun, time)
            if len(started) == len(met) == 1 and not others:
                self.model.implies(started[0], met[0])
            else:
                asked = [(1, literal) for literal in (*started, *others)]
                self.model.linear([*asked, *((-1, literal) for literal in met)], -1, len(others))

    def _times_asked(
        self, needed: int, index: int, ready: Callable[[StartWay], int], begun: Callable[[StartWay], int]
    ) -> Iterator[tuple[int, tuple[Literal, ...]]]:
        """The times by which it is asked whether a need is ready, each with the literals of which one holds where it is."""
        times = sorted({begun(way) for way in self.ways[index]})
        last_with = {tuple(self._latest(needed, ready, time)): time for time in times}
        all_ready_by = max((ready(way) for way in self.ways[needed]), default=0)
        for met, time in last_with.items():
            if time < all_ready_by or (time == times[-1] and needed not in self.compulsory):
                yield time, met

    def _latest(self, index: int, of: Callable[[StartWay], int], time: int) -> list[Literal]:
        """For each option, a literal that holds where it was taken in a way whose value is at most some time."""
        latest = {way.option: way.begun for way in self.ways[index] if of(way) <= time}
        return list(latest.values())

    def require_start(self, index: int, first: int, when: tuple[Literal, ...]) -> None:
        too_soon = self._latest(index, _start_of, first - 1)
        self.model.linear([(1, literal) for literal in (*too_soon, *when)], 0, len(when))

    def share(self, demands: Demands, capacity: Sequence[int]) -> None:
        """A row for each month, those left out that follow from the row of a month beside them."""
        rows = self.demands_by_month(demands, len(capacity))

        def follows(month: int, other: int) -> bool:
            return 0 <= other < len(rows) and rows[month].keys() <= rows[other].keys() and capacity[month] >= capacity[other]

        for month, row in enumerate(rows):
            if follows(month, month + 1) or (follows(month, month - 1) and not follows(month - 1, month)):
                continue
            if sum(row.values()) > capacity[month]:
                self.model.linear(self.sum_of((demand, way) for way, demand in row.items()), 0, capacity[month])

    def demands_by_month(self, demands: Demands, months: int) -> list[dict[StartWay, int]]:
        """For each month, the ways that run in it and need something, with what they need."""
        rows: list[dict[StartWay, int]] = [{} for _ in range(months)]
        for own, ways, candidate in zip(demands, self.ways, self.problem.candidates, strict=True):
            demand_of = dict(zip(candidate.options, own, strict=True))
            for way in (way for way in ways if demand_of[way.option]):
                for month in way.months:
                    rows[month][way] = demand_of[way.option]
        return rows

    def fit(self, month: int, demands: Demands, capacity: int) -> None:
        """Add one row: modules that run in a month need together at most so much."""
        running = []
        for own, ways, candidate in zip(demands, self.ways, self.problem.candidates, strict=True):
            demand_of = dict(zip(candidate.options, own, strict=True))
            running += [(demand_of[way.option], way) for way in ways if month in way.months]
        self.model.linear(self.sum_of(running), 0, capacity)

    def sum_of_starts(self) -> list[Term]:
        return self.sum_of((way.start, way) for ways in self.ways for way in ways)

    def shift(self, index: int, old: int) -> list[Term]:
        return self.sum_of((abs(way.start - old), way) for way in self.ways[index])

    def schedule(self, values: Sequence[int]) -> Schedule:
        placements = [
            Placement.of(candidate, way.option, way.start)
            for candidate, ways in zip(self.problem.candidates, self.ways, strict=True)
            for way in ways
            if values[way.begun] and (way.before is None or not values[way.before])
        ]
        return tuple(sorted(placements, key=lambda placement: (placement.start, placement.module)))
