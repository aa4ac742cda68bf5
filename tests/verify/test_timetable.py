"""When a module can be taken, as the verifier derives it from the keys of the catalogue; and as the planner does."""

from typing import Any

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import cases
from tiny import Case, shared_time

from mcplanner.catalogue.class_times import WEEKDAYS, parse_class_time
from mcplanner.catalogue.model import Module, evenings_of
from mcplanner.ground.months import Month
from mcplanner.learner.busy import parse_busy_time
from mcplanner.verify.timetable import (
    busy_minutes,
    class_minutes,
    evenings,
    last_month_to_apply,
    lasts,
    minutes_in_all,
    minutes_per_week,
    share_a_minute,
    starts_in,
)


def module(*given: Any, **more: Any) -> Module:
    return build.catalogue(build.module("a", *given, **more)).modules[0]


@pytest.mark.parametrize(
    ("course", "months", "minutes"),
    [(module(26, 3), 3, 120), (module(150, 6), 6, 347), (module(90, 6, weeks=24), 6, 225), (module(60, (2, 4)), 3, 277)],
)
def test_hours_a_week_are_hours_by_teaching_weeks_in_minutes_rounded_up(course: Module, months: int, minutes: int) -> None:
    # 26 weeks: 346.2 minutes; 13 weeks: 276.9.
    assert lasts(course, months)
    assert minutes_per_week(course, months) == minutes


def test_a_module_lasts_its_months_or_any_within_its_bounds() -> None:
    assert [months for months in range(8) if lasts(module(26, 3), months)] == [3]
    assert [months for months in range(8) if lasts(module(26, (2, 4)), months)] == [2, 3, 4]
    assert minutes_in_all(module(0.99)) == 60


def test_starts_and_the_last_month_to_apply() -> None:
    intakes = module(intakes="apr oct", apply=3)
    runs = module(runs={"2027-04": "2027-01", "2027-06": None})
    starts = [build.month(f"2027-{number:02}") for number in range(1, 13)]
    assert [month % 12 + 1 for month in starts if starts_in(intakes, month)] == [4, 10]
    assert [month % 12 + 1 for month in starts if starts_in(runs, month)] == [4, 6]
    assert all(starts_in(module(), month) for month in starts)
    assert _last_month(intakes, "2027-04") == build.month("2027-01")
    assert _last_month(runs, "2027-04") == build.month("2027-01")
    assert _last_month(runs, "2027-06") == build.month("2027-06")
    assert _last_month(module(), "2027-06") == build.month("2027-06")


def _last_month(course: Module, start: str) -> Month:
    month = build.month(start)
    return last_month_to_apply(course, month, course.run_in(month))


def test_classes_in_minutes_of_the_week() -> None:
    late, early = module(sessions=["tue 18:30-21:30", "sat 09:00-12:00"]), module(sessions=["wed 17:00-18:00"])
    assert list(class_minutes(late)) == [(2550, 2730), (7740, 7920)]
    assert (evenings([late]), evenings([early]), evenings([late, early])) == (1, 0, 1)
    busy = busy_minutes([parse_busy_time("tue 21:29-22:00")], range(1))
    assert share_a_minute(class_minutes(late), busy)
    assert not share_a_minute(class_minutes(late), busy_minutes([parse_busy_time("tue 21:30-22:00")], range(1)))
    assert not share_a_minute(class_minutes(late), class_minutes(early))


def test_classes_past_midnight_and_past_the_end_of_the_week() -> None:
    friday, sunday = module(sessions=["fri 22:00-24:00"]), module(sessions=["sun 23:00-01:00"])
    monday = module(sessions=["mon 00:30-02:00"])
    assert list(class_minutes(sunday)) == [(10020, 10140)]
    assert (evenings([friday]), evenings([sunday]), evenings([monday])) == (1, 1, 0)
    assert share_a_minute(class_minutes(sunday), class_minutes(monday))
    assert share_a_minute(class_minutes(monday), class_minutes(sunday))
    assert not share_a_minute(class_minutes(friday), busy_minutes([parse_busy_time("sat 00:00-24:00")], range(1)))
    assert share_a_minute(class_minutes(monday), busy_minutes([parse_busy_time("sun 22:00-01:00")], range(1)))


def half_hours(day: str, start: int, end: int) -> str:
    return f"{day} {start // 2:02}:{start % 2 * 3}0-{end // 2:02}:{end % 2 * 3}0"


class_times = st.builds(half_hours, st.sampled_from(WEEKDAYS), st.integers(0, 47), st.integers(0, 48)).filter(
    lambda text: text[4:9] != text[10:]
)


@settings(max_examples=300)
@given(class_times, class_times)
def test_the_planner_has_the_same_clashes_and_evenings(one: str, other: str) -> None:
    mine, theirs = module(sessions=[one]), module(sessions=[other])
    clash = parse_class_time(one).clashes_with(parse_class_time(other))
    assert share_a_minute(class_minutes(mine), class_minutes(theirs)) == clash == shared_time(one, other)
    assert evenings([mine]) == len(mine.evening_days)


@settings(max_examples=100)
@given(cases(), st.integers(0, 20))
def test_the_planner_takes_modules_then_too(case: Case, later: int) -> None:
    month = Month(case.first + later)
    for course in case.catalogue.modules:
        paces = {(pace.months, pace.minutes_per_week) for pace in course.paces}
        assert {(months, minutes_per_week(course, months)) for months in range(1, 9) if lasts(course, months)} == paces
        assert starts_in(course, month) == course.starts_in(month)
        assert last_month_to_apply(course, month, course.run_in(month)) == course.apply_by(month)
        assert minutes_in_all(course) == course.minutes_total
        assert evenings([course]) == evenings_of([course])
