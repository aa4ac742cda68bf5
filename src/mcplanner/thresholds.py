"""Requirement trees over candidates, every shape of them reduced to one: a threshold.

Floor 4, beneath `problem`. Turns the requirements people write into nodes that name candidates by index, and says of such nodes
what follows from them alone. Of time it knows when what is held ended and how long it counts; no hours and no money.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue import Award, Catalogue
from mcplanner.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill


class Held(Struct, frozen=True, eq=False):
    """A part that the learner already holds; `end` is its exclusive end as an offset, None where unknown.

    Compared by identity: two modules that ended together are two.
    """

    end: int | None


class Shape(StrEnum):
    """What a threshold came from, as far as it matters where its modules count: see `places`."""

    NAMED = "named"
    CHOICE = "choice"
    CREDITS = "credits"
    MODULE = "module"
    SKILL = "skill"


class Threshold(Struct, frozen=True, eq=False):
    """Parts whose weights, of those satisfied, must add up to at least `need`: all, any, choose, credits and skill alike.

    `award` and `valid_months` are set on the root of an award's requirement (rule R9). Compared by identity, so that an award
    needed in several places is one node. With `once`, a module beneath may only count in places that do not exclude each
    other, and for awards that limit it by `shares`.
    """

    need: int
    parts: tuple[tuple[int, "Node"], ...]
    award: str | None = None
    valid_months: int | None = None
    shape: Shape = Shape.NAMED
    once: bool = False
    shares: int | None = None


Node = int | Held | Threshold
"""A candidate by its index, something held, or a threshold over nodes."""

NOTHING = Threshold(0, ())
"""The requirement that is always satisfied."""


NEVER_SATISFIED = Threshold(1, ())
"""A module that is neither held nor a candidate."""


def counts_once(node: Node) -> bool:
    """Whether there is anything beneath a node that asks where a module counts."""
    return isinstance(node, Threshold) and (node.once or any(counts_once(part) for _, part in node.parts))


def limits_sharing(node: Node) -> bool:
    """Whether an award beneath a node limits what it shares."""
    return isinstance(node, Threshold) and (node.shares is not None or any(limits_sharing(part) for _, part in node.parts))


def freely(node: Threshold) -> Threshold:
    """The node with modules that may count in every place."""
    parts = tuple((weight, freely(part) if isinstance(part, Threshold) else part) for weight, part in node.parts)
    return replace(node, parts=parts, once=False, shares=None)


def candidates_of(node: Node) -> Iterator[int]:
    """Every candidate that a node names, repeats included."""
    match node:
        case int():
            yield node
        case Threshold():
            for _, part in node.parts:
                yield from candidates_of(part)


def satisfiable(has: Callable[[int], bool]) -> Callable[[Node], bool]:
    """A test of nodes, given which candidates are had; what is held counts."""
    known: dict[int, bool] = {}

    def test(node: Node) -> bool:
        match node:
            case int():
                return has(node)
            case Held():
                return True
            case Threshold():
                if id(node) not in known:
                    known[id(node)] = sum(weight for weight, part in node.parts if test(part)) >= node.need
                return known[id(node)]

    return test


def ends_within(node: Node, months: int) -> bool:
    """Whether rule R9 cannot matter beneath a node when everything ends in offsets 1 to `months`."""
    match node:
        case Threshold():
            if node.valid_months is not None and node.valid_months < months - _earliest_end(node):
                return False
            return all(ends_within(part, months) for _, part in node.parts)
        case _:
            return True


def _earliest_end(node: Node) -> int:
    match node:
        case int():
            return 1
        case Held():
            return 1 << 40 if node.end is None else node.end
        case Threshold():
            return min((_earliest_end(part) for _, part in node.parts), default=1)


def held_ends(node: Node) -> Iterator[int]:
    """The ends of what a node names as held, where they are known."""
    match node:
        case Held():
            if node.end is not None:
                yield node.end
        case Threshold():
            for _, part in node.parts:
                yield from held_ends(part)


def lasting_nodes() -> Callable[[Threshold], Threshold]:
    """A function that makes thresholds whose modules never expire, sharing what was shared."""
    made: dict[int, Threshold] = {}

    def lasting(node: Threshold) -> Threshold:
        if id(node) not in made:
            parts = tuple((weight, lasting(part) if isinstance(part, Threshold) else part) for weight, part in node.parts)
            made[id(node)] = replace(node, parts=parts, valid_months=None)
        return made[id(node)]

    return lasting


def satisfied_by(node: Node, ends: Mapping[int, int], first: int | None = None, last: int | None = None) -> bool:
    """Whether a node is satisfied by candidates with these exclusive ends, and by what is held, rule R9 kept.

    Parameters
    ----------
    first, last
        Only what ended at or between these offsets counts.
    """

    def counts(end: int | None) -> bool:
        return end is None or ((first is None or end >= first) and (last is None or end <= last))

    match node:
        case int():
            return node in ends and counts(ends[node])
        case Held():
            return counts(node.end)
        case Threshold() if node.valid_months is None:
            return sum(weight for weight, part in node.parts if satisfied_by(part, ends, first, last)) >= node.need
        case Threshold():
            lasting = replace(node, valid_months=None)
            earned = [end for end in _ends_of(node, ends) if counts(end)]
            return any(
                satisfied_by(
                    lasting,
                    ends,
                    end - node.valid_months if first is None else max(first, end - node.valid_months),
                    end,
                )
                for end in earned
            ) or (not earned and satisfied_by(lasting, {}, 1, 0))


def _ends_of(node: Node, ends: Mapping[int, int]) -> Iterator[int]:
    match node:
        case int():
            if node in ends:
                yield ends[node]
        case Held():
            if node.end is not None:
                yield node.end
        case Threshold():
            for _, part in node.parts:
                yield from _ends_of(part, ends)


def pruner(renumbered: Mapping[int, int]) -> Callable[[Threshold], Threshold]:
    """A function that renumbers candidates and drops parts that can no longer be satisfied, sharing what was shared."""
    satisfied = satisfiable(lambda candidate: candidate in renumbered)
    pruned: dict[int, Threshold] = {}

    def part_of(node: Node) -> Node:
        match node:
            case int():
                return renumbered[node]
            case Held():
                return node
            case Threshold():
                return prune(node)

    def prune(node: Threshold) -> Threshold:
        if id(node) not in pruned:
            parts = tuple((weight, part_of(part)) for weight, part in node.parts if satisfied(part))
            pruned[id(node)] = replace(node, parts=parts)
        return pruned[id(node)]

    return prune


class Trees:
    """Turns requirement trees into nodes; an award is turned once, however often it is needed."""

    def __init__(self, catalogue: Catalogue, index: Mapping[str, int], held: Mapping[str, Held]) -> None:
        self._catalogue = catalogue
        self._index = index
        self._held = held
        self._awards: dict[str, Threshold] = {}
        self._classes: dict[frozenset[str], Threshold] = {}

    def root(self, requirement: Requirement) -> Threshold:
        """The node of a requirement, as a threshold even where it is a lone id."""
        node = self._tree(requirement)
        return node if isinstance(node, Threshold) else Threshold(1, ((1, node),))

    def node(self, entry_id: str) -> Node:
        """The node of a module, an award or a role."""
        if entry_id in self._catalogue.equivalents and entry_id in self._catalogue.module_by_id:
            return self._equivalents(self._catalogue.equivalents[entry_id])
        if entry_id in self._held:
            return self._held[entry_id]
        if entry_id in self._index:
            return self._index[entry_id]
        if entry_id in self._catalogue.module_by_id:
            return NEVER_SATISFIED
        if entry_id not in self._awards:
            entry = self._catalogue.entry_by_id[entry_id]
            assert entry.requires is not None, "only modules may need nothing"
            root = self.root(entry.requires)
            if isinstance(entry, Award):
                once = entry.id in self._catalogue.places.contested
                if root.shape in (Shape.MODULE, Shape.SKILL):
                    root = Threshold(1, ((1, root),))
                root = replace(root, award=entry.id, valid_months=entry.valid_months, once=once, shares=entry.shares)
            self._awards[entry_id] = root
        return self._awards[entry_id]

    def _equivalents(self, modules: frozenset[str]) -> Threshold:
        """Any one of several modules that count as each other."""
        if modules not in self._classes:
            members = [self._held.get(module, self._index.get(module)) for module in sorted(modules)]
            parts = tuple((1, member) for member in members if member is not None)
            self._classes[modules] = Threshold(1, parts, shape=Shape.MODULE)
        return self._classes[modules]

    def _tree(self, requirement: Requirement) -> Node:
        match requirement:
            case str():
                return self.node(requirement)
            case tuple():
                return self._threshold(len(requirement), requirement, Shape.NAMED)
            case AllOf():
                return self._threshold(len(requirement.all), requirement.all, Shape.NAMED)
            case AnyOf():
                return self._threshold(1, requirement.any, Shape.NAMED)
            case Choose():
                return self._threshold(requirement.choose, requirement.from_, Shape.CHOICE)
            case Credits():
                credits_of = {module: self._catalogue.module_by_id[module].credits or 0 for module in requirement.from_}
                parts = tuple((credits_of[module], self.node(module)) for module in requirement.from_)
                return Threshold(requirement.credits, parts, shape=Shape.CREDITS)
            case Skill():
                teachers = self._catalogue.modules_by_skill.get(requirement.skill, ())
                return self._threshold(1, tuple(module.id for module in teachers), Shape.SKILL)

    def _threshold(self, need: int, parts: tuple[Requirement, ...], shape: Shape) -> Threshold:
        return Threshold(need, tuple((1, self._tree(part)) for part in parts), shape=shape)
