"""The least cost of a plan where prices change with time, by kinds of modules: how many of each are left, month by month.

Pure Python on a `PlanningProblem`. Of modules that take as long and as many hours, and can start in the same months at the same
prices, it does not matter which starts when. So what matters of a half-made plan is how many of each kind are left, and what
hours are taken in the months ahead; and where order matters, what others need counts from when on. All half-made plans that
differ in this are gone through, in thousandths of a second. Nothing but hours counts, and on demand what is needed first: no
plan costs less than the least that is found.

Three things keep half-made plans few. Nothing starts that could have started a month earlier at no more. Of two kinds that can
start alike, one of which can start later only as the other can, the one begins first: in a plan that begins with the other, the
two may change places. And what is left must still have room, seen through each pattern of calendar months.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from msgspec import Struct

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import Weighing
from mcplanner.problem.model import Option
from mcplanner.solvers.bounds.bits import as_fields, members, numbers_of
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.kinds_of_modules import Kinds, KindsOfModules, Patterns, StartOfKind
from mcplanner.solvers.bounds.selections_by_kind import SelectionsByKind, TooManySelectionsError
from mcplanner.solvers.bounds.starts_by_kind import Dealt, Options, PlacedKind, at_most_as_dear, exactly, with_one_more
from mcplanner.solvers.bounds.time_windows import NEVER

MOST_SELECTIONS = 200
"""If there are more selections than this, told apart by kinds, none is looked at."""

MOST_STEPS = 500
"""So often it is tried what may have started before, and which module of a kind that was, to find a plan without clashes."""

COUNT_BITS = 8
"""The bits of a field that tells how many of a kind are left."""

ALL = (1 << COUNT_BITS) - 1
"""Such a field."""

Counts = tuple[int, ...]
"""From which offset on each candidate counts that others need first: 0 where that is past, NEVER where it has not started."""

HalfMade = tuple[int, int, Counts]
"""How many of each kind are left, the minutes taken in the month before and in those after it, and what counts."""

Started = tuple[int, ...]
"""What starts at an offset, as the positions of the ways in which it does."""

Came = tuple[int, list[tuple[HalfMade, Started]]]
"""The least cost of a half-made plan, and from which ones it came at that cost, each with what started."""


class LeastByKind(Struct, frozen=True):
    """The least that a plan costs as far as kinds of modules tell.

    Attributes
    ----------
    looked_at
        How many half-made plans were looked at.
    cost
        What no plan costs less than; just above the limit, where none keeps to that; 0 where half-made plans are too many.
    options
        The options of each candidate that rules of thumb find a plan with which costs no more, if there is one of what was
        found: in order with the starts that it has there, else with those at which it costs no more than there. None where
        nothing was found.
    """

    looked_at: int
    cost: int = 0
    options: tuple[tuple[Option, ...], ...] | None = None


def least_by_kind(bounds: Bounds, weighing: Weighing, limit: int, most: int, ordered: bool = False) -> LeastByKind:
    """The least cost of a problem's plans by one way to weigh modules, up to a limit, if so many half-made plans tell.

    Parameters
    ----------
    ordered
        Whether nothing starts before what it needs first has ended: more half-made plans differ then.
    """
    return _Search(bounds, weighing, limit, most, ordered).least()


class _Way(Struct, frozen=True):
    """How one of a kind starts at an offset.

    Attributes
    ----------
    before
        What it needs first, by number.
    place
        Its place among those that others need; None if it has none.
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
    start: StartOfKind
    before: int
    place: int | None
    one: int
    all: int
    first: int
    minutes: int
    above: int


class _Passage:
    """What becomes of half-made plans from the starts at one offset to those at the next."""

    def __init__(self, patterns: Patterns, month_bits: int, now: Kinds, later: Kinds) -> None:
        self._patterns = patterns
        self._month_bits = month_bits
        self._now, self._later = now, later
        self._known_left: dict[int, tuple[int, int, int]] = {}
        self._known_room: dict[int, int] = {}
        self._known_counts: dict[Counts, Counts] = {}

    def ahead(self, half: HalfMade, limit: int) -> HalfMade | None:
        """The half-made plan at the next offset; None where what is left costs more than a limit, or has no room."""
        left, minutes, counts = half
        if left not in self._known_left:
            self._known_left[left] = self._of(left)
        later, extra, needs = self._known_left[left]
        minutes >>= self._month_bits * (self._later.offset - self._now.offset)
        if minutes not in self._known_room:
            taken = numbers_of(minutes >> self._month_bits, self._month_bits)
            self._known_room[minutes] = self._patterns.left(self._later.offset, taken) | self._patterns.guard
        has_room = (self._known_room[minutes] - needs) & self._patterns.guard == self._patterns.guard
        return (later, minutes, self._still(counts)) if extra <= limit and has_room else None

    def _still(self, counts: Counts) -> Counts:
        """From which offset on candidates count, as far as that matters at the next offset."""
        if counts not in self._known_counts:
            self._known_counts[counts] = tuple(own if own >= self._later.offset else 0 for own in counts)
        return self._known_counts[counts]

    def _of(self, left: int) -> tuple[int, int, int]:
        """How many are left of each later kind, and what they cost above the least, and need, at least."""
        later = extra = needs = 0
        for number, then in zip(numbers_of(left, COUNT_BITS), self._now.then, strict=False):
            later += number << COUNT_BITS * then
            extra += number * self._later.extra[then]
            needs += number * self._later.needs[then]
        return later, extra, needs


class _Search:
    """All half-made plans of a problem, as far as they differ in what matters."""

    def __init__(self, bounds: Bounds, weighing: Weighing, limit: int, most: int, ordered: bool) -> None:
        assert bounds.problem is not None, "what bounds rule out costs nothing"
        self._problem = problem = bounds.problem
        self._weighing = weighing
        self._limit = limit
        self._most_looked_at = most
        self._ordered = ordered
        self._longest = max((option.months for own in problem.candidates for option in own.options), default=0)
        self._most_minutes = max(problem.budget, default=0)
        self._month_bits = self._most_minutes.bit_length() + 1
        self._overdraft = as_fields([1 << self._month_bits - 1] * (1 + self._longest), self._month_bits)
        self._patterns = Patterns(problem, self._longest)
        self._selections = SelectionsByKind(bounds, weighing, limit, ordered)
        self._of_modules = KindsOfModules(problem, weighing, self._selections, self._patterns)
        self._kinds = self._of_modules.in_time()
        self._taken: dict[HalfMade, frozenset[int]] = {}
        self._known_ready: dict[Counts, Sequence[int]] = {}
        self._looked_at = 0

    def least(self) -> LeastByKind:
        """The least cost."""
        selections = self._to_begin_with()
        if selections is None:
            return LeastByKind(0)
        came: list[Mapping[HalfMade, Came]] = [selections]
        ways: list[Sequence[_Way]] = []
        for before, now, later in zip((None, *self._kinds), self._kinds, self._kinds[1:], strict=False):
            ways.append(self._ways(before, now))
            came.append(self._after(now, later, ways[-1], came[-1]))
            if self._looked_at > self._most_looked_at:
                return LeastByKind(self._looked_at)
        if not came[-1]:
            return LeastByKind(self._looked_at, self._limit + 1)
        last = min(came[-1], key=lambda half: came[-1][half][0])
        cost, _ = came[-1][last]
        return LeastByKind(self._looked_at, cost, self._options(last, came, ways))

    def _to_begin_with(self) -> dict[HalfMade, Came] | None:
        """What is left before anything starts, for each selection, and what it costs at least; None where they are too many."""
        kinds, found = self._kinds[0].of, dict[HalfMade, Came]()
        selections = self._few_selections(kinds)
        if selections is None:
            return None
        counts = (NEVER,) * len(self._of_modules.needed)
        for taken in selections:
            half = sum(1 << COUNT_BITS * kinds[index] for index in taken), 0, counts
            cost = self._selections.cost(taken)
            if half not in found or cost < found[half][0]:
                found[half], self._taken[half] = (cost, []), taken
        return found

    def _few_selections(self, kinds: Mapping[int, int]) -> list[frozenset[int]] | None:
        """The selections, given the kind of each candidate; None where they are too many."""
        try:
            found = [*islice(self._selections.just_enough(kinds), MOST_SELECTIONS + 1)]
        except TooManySelectionsError:
            return None
        return found if len(found) <= MOST_SELECTIONS else None

    def _ways(self, before: Kinds | None, now: Kinds) -> list[_Way]:
        """How something can start at an offset, what starts before others first, given the kinds from the offset before on."""
        kinds = sorted(range(len(now.starts)), key=lambda kind: now.among[kind].bit_count())
        return [self._way(before, now, kind, start) for kind in kinds for start in sorted(now.starts[kind])]

    def _way(self, before: Kinds | None, now: Kinds, kind: int, start: StartOfKind) -> _Way:
        could = before is not None and _could_start(before, now, kind, start)
        return _Way(
            kind,
            start,
            *now.roles[kind],
            one=1 << COUNT_BITS * kind,
            all=ALL << COUNT_BITS * kind,
            first=sum(ALL << COUNT_BITS * other for other in _before_it(now, kind, start)),
            minutes=as_fields((0, *[start.minutes] * start.months), self._month_bits),
            above=self._problem.budget[before.offset] - start.minutes if before is not None and could else -1,
        )

    def _after(self, now: Kinds, later: Kinds, ways: Sequence[_Way], came: Mapping[HalfMade, Came]) -> dict[HalfMade, Came]:
        """The half-made plans at the next offset, given those at one and how something can start there."""
        checkpoint()
        passage = _Passage(self._patterns, self._month_bits, now, later)
        room = self._room(now.offset)
        found: dict[HalfMade, Came] = {}
        for half, (cost, _) in came.items():
            for more, spent, begun in self._begun(half, cost, self._able(half, now.offset, ways), now.offset, room):
                self._looked_at += 1
                ahead = passage.ahead(more, self._limit - spent)
                if ahead is None:
                    continue
                if ahead not in found or spent < found[ahead][0]:
                    found[ahead] = spent, [(half, begun)]
                elif spent == found[ahead][0]:
                    found[ahead][1].append((half, begun))
            if self._looked_at > self._most_looked_at:
                break
        return found

    def _room(self, offset: int) -> int:
        """The minutes that there are in the month before an offset and in those after it; beyond the horizon, enough."""
        budget = (self._most_minutes, *self._problem.budget, *[self._most_minutes] * self._longest)
        return as_fields(budget[offset : offset + 1 + self._longest], self._month_bits) | self._overdraft

    def _able(self, half: HalfMade, offset: int, ways: Sequence[_Way]) -> list[tuple[int, _Way]]:
        """The ways in which something that is left can start at an offset, and could not in the month before, by position."""
        left, minutes, counts = half
        before = minutes & (1 << self._month_bits) - 1
        ready = self._ready(counts)
        return [
            (number, way)
            for number, way in enumerate(ways)
            if left & way.all and ready[way.before] <= offset and (before > way.above or ready[way.before] == offset)
        ]

    def _ready(self, counts: Counts) -> Sequence[int]:
        """From which offset on there is what is needed first, given from which on candidates count."""
        if counts not in self._known_ready:
            reached = self._selections.reached(dict(zip(self._of_modules.needed, counts, strict=True)))
            self._known_ready[counts] = [*map(reached, self._of_modules.befores)]
        return self._known_ready[counts]

    def _begun(
        self, half: HalfMade, cost: int, able: Sequence[tuple[int, _Way]], offset: int, room: int
    ) -> Iterator[tuple[HalfMade, int, Started]]:
        """The half-made plan, its cost and what started, for whatever can start at an offset, nothing included."""
        waiting: list[tuple[int, HalfMade, int, Started]] = [(0, half, cost, ())]
        while waiting:
            place, half, cost, begun = waiting.pop()
            yield half, cost, begun
            left, minutes, counts = half
            for position in range(place, len(able)):
                number, way = able[position]
                more = minutes + way.minutes
                if left & way.all and not left & way.first and (room - more) & self._overdraft == self._overdraft:
                    its = counts
                    if way.place is not None:
                        its = (*counts[: way.place], offset + way.start.ready, *counts[way.place + 1 :])
                    waiting.append((position, (left - way.one, more, its), cost + way.start.extra, (*begun, number)))

    # --- what costs the least ---

    def _options(
        self, last: HalfMade, came: Sequence[Mapping[HalfMade, Came]], ways: Sequence[Sequence[_Way]]
    ) -> Options | None:
        """The options of candidates that lead to the last half-made plan."""
        if self._ordered:
            return self._in_order(last, came, ways)
        begun: list[PlacedKind] = []
        for place in range(len(ways), 0, -1):
            last, started = came[place][last][1][0]
            begun += self._of_ways(place - 1, started, ways)
        taken = self._taken[last]
        return at_most_as_dear(self._problem, self._weighing, begun[::-1], taken, self._selections.least.keys() - taken)

    def _in_order(
        self, last: HalfMade, came: Sequence[Mapping[HalfMade, Came]], ways: Sequence[Sequence[_Way]]
    ) -> Options | None:
        """The same with the starts that candidates have on some way there without class clashes, sought from its end; None if
        none is soon found.
        """
        among = frozenset[int]().union(*self._taken.values())
        waiting: list[tuple[int, HalfMade, Dealt]] = [(len(ways), last, ())]
        for _ in range(MOST_STEPS):
            if not waiting:
                return None
            place, half, dealt = waiting.pop()
            if not place and {index for index, _, _ in dealt} == self._taken[half]:
                return exactly(self._problem, self._of_modules.loads, dealt, self._selections.least.keys())
            for before, started in came[place][half][1]:
                waiting += [(place - 1, before, more) for more in self._dealt(place - 1, started, ways, dealt, among)]
        return None

    def _dealt(
        self, place: int, started: Started, ways: Sequence[Sequence[_Way]], dealt: Dealt, among: AbstractSet[int]
    ) -> Sequence[Dealt]:
        """What was dealt, with what started at an offset before it, in each way without class clashes."""
        found = [dealt]
        for begun in self._of_ways(place, started, ways):
            found = [more for own in found for more in with_one_more(self._problem, begun, own, among)]
        return found

    def _of_ways(self, place: int, started: Started, ways: Sequence[Sequence[_Way]]) -> list[PlacedKind]:
        """What started at an offset, the last first."""
        return [
            PlacedKind(self._kinds[place], ways[place][number].kind, ways[place][number].start) for number in reversed(started)
        ]


def _before_it(now: Kinds, kind: int, start: StartOfKind) -> Iterator[int]:
    """The kinds that can start as one can, and do so first: those that can start later only as that one can.

    What others need could end sooner if it started later, unless this is how it ends the soonest.
    """
    for other in members(now.among[kind]):
        _, place = now.roles[other]
        if other != kind and start in now.starts[other] and (place is None or now.offset + start.ready <= now.ready[other]):
            yield other


def _could_start(before: Kinds, now: Kinds, kind: int, start: StartOfKind) -> bool:
    """Return whether whatever is of a kind could have started alike in the month before, at no more, as far as it was ready."""
    takes = start.months, start.minutes, start.ready
    return before.offset == now.offset - 1 and all(
        any((own.months, own.minutes, own.ready) == takes and own.extra <= start.extra for own in before.starts[of])
        for of, then in enumerate(before.then)
        if then == kind
    )
