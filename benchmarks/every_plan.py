"""Every plan of a small case, by brute force, to compare proofs with.

Shares no code with the planner; docs/rules.md is the specification. Sets of modules that are enough come first, then the ways
to place each set. A placing in part is dropped once a rule is broken, or nobody asks for plans that are worth as much.

What runs side by side takes room: of each month its hours, and how many may run at once. All that is one number, with a field
for each month; of what is left, a field with too little borrows from the bit above it, its guard.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from cases import NO_RUN, Case
from satisfied import LONG_AGO, Satisfied

WEEK = 7 * 24 * 60
"""Minutes: the budget where there is none."""

LONGEST = 480
"""Months beyond which no plan is looked at."""

FIELD = 16
"""Bits of a month's room, the highest of which is its guard."""

GUARD = 1 << (FIELD - 1)

MOST_WAYS = 500_000
"""How many ways to take a module are looked at for one case, which is some fifteen seconds; few cases have more."""

STAGES = ("finish", "moved", "shift", "unknown_fees", "cost", "minutes", "starts", "peak")

Values = tuple[int, ...]
"""A plan's values in the stages of its case, in their order."""


class Placed(NamedTuple):
    """The start and the end of a module in a plan, as offsets, and the position of its run."""

    start: int
    end: int
    run: int = NO_RUN


Plan = dict[str, Placed]
"""The modules of a plan."""


class Way(NamedTuple):
    """One way to take a module, and the room it takes."""

    start: int
    end: int
    run: int
    minutes: int
    cost: int
    room: int


class Sums(NamedTuple):
    """The sums of a plan, or a part of one, in the stages that depend on when modules are taken."""

    finish: int = 0
    moved: int = 0
    shift: int = 0
    unknown_fees: int = 0
    cost: int = 0
    starts: int = 0
    peak: int = 0


class Found(NamedTuple):
    """A plan and its values."""

    values: Values
    plan: Plan


Wanted = Callable[[Values], bool]
"""Says whether plans with these values, or higher ones in any stage, are wanted."""


class TooLargeError(Exception):
    """A case has too many plans to look at all of them."""


class EveryPlan:
    """All plans of a case; whatever looks for plans raises `TooLargeError` once it has looked at `MOST_WAYS`."""

    def __init__(self, case: Case, horizon: int | None = None) -> None:
        """All that end by an offset; without it, by the last month of the case, or by the end of its last runs."""
        self._case = case
        self._horizon = horizon
        self._satisfied = Satisfied(case)
        self._in_order = itemgetter(*(STAGES.index(stage) for stage in case.stages))
        self._counts_peak = "peak" in case.stages
        self._held = dict.fromkeys(case.held, LONG_AGO)
        self._looked_at = 0
        self._expires = any("valid_months" in award for award in case.awards.values())
        self._names_needed = {
            name: self._satisfied.names([*_needs(entry), *entry.get("alongside", ())]) for name, entry in case.modules.items()
        }

    # --- what is asked for ---

    def best(self, known: Found | None = None) -> Found | None:
        """A plan that no other beats: one that is known, or a better one; None where there is none."""
        best = known

        def is_better(values: Values) -> bool:
            return best is None or values < best.values

        for found in self.all(is_better):
            best = found
        return best

    def all(self, wanted: Wanted) -> Iterator[Found]:
        """Every plan that is asked for; what is wanted may change from plan to plan."""
        for least, names in sorted((self._least(names), names) for names in self._sets()):
            if wanted(least):
                yield from _Placing(self, names, wanted).plans()

    def worth(self, plan: Plan) -> Values:
        """Return the values of a plan."""
        running = [0] * self.horizon
        for name, placed in plan.items():
            months = self._case.months_of(name, *placed)
            for month in months:
                running[month] += self._case.weekly_minutes(name, len(months))
        sums = Sums(
            finish=max((placed.end for placed in plan.values()), default=0),
            moved=sum(self._moved(name, placed.start) for name, placed in plan.items()),
            shift=sum(self._shift(name, placed.start) for name, placed in plan.items()),
            unknown_fees=sum(self._case.is_of_unknown_fee(name, placed.run) for name, placed in plan.items()),
            cost=sum(self._case.cost(name, placed.run, placed.start) for name, placed in plan.items()),
            starts=sum(placed.start for placed in plan.values()),
            peak=max(running, default=0),
        )
        return self.values(sums, sorted(plan))

    def keeps_the_rules(self, plan: Plan) -> bool:
        """Return whether a plan keeps every rule."""
        names = tuple(sorted(plan))
        if not plan.keys() <= self.ways.keys() or not self._is_enough(frozenset(names)):
            return False
        only = {name: [way for way in self.ways[name] if _placed(way) == plan[name]] for name in names}
        return any(True for _ in _Placing(self, names, lambda _: True, only).plans())

    # --- what a search looks at ---

    @cached_property
    def horizon(self) -> int:
        """The offset by which everything has ended."""
        if self._horizon is not None or self._case.months is not None:
            return min(self._case.months or LONGEST, self._horizon or LONGEST)
        ends = (
            self._case.offset(run["start"]) + self._case.lengths(name, position)[-1] + 1
            for name, entry in self._case.modules.items()
            for position, run in enumerate(entry["runs"])
        )
        return max(ends, default=0)

    @cached_property
    def ways(self) -> dict[str, list[Way]]:
        """For each module that can be taken, every way to take it, the earliest first."""
        case = self._case
        out = {*case.held, *case.skip}.union(*(case.rivals[name] for name in case.held))
        ways = {name: self._ways(name) for name in case.modules if name not in out}
        return {name: own for name, own in ways.items() if own}

    def _ways(self, name: str) -> list[Way]:
        case = self._case
        ways = (
            self._way(name, Placed(start, end, run))
            for start, run in case.opens(name, self.horizon)
            if case.pins.get(name, start) == start
            if case.can_be_planned(name, run)
            for end in case.ends(name, start, run)
            if end <= self.horizon
            and not any(case.hours(month) == 0 for month in range(start, end))
            and case.attends(name, run)
            and not case.is_busy(case.terms(name, run), start, end)
        )
        return sorted(way for way in ways if self.fits(self.room - way.room))

    def _way(self, name: str, placed: Placed) -> Way:
        months = self._case.months_of(name, *placed)
        minutes = self._case.weekly_minutes(name, len(months))
        room = sum((minutes << FIELD * 2 * month) + (1 << FIELD * (2 * month + 1)) for month in months)
        return Way(*placed, minutes, self._case.cost(name, placed.run, placed.start), room)

    @cached_property
    def room(self) -> int:
        """The room in each month, with all guards set."""
        case = self._case
        room = 0
        for month in range(self.horizon):
            minutes = case.hours(month)
            hours = WEEK if minutes is None else minutes
            places = len(case.modules) if case.at_once is None else case.at_once
            room += (hours << FIELD * 2 * month) + (places << FIELD * (2 * month + 1))
        return room | self._guards

    @cached_property
    def _guards(self) -> int:
        return sum(GUARD << FIELD * field for field in range(2 * self.horizon))

    def look(self) -> None:
        """Count one more way to take a module."""
        self._looked_at += 1
        if self._looked_at > MOST_WAYS:
            raise TooLargeError

    def fits(self, left: int) -> bool:
        """Return whether what is left of the room is nowhere too little."""
        return left & self._guards == self._guards

    def _sets(self) -> Iterator[tuple[str, ...]]:
        """Every set of modules that could be enough, whatever the time."""
        free = sorted(self.ways)
        if not self._is_reached(frozenset(free)):
            return
        whole = frozenset(free)
        compulsory = {name for name in free if name in self._case.pins or not self._is_reached(whole - {name})}
        others = [name for name in free if name not in compulsory]
        for size in range(len(others) + 1):
            for some in combinations(others, size):
                names = compulsory.union(some)
                if self._is_enough(names):
                    yield tuple(sorted(names))

    def _is_reached(self, names: frozenset[str]) -> bool:
        return self._satisfied.targets_by({**self._held, **dict.fromkeys(names, LONG_AGO)})

    def _is_enough(self, names: frozenset[str] | set[str]) -> bool:
        """Return whether modules go together, include the pinned ones, and satisfy the targets and each other at some time."""
        if not self._case.pins.keys() <= names or any(self._case.rivals[name] & names for name in names):
            return False
        passed = {**self._held, **dict.fromkeys(names, LONG_AGO)}
        for name in names:
            others = {other: end for other, end in passed.items() if other != name}
            if not self._satisfied.by([*_needs(self._case.modules[name]), *self._alongside(name)], others):
                return False
        limit = self._case.cost_limit
        cheapest = sum(min((way.cost for way in self.ways.get(name, ())), default=0) for name in names)
        return (limit is None or cheapest <= limit) and self._is_reached(frozenset(names))

    def _alongside(self, name: str) -> Sequence[str]:
        return list(self._case.modules[name].get("alongside", ()))

    def _least(self, names: tuple[str, ...]) -> Values:
        """Values that no plan of these modules is under."""
        return self.values(self.least_sums(names), names)

    def least_sums(self, names: Sequence[str]) -> Sums:
        """The least sums of these modules, each taken by itself."""
        return Sums(
            finish=max((min(way.end for way in self.ways[name]) for name in names), default=0),
            unknown_fees=sum(min(self._case.is_of_unknown_fee(name, way.run) for way in self.ways[name]) for name in names),
            cost=sum(min(way.cost for way in self.ways[name]) for name in names),
            starts=sum(self.ways[name][0].start for name in names),
            peak=max((min(way.minutes for way in self.ways[name]) for name in names), default=0),
        )

    def values(self, sums: Sums, names: Sequence[str]) -> Values:
        """The values of modules with these sums in the stages of the case, in their order."""
        minutes = sum(60 * self._case.modules[name]["hours"] for name in names)
        in_all = (sums.finish, sums.moved, sums.shift, sums.unknown_fees, sums.cost, minutes, sums.starts, sums.peak)
        worth: Values = self._in_order(in_all)
        return worth

    def with_way(self, sums: Sums, name: str, way: Way, left: int) -> Sums:
        """The sums of a part of a plan with one more module, after which so much room is left."""
        return Sums(
            max(sums.finish, way.end),
            sums.moved + self._moved(name, way.start),
            sums.shift + self._shift(name, way.start),
            sums.unknown_fees + self._case.is_of_unknown_fee(name, way.run),
            sums.cost + way.cost,
            sums.starts + way.start,
            max(sums.peak, self._peak(left)) if self._counts_peak else 0,
        )

    def _peak(self, left: int) -> int:
        taken = self.room - left
        return max((taken >> FIELD * 2 * month & (GUARD - 1) for month in range(self.horizon)), default=0)

    def _moved(self, name: str, start: int) -> int:
        return int(bool(self._case.keep) and self._case.keep.get(name) != start)

    def _shift(self, name: str, start: int) -> int:
        return abs(start - self._case.keep.get(name, start))

    def can_go_on(self, name: str, plan: Plan) -> bool:
        """Return whether a module may be taken beside what else is placed: class times, evenings, and what a year may cost."""
        case, own = self._case, plan[name]
        beside = [other for other, placed in plan.items() if placed.start < own.end and own.start < placed.end]
        terms = {other: case.terms(other, plan[other].run) for other in beside}
        others = [other for other in beside if other != name and case.clash(terms[name], terms[other])]
        if any(self._share_a_day(name, other, plan) for other in others):
            return False
        if case.evenings is not None:
            for month in range(own.start, own.end):
                running = [terms[other] for other in beside if month in case.months_of(other, *plan[other])]
                if case.evenings_of(running) > case.evenings:
                    return False
        if case.half_days_off is not None and max(self._half_days(plan), default=0) > case.half_days_off:
            return False
        limit = case.cost_limit
        if limit is not None and sum(case.cost(other, placed.run, placed.start) for other, placed in plan.items()) > limit:
            return False
        return self._keeps_yearly_limit(own.start, plan)

    def _half_days(self, plan: Plan) -> list[int]:
        """The half days off work that a plan takes in each month."""
        taken = [0] * self.horizon
        for name, placed in plan.items():
            for month, half in enumerate(self._case.half_days(name, *placed), placed.start):
                taken[month] += half
        return taken

    def _keeps_yearly_limit(self, start: int, plan: Plan) -> bool:
        """Return whether what starts in the year of a month costs no more than it may."""
        case, limit = self._case, self._case.cost_limit_per_year
        if limit is None:
            return True
        year = (case.first + start) // 12
        same = ((other, placed) for other, placed in plan.items() if (case.first + placed.start) // 12 == year)
        return sum(case.cost(other, placed.run, placed.start) for other, placed in same) <= limit

    def _share_a_day(self, name: str, other: str, plan: Plan) -> bool:
        first, last = self._case.days(name, *plan[name])
        other_first, other_last = self._case.days(other, *plan[other])
        return first <= other_last and other_first <= last

    def names_needed(self, name: str) -> set[str]:
        """The modules that a module's requirement names."""
        return self._names_needed[name]

    def is_prepared(self, name: str, plan: Plan) -> bool:
        """Return whether what a module needs has ended, and what goes alongside has begun, when it starts."""
        start = plan[name].start
        first_day, _ = self._case.days(name, *plan[name])
        before = {other: placed for other, placed in plan.items() if self._case.days(other, *placed)[1] < first_day}
        ended = {other: placed.end for other, placed in before.items()} | self._held
        begun = {other: placed.start for other, placed in plan.items() if placed.start <= start and other != name} | self._held
        entry = self._case.modules[name]
        return self._satisfied.by(_needs(entry), ended) and self._satisfied.by(self._alongside(name), begun)

    def reaches_the_targets(self, plan: Plan) -> bool:
        """Return whether what counts is recent enough, where that matters: all else is known of its modules."""
        return not self._expires or self._satisfied.targets_by({name: placed.end for name, placed in plan.items()} | self._held)


class _Placing:
    """A search through the ways to place one set of modules."""

    def __init__(
        self, every: EveryPlan, names: Sequence[str], wanted: Wanted, ways: Mapping[str, Sequence[Way]] | None = None
    ) -> None:
        self._every = every
        self._names = names
        self._wanted = wanted
        self._ways = every.ways if ways is None else ways
        self._order = self._in_order()
        self._rest = [every.least_sums(self._order[depth:]) for depth in range(len(names) + 1)]
        self._decided = self._decided_at()
        self._plan: Plan = {}

    def plans(self) -> Iterator[Found]:
        """Every plan of these modules that is asked for."""
        yield from self._placed(0, self._every.room, Sums())

    def _in_order(self) -> list[str]:
        """The modules, first those that the others need, and of these the ones with the fewest ways."""
        order: list[str] = []
        waiting = set(self._names)
        while waiting:
            chosen = min(
                waiting, key=lambda name: (len(self._every.names_needed(name) & waiting - {name}), len(self._ways[name]), name)
            )
            order.append(chosen)
            waiting.remove(chosen)
        return order

    def _decided_at(self) -> list[list[str]]:
        """For each depth, the modules whose needs are all placed there, and not before."""
        place = {name: depth for depth, name in enumerate(self._order)}
        decided: list[list[str]] = [[] for _ in self._order]
        for name in self._order:
            needed = self._every.names_needed(name)
            if needed:
                decided[max(place[other] for other in (name, *(needed & place.keys())))].append(name)
        return decided

    def _placed(self, depth: int, left: int, sums: Sums) -> Iterator[Found]:
        every, plan = self._every, self._plan
        if depth == len(self._order):
            if every.reaches_the_targets(plan):
                yield Found(every.values(sums, self._names), dict(plan))
            return
        name = self._order[depth]
        rest = self._rest[depth + 1]
        for way in self._ways[name]:
            every.look()
            then = left - way.room
            if not every.fits(then):
                continue
            total = every.with_way(sums, name, way, then)
            if not self._wanted(every.values(_at_least(total, rest), self._names)):
                continue
            plan[name] = _placed(way)
            if every.can_go_on(name, plan) and all(every.is_prepared(other, plan) for other in self._decided[depth]):
                yield from self._placed(depth + 1, then, total)
            del plan[name]


def _at_least(sums: Sums, rest: Sums) -> Sums:
    """The least that a part of a plan and the rest come to."""
    return Sums(
        max(sums.finish, rest.finish),
        sums.moved,
        sums.shift,
        sums.unknown_fees + rest.unknown_fees,
        sums.cost + rest.cost,
        sums.starts + rest.starts,
        max(sums.peak, rest.peak),
    )


def _placed(way: Way) -> Placed:
    return Placed(way.start, way.end, way.run)


def _needs(entry: Mapping[str, object]) -> list[object]:
    return [entry["requires"]] if "requires" in entry else []
