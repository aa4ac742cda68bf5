"""What a plan may take, where modules that can do the same are told apart by kinds alone, and what that costs at least.

Pure Python on a `PlanningProblem`. A selection has what is compulsory, and electives that are just enough for the goal. Where
order matters, it also has what is taken beside them of all that they may need first, and each way to do so is a selection.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from mcplanner.ground.bit_thresholds import BitThreshold, with_what_follows
from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.measures import Weighing
from mcplanner.problem.model import Candidate
from mcplanner.problem.requirement_nodes import Node, bit_thresholds, bottom_up, candidates_of
from mcplanner.solvers.bounds.bits import as_bits
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.least_weight import UNATTAINABLE
from mcplanner.solvers.bounds.time_windows import NEVER, reached_by

MOST_THRESHOLDS = 20_000
"""So many thresholds of electives are looked at to find selections, which takes a few hundredths of a second."""


class TooManySelectionsError(Exception):
    """There are more selections than can be told apart in the time."""


class SelectionsByKind:
    """The selections of a problem that cost no more than a limit.

    Attributes
    ----------
    candidates
        All that some selection may have, ascending.
    needs
        For each candidate of the problem, what it may need first, as far as that counts: nothing where order does not. What can
        end in the month in which it starts is not told apart: it is as if all had it.
    least
        What each of the candidates costs at least.
    """

    def __init__(self, bounds: Bounds, weighing: Weighing, limit: int, in_order: bool) -> None:
        assert bounds.problem is not None, "what bounds rule out has no selections"
        self._all = bounds.problem.candidates
        self._bounds = bounds
        self._free = weighing.free
        self._limit = limit
        self._places = _places(bounds)
        self._thresholds = _thresholds(bounds, len(self._all))
        self._looked_at = 0
        lasting = {index for index, own in enumerate(self._all) if in_order and _lasts(own)}
        self.needs = [[need for need in candidates_of(own.before) if need in lasting] for own in self._all]
        self.candidates = sorted(self._with_needs({*bounds.compulsory, *self._places}))
        self.least = {index: weighing.least(self._all[index]) for index in self.candidates}
        self._costs_something = any(self.least.values())

    def cost(self, taken: AbstractSet[int]) -> int:
        """What some candidates cost at least."""
        return sum(self.least[index] for index in taken) - self._free

    def just_enough(self, kinds: Mapping[int, int]) -> Iterator[frozenset[int]]:
        """The selections, given the kind of each candidate: of those that are of one kind and do the same for the goal, the
        first ones.

        Raises
        ------
        TooManySelectionsError
            It would take too long to find them all.
        """
        groups: dict[object, list[int]] = {}
        for index, places in self._places.items():
            groups.setdefault((places, kinds[index], self.least[index]), []).append(index)
        for chosen in self._chosen([*groups.values()], (), ()):
            yield from self._completed(self._bounds.compulsory.union(chosen), frozenset())

    def _with_needs(self, candidates: AbstractSet[int]) -> set[int]:
        """Some candidates with all that these may need first."""
        found = set(candidates)
        waiting = [*candidates]
        while waiting:
            more = [need for need in self.needs[waiting.pop()] if need not in found]
            found.update(more)
            waiting += more
        return found

    def _chosen(
        self, groups: Sequence[Sequence[int]], taken: tuple[int, ...], left_out: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        """The electives of each selection that has some and lacks others, and of each group of alike ones has the first."""
        checkpoint()
        self._looked_at += len(self._thresholds)
        if self._looked_at > MOST_THRESHOLDS:
            raise TooManySelectionsError
        if not self._is_enough(as_bits(self._places) & ~as_bits(left_out)) or self._cost_with(taken, left_out) > self._limit:
            return
        if self._is_enough(as_bits(taken)):
            yield taken
            return
        own, *others = groups
        for number in range(len(own) + 1):
            yield from self._chosen(others, (*taken, *own[:number]), (*left_out, *own[number:]))

    def _cost_with(self, taken: Sequence[int], left_out: Sequence[int]) -> int:
        """What no selection costs less than that has some electives and lacks others."""
        if not self._costs_something:
            return -self._free
        costs = [self.least.get(index, 0) for index in range(len(self._all))]
        for index in left_out:
            costs[index] = UNATTAINABLE
        sure = sum(costs[index] for index in taken) - self._free
        for index in taken:
            costs[index] = 0
        return sure + self._bounds.least_weight.of(costs)

    def _is_enough(self, electives: int) -> bool:
        """Return whether some electives, as bits, satisfy the goal, with all that is compulsory."""
        if not self._thresholds:
            return True
        *_, goal = self._thresholds
        return with_what_follows(self._thresholds, electives) & goal.bit != 0

    def _completed(self, taken: frozenset[int], left_out: frozenset[int]) -> Iterator[frozenset[int]]:
        """Some candidates with whatever of all that they may need first is taken beside them, but for what is left out."""
        checkpoint()
        if self.cost(taken) > self._limit:
            return
        known = taken | left_out
        need = next((need for index in sorted(taken) for need in self.needs[index] if need not in known), None)
        if need is None:
            yield taken
            return
        if self._can_start((index for index in taken if need in self.needs[index]), left_out | {need}):
            yield from self._completed(taken, left_out | {need})
        if self._can_start((need,), left_out):
            yield from self._completed(taken | {need}, left_out)

    def _can_start(self, candidates: Iterable[int], left_out: AbstractSet[int]) -> bool:
        """Return whether each of some candidates may have what it needs first, if nothing that is left out is taken."""
        reached = self.reached(dict.fromkeys(left_out, NEVER))
        return all(reached(self._all[index].before) < NEVER for index in candidates)

    def reached(self, counts: Mapping[int, int]) -> Callable[[Node], int]:
        """A function that tells from which offset on what is needed first is there, given from which on candidates count.

        What `needs` does not tell apart counts from the first.
        """
        return reached_by([counts.get(index, 0) for index in range(len(self._all))], lambda held: held.end or 0)


def _lasts(own: Candidate) -> bool:
    """Return whether whatever needs a candidate first can only start in a later month than it does."""
    return all(option.ready(start) > start for option in own.options for start in option.starts)


def _places(bounds: Bounds) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each elective that the goal names, the thresholds that name it, by number, and its weight there."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    electives = bounds.least_weight.electives
    for number, node in enumerate(() if electives is None else bottom_up(electives)):
        for weight, part in node.parts:
            if isinstance(part, int):
                found[part] = (*found.get(part, ()), (number, weight))
    return found


def _thresholds(bounds: Bounds, candidates: int) -> list[BitThreshold]:
    """The thresholds of the electives; none, where nothing is left to choose."""
    electives = bounds.least_weight.electives
    return [] if electives is None else bit_thresholds(electives, candidates)
