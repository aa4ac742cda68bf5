"""Kinds of modules, from each offset on at which something can start: those of one kind can still do the same.

Pure Python on a `PlanningProblem`. Modules are of one kind as long as all that they can do from an offset on is the same: how
long they take, how many hours, when they can start, and by how much they then cost more than at least. So the later it is, the
fewer kinds there are, since what is past tells no modules apart. Where order matters, they also need the same first, and what
others need first is of a kind of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import accumulate

from msgspec import Struct

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import Weighing
from mcplanner.problem.model import PlanningProblem
from mcplanner.problem.requirement_nodes import NOTHING
from mcplanner.solvers.bounds.bits import as_bits, as_fields
from mcplanner.solvers.bounds.calendar_patterns import EVERY_MONTH, EVERY_THIRD_MONTH, YEAR
from mcplanner.solvers.bounds.least_weight import UNATTAINABLE
from mcplanner.solvers.bounds.lifted_demands import demands
from mcplanner.solvers.bounds.selections_by_kind import SelectionsByKind
from mcplanner.solvers.bounds.time_windows import NEVER

ROOM_BITS = 40
"""The bits of a field that tells the minute-months of a pattern; the highest of them is lost where they are overdrawn."""


class StartOfKind(Struct, frozen=True, order=True):
    """How something starts.

    Attributes
    ----------
    months, minutes
        What it takes; hours that nothing beside it can use are counted as its own.
    ready
        After how many months what needs it can start.
    extra
        By how much it then costs more than at least.
    """

    months: int
    minutes: int
    ready: int
    extra: int


_Role = tuple[int, int | None]
"""What a candidate needs first, by number, 0 for nothing; and its place among those that others need, None if it has none."""

_Kind = tuple[int, frozenset[StartOfKind], _Role]
"""What makes a kind at an offset: which kind it is from the next one on, how it can start, and its role."""


class Kinds(Struct, frozen=True):
    """The kinds of modules from an offset on.

    Attributes
    ----------
    of
        The kind of each candidate.
    starts
        How one of each kind can start at the offset.
    roles
        What one of each kind needs first, and whether others need it.
    then
        Which kind each is from the next offset on at which something can start.
    extra
        By how much one of each kind costs more than at least, from here on; UNATTAINABLE where it can no longer start.
    needs
        The minute-months that one of each kind takes of each pattern, from here on.
    ready
        From which offset on what needs one of each kind can start at the soonest.
    among
        As bits, the kinds that from here on can start only as one of each kind can, whose place each kind may take.
    """

    offset: int
    of: Mapping[int, int]
    starts: Sequence[frozenset[StartOfKind]]
    roles: Sequence[_Role]
    then: Sequence[int]
    extra: Sequence[int]
    needs: Sequence[int]
    ready: Sequence[int]
    among: Sequence[int]


class Patterns:
    """Patterns of calendar months: what is seen through each of them is in a field of its own."""

    def __init__(self, problem: PlanningProblem, longest: int) -> None:
        intakes = (frozenset(start % YEAR for option in own.options for start in option.starts) for own in problem.candidates)
        patterns = dict.fromkeys((EVERY_MONTH, *EVERY_THIRD_MONTH, *intakes))
        of_year = [as_fields((int(month in own) for own in patterns), ROOM_BITS) for month in range(YEAR)]
        self.guard = as_fields((1 << ROOM_BITS - 1 for _ in patterns), ROOM_BITS)
        self._months = [*(of_year[month % YEAR] for month in range(problem.horizon)), *[0] * (1 + longest)]
        self._seen = [*accumulate(self._months, initial=0)]
        self._room = [*accumulate(map(int.__mul__, problem.budget, self._months), initial=0)]

    def needed(self, offset: int, start: StartOfKind) -> int:
        """The minute-months of what starts at an offset."""
        return start.minutes * (self._seen[offset + start.months] - self._seen[offset])

    def left(self, offset: int, taken: Iterable[int]) -> int:
        """The minute-months that are left from an offset on, given the minutes that are taken in each month."""
        return self._room[-1] - self._room[offset] - sum(map(int.__mul__, taken, self._months[offset:]))

    def lesser(self, one: int, other: int) -> int:
        """The lesser of two, field by field."""
        no_less = (one | self.guard) - other & self.guard
        fields = no_less - (no_less >> ROOM_BITS - 1)
        return other & fields | one & ~fields


class KindsOfModules:
    """The kinds of all modules that some selection of a problem has.

    Attributes
    ----------
    befores
        What some candidate needs first, in the order of the numbers; the first is nothing.
    needed
        The candidates that others need first.
    loads
        The minutes of each option of each candidate.
    """

    def __init__(self, problem: PlanningProblem, weighing: Weighing, selections: SelectionsByKind, patterns: Patterns) -> None:
        self._problem = problem
        self._weighing = weighing
        self._selections = selections
        self._patterns = patterns
        self.loads = demands(problem)
        self.needed = sorted({need for index in selections.candidates for need in selections.needs[index]})
        befores = (problem.candidates[index].before for index in selections.candidates if selections.needs[index])
        self.befores = [NOTHING, *dict.fromkeys(befores)]
        self._roles = {index: self._role(index) for index in selections.candidates}

    def in_time(self) -> list[Kinds]:
        """The kinds from each offset on at which something can start, and those at the end: then all are one."""
        starts = self._starts()
        every = dict.fromkeys(self._selections.candidates, 0)
        found = [Kinds(self._problem.horizon, every, [frozenset()], [(0, None)], [0], [UNATTAINABLE], [0], [NEVER], [1])]
        for offset in sorted(starts, reverse=True):
            checkpoint()
            found.append(self._kinds_from(offset, starts[offset], found[-1]))
        return found[::-1]

    def _role(self, index: int) -> _Role:
        before = self._problem.candidates[index].before if self._selections.needs[index] else NOTHING
        return self.befores.index(before), self.needed.index(index) if index in self.needed else None

    def _starts(self) -> dict[int, dict[int, set[StartOfKind]]]:
        """For each offset, how candidates can start there."""
        most = max(self._problem.budget, default=0)
        found: dict[int, dict[int, set[StartOfKind]]] = {}
        for index, least in self._selections.least.items():
            own = self._problem.candidates[index]
            for option, minutes in zip(own.options, self.loads[index], strict=True):
                for start in option.starts if minutes <= most else ():
                    way = StartOfKind(
                        option.months, minutes, option.ready(start) - start, self._weighing.weight(own, start) - least
                    )
                    found.setdefault(start, {}).setdefault(index, set()).add(way)
        return found

    def _kinds_from(self, offset: int, starts: Mapping[int, set[StartOfKind]], later: Kinds) -> Kinds:
        """The kinds from an offset on, given how candidates can start there, and the kinds from the next offset on."""
        kinds: dict[_Kind, int] = {}
        of = {
            index: kinds.setdefault((later.of[index], frozenset(starts.get(index, ())), role), len(kinds))
            for index, role in self._roles.items()
        }
        return Kinds(
            offset,
            of,
            starts=[own for _, own, _ in kinds],
            roles=[role for *_, role in kinds],
            then=[then for then, *_ in kinds],
            extra=[min((later.extra[then], *(start.extra for start in own))) for then, own, _ in kinds],
            needs=[self._needed(offset, own, later, then) for then, own, _ in kinds],
            ready=[_soonest(offset, own, later.ready[then]) for then, own, _ in kinds],
            among=[as_bits(_among(own, later.among[own[0]], kinds)) for own in kinds],
        )

    def _needed(self, offset: int, starts: Iterable[StartOfKind], later: Kinds, then: int) -> int:
        """What a kind needs that can start in some ways at an offset, or later, as the kind that it is then."""
        can_start = later.extra[then] < UNATTAINABLE
        needed = ([later.needs[then]] if can_start else []) + [self._patterns.needed(offset, start) for start in starts]
        return reduce(self._patterns.lesser, needed) if needed else 0


def _soonest(offset: int, starts: Iterable[StartOfKind], later: int) -> int:
    """From which offset on what needs something can start that starts in some ways at an offset, if not only from later on."""
    return min((later, *(offset + start.ready for start in starts)))


def _among(kind: _Kind, then: int, kinds: Mapping[_Kind, int]) -> Iterator[int]:
    """Of some kinds those that can start, at an offset and from the next one on, only as one can of which that is given.

    And that need nothing first that this one does not. None but itself where others need this one: in the place of the other it
    might come too late.
    """
    _, starts, (before, needed) = kind
    for other, number in kinds.items():
        other_then, other_starts, (other_before, _) = other
        may_swap = other == kind or (needed is None and other_before in {0, before})
        if may_swap and then >> other_then & 1 and other_starts <= starts:
            yield number
