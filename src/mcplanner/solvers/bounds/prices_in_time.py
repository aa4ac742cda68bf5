"""The least cost of a plan where prices change with time: not everything can be taken when it is cheapest.

Pure Python on a `PlanningProblem`. The months in which prices change cut the plan into spans. What starts from a change on runs
from there to the end, and what starts before it has ended soon after; through each pattern of months there is only so much
room for either (`calendar_patterns`). Whatever takes room is charged for it, and the room that there is given back: any charges
prove a bound (a Lagrangian relaxation), and those that prove the most are sought, one after another.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import Weighing
from mcplanner.problem.model import Candidate, Option, PlanningProblem
from mcplanner.solvers.bounds.bits import members
from mcplanner.solvers.bounds.calendar_patterns import PatternView
from mcplanner.solvers.bounds.least_weight import UNATTAINABLE, LeastWeight

FINENESS = 1 << 10
"""The parts of a cent in which charges are counted."""

MOST_SPANS = 8
"""Into more spans a plan is not cut: after the last cut each price is the least."""

MOST_RAISED = 40
"""How often a charge is changed at most; mostly a few times are enough."""

MOST_TRIED = 30
"""How many values of a charge are tried at most each time."""

STEPS = 4
"""How much further each step goes to where a charge is too high."""

Spans = tuple[bool, ...]
"""Some spans: whether each is among them."""


class _Room(Struct, frozen=True):
    """The room for what starts in some spans: how much each candidate needs of it, and how much there is."""

    needs: tuple[int, ...]
    spans: Spans
    size: int


class _Charged(Struct, frozen=True):
    """What some charges prove.

    Attributes
    ----------
    charges
        What is charged for each room.
    costs
        What each candidate costs in each span with these charges; UNATTAINABLE where it has no start.
    given_back
        What is given back for all room that there is.
    cost
        What no plan costs less than.
    taken, span_of
        The candidates that cost the least with these charges, as bits, and the span in which each costs the least.
    """

    charges: tuple[int, ...]
    costs: list[list[int]]
    given_back: int
    cost: int
    taken: int
    span_of: list[int]

    def beyond(self, room: _Room) -> int:
        """How much more of a room is taken than there is."""
        return sum(room.needs[index] for index in members(self.taken) if room.spans[self.span_of[index]]) - room.size


class PricesInTime:
    """The least cost of a problem by one way to weigh modules, and which starts cost more than a limit allows."""

    def __init__(
        self,
        problem: PlanningProblem,
        weighing: Weighing,
        least_weight: LeastWeight,
        views: Iterable[PatternView],
        limit: int | None,
    ) -> None:
        """Find out until it is more than a limit, if there is one: then there is no plan."""
        self._cuts = (0, *_changes(problem)[: MOST_SPANS - 1], problem.horizon)
        self._problem = problem
        self._least_weight = least_weight
        self._rooms = [*self._scarce(views)]
        costs = [self._in_each_span(weighing, own) for own in problem.candidates]
        self._best = self._charged((0,) * len(self._rooms), costs, FINENESS * weighing.free)
        self._dearest = sum(max(cost for cost in own if cost < UNATTAINABLE) for own in costs)
        self._enough = self._dearest if limit is None else FINENESS * limit
        for _ in range(MOST_RAISED):
            if not self._raise():
                break

    @property
    def least(self) -> int:
        """What no plan costs less than."""
        return -(-self._best.cost // FINENESS)

    def affordable(self, options: Sequence[tuple[Option, ...]], limit: int) -> list[tuple[Option, ...]]:
        """Some options of each candidate without the starts with which no plan costs as little as a limit."""
        return [
            tuple(self._only_in(own, [cost <= FINENESS * limit for cost in self._costs_with(index)]))
            for index, own in enumerate(options)
        ]

    def _costs_with(self, index: int) -> list[int]:
        """What no plan costs less than that starts a candidate in each span."""
        best = self._best
        least = [min(own) for own in best.costs]
        least[index] = 0
        others = self._least_weight.of(least) - best.given_back
        return [others + own for own in best.costs[index]]

    def _only_in(self, options: Iterable[Option], spans: Sequence[bool]) -> Iterator[Option]:
        """Some options with those of their starts that are in some spans."""
        if all(spans):
            yield from options
            return
        for option in options:
            starts = tuple(start for start in option.starts if spans[self._span(start)])
            if starts:
                yield replace(option, starts=starts)

    def _span(self, start: int) -> int:
        return bisect_right(self._cuts, start) - 1

    def _in_each_span(self, weighing: Weighing, own: Candidate) -> list[int]:
        """The least that a candidate costs in each span."""
        found = [UNATTAINABLE] * (len(self._cuts) - 1)
        for start in {start for option in own.options for start in option.starts}:
            span = self._span(start)
            found[span] = min(found[span], FINENESS * weighing.weight(own, start))
        return found

    def _scarce(self, views: Iterable[PatternView]) -> Iterator[_Room]:
        """The rooms into which not everything fits, seen through each pattern: from each cut on, and for what starts before."""
        longest = _longest(self._problem)
        known: dict[tuple[tuple[int, ...], Spans], int] = {}
        for view in views:
            checkpoint()
            for spans, size in self._sizes(view, longest):
                if sum(view.needs) > size:
                    known[view.needs, spans] = min(size, known.get((view.needs, spans), size))
        return (_Room(needs, spans, size) for (needs, spans), size in known.items())

    def _sizes(self, view: PatternView, longest: int) -> Iterator[tuple[Spans, int]]:
        """The room from each cut on, and before what starts before the cut has ended, each with the spans that it is for."""
        starts = self._cuts[:-1]
        for cut in starts:
            yield tuple(first >= cut for first in starts), view.room[-1] - view.room[cut]
            if cut:
                yield tuple(first < cut for first in starts), view.room[min(self._problem.horizon, cut - 1 + longest)]

    def _charged(self, charges: tuple[int, ...], costs: list[list[int]], given_back: int) -> _Charged:
        checkpoint()
        least = [min(own) for own in costs]
        cost, taken = self._least_weight.choice(least)
        span_of = [own.index(cheapest) for own, cheapest in zip(costs, least, strict=True)]
        return _Charged(charges, costs, given_back, cost - given_back, taken, span_of)

    def _with_charge(self, number: int, charge: int) -> _Charged:
        """The best charges with another one for a room."""
        best, room = self._best, self._rooms[number]
        more = charge - best.charges[number]
        costs = [
            [cost + more * need if counts else cost for cost, counts in zip(own, room.spans, strict=True)] if need else own
            for own, need in zip(best.costs, room.needs, strict=True)
        ]
        charges = (*best.charges[:number], charge, *best.charges[number + 1 :])
        return self._charged(charges, costs, best.given_back + more * room.size)

    def _raise(self) -> bool:
        """Change one charge so that more is proved; return whether one was found, unless what is proved is enough."""
        if self._best.cost > self._enough:
            return False
        beyond = [self._best.beyond(room) / max(1, room.size) for room in self._rooms]
        for number in sorted(range(len(beyond)), key=lambda number: -abs(beyond[number])):
            if beyond[number] > 0 or (beyond[number] and self._best.charges[number]):
                found = max(self._tried(number), key=lambda charged: charged.cost, default=self._best)
                if found.cost > self._best.cost:
                    self._best = found
                    return True
        return False

    def _tried(self, number: int) -> Iterator[_Charged]:
        """The charges with others for one room, until none of them proves more.

        What is proved is concave in a charge, and rises with it as long as more is taken than there is room for. So it is the
        greatest where a tangent on which it rises meets one on which it falls; where they meet is tried next.
        """
        room, low, high = self._rooms[number], self._best, self._best
        if low.beyond(room) < 0:
            yield (low := self._with_charge(number, 0))
        step = self._dearest // sum(room.needs) + 1
        while high.beyond(room) > 0 and high.cost <= self._enough:
            low, step = high, STEPS * step
            yield (high := self._with_charge(number, low.charges[number] + step))
        for _ in range(MOST_TRIED):
            rise, fall = low.beyond(room), high.beyond(room)
            start, end = low.charges[number], high.charges[number]
            if rise <= 0 or fall >= 0:
                return
            meeting = (high.cost - low.cost + rise * start - fall * end) // (rise - fall)
            if not start < meeting < end:
                return
            yield (tried := self._with_charge(number, meeting))
            low, high = (tried, high) if tried.beyond(room) > 0 else (low, tried)


def _changes(problem: PlanningProblem) -> list[int]:
    """The months in which the price of something changes."""
    return sorted({step.first for own in problem.candidates for step in own.prices if 0 < step.first < problem.horizon})


def _longest(problem: PlanningProblem) -> int:
    """How many months the longest option takes."""
    return max((option.months for own in problem.candidates for option in own.options), default=0)
