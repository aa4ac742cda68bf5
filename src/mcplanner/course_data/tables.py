"""Finds the table on a sheet: its headings, be they two deep or below other rows, and the rows that hold data.

Knows how people lay out sheets; nothing of what values mean. A row or a column that is not read is named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from mcplanner.course_data.cells import is_empty, text
from mcplanner.course_data.columns import KINDS_OF_SHEETS, SheetKind
from mcplanner.course_data.headings import is_personal, plain_heading
from mcplanner.course_data.places import SheetFinding, Weight
from mcplanner.course_data.workbooks import Cell, Grid, filled
from mcplanner.course_data.xlsx_parts import OPEN_AND_SAVE
from mcplanner.ground.diagnostics import did_you_mean

DEEPEST_HEADINGS = 40
"""The rows in which headings are looked for."""

_TOTAL = re.compile(
    r"(?:(?:(?:grand|sub)?[ -]?totals?|averages?)(?: (?:number|hours|fees?|cost|amount|credits?|modules|courses))?"
    r"|sum|count|summary)\s*(?:\([^()]*\))?\s*:?",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?:S?\$|SGD)?\s*-?[\d.,:]+\s*(?:h|hrs?|hours?|months?|%|SGD)?|-", re.IGNORECASE)
"""A cell of a row of totals; in a CSV, numbers are text too."""

_SEVERAL = frozenset(("topics", "skills", "alongside", "requires"))
"""Keys whose values may stand in several columns."""

NAMING = frozenset(("id", "ref", "title"))
"""Keys by which other entries refer to one."""

TOTALS = "a row of totals was not read"
TITLE_ROW = "a row with a single cell was not read"
REPEATED = "headings that are repeated were not read"
HIDDEN = "a hidden row was read"
SECOND_TABLE = "a second table begins here"
EMPTY = "this cell is empty, and no entry is without it"
NO_COLUMN = "there is no column '{}'"


class SheetRow(Struct, frozen=True):
    """A row of data: its number from 0, and its cells by key, each with its column from 0."""

    number: int
    cells: Mapping[str, list[tuple[int, Cell]]]


class Table(Struct, frozen=True):
    """The table on a sheet, of a known kind.

    Attributes
    ----------
    columns
        The key that each column holds, by its number from 0.
    """

    grid: Grid
    kind: SheetKind
    heading_row: int
    columns: Mapping[int, str]


def find_table(grid: Grid) -> Table | None:
    """The table on a sheet, or None if it has no headings that are known."""
    tables = [table for kind in _kinds_of(grid) if (table := _table_of(grid, kind)) is not None]
    return max(tables, key=lambda table: len(set(table.columns.values())), default=None)


def _kinds_of(grid: Grid) -> list[SheetKind]:
    """The kind that the sheet's name says, or that of the file if it is a CSV; otherwise all that headings can tell.

    A year or a number beside the name, as in `Runs 2027`, does not matter.
    """
    words = plain_heading(grid.sheet or re.sub(r"\.\w+$", "", re.split(r"[/\\]", grid.file)[-1])).split()
    name = " ".join(word for word in words if not word.isdecimal())
    named = [kind for kind in KINDS_OF_SHEETS if name in (kind.name, *kind.also)]
    return named or [kind for kind in KINDS_OF_SHEETS if kind.section in ("modules", "runs", "awards")]


def _table_of(grid: Grid, kind: SheetKind) -> Table | None:
    best = None
    for row in range(min(len(grid.rows), DEEPEST_HEADINGS)):
        columns = _columns_of(grid, kind, row)
        keys = set(columns.values())
        enough = len(keys) >= min(2, len(kind.columns) - 1) and keys & kind.needs
        if enough and (best is None or len(keys) > len(set(best.columns.values()))):
            best = Table(grid, kind, row, columns)
    return best


def _columns_of(grid: Grid, kind: SheetKind, row: int) -> dict[int, str]:
    """The keys that the cells of a row name as headings, alone or together with the row above."""
    below = filled(grid, row, columns=True)
    above = filled(grid, row - 1, columns=True) if row else []
    found = {}
    for column in range(max(len(below), len(above))):
        own, upper = (_heading(cells, column) for cells in (below, above))
        names = (own, f"{upper} {own}" if own != upper else own, upper if not own else "")
        key = next((kind.synonyms[name] for name in names if name in kind.synonyms), None)
        if key is not None:
            found[column] = key
    return found


def _heading(row: list[Cell], column: int) -> str:
    cell = row[column] if column < len(row) else ""
    return plain_heading(cell) if isinstance(cell, str) else ""


def heading_findings(table: Table) -> Iterator[SheetFinding]:
    """What is to be said of columns: those that are needed and missing, those that are not read, and two that hold the same."""
    for needed in table.kind.columns:
        if needed.needed and needed.key not in table.columns.values():
            yield SheetFinding(Weight.ERROR, NO_COLUMN.format(needed.key), table.grid.place(table.heading_row))
    first: dict[str, int] = {}
    for column, name in _named_columns(table):
        key = table.columns.get(column)
        place = table.grid.place(table.heading_row, column)
        if key is None:
            yield _unread(table, column, name)
        elif key in first and key not in _SEVERAL:
            message = f"two columns are read as '{key}'"
            yield SheetFinding(
                Weight.ERROR, message, place, name, f"the other is {table.grid.place(table.heading_row, first[key])}"
            )
        first.setdefault(key or "", column)


def _named_columns(table: Table) -> Iterator[tuple[int, str]]:
    """The columns that have a heading or anything beneath it, with the heading."""
    rows = table.grid.rows[table.heading_row :]
    cells = filled(table.grid, table.heading_row, columns=True)
    for column in range(max(map(len, rows), default=0)):
        if any(column < len(row) and not is_empty(row[column]) for row in rows):
            yield column, text(cells[column]) if column < len(cells) else ""


def _unread(table: Table, column: int, name: str) -> SheetFinding:
    place = table.grid.place(table.heading_row, column)
    if not name:
        return SheetFinding(Weight.LEFT_OUT, "a column without a heading was not read", place)
    if is_personal(plain_heading(name)):
        return SheetFinding(Weight.LEFT_OUT, "a column with data of people was not kept", place, name)
    return SheetFinding(
        Weight.LEFT_OUT, "a column was not read", place, name, did_you_mean(plain_heading(name), table.kind.synonyms)
    )


def rows_of(table: Table) -> Iterator[SheetRow | SheetFinding]:
    """The rows of data, and what is to be said of the others."""
    grid = table.grid
    headings = _as_headings(grid.rows[table.heading_row])
    for number in range(table.heading_row + 1, len(grid.rows)):
        cells = filled(grid, number, columns=False)
        if all(is_empty(cell) for cell in cells) and not _odd_cells(table, number):
            continue
        finding = _not_data(table, number, cells, headings)
        if finding is not None:
            if finding.message:
                yield finding
            if finding.weight is Weight.ERROR:
                return
            continue
        if number in grid.oddities.hidden_rows:
            yield SheetFinding(Weight.CHANGED, HIDDEN, grid.place(number))
        yield from _odd_cells(table, number)
        row = _row(table, number, cells)
        if row.cells:
            yield row


def _not_data(table: Table, number: int, cells: list[Cell], headings: list[str]) -> SheetFinding | None:
    """Why a row holds no data, None if it does; a comment, which begins with #, needs no word."""
    place = table.grid.place(number)
    written = [(column, cell) for column, cell in enumerate(cells) if not is_empty(cell)]
    first = written[0][1] if written else ""
    if isinstance(first, str) and first.lstrip().startswith("#"):
        return SheetFinding(Weight.LEFT_OUT, "", place)
    if _is_total(table, first, written[1:]):
        return SheetFinding(Weight.LEFT_OUT, TOTALS, place, text(first))
    if _as_headings(table.grid.rows[number]) == headings:
        return SheetFinding(Weight.LEFT_OUT, REPEATED, place)
    if _is_second_table(table, number, len(written)):
        column = written[0][0]
        at = table.grid.place(number, column)
        return SheetFinding(Weight.ERROR, SECOND_TABLE, at, text(first), "put it on a sheet of its own", hides_names=True)
    if _is_title_row(table, number, written):
        return SheetFinding(Weight.LEFT_OUT, TITLE_ROW, place, text(first))
    return None


def _as_headings(cells: Iterable[Cell]) -> list[str]:
    """What cells say if they are headings; empty for those that have no text."""
    return [plain_heading(cell) if isinstance(cell, str) else "" for cell in cells]


def _is_total(table: Table, first: Cell, rest: list[tuple[int, Cell]]) -> bool:
    """Return whether a row of modules or awards has the word for a total, and nothing but figures beside it."""
    named = isinstance(first, str) and _TOTAL.fullmatch(first.strip()) and table.kind.section in ("modules", "awards")
    return bool(named) and not any(isinstance(cell, str) and not _FIGURE.fullmatch(cell.strip()) for _, cell in rest)


def _is_second_table(table: Table, number: int, written: int) -> bool:
    """Return whether most cells of a row are headings of some kind of sheet."""
    row = [plain_heading(cell) for cell in table.grid.rows[number] if isinstance(cell, str)]
    return written >= 3 and any(sum(name in kind.synonyms for name in row) * 3 >= written * 2 for kind in KINDS_OF_SHEETS)


def _is_title_row(table: Table, number: int, written: list[tuple[int, Cell]]) -> bool:
    """Return whether the only cell of a row is a title of the rows below it, in a table that has more to say of an entry."""
    return len(written) == 1 and len(set(table.columns.values())) > 2 and not _is_title(table, number, written[0][0])


def _is_title(table: Table, number: int, column: int) -> bool:
    """Return whether a cell can be the title of an entry of which nothing else is known: it spans no other columns."""
    spans = any(top <= number <= bottom and left <= column < right for (top, left), (bottom, right) in table.grid.merged)
    return table.columns.get(column) == "title" and not spans


def _odd_cells(table: Table, number: int) -> list[SheetFinding]:
    """The cells of a row that have no usable value."""
    found = []
    for (row, column), reason in table.grid.oddities.cells.items():
        if row == number and column in table.columns:
            key, place = table.columns[column], table.grid.place(row, column)
            found.append(SheetFinding(Weight.ERROR, f"{key}: {reason}", place, hint=OPEN_AND_SAVE, hides_names=key in NAMING))
    return found


def empty_cells(table: Table, row: SheetRow) -> Iterator[SheetFinding]:
    """The cells of a row that hold nothing, though no entry is without them."""
    for needed in table.kind.columns:
        columns = [column for column, key in table.columns.items() if key == needed.key]
        if not needed.needed or needed.key in row.cells or not columns:
            continue
        if all((row.number, column) not in table.grid.oddities.cells for column in columns):
            yield SheetFinding(Weight.ERROR, f"{needed.key}: {EMPTY}", table.grid.place(row.number, columns[0]))


def _row(table: Table, number: int, cells: list[Cell]) -> SheetRow:
    found: dict[str, list[tuple[int, Cell]]] = {}
    for column, key in table.columns.items():
        odd = (number, column) in table.grid.oddities.cells
        if column < len(cells) and not is_empty(cells[column]) and not odd:
            found.setdefault(key, []).append((column, cells[column]))
    return SheetRow(number, found)
