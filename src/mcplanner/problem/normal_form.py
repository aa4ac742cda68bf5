"""Thresholds in normal form: the same meaning at every time, with as few nodes as the laws of all and any leave.

Above `requirement_nodes`. An any within an any is one any, an all within an all is one all, and each part occurs once. So a
choice stays flat where some of its modules count as each other, and a bound that shares a candidate's weight between the places
that name it loses nothing.

Awards and choices of so many are not opened into what names them: what their parts come to is a row of its own in the linear
program behind prices, without which some plans of 30 modules stayed unproved.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeGuard

from msgspec.structs import replace

from mcplanner.problem.requirement_nodes import NOTHING, Node, RequirementShape, Threshold

Weights = Mapping[Node, int]
"""The parts of a threshold, each once, with their weights."""

MOST_OPENED = 500
"""A part that has more parts than these is not opened: a long chain of awards that each need the one before stays a chain."""


def normaliser() -> Callable[[Threshold], Threshold]:
    """A function that puts thresholds in normal form; what was one node stays one, and equal nodes become one.

    Where modules count once, the places in which they count stay as they are.
    """
    return _Normaliser().form


class _Normaliser:
    def __init__(self) -> None:
        self._forms: dict[tuple[Threshold, bool], Threshold] = {}
        self._distinct: dict[object, Threshold] = {(0, frozenset(), (None, None, RequirementShape.NAMED)): NOTHING}

    def form(self, root: Threshold) -> Threshold:
        """The normal form of a threshold under which it matters in which place a module counts if it says so itself."""
        waiting = [(root, root.once)]
        while waiting:
            key = waiting.pop()
            below = [part for part in _below(*key) if part not in self._forms]
            if below:
                waiting += [key, *reversed(below)]
            elif key not in self._forms:
                self._forms[key] = self._compute_form(*key)
        return self._forms[root, root.once]

    def _compute_form(self, node: Threshold, placed: bool) -> Threshold:
        """The normal form of a node whose parts have theirs; `placed` where it matters in which place a module counts."""
        forms = (self._forms[key] for key in _below(node, placed))
        parts = [(weight, _lone(next(forms)) if isinstance(part, Threshold) else part) for weight, part in node.parts]
        if placed and node.shape not in (RequirementShape.NAMED, RequirementShape.SKILL):
            return replace(node, parts=tuple(parts))
        need, weights = _simplify(node.need, parts)
        parts = [(weight, part) for part, weight in weights.items()]
        if placed:
            return replace(node, need=need, parts=tuple(parts))
        shape = node.shape if node.shape is RequirementShape.CHOICE else RequirementShape.NAMED
        formed = replace(node, need=need, parts=tuple(parts), shape=shape, shares=None, stands_for=None)
        kind = formed.award, formed.valid_months, formed.shape
        return self._distinct.setdefault((need, frozenset(weights.items()), kind), formed)


def _below(node: Threshold, placed: bool) -> Iterator[tuple[Threshold, bool]]:
    """The thresholds among the parts of a node, each with whether it matters in which place a module counts."""
    within = placed and node.shape not in (RequirementShape.SKILL, RequirementShape.MODULE)
    return ((part, within or part.once) for _, part in node.parts if isinstance(part, Threshold))


def _simplify(need: int, parts: Iterable[tuple[int, Node]]) -> tuple[int, Weights]:
    """The need of a threshold and its parts, given these in normal form."""
    weights: dict[Node, int] = {}
    for weight, part in parts:
        if weight:
            weights[part] = weights.get(part, 0) + weight
    if _one_is_enough(need, weights.values()):
        need, weights = 1, _open_parts(weights, _is_any, _is_all)
    elif _all_are_needed(need, weights.values()):
        weights = _open_parts(weights, _is_all, _is_any)
        need = len(weights)
    if need == len(weights) == 1:
        [only] = weights
        if _can_be_opened(only):
            return only.need, _weights(only)
    return need, weights


def _open_parts(parts: Iterable[Node], same: Callable[[Node], bool], other: Callable[[Node], bool]) -> dict[Node, int]:
    """Parts with the parts of those that are of the same kind, but without those of the other kind that have one of these."""
    flat: dict[Node, int] = {}
    for part in parts:
        flat |= dict.fromkeys(_weights(part) if same(part) else (part,), 1)
    return {part: 1 for part in flat if not (other(part) and not flat.keys().isdisjoint(_weights(part)))}


def _weights(node: Node) -> Weights:
    return {part: weight for weight, part in node.parts} if isinstance(node, Threshold) else {}


def _lone(node: Threshold) -> Node:
    """The only part of an any, or the node itself."""
    return node.parts[0][1] if len(node.parts) == 1 and _is_any(node) else node


def _is_any(node: Node) -> bool:
    return _can_be_opened(node) and _one_is_enough(node.need, _weights(node).values())


def _is_all(node: Node) -> bool:
    return _can_be_opened(node) and _all_are_needed(node.need, _weights(node).values())


def _can_be_opened(node: Node) -> TypeGuard[Threshold]:
    """Return whether a node says no more than which parts are needed, not too many of them."""
    match node:
        case Threshold(award=None, valid_months=None, shape=RequirementShape.NAMED, once=False, shares=None):
            return len(node.parts) <= MOST_OPENED
        case _:
            return False


def _one_is_enough(need: int, weights: Iterable[int]) -> bool:
    return need > 0 and all(weight >= need for weight in weights)


def _all_are_needed(need: int, weights: Iterable[int]) -> bool:
    total = sum(weights)
    return need <= total and all(total - weight < need for weight in weights)
