"""In how many places candidates are asked for together, and a requirement written so that each is asked for once.

Pure Python on nodes. A whole that counts as two modules is asked for wherever one of them is. If it weighs 12, and the modules
10 and 2, each place would count 6 of it at most, so that no more than 6 + 2 is proved of both. So either the whole is taken,
and asked for by itself beside what is left then, or all is asked for without it: that is 12 at least.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.requirement_nodes import (
    HeldNode,
    Node,
    RequirementShape,
    Threshold,
    bottom_up,
    candidates_of,
    fold,
    occurrences,
)

MOST_COUNTED = 200_000
"""Of more thresholds than this, times candidates named several times, all places are taken for places asked together."""

MOST_SEVERAL = 12
"""Where more candidates than this are asked for in several places together, nothing is written anew: each may double it."""

MOST_NAMED = 300
"""What names more candidates than this, each as often as it does, is not written anew, or not taken."""


def asked_together(node: Node) -> Mapping[int, int]:
    """In how many places at most what just satisfies a node is asked for each candidate; at least 1 for all that it names.

    Of the parts of a threshold no more are asked for than it needs: of those of an any, one.
    """
    named = occurrences(node)
    several = {index for index, times in named.items() if times > 1}
    if not several or sum(1 for _ in bottom_up(node)) * len(several) > MOST_COUNTED:
        return named

    def of_leaf(leaf: int | HeldNode) -> Mapping[int, int]:
        if isinstance(leaf, int) and leaf in several:
            return {leaf: 1}
        return {}

    def of_threshold(own: Threshold, parts: Sequence[Mapping[int, int]]) -> Mapping[int, int]:
        found: dict[int, list[int]] = {}
        for part in parts:
            for index, times in part.items():
                found.setdefault(index, []).append(times)
        return {index: sum(sorted(times, reverse=True)[: max(1, own.need)]) for index, times in found.items()}

    return {**named, **fold(of_leaf, of_threshold)(node)}


def asked_once(node: Node) -> Node:
    """The same requirement, satisfied by the same candidates, with each asked for once; itself, where that takes too much."""
    several = _several(node)
    if not several or len(several) > MOST_SEVERAL or _named(node) > MOST_NAMED:
        return node
    written = _written(node)
    return node if _named(written) > MOST_NAMED else written


def _named(node: Node) -> int:
    return sum(occurrences(node).values())


def _several(node: Node) -> dict[int, int]:
    """The candidates that are asked for in several places together, and in how many."""
    return {index: times for index, times in asked_together(node).items() if times > 1}


def _written(node: Node) -> Node:
    """A node with each candidate asked for once: of parts that are all needed, those that share no such candidate, apart."""
    several = _several(node)
    if not isinstance(node, Threshold) or not several:
        return node
    checkpoint()
    if sum(weight for weight, _ in node.parts) == node.need:
        groups = [*_groups([part for _, part in node.parts], several.keys())]
        if len(groups) > 1:
            return _all_of([_written(own[0] if len(own) == 1 else _all_of(own)) for own in groups])
    return _with_or_without(max(several, key=lambda index: several[index]), node)


def _groups(parts: Sequence[Node], several: AbstractSet[int]) -> Iterator[list[Node]]:
    """The parts together that name the same of some candidates, or others that do."""
    left = [(part, several & {*candidates_of(part)}) for part in parts]
    while left:
        part, names = left.pop(0)
        group = [part]
        while own := next((own for own in left if own[1] & names), None):
            left.remove(own)
            group.append(own[0])
            names |= own[1]
        yield group


def _with_or_without(index: int, node: Threshold) -> Node:
    """Any of two ways to satisfy a node: with a candidate, and what is left then, or without it."""
    then, without = (_given(node, index, taken) for taken in (True, False))
    ways: list[Node] = [index if then is True else _all_of([index, _written(then)])]
    if without is not False:
        ways.append(_written(without))
    return Threshold(1, tuple((1, way) for way in ways), shape=RequirementShape.WAYS)


def _all_of(nodes: Sequence[Node]) -> Node:
    return Threshold(len(nodes), tuple((1, own) for own in nodes))


def _given(node: Node, index: int, taken: bool) -> Node | bool:
    """What is left to satisfy of a node where a candidate is taken, or is not; True for nothing, False where it cannot be."""

    def of_leaf(leaf: int | HeldNode) -> Node | bool:
        return taken if leaf == index else leaf

    def of_threshold(own: Threshold, parts: Sequence[Node | bool]) -> Node | bool:
        weighed = [(weight, part) for (weight, _), part in zip(own.parts, parts, strict=True)]
        need = own.need - sum(weight for weight, part in weighed if part is True)
        left = tuple((weight, part) for weight, part in weighed if not isinstance(part, bool))
        if need <= 0:
            return True
        if sum(weight for weight, _ in left) < need:
            return False
        return left[0][1] if len(left) == 1 else Threshold(need, left)

    return fold(of_leaf, of_threshold)(node)
