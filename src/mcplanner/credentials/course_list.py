"""A table of courses and dates that a person keeps, as CSV: headings in the first line, then a course in each.

Floor 4b. Knows headings and rows. No message repeats what stands in a cell, which may be in the wrong column.
"""

import csv
import io
import re
from collections.abc import Mapping

from mcplanner.credentials.dates import month_in
from mcplanner.credentials.personal import label_of, personal_words
from mcplanner.credentials.record import Integrity, Problem, Record, RefusedError, is_passed
from mcplanner.diagnostics import Position

KIND = "course list"

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("course number", "course code", "course reference number", "ref", "code", "module", "module id", "id"),
    "title": ("title", "course title", "course name", "module title", "module name", "course"),
    "ended": ("ended", "date", "end date", "completed", "completion date", "course end date", "month"),
    "result": ("result", "grade", "status"),
}

_COLUMNS = {heading: column for column, headings in HEADINGS.items() for heading in headings}


def is_course_list(text: str) -> bool:
    """Whether the first line is one of headings, at least one of them for a course."""
    first = _first_line(text)
    columns = {_column(heading) for heading in first.split(_delimiter(first))}
    return bool(columns & {"code", "title"})


def read_course_list(text: str) -> list[Record]:
    """A record for each line that is not empty.

    Raises
    ------
    RefusedError
        Lines that cannot be read, all of them; or there is none.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(_first_line(text)), strict=True)
    columns: list[str | None] = []
    read: list[Record | Problem] = []
    try:
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if columns:
                read.append(_record(columns, cells, lines.line_num))
            else:
                columns = [_column(cell) for cell in cells]
    except csv.Error:
        read.append(_problem("from this line on this is not CSV", "close its quotes", max(1, lines.line_num)))
    problems = [each for each in read if isinstance(each, Problem)]
    if not read:
        problems = [_problem("there is no course in this list", "write one in each line after the headings", 1)]
    if problems:
        raise RefusedError(*problems)
    return [each for each in read if isinstance(each, Record)]


def _record(columns: list[str | None], cells: list[str], line: int) -> Record | Problem:
    values = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
    others = [cell for index, cell in enumerate(cells) if index >= len(columns) or columns[index] is None]
    code, title = values.get("code"), values.get("title")
    if code is None and title is None:
        return _problem("this line names no course", "write its number or its title", line)
    ended = month_in(values.get("ended"))
    if ended is None and "ended" in values:
        return _problem("this line has a date that cannot be read", "write it as 2026-09 or 30/09/2026", line)
    codes = () if code is None else (code,)
    label = label_of(title, codes, personal_words(others))
    dated_by = None if ended is None else "list"
    return Record(KIND, Integrity.NO_PROOF, codes, title, label, ended, dated_by, is_passed(values.get("result")))


def _problem(message: str, hint: str, line: int) -> Problem:
    return Problem("MC805", message, hint, Position(line, 1))


def _column(heading: str) -> str | None:
    return _COLUMNS.get(" ".join(heading.strip(' "\r').casefold().replace("_", " ").split()))


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]


def _delimiter(line: str) -> str:
    """Spreadsheets separate with what the language of the machine asks for."""
    return max(",;\t", key=line.count)
