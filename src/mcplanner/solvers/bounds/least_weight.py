"""The least weight of anything that satisfies a node: a knapsack in every threshold.

Pure Python on nodes; does not know what the weights mean.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, repeat
from math import gcd

from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, bottom_up, candidates_of, fold
from mcplanner.solvers.bounds.asked_once import asked_once, asked_together
from mcplanner.solvers.bounds.bits import as_bits

UNATTAINABLE = 10**30
"""More than the weights of all modules together, whatever these are counted in."""


class LeastWeight:
    """The least weight of what satisfies one node, with all that is compulsory.

    Attributes
    ----------
    electives
        What is left of the node to be chosen, each candidate asked for once, if that is not too much to write down; None for
        nothing.
    counts
        In how many places at most each candidate may be asked for together, an award that stands in two places counted twice.
        Its weight is shared between these places, so that nothing is counted for more than it weighs.
    """

    def __init__(self, node: Node, compulsory: AbstractSet[int]) -> None:
        self._compulsory = compulsory
        left = _left_to_choose(node, compulsory)
        self.electives = None if left is None else asked_once(left)
        self.counts = {} if self.electives is None else asked_together(self.electives)
        self._share = None if self.electives is None else _LeastShare(self.electives)

    def of(self, weights: Sequence[int]) -> int:
        """The least weight, given that of each candidate."""
        sure = sum(weights[index] for index in self._compulsory)
        if self._share is None:
            return sure
        return sure + self._share.of({index: weights[index] // count for index, count in self.counts.items()})

    def choice(self, weights: Sequence[int]) -> tuple[int, int]:
        """The same with candidates of that weight, as bits; one that is asked for in several places may be taken for fewer."""
        sure = sum(weights[index] for index in self._compulsory), as_bits(self._compulsory)
        if self._share is None:
            return sure
        weight, chosen = self._share.choice({index: weights[index] // count for index, count in self.counts.items()})
        return sure[0] + weight, sure[1] | chosen


def _left_to_choose(node: Node, compulsory: AbstractSet[int]) -> Node | None:
    """The part of a node that is left to choose, beside what is compulsory or held; None for nothing."""

    def left_of(node: Threshold, parts: Sequence[Node | None]) -> Node | None:
        asked = [(weight, part) for (weight, _), part in zip(node.parts, parts, strict=True)]
        left = tuple((weight, part) for weight, part in asked if part is not None)
        need = node.need - sum(weight for weight, part in asked if part is None)
        return _in_largest_units(replace(node, need=need, parts=left)) if need > 0 else None

    left: Callable[[Node], Node | None] = fold(
        lambda leaf: None if isinstance(leaf, HeldNode) or leaf in compulsory else leaf, left_of
    )
    return left(node)


def _in_largest_units(node: Threshold) -> Threshold:
    """The same threshold with the smallest numbers: credits of 8 and 12 count as 2 and 3."""
    unit = gcd(*(weight for weight, _ in node.parts)) or 1
    return replace(node, need=-(-node.need // unit), parts=tuple((weight // unit, part) for weight, part in node.parts))


class _LeastShare:
    """The least sum of shares that satisfies a node; the parts of a threshold are covered at the least cost (a knapsack).

    The thresholds beneath it are put in order once: it is asked for many shares.
    """

    def __init__(self, node: Node) -> None:
        thresholds = [*bottom_up(node)]
        self._leaves = candidates_of(node)
        nodes: list[Node] = [*self._leaves, *thresholds]
        places = {own: place for place, own in enumerate(nodes)}
        self._covers = [(own, [places[part] for _, part in own.parts]) for own in thresholds]
        self._place = places[node]

    def of(self, shares: Mapping[int, int]) -> int:
        """The sum, given the share of each candidate."""
        return self._of_all(shares)[self._place]

    def choice(self, shares: Mapping[int, int]) -> tuple[int, int]:
        """The same with candidates of that sum, as bits."""
        of_all = self._of_all(shares)
        chosen, waiting, seen = 0, [self._place], {self._place}
        while waiting:
            place = waiting.pop()
            if place < len(self._leaves):
                chosen |= 1 << self._leaves[place]
                continue
            node, places = self._covers[place - len(self._leaves)]
            new = {places[position] for position in _cheapest_parts(node, [of_all[part] for part in places])} - seen
            seen |= new
            waiting += new
        return of_all[self._place], chosen

    def _of_all(self, shares: Mapping[int, int]) -> list[int]:
        """The sum of each candidate and each threshold, in their order."""
        found = [shares[index] for index in self._leaves]
        for own, places in self._covers:
            found.append(_least_cover(own, [found[place] for place in places]))
        return found


def _cheapest_parts(node: Threshold, parts: Sequence[int]) -> list[int]:
    """The places of the cheapest parts of a threshold that are enough, given what each costs."""
    if node.need == 1 or all(weight == 1 for weight, _ in node.parts):
        return sorted(range(len(parts)), key=parts.__getitem__)[: node.need]
    costs = [(weight, cost) for (weight, _), cost in zip(node.parts, parts, strict=True)]
    least = [*_least_that_cover(costs, node.need)]
    reached, chosen = node.need, []
    for place in reversed(range(len(costs))):
        if least[place + 1][reached] < least[place][reached]:
            reached = max(0, reached - costs[place][0])
            chosen.append(place)
    return chosen


def _least_cover(node: Threshold, parts: Sequence[int]) -> int:
    if node.need == 1:  # any part is enough, whatever it weighs
        return min(parts, default=0)
    costs = [(weight, cost) for (weight, _), cost in zip(node.parts, parts, strict=True)]
    spare = sum(weight for weight, _ in costs) - node.need
    if all(weight == 1 for weight, _ in costs):
        return sum(sorted(parts)[: node.need])
    if spare < node.need:
        return sum(parts) - _most_within(costs, max(0, spare))
    *_, best = _least_that_cover(costs, node.need)
    return best[node.need]


def _least_that_cover(costs: Iterable[tuple[int, int]], need: int) -> Iterator[list[int]]:
    """The least that covers each need up to one: by none of some parts, then by the first, by the first two and so on."""
    best = [0] + [UNATTAINABLE] * need
    yield best
    for weight, cost in costs:
        checkpoint()
        with_it = chain(repeat(cost, weight), (cost + other for other in best))
        best = list(map(min, best, with_it))
        yield best


def _most_within(costs: Iterable[tuple[int, int]], spare: int) -> int:
    """The most that can be left out: the smaller knapsack where most of what there is must be taken."""
    best = [0] * (spare + 1)
    for weight, cost in costs:
        checkpoint()
        with_it = (cost + other for other in best)
        best = best[:weight] + list(map(max, best[weight:], with_it))
    return best[spare]
