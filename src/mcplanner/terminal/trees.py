"""The lines of a tree, with branches where there is room for them.

This module knows rich's trees; not what stands in them.
"""

from collections.abc import Iterator

from rich.text import Text
from rich.tree import Tree

from mcplanner.terminal.ink import Ink

LEAST_FOR_BRANCHES = 50
"""A tree on a console that is narrower has no branches, which would leave no room for ids."""


def tree_lines(tree: Tree, ink: Ink) -> list[Text]:
    """Return the lines of a tree across the whole width; on a narrow console, with two cells for each level."""
    if ink.width < LEAST_FOR_BRANCHES:
        return list(_indented(tree, ink, 0))
    console = ink.console.rich
    lines = console.render_lines(tree, console.options.update_width(ink.width), pad=False)
    return [Text.assemble(*((segment.text, segment.style or "") for segment in line)) for line in lines]


def _indented(tree: Tree, ink: Ink, depth: int) -> Iterator[Text]:
    label = tree.label if isinstance(tree.label, Text) else ink.text(str(tree.label))
    lead = ink.text("  " * (depth - 1) + "- " if depth else "", "dim")
    yield from ink.wrapped(ink.joined(lead, label), ink.width, hanging=2 * depth)
    for child in tree.children:
        yield from _indented(child, ink, depth + 1)
