"""Thresholds without what is held and has expired for good, so that bounds see that it must be taken again.

Above `requirement_nodes`. The meaning at every time stays the same.
"""

from collections.abc import Container

from msgspec.structs import replace

from mcplanner.problem.requirement_nodes import HeldNode, Node, RequirementShape, Threshold, bottom_up, rewriting, satisfied_by

FOR_EVER = 1 << 40


def without_expired(root: Threshold, able: Container[int]) -> Threshold:
    """The requirement without what is held, can be taken again, and counts in no award that something new would earn.

    What is new ends at offset 1 at the soonest. An award that was earned before, by what is held alone, stays earned.

    Parameters
    ----------
    able
        The candidates that can be taken at some time.
    """
    lasts = _most_months(root)

    def has_expired(part: Node) -> bool:
        return isinstance(part, HeldNode) and part.end is not None and part.end + lasts[part] < 1

    def changed(node: Threshold, parts: tuple[tuple[int, Node], ...]) -> Threshold:
        left = tuple((weight, part) for weight, part in parts if not has_expired(part))
        again = node.shape is RequirementShape.MODULE and any(isinstance(part, int) and part in able for _, part in left)
        return replace(node, parts=left if again else parts)

    return rewriting(changed)(root)


def _most_months(root: Threshold) -> dict[Node, int]:
    """The most months for which each node counts, whichever award it stands beneath."""
    most: dict[Node, int] = {root: FOR_EVER}
    for node in reversed(list(bottom_up(root))):
        own = most[node]
        if node.valid_months is not None and not satisfied_by(node, {}):
            own = min(own, node.valid_months)
        for _, part in node.parts:
            most[part] = max(most.get(part, 0), own)
    return most
