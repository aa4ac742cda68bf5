"""Where modules count, as variables of the engine: each in one place of an award, and for as many awards as these allow.

Knows nodes and places. The literals it is given say when something counts as ended or valid.
"""

from collections.abc import Callable, Generator, Hashable
from itertools import combinations
from typing import Generic, TypeVar

from mcplanner.ground.recursion import resolve
from mcplanner.problem.requirement_nodes import Node, Threshold
from mcplanner.solvers.bounds.spots import (
    Below,
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
from mcplanner.solvers.cpsat.engine import EngineModel, Literal, Term

Context = TypeVar("Context", bound=Hashable)
"""The windows of rule R9 in which something must have ended."""

_StepsToLiteral = Generator[tuple[Threshold, Context], Literal, Literal]
"""The way to a literal, by those of the awards that it rests on."""


class CountedOnce(Generic[Context]):
    """One way to count, for everything beneath one node.

    Parameters
    ----------
    leaf
        A literal that implies that a module, or one that counts as it, counts in a context.
    within
        The context of what counts toward an award, given that of the award itself.
    """

    def __init__(
        self,
        model: EngineModel,
        leaf: Callable[[Node, Context], Literal],
        within: Callable[[Threshold, Context], Context],
    ) -> None:
        self._model = model
        self._leaf = leaf
        self._within = within
        self._used: dict[object, dict[Spot, Literal]] = {}
        self._names: dict[int, set[int]] = {}
        self._shares: dict[int, int] = {}

    def holds(self, node: Threshold, context: Context) -> Literal:
        """A literal that implies that the node is satisfied, every module counting in places that allow each other."""
        literal = resolve((node, context), self._holding, {})
        self._bind()
        return literal

    def _holding(self, question: tuple[Threshold, Context]) -> _StepsToLiteral[Context]:
        """A literal that implies that an award, or the root of it all, is satisfied."""
        node, context = question
        if node.award is None:
            return (yield from self._parts(node, context, None, (), ()))
        self._names.setdefault(id(node), set())
        if node.shares is not None:
            self._shares[id(node)] = node.shares
        return (yield from self._parts(node, self._within(node, context), id(node), (), ()))

    def _parts(
        self, node: Threshold, context: Context, award: int | None, path: Branch, option: Branch
    ) -> _StepsToLiteral[Context]:
        terms: list[Term] = []
        for position, (weight, part) in enumerate(node.parts):
            own = (*path, position)
            within = option_of_parts(node, option, own)
            terms.append((weight, (yield from self._part(part, context, award, own, within))))
        literal = self._model.boolean()
        self._model.linear(terms, node.need, max(node.need, sum(weight for weight, _ in terms)), (literal,))
        return literal

    def _part(self, part: Node, context: Context, award: int | None, path: Branch, option: Branch) -> _StepsToLiteral[Context]:
        if is_award(part):
            if award is not None:
                self._names[award].add(id(part))
            return (yield part, context)
        if is_of_parts(part):
            return (yield from self._parts(part, context, award, path, option))
        if award is None or shows_skill(part):
            return self._leaf(part, context)
        return self._counts(part, context, (award, option))

    def _counts(self, part: Node, context: Context, spot: Spot) -> Literal:
        """A literal that implies that a module is there, and counts in a spot."""
        used = self._used.setdefault(module_of(part), {})
        if spot not in used:
            used[spot] = self._model.boolean()
        counts = self._model.boolean()
        for needed in (used[spot], self._leaf(part, context)):
            self._model.linear(((1, needed),), 1, 1, (counts,))
        return counts

    def _bind(self) -> None:
        below = all_below(self._names)
        for used in self._used.values():
            for first, second in combinations(used, 2):
                if exclude_each_other(first, second, below):
                    self._model.linear(((1, used[first]), (1, used[second])), 0, 1)
        for award, limit in self._shares.items():
            shared = [literal for used in self._used.values() if (literal := self._shared(award, used, below)) is not None]
            self._model.linear([(1, literal) for literal in shared], 0, limit)

    def _shared(self, award: int, used: dict[Spot, Literal], below: Below) -> Literal | None:
        """A literal that a module must have that counts both for an award and for one that neither names nor is named."""
        whole = below[award] | {award}
        theirs = beside(award, below)
        mine = [literal for place, literal in used.items() if place[0] in whole]
        others_use = [literal for place, literal in used.items() if place[0] in theirs]
        if not mine or not others_use:
            return None
        shared = self._model.boolean()
        for one in mine:
            for other in others_use:
                self._model.linear(((1, one), (1, other), (-1, shared)), -1, 1)
        return shared
