"""Singapore's open course data: the Course Directory and the Course Run file of data.gov.sg, joined by course number.

Knows the columns of these files, what is usual in them, and what follows from it; nothing of other sources.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from mcplanner.course_data import cells
from mcplanner.course_data.cells import CellError
from mcplanner.course_data.drafts import NOT_SORTED, Draft, Values
from mcplanner.course_data.headings import is_personal, plain_heading
from mcplanner.course_data.places import SheetFinding, SheetPlace, Weight
from mcplanner.course_data.texts import clean, slug
from mcplanner.course_data.workbooks import Cell, Grid
from mcplanner.ground.months import months_through
from mcplanner.ground.spelling import plain_text

NUMBER = "coursereferencenumber"
RUN_COLUMNS = (
    NUMBER,
    "coursetitle",
    "trainingprovideruen",
    "trainingprovideralias",
    "courserunstartdate",
    "courserunenddate",
    "mode_of_training",
)
DIRECTORY_COLUMNS = (
    *RUN_COLUMNS[:4],
    "full_course_fee",
    "course_fee_after_subsidies",
    "number_of_hours",
    "conducted_in",
    "minimum_entry_requirement",
)
NOT_USED = frozenset((
    *("courseratings_value", "courseratings_stars", "courseratings_noofrespondents", "jobcareer_impact_value"),
    *("jobcareer_impact_stars", "jobcareer_impact_noofrespondents", "attendancecount", "training_commitment"),
    *("about_this_course", "what_you_learn"),
))  # fmt: skip
"""Columns of the directory that say nothing a plan could use."""

DIRECTORY_FILE = "the Course Directory of data.gov.sg"
RUN_FILE = "the Course Run file of data.gov.sg"

ATTRIBUTION = (
    "Contains information from the data sets MySkillsFuture Course Directory and Course Run of data.gov.sg, made available"
    " under the Singapore Open Data Licence 1.0."
)
USUAL_LANGUAGE = "English"
"""It is said only of courses in another language."""

LONGEST_ENTRY = 200
MOST_MONTHS = 60
FULL_DAY_HOURS = 6
"""More hours on one day than an evening has."""

FUNDING_BY_SHARE = {Decimal("0.3"): "cet-centre", Decimal("0.5"): "ssg-certifiable"}
"""The class of the funding rules, by the share of the fee that is left after the baseline subsidy."""

_NUMBER_FORM = re.compile(r"TGS-(?:19|20)\d{8}")
_DELIVERY_WORDS = (
    r"(?:(?:a?synchronous|classroom|facilitated|training|e-? ?learning|online|virtual|blended|live|zoom|via|face[- ]to[- ]face"
    r"|f2f|mode|only|and|with|&|\+|,|/|-)\s*)+"
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DELIVERY = re.compile(rf"\s*(?:\(\s*{_DELIVERY_WORDS}\)|\[\s*{_DELIVERY_WORDS}\])\s*$", re.IGNORECASE)

BAD_NUMBER = "the course number does not have the form TGS-2026000001"
NO_TITLE = "the course has no title"
BACKWARDS = "the run ends before it starts"
TWICE = "the number stands in a row above, which was taken"
ADDRESS = "an e-mail address was not kept"
UNKNOWN_MODE = "the run's mode is none that mcplan knows, and was taken as unknown"
NO_HOURS = "hours of none were taken as unknown"
NO_LAST_DAY = "a run without a last day was left out"


class RunOfCourse(Struct, frozen=True, order=True):
    """A run: first and last day, mode, and the number of its course."""

    start: date
    end: date
    mode: str
    ref: str

    @property
    def days(self) -> int:
        """The days from the first to the last, both counted."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int:
        """How long it takes, as a catalogue counts the months of a run with days."""
        return max(1, months_through(self.start, self.end))


class Course(Struct):
    """What both files say about one course number."""

    number: str
    title: str
    provider: str
    place: SheetPlace
    runs: set[RunOfCourse] = field(default_factory=set)
    hours: int | Decimal | None = None
    fee: int | Decimal | None = None
    funding: str | None = None
    language: str | None = None
    entry: str | None = None


class OpenData:
    """The two files, which may both be given, or one of them."""

    name = "open course data (data.gov.sg)"

    def reads(self, grid: Grid, /) -> bool:
        return bool(grid.rows) and {*RUN_COLUMNS[:2]} <= {str(cell).strip().lower() for cell in grid.rows[0]}

    def would_add(self, grids: Sequence[Grid], /) -> Mapping[str, str]:
        given = {"runs" if _is_run_file(grid) else "directory" for grid in grids}
        added = {} if "directory" in given else dict.fromkeys(("hours", "fee"), DIRECTORY_FILE)
        return added if "runs" in given else added | dict.fromkeys(("months", "intakes", "mode"), RUN_FILE)

    def entries(self, grids: Sequence[Grid], as_of: date, /) -> Iterator[Draft | SheetFinding]:
        reading = _Reading()
        for grid in grids:
            yield from reading.read(grid)
        yield from reading.provider_findings()
        yield Draft("fields", dict(NOT_SORTED), SheetPlace(grids[0].file))
        yield from reading.providers()
        for variants in _merged(reading.courses.values()):
            yield Draft("modules", _module(variants, as_of), variants[0].place)


def _is_run_file(grid: Grid) -> bool:
    return any(str(cell).strip().lower() == "courserunstartdate" for cell in grid.rows[0])


class _Row(Struct, frozen=True):
    """A row: its values in the order of the columns that are used, and the column of each, -1 where the file has none."""

    grid: Grid
    number: int
    columns: Sequence[int]
    values: Sequence[Cell]

    def place(self, value: int | None = None) -> SheetPlace:
        """The cell of one of the values; the whole row if it is left out."""
        return self.grid.place(self.number, -1 if value is None else self.columns[value])


class _Reading:
    """Everything that was read so far."""

    def __init__(self) -> None:
        self.courses: dict[str, Course] = {}
        self._in_directory: set[str] = set()
        self._names: dict[str, Counter[str]] = {}
        self._provider_places: dict[str, SheetPlace] = {}

    def read(self, grid: Grid) -> Iterator[SheetFinding]:
        columns = {str(cell).strip().lower(): index for index, cell in enumerate(grid.rows[0])}
        yield from _unread_columns(grid, columns)
        in_run_file = _is_run_file(grid)
        used = RUN_COLUMNS if in_run_file else DIRECTORY_COLUMNS
        order = [columns.get(name, -1) for name in used]
        for row, cells_of_row in enumerate(grid.rows[1:], 1):
            values = [cells_of_row[column] if 0 <= column < len(cells_of_row) else "" for column in order]
            yield from self._row(_Row(grid, row, order, values), in_run_file)

    def _row(self, row: "_Row", in_run_file: bool) -> Iterator[SheetFinding]:
        values = row.values
        number = str(values[0]).strip()
        course = self.courses.get(number)
        if course is None:
            if not _NUMBER_FORM.fullmatch(number):
                if any(values):
                    yield SheetFinding(Weight.LEFT_OUT, BAD_NUMBER, row.place(0), number)
                return
            title, done = clean(str(values[1]))
            if not title:
                yield SheetFinding(Weight.LEFT_OUT, NO_TITLE, row.place(1), number)
                return
            for message in done:
                yield SheetFinding(Weight.CHANGED, message, row.place(1), title)
            course = self.courses[number] = Course(number, title, self._provider(row), row.place())
        if in_run_file:
            yield from _read_run(course, row)
        elif number in self._in_directory:
            yield SheetFinding(Weight.LEFT_OUT, TWICE, row.place(0), number)
        else:
            self._in_directory.add(number)
            yield from _read_directory(course, row)

    def _provider(self, row: "_Row") -> str:
        """The id of the provider; its names are counted, for one number can have several."""
        uen, name = str(row.values[2]).strip(), _cleaned(str(row.values[3]))
        provider = slug(uen) or slug(name) or "unknown-provider"
        self._names.setdefault(provider, Counter())[name or uen or "Unknown provider"] += 1
        self._provider_places.setdefault(provider, row.place(3))
        return provider

    def provider_findings(self) -> Iterator[SheetFinding]:
        for provider, names in self._names.items():
            if len(names) > 1:
                message = "one provider has several names; the most frequent one was taken"
                yield SheetFinding(Weight.CHANGED, message, self._provider_places[provider], _most_frequent(names))

    def providers(self) -> Iterator[Draft]:
        for provider, names in self._names.items():
            yield Draft("providers", {"id": provider, "title": _most_frequent(names)}, self._provider_places[provider])


def _most_frequent(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


@lru_cache(maxsize=4096)
def _cleaned(text: str) -> str:
    return clean(text)[0]


def _unread_columns(grid: Grid, columns: dict[str, int]) -> Iterator[SheetFinding]:
    for name, column in columns.items():
        if name and name not in RUN_COLUMNS and name not in DIRECTORY_COLUMNS:
            personal = is_personal(plain_heading(name))
            why = "a column with data of people was not kept" if personal else "a column was not used"
            yield SheetFinding(Weight.LEFT_OUT, why, grid.place(0, column), name)


def _read_run(course: Course, row: _Row) -> Iterator[SheetFinding]:
    start, end = row.values[4:6]
    if start == "" and end == "":
        return
    dated = [4] if cells.is_empty(end) else [4, 5]
    days: list[date] = []
    for value in dated:
        cell = row.values[value]
        try:
            days.append(_date(cell))
        except CellError as error:
            yield SheetFinding(Weight.LEFT_OUT, f"the run's date {error.message}", row.place(value), str(cell), error.hint)
    if len(days) < len(dated):
        return
    if cells.is_empty(end):
        yield SheetFinding(Weight.LEFT_OUT, NO_LAST_DAY, row.place(5), days[0].isoformat())
        return
    first, last = days
    if last < first:
        yield SheetFinding(Weight.LEFT_OUT, BACKWARDS, row.place(5), f"{first} to {last}")
        return
    yield from _take_run(course, row, first, last)


def _take_run(course: Course, row: _Row, first: date, last: date) -> Iterator[SheetFinding]:
    written = str(row.values[6])
    mode = _mode(written)
    if mode is None:
        yield SheetFinding(Weight.CHANGED, UNKNOWN_MODE, row.place(6), written)
    course.runs.add(RunOfCourse(first, last, mode or cells.UNKNOWN, course.number))


def _date(cell: Cell) -> date:
    if type(cell) is date:
        return cell
    written = cells.day(cell)
    if len(written) < 10:
        raise CellError("names no day")
    return date.fromisoformat(written)


@lru_cache(maxsize=256)
def _mode(written: str) -> str | None:
    """The mode, unknown where none is written; None of a word that stands for none."""
    try:
        return cells.UNKNOWN if cells.is_empty(written) else cells.mode(written)
    except CellError:
        return None


def _read_directory(course: Course, row: _Row) -> Iterator[SheetFinding]:
    figures: dict[str, int | Decimal] = {}
    for key, column, read in (("fee", 4, cells.money), ("net", 5, cells.money), ("hours", 6, cells.hours)):
        cell = row.values[column]
        try:
            if not cells.is_empty(cell):
                figures[key] = read(cell)
        except CellError as error:
            yield SheetFinding(Weight.LEFT_OUT, f"{key}: {error.message}", row.place(column), str(cell), error.hint)
    course.fee, course.hours = figures.get("fee"), figures.get("hours") or None
    if figures.get("hours") == 0:
        yield SheetFinding(Weight.CHANGED, NO_HOURS, row.place(6), str(row.values[6]))
    course.funding = _funding(course.fee, figures.get("net"))
    yield from _read_texts(course, row)


def _read_texts(course: Course, row: _Row) -> Iterator[SheetFinding]:
    language = _cleaned(str(row.values[7]))
    course.language = None if language in ("", USUAL_LANGUAGE) else language
    entry, addresses = _ADDRESS.subn("…", clean(str(row.values[8]))[0])
    if addresses:
        yield SheetFinding(Weight.LEFT_OUT, ADDRESS, row.place(8))
    course.entry = (f"{entry[: LONGEST_ENTRY - 1]}…" if len(entry) > LONGEST_ENTRY else entry) or None


def _funding(fee: int | Decimal | None, net: int | Decimal | None) -> str | None:
    """The class that the share of the fee tells, where it is exactly one of those that a class has."""
    if not fee or net is None:
        return None
    return FUNDING_BY_SHARE.get(Decimal(net) / Decimal(fee))


def _merged(courses: Iterable[Course]) -> Iterator[list[Course]]:
    """Courses that differ in nothing but their delivery, together, the one of the lowest number first.

    They are one only if hours and fee are known and equal: otherwise nobody can say that they are the same.
    """
    groups: dict[Any, list[Course]] = {}
    for course in courses:
        known = course.hours is not None and course.fee is not None
        key = (course.provider, plain_text(_undelivered(course.title)), course.hours, course.fee, course.funding)
        groups.setdefault(key if known else course.number, []).append(course)
    for group in groups.values():
        yield sorted(group, key=lambda course: course.number)


def _undelivered(title: str) -> str:
    """A title without how it is delivered, `(Synchronous e-learning)`."""
    return _DELIVERY.sub("", title) or title


def _module(variants: list[Course], as_of: date) -> Values:
    first = variants[0]
    runs = sorted(run for course in variants for run in course.runs)
    ahead = [run for run in runs if run.start >= as_of]
    mode = _usual_mode(ahead or runs)
    values: Values = {**_names(variants), "field": NOT_SORTED["id"], "provider": first.provider, "mode": mode}
    values["hours"] = cells.UNKNOWN if first.hours is None else first.hours
    derived = _length(values, runs, first.hours)
    values |= {"runs": _runs(ahead, mode, first.number)} if ahead else {"intakes": cells.UNKNOWN}
    values |= _where_known(first)
    if first.funding is not None:
        derived["funding"] = "what is left of the fee after subsidy"
    if derived:
        values["derived"] = derived
    return values


def _names(variants: Sequence[Course]) -> Values:
    """The id, the title and the numbers of a module that is delivered in one or several ways."""
    first, *others = variants
    names: Values = {"id": first.number.lower(), "title": first.title, "ref": first.number}
    if others:
        names |= {"title": _undelivered(first.title), "refs": [course.number for course in others]}
    return names


def _where_known(course: Course) -> Values:
    """What a module has only if its course says it."""
    values = {key: value for key in ("fee", "funding", "language", "entry") if (value := getattr(course, key)) is not None}
    return values if course.hours is None else {**values, "evidence": "published"}


def _usual_mode(runs: Iterable[RunOfCourse]) -> str:
    """The most frequent mode of runs; of two, the first by name."""
    modes = Counter(run.mode for run in runs)
    return min(modes, key=lambda name: (-modes[name], name), default=cells.UNKNOWN)


def _length(values: Values, runs: Sequence[RunOfCourse], hours: int | Decimal | None) -> dict[str, str]:
    """Put its months, weeks and days as its usual run has them, and return how they were derived."""
    usual = _usual(runs)
    if usual is None or usual.months > MOST_MONTHS:
        values["months"] = cells.UNKNOWN
        return {}
    values["months"] = usual.months
    how = f"a run of {usual.days} days" if usual.days > 1 else "a run of one day"
    if hours is None:
        return {"months": how}
    if FULL_DAY_HOURS * usual.days <= hours <= 2 * FULL_DAY_HOURS * usual.days and usual.days <= 7:
        values["days"] = usual.days
        return {"months": how, "days": how}
    most = -(-13 * usual.months // 3)
    values["weeks"] = max(1, min(most, round(Decimal(usual.days) / 7, 2)))
    return {"months": how, "weeks": how}


def _usual(runs: Sequence[RunOfCourse]) -> RunOfCourse | None:
    """A run of the most frequent length; of two lengths, the longer one."""
    lengths = Counter(run.days for run in runs)
    return max(runs, key=lambda run: (lengths[run.days], run.days, run.months), default=None)


def _runs(runs: Iterable[RunOfCourse], mode: str, number: str) -> list[Values]:
    """The runs as a catalogue has them: the mode and the number only where they are not the module's."""
    found: dict[tuple[date, date, str], Values] = {}
    for run in runs:
        values: Values = {"start": run.start.isoformat(), "end": run.end.isoformat()}
        if run.mode != mode:
            values["mode"] = run.mode
        if run.ref != number:
            values["ref"] = run.ref
        found.setdefault((run.start, run.end, run.mode), values)
    return list(found.values())
