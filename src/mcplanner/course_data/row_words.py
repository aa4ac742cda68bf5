"""Words by which a row of a sheet is seen to hold no entry: totals, notes, and what its status says is no longer offered.

Knows what people write beneath tables, and cells; nothing of tables.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from mcplanner.course_data import cells
from mcplanner.course_data.cells import CellError
from mcplanner.course_data.headings import plain_heading
from mcplanner.course_data.workbooks import Cell

STATUS = "status"
"""The heading under which a row says whether it still counts, as OneRoster has it."""

_TOTAL = re.compile(
    r"(?:(?:(?:grand|sub)?[ -]?totals?|averages?)(?: (?:number|hours|fees?|cost|amount|credits?|modules|courses))?"
    r"|sum|count|summary)\s*(?:\([^()]*\))?\s*:?",
    re.IGNORECASE,
)
_SPEAKS_OF_TOTALS = re.compile(r"\b(?:(?:sub|grand)[ -]?)?totals?\b|\b(?:sum|average)\b", re.IGNORECASE)
_LABEL = r"(?:(?:foot)?notes?|n\.?b|p\.?s|remarks?|comments?|sources?|legend|disclaimer|important)\.?\s*\d*\s*"
_NOTE = re.compile(
    rf"{_LABEL}(?:[:.)–—-]+\s.*|:)?|[*†‡].*|\(\d\)\s.*|(?:last updated|updated on|prepared by|as (?:of|at) )\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_LABEL = re.compile(rf"{_LABEL}:?", re.IGNORECASE)
_FIGURE = re.compile(r"(?:S?\$|SGD)?\s*-?[\d.,:]+\s*(?:h|hrs?|hours?|months?|%|SGD)?|-", re.IGNORECASE)
"""A cell of a row of totals; in a CSV, numbers are text too."""

_GONE = frozenset(("tobedeleted", "to be deleted", "deleted", "inactive", "cancelled", "canceled", "withdrawn", "discontinued"))


def is_total(words: Cell) -> bool:
    """Return whether a cell says nothing but that its row has totals."""
    return isinstance(words, str) and _TOTAL.fullmatch(words.strip()) is not None


def speaks_of_totals(words: Cell) -> bool:
    """Return whether a cell speaks of totals, as `Total Baking` does; so does `Total Quality Management`."""
    return isinstance(words, str) and _SPEAKS_OF_TOTALS.search(words) is not None


def are_figures(row: Iterable[Cell]) -> bool:
    """Return whether cells hold figures alone."""
    return not any(isinstance(cell, str) and not _FIGURE.fullmatch(cell.strip()) for cell in row)


def is_note(row: Sequence[Cell]) -> bool:
    """Return whether the only cell of a row is a note, or one of two is the word for it, and the other its text."""
    if not all(isinstance(cell, str) for cell in row):
        return False
    first, *others = [str(cell).strip() for cell in row]
    if not others:
        return _NOTE.fullmatch(first) is not None
    return len(others) == 1 and _NOTE_LABEL.fullmatch(first) is not None and not are_figures(others)


def is_gone(status: Cell) -> bool:
    """Return whether a status says that a row is no longer offered."""
    return isinstance(status, str) and plain_heading(status) in _GONE


class Sums:
    """What the figures of each column come to: in all, and since the last row that held no entry."""

    def __init__(self) -> None:
        self._of_all: dict[int, list[Decimal]] = {}
        self._since: dict[int, list[Decimal]] = {}

    def add(self, row: Iterable[tuple[int, Cell]]) -> None:
        for column, cell in row:
            figure = _figure(cell)
            if figure is not None:
                for figures in (self._of_all, self._since):
                    figures.setdefault(column, []).append(figure)

    def begin_again(self) -> None:
        """Begin a new part of the table."""
        self._since = {}

    def has(self, row: Iterable[tuple[int, Cell]]) -> bool:
        """Return whether figures of a row are what their columns come to: all of them, or one to which several add up.

        Beside sums there are averages and counts.
        """
        found = [(column, figure) for column, cell in row if (figure := _figure(cell)) is not None]
        return any(_are_sums(found, figures) for figures in (self._of_all, self._since))


def _are_sums(row: Sequence[tuple[int, Decimal]], figures: Mapping[int, Sequence[Decimal]]) -> bool:
    longest = max(map(len, figures.values()), default=0)
    added = [(figures.get(column, ()), figure) for column, figure in row]
    is_sum = [abs(sum(parts, Decimal(0)) - figure) < _ROUNDED for parts, figure in added]
    is_count = len(row) == 1 and row[0][1] == longest
    return is_count or all(is_sum) or any(own and len(parts) > 1 for own, (parts, _) in zip(is_sum, added, strict=True))


_ROUNDED = Decimal("0.05")
"""By less than this, a sum of figures that are shown rounded may be off."""


def _figure(cell: Cell) -> Decimal | None:
    for read in (cells.hours, cells.money):
        try:
            return Decimal(read(cell))
        except CellError:
            continue
    return None
