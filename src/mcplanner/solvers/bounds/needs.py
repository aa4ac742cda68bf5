"""The candidates that a node needs: the least sets of them that satisfy it, as bits.

Pure Python on nodes; does not know when those candidates must be over.
"""

from collections.abc import Iterable, Mapping, Sequence

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import Candidate
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, fold
from mcplanner.solvers.bounds.bits import members

MOST_SETS = 32
"""The most sets that are written out."""


def least_needs(candidate: Candidate) -> Sequence[int] | None:
    """The least sets of prerequisites of a candidate that will do: one, the empty one too, where it has no choice.

    None where there are more than `MOST_SETS` on the way to them, and where something held has yet to end: before that it does
    not count, which a set of candidates does not say.
    """
    found = _least_sets(candidate.before)
    return None if found is None else sorted(found)


def plain_needs(candidate: Candidate) -> frozenset[int] | None:
    """The prerequisites of a candidate that needs all of them; None where it has a choice."""
    needs = least_needs(candidate)
    return None if needs is None or len(needs) > 1 else frozenset(members(needs[0]))


def plain_alongside(candidate: Candidate) -> int | None:
    """All that must have started by the time a candidate starts, as bits; None where it has a choice."""
    found = fold(lambda leaf: {1 << leaf} if isinstance(leaf, int) else {0}, _of_threshold)(candidate.alongside)
    return found.pop() if found is not None and len(found) == 1 else None


def _least_sets(node: Node) -> set[int] | None:
    return fold(_of_leaf, _of_threshold)(node)


def _of_leaf(leaf: int | HeldNode) -> set[int] | None:
    if isinstance(leaf, int):
        return {1 << leaf}
    return {0} if leaf.end is None or leaf.end <= 0 else None


def _of_threshold(node: Threshold, parts: Sequence[set[int] | None]) -> set[int] | None:
    """Part after part: what can be taken of it, by the weight that is still needed after that."""
    left = sum(weight for weight, _ in node.parts)
    needed: dict[int, set[int]] = {node.need: {0}}
    for (weight, _), with_it in zip(node.parts, parts, strict=True):
        checkpoint()
        left -= weight
        if with_it is None:
            return None
        needed = _after_part(needed, weight, with_it, left)
        if sum(map(len, needed.values())) > MOST_SETS:
            return None
    return needed.get(0, set())


def _after_part(needed: Mapping[int, set[int]], weight: int, with_it: set[int], left: int) -> dict[int, set[int]]:
    """The sets that can be taken, by the weight still needed, after one more part; `left` is the weight after it."""
    then: dict[int, set[int]] = {}
    for need, taken in needed.items():
        if need <= left:
            then.setdefault(need, set()).update(taken)
        if need > 0:
            then.setdefault(max(0, need - weight), set()).update(one | other for one in taken for other in with_it)
    return {need: _least(taken) for need, taken in then.items() if need <= left}


def _least(sets: Iterable[int]) -> set[int]:
    """The sets that contain no other."""
    found: set[int] = set()
    for own in sorted(sets, key=int.bit_count):
        if not any(other & own == other for other in found):
            found.add(own)
    return found
