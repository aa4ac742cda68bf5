"""Reads a list of courses and dates that a person keeps, as CSV: headings in the first line, then one course a line.

Knows headings and rows. No message repeats the text of a cell, which may be in the wrong column.
"""

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.credentials.columns import REQUIRED, RESULTS, heading_words, looks_like_result, may_tick_a_pass, read_columns
from mcplanner.credentials.course_words import HEADING_WORDS
from mcplanner.credentials.dates import Length, last_day_in, length_in, month_in
from mcplanner.credentials.personal import label_of, personal_words
from mcplanner.credentials.record import Integrity, Problem, Record, RefusedError
from mcplanner.credentials.results import Reading, Verdict, read_result
from mcplanner.ground.diagnostics import Position
from mcplanner.ground.spelling import plain_number, plain_text

KIND = "course list"

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("course number", "course code", "course reference number", "ref", "code", "module", "module id", "id"),
    "title": ("title", "course title", "course name", "module title", "module name", "course"),
    "ended": ("ended", "date", "end date", "completed", "completion date", "course end date", "month"),
    "expires": (
        *("valid until", "valid to", "valid till", "valid through", "validity", "validity date", "valid until date"),
        *("expires", "expires on", "expires at", "expired on", "expiry", "expiry date", "expiration", "expiration date"),
        *("valid for", "validity period", "period of validity"),
    ),
    "result": tuple(sorted(RESULTS)),
    "required": tuple(sorted(REQUIRED)),
}

DELIMITERS = ",;\t|"
MOST_LINES_ABOVE = 20
"""How far down to look for headings, to say where they are."""

_COLUMNS = {heading: column for column, headings in HEADINGS.items() for heading in headings}
_NEVER = frozenset(
    (
        *("never", "never expires", "none", "no expiry", "no expiry date", "no expiration", "non-expiring", "does not expire"),
        *("lifetime", "life time", "lifelong", "life", "for life", "valid for life", "forever", "permanent", "permanently"),
        *(
            "indefinite",
            "indefinitely",
            "unlimited",
            "perpetual",
            "not applicable",
            "n/a",
            "na",
            "nil",
            "-",
            "永久",
            "长期有效",
        ),
    )
)
_KINDS = {"code": "course numbers", "title": "titles", "ended": "dates", "expires": "expiry dates"}
_QUOTES = "put a title with a comma in quotes, or correct the headings"
_DONE = {
    "yes": "completed",
    "y": "completed",
    "true": "completed",
    "no": "not completed",
    "n": "not completed",
    "false": "not completed",
}
"""What the words of a column `Completed` without dates mean."""

_UNIT = re.compile(r"\b(year|month|week|day)s?\b")
_VALIDITY = re.compile(r"(?:valid for|validity|validity period|period of validity)\s?(?:\((?:in )?(\w+)\)|(?:in )?(\w+))")
"""Headings of expiry that name its unit: `Validity (months)`, `Valid for years`."""
_BLANK = Reading(Verdict.UNKNOWN, "a column that looks like a result is empty here, and filled in other lines")
_NO_START = "it is valid for some time, but there is no date from which to count"

_DATE_HINT = "write it as 2026-09, 30/09/2026 or 30 Sep 2026"


class _Row(Struct, frozen=True):
    """One row, as it is written and as cells; line breaks in a cell make it several lines long."""

    line: int
    raw: str
    cells: list[str]
    delimiter: str

    def place(self, index: int) -> Position:
        """The position at which a cell begins."""
        line, column, quoted = self.line, 1, False
        for sign, following in zip(self.raw, f"{self.raw[1:]}\0", strict=True):
            if index == 0:
                break
            quoted ^= sign == '"'
            ends = sign == "\n" or (sign == "\r" and following != "\n")
            line, column = (line + 1, 1) if ends else (line, column + 1)
            index -= sign == self.delimiter and not quoted
        return Position(line, column)

    def problem(self, index: int, message: str, hint: str) -> Problem:
        """A problem of one of its cells."""
        return Problem("MC805", message, hint, self.place(index))


class _Columns(Struct, frozen=True):
    """The headings as they are written, and the kind of each column, None if it is unknown."""

    headings: list[str]
    kinds: list[str | None]

    def under(self, kind: str | None, row: _Row) -> list[tuple[int, str]]:
        """The cells of one kind that are not empty, each after its place in the row; a `yes` for a date counts as a result."""
        found = [(index, kind, cell.strip()) for index, (kind, cell) in enumerate(zip(self.kinds, row.cells, strict=False))]
        cells = [
            (index, "result", _DONE[plain_text(cell)])
            if each == "ended" and self._says_done(index, cell)
            else (index, each, cell)
            for index, each, cell in found
        ]
        return [(index, cell) for index, each, cell in cells if each == kind and cell]

    def expiry(self, row: _Row, index: int, cell: str) -> date | None:
        """The last day on which it is valid, `date.max` if it never expires; None if nobody can tell."""
        if plain_text(cell) in _NEVER:
            return date.max
        length = self.length(index, cell)
        if length is None:
            return last_day_in(cell)
        earned = next((day for _, date in self.under("ended", row) if (day := last_day_in(date)) is not None), None)
        return None if earned is None else length.after(earned)

    def length(self, index: int, cell: str) -> Length | None:
        """How long it is valid, if the cell says that instead of a day."""
        unit = _UNIT.search(heading_words(self.headings[index]))
        return length_in(cell, None if unit is None else unit[1])

    def lacks_tick(self, row: _Row) -> bool:
        """Return whether a row leaves empty every column that may have a mark for a pass; not where there is no such column."""
        columns = zip_longest(self.headings, self.kinds, row.cells, fillvalue="")
        cells = [cell or "" for heading, kind, cell in columns if kind is None and may_tick_a_pass(heading or "")]
        return bool(cells) and not any(cell.strip() for cell in cells)

    def result_heading(self, index: int) -> str:
        """The heading of a result; for a `yes` under `Completed`, that of results."""
        return self.headings[index] if self.kinds[index] == "result" else "result"

    def _says_done(self, index: int, cell: str) -> bool:
        return heading_words(self.headings[index]) == "completed" and plain_text(cell) in _DONE


def is_course_list(text: str) -> bool:
    """Return whether the first line that is not empty has headings, at least one of them for a course."""
    try:
        headings = next(_rows(text), None)
    except csv.Error:
        return False
    return headings is not None and bool({"code", "title"} & set(_kinds(headings.cells)))


def line_of_headings(text: str) -> int | None:
    """The line that seems to have the headings if the first does not; None if none of the first lines does."""
    lines = text.splitlines()[:MOST_LINES_ABOVE]
    written = (number for number, line in enumerate(lines, start=1) if line.strip(f" {DELIMITERS}"))
    return next((number for number in written if is_course_list("\n".join(lines[number - 1 :]))), None)


def read_course_list(text: str) -> tuple[list[Record], list[str]]:
    """A record for each line that is not empty, and which columns were not read.

    Raises
    ------
    RefusedError
        Some lines cannot be read, and all of these are named; or there is no line.
    """
    columns, lines = _read_lines(text)
    problems = [each for each, _ in lines if isinstance(each, Problem)]
    if not lines:
        hint = "write one on each line below the headings"
        problems = [Problem("MC805", "there is no course in this list", hint)]
    if problems:
        raise RefusedError(*problems)
    records = [(each, is_blank) for each, is_blank in lines if isinstance(each, Record)]
    has_ticks = not all(is_blank for _, is_blank in records)
    return [_unless_blank(record, has_ticks and is_blank) for record, is_blank in records], _not_read(columns)


def _read_lines(text: str) -> tuple[_Columns, list[tuple[Record | Problem, bool]]]:
    """The columns, and what each line below the headings says, with whether its mark for a pass is missing."""
    columns = _Columns([], [])
    lines: list[tuple[Record | Problem, bool]] = []
    line = 1
    try:
        for row in _rows(text):
            line = row.line + 1
            if columns.headings:
                lines.append((_record(columns, row), columns.lacks_tick(row)))
            else:
                columns = _Columns(row.cells, _kinds(row.cells))
    except csv.Error:
        broken = Problem("MC805", "this is not CSV from this line on", "close the quotes", Position(line, 1))
        lines.append((broken, False))
    return columns, lines


def _unless_blank(record: Record, is_blank: bool) -> Record:
    """A record that is asked about where its mark for a pass is missing, and nothing else tells its result."""
    return replace(record, result=_BLANK) if is_blank and record.result.verdict is Verdict.NOTHING else record


def _rows(text: str) -> Iterator[_Row]:
    """The rows that are not empty, the headings first.

    Raises
    ------
    csv.Error
        A quote is not closed, or does not end its cell.
    """
    lines = list(io.StringIO(text, newline=""))
    first = next((place for place, line in enumerate(lines) if line.strip(f" \r\n{DELIMITERS}")), len(lines))
    told = re.fullmatch(r"\"?sep=(.)(?:\1|[\s\",])*", "".join(lines[first : first + 1]), re.IGNORECASE)
    start = first if told is None else first + 1
    delimiter = max(DELIMITERS, key=partial(_columns_known, lines[start:])) if told is None else told[1]
    taken: list[str] = []
    for cells in csv.reader(_copy_lines(lines[start:], taken), delimiter=delimiter, strict=True):
        row = _Row(start + 1, "".join(taken), cells, delimiter)
        start += len(taken)
        taken.clear()
        if any(cell.strip() for cell in cells):
            yield row


def _copy_lines(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The lines, each appended to `taken` as it is read."""
    for line in lines:
        taken.append(line)
        yield line


def _columns_known(lines: Sequence[str], delimiter: str) -> int:
    """How many headings are known if this sign separates them; spreadsheets use the one of the computer's language."""
    try:
        headings = next(csv.reader(iter(lines), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return 0
    return sum(kind is not None for kind in _kinds(headings))


def _kinds(headings: Iterable[str]) -> list[str | None]:
    return [_kind(heading_words(heading)) for heading in headings]


def _kind(words: str) -> str | None:
    is_validity = _VALIDITY.fullmatch(words) is not None and _UNIT.search(words) is not None
    return "expires" if is_validity else _COLUMNS.get(words)


def _record(columns: _Columns, row: _Row) -> Record | Problem:
    problem = next((found for check in _CHECKS if (found := check(columns, row)) is not None), None)
    if problem is not None:
        return problem
    ended = columns.under("ended", row)
    private = [cell for index, cell in columns.under(None, row) if not looks_like_result(columns.headings[index])]
    expires, doubts = _expiry(columns, row)
    return Record(
        KIND,
        Integrity.NO_PROOF,
        f"line {row.line}",
        tuple(cell for _, cell in columns.under("code", row)[:1]),
        _titles(columns, row),
        personal_words(private),
        month_in(ended[0][1]) if ended else None,
        "list" if ended else None,
        read_columns(_results(columns, row)),
        expires,
        doubts,
    )


def _expiry(columns: _Columns, row: _Row) -> tuple[date | None, tuple[str, ...]]:
    """The first of the last days on which it is valid, None if it never expires; and a doubt if nobody can tell."""
    days = [columns.expiry(row, index, cell) for index, cell in columns.under("expires", row)]
    first = min((day for day in days if day is not None and day != date.max), default=None)
    return first, (_NO_START,) if None in days else ()


def _results(columns: _Columns, row: _Row) -> Iterator[tuple[str, str]]:
    """The cells that may say whether a course was passed, each with its heading."""
    for index, cell in columns.under("result", row):
        yield columns.result_heading(index), cell
    for index, cell in (*columns.under("required", row), *columns.under(None, row)):
        yield columns.headings[index], cell


def _titles(columns: _Columns, row: _Row) -> tuple[str, ...]:
    """The title; and the title with the next cell, if a comma in it may have split it."""
    cells = columns.under("title", row)[:1]
    beside = [(index + 1, cell) for index, cell in cells if row.delimiter == "," and '"' not in row.raw]
    longer = [f"{cell}, {row.cells[index].strip()}" for index, cell in beside if index < len(row.cells)]
    return tuple(cell for _, cell in cells) + tuple(longer)


def _too_long(columns: _Columns, row: _Row) -> Problem | None:
    """A cell without a heading: then nobody knows which cell belongs to which heading."""
    beyond = range(len(columns.headings), len(row.cells))
    index = next((place for place in beyond if row.cells[place].strip()), None)
    if index is None:
        return None
    return row.problem(index, "this line has more cells than there are headings", _QUOTES)


def _unquoted(columns: _Columns, row: _Row) -> Problem | None:
    """A comma in a title without quotes: the next cell begins with a space, and does not fit its column."""
    for index, _ in columns.under("title", row):
        cell = row.cells[index + 1] if index + 1 < min(len(row.cells), len(columns.kinds)) else ""
        spaced = cell.startswith(" ") and cell.strip() and not columns.headings[index + 1].startswith(" ")
        if row.delimiter == "," and spaced and not _fits(columns, index + 1, cell):
            return row.problem(index + 1, "a comma in this title seems to start a new cell", _QUOTES)
    return None


def _fits(columns: _Columns, index: int, cell: str) -> bool:
    match columns.kinds[index]:
        case "ended":
            return month_in(cell) is not None
        case "expires":
            return _tells_expiry(columns, index, cell)
        case "result":
            return read_result(cell).verdict is not Verdict.UNKNOWN
        case _:
            return False


def _at_odds(columns: _Columns, row: _Row) -> Problem | None:
    """Two columns of one kind that differ; results may differ, since any fail among them counts."""
    keys: Mapping[str, Callable[[int, str], Hashable]] = {
        "code": lambda _, cell: plain_number(cell),
        "title": lambda _, cell: plain_text(cell),
        "ended": lambda _, cell: month_in(cell),
        "expires": lambda index, cell: columns.expiry(row, index, cell),
    }
    for kind, key in keys.items():
        cells = columns.under(kind, row)
        other = next((index for index, cell in cells if key(index, cell) != key(*cells[0])), None)
        if other is not None:
            return row.problem(other, f"two columns of this line give different {_KINDS[kind]}", "keep the right one")
    return None


def _nameless(columns: _Columns, row: _Row) -> Problem | None:
    """A line that names no course."""
    if columns.under("code", row) or columns.under("title", row):
        return None
    return row.problem(0, "this line names no course", "write its number or its title")


def _undated(columns: _Columns, row: _Row) -> Problem | None:
    """A date that cannot be read."""
    unread = [index for index, cell in columns.under("ended", row) if month_in(cell) is None]
    unread += [index for index, cell in columns.under("expires", row) if not _tells_expiry(columns, index, cell)]
    if not unread:
        return None
    heading = heading_words(columns.headings[unread[0]])
    return row.problem(unread[0], f"this date cannot be read in the column '{heading}'", _DATE_HINT)


_CHECKS = (_too_long, _unquoted, _nameless, _undated, _at_odds)
"""What can be wrong with a line; the first problem that is found counts."""


def _tells_expiry(columns: _Columns, index: int, cell: str) -> bool:
    """Return whether a cell is a day, a length of time or a word such as `lifetime`."""
    return plain_text(cell) in _NEVER or columns.length(index, cell) is not None or last_day_in(cell) is not None


def _not_read(columns: _Columns) -> list[str]:
    """Notes on the columns that were not read; a heading that could be a person's name is given by its place."""
    names: dict[bool, list[str]] = {False: [], True: []}
    for place, (heading, kind) in enumerate(zip(columns.headings, columns.kinds, strict=True), start=1):
        if kind is None:
            label = label_of((heading,), (), frozenset(), HEADING_WORDS)
            names[looks_like_result(heading)].append(f"column {place}" if label is None else f"'{label}'")
    notes = {
        False: "columns not read: {}",
        True: "may be a result, so only a fail in it counts: {}; call it 'Result' if it is one",
    }
    return [notes[result].format(", ".join(found)) for result, found in names.items() if found]
