"""Reads the cells of sheets as values: text, numbers, hours, days, lists, class times, requirements; or says why not.

Knows how people and spreadsheets write values; nothing of sheets and columns.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from mcplanner.catalogue.class_times import SESSION_PATTERN, WEEKDAYS
from mcplanner.catalogue.model import KINDS, MODES
from mcplanner.course_data.texts import clean
from mcplanner.course_data.workbooks import Cell
from mcplanner.ground.months import CALENDAR, FIRST_YEAR, LAST_YEAR
from mcplanner.ground.spelling import plain_dashes

UNKNOWN = "unknown"

_UNKNOWN_WORDS = frozenset(
    ("unknown", "?", "tbc", "tba", "tbd", "n/a", "na", "to be confirmed", "to be advised", "not known", "-")
)
_NONE_WORDS = frozenset(("none", "nil", "no", "-", "n/a", "na", "not applicable"))
_EXACT = 2**53
_LARGEST = 10**15
"""No figure of a course comes near it; with two decimal places, decimal arithmetic is exact below it."""
_NUMBER = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")
_MONEY = re.compile(r"(?:S\$|SGD|\$)?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*SGD)?", re.IGNORECASE)
_HOURS = re.compile(rf"{_NUMBER.pattern}\s*(?:h|hrs?|hours?)?\.?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
_ISO_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
_BOUNDS = re.compile(r"(\d+)\s*(?:to|-)\s*(\d+)\s*(?:months?)?", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?Z?")
_COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NAMED_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[ -](\d{4})")
_CLASS_TIME = re.compile(r"([a-z]+)\s*(\d{1,2})[:.](\d{2})\s*(?:-|to)\s*(\d{1,2})[:.](\d{2})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NAMES = {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])} | {"sept": 9}

_IN_PERSON = (
    *(
        "classroom",
        "face to face",
        "face-to-face",
        "f2f",
        "physical",
        "in person",
        "on campus",
        "on-campus",
        "onsite",
        "on-site",
    ),
    *("work-based/workplace learning", "on-the-job"),
)
_ONLINE = (
    *("synchronous elearning", "asynchronous elearning", "synchronous e-learning", "asynchronous e-learning"),
    *("e-learning", "elearning", "virtual", "remote", "distance"),
)
_MODE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(_IN_PERSON, "in-person"),
    **dict.fromkeys(_ONLINE, "online"),
    **dict.fromkeys(("hybrid", "mixed", "blended learning"), "blended"),
    "assessment": UNKNOWN,
}


class CellError(Exception):
    """A cell cannot be read as what its column holds; with the way out."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def is_empty(cell: Cell) -> bool:
    """Return whether a cell holds nothing, or only blanks."""
    return isinstance(cell, str) and not cell.strip(" \t\r\n\xa0\u200b\ufeff")


def says_none(cell: Cell) -> bool:
    """Return whether a cell says that there is nothing to name."""
    return isinstance(cell, str) and cell.strip().lower().rstrip(".") in _NONE_WORDS


def says_unknown(cell: Cell) -> bool:
    """Return whether a cell says that the value is not known."""
    return isinstance(cell, str) and cell.strip().lower() in _UNKNOWN_WORDS


def text(cell: Cell) -> str:
    """A cell as text on one line."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return clean(str(cell))[0]


def code(cell: Cell) -> str:
    """A code, which a spreadsheet may have taken for a number."""
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError(f"the spreadsheet made {_kind(cell)} of this code", "format the column as text and type it again")
    if isinstance(cell, int | float) and not (float(cell).is_integer() and abs(cell) < 10**15):
        raise CellError(
            "the spreadsheet made a number of this code, and digits are lost", "format the column as text and type it again"
        )
    return text(cell)


def number(cell: Cell, form: re.Pattern[str] = _NUMBER) -> int | Decimal:
    """A number, in figures or as text with thousands."""
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError(f"needs a number, and this is {_kind(cell)}", "format the column as a number and type it again")
    if isinstance(cell, str):
        match = form.fullmatch(" ".join(cell.split()))
        if match is None:
            raise CellError("needs a number", "write it in figures, such as 22.5")
        return _exact(match["number"].replace(",", ""))
    if not isfinite(cell):
        raise CellError("needs a number", "write it in figures, such as 22.5")
    return _exact(repr(cell))


def _exact(figures: str) -> int | Decimal:
    value = _of_courses(Decimal(figures))
    return int(value) if value == value.to_integral_value() and abs(value) < _EXACT else Decimal(format(value, "f"))


def _of_courses(value: Decimal) -> Decimal:
    """The number, if a course can have it."""
    if abs(value) >= _LARGEST:
        raise CellError("is far too large a number")
    return value


def whole(cell: Cell) -> int:
    """A whole number."""
    value = number(cell, _WHOLE)
    if not isinstance(value, int):
        raise CellError("needs a whole number")
    return value


_WHOLE = re.compile(r"(?P<number>\d+)(?: ?(?:evenings?|seats?|places?|modules?))?", re.IGNORECASE)
_IN_MONTHS = re.compile(r"(?P<number>\d+) ?(?:months?|mths?|mos?)\.?", re.IGNORECASE)
_IN_YEARS = re.compile(r"(?P<number>\d+) ?(?:years?|yrs?)\.?", re.IGNORECASE)


def whole_months(cell: Cell) -> int:
    """A number of months, which may be said in years."""
    words = " ".join(cell.split()) if isinstance(cell, str) else ""
    if said := _IN_MONTHS.fullmatch(words):
        return int(said["number"])
    if said := _IN_YEARS.fullmatch(words):
        return 12 * int(said["number"])
    try:
        return whole(cell)
    except CellError as error:
        raise error if not words else CellError("needs a number of months", "13 weeks are 3 months") from None


def money(cell: Cell) -> int | Decimal:
    """Dollars, with at most two decimal places."""
    if isinstance(cell, str) and cell.strip().lower() in ("free", "nil", "no fee", "free of charge"):
        return 0
    value = number(cell, _MONEY)
    if not isinstance(value, int) and round(value, 2) != value:
        if isinstance(cell, float) and abs(float(round(value, 2)) - cell) < 1e-6:  # what a calculation leaves behind
            return _exact(str(round(value, 2)))
        raise CellError("has more than two decimal places", "amounts are in dollars and cents")
    return value


def hours(cell: Cell) -> int | Decimal:
    """Hours: a number, or a duration of whatever kind; rounded to two decimal places."""
    match cell:
        case timedelta():
            return _of_seconds(cell.total_seconds())
        case time():
            return _of_seconds(cell.hour * 3600 + cell.minute * 60 + cell.second)
        case date():
            hint = "format the column as a number, or as [h]:mm for durations, and type it again"
            raise CellError("needs hours, and the spreadsheet made a date of this", hint)
        case str():
            return _hours_in_words(" ".join(cell.split()))
        case _:
            return _rounded(number(cell))


def _hours_in_words(words: str) -> int | Decimal:
    clock, duration = _CLOCK.fullmatch(words), _ISO_DURATION.fullmatch(words)
    found = clock or (duration if words != "PT" else None)
    if found is not None:
        parts = [int(part or 0) for part in found.groups()]
        return _of_seconds(parts[0] * 3600 + parts[1] * 60 + parts[2])
    return _rounded(number(words, _HOURS))


def _of_seconds(seconds: float) -> int | Decimal:
    return _rounded(Decimal(round(seconds)) / 3600)


def _rounded(value: int | Decimal) -> int | Decimal:
    return value if isinstance(value, int) else _exact(str(round(_of_courses(value), 2)))


def months(cell: Cell) -> int | dict[str, int]:
    """A length in months, or the bounds of a self-paced module, `2 to 4`."""
    if isinstance(cell, date):
        raise CellError("needs a number of months, and the spreadsheet made a date of this", "write '2 to 4' in words")
    bounds = _BOUNDS.fullmatch(plain_dashes(" ".join(cell.split()))) if isinstance(cell, str) else None
    return whole_months(cell) if bounds is None else {"min": int(bounds[1]), "max": int(bounds[2])}


def day(cell: Cell) -> str:
    """A day as `2027-04-19`, or a month as `2027-04` where the day is not known."""
    match cell:
        case datetime():
            return _day_of(cell)
        case date():
            return _dated(cell.year, cell.month, cell.day)
        case str():
            return _day_in_words(" ".join(plain_dashes(cell).split()))
        case _:
            raise CellError("needs a date, and this is a number", "format the column as a date, or write 2027-04-19")


def _day_of(moment: datetime) -> str:
    """The day of a moment close to midnight: programs in another time zone write dates that are seconds off."""
    near = moment + timedelta(minutes=1)
    if near.time() >= time(0, 2):
        hint = "another program may have moved it by a time zone: write the day alone"
        raise CellError(f"needs a day, and this is {moment.isoformat(sep=' ')}", hint)
    return _dated(near.year, near.month, near.day)


def _day_in_words(words: str) -> str:
    if found := _ISO_DAY.fullmatch(words) or _COMPACT_DAY.fullmatch(words):
        return _dated(int(found[1]), int(found[2]), int(found[3]))
    if found := _ISO_MONTH.fullmatch(words):
        return _dated(int(found[1]), int(found[2]))
    if found := _FIGURES.fullmatch(words):
        return _day_of_figures(int(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED_DAY.fullmatch(words):
        return _dated(int(found[3]), _month_named(found[2]), int(found[1]))
    if found := _NAMED_FIRST.fullmatch(words):
        return _dated(int(found[3]), _month_named(found[1]), int(found[2]))
    if found := _NAMED_MONTH.fullmatch(words):
        return _dated(int(found[2]), _month_named(found[1]))
    raise CellError("needs a date", "write 2027-04-19, or 2027-04 if the day is not known")


def _day_of_figures(first: int, second: int, year: int) -> str:
    if first <= 12 and second <= 12 and first != second:
        either = f"{date(year, second, first).isoformat()} or {date(year, first, second).isoformat()}"
        raise CellError("can be two days", f"write {either}")
    return _dated(year, second, first) if second <= 12 else _dated(year, first, second)


def _month_named(name: str) -> int:
    number = _MONTH_NAMES.get(name.lower())
    if number is None:
        raise CellError("needs a date", "write 2027-04-19, or 2027-04 if the day is not known")
    return number


def _dated(year: int, month: int, day_of_month: int | None = None) -> str:
    try:
        found = date(year, month, day_of_month or 1)
    except ValueError:
        raise CellError("is no day of the calendar", "write 2027-04-19") from None
    if year in (1899, 1900, 1904):
        raise CellError("needs a date, and this is a time or a number", "format the column as a date and type it again")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"is not between {FIRST_YEAR} and {LAST_YEAR}")
    return found.isoformat()[: 10 if day_of_month else 7]


def items(cell: Cell) -> list[str]:
    """The parts of a list in one cell: separated by semicolons or lines, or by commas if there are none of these."""
    words = code(cell)
    raw = cell if isinstance(cell, str) else words
    parts = re.split(r"[;\n]", raw) if re.search(r"[;\n]", raw) else raw.split(",")
    return [part for part in (clean(part)[0] for part in parts) if part]


def intakes(cell: Cell) -> list[str]:
    """Calendar months: `apr; oct`, `April and October`."""
    if isinstance(cell, date):
        raise CellError("needs months such as apr; oct, and this is a date", "put dates under a heading 'start'")
    found = []
    for word in re.findall(r"[^\s;,/&\n]+", text(cell)):
        if word.lower() == "and":
            continue
        number = _MONTH_NAMES.get(word.lower().strip("."))
        if number is None:
            raise CellError("needs months of the calendar", "write apr; oct, or 'any' if it starts in any month")
        found.append(CALENDAR[number - 1])
    return found


def sessions(cell: Cell) -> list[str]:
    """Weekly class times: `tue 18:30-21:30; thu 18:30-21:30`."""
    return [_session(part) for part in items(cell)]


def _session(words: str) -> str:
    words = plain_dashes(words.lower())
    if re.fullmatch(SESSION_PATTERN, words):
        return words
    match = _CLASS_TIME.fullmatch(words)
    weekday = next((name for name in WEEKDAYS if match is not None and match[1].startswith(name)), None)
    if match is None or weekday is None:
        raise CellError("needs weekly class times", "write tue 18:30-21:30; thu 18:30-21:30")
    return f"{weekday} {match[2]:0>2}:{match[3]}-{match[4]:0>2}:{match[5]}"


def mode(cell: Cell) -> str:
    """`online`, `in-person` or `blended`, also in the words of registers."""
    words = text(cell).lower()
    found = words if words in MODES else _MODE_WORDS.get(words)
    if found is None:
        raise CellError("is no mode", f"one of {', '.join(MODES)}")
    return found


def kind(cell: Cell) -> str:
    """A kind of award."""
    words = "-".join(re.findall(r"[a-z]+", text(cell).lower()))
    if words not in KINDS:
        raise CellError("is no kind of award", f"one of {', '.join(KINDS)}")
    return words


def _kind(cell: Cell) -> str:
    match cell:
        case bool():
            return "true or false"
        case timedelta() | time():
            return "a time"
        case date():
            return "a date"
        case _:
            return "a number"
