"""The starts of a module before the one that a plan has, and its enrolment moved to one of them.

Knows intakes, runs and their days; not what stands in the way of a start.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Module
from mcplanner.ground.months import Month, day_name, first_day, month_name
from mcplanner.ground.time_limit import checkpoint
from mcplanner.plans.model import Enrolment


class Start(Struct, frozen=True):
    """A month in which a module starts, or a day of it where its runs say on which, and the offers that start then."""

    month: Month
    day: date | None
    offers: tuple[int, ...]


def starts_before(module: Module, enrolment: Enrolment, first_month: Month) -> Iterator[Start]:
    """The starts of a module before that of its enrolment, down to a month, the last one first."""
    own_day, _ = enrolment.span
    for month in range(enrolment.start, first_month - 1, -1):
        checkpoint()
        yield from (start for start in starts_in(module, Month(month)) if (start.day or first_day(start.month)) < own_day)


def starts_in(module: Module, month: Month) -> list[Start]:
    """The starts of a module in a month, the last one first."""
    offers: dict[date | None, list[int]] = {}
    for number, offer in enumerate(module.offers):
        if offer.starts_in(month):
            run = offer.run_in(month)
            offers.setdefault(None if run is None else run.first_day, []).append(number)
    days = sorted(offers, key=lambda day: day or first_day(month), reverse=True)
    return [Start(month, day, tuple(offers[day])) for day in days]


def start_words(module: Module, month: Month, day: date | None) -> str:
    """The month of a start, or its day where the module starts on several days of that month."""
    return month_name(month) if day is None or len(module.first_days_in(month)) < 2 else day_name(day)


def when_started(module: Module, moved: Enrolment) -> str:
    """When an enrolment that was moved would start: `in Jan 2027`, `on 4 Jan 2027`."""
    words = start_words(module, moved.start, moved.first_day)
    return f"in {words}" if words == month_name(moved.start) else f"on {words}"


def moved_to(module: Module, number: int, enrolment: Enrolment, start: Month) -> Enrolment:
    """An enrolment moved to another start, in one of the module's offers; at the same pace, if that has it."""
    offer = module.offers[number]
    run = offer.run_in(start)
    pace = min(offer.paces, key=lambda own: (own.months != enrolment.months, own.months))
    return replace(
        enrolment,
        start=start,
        end=Month(start + pace.months - 1) if run is None or run.end_month is None else run.end_month,
        minutes_per_week=pace.minutes_per_week,
        first_day=None if run is None else run.first_day,
        last_day=None if run is None else run.last_day,
        offer=number,
    )
