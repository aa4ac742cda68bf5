"""Finds the table on a sheet: its headings, be they two deep or below other rows, and the rows that hold data.

Knows how people lay out sheets; nothing of what values mean. A row or a column that is not read is named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.course_data.cells import is_empty, text
from mcplanner.course_data.columns import KINDS_OF_SHEETS, SheetKind
from mcplanner.course_data.headings import is_personal, plain_heading
from mcplanner.course_data.places import SheetFinding, Weight
from mcplanner.course_data.row_words import (
    STATUS,
    Sums,
    are_figures,
    is_gone,
    is_note,
    is_total,
    speaks_of_totals,
)
from mcplanner.course_data.workbooks import Cell, Grid, filled
from mcplanner.course_data.xlsx_parts import OPEN_AND_SAVE
from mcplanner.ground.diagnostics import did_you_mean

DEEPEST_HEADINGS = 40
"""The rows in which headings are looked for."""

_WITH_TOTALS = ("modules", "awards")
"""The sections beneath whose entries people put totals."""

_SEVERAL = frozenset(("topics", "skills", "alongside", "requires"))
"""Keys whose values may stand in several columns."""

NAMING = frozenset(("id", "ref", "title"))
"""Keys by which other entries refer to one."""

TOTALS = "a row of totals was not read"
MAYBE_TOTALS = "perhaps a row of totals, and it was read as an entry"
NOTE = "a note was not read"
GONE = "a row was not read, for its status says that it is no longer offered"
TITLE_ALONE = "nothing but a title is known: perhaps a heading or a note"
TITLE_ROW = "a row with a single cell was not read"
REPEATED = "headings that are repeated were not read"
HIDDEN = "a hidden row was read"
SECOND_TABLE = "a second table begins here"
EMPTY = "this cell is empty, and no entry is without it"
NO_COLUMN = "there is no column '{}'"


class SheetRow(Struct, frozen=True):
    """A row of data: its number from 0, and its cells by key, each with its column from 0.

    What `is_gone` is no longer offered.
    """

    number: int
    cells: Mapping[str, list[tuple[int, Cell]]]
    is_gone: bool = False


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
        if key is None and column != _column_of_status(table):
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
    status = _column_of_status(table)
    sums = Sums()
    for number in range(table.heading_row + 1, len(grid.rows)):
        cells = filled(grid, number, columns=False)
        if _is_blank(table, number, cells):
            continue
        finding = _not_data(table, number, cells, headings, sums)
        if finding is None:
            sums.add(enumerate(cells))
            yield from _entry(table, number, cells, status)
            continue
        sums.begin_again()
        if finding.message:
            yield finding
        if finding.weight is Weight.ERROR:
            return


def _is_blank(table: Table, number: int, cells: list[Cell]) -> bool:
    return all(is_empty(cell) for cell in cells) and not _odd_cells(table, number)


def _entry(table: Table, number: int, cells: list[Cell], status: int | None) -> Iterator[SheetRow | SheetFinding]:
    """A row of data, after what is to be said of it."""
    if number in table.grid.oddities.hidden_rows:
        yield SheetFinding(Weight.CHANGED, HIDDEN, table.grid.place(number))
    yield from _odd_cells(table, number)
    yield from _doubts(table, number, cells)
    row = _row(table, number, cells)
    if row.cells:
        yield replace(row, is_gone=status is not None and is_gone(cells[status] if status < len(cells) else ""))


def _column_of_status(table: Table) -> int | None:
    """The column whose cells say whether a row still counts; None if there is none, or it says other things, too."""
    rows = table.grid.rows
    for column, heading in enumerate(_as_headings(rows[table.heading_row])):
        below = [row[column] for row in rows[table.heading_row + 1 :] if column < len(row)]
        if heading == STATUS and column not in table.columns and any(map(is_gone, below)):
            return column
    return None


def _doubts(table: Table, number: int, cells: list[Cell]) -> Iterator[SheetFinding]:
    """What is read as an entry, and perhaps is none."""
    written = _written(cells)
    if table.kind.section not in _WITH_TOTALS or not written:
        return
    place = table.grid.place(number)
    if speaks_of_totals(written[0][1]) and are_figures(cell for _, cell in written[1:]):
        yield SheetFinding(Weight.WARNING, MAYBE_TOTALS, place, text(written[0][1]), "if it is one, remove it")
    elif len(written) == 1 and len(set(table.columns.values())) > 2:
        yield SheetFinding(Weight.WARNING, TITLE_ALONE, place, text(written[0][1]), "if it is one, remove the row")


def _written(cells: list[Cell]) -> list[tuple[int, Cell]]:
    return [(column, cell) for column, cell in enumerate(cells) if not is_empty(cell)]


def _not_data(table: Table, number: int, cells: list[Cell], headings: list[str], sums: Sums) -> SheetFinding | None:
    """Why a row holds no data, None if it does; a comment, which begins with #, needs no word."""
    written = _written(cells)
    first = written[0][1] if written else ""
    if isinstance(first, str) and first.lstrip().startswith("#"):
        return SheetFinding(Weight.LEFT_OUT, "", table.grid.place(number))
    if _as_headings(table.grid.rows[number]) == headings:
        return SheetFinding(Weight.LEFT_OUT, REPEATED, table.grid.place(number))
    if _is_second_table(table, number, len(written)):
        at = table.grid.place(number, written[0][0])
        return SheetFinding(Weight.ERROR, SECOND_TABLE, at, text(first), "put it on a sheet of its own", hides_names=True)
    why = _in_words(table, number, written, sums)
    return None if why is None else SheetFinding(Weight.LEFT_OUT, why, table.grid.place(number), text(first))


def _in_words(table: Table, number: int, written: list[tuple[int, Cell]], sums: Sums) -> str | None:
    """Why a row holds no data, by what is written in it."""
    if table.kind.section in _WITH_TOTALS and _is_total(table, number, written, sums):
        return TOTALS
    if is_note([cell for _, cell in written]):
        return NOTE
    return TITLE_ROW if _is_title_row(table, number, written) else None


def _as_headings(cells: Iterable[Cell]) -> list[str]:
    """What cells say if they are headings; empty for those that have no text."""
    return [plain_heading(cell) if isinstance(cell, str) else "" for cell in cells]


def _is_total(table: Table, number: int, written: list[tuple[int, Cell]], sums: Sums) -> bool:
    """Return whether a row has the word for a total, and nothing but figures beside it.

    Where it has more words, as `Total Baking` or `Total Quality Management`, these must be what their columns come to, or
    formulas without a value.
    """
    first, rest = written[0][1] if written else "", written[1:]
    if not are_figures(cell for _, cell in rest):
        return False
    is_sum = sums.has(rest) if rest else bool(_odd_cells(table, number))
    return is_total(first) or (speaks_of_totals(first) and is_sum)


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
