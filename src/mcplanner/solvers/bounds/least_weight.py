"""The least weight of anything that satisfies a node: a knapsack in every threshold.

Pure Python on nodes; does not know what the weights mean.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, bottom_up, fold, occurrences

T = TypeVar("T")

UNATTAINABLE = 10**30
"""More than the weights of all modules together, whatever these are counted in."""


class LeastWeight:
    """The least weight of what satisfies one node, with all that is compulsory.

    Attributes
    ----------
    electives
        What is left of the node to be chosen; None for nothing.
    counts
        How often that names each candidate, an award that stands in two places counted twice. The weight of one is shared
        between these places, so that nothing is counted for more than it weighs.
    """

    def __init__(self, node: Node, compulsory: AbstractSet[int]) -> None:
        self._compulsory = compulsory
        self.electives = _left_to_choose(node, compulsory)
        self.counts = Counter[int]() if self.electives is None else occurrences(self.electives)
        self._thresholds = () if self.electives is None else tuple(bottom_up(self.electives))

    def of(self, weights: Sequence[int]) -> int:
        """The least weight, given that of each candidate."""
        sure = sum(weights[index] for index in self._compulsory)
        return sure + self.of_shares(((index, weights[index] // count) for index, count in self.counts.items()), _least_cover)

    def of_shares(self, shares: Iterable[tuple[int, T]], least_cover: Callable[[Threshold, Sequence[T]], T]) -> T | int:
        """The least sum of shares that satisfies what is left to choose; 0 where that is nothing.

        Parameters
        ----------
        shares
            Candidates, and the share of each.
        least_cover
            The least sum that satisfies a threshold, given that of each of its parts.
        """
        if self.electives is None:
            return 0
        least: dict[Node, T] = dict(shares)
        for node in self._thresholds:
            checkpoint()
            least[node] = least_cover(node, [least[part] for _, part in node.parts])
        return least[self.electives]


def _left_to_choose(node: Node, compulsory: AbstractSet[int]) -> Node | None:
    """The part of a node that is left to choose, beside what is compulsory or held; None for nothing."""

    def left_of(node: Threshold, parts: Sequence[Node | None]) -> Node | None:
        asked = [(weight, part) for (weight, _), part in zip(node.parts, parts, strict=True)]
        left = tuple((weight, part) for weight, part in asked if part is not None)
        need = node.need - sum(weight for weight, part in asked if part is None)
        return replace(node, need=need, parts=left) if need > 0 else None

    left: Callable[[Node], Node | None] = fold(
        lambda leaf: None if isinstance(leaf, HeldNode) or leaf in compulsory else leaf, left_of
    )
    return left(node)


def _least_cover(node: Threshold, parts: Sequence[int]) -> int:
    costs = [(weight, cost) for (weight, _), cost in zip(node.parts, parts, strict=True)]
    spare = sum(weight for weight, _ in costs) - node.need
    needed = sum(cost for weight, cost in costs if weight > spare)
    chosen = [(weight, cost) for weight, cost in costs if weight <= spare]
    need = max(0, sum(weight for weight, _ in chosen) - spare)
    weights = {weight for weight, _ in chosen}
    if len(weights) == 1:
        return needed + sum(sorted(cost for _, cost in chosen)[: -(-need // weights.pop())])
    best = [0] + [UNATTAINABLE] * need
    for weight, cost in chosen:
        checkpoint()
        for reached in range(need, 0, -1):
            best[reached] = min(best[reached], best[max(0, reached - weight)] + cost)
    return needed + best[need]
