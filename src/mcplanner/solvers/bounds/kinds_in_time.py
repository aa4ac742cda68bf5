"""The least cost of a plan where prices change with time, by kinds of modules: how many of each are left, month by month.

Pure Python on a `PlanningProblem`. Of modules that take as long and as many hours, and can start in the same months at the same
prices, it does not matter which starts when. So what matters of a half-made plan is how many of each kind are left, and what
hours are taken in the months ahead; and the later it is, the fewer kinds there are, since what is past tells no modules apart.
All half-made plans that differ in this are gone through, in thousandths of a second. Prerequisites count as far as they leave
each module its months, and rules about anything but hours do not count: no plan costs less than the least that is found.

Three things keep half-made plans few. Nothing starts that could have started a month earlier at no more. Of two kinds that can
start alike, one of which can start later only as the other can, the one begins first: in a plan that begins with the other, the
two may change places. And what is left must still have room, seen through each pattern of calendar months.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import accumulate, chain, pairwise

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import Weighing
from mcplanner.problem.model import Candidate, Option, PlanningProblem
from mcplanner.problem.requirement_nodes import bottom_up, candidates_of
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.calendar_patterns import EVERY_MONTH, EVERY_THIRD_MONTH, YEAR
from mcplanner.solvers.bounds.least_weight import UNATTAINABLE
from mcplanner.solvers.bounds.lifted_demands import demands

MOST_SELECTIONS = 200
"""If there are more selections of electives than this, told apart by kinds, none is looked at."""

COUNT_BITS = 8
"""The bits of a field that tells how many of a kind are left."""

ROOM_BITS = 40
"""The bits of a field that tells the minute-months of a pattern; the highest of them is lost where they are overdrawn."""

Start = tuple[int, int, int]
"""How something starts: its months, its minutes a week, and by how much it then costs more than at least."""

HalfMade = tuple[int, int]
"""How many of each kind are left, and the minutes taken in the month before and in those after it, each in its field."""

Begun = tuple[int, ...]
"""What starts at an offset, as the positions of the ways in which it does."""

Came = tuple[int, HalfMade, Begun]
"""The least cost of a half-made plan, and from which one it came by what started."""


class LeastByKind(Struct, frozen=True):
    """The least that a plan costs as far as kinds of modules tell.

    Attributes
    ----------
    looked_at
        How many half-made plans were looked at.
    cost
        What no plan costs less than; just above the limit, where none keeps to that; 0 where half-made plans are too many.
    options
        The options of each candidate with the starts at which it costs no more than in what was found, where it is part of it:
        with these, rules of thumb mostly find a plan. None where nothing was found.
    """

    looked_at: int
    cost: int = 0
    options: tuple[tuple[Option, ...], ...] | None = None


def least_by_kind(bounds: Bounds, weighing: Weighing, limit: int, most: int) -> LeastByKind:
    """The least cost of a problem's plans by one way to weigh modules, up to a limit, if so many half-made plans tell."""
    search = _Search(bounds, weighing, limit, most)
    selections = search.selections()
    return LeastByKind(0) if selections is None else search.least(selections)


class _Kinds(Struct, frozen=True):
    """The kinds of modules from an offset on.

    Attributes
    ----------
    of
        The kind of each candidate.
    starts
        How one of each kind can start at the offset.
    then
        Which kind each is from the next offset on at which something can start.
    extra
        By how much one of each kind costs more than at least, from here on; UNATTAINABLE where it can no longer start.
    needs
        The minute-months that one of each kind takes of each pattern, from here on.
    among
        As bits, the kinds that from here on can start only as one of each kind can.
    """

    offset: int
    of: Mapping[int, int]
    starts: Sequence[frozenset[Start]]
    then: Sequence[int]
    extra: Sequence[int]
    needs: Sequence[int]
    among: Sequence[int]


class _Way(Struct, frozen=True):
    """How one of a kind starts at an offset.

    Attributes
    ----------
    one, all
        One of the kind, and the field of all that are left.
    first
        The fields of the kinds that start before it.
    minutes
        What it takes of the months ahead.
    above
        It could have started in the month before, unless that has more minutes taken than this.
    """

    kind: int
    start: Start
    one: int
    all: int
    first: int
    minutes: int
    above: int


class _Patterns:
    """Patterns of calendar months: what is seen through each of them is in a field of its own."""

    def __init__(self, problem: PlanningProblem, longest: int) -> None:
        intakes = (frozenset(start % YEAR for option in own.options for start in option.starts) for own in problem.candidates)
        patterns = dict.fromkeys((EVERY_MONTH, *EVERY_THIRD_MONTH, *intakes))
        of_year = [_fields((int(month in own) for own in patterns), ROOM_BITS) for month in range(YEAR)]
        self.guard = _fields((1 << ROOM_BITS - 1 for _ in patterns), ROOM_BITS)
        self._months = [*(of_year[month % YEAR] for month in range(problem.horizon)), *[0] * (1 + longest)]
        self._seen = [*accumulate(self._months, initial=0)]
        self._room = [*accumulate(map(int.__mul__, problem.budget, self._months), initial=0)]

    def needed(self, offset: int, start: Start) -> int:
        """The minute-months of what starts at an offset."""
        months, minutes, _ = start
        return minutes * (self._seen[offset + months] - self._seen[offset])

    def left(self, offset: int, taken: Iterable[int]) -> int:
        """The minute-months that are left from an offset on, given the minutes that are taken in each month."""
        return self._room[-1] - self._room[offset] - sum(map(int.__mul__, taken, self._months[offset:]))

    def lesser(self, one: int, other: int) -> int:
        """The lesser of two, field by field."""
        no_less = (one | self.guard) - other & self.guard
        fields = no_less - (no_less >> ROOM_BITS - 1)
        return other & fields | one & ~fields


class _Passage:
    """What becomes of half-made plans from the starts at one offset to those at the next."""

    def __init__(self, patterns: _Patterns, month_bits: int, now: _Kinds, later: _Kinds) -> None:
        self._patterns = patterns
        self._month_bits = month_bits
        self._now, self._later = now, later
        self._known_left: dict[int, tuple[int, int, int]] = {}
        self._known_room: dict[int, int] = {}

    def ahead(self, left: int, minutes: int, limit: int) -> HalfMade | None:
        """The half-made plan at the next offset; None where what is left costs more than a limit, or has no room."""
        if left not in self._known_left:
            self._known_left[left] = self._of(left)
        later, extra, needs = self._known_left[left]
        minutes >>= self._month_bits * (self._later.offset - self._now.offset)
        if minutes not in self._known_room:
            taken = _numbers(minutes >> self._month_bits, self._month_bits)
            self._known_room[minutes] = self._patterns.left(self._later.offset, taken) | self._patterns.guard
        has_room = (self._known_room[minutes] - needs) & self._patterns.guard == self._patterns.guard
        return (later, minutes) if extra <= limit and has_room else None

    def _of(self, left: int) -> tuple[int, int, int]:
        """How many are left of each later kind, and what they cost above the least, and need, at least."""
        later = extra = needs = 0
        for number, then in zip(_numbers(left, COUNT_BITS), self._now.then, strict=False):
            later += number << COUNT_BITS * then
            extra += number * self._later.extra[then]
            needs += number * self._later.needs[then]
        return later, extra, needs


class _Search:
    """All half-made plans of a problem, as far as they differ in what matters."""

    def __init__(self, bounds: Bounds, weighing: Weighing, limit: int, most: int) -> None:
        assert bounds.problem is not None, "what bounds rule out costs nothing"
        self._problem = problem = bounds.problem
        self._bounds = bounds
        self._weighing = weighing
        self._limit = limit
        self._most_looked_at = most
        self._places = _places(bounds)
        self._candidates = sorted({*bounds.compulsory, *self._places})
        self._least = {index: weighing.least(problem.candidates[index]) for index in self._candidates}
        self._loads = demands(problem)
        self._longest = max((option.months for own in problem.candidates for option in own.options), default=0)
        self._most_minutes = max(problem.budget, default=0)
        self._month_bits = self._most_minutes.bit_length() + 1
        self._overdraft = _fields([1 << self._month_bits - 1] * (1 + self._longest), self._month_bits)
        self._patterns = _Patterns(problem, self._longest)
        self._kinds = self._kinds_in_order()
        self._taken: dict[HalfMade, frozenset[int]] = {}
        self._looked_at = 0

    # --- kinds ---

    def _kinds_in_order(self) -> list[_Kinds]:
        """The kinds from each offset on at which something can start, and those at the end: then all are one."""
        starts = self._starts()
        every = dict.fromkeys(self._candidates, 0)
        found = [_Kinds(self._problem.horizon, every, [frozenset()], [0], [UNATTAINABLE], [0], [1])]
        for offset in sorted(starts, reverse=True):
            checkpoint()
            found.append(self._kinds_from(offset, starts[offset], found[-1]))
        return found[::-1]

    def _starts(self) -> dict[int, dict[int, set[Start]]]:
        """For each offset, how candidates can start there; hours that nothing beside them can use are counted as theirs."""
        found: dict[int, dict[int, set[Start]]] = {}
        for index in self._candidates:
            own = self._problem.candidates[index]
            for option, minutes in zip(own.options, self._loads[index], strict=True):
                for start in option.starts if minutes <= self._most_minutes else ():
                    extra = self._weighing.weight(own, start) - self._least[index]
                    found.setdefault(start, {}).setdefault(index, set()).add((option.months, minutes, extra))
        return found

    def _kinds_from(self, offset: int, starts: Mapping[int, set[Start]], later: _Kinds) -> _Kinds:
        """The kinds from an offset on, given how candidates can start there, and the kinds from the next offset on."""
        numbers: dict[tuple[int, frozenset[Start]], int] = {}
        of = {
            index: numbers.setdefault((later.of[index], frozenset(starts.get(index, ()))), len(numbers))
            for index in self._candidates
        }
        return _Kinds(
            offset,
            of,
            starts=[own for _, own in numbers],
            then=[then for then, _ in numbers],
            extra=[min((later.extra[then], *(extra for *_, extra in own))) for then, own in numbers],
            needs=[self._needed(offset, own, later, then) for then, own in numbers],
            among=[as_bits(_among(own, later.among[then], numbers)) for then, own in numbers],
        )

    def _needed(self, offset: int, starts: Iterable[Start], later: _Kinds, then: int) -> int:
        """What a kind needs that can start in some ways at an offset, or later, as the kind that it is then."""
        can_start = later.extra[then] < UNATTAINABLE
        needed = ([later.needs[then]] if can_start else []) + [self._patterns.needed(offset, start) for start in starts]
        return reduce(self._patterns.lesser, needed) if needed else 0

    # --- what is taken ---

    def selections(self) -> dict[HalfMade, int] | None:
        """What is left before anything starts, for each selection that is just enough, and what it costs at least.

        None where they are too many.
        """
        of, found = self._kinds[0].of, dict[HalfMade, int]()
        groups: dict[object, list[int]] = {}
        for index, places in self._places.items():
            groups.setdefault((places, of[index], self._least[index]), []).append(index)
        for number, chosen in enumerate(self._chosen([*groups.values()], (), ())):
            if number == MOST_SELECTIONS:
                return None
            taken = self._bounds.compulsory.union(chosen)
            half = sum(1 << COUNT_BITS * of[index] for index in taken), 0
            cost = sum(self._least[index] for index in taken) - self._weighing.free
            if cost < found.get(half, UNATTAINABLE):
                found[half], self._taken[half] = cost, taken
        return found

    def _chosen(
        self, groups: Sequence[Sequence[int]], taken: tuple[int, ...], left_out: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        """The electives of each selection that has some and lacks others, and of each group of alike ones has the first."""
        checkpoint()
        if self._cost_with(taken, left_out) > self._limit:
            return
        if self._is_enough(taken):
            yield taken
            return
        own, *others = groups
        for number in range(len(own) + 1):
            yield from self._chosen(others, (*taken, *own[:number]), (*left_out, *own[number:]))

    def _cost_with(self, taken: Iterable[int], left_out: Iterable[int]) -> int:
        """What no selection costs less than that has some electives and lacks others."""
        costs = [self._least.get(index, 0) for index in range(len(self._problem.candidates))]
        for index in left_out:
            costs[index] = UNATTAINABLE
        sure = sum(costs[index] for index in taken) - self._weighing.free
        for index in taken:
            costs[index] = 0
        return sure + self._bounds.least_weight.of(costs)

    def _is_enough(self, taken: Iterable[int]) -> bool:
        """Return whether some electives satisfy the goal, with all that is compulsory."""
        costs = [UNATTAINABLE] * len(self._problem.candidates)
        for index in (*self._bounds.compulsory, *taken):
            costs[index] = 0
        return self._bounds.least_weight.of(costs) == 0

    # --- month by month ---

    def least(self, selections: Mapping[HalfMade, int]) -> LeastByKind:
        """The least cost, given what is left before anything starts."""
        came: list[Mapping[HalfMade, Came]] = [{half: (cost, half, ()) for half, cost in selections.items()}]
        ways: list[Sequence[_Way]] = []
        before: _Kinds | None = None
        for now, later in pairwise(self._kinds):
            ways.append(self._ways(before, now))
            came.append(self._after(now, later, ways[-1], came[-1]))
            before = now
            if self._looked_at > self._most_looked_at:
                return LeastByKind(self._looked_at)
        if not came[-1]:
            return LeastByKind(self._looked_at, self._limit + 1)
        last = min(came[-1], key=lambda half: came[-1][half][0])
        cost, *_ = came[-1][last]
        return LeastByKind(self._looked_at, cost, self._options(*self._began(last, came[1:], ways)))

    def _ways(self, before: _Kinds | None, now: _Kinds) -> list[_Way]:
        """How something can start at an offset, what starts before others first, given the kinds from the offset before on."""
        kinds = sorted(range(len(now.starts)), key=lambda kind: now.among[kind].bit_count())
        return [self._way(before, now, kind, start) for kind in kinds for start in sorted(now.starts[kind])]

    def _way(self, before: _Kinds | None, now: _Kinds, kind: int, start: Start) -> _Way:
        months, minutes, _ = start
        field = (1 << COUNT_BITS) - 1
        alike = (other for other in members(now.among[kind]) if other != kind and start in now.starts[other])
        return _Way(
            kind,
            start,
            one=1 << COUNT_BITS * kind,
            all=field << COUNT_BITS * kind,
            first=sum(field << COUNT_BITS * other for other in alike),
            minutes=_fields((0, *[minutes] * months), self._month_bits),
            above=self._problem.budget[before.offset] - minutes if before and _could_start(before, now, kind, start) else -1,
        )

    def _after(self, now: _Kinds, later: _Kinds, ways: Sequence[_Way], came: Mapping[HalfMade, Came]) -> dict[HalfMade, Came]:
        """The half-made plans at the next offset, given those at one and how something can start there."""
        checkpoint()
        passage = _Passage(self._patterns, self._month_bits, now, later)
        room = self._room(now.offset)
        found: dict[HalfMade, Came] = {}
        for half, (cost, *_) in came.items():
            for left, minutes, spent, begun in self._begun(half, cost, ways, room):
                self._looked_at += 1
                ahead = passage.ahead(left, minutes, self._limit - spent)
                if ahead is not None and (ahead not in found or spent < found[ahead][0]):
                    found[ahead] = spent, half, begun
            if self._looked_at > self._most_looked_at:
                break
        return found

    def _room(self, offset: int) -> int:
        """The minutes that there are in the month before an offset and in those after it; beyond the horizon, enough."""
        budget = (self._most_minutes, *self._problem.budget, *[self._most_minutes] * self._longest)
        return _fields(budget[offset : offset + 1 + self._longest], self._month_bits) | self._overdraft

    def _begun(self, half: HalfMade, cost: int, ways: Sequence[_Way], room: int) -> Iterator[tuple[int, int, int, Begun]]:
        """What is left, the minutes taken, the cost and what started, for whatever can start at an offset, nothing included."""
        left, minutes = half
        before = minutes & (1 << self._month_bits) - 1
        able = [(number, way) for number, way in enumerate(ways) if left & way.all and before > way.above]
        waiting: list[tuple[int, int, int, int, Begun]] = [(0, left, minutes, cost, ())]
        while waiting:
            place, left, minutes, cost, begun = waiting.pop()
            yield left, minutes, cost, begun
            for position in range(place, len(able)):
                number, way = able[position]
                more = minutes + way.minutes
                if left & way.all and not left & way.first and (room - more) & self._overdraft == self._overdraft:
                    waiting.append((position, left - way.one, more, cost + way.start[2], (*begun, number)))

    # --- what costs the least ---

    def _began(
        self, last: HalfMade, came: Sequence[Mapping[HalfMade, Came]], ways: Sequence[Sequence[_Way]]
    ) -> tuple[frozenset[int], list[tuple[_Kinds, _Way]]]:
        """What the last half-made plan takes, and what of each kind started on the way to it, the first first."""
        started: list[tuple[_Kinds, _Way]] = []
        for now, own, reached in zip(self._kinds[-2::-1], reversed(ways), reversed(came), strict=True):
            _, last, begun = reached[last]
            started += [(now, own[number]) for number in begun]
        return self._taken[last], started[::-1]

    def _options(self, taken: frozenset[int], started: Sequence[tuple[_Kinds, _Way]]) -> tuple[tuple[Option, ...], ...]:
        """The options of each candidate with the starts at which it costs no more than here; none of other electives."""
        extra = self._dealt([(now.offset, taken.intersection(_of_kind(now, way.kind)), way.start[2]) for now, way in started])
        left_out = self._places.keys() - taken
        options = []
        for index, own in enumerate(self._problem.candidates):
            most = UNATTAINABLE if index not in extra else self._least[index] + extra[index]
            options.append(() if index in left_out else tuple(_at_most(own, self._weighing, most)))
        return tuple(options)

    def _dealt(self, starts: Iterable[tuple[int, frozenset[int], int]]) -> dict[int, int]:
        """Which candidate takes each start, as the extra cost of each, given its offset, those that may take it, and its cost.

        First what only one may take; else it is taken by what others need soonest, then by what can start until soonest.
        """
        candidates = self._problem.candidates
        needs = [candidates_of(own.before) for own in candidates]
        asked = Counter(chain.from_iterable(needs))
        until = [max(option.starts[-1] for option in own.options) for own in candidates]
        needed = [self._problem.horizon] * len(candidates)
        dealt: dict[int, int] = {}
        for offset, able, extra in sorted(starts, key=lambda start: (len(start[1]) > 1, start[0])):
            free = (index for index in able if index not in dealt)
            index = min(free, key=lambda index: (needed[index], until[index], -asked[index], index), default=None)
            if index is not None:
                dealt[index] = extra
                for need in needs[index]:
                    needed[need] = min(needed[need], offset)
        return dealt


def _of_kind(kinds: _Kinds, kind: int) -> Iterator[int]:
    """The candidates of a kind."""
    return (index for index, own in kinds.of.items() if own == kind)


def _at_most(own: Candidate, weighing: Weighing, most: int) -> Iterator[Option]:
    """The options of a candidate with the starts at which it costs no more than so much."""
    for option in own.options:
        starts = tuple(start for start in option.starts if weighing.weight(own, start) <= most)
        if starts:
            yield replace(option, starts=starts)


def _among(starts: frozenset[Start], then: int, kinds: Mapping[tuple[int, frozenset[Start]], int]) -> Iterator[int]:
    """Of some kinds those that can start, at an offset and from the next one on, only as one can of which that is given."""
    return (number for (other, its), number in kinds.items() if then >> other & 1 and its <= starts)


def _could_start(before: _Kinds, now: _Kinds, kind: int, start: Start) -> bool:
    """Return whether whatever is of a kind could have started alike in the month before, at no more."""
    months, minutes, extra = start
    return before.offset == now.offset - 1 and all(
        any(own[:2] == (months, minutes) and own[2] <= extra for own in before.starts[of])
        for of, then in enumerate(before.then)
        if then == kind
    )


def _places(bounds: Bounds) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each elective that the goal names, the thresholds that name it, by number, and its weight there."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    electives = bounds.least_weight.electives
    for number, node in enumerate(() if electives is None else bottom_up(electives)):
        for weight, part in node.parts:
            if isinstance(part, int):
                found[part] = (*found.get(part, ()), (number, weight))
    return found


def _fields(numbers: Iterable[int], bits: int) -> int:
    """Some numbers, each in a field of so many bits, the first in the lowest."""
    return sum(number << bits * place for place, number in enumerate(numbers))


def _numbers(fields: int, bits: int) -> Iterator[int]:
    """The numbers in fields of so many bits, through the last that is not 0."""
    field = (1 << bits) - 1
    while fields:
        yield fields & field
        fields >>= bits
