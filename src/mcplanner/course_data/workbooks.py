"""Reads workbooks (XLSX, XLSM, XLSB, XLS, ODS) and CSV as grids of cells, exactly as they are: nothing is inferred.

The only importer of python_calamine. Knows files and cells; nothing of courses.
"""

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight
from mcplanner.course_data.xlsx_parts import Oddities, TooLargeError, find_oddities
from mcplanner.ground.characters import OLE, WAY_TO_UTF8, ZIP, NotUTF8Error, decode

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What a cell holds; empty text if it holds nothing."""

Span: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged range, as row and column from 0."""

MOST_CELLS = 1_000_000
"""The open data of a whole country has half a million."""

MOST_UNPACKED = 300_000_000
"""Bytes of all parts of a workbook, unpacked: a small file can hold very many."""

_DELIMITERS = ",;\t|"


class UnreadableError(Exception):
    """A file is no workbook and no CSV that can be read; the finding says why."""

    def __init__(self, finding: SheetFinding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Grid(Struct, frozen=True):
    """One sheet: its rows from the first one on, with what spreadsheets know besides.

    Attributes
    ----------
    merged
        Ranges of which only the first cell holds anything.
    oddities
        Cells without a usable value, and hidden rows.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    merged: tuple[Span, ...] = ()
    oddities: Oddities = Oddities()

    def place(self, row: int = -1, column: int = -1) -> SheetPlace:
        """A place by row and column from 0; the row or the sheet if the rest is left out."""
        return SheetPlace(self.file, self.sheet, row + 1, column + 1)


def read_grids(file: str, content: bytes) -> tuple[list[Grid], list[SheetFinding]]:
    """The visible sheets of a file, and what was left out.

    Raises
    ------
    UnreadableError
        The file is no workbook and no CSV, is protected by a password, or is too large.
    """
    if content.startswith((ZIP, OLE)):
        return _read_workbook(file, content)
    if b"\0" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(file, "this is neither a workbook nor a CSV", "save it as .xlsx, .ods or .csv")
    return [Grid(file, "", _read_csv(file, content))], []


def _unreadable(file: str, message: str, hint: str, row: int = 0) -> UnreadableError:
    return UnreadableError(SheetFinding(Weight.ERROR, message, SheetPlace(file, "", row), hint=hint))


def _read_workbook(file: str, content: bytes) -> tuple[list[Grid], list[SheetFinding]]:
    import python_calamine

    try:
        # First: calamine takes memory for all cells up to the last one, and without enough the process ends without a word.
        _check_unpacked(file, content)
        oddities = find_oddities(content, MOST_CELLS) if content.startswith(ZIP) else {}
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        return _read_sheets(file, oddities, workbook)
    except TooLargeError as error:
        raise _unreadable(file, str(error), "delete cells far from the others, and save it again") from None
    except python_calamine.PasswordError:
        raise _unreadable(file, "the workbook is protected by a password", "save a copy without one") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise _unreadable(file, f"the workbook cannot be read: {reason}", "open it and save it as .xlsx") from None


def _check_unpacked(file: str, content: bytes) -> None:
    if content.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MOST_UNPACKED:
            raise _unreadable(file, f"the workbook unpacks to more than {MOST_UNPACKED:,} bytes", "remove what you do not need")


def _read_sheets(
    file: str, oddities: Mapping[str, Oddities], workbook: "CalamineWorkbook"
) -> tuple[list[Grid], list[SheetFinding]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    grids, findings, cells = [], [], 0
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible is not SheetVisibleEnum.Visible:
            findings.append(
                SheetFinding(
                    Weight.LEFT_OUT, "the sheet is hidden", SheetPlace(file, sheet.name), hint="show it to have it read"
                )
            )
            continue
        found = workbook.get_sheet_by_name(sheet.name)
        last_row, last_column = found.end or (0, 0)  # total_height and total_width are each one too small
        cells += (last_row + 1) * (last_column + 1)
        if cells > MOST_CELLS:
            raise _unreadable(file, f"the workbook has more than {MOST_CELLS:,} cells", "remove what you do not need")
        rows = found.to_python(skip_empty_area=False)
        grids.append(Grid(file, sheet.name, rows, tuple(found.merged_cell_ranges or ()), oddities.get(sheet.name, Oddities())))
    return grids, findings


def _read_csv(file: str, content: bytes) -> list[list[Cell]]:
    text = _decode(file, content)
    text, delimiter = _split_off_delimiter(text)
    rows: list[list[Cell]] = []
    try:
        rows.extend(map(list, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        words = f"this is no CSV from this row on: {error}"
        raise _unreadable(file, words, "close its quotation marks, or save it again as CSV", len(rows) + 1) from None
    return rows


def _decode(file: str, content: bytes) -> str:
    """Text in UTF-8, or in UTF-16 with its mark, which spreadsheets call "Unicode text"."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            return content.decode("utf-16")
        raise _unreadable(file, "this is not UTF-16 text, as its first bytes say", WAY_TO_UTF8)
    try:
        return decode(content)
    except NotUTF8Error as error:
        raise _unreadable(file, str(error), f"{WAY_TO_UTF8}: in Excel, 'CSV UTF-8'", error.line) from None


def _split_off_delimiter(text: str) -> tuple[str, str]:
    """The text without a first line `sep=;`, blanked so that rows keep their numbers; and what separates its cells."""
    named = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if named is not None:
        return text[named.end(1) :], named[1]
    heading = next((line for line in text.splitlines() if line.strip(f' "{_DELIMITERS}')), "")
    outside = re.sub(r'"[^"]*"', "", heading)
    return text, max(_DELIMITERS, key=outside.count)


def filled(grid: Grid, row: int, columns: bool) -> list[Cell]:
    """A row in which a merged range has its value in each of its rows, and in each of its columns if these are wanted."""
    cells = list(grid.rows[row])
    for (top, left), (bottom, right) in grid.merged:
        if not top <= row <= bottom or (top == bottom and not columns):
            continue
        value = grid.rows[top][left] if top < len(grid.rows) and left < len(grid.rows[top]) else ""
        for column in range(left, (right if columns else left) + 1):
            cells += [""] * (column + 1 - len(cells))
            cells[column] = value
    return cells
