"""The spots of a requirement in which a module can count, and which of them exclude each other.

Knows thresholds; not which modules are taken. As `catalogue.places` has it, for nodes instead of what people write.
"""

from collections.abc import Mapping
from typing import TypeGuard

from mcplanner.problem.requirement_nodes import Node, RequirementShape, Threshold

Branch = tuple[int, ...]
"""An option of a choice beneath an award, as positions from its root down."""

BY_CREDITS = -1
"""With what the options begin in which modules count by their credits."""

Spot = tuple[int, Branch]
"""An award, by the identity of its node, and an option in it."""

Below = Mapping[int, set[int]]
"""For each award, by the identity of its node, those that it names, and those that these name."""


def option_of_parts(node: Threshold, option: Branch, path: Branch) -> Branch:
    """The option in which the part at a path counts, given that of the threshold it stands in."""
    return {RequirementShape.NAMED: option, RequirementShape.CREDITS: (BY_CREDITS, *path)}.get(node.shape, path)


def is_award(node: Node) -> TypeGuard[Threshold]:
    """Return whether a node is the root of an award."""
    return isinstance(node, Threshold) and node.award is not None


def is_of_parts(node: Node) -> TypeGuard[Threshold]:
    """Return whether what counts in a node are its parts, and not the node as one module, or as a skill."""
    return isinstance(node, Threshold) and node.shape in (
        RequirementShape.NAMED,
        RequirementShape.CHOICE,
        RequirementShape.CREDITS,
    )


def shows_skill(node: Node) -> bool:
    """Return whether a leaf is a skill, which is shown and not counted."""
    return isinstance(node, Threshold) and node.shape is RequirementShape.SKILL


def module_of(node: Node) -> object:
    """What a leaf counts as: two that are the same count once."""
    return node.stands_for if isinstance(node, Threshold) else node


def all_below(names: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """For each award the awards that it names, and those that these name, given the first of these."""
    return {award: _below(award, names) for award in names}


def _below(award: int, names: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [award]
    while waiting:
        new = names[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def beside(award: int, below: Below) -> set[int]:
    """The awards that neither name an award nor are named by it, and those that these name."""
    others = [other for other in below if other != award and other not in below[award] and award not in below[other]]
    return set().union(*(below[other] | {other} for other in others))


def exclude_each_other(first: Spot, second: Spot, below: Below) -> bool:
    """Return whether one module cannot count in both: one award has both, or one is in a choice of an award above."""
    (award, option), (other, other_option) = first, second
    return (option[:1] == (BY_CREDITS,)) == (other_option[:1] == (BY_CREDITS,)) and (
        award == other or (other in below[award] and option != ()) or (award in below[other] and other_option != ())
    )
