"""When a learner is away, as it is written and said, and what that leaves of a month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.ground.months import parse_month
from mcplanner.learner.absence import away_in_words, days_left, format_away, minutes_left, parse_away, periods
from mcplanner.learner.model import Learner

JUNE = parse_month("2027-06")


def test_months_and_days_are_written_alike() -> None:
    assert parse_away("2027-06") == (JUNE,)
    assert parse_away("2027-06..2027-08") == (JUNE, JUNE + 1, JUNE + 2)
    assert parse_away("2027-06-10") == (date(2027, 6, 10),)
    assert parse_away("2027-12-31..2028-01-01") == (date(2027, 12, 31), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-06-10..2027-07", "has a day at one end only: write days as 2027-06-10..2027-06-20, or months as 2027-06"),
        ("2027-06..2027-06-20", "has a day at one end only"),
        ("2027-06-10..", "has a day at one end only"),
        ("2027-06-20..2027-06-10", "runs backwards: write the earlier day first"),
        ("2027-02-30", "is not a day: write the day as 2027-04-19"),
        ("2027-13-01", "is not a day"),
        ("1900-01-01", "is not between 1950 and 2199"),
        ("2027-01-01..2028-01-02", "is longer than a year: write it in months, such as 2027-06..2028-08"),
        ("2027-08..2027-06", "runs backwards"),
        ("", "is not a month"),
        ("June", "is not a month"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_away(text)


def test_they_are_told_period_by_period() -> None:
    away = frozenset((*parse_away("2027-06-10..2027-06-12"), *parse_away("2027-02..2027-03"), *parse_away("2027-01-05")))
    assert format_away(away) == "2027-02..2027-03, 2027-01-05, 2027-06-10..2027-06-12"
    assert away_in_words(away) == ["Feb 2027 to Mar 2027", "5 Jan 2027", "10 Jun 2027 to 12 Jun 2027"]
    assert [format_away(period) for period in periods(away)] == ["2027-01-05", "2027-02", "2027-03", "2027-06-10..2027-06-12"]
    assert (format_away(()), away_in_words(()), periods(())) == ("", [], [])


def test_what_is_left_of_a_month_by_hand() -> None:
    """Of 30 days, 19; of 360 minutes a week 228; of a minute none."""
    away = parse_away("2027-06-10..2027-06-20")
    assert days_left(away, JUNE) == (19, 30)
    assert [minutes_left(minutes, away, JUNE) for minutes in (360, 361, 1, 0, None)] == [228, 228, 0, 0, None]
    assert minutes_left(None, parse_away("2027-06-01..2027-06-30"), JUNE) == 0
    assert minutes_left(360, away, parse_month("2027-07")) == 360


AWAY = st.frozensets(st.integers(JUNE - 2, JUNE + 2) | st.dates(date(2027, 4, 1), date(2027, 8, 31)), max_size=40)


@given(AWAY)
def test_what_is_told_can_be_read_again(away: frozenset[int | date]) -> None:
    who = Learner(away=away)  # type: ignore[arg-type]
    told = [each for text in format_away(who.away).split(", ") if text for each in parse_away(text)]
    assert frozenset(told) == away
    assert sum(map(len, periods(who.away))) == len(away)


@given(AWAY, st.none() | st.integers(1, 10_000))
def test_nothing_runs_in_exactly_the_months_of_no_minutes(away: frozenset[int | date], minutes: int | None) -> None:
    who = Learner(away=away, minutes_per_week=minutes)  # type: ignore[arg-type]
    assert who.months_away == {month for month in range(JUNE - 6, JUNE + 6) if who.minutes_at(month) == 0}  # type: ignore[arg-type]
