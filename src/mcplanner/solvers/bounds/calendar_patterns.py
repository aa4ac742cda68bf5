"""The room for study by a month, seen through patterns of calendar months.

Pure Python on a `PlanningProblem`.

A pattern is a set of calendar months, every year the same; through it only those months are seen. All twelve give the classic
energy bound: what must be studied, against what the budget holds. The intakes of a module see what that misses: modules of four
months that start in April and October only all meet in April and October, and twenty of them, two at a time, need ten of these
months, although the hours of the months between would hold them in fewer. And with every third month seen, modules of three
months that start at any time and modules bound to intakes are seen to be in each other's way.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import mul, sub, xor

from msgspec import Struct

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import PlanningProblem, clashes
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.lifted_demands import Demands, demands, greatest_total, plain_demands
from mcplanner.solvers.bounds.time_windows import NEVER

YEAR = 12
DAYS_OF_WEEK = 7

Pattern = frozenset[int]
"""Calendar months, counted from the plan's first, 0 to 11."""

EVERY_MONTH: Pattern = frozenset(range(YEAR))

EVERY_THIRD_MONTH: tuple[Pattern, ...] = tuple(frozenset(range(first, YEAR, 3)) for first in range(3))
"""From each of three months on."""


class Resource(Struct, frozen=True, gc=False):
    """Something that modules running in one month share.

    Attributes
    ----------
    demands
        How much each option of each candidate needs.
    capacity
        How much each month has.
    least
        The least that each candidate needs, whichever option it takes.
    """

    demands: Demands
    capacity: tuple[int, ...]
    least: tuple[int, ...]

    @classmethod
    def of(cls, demands: Demands, capacity: tuple[int, ...]) -> "Resource":
        return cls(demands, capacity, tuple(map(min, demands)))


class PatternView(Struct, frozen=True, gc=False):
    """The needs, and the room for them, that one pattern sees.

    Attributes
    ----------
    needs
        For each candidate the fewest minute-months (weekly minutes times months of the pattern) that it needs, whatever its
        option and start.
    starting_loads
        For each candidate the fewest minutes a week it needs in the month it starts; 0 where that month may not be seen.
    seen
        How many months of the pattern come before each offset, those in which nothing can run left out.
    room, compulsory_room
        How many minute-months the pattern's months before each offset hold at most, of any candidates and of compulsory ones.
    ends
        For each month the earliest end of what runs in it or later.
    """

    needs: tuple[int, ...]
    starting_loads: tuple[int, ...]
    seen: tuple[int, ...]
    room: tuple[int, ...]
    compulsory_room: tuple[int, ...]
    ends: tuple[int, ...]

    def end_with(self, need: int) -> int:
        """The first offset at which `need` minute-months can have ended; NEVER where there is no room."""
        return self._end(self.room, 0, need)

    def end_with_compulsory(self, start: int, need: int) -> int:
        """The first offset at which `need` minute-months of compulsory candidates since `start` can have ended."""
        return self._end(self.compulsory_room, start, need)

    def most_within(self, months: int) -> int:
        """The most minute-months that any stretch of so many months holds."""
        if months >= len(self.room):
            return self.room[-1] - self.room[0]
        most: int = max(map(sub, self.room[months:], self.room))
        return most

    def _end(self, room: tuple[int, ...], start: int, need: int) -> int:
        if need == 0:
            return 0
        if start >= len(self.ends):
            return NEVER
        month = bisect_left(room, room[start] + need) - 1
        return self.ends[month] if month < len(self.ends) else NEVER


def pattern_views(problem: PlanningProblem, compulsory: frozenset[int], few: bool = False) -> Iterator[PatternView]:
    """Yield the view of each pattern of interest: of every month, of intakes, of every third month; or a `few`, the first two.

    Notes
    -----
    Each pattern is seen with the plain demands, and with each of the dual feasible functions of Martello and Toth: loads under
    a threshold are ignored, and loads beside which nothing above the threshold fits take the whole budget. Both keep what can
    run side by side able to. A few are seen with the plain demands alone.
    """
    loads = demands(problem)
    more = () if few else _dual_feasible(problem, loads)
    resources = [Resource.of(own, problem.budget) for own in (loads, *more)]
    return _views(problem, compulsory, [*resources, *_side_by_side(problem)], few)


def plain_pattern_views(problem: PlanningProblem, compulsory: frozenset[int]) -> Iterator[PatternView]:
    """Yield the views with the weekly loads as they are, which hold whatever the budget."""
    return _views(problem, compulsory, [Resource.of(plain_demands(problem), problem.budget)])


def _views(
    problem: PlanningProblem, compulsory: frozenset[int], resources: Sequence[Resource], few: bool = False
) -> Iterator[PatternView]:
    viewer = _Viewer(problem, compulsory)
    for pattern in dict.fromkeys((EVERY_MONTH, *viewer.intakes, *(() if few else EVERY_THIRD_MONTH))):
        yield from viewer.views(pattern, resources)


def _dual_feasible(problem: PlanningProblem, loads: Demands) -> Iterator[Demands]:
    budgets = {minutes for minutes in problem.budget if minutes}
    if len(budgets) != 1:
        return
    (budget,) = budgets
    all_loads = sorted({load for own in loads for load in own})
    half = (budget + 1) // 2
    for threshold in (half, *(load for load in all_loads if all_loads[0] < load < half)):
        yield _round_loads(loads, threshold, budget)


def _round_loads(loads: Demands, threshold: int, budget: int) -> Demands:
    """Nothing for a load under a threshold, and the whole budget for one that leaves less than the threshold."""
    return tuple(
        tuple(budget if load > budget - threshold else load if load >= threshold else 0 for load in own) for own in loads
    )


def _side_by_side(problem: PlanningProblem) -> Iterator[Resource]:
    """R6 and R7: places for modules side by side, and one place for each group that has class at one time.

    What has days may have one month with another, and is left out of these groups.
    """
    counted = [(frozenset(range(len(problem.candidates))), problem.at_once)] if problem.at_once is not None else []
    dated = {index for index, candidate in enumerate(problem.candidates) if candidate.dated}
    groups = [group - dated for group in clashes(problem)]
    for group, places in (*counted, *((group, (1,) * problem.horizon) for group in groups if len(group) > 1)):
        yield _counting(problem, [int(index in group) for index in range(len(problem.candidates))], places)
    if problem.evenings is not None:
        yield _counting(problem, _evenings_apart(problem, groups), problem.evenings)


def _counting(problem: PlanningProblem, own: Sequence[int], capacity: tuple[int, ...]) -> Resource:
    """A resource of which each candidate needs so much, whichever option it takes."""
    return Resource.of(
        tuple((need,) * len(candidate.options) for need, candidate in zip(own, problem.candidates, strict=True)), capacity
    )


def _evenings_apart(problem: PlanningProblem, groups: Sequence[frozenset[int]]) -> list[int]:
    """How many evenings each candidate takes that none takes beside it.

    Of those that have class on one evening, only a group of which no two can run side by side is counted, the largest that is
    seen; so what runs side by side never takes fewer evenings than are counted for it.
    """
    taken = [0 if own.dated else own.more_evenings for own in problem.candidates]
    for day in range(DAYS_OF_WEEK):
        of_day = frozenset(index for index, own in enumerate(problem.candidates) if own.evenings >> day & 1 and not own.dated)
        one_by_one = [of_day & group for group in groups] + [frozenset((index,)) for index in of_day]
        for index in max(one_by_one, key=lambda group: (len(group), sorted(group)), default=frozenset()):
            taken[index] += 1
    return taken


class _Viewer:
    """A problem as patterns see it: what does not depend on the pattern is found out once. Sets of candidates are bits here."""

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int]) -> None:
        self._compulsory = as_bits(compulsory)
        self._ends = _ends_when_used(problem)
        self._able = _able_to_run(problem)
        self._lengths_and_starts = [
            [(option.months, frozenset({start % YEAR for start in option.starts})) for option in candidate.options]
            for candidate in problem.candidates
        ]
        self._choosing = [index for index, own in enumerate(self._lengths_and_starts) if len(own) > 1]
        self.intakes = tuple(frozenset().union(*(starts for _, starts in own)) for own in self._lengths_and_starts)
        self._most: dict[tuple[int, int, int], int] = {}
        self._most_by_month: dict[tuple[int, int], list[int]] = {}
        self._kinds: dict[tuple[int, ...], tuple[list[tuple[int, int]], list[int]]] = {}

    def views(self, pattern: Pattern, resources: Sequence[Resource]) -> Iterator[PatternView]:
        """Yield a pattern's view of each resource of which something is needed."""
        months_seen = _months_seen(pattern, self._lengths_and_starts)
        seen = self._seen(pattern)
        seen_before = tuple(accumulate(seen, initial=0))
        first = [own[0] for own in months_seen]
        met = [starts <= pattern for starts in self.intakes]
        for number, resource in enumerate(resources):
            checkpoint()
            needs = [*map(mul, resource.least, first)]
            for index in self._choosing:
                needs[index] = min(map(mul, resource.demands[index], months_seen[index]))
            needing = as_bits(index for index, need in enumerate(needs) if need)
            if needing:
                candidates = dict.fromkeys((needing, needing & self._compulsory))
                rooms = [
                    tuple(accumulate(map(mul, self._most_of(number, resource, own), seen), initial=0)) for own in candidates
                ]
                starting = tuple(map(mul, resource.least, met))
                yield PatternView(tuple(needs), starting, seen_before, rooms[0], rooms[-1], self._ends)

    def _seen(self, pattern: Pattern) -> list[int]:
        """For each month 1 if it is one of a pattern and something can run in it, else 0."""
        in_year = [int(month in pattern) for month in range(YEAR)]
        return [in_year[month % YEAR] if able else 0 for month, able in enumerate(self._able)]

    def _most_of(self, number: int, resource: Resource, candidates: int) -> list[int]:
        """The most that some candidates can need side by side in each month; patterns that need the same ones share it."""
        if (number, candidates) not in self._most_by_month:
            kinds, of_month = self._kinds_of_months(resource.capacity)
            most = [self._most_in((number, candidates & able, capacity), resource) for able, capacity in kinds]
            self._most_by_month[number, candidates] = [most[kind] for kind in of_month]
        return self._most_by_month[number, candidates]

    def _kinds_of_months(self, capacity: tuple[int, ...]) -> tuple[list[tuple[int, int]], list[int]]:
        """What can run in a month, and how much there is then, without months that are alike; and of which kind each is."""
        if capacity not in self._kinds:
            months = [*zip(self._able, capacity, strict=True)]
            kinds = {kind: place for place, kind in enumerate(dict.fromkeys(months))}
            self._kinds[capacity] = [*kinds], [kinds[month] for month in months]
        return self._kinds[capacity]

    def _most_in(self, key: tuple[int, int, int], resource: Resource) -> int:
        """The most of a resource that some candidates can need side by side, given its number, them and what there is."""
        if key not in self._most:
            checkpoint()
            self._most[key] = greatest_total((resource.demands[index] for index in members(key[1])), key[2])
        return self._most[key]


def _months_seen(pattern: Pattern, lengths_and_starts: Sequence[Sequence[tuple[int, frozenset[int]]]]) -> list[list[int]]:
    """For each candidate and option, the fewest months of the pattern that it runs through, wherever it starts."""
    before = list(accumulate((month % YEAR in pattern for month in range(2 * YEAR)), initial=0))
    known: dict[tuple[int, frozenset[int]], int] = {}

    def fewest(months: int, starts: frozenset[int]) -> int:
        if (months, starts) not in known:
            years, rest = divmod(months, YEAR)
            known[months, starts] = years * len(pattern) + min(before[start + rest] - before[start] for start in starts)
        return known[months, starts]

    return [[fewest(months, starts) for months, starts in own] for own in lengths_and_starts]


def _ends_when_used(problem: PlanningProblem) -> tuple[int, ...]:
    """For each month, the earliest end of anything that runs in it or later; NEVER where nothing can."""
    options = (option for candidate in problem.candidates for option in candidate.options)
    ascending = [*sorted({start + option.months for option in options for start in option.starts}), NEVER]
    return tuple(ascending[bisect_right(ascending, month)] for month in range(problem.horizon))


def _able_to_run(problem: PlanningProblem) -> list[int]:
    """For each month, the candidates that can be running in it."""
    changes = [0] * (problem.horizon + 1)
    for index, candidate in enumerate(problem.candidates):
        checkpoint()
        months = 0
        for option in candidate.options:
            starts = as_bits(option.starts)
            for later in range(option.months):
                months |= starts << later
        for begun_or_over in members(months ^ months << 1):
            changes[begun_or_over] ^= 1 << index
    return list(accumulate(changes, xor))[:-1]
