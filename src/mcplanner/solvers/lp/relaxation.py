"""A problem as a linear program by month, in which modules may be split over several starts: what its rows suggest.

Knows `PlanningProblem`; its answer is floating-point and decides nothing: `dual_bounds` proves with it, in integers, and
the model by month takes over the rows that matter.

Few of all rows matter, so they are added where a solution breaks them: hours counted in another way (`knapsack_cuts`), and
modules that have started, in part, before what they need has ended. How many can have begun by a month is a row that must be
proved before it is added, which `dual_bounds` does.
"""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from math import inf
from operator import sub
from typing import TypeGuard

from msgspec import Struct

from mcplanner.ground.recursion import resolve
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import Weight, limited_totals
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, bottom_up, occurrences
from mcplanner.solvers.bounds.asked_once import asked_together
from mcplanner.solvers.bounds.time_windows import needed_alone
from mcplanner.solvers.bounds.uses import fits, rooms, uses
from mcplanner.solvers.lp.clp import ColumnTerm, Program
from mcplanner.solvers.lp.cuts import Cuts
from mcplanner.solvers.lp.knapsack_cuts import BROKEN, Counting, Knapsack

OVERFULL = 10
"""What months cost that are twice as full as they may be, where a value is minimised: so many times that of all modules.

So does one cent or minute beyond a limit; where fullness itself is minimised, it costs as much as months twice as full. A
program then has a solution even where there is no plan, and its dual values prove that.
"""

ROUNDS = 30
"""How often a solution is sought, and rows that it breaks are added, at most."""

PATIENCE = 2
"""How many rounds of rows about single months there are in any case."""

MORE_PATIENCE = 12
"""The same where a search was in vain: often fullness stays the same for some rounds, and then rises."""

GAIN = 3e-3
"""Two rounds that raise a value by less than this share of it are the last."""

GAIN_OF_FULLNESS = 0.03
"""The same where fullness is minimised, as a share of what it lacks to rule out any plan."""

WORTHLESS = 1e-9
"""What rounding errors make of a worth of 0."""

MOST_WAYS = 4000
"""Where fullness is minimised, and candidates can be taken in more ways than this, there are no rows about single months.

At 60 to 120 modules, they ruled out nothing that rows about all months did not, and took ten times as long.
"""

FEW = 4
"""More new rows than this are many."""


class HoursRow(Struct, frozen=True):
    """What runs in some months that have the same room (`uses`), counted in one way, fits into them."""

    months: tuple[int, ...]
    counting: Counting


class NeedRow(Struct, frozen=True):
    """Where a candidate has started by a month, another that it needs has ended by then; or begun, if it needs it alongside."""

    needed: int
    index: int
    month: int
    alongside: bool = False


class BegunRow(Struct, frozen=True):
    """At most so many candidates have begun by a month, that month included."""

    month: int
    most: int


class LimitRow(Struct, frozen=True):
    """What all that is enrolled adds to a total, such as its cost, is within a limit."""

    weight: Weight
    limit: int


Row = HoursRow | NeedRow | BegunRow | LimitRow

AddedRow = HoursRow | BegunRow
"""A row that follows from others in integers, but not in the relaxation."""


class Relaxed(Struct, frozen=True):
    """What a linear program came to.

    Attributes
    ----------
    worth
        By how much less could be had, were the limit of a row one higher; never negative.
    added
        Those rows about hours that were added to the plain ones, and those about what has begun, which are worth something:
        with the others too, the engine mostly takes longer.
    """

    worth: Mapping[Row, float]
    added: tuple[AddedRow, ...]


def limits(problem: PlanningProblem) -> Iterator[LimitRow]:
    """The limits on totals of modules, as they hold of any plan: all that is free is used.

    One that all candidates together keep is left out: it follows, and its dual value could be anything, even more than fits
    into the numbers of an account.
    """
    for total, limit in limited_totals(problem):
        weighing = total.in_full(problem)
        if sum(max(weighing.amounts(own)) for own in problem.candidates) > limit + weighing.free:
            yield LimitRow(weighing.weight, limit + weighing.free)


class _Way(Struct, frozen=True):
    """The part of a candidate that starts at an offset and runs to an end."""

    column: int
    start: int
    end: int
    ready: int
    load: int

    def counts_from(self, alongside: bool) -> int:
        """The offset from which it counts for what needs it before, or alongside."""
        return self.start if alongside else self.ready


class LinearRelaxation:
    """The program of one problem: the least value, or without one the least fullness of the fullest month."""

    def __init__(
        self, problem: PlanningProblem, compulsory: frozenset[int], value: Weight | None, cuts: Cuts | None = None
    ) -> None:
        self._problem = problem
        self._cuts = cuts or Cuts()
        self._program = Program()
        self._only_fullness = value is None
        self._dear = 0 if value is None else _dear(problem, value)
        self._fullness = self._program.column(cost=1) if value is None else self._program.column(1, cost=self._dear)
        self._ways = [
            [
                _Way(
                    self._program.column(cost=value(own, start) if value else 0),
                    start,
                    start + option.months,
                    option.ready(start),
                    load,
                )
                for load, option in zip(loads, own.options, strict=True)
                for start in option.starts
            ]
            for loads, own in zip(uses(problem), problem.candidates, strict=True)
        ]
        self._rooms = rooms(problem)
        self._running = self._columns_by_month_and_load()
        self._times: dict[tuple[int, ...], Mapping[int, Mapping[int, int]]] = {}
        self._months = self._fullest_months()
        self._knapsacks = self._knapsacks_by_budget()
        self._needs = [
            (needed, index, alongside)
            for index, own in enumerate(problem.candidates)
            for node, alongside in ((own.before, False), (own.alongside, True))
            for needed in dict.fromkeys(needed_alone(node))
        ]
        self._rows: dict[Row, int] = {}
        self._beyond: list[int] = []
        self._add_requirements(compulsory)
        for month in self._months:
            for plain in self._knapsack(month).plain:
                self.add(HoursRow((month,), plain))
        for limit in limits(problem):
            self.add(limit)
        known: list[Row] = [*self._known_hours(), *self._known_needs()]
        for row in known:
            self.add(row)

    def solved(self, watch: Watch, enough: float = inf, patience: int = PATIENCE) -> Relaxed | None:
        """The solution after as many rounds of rows as it takes, or as there is time for; None where there is none in time.

        Rows about all months together come first: they are few, and a solution cannot evade them from month to month. Those
        about single months, and needs by month, come last.

        Parameters
        ----------
        enough
            A value above which no more is of use.
        patience
            How many rounds of rows about single months there are in any case.
        """
        if not watch.seconds_left:
            return None
        monthly = not self._only_fullness or sum(map(len, self._ways)) <= MOST_WAYS
        least: list[float] = []
        broken: Sequence[Row] = ()
        for left in reversed(range(ROUNDS)):
            if not self._program.minimise(watch.seconds_left, many_rows=len(broken) > FEW):
                return None
            values = self._program.values()
            if self._settles(values, enough) or not left or not watch.seconds_left:
                break
            running = self._amounts(values)
            broken = self._broken_totals(running)
            if monthly and not broken:
                least.append(self._program.objective() - self._dear)
                broken = [] if self._stalled(least, patience) else [*self._broken_hours(running), *self._broken_needs(values)]
            if not broken:
                break
            for row in broken:
                self.add(row)
        found = self._result()
        self._tell(found)
        return found

    def _settles(self, values: Sequence[float], enough: float) -> bool:
        """Return whether a solution shows that there is no plan, or none whose value is below what is enough."""
        objective = self._program.objective()
        above = objective > 1 + BROKEN if self._only_fullness else objective - self._dear > enough
        return above or any(values[column] > 1 for column in self._beyond)

    def _stalled(self, least: Sequence[float], patience: int) -> bool:
        """Return whether the rows of the last two rounds were worth little, given what the objective came to in each round."""
        if len(least) <= patience:
            return False
        enough = GAIN_OF_FULLNESS * (1 - least[-1]) if self._only_fullness else GAIN * least[-3]
        return least[-1] - least[-3] < enough

    def revalued(self, value: Weight) -> Relaxed | None:
        """The solution of least value in another sense, without further rows; None where there is none."""
        for own, ways in zip(self._problem.candidates, self._ways, strict=True):
            for way in ways:
                self._program.set_cost(way.column, value(own, way.start))
        return self._result() if self._program.minimise() else None

    def gone_on(self, month: int, begun: Schedule, watch: Watch) -> Relaxed | None:
        """The least fullness where something has begun as given by a month, and all else begins in it or later.

        None where that is no more than full, or there is no time to tell.
        """
        begun_at = {own.key: (own.start, own.start + own.months) for own in begun}
        for own, ways in zip(self._problem.candidates, self._ways, strict=True):
            known = begun_at.get(own.key)
            for way in ways:
                can_be = way.start >= month if known is None else (way.start, way.end) == known
                self._program.set_most(way.column, None if can_be else 0)
        found = self._program.minimise(watch.seconds_left, many_rows=True)
        return self._result() if found and self._program.objective() > 1 + BROKEN else None

    def partly_begun(self) -> dict[int, float]:
        """The months by which the last solution has begun a number of candidates that is not whole, and that number."""
        values = self._program.values()
        begun = self._by_month((way.start, values[way.column]) for ways in self._ways for way in ways)
        return {month: begun[month] for month in self.months_of_starts if abs(begun[month] - round(begun[month])) > BROKEN}

    @cached_property
    def months_of_starts(self) -> list[int]:
        """The months in which anything may start."""
        return sorted({way.start for ways in self._ways for way in ways})

    def _result(self) -> Relaxed:
        worth = self._program.worth()
        worth_of = {row: abs(worth[number]) for row, number in self._rows.items()}
        return Relaxed(worth_of, tuple(row for row in self._rows if self._is_added(row) and worth_of[row] > WORTHLESS))

    def _tell(self, found: Relaxed) -> None:
        """Tell the programs of like problems which rows were worth something."""
        keys = [own.key for own in self._problem.candidates]
        needs = (row for row, worth in found.worth.items() if isinstance(row, NeedRow) and worth > WORTHLESS)
        self._cuts.hours = tuple((row.months, row.counting) for row in found.added if isinstance(row, HoursRow))
        self._cuts.needs = tuple((keys[row.needed], keys[row.index], row.month, row.alongside) for row in needs)

    def _known_hours(self) -> Iterator[HoursRow]:
        """Rows about hours that were worth something in the program of a like problem, counted as is right here."""
        for (first, *others), known in self._cuts.hours:
            counting = self._knapsack(first).adopted(known) if first in self._months else None
            if counting is not None:
                room = self._rooms[first]
                yield HoursRow(tuple(own for own in self._months if self._rooms[own] == room) if others else (first,), counting)

    def _known_needs(self) -> Iterator[NeedRow]:
        """The same of rows about needs."""
        keys = [own.key for own in self._problem.candidates]
        needs = {(keys[needed], keys[index], alongside): (needed, index) for needed, index, alongside in self._needs}
        for needed, key, month, alongside in self._cuts.needs:
            if (needed, key, alongside) in needs and month <= self._problem.horizon:
                yield NeedRow(*needs[needed, key, alongside], month, alongside)

    def _is_added(self, row: Row) -> TypeGuard[AddedRow]:
        return isinstance(row, BegunRow) or (
            isinstance(row, HoursRow) and row.counting not in self._knapsack(row.months[0]).plain
        )

    def _knapsack(self, month: int) -> Knapsack:
        return self._knapsacks[self._rooms[month]]

    def _columns_by_month_and_load(self) -> list[dict[int, list[int]]]:
        """For each month and use the columns of what runs and uses anything."""
        running: list[dict[int, list[int]]] = [{} for _ in self._problem.budget]
        for ways in self._ways:
            for way in (way for way in ways if way.load):
                for month in range(way.start, way.end):
                    running[month].setdefault(way.load, []).append(way.column)
        return running

    def _fullest_months(self) -> list[int]:
        """Those months in which no less can run than in those beside them: what fits into these fits into all others."""
        able = [{column for columns in own.values() for column in columns} for own in self._running]

        def follows(month: int, other: int) -> bool:
            return 0 <= other < len(able) and able[month] <= able[other] and fits(self._rooms[other], self._rooms[month])

        def left_out(month: int) -> bool:
            return follows(month, month - 1) or (follows(month, month + 1) and not follows(month + 1, month))

        return [month for month, own in enumerate(able) if own and not left_out(month)]

    def _knapsacks_by_budget(self) -> dict[int, Knapsack]:
        """What fits into months that have the same room, whatever it is."""
        copies = Counter(load for own in uses(self._problem) for load in set(own))
        known, asked = self._cuts.knapsacks, frozenset(copies.items())
        for room in set(self._rooms):
            if (room, asked) not in known:
                known[room, asked] = Knapsack(copies, room)
        return {room: known[room, asked] for room in set(self._rooms)}

    def _add_requirements(self, compulsory: frozenset[int]) -> None:
        """The goal is satisfied, by what has a start and what it needs."""
        program = self._program
        enrolled = [program.column(most=1) for _ in self._ways]
        for index, ways in enumerate(self._ways):
            program.row([*((1, way.column) for way in ways), (-1, enrolled[index])], 0, 0)
            if index in compulsory:
                program.row([(1, enrolled[index])], 1, None)
        assert self._problem.goal is not None
        goal: Node = self._problem.goal
        together = asked_together(goal)
        if any(times > together[index] for index, times in occurrences(goal).items()):
            self._satisfy_one_way(goal, enrolled, together)
        else:
            program.row([(1, resolve(goal, partial(self._satisfied, enrolled), {}))], 1, None)
        for needed, index, alongside in self._needs:
            if needed not in compulsory:
                self.add(NeedRow(needed, index, self._problem.horizon, alongside))

    def _satisfy_one_way(self, goal: Node, enrolled: Sequence[int], together: Mapping[int, int]) -> None:
        """Each node is asked as much as whatever names it is: of the parts of an any no more than that, all together.

        So what several ways to satisfy a goal have in common is asked as much as these are together, not as the most asked is.
        """
        whole = self._program.column(most=1)
        self._program.row([(1, whole)], 1, None)
        asked: dict[Node, dict[int, None]] = {goal: {whole: None}}
        for node in reversed([*bottom_up(goal)]):
            for (_, part), columns in zip(node.parts, self._asked_of_parts(node, [*asked[node]]), strict=True):
                asked.setdefault(part, {}).update(dict.fromkeys(columns))
        for leaf, of_leaf in asked.items():
            if isinstance(leaf, int):
                self._program.row([(together[leaf], enrolled[leaf]), *((-1, column) for column in of_leaf)], 0, None)

    def _asked_of_parts(self, node: Threshold, asked: Sequence[int]) -> list[Sequence[int]]:
        """For each part of a node columns of which the sum is how much is asked of it, given those of the node."""
        if sum(weight for weight, _ in node.parts) == node.need:
            return [asked] * len(node.parts)
        columns = [self._program.column() for _ in node.parts]
        terms = [(weight, column) for (weight, _), column in zip(node.parts, columns, strict=True)]
        self._program.row([*terms, *((-node.need, column) for column in asked)], 0, None)
        for column in columns if node.need > 1 else ():
            self._program.row([(1, column), *((-1, own) for own in asked)], None, 0)
        return [[column] for column in columns]

    def _satisfied(self, enrolled: Sequence[int], node: Node) -> Generator[Node, int, int]:
        """A column that is at most how far a node is satisfied."""
        match node:
            case int():
                return enrolled[node]
            case HeldNode():
                return self._program.column(most=1)
            case Threshold():
                whole = self._program.column(most=1)
                weights: dict[int, int] = {}
                for weight, part in node.parts:
                    column = yield part
                    weights[column] = weights.get(column, 0) + weight
                self._program.row([*((weight, column) for column, weight in weights.items()), (-node.need, whole)], 0, None)
                return whole

    def add(self, row: Row) -> None:
        """Add a row, if it is not there yet."""
        if row in self._rows:
            return
        match row:
            case HoursRow():
                added = self._program.row(self._terms_of_hours(row), None, 0)
            case NeedRow():
                added = self._program.row(self._terms_of_need(row), 0, None)
            case BegunRow():
                added = self._program.row(self._terms_of_begun(row), None, row.most)
            case LimitRow():
                self._beyond.append(self._program.column(cost=self._dear or 1))
                added = self._program.row([*self._terms_of_weight(row.weight), (-1, self._beyond[-1])], None, row.limit)
        self._rows[row] = added

    def _terms_of_hours(self, row: HoursRow) -> list[ColumnTerm]:
        """What runs in the months of a row, counted in its way, less what they hold at the fullness that is sought."""
        terms = [
            (count * times, column)
            for load, months in self._months_run(row.months).items()
            if (count := row.counting.counts[load])
            for column, times in months.items()
        ]
        return [*terms, (-row.counting.capacity * len(row.months), self._fullness)]

    def _months_run(self, months: tuple[int, ...]) -> Mapping[int, Mapping[int, int]]:
        """For each load the columns of what runs in any of some months, and in how many of them."""
        if months not in self._times:
            times: dict[int, Counter[int]] = {}
            for month in months:
                for load, columns in self._running[month].items():
                    times.setdefault(load, Counter()).update(columns)
            self._times[months] = times
        return self._times[months]

    def _terms_of_need(self, row: NeedRow) -> list[ColumnTerm]:
        ended = [(1, way.column) for way in self._ways[row.needed] if way.counts_from(row.alongside) <= row.month]
        return [*ended, *((-1, way.column) for way in self._ways[row.index] if way.start <= row.month)]

    def _terms_of_begun(self, row: BegunRow) -> list[ColumnTerm]:
        return [(1, way.column) for ways in self._ways for way in ways if way.start <= row.month]

    def _terms_of_weight(self, weight: Weight) -> list[ColumnTerm]:
        return [
            (weight(own, way.start), way.column)
            for own, ways in zip(self._problem.candidates, self._ways, strict=True)
            for way in ways
        ]

    def _broken_totals(self, running: Mapping[int, Mapping[int, float]]) -> list[Row]:
        """Of all months of a budget together, the way to count hours that is broken most by what runs in each month."""
        found: list[Row] = []
        for room, knapsack in self._knapsacks.items():
            months = tuple(month for month in running if self._rooms[month] == room)
            total: Counter[int] = Counter()
            for month in months:
                total.update(running[month])
            mean = {load: amount / len(months) for load, amount in total.items()}
            knapsack.seek(mean)
            counting = knapsack.most_broken(mean)
            if counting is not None:
                found.append(HoursRow(months, counting))
        return [row for row in found if row not in self._rows]

    def _broken_hours(self, running: Mapping[int, Mapping[int, float]]) -> Iterator[HoursRow]:
        """For each month the way to count its hours that what runs breaks most, perhaps one that was made for another month."""
        for month, amounts in running.items():
            self._knapsack(month).seek(amounts)
        for month, amounts in running.items():
            counting = self._knapsack(month).most_broken(amounts)
            if counting is not None:
                yield HoursRow((month,), counting)

    def _amounts(self, values: Sequence[float]) -> Mapping[int, Mapping[int, float]]:
        """For each month how much of each load runs in it, as a share that would leave it no fuller than it may be."""
        running: dict[int, dict[int, float]] = {month: {} for month in self._months}
        fullness = values[self._fullness]
        for way in (way for ways in self._ways for way in ways if way.load and values[way.column] > BROKEN):
            for amounts in (running[month] for month in range(way.start, way.end) if month in running):
                amounts[way.load] = amounts.get(way.load, 0.0) + values[way.column] / fullness
        return running

    def _broken_needs(self, values: Sequence[float]) -> Iterator[NeedRow]:
        """For each need the month by which a solution breaks it most."""
        done: dict[tuple[int, bool], list[float]] = {}
        for needed, index, alongside in self._needs:
            for own in ((needed, alongside), (index, True)):
                if own not in done:
                    done[own] = self._by_month((way.counts_from(own[1]), values[way.column]) for way in self._ways[own[0]])
            excess = list(map(sub, done[index, True], done[needed, alongside]))
            most = max(excess)
            if most > BROKEN:
                yield NeedRow(needed, index, excess.index(most), alongside)

    def _by_month(self, amounts: Iterator[tuple[int, float]]) -> list[float]:
        """How much there is by each month up to the horizon."""
        by_month = [0.0] * (self._problem.horizon + 1)
        for month, amount in amounts:
            by_month[month] += amount
        return list(accumulate(by_month))


def _dear(problem: PlanningProblem, value: Weight) -> int:
    """What months may cost that are twice as full as they may be: more than any plan is worth."""
    worth = sum(max(value(own, start) for option in own.options for start in option.starts) for own in problem.candidates)
    return OVERFULL * (1 + worth)
