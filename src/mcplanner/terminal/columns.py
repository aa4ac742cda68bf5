"""Tables that never lose a column: on a narrow console, several values stand under each other in one column.

This module knows text and widths; nothing about plans and catalogues.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from mcplanner.terminal.ink import Ink
from mcplanner.terminal.text import Text

GAP = "  "
INDENT = 2


class Heading(Struct, frozen=True):
    """The title of a column, and whether its values stand at the right, as numbers do."""

    title: str
    right: bool = False


Stack = tuple[str, ...]
"""The names of the values that stand under each other in one column."""

Cells = Mapping[str, Text]
"""The values of a row, by name."""


class Layout(Struct, frozen=True):
    """The columns from left to right; the one numbered `flexible` takes the width that the others leave, at least `least`."""

    columns: tuple[Stack, ...]
    flexible: int
    least: int

    def without(self, names: Collection[str]) -> "Layout":
        """The layout without some values, and without the columns in which nothing is left."""
        columns = [tuple(name for name in column if name not in names) for column in self.columns]
        gone = sum(not column for column in columns[: self.flexible])
        return Layout(tuple(filter(None, columns)), self.flexible - gone, self.least)


def choose_layout(ink: Ink, headings: Mapping[str, Heading], rows: Sequence[Cells], layouts: Sequence[Layout]) -> Layout:
    """Return the first layout that fits; if none does, one with everything in a single column, which always fits."""
    for layout in layouts:
        if _flexible_width(ink, headings, rows, layout) >= layout.least:
            return layout
    return Layout((tuple(name for stack in layouts[-1].columns for name in stack),), flexible=0, least=0)


def table(ink: Ink, headings: Mapping[str, Heading], rows: Sequence[Cells | Text], layout: Layout) -> list[Text]:
    """The headings, a rule, and the rows; a text among the rows takes all columns, after an empty line."""
    values = [row for row in rows if not isinstance(row, Text)]
    widths = _natural_widths(headings, values, layout)
    # On a very wide console, as a pipe can be, the flexible column needs no more than its longest value.
    widths[layout.flexible] = min(widths[layout.flexible], _flexible_width(ink, headings, values, layout))
    head = {name: ink.text(heading.title, "bold") for name, heading in headings.items()}
    rule = ink.text(ink.signs.rule * (sum(widths) + len(GAP) * (len(widths) - 1)), "dim")
    lines = [*_row_lines(ink, headings, head, layout, widths), rule]
    for row in rows:
        lines += [Text(), *ink.paragraph(row)] if isinstance(row, Text) else _row_lines(ink, headings, row, layout, widths)
    return lines


def _natural_widths(headings: Mapping[str, Heading], rows: Sequence[Cells], layout: Layout) -> list[int]:
    """Return the widths at which nothing is wrapped."""
    return [
        max(
            _indent(layout, column, depth) + max([len(headings[name].title), *(row[name].cells for row in rows)])
            for depth, name in enumerate(stack)
        )
        for column, stack in enumerate(layout.columns)
    ]


def _flexible_width(ink: Ink, headings: Mapping[str, Heading], rows: Sequence[Cells], layout: Layout) -> int:
    """Return the width that the other columns leave."""
    widths = _natural_widths(headings, rows, layout)
    widths.pop(layout.flexible)
    return ink.width - sum(width + len(GAP) for width in widths)


def _indent(layout: Layout, column: int, depth: int) -> int:
    """Return how far to indent a value: lower ones in the flexible column are, to tell rows apart without colour."""
    return INDENT if depth and column == layout.flexible else 0


def _row_lines(ink: Ink, headings: Mapping[str, Heading], row: Cells, layout: Layout, widths: Sequence[int]) -> list[Text]:
    """The lines of one row: as many as its tallest cell needs, and those of values that need the whole width.

    A value of the flexible column of which a word would be broken, such as an id, stands above the row if it is the column's
    first, and else beneath it.
    """
    if _fits_in_a_line(row, layout, widths):
        return [_line(headings, row, layout, widths)]
    first, *lower = layout.columns[layout.flexible]
    width = widths[layout.flexible]
    above = [first] if ink.breaks_a_word(row[first], width, ink.width) else []
    beneath = [name for name in lower if ink.breaks_a_word(row[name], width - INDENT, ink.width - INDENT)]
    inside = {**row, **{name: Text() for name in (*above, *beneath)}}
    lines = [line for name in above for line in ink.paragraph(row[name])]
    lines += _lines_inside(ink, headings, inside, layout, widths)
    indent = " " * INDENT
    return [*lines, *(ink.joined(indent, line) for name in beneath for line in ink.wrapped(row[name], ink.width - INDENT))]


def _lines_inside(ink: Ink, headings: Mapping[str, Heading], row: Cells, layout: Layout, widths: Sequence[int]) -> list[Text]:
    """The lines of a row of which every value stands in its column."""
    cells: list[list[Text]] = []
    for column, (stack, width) in enumerate(zip(layout.columns, widths, strict=True)):
        cell: list[Text] = []
        for depth, name in enumerate(stack):
            indent = _indent(layout, column, depth)
            lines = ink.wrapped(row[name], width - indent) if row[name] else []
            cell += [ink.joined(" " * indent, line).padded(width, headings[name].right) for line in lines]
        cells.append(cell)
    height = max(len(cell) for cell in cells)
    filled = [cell + [Text(" " * width)] * (height - len(cell)) for cell, width in zip(cells, widths, strict=True)]
    return [Text(GAP).join(line) for line in zip(*filled, strict=True)]


def _fits_in_a_line(row: Cells, layout: Layout, widths: Sequence[int]) -> bool:
    return all(
        len(stack) == 1 and row[stack[0]].cells <= width and "\n" not in row[stack[0]].plain
        for stack, width in zip(layout.columns, widths, strict=True)
    )


def _line(headings: Mapping[str, Heading], row: Cells, layout: Layout, widths: Sequence[int]) -> Text:
    """A row that fits in a line."""
    columns = [(stack[0], width) for stack, width in zip(layout.columns, widths, strict=True)]
    return Text(GAP).join([row[name].padded(width, headings[name].right) for name, width in columns])
