"""Requirement trees over candidates, every shape of them reduced to one: a threshold.

Beneath `problem.model`. Turns the requirements people write into nodes that name candidates by index, and says of such nodes
what follows from them alone. Of time it knows when what is held ended and how long it counts; no hours and no money.
"""

from collections import Counter
from collections.abc import Callable, Container, Generator, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill, halves
from mcplanner.ground.bit_thresholds import BitThreshold
from mcplanner.ground.recursion import resolve
from mcplanner.ground.time_limit import checkpoint


class HeldNode(Struct, frozen=True, eq=False, gc=False):
    """A module that the learner already holds; `end` is its exclusive end as an offset, None if it is unknown.

    Compared by identity: two modules that ended together are two.
    """

    end: int | None


class RequirementShape(StrEnum):
    """The kind of requirement that a threshold came from, as far as it matters where its modules count: see `places`.

    `WAYS` is no requirement of a catalogue: of the ways to count modules where they count once, any will do.
    """

    NAMED = "named"
    CHOICE = "choice"
    CREDITS = "credits"
    MODULE = "module"
    SKILL = "skill"
    WAYS = "ways"


class Threshold(Struct, frozen=True, eq=False, gc=False):
    """Parts whose weights, of those satisfied, must add up to at least `need`: all, any, choose, credits and skill alike.

    `award` and `valid_months` are set on the root of an award's requirement (rule R9). Compared by identity, so that an award
    needed in several places is one node. With `once`, a module beneath may only count in places that do not exclude each
    other, and for awards that limit it by `shares`. `stands_for` is set where one of some modules counts: the module as which
    it does; a whole that counts as several then counts for each of them.
    """

    need: int
    parts: tuple[tuple[int, "Node"], ...]
    award: str | None = None
    valid_months: int | None = None
    shape: RequirementShape = RequirementShape.NAMED
    once: bool = False
    shares: int | None = None
    stands_for: str | None = None


Node = int | HeldNode | Threshold
"""A candidate by its index, something held, or a threshold over nodes."""

T = TypeVar("T")

NOTHING = Threshold(0, ())
"""The requirement that is always satisfied."""


def bottom_up(*roots: Node, known: Container[Node] = ()) -> Iterator[Threshold]:
    """The thresholds among some nodes and beneath them, each once and after its parts, but for the known and what these name.

    Neither their depth nor what they share matters: it takes as long as there are parts.
    """
    checkpoint()
    seen: set[Threshold] = set()
    waiting = [(root, False) for root in reversed(roots) if isinstance(root, Threshold)]
    while waiting:
        node, parts_done = waiting.pop()
        if parts_done:
            yield node
        elif node not in seen and node not in known:
            seen.add(node)
            beneath = [(part, False) for _, part in reversed(node.parts) if isinstance(part, Threshold)]
            if beneath:
                waiting += [(node, True), *beneath]
            else:
                yield node


def fold(of_leaf: Callable[[int | HeldNode], T], of_threshold: Callable[[Threshold, Sequence[T]], T]) -> Callable[[Node], T]:
    """A function of nodes: of leaves as it is given, of a threshold from what it is of its parts. Each is looked at once."""
    known: dict[Node, T] = {}

    def value(node: Node) -> T:
        if not isinstance(node, Threshold):
            return of_leaf(node)
        if node not in known:
            for each in bottom_up(node, known=known) if _is_deep(node) else (node,):
                parts = [known[part] if isinstance(part, Threshold) else of_leaf(part) for _, part in each.parts]
                known[each] = of_threshold(each, parts)
        return known[node]

    return value


def _is_deep(node: Threshold) -> bool:
    return any(isinstance(part, Threshold) for _, part in node.parts)


def counts_once(*nodes: Node) -> bool:
    """Return whether it matters anywhere beneath some nodes where a module counts."""
    return any(each.once for each in bottom_up(*nodes))


def limits_sharing(node: Node) -> bool:
    """Return whether an award beneath a node limits what it shares."""
    return any(each.shares is not None for each in bottom_up(node))


def _leaves(node: Node) -> list[int | HeldNode]:
    """Everything beneath a node that is no threshold; a shared threshold is looked at once."""
    if not isinstance(node, Threshold):
        return [node]
    thresholds = bottom_up(node) if _is_deep(node) else (node,)
    return [part for each in thresholds for _, part in each.parts if not isinstance(part, Threshold)]


def candidates_of(*nodes: Node) -> list[int]:
    """Every candidate that some nodes name, once."""
    return list(dict.fromkeys(leaf for node in nodes for leaf in _leaves(node) if isinstance(leaf, int)))


def held_ends(node: Node) -> Iterator[int]:
    """The ends of what a node names as held, where they are known."""
    return (leaf.end for leaf in _leaves(node) if isinstance(leaf, HeldNode) and leaf.end is not None)


def occurrences(node: Node) -> Counter[int]:
    """Count how often a node names each candidate; a threshold that stands in two places counts twice."""
    found: Counter[Node] = Counter((node,))
    for each in reversed(list(bottom_up(node))):
        for _, part in each.parts:
            found[part] += found[each]
    return Counter({part: times for part, times in found.items() if isinstance(part, int)})


def satisfiable(has: Callable[[int], bool]) -> Callable[[Node], bool]:
    """Return a test of nodes, given a test of which candidates are taken; what is held counts."""
    return fold(lambda leaf: not isinstance(leaf, int) or has(leaf), _satisfied)


def _satisfied(node: Threshold, parts: Sequence[bool]) -> bool:
    return sum(weight for (weight, _), satisfied in zip(node.parts, parts, strict=True) if satisfied) >= node.need


def bit_thresholds(root: Node, candidates: int, never: Container[Threshold] = ()) -> list[BitThreshold]:
    """The thresholds beneath a node, each behind those that are parts of it, and the node itself as the last one.

    Of candidates, the bit is that of their number; thresholds have bits behind those of all candidates. What is held counts,
    and some thresholds are never satisfied.
    """
    bits: dict[Node, int] = {index: 1 << index for index in candidates_of(root)}
    found: list[BitThreshold] = []
    for node in (*bottom_up(root), Threshold(1, ((1, root),))):
        weights: Counter[int] = Counter()
        for weight, part in node.parts:
            weights[bits.get(part, 0)] += weight
        held = weights.pop(0, 0)
        bits[node] = 1 << candidates + len(found)
        need = weights.total() + 1 if node in never else node.need - held
        found.append(BitThreshold.of(bits[node], need, weights))
    return found


class Countdown:
    """Finds which thresholds are satisfied as one thing after another is added; each of their parts is looked at once."""

    def __init__(self, roots: Sequence[Threshold]) -> None:
        self._lacking: dict[Threshold, int] = {}
        self._naming: dict[Node, list[tuple[int, Threshold]]] = {}
        for node in bottom_up(*roots):
            self._lacking[node] = node.need
            for weight, part in node.parts:
                self._naming.setdefault(part, []).append((weight, node))

    @property
    def held(self) -> list[HeldNode]:
        """The held parts that the thresholds name."""
        return [part for part in self._naming if isinstance(part, HeldNode)]

    def begin(self) -> list[Threshold]:
        """Return the thresholds that need nothing, and those that need only these."""
        free = [node for node, lacking in self._lacking.items() if lacking <= 0]
        return [*free, *(node for each in free for node in self.come(each))]

    def come(self, part: Node) -> Iterator[Threshold]:
        """Add a part, and yield the thresholds that are now satisfied and were not before."""
        checkpoint()
        waiting = [part]
        while waiting:
            for weight, node in self._naming.get(waiting.pop(), ()):
                lacking = self._lacking[node]
                self._lacking[node] = lacking - weight
                if lacking > 0 >= lacking - weight:
                    yield node
                    waiting.append(node)


def ends_within(months: int, *nodes: Node) -> bool:
    """Return whether rule R9 cannot matter beneath some nodes when everything that is taken ends in offsets 1 to `months`."""
    earliest = fold(_earliest_end, _earliest_of_any)
    latest = fold(partial(_latest_end, months), partial(_latest_of_all, months))
    return all(each.valid_months is None or each.valid_months >= latest(each) - earliest(each) for each in bottom_up(*nodes))


def _latest_end(months: int, leaf: int | HeldNode) -> int:
    return months if isinstance(leaf, int) or leaf.end is None else max(months, leaf.end)


def _latest_of_all(months: int, _: Threshold, parts: Sequence[int]) -> int:
    return max(parts, default=months)


def _earliest_end(leaf: int | HeldNode) -> int:
    if isinstance(leaf, int):
        return 1
    return 1 << 40 if leaf.end is None else leaf.end


def _earliest_of_any(_: Threshold, parts: Sequence[int]) -> int:
    return min(parts, default=1)


def rewriting(change: Callable[[Threshold, tuple[tuple[int, Node], ...]], Threshold]) -> Callable[[Threshold], Threshold]:
    """A function that makes thresholds anew, each from the old one and its new parts, sharing what was shared."""
    anew: Callable[[Node], Node] = fold(
        lambda leaf: leaf,
        lambda node, parts: change(node, tuple((weight, part) for (weight, _), part in zip(node.parts, parts, strict=True))),
    )

    def of(node: Threshold) -> Threshold:
        made = anew(node)
        assert isinstance(made, Threshold), "thresholds are made from thresholds"
        return made

    return of


def free_nodes() -> Callable[[Threshold], Threshold]:
    """A function that makes thresholds whose modules may count in every place."""
    return rewriting(lambda node, parts: replace(node, parts=parts, once=False, shares=None))


def pruner(renumbered: Mapping[int, int]) -> Callable[[Threshold], Threshold]:
    """A function that renumbers candidates and drops parts that can no longer be satisfied."""
    satisfied = satisfiable(renumbered.__contains__)

    def pruned(node: Threshold, parts: tuple[tuple[int, Node], ...]) -> Threshold:
        left = tuple(
            (weight, renumbered[part] if isinstance(part, int) else part)
            for (_, before), (weight, part) in zip(node.parts, parts, strict=True)
            if satisfied(before)
        )
        return replace(node, parts=left)

    return rewriting(pruned)


def satisfied_by(node: Node, ends: Mapping[int, int], first: int | None = None, last: int | None = None) -> bool:
    """Return whether a node is satisfied by candidates with these exclusive ends, and by what is held, rule R9 kept.

    Parameters
    ----------
    first, last
        Only what ended at or between these offsets counts.
    """
    return resolve((node, first, last), partial(_satisfied_within, ends), {})


_NodeInSpan = tuple[Node, int | None, int | None]
"""The question whether a node is satisfied by modules that ended at or between two offsets."""


def _satisfied_within(ends: Mapping[int, int], question: _NodeInSpan) -> Generator[_NodeInSpan, bool, bool]:
    node, first, last = question
    if not isinstance(node, Threshold):
        return _leaf_counts(ends, node, first, last)
    if node.valid_months is None:
        return (yield from _parts_satisfied(ends, node, first, last))
    earned = sorted(end for end in {*_ends_of(node, ends)} if _counts(end, first, last))
    for end in earned:
        oldest = end - node.valid_months
        if (yield from _parts_satisfied(ends, node, oldest if first is None else max(first, oldest), end)):
            return True
    return not earned and (yield from _parts_satisfied(ends, node, 1, 0))  # by what is held without a known end


def _parts_satisfied(
    ends: Mapping[int, int], node: Threshold, first: int | None, last: int | None
) -> Generator[_NodeInSpan, bool, bool]:
    total = 0
    for weight, part in node.parts:
        if (yield part, first, last) if isinstance(part, Threshold) else _leaf_counts(ends, part, first, last):
            total += weight
    return total >= node.need


def _leaf_counts(ends: Mapping[int, int], leaf: int | HeldNode, first: int | None, last: int | None) -> bool:
    if isinstance(leaf, int):
        return leaf in ends and _counts(ends[leaf], first, last)
    return _counts(leaf.end, first, last)


def _counts(end: int | None, first: int | None, last: int | None) -> bool:
    return end is None or ((first is None or end >= first) and (last is None or end <= last))


def _ends_of(node: Node, ends: Mapping[int, int]) -> Iterator[int]:
    yield from held_ends(node)
    yield from (ends[index] for index in candidates_of(node) if index in ends)


class Trees:
    """Turns requirement trees into nodes; an award is turned once, however often it is needed."""

    def __init__(
        self, catalogue: Catalogue, index: Mapping[str, Sequence[int]], held: Mapping[str, Sequence[HeldNode]]
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._held = held
        self._awards: dict[str, Threshold] = {}
        self._modules: dict[tuple[frozenset[str], frozenset[str]], Node] = {}

    def root(self, requirement: Requirement, award: str | None = None) -> Threshold:
        """The node of a requirement, perhaps that of an award; a threshold even where it is a lone id."""
        node = self._tree(requirement, award)
        return node if isinstance(node, Threshold) else Threshold(1, ((1, node),))

    def node(self, entry_id: str, award: str | None = None) -> Node:
        """The node of a module, an award or a role, perhaps where an award names it."""
        if entry_id in self._catalogue.module_by_id:
            return self._module(entry_id, award)
        if entry_id not in self._awards:
            for inner in self._catalogue.places.inner_first(entry_id):
                if inner not in self._awards:
                    self._awards[inner] = self._of_needs(self._catalogue.entry_by_id[inner])
        return self._awards[entry_id]

    def _of_needs(self, entry: Module | Award | Role) -> Threshold:
        """The node of an award or a role; those of the awards that it names are there already, however deep they are."""
        assert entry.requires is not None, "only modules may need nothing"
        if not isinstance(entry, Award):
            return self.root(entry.requires)
        root = self.root(entry.requires, entry.id)
        if root.shape in (RequirementShape.MODULE, RequirementShape.SKILL):
            root = Threshold(1, ((1, root),))
        once = entry.id in self._catalogue.places.contested
        return replace(root, award=entry.id, valid_months=entry.valid_months, once=once, shares=entry.shares)

    def _module(self, module: str, award: str | None) -> Node:
        """A module and what counts as it: any one of them, as it is held or can be taken, if it must be again."""
        places = self._catalogue.places
        unit, counting = places.unit(module), places.counting_as(module, award)
        if (unit, counting) not in self._modules:
            in_all = counting if award is None else places.counting_as(module)
            members: list[Node] = []
            for name in sorted(counting):
                members += self._held.get(name, ())
                members += self._index.get(name, ())
            parts = tuple((1, member) for member in members)
            is_lone = len(members) == 1 and in_all == unit  # what a whole counts as is not the whole
            several = Threshold(1, parts, shape=RequirementShape.MODULE, stands_for=min(unit))
            self._modules[unit, counting] = members[0] if is_lone else several
        return self._modules[unit, counting]

    def _tree(self, requirement: Requirement, award: str | None) -> Node:
        match requirement:
            case str():
                return self.node(requirement, award)
            case tuple(parts) | AllOf(all=parts):
                return self._threshold(len(parts), parts, RequirementShape.NAMED, award)
            case AnyOf():
                return self._threshold(1, requirement.any, RequirementShape.NAMED, award)
            case Choose():
                return self._threshold(requirement.choose, requirement.from_, RequirementShape.CHOICE, award)
            case Credits():
                return self._credits(requirement, award)
            case Skill():
                teachers = self._catalogue.modules_by_skill.get(requirement.skill, ())
                return self._threshold(1, tuple(module.id for module in teachers), RequirementShape.SKILL, None)

    def _credits(self, requirement: Credits, award: str | None) -> Threshold:
        credits_of = {module: self._catalogue.module_by_id[module].half_credits for module in requirement.from_}
        parts = tuple((credits_of[module], self.node(module, award)) for module in requirement.from_)
        return Threshold(halves(requirement.credits), parts, shape=RequirementShape.CREDITS)

    def _threshold(self, need: int, parts: tuple[Requirement, ...], shape: RequirementShape, award: str | None) -> Threshold:
        return Threshold(need, tuple((1, self._tree(part, award)) for part in parts), shape=shape)
