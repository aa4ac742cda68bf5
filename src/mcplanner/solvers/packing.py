"""A plan, or the proof that there is none, month by month: what starts now, and does what is left still fit?

Floor 7. Pure Python on a `PlanningProblem` whose rules are few: hours, starts, prerequisites and the goal.

Where the hours barely suffice, a plan can leave little unused, and few sets of modules fill a month so well. A search that goes
through the months in order sees each hour that is lost at once, and gives up where what has not been studied needs more than
the months to come hold: by energy, and by prices (`prices`), of which those count that are on months to come.

Nothing starts that could have started a month before, nor what can be of no use any more. Moved or left out, the plan would be
as good: what is looked for is the plan of fewest modules, and of these the one with the least sum of starts, which has nothing
to move or to leave out. Where a plan stands is known to lead nowhere if one stood there before and the same could start.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, islice
from typing import NamedTuple

from mcplanner.problem import Placement, PlanningProblem, Schedule, clashes
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.demands import demands
from mcplanner.solvers.dominance import plain_needs
from mcplanner.solvers.prices import Costs, Prices, least_of_all
from mcplanner.solvers.watch import Watch
from mcplanner.solvers.windows import NEVER
from mcplanner.thresholds import Node, Threshold

Candidates = int
"""A set of candidates, as the bits of an integer."""

STATES_BETWEEN_LOOKS = 256
"""How many states are looked at before the next look at the clock."""

MOST_SETS = 5_000
"""Where more sets of modules can start in one month, loads are so light that this search is of no use: it ends undecided."""

MOST_SEEN = 100_000
"""How many states are remembered; where there are more, the search ends undecided."""


def can_be_packed(problem: PlanningProblem) -> bool:
    """Whether a problem has no other rules than this search knows."""
    return (
        problem.at_once is None
        and problem.evenings is None
        and problem.cost_limit_cents is None
        and problem.cost_limit_per_year_cents is None
        and problem.minutes_limit is None
        and problem.moved_limit is None
        and problem.shift_limit is None
        and not problem.exclusive
        and not problem.earlier
        and not problem.counts_once
        and not problem.expires
        and not clashes(problem)
        and not any(own.alongside.parts for own in problem.candidates)
        and all(own.least_energy and plain_needs(own) is not None for own in problem.candidates)
    )


class _Start(NamedTuple):
    """A candidate that may start now, at one of its paces."""

    candidate: int
    load: int
    months: int
    minutes_per_week: int


class _Running(NamedTuple):
    """A candidate that is not over when a month begins."""

    end: int
    candidate: int
    load: int


class _State(NamedTuple):
    """Where a plan stands when a month begins.

    Attributes
    ----------
    ended
        What ended as the month begins.
    left_over
        The hours that the month before left unused, in minutes a week.
    placed
        What has been placed last, and what before that.
    """

    month: int
    started: Candidates
    running: tuple[_Running, ...]
    ended: Candidates
    left_over: int
    placed: "_Placed | None"


class _Placed(NamedTuple):
    start: int
    chosen: tuple[_Start, ...]
    before: "_Placed | None"


class Packing:
    """A search that goes on where it stopped.

    Attributes
    ----------
    over
        Whether everything has been looked at: without a schedule, there is none.
    schedule
        The one that was found.
    """

    def __init__(self, bounds: Bounds, prices: Prices) -> None:
        assert bounds.problem is not None, "a problem without a plan need not be searched"
        self.over = False
        self.schedule: Schedule | None = None
        self._stuck = False
        self._problem = problem = bounds.problem
        self._demands = demands(problem)
        needs = [plain_needs(own) or frozenset() for own in problem.candidates]
        self._needs = [sum(1 << needed for needed in own) for own in needs]
        self._by_size = sorted(range(len(problem.candidates)), key=lambda index: -problem.candidates[index].least_energy)
        self._late = self._compulsory_by_last_start(bounds.compulsory)
        self._wanted = self._wanting()
        self._too_much = (_Energy(bounds).too_much, _Cost(bounds, prices).too_much)
        self._seen: set[tuple[object, ...]] = set()
        self._waiting: list[Iterator[_State]] = [iter((_State(0, 0, (), 0, 0, None),))]

    def search(self, states: int, watch: Watch) -> None:
        """Look at so many states at most, until a schedule is found, there are no more, or time is up."""
        for number in range(0 if self.over or self._stuck else states):
            state = self._next()
            self._stuck |= len(self._seen) > MOST_SEEN
            if self._stuck:
                return
            if state is None:
                self.over = True
            elif not self._wanted(state.started):
                self.schedule = self._schedule(state.placed)
                self.over = True
            elif state.month < self._problem.horizon:
                self._waiting.append(self._followers(state))
            if self.over or (number % STATES_BETWEEN_LOOKS == 0 and not watch.seconds_left):
                return

    def _next(self) -> _State | None:
        while self._waiting:
            state = next(self._waiting[-1], None)
            if state is not None:
                return state
            self._waiting.pop()
        return None

    def _followers(self, state: _State) -> Iterator[_State]:
        """Where a plan can stand a month later, the fullest month first; nothing where it has stood here before."""
        starts = self._starts(state)
        key = state.month, state.started, state.running, tuple(starts)
        if key in self._seen:
            return
        self._seen.add(key)
        month = state.month + 1
        free = self._problem.budget[state.month] - sum(running.load for running in state.running)
        sets = list(islice(_sets_within(starts, free), MOST_SETS + 1))
        self._stuck |= len(sets) > MOST_SETS
        for left_over, chosen in sorted(sets, key=lambda own: own[0]):
            started = state.started
            for start in chosen:
                started |= 1 << start.candidate
            running = [*state.running, *(_Running(state.month + start.months, start.candidate, start.load) for start in chosen)]
            if self._late[month] & ~started or any(too_much(month, started, running) for too_much in self._too_much):
                continue
            ended = sum(1 << own.candidate for own in running if own.end == month)
            going_on = tuple(sorted(own for own in running if own.end > month))
            yield _State(month, started, going_on, ended, left_over, _Placed(state.month, chosen, state.placed))

    def _starts(self, state: _State) -> list[_Start]:
        """What may start in a month: wanted, its needs over, and not to be had a month sooner."""
        month = state.month
        over = state.started & ~sum(1 << running.candidate for running in state.running)
        wanted = self._wanted(state.started)
        found = []
        for index in self._by_size:
            needs = self._needs[index]
            if wanted >> index & 1 and not needs & ~over:
                just_ready = needs & state.ended
                for load, option in zip(self._demands[index], self._problem.candidates[index].options, strict=True):
                    sooner = month > 0 and not just_ready and load <= state.left_over and month - 1 in option.starts
                    if month in option.starts and not sooner:
                        found.append(_Start(index, load, option.months, option.minutes_per_week))
        return found

    def _compulsory_by_last_start(self, compulsory: frozenset[int]) -> list[Candidates]:
        """For each offset the compulsory candidates that can no longer start."""
        last = [max(option.starts[-1] for option in own.options) for own in self._problem.candidates]
        months = range(self._problem.horizon + 1)
        return [sum(1 << index for index in compulsory if last[index] < month) for month in months]

    def _wanting(self) -> Callable[[Candidates], Candidates]:
        """A function from what has started to what else may be of use; nothing, where the goal is satisfied by that."""
        goal, needs = self._problem.goal, self._needs
        pinned = sum(1 << index for index in self._problem.pinned)
        assert goal is not None

        def satisfied(node: Node, started: Candidates) -> bool:
            match node:
                case int():
                    return bool(started >> node & 1)
                case Threshold():
                    return sum(weight for weight, part in node.parts if satisfied(part, started)) >= node.need
                case _:
                    return True

        def open_in(node: Node, started: Candidates) -> Candidates:
            if satisfied(node, started):
                return 0
            if isinstance(node, int):
                return 1 << node
            found = 0
            for _, part in node.parts if isinstance(node, Threshold) else ():
                found |= open_in(part, started)
            return found

        @cache
        def wanted(started: Candidates) -> Candidates:
            found = (open_in(goal, started) | pinned) & ~started
            while True:
                more = found
                for index, needed in enumerate(needs):
                    if found >> index & 1:
                        more |= needed & ~started
                if more == found:
                    return found
                found = more

        return wanted

    def _schedule(self, placed: _Placed | None) -> Schedule:
        found = []
        while placed is not None:
            for start in placed.chosen:
                module = self._problem.candidates[start.candidate].module
                found.append(Placement(placed.start, module, start.months, start.minutes_per_week))
            placed = placed.before
        return tuple(sorted(found, key=lambda placement: (placement.start, placement.module)))


class _Energy:
    """What the months to come hold, against what must still be studied."""

    def __init__(self, bounds: Bounds) -> None:
        assert bounds.problem is not None
        loads = demands(bounds.problem)
        needs = [
            min(load * option.months for load, option in zip(own, candidate.options, strict=True))
            for own, candidate in zip(loads, bounds.problem.candidates, strict=True)
        ]
        self._room = list(reversed(list(accumulate(reversed(bounds.problem.budget), initial=0))))

        @cache
        def missing(started: Candidates) -> int:
            return bounds.least_of(tuple(0 if started >> index & 1 else need for index, need in enumerate(needs)))

        self._missing = missing

    def too_much(self, month: int, started: Candidates, running: list[_Running]) -> bool:
        taken = sum((own.end - month) * own.load for own in running)
        return self._missing(started) > self._room[month] - taken


class _Cost:
    """The same with prices, of which those on months to come hold by themselves."""

    def __init__(self, bounds: Bounds, prices: Prices) -> None:
        problem = bounds.problem
        assert problem is not None
        self._costs = costs = Costs(problem, prices)
        self._worth = list(reversed(list(accumulate(reversed(costs.worth)))))
        least_from = [_least_from(costs, index, problem.horizon) for index in range(len(problem.candidates))]

        @cache
        def missing(started: Candidates, month: int) -> int:
            """What everything costs from a month on, if what has started is over by then."""
            over = sum(
                costs.started[index][month] - costs.ended[index][month]
                for index in range(len(problem.candidates))
                if started >> index & 1
            )
            left = [0 if started >> index & 1 else own[month] for index, own in enumerate(least_from)]
            return over + least_of_all(bounds, left)

        self._missing = missing

    def too_much(self, month: int, started: Candidates, running: list[_Running]) -> bool:
        cost = self._missing(started, month)
        for own in running:
            before, ended = self._costs.before(own.load), self._costs.ended[own.candidate]
            cost += before[own.end] - before[month] + ended[month] - ended[own.end]
        return cost > self._worth[month]


def _least_from(costs: Costs, index: int, horizon: int) -> list[int]:
    """For each offset what a candidate costs at least that starts there or later; NEVER where it cannot."""
    least = [NEVER << 30] * (horizon + 1)
    for start, cost in costs.ways(index):
        least[start] = min(least[start], cost)
    return list(reversed(list(accumulate(reversed(least), min))))


def _sets_within(starts: list[_Start], free: int) -> Iterator[tuple[int, tuple[_Start, ...]]]:
    """The sets of starts that fit, no candidate twice, each with what it leaves over."""
    waiting: list[tuple[int, int, Candidates, tuple[_Start, ...]]] = [(0, free, 0, ())]
    while waiting:
        first, left_over, taken, chosen = waiting.pop()
        yield left_over, chosen
        for place in range(first, len(starts)):
            start = starts[place]
            if start.load <= left_over and not taken >> start.candidate & 1:
                waiting.append((place + 1, left_over - start.load, taken | 1 << start.candidate, (*chosen, start)))
