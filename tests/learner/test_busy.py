"""Busy times as people write them: shifts on several days, in some months, every other week."""

import re

import pytest

from mcplanner.catalogue.class_times import parse_class_time
from mcplanner.ground.months import parse_month
from mcplanner.learner.busy import format_busy_time, parse_busy_time


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("tue 18:00-22:00", ["tue 18:00-22:00"]),
        ("mon-wed 08:00-17:00", ["mon 08:00-17:00", "tue 08:00-17:00", "wed 08:00-17:00"]),
        ("sat-mon 22:00-06:00", ["sat 22:00-06:00", "sun 22:00-06:00", "mon 22:00-06:00"]),
        ("sun 00:00-24:00", ["sun 00:00-24:00"]),
    ],
)
def test_days_of_the_week(text: str, times: list[str]) -> None:
    assert [*parse_busy_time(text).times] == [parse_class_time(time) for time in times]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Monday-Friday 08:00-17:00", "mon-fri 08:00-17:00"),
        ("tuesday 18:00-22:00 in 2027-01..2027-06", "tue 18:00-22:00 in 2027-01..2027-06"),
        ("sat 08:00-20:00 in 2027-01", "sat 08:00-20:00 in 2027-01"),
        ("sat 08:00-20:00 every other week", "sat 08:00-20:00 every other week"),
        ("sat 08:00-20:00 every other week from 2027-01-04 in 2027-01..2027-03",) * 2,
    ],
)
def test_it_is_written_as_it_is_read(text: str, written: str) -> None:
    assert format_busy_time(parse_busy_time(text)) == written
    assert parse_busy_time(written) == parse_busy_time(text)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("sat 08:00-20:00", "2026-12 2027-01 2027-02 2027-03"),
        ("sat 08:00-20:00 every other week", "2026-12 2027-01 2027-02 2027-03"),
        ("sat 08:00-20:00 in 2027-01..2027-02", "2027-01 2027-02"),
        ("sat 08:00-20:00 every other week from 2027-01-30", "2027-01 2027-02 2027-03"),
        ("sat 08:00-20:00 every other week from 2027-01-30 in 2026-12..2027-02", "2027-01 2027-02"),
    ],
)
def test_months_in_which_it_is(text: str, months: str) -> None:
    tried = ("2026-12", "2027-01", "2027-02", "2027-03")
    assert [month for month in tried if parse_busy_time(text).is_in(parse_month(month))] == months.split()


def test_classes_that_it_is_in_the_way_of() -> None:
    nights = parse_busy_time("sat-sun 22:00-06:00")
    for text in ("sun 05:00-05:30", "mon 05:59-08:00", "sat 21:00-22:01"):
        assert nights.is_in_the_way_of([parse_class_time(text)])
    for text in ("mon 06:00-08:00", "sat 05:00-06:00"):
        assert not nights.is_in_the_way_of([parse_class_time(text)])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tue", "write the days and the times as 'mon-fri 08:00-17:00'"),
        ("tue 8.00-9.00", "'tue 8.00-9.00' is not a time in the week"),
        ("tue 18:00-22:00 every week", "'every other week from 2027-01-04' or 'in 2027-01..2027-06'"),
        ("tue 18:00-22:00 in 2027-06..2027-01", "runs backwards"),
        ("tue 18:00-22:00 every other week from 2027-02-30", "there is no day '2027-02-30'"),
    ],
)
def test_what_it_cannot_be_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_busy_time(text)
