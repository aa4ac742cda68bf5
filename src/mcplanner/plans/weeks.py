"""The weeks of a plan: which class is when, from month to month, and what has no class times.

Knows a plan; not how a week is drawn. Minutes of the week count from Monday 00:00.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.class_times import DAY_MINUTES, WEEKDAYS, ClassTime, parse_class_time
from mcplanner.catalogue.model import Certainty
from mcplanner.ground.money import NOT_KNOWN
from mcplanner.ground.months import Month, month_name, spans
from mcplanner.learner.busy import BusyTime, format_busy_time, parse_busy_time
from mcplanner.plans.certainty_words import MARKS, mark, mark_of_all
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.plans.summary import (
    classes_text,
    days_off_in_words,
    evenings_text,
    in_order_of_start,
    listed,
    period_text,
    spans_in_words,
)
from mcplanner.plans.titles import title_with_id

DAYS = tuple(day.capitalize() for day in WEEKDAYS)

LETTERS = 26

BUSY = "busy"
"""What stands for a busy time in a row, where classes have letters."""


def time_at_work(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> list[tuple[str, str]]:
    """What an employer reads first: the days off and the evenings that classes take, each with its label."""
    if plan.addressee is None or not plan.enrolments:
        return []
    words = days_off_in_words(plan, marks), evenings_in_words(plan, marks)
    return [("days off", words[0] or "none"), ("evenings", words[1] or "none")]


def evenings_in_words(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The evenings that classes take, month by month: `Tue and Thu in Apr 2027 to Sep 2027`; empty where none do."""
    words = [
        f"{evenings} in {span}"
        for evenings, same in groupby(_months_with_modules(plan), key=lambda month: _evenings(plan, month, marks))
        for span in spans_in_words(same)
        if evenings
    ]
    unknown = [each.title for each in in_order_of_start(plan) if each.sessions_unknown and not each.evenings]
    return "; ".join([*words, *([f"class times of {listed(unknown)} {NOT_KNOWN}"] if unknown else [])])


def _evenings(plan: Plan, month: Month, marks: Mapping[Certainty, str]) -> str:
    """The evenings of a week in a month: those whose days are known, each once, and the number of the others."""
    taking = {each: _evenings_of(each) for each in _running(plan, month)}
    days = [DAYS[day] for day in sorted(frozenset[int]().union(*taking.values()))]
    others = sum(each.evenings for each in taking)
    words = [*days, *([evenings_text(others)] if others else [])]
    least = mark_of_all(plan, [each for each in taking if taking[each] or each.evenings], "sessions", "evenings", marks=marks)
    return f"{listed(words)}{least}" if words else ""


def _evenings_of(each: Enrolment) -> frozenset[int]:
    """The days of the week whose evenings the classes of a module take."""
    return frozenset(day for text in each.sessions if (day := parse_class_time(text).evening) is not None)


class Lesson(Struct, frozen=True):
    """A module with class times, and the letter that stands for it."""

    letter: str
    enrolment: Enrolment


class PartOfDay(Struct, frozen=True):
    """A part of the day, in minutes from midnight, and what takes it on each day of the week: letters, or `busy`."""

    start: int
    end: int
    days: tuple[tuple[str, ...], ...]


class Week(Struct, frozen=True):
    """The week of one month, or of several with the same modules and busy times.

    Attributes
    ----------
    rows
        From the first minute of the day that something takes to the last; none where no class time is known.
    without_times
        The modules that run and have no class times.
    """

    first: Month
    last: Month
    lessons: tuple[Lesson, ...]
    rows: tuple[PartOfDay, ...]
    busy: tuple[BusyTime, ...]
    without_times: tuple[Enrolment, ...]

    @property
    def months(self) -> str:
        """Its months in words: `Apr 2027`, `Apr 2027 to Sep 2027`."""
        first, last = month_name(self.first), month_name(self.last)
        return first if first == last else f"{first} to {last}"


def weeks(plan: Plan) -> list[Week]:
    """The weeks of the months in which something runs, one for neighbouring months with the same modules and busy times."""
    months = _months_with_modules(plan)
    return [
        _week(first, last, running, busy)
        for (running, busy), same in groupby(months, key=lambda month: (_running(plan, month), _busy(plan, month)))
        for first, last in spans(same)
    ]


def weeks_with_classes(plan: Plan) -> list[Week]:
    """The same, or none where nothing in the plan has class times, evenings, or times that are not known."""
    has = any(each.sessions or each.evenings or each.sessions_unknown for each in plan.enrolments)
    return weeks(plan) if has else []


def week_of(plan: Plan, month: Month) -> Week:
    """The week of one month."""
    return _week(month, month, _running(plan, month), _busy(plan, month))


def _months_with_modules(plan: Plan) -> list[Month]:
    """The months of a plan in which something runs."""
    return sorted({Month(month) for each in plan.enrolments for month in each.months_there if month >= plan.start})


def _running(plan: Plan, month: Month) -> tuple[Enrolment, ...]:
    return tuple(each for each in in_order_of_start(plan) if month in each.months_there)


def _busy(plan: Plan, month: Month) -> tuple[BusyTime, ...]:
    """The busy times that there are in a month, in some of its weeks at least."""
    return tuple(time for time in map(parse_busy_time, plan.busy) if time.is_in(month))


def _week(first: Month, last: Month, running: Sequence[Enrolment], busy: tuple[BusyTime, ...]) -> Week:
    in_class = [each for each in running if each.sessions]
    lessons = tuple(Lesson(_letter(number), each) for number, each in enumerate(in_class))
    others = tuple(each for each in running if not each.sessions)
    return Week(first, last, lessons, tuple(_rows(lessons, busy)) if lessons else (), busy, others)


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < LETTERS else str(number + 1)


class _Piece(Struct, frozen=True):
    """A part of a class or a busy time that lies within one day."""

    day: int
    start: int
    end: int
    what: str


def _rows(lessons: Sequence[Lesson], busy: Sequence[BusyTime]) -> Iterator[PartOfDay]:
    """Parts of the day between all times at which something begins or ends."""
    pieces = list(_all_pieces(lessons, busy))
    ends = sorted({minute for piece in pieces for minute in (piece.start, piece.end)})
    for start, end in pairwise(ends):
        there = [piece for piece in pieces if piece.start <= start and end <= piece.end]
        yield PartOfDay(start, end, tuple(_each_once_on(day, there) for day in range(len(WEEKDAYS))))


def _all_pieces(lessons: Sequence[Lesson], busy: Sequence[BusyTime]) -> Iterator[_Piece]:
    """The parts of all classes, then those of busy times."""
    for lesson in lessons:
        for text in lesson.enrolment.sessions:
            yield from _pieces(parse_class_time(text), lesson.letter)
    for time in busy:
        for each in time.times:
            yield from _pieces(each, BUSY)


def _each_once_on(day: int, pieces: Sequence[_Piece]) -> tuple[str, ...]:
    """What there is on a day of the week."""
    return tuple(dict.fromkeys(piece.what for piece in pieces if piece.day == day))


def _pieces(time: ClassTime, what: str) -> Iterator[_Piece]:
    """The parts of a time, one for each day; what goes on after midnight is on the next day, after Sunday's on Monday."""
    minute = time.start_minute
    while minute < time.end_minute:
        day, start = divmod(minute, DAY_MINUTES)
        end = min(DAY_MINUTES, start + time.end_minute - minute)
        yield _Piece(day % len(WEEKDAYS), start, end, what)
        minute += end - start


def row_times(row: PartOfDay) -> str:
    """`18:30-21:30`, with a dash between."""
    return f"{_clock(row.start)}–{_clock(row.end)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def classes_in_words(plan: Plan, each: Enrolment, marks: Mapping[Certainty, str] = MARKS) -> str:
    """`Java I (java-1), Apr - Jun 2027: Tue 18:30-21:30`, with dashes; or why there are no times."""
    when = classes_text(plan, each, marks) or _why_no_times(plan, each, marks)
    return f"{title_with_id(each)}, {period_text(plan, each, marks)}: {when}"


def _why_no_times(plan: Plan, each: Enrolment, marks: Mapping[Certainty, str]) -> str:
    if each.days is None:
        return "no class times"
    return f"taught in full days: {each.days:f}{mark(plan, each, 'days', marks=marks)}"


def busy_in_words(week: Week) -> str:
    """The busy times: `Mon-Fri 08:00-17:00 every other week`, with dashes."""
    return ", ".join(map(_busy_text, week.busy))


def _busy_text(time: BusyTime) -> str:
    """A busy time for people, without its months: the week says of which it is."""
    when, every, other = format_busy_time(replace(time, months=None)).partition(" every")
    return f"{when.title().replace('-', '–')}{every}{other}"
