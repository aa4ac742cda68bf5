"""The least weight of anything that satisfies a node: a knapsack in every threshold.

Floor 7. Pure Python on nodes; what the weights mean, it is not told.
"""

from collections.abc import Collection, Sequence

from mcplanner.thresholds import Held, Node, Threshold

UNATTAINABLE = 10**30
"""More than the weights of all modules together, whatever these are counted in."""


def least_weight(node: Node, counts: dict[int, int], compulsory: Collection[int], weights: Sequence[int]) -> int:
    """The least total weight that satisfies a node: all that is compulsory, and shares of what is not.

    Parameters
    ----------
    counts
        How often the node names each candidate (`counts_in`). Its weight is shared between these places, so that nothing is
        counted for more than it weighs.
    """
    shares = {index: 0 if index in compulsory else weights[index] // count for index, count in counts.items()}
    return sum(weights[index] for index in compulsory) + _least_share(node, shares)


def counts_in(node: Node) -> dict[int, int]:
    """How often the tree names each candidate, an award that stands in two places counted twice."""
    counts: dict[int, int] = {}
    _count(node, counts)
    return counts


def _count(node: Node, counts: dict[int, int]) -> None:
    match node:
        case int():
            counts[node] = counts.get(node, 0) + 1
        case Threshold():
            for _, part in node.parts:
                _count(part, counts)


def _least_share(node: Node, shares: dict[int, int]) -> int:
    """The least sum of shares that satisfies a node; the parts of a threshold are covered at the least cost (a knapsack)."""
    match node:
        case int():
            return shares[node]
        case Held():
            return 0
        case Threshold():
            spare = sum(weight for weight, _ in node.parts) - node.need
            needed = sum(_least_share(part, shares) for weight, part in node.parts if weight > spare)
            chosen = [(weight, _least_share(part, shares)) for weight, part in node.parts if weight <= spare]
            need = max(0, sum(weight for weight, _ in chosen) - spare)
            best = [0] + [UNATTAINABLE] * need
            for weight, cost in chosen:
                for reached in range(need, 0, -1):
                    best[reached] = min(best[reached], best[max(0, reached - weight)] + cost)
            return needed + best[need]
