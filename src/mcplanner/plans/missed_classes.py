"""Which classes of a plan fall on days when the learner is away, as a remark.

Knows a plan and the learner's days away; not how the plan was found. What cannot be missed is no part of a plan.
"""

from collections.abc import Iterator
from datetime import date

from mcplanner.catalogue.class_times import DAY_MINUTES, parse_class_time
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Enrolment, Note, Plan
from mcplanner.plans.summary import in_order_of_start, listed

ABSENCE = "absence"
"""The code of the remarks."""


def missed_classes(learner: Learner, plan: Plan) -> Iterator[Note]:
    """A remark on the weekly classes that the learner misses, and one on modules of which nobody knows the days of class."""
    beside = list(_days_beside(learner, plan))
    missed = [(each, number) for each, days in beside if (number := sum(_classes_on(day, each) for day in days))]
    if missed:
        words = listed([f"{_classes_text(number)} of {_name(each)}" for each, number in missed])
        yield Note(ABSENCE, f"while you are away you miss {words}")
    unknown = [_name(each) for each, _ in beside if _has_unknown_days(each)]
    if unknown:
        yield Note(
            ABSENCE, f"nobody knows which classes of {listed(unknown)} you would miss while you are away: ask before you go"
        )


def _days_beside(learner: Learner, plan: Plan) -> Iterator[tuple[Enrolment, list[date]]]:
    """The modules of a plan during which the learner is away, each with these days."""
    for each in in_order_of_start(plan):
        days = [day for day in learner.days_away if _is_within(day, each)]
        if days:
            yield each, days


def _is_within(day: date, each: Enrolment) -> bool:
    first, last = each.span
    return first <= day <= last


def _classes_on(day: date, each: Enrolment) -> int:
    """How many of its weekly classes begin on such a day of the week."""
    return sum(parse_class_time(text).start_minute // DAY_MINUTES == day.weekday() for text in each.sessions)


def _classes_text(number: int) -> str:
    return f"{number} {'class' if number == 1 else 'classes'}"


def _has_unknown_days(each: Enrolment) -> bool:
    """Return whether it has classes on days that nobody knows: full days without dates, evenings, unknown class times."""
    full_days = each.days is not None and (each.first_day is None or each.last_day is None)
    return full_days or bool(each.evenings) or each.sessions_unknown


def _name(each: Enrolment) -> str:
    return f"{each.title} ({each.module})"
