"""Which module takes which start, where it is known what of each kind starts when.

Pure Python on a `PlanningProblem`; proves nothing. Of one kind any module will do, as far as hours and order go, and of these
one that has no class at the same time as others. Where order did not count, each is given those of its starts at which it costs
no more: mostly rules of thumb find a plan with these.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.problem.measures import Weighing
from mcplanner.problem.model import Candidate, Option, PlanningProblem
from mcplanner.problem.requirement_nodes import candidates_of
from mcplanner.solvers.bounds.kinds_of_modules import Kinds, StartOfKind
from mcplanner.solvers.bounds.least_weight import UNATTAINABLE


class PlacedKind(Struct, frozen=True):
    """Something of a kind that starts at an offset, given the kinds from there on."""

    kinds: Kinds
    kind: int
    start: StartOfKind

    def able(self) -> Iterator[int]:
        """The candidates that may be it."""
        return (index for index, own in self.kinds.of.items() if own == self.kind)


Dealt = tuple[tuple[int, int, StartOfKind], ...]
"""Some candidates, each with the offset at which it starts, and how, the first first."""

Options = tuple[tuple[Option, ...], ...]
"""The options of each candidate."""


def at_most_as_dear(
    problem: PlanningProblem, weighing: Weighing, begun: Iterable[PlacedKind], taken: frozenset[int], left_out: AbstractSet[int]
) -> Options:
    """The options of each candidate with the starts at which it costs no more than what starts in its place; none of some."""
    starts = [(own.kinds.offset, taken.intersection(own.able()), own.start.extra) for own in begun]
    extra = _dealt(problem, starts)
    options = []
    for index, own in enumerate(problem.candidates):
        most = weighing.least(own) + extra[index] if index in extra else UNATTAINABLE
        options.append(() if index in left_out else tuple(_at_most(own, weighing, most)))
    return tuple(options)


def exactly(problem: PlanningProblem, loads: Sequence[Sequence[int]], dealt: Dealt, left_out: AbstractSet[int]) -> Options:
    """The options of each candidate with the start that it was dealt; of others all, but for some that have none."""
    options = [() if index in left_out else own.options for index, own in enumerate(problem.candidates)]
    for index, offset, start in dealt:
        options[index] = tuple(
            replace(option, starts=(offset,))
            for option, load in zip(problem.candidates[index].options, loads[index], strict=True)
            if (option.months, load) == (start.months, start.minutes) and offset in option.starts
        )
    return tuple(options)


def with_one_more(problem: PlanningProblem, begun: PlacedKind, dealt: Dealt, among: AbstractSet[int]) -> Iterator[Dealt]:
    """What was dealt, all of it later, with one of some candidates that starts before it and has no class at the same time.

    Of those whose classes are at the same times only the first is tried.
    """
    taken = {index for index, _, _ in dealt}
    end = begun.kinds.offset + begun.start.months
    classes = [problem.candidates[index].class_slots for index, offset, _ in dealt if offset < end]
    free: dict[int, int] = {}
    for index in begun.able():
        slots = problem.candidates[index].class_slots
        if index in among and index not in taken and not any(slots & own for own in classes):
            free.setdefault(slots, index)
    return (((index, begun.kinds.offset, begun.start), *dealt) for index in free.values())


def _dealt(problem: PlanningProblem, starts: Iterable[tuple[int, frozenset[int], int]]) -> dict[int, int]:
    """Which candidate takes each start, as the extra cost of each, given its offset, those that may take it, and its cost.

    First what only one may take; else it is taken by what others need soonest, then by what can start until soonest.
    """
    candidates = problem.candidates
    needs = [candidates_of(own.before) for own in candidates]
    asked = Counter(chain.from_iterable(needs))
    until = [max(option.starts[-1] for option in own.options) for own in candidates]
    needed = [problem.horizon] * len(candidates)
    dealt: dict[int, int] = {}
    for offset, able, extra in sorted(starts, key=lambda start: (len(start[1]) > 1, start[0])):
        free = (index for index in able if index not in dealt)
        index = min(free, key=lambda index: (needed[index], until[index], -asked[index], index), default=None)
        if index is not None:
            dealt[index] = extra
            for need in needs[index]:
                needed[need] = min(needed[need], offset)
    return dealt


def _at_most(own: Candidate, weighing: Weighing, most: int) -> Iterator[Option]:
    """The options of a candidate with the starts at which it costs no more than so much."""
    for option in own.options:
        starts = tuple(start for start in option.starts if weighing.weight(own, start) <= most)
        if starts:
            yield replace(option, starts=starts)
