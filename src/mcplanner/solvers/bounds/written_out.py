"""Requirements in which modules count once, written out as plain ones: any of the ways to count.

Pure Python on nodes. One module after another is given the spots in which it counts, and what is left to satisfy is written
down anew; where two ways leave the same, it is one node. Some modules satisfy the plain requirement if there is a way to count
them, and not otherwise. So whoever knows plain requirements knows these too: bounds, packing, rules of thumb.

What would take too many nodes stays as it is, and so does what may expire: an award then counts what ended at certain times,
and which modules are taken does not tell.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.model import PlanningProblem, without_the_impossible
from mcplanner.problem.requirement_nodes import (
    NOTHING,
    HeldNode,
    Node,
    RequirementShape,
    Threshold,
    bottom_up,
    occurrences,
    rewriting,
)
from mcplanner.solvers.bounds.spots import (
    Branch,
    Spot,
    all_below,
    beside,
    exclude_each_other,
    is_award,
    is_of_parts,
    module_of,
    option_of_parts,
    shows_skill,
)
from mcplanner.solvers.bounds.time_windows import needed_alone

MOST_STATES = 1_000
"""What leaves more to satisfy than this, in different ways, is not written out: to go through it would take too long."""

MOST_NAMED = 200
"""Nor is what has more thresholds and modules in them than this,"""

MOST_MODULES = 60
"""has more modules of which it is a question where they count,"""

MOST_SPOTS = 6
"""or has more spots for one of them."""

Left = bool | int | tuple[int, tuple[tuple[int, "Left"], ...]]
"""What is left to satisfy: a leaf by its number, or parts with weights and how much of these is needed; True for nothing, False
where it cannot be satisfied any more."""


def written_out(problem: PlanningProblem) -> PlanningProblem:
    """The problem with plain requirements where modules count once, as far as that is possible."""
    if problem.goal is None or not problem.counts_once or problem.expires:
        return problem
    plain: dict[Node, Threshold] = {}

    def change(root: Threshold) -> Threshold:
        for node in _outermost(root):
            if node not in plain:
                plain[node] = _written_out(node)
        return rewriting(lambda node, parts: plain.get(node) or replace(node, parts=parts))(root)

    return without_the_impossible(problem.with_requirements(change)) or replace(problem, goal=None)


def _outermost(root: Threshold) -> Iterator[Threshold]:
    """The thresholds within which it matters where modules count, but for those beneath others."""
    seen: set[Node] = set()
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Threshold) and node not in seen:
            seen.add(node)
            if node.once:
                yield node
            else:
                waiting += (part for _, part in node.parts)


def _written_out(node: Threshold) -> Threshold:
    """A threshold as a plain one; itself, where that takes too many nodes."""
    if sum(occurrences(node).values()) + sum(1 for _ in bottom_up(node)) > MOST_NAMED:
        return node
    return _Ways(node).plain() or node


class _Leaf(Struct, frozen=True):
    """A module, or whatever else is satisfied or not, where it stands: the spot in which it counts, if that matters."""

    module: object
    spot: Spot | None
    part: Node


class _Limit(Struct, frozen=True):
    """An award that limits what it shares: the awards within it, those beside it, and how many modules may count for both."""

    whole: frozenset[int]
    beside: frozenset[int]
    most: int

    def is_shared(self, spots: Sequence[Spot]) -> bool:
        """Return whether a module that counts in some spots is shared."""
        awards = {award for award, _ in spots}
        return not awards.isdisjoint(self.whole) and not awards.isdisjoint(self.beside)


class _Way(Struct, frozen=True):
    """One way to count a module: what it asks for, what is left to satisfy then, and how many more each award may share."""

    asked: tuple[Node, ...]
    left: Left
    may_share: tuple[int, ...]


class _Ways:
    """The ways to count what is beneath one threshold."""

    def __init__(self, root: Threshold) -> None:
        self._leaves: list[_Leaf] = []
        self._numbers: dict[tuple[object, Spot | None, Node], int] = {}
        self._names: dict[int, set[int]] = {}
        shares: dict[int, int] = {}
        self._left = self._left_of(root, None, (), (), shares)
        self._below = all_below(self._names)
        self._limits = [
            _Limit(frozenset(self._below[award] | {award}), frozenset(beside(award, self._below)), most)
            for award, most in shares.items()
        ]
        self._compulsory = frozenset(needed_alone(root))
        self._spots: dict[object, dict[Spot, list[int]]] = {}
        for number, leaf in enumerate(self._leaves):
            if leaf.spot is not None:
                self._spots.setdefault(leaf.module, {}).setdefault(leaf.spot, []).append(number)
        self._spots = {module: own for module, own in self._spots.items() if self._is_open(own)}
        self._modules = sorted(self._spots, key=self._is_sure, reverse=True)
        self._nodes: dict[tuple[int, Left, tuple[int, ...]], Node | bool] = {}
        self._plain: dict[Left, Node] = {}

    def plain(self) -> Threshold | None:
        """The root as a plain threshold; None where that takes too many nodes."""
        if len(self._modules) > MOST_MODULES or max(map(len, self._spots.values()), default=0) > MOST_SPOTS:
            return None
        found = self._node(0, self._left, tuple(limit.most for limit in self._limits))
        if found is None:
            return None
        sure = [(1, index) for index in sorted(self._compulsory)]
        if found is True:
            return Threshold(len(sure), tuple(sure)) if sure else NOTHING
        if found is False:
            return Threshold(1, ())
        return Threshold(len(sure) + 1, (*sure, (1, found)))

    def _left_of(self, node: Node, award: int | None, path: Branch, option: Branch, shares: dict[int, int]) -> Left:
        """All that is to be satisfied, with a number for each leaf."""
        if not is_of_parts(node):
            return self._number(node, award, option)
        if is_award(node):
            if award is not None:
                self._names[award].add(id(node))
            award, path, option = id(node), (), ()
            self._names.setdefault(award, set())
            if node.shares is not None:
                shares[award] = node.shares
        parts = []
        for position, (weight, part) in enumerate(node.parts):
            own = (*path, position)
            parts.append((weight, self._left_of(part, award, own, option_of_parts(node, option, own), shares)))
        return _of_parts(node.need, parts)

    def _number(self, node: Node, award: int | None, option: Branch) -> int:
        """The number of a leaf: what shows a skill, or stands in no award, counts wherever it is asked for."""
        spot = None if award is None or shows_skill(node) else (award, option)
        leaf = _Leaf(module_of(node), spot, node)
        key = leaf.module, leaf.spot, leaf.part
        if key not in self._numbers:
            self._numbers[key] = len(self._leaves)
            self._leaves.append(leaf)
        return self._numbers[key]

    def _is_open(self, spots: dict[Spot, list[int]]) -> bool:
        """Return whether a module may not count in all its spots, or only for so many awards."""
        return any(exclude_each_other(*pair, self._below) for pair in combinations(spots, 2)) or any(
            limit.is_shared([*spots]) for limit in self._limits
        )

    def _is_sure(self, module: object) -> bool:
        return all(self._is_there(self._leaves[number].part) for own in self._spots[module].values() for number in own)

    def _is_there(self, part: Node) -> bool:
        """Return whether a module is there from the first month on, or in every plan."""
        if isinstance(part, HeldNode):
            return part.end is None or part.end <= 0
        if isinstance(part, Threshold):
            return any(weight >= part.need and self._is_there(own) for weight, own in part.parts)
        return part in self._compulsory

    def _node(self, number: int, left: Left, may_share: tuple[int, ...]) -> Node | bool | None:
        """What is left to satisfy, as a node, once the modules before one have their spots; None where it takes too many."""
        if isinstance(left, bool):
            return left
        if number == len(self._modules):
            return self._without_spots(left)
        key = number, left, may_share
        if key not in self._nodes:
            checkpoint()
            if len(self._nodes) > MOST_STATES:
                return None
            made = self._any_way(number, left, may_share)
            if made is None:
                return None
            self._nodes[key] = made
        return self._nodes[key]

    def _any_way(self, number: int, left: Left, may_share: tuple[int, ...]) -> Node | bool | None:
        """A node for any way to count one module, and then the others."""
        ways: dict[Node, None] = {}
        for way in self._choices(self._modules[number], left, may_share):
            then = self._node(number + 1, way.left, way.may_share)
            if then is None:
                return None
            if then is True and not way.asked:
                return True
            if then is not False:
                ways[_all_of(way.asked if then is True else (*way.asked, then))] = None
        if not ways:
            return False
        return (
            next(iter(ways)) if len(ways) == 1 else Threshold(1, tuple((1, way) for way in ways), shape=RequirementShape.WAYS)
        )

    def _choices(self, module: object, left: Left, may_share: tuple[int, ...]) -> Iterator[_Way]:
        """Each way to count one module; none in fewer spots that leaves as much to share, and asks for the same."""
        named = _leaves_in(left)
        relevant = {spot: own for spot, own in self._spots[module].items() if not named.isdisjoint(own)}
        better: dict[object, list[set[Spot]]] = {}
        for chosen in self._ways_to_count([*relevant]):
            still = tuple(most - limit.is_shared(chosen) for limit, most in zip(self._limits, may_share, strict=True))
            counts = {leaf for spot in chosen for leaf in relevant[spot]}
            asked = self._asked(counts & named)
            before = better.setdefault((asked, still), [])
            if min(still, default=0) >= 0 and not any(more.issuperset(chosen) for more in before):
                before.append({*chosen})
                yield _Way(asked, _given(left, counts, set().union(*relevant.values()) - counts), still)

    def _asked(self, leaves: set[int]) -> tuple[Node, ...]:
        """What must be there where some leaves count, and is not in any case."""
        parts = dict.fromkeys(self._leaves[leaf].part for leaf in sorted(leaves))
        return tuple(part for part in parts if not self._is_there(part))

    def _ways_to_count(self, spots: Sequence[Spot]) -> Iterator[tuple[Spot, ...]]:
        """The spots in which one module can count together, the most first; nowhere, last."""
        for size in range(len(spots), -1, -1):
            for chosen in combinations(spots, size):
                if not any(exclude_each_other(*pair, self._below) for pair in combinations(chosen, 2)):
                    yield chosen

    def _without_spots(self, left: Left) -> Node:
        """What is left where every module has its spots."""
        if left not in self._plain:
            self._plain[left] = self._leaves[left].part if isinstance(left, int) else self._with_leaves(*left)
        return self._plain[left]

    def _with_leaves(self, need: int, parts: Sequence[tuple[int, Left]]) -> Threshold:
        return Threshold(need, tuple((weight, self._without_spots(part)) for weight, part in parts))


def _all_of(nodes: Sequence[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return Threshold(len(nodes), tuple((1, node) for node in nodes))


def _given(left: Left, counts: set[int], counts_not: set[int]) -> Left:
    """What is left where some leaves are satisfied, and others never are."""
    if isinstance(left, bool):
        return left
    if isinstance(left, int):
        return True if left in counts else False if left in counts_not else left
    need, parts = left
    return _of_parts(need, [(weight, _given(part, counts, counts_not)) for weight, part in parts])


def _of_parts(need: int, parts: Sequence[tuple[int, Left]]) -> Left:
    """Parts of which so much is needed, without those that are satisfied or cannot be."""
    need -= sum(weight for weight, part in parts if part is True)
    left = [(weight, part) for weight, part in parts if weight and not isinstance(part, bool)]
    if need <= 0:
        return True
    if sum(weight for weight, _ in left) < need:
        return False
    if len(left) == 1:
        return left[0][1]
    return need, tuple(left)


def _leaves_in(left: Left) -> set[int]:
    """The numbers of the leaves in what is left."""
    if isinstance(left, bool):
        return set()
    if isinstance(left, int):
        return {left}
    return set().union(*(_leaves_in(part) for _, part in left[1]))
