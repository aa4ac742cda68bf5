"""Figures of one module that contradict one another: too many weeks for its months, too few hours for its classes.

Knows one module, whoever said its figures: the checks of catalogues and those of what a learner assumes ask here.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil

from msgspec import Struct

from mcplanner.catalogue.class_times import parse_class_time
from mcplanner.catalogue.model import FigureName, Module, known

MOST_HOURS_PER_WEEK = 100
MOST_HOURS_PER_DAY = 12

CLASS_TIME_SLACK = Fraction(11, 10)
"""Class time may add up to a tenth more than the hours: a term loses a week or two to holidays."""


class Contradiction(Struct, frozen=True):
    """What does not fit, in words, and how each figure would: `{"hours": "24, or fewer"}`."""

    words: str
    fitting: Mapping[FigureName, str]


def contradictions(module: Module) -> Iterator[Contradiction]:
    """Everything about the hours, months, weeks, days and classes of a module that does not fit."""
    timetables = [known(module.sessions) or (), *(known(run.sessions) or () for run in module.runs or () if run.sessions)]
    found = (weeks_over_months(module), days_too_full(module), weeks_too_full(module))
    yield from (each for each in (*found, *(classes_over_hours(module, own) for own in timetables)) if each is not None)


def weeks_over_months(module: Module) -> Contradiction | None:
    """Teaching weeks that do not fit into the months."""
    if not module.has_too_many_weeks or not isinstance(module.weeks, Decimal):
        return None
    words = f"{module.weeks} weeks do not fit into {module.months} month{'s' * (module.months != 1)}"
    most, least = module.most_weeks, ceil(Fraction(module.weeks) * 3 / 13)
    return Contradiction(words, {"weeks": f"{most}, or fewer", "months": f"{least}, or more"})


def days_too_full(module: Module) -> Contradiction | None:
    """A workshop of more than 12 hours a day."""
    if module.days is None or not isinstance(module.hours, Decimal) or module.hours <= module.days * MOST_HOURS_PER_DAY:
        return None
    words = f"{module.hours} hours do not fit into {module.days} full days"
    return Contradiction(words, {"hours": f"{int(module.days * MOST_HOURS_PER_DAY)}, or fewer"})


def weeks_too_full(module: Module) -> Contradiction | None:
    """More than 100 hours a week even at the slowest pace."""
    pace = min(module.paces, key=lambda pace: pace.minutes_per_week, default=None)
    if pace is None or pace.minutes_per_week <= MOST_HOURS_PER_WEEK * 60:
        return None
    words = f"{module.hours} hours come to {-(-pace.minutes_per_week // 60)} hours a week even at the slowest pace"
    least, weeks = Fraction(module.known_hours) / MOST_HOURS_PER_WEEK, _weeks_taught(_weeks_of(module), pace.months)
    return Contradiction(
        words,
        {
            "hours": f"{int(weeks * MOST_HOURS_PER_WEEK)}, or fewer",
            "weeks": f"{ceil(least)}, or more",
            "months": f"{ceil(least * 3 / 13)}, or more",
        },
    )


def classes_over_hours(module: Module, sessions: Sequence[str]) -> Contradiction | None:
    """Classes of all teaching weeks that take more than the hours of a module."""
    minutes = sum(parse_class_time(session).minutes for session in sessions)
    if not minutes or not module.paces:
        return None
    weeks, most = _weeks_taught(_weeks_of(module), module.paces[0].months), _most_minutes_taught(module.known_hours)
    if minutes * weeks <= most:
        return None
    taught = f"{round(minutes * weeks / 60)} hours in {round(weeks)} weeks"
    words = f"class time adds up to {taught}, more than the module's {module.hours} hours"
    fitting: dict[FigureName, str] = {"hours": f"{ceil(minutes * weeks / 60 / CLASS_TIME_SLACK)}, or more"}
    if most >= minutes:
        fitting["weeks"] = f"{int(most / minutes)}, or fewer"
    if most * 3 >= minutes * 13:
        fitting["months"] = f"{int(most / minutes * 3 / 13)}, or fewer"
    return Contradiction(words, fitting)


def _weeks_of(module: Module) -> Decimal | None:
    return module.weeks if isinstance(module.weeks, Decimal) else None


@lru_cache
def _weeks_taught(weeks: Decimal | None, months: int) -> Fraction:
    return Fraction(13 * months, 3) if weeks is None else Fraction(weeks)


@lru_cache
def _most_minutes_taught(hours: Decimal) -> Fraction:
    return Fraction(hours) * 60 * CLASS_TIME_SLACK
