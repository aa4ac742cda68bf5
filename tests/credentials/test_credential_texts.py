"""Dates as credentials and people write them, and which titles may be shown."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.credentials.course_words import COURSE_WORDS
from mcplanner.credentials.dates import last_day_in, month_in
from mcplanner.credentials.personal import label_of, personal_texts, personal_words
from mcplanner.ground.months import format_month, month_of


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-09", "2026-09"),
        ("2026-09-30", "2026-09"),
        ("2026-09-30T23:59:59+08:00", "2026-09"),
        ("2026-09-30T16:00:00.000Z", "2026-10"),
        ("2026-09-30 16:00", "2026-09"),
        ("30/09/2026", "2026-09"),
        ("1/2/2026", "2026-02"),
        (" 2026-09 ", "2026-09"),
        ("2026-9", "2026-09"),
        ("2026\u201109", "2026-09"),
        ("30\u201309\u20132026", "2026-09"),
        # XML Schema: hour 24 is the next day; dates and months can have a time zone
        ("2027-06-30T24:00:00Z", "2027-07"),
        ("2026-09-30T24:00:00.000+08:00", "2026-10"),
        ("2026-09-30Z", "2026-09"),
        ("2026-09-30+08:00", "2026-09"),
        ("2026-09Z", "2026-09"),
        ("2026-06-30T20:00:00+14:00", "2026-06"),
        ("2026-06-30T20:00:00-12:00", "2026-07"),
        # RFC 3339: small letters, a space, leap seconds, an offset that is not known
        ("2015-03-31t16:30:00z", "2015-04"),
        ("2016-12-31T23:59:60Z", "2017-01"),
        ("2026-06-30T23:59:60+08:00", "2026-06"),
        ("2026-06-30T16:00:00-00:00", "2026-07"),
        ("2026-06-30 15:59:59.999999999Z", "2026-06"),
        ("2026-06-30T16:00:00+0000", "2026-07"),
        # as people write them
        ("31.05.2024", "2024-05"),
        ("31-05-2024", "2024-05"),
        ("2024/05/31", "2024-05"),
        ("2024-5-3", "2024-05"),
        ("05/2024", "2024-05"),
        ("12 Mar 2021", "2021-03"),
        ("31st May, 2024", "2024-05"),
        ("Friday, 31 May 2024", "2024-05"),
        ("May 31, 2024", "2024-05"),
        ("MAY 2024", "2024-05"),
        ("Sept. 2024", "2024-09"),
        ("12-Mar-2021", "2021-03"),
        ("31 Ogos 2024", "2024-08"),
        ("2024年5月31日", "2024-05"),
        ("31/05/2024 14:30", "2024-05"),
        ("31/05/2024, 2:30 PM", "2024-05"),
    ],
)
def test_dates_that_are_read(text: str, month: str) -> None:
    found = month_in(text)
    assert found is not None
    assert format_month(found) == month


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "soon",
        "2026",
        "2026-13",
        "2026-02-30",
        "31/02/2026",
        "20260930",
        "2026-W40-1",
        "9999-12-31",
        "0001-01-01T00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-09-30T",
        "09/30/2026",
        "２０２６-09",
        "1/1/26",
        "31-May-24",
        "May-24",
        "May 5",
        "Foo 2024",
        "31/5-2024",
        "13/2024",
        "2026-06-30T24:00:01Z",
        "2026-06-30T25:00:00Z",
        "2026-06-30T12:60:00Z",
        "2026-06-30T12:00:61Z",
        "2026-06-30T12:00:00+24:00",
        "-2026-06-30",
        "12026-06-30",
    ],
)
def test_dates_that_are_none(text: str | None) -> None:
    assert month_in(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-01T00:00:00Z", date(2026, 8, 1)),
        ("2026-07-31T16:00:00Z", date(2026, 8, 1)),
        ("2026-02", date(2026, 2, 28)),
        ("Dec 2026", date(2026, 12, 31)),
        ("9999-12-31T23:59:59Z", date.max),
        ("9999-12", date.max),
        ("1066-10-14", None),
        ("soon", None),
        (None, None),
    ],
)
def test_the_last_day_of_a_date(text: str | None, day: date | None) -> None:
    assert last_day_in(text) == day


@settings(max_examples=300)
@given(at=st.datetimes(datetime(1950, 1, 2), datetime(2199, 12, 30)), minutes=st.integers(-14 * 60, 14 * 60))
def test_an_instant_is_in_its_month_of_singapore(at: datetime, minutes: int) -> None:
    """Against the standard library's time zones."""
    there = at.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    here = there.astimezone(timezone(timedelta(hours=8)))
    assert month_in(there.isoformat()) == month_of(here.year, here.month)
    assert last_day_in(there.isoformat().replace("T", "t")) == here.date()


@pytest.mark.parametrize(
    "title",
    [
        *("Award for S1234567D", "SXXXX567D in Python", "mail adeline@example.sg", "did:example:1", "see https://a.example"),
        *("call 9123 4567", "Best of Tan", "Wei-Ming's Python", "Python " * 20, "a\u202eb", "", "   ", "Conversational French"),
        *(
            "Python S.1234.567.D",
            "Python ****567D",
            "Python 12345",
            "Python 9123 4567",
            "Python 9.1.2.3.4",
            "Python (9123) 45-67",
        ),
        *("Tan_Python", "Python2026Tan", "陈伟明 Python", "TanWeiMing"),
        *("José's Python", "Jose\u0301 Python", "தமிழ் Python", "567D"),
    ],
)
def test_a_title_that_could_be_a_name_is_no_label(title: str) -> None:
    """Nothing in the file says whose name it is: a word that is none of courses is enough."""
    assert label_of([title], (), frozenset()) is None
    assert label_of([title], ("HP1", "S1234567D", "TGS-2026000001"), frozenset()) == "TGS-2026000001"


@pytest.mark.parametrize(
    "title", ["Programming in PYTHON", "Python (2026)", "The Practice of Management", "Web 3.0, part 2 of 10"]
)
def test_a_title_about_a_course_is_a_label(title: str) -> None:
    known = COURSE_WORDS | {"the", "part"}
    assert label_of([title], (), frozenset(), known) == title


@pytest.mark.parametrize("name", ["May Law", "MAY LAW", "Law May", "may-law", "May2026Law", "Ｍay Law", "MayLaw"])
def test_a_name_of_course_words_is_no_label_where_the_file_names_it(name: str) -> None:
    known = COURSE_WORDS | {"may", "law", "maylaw"}
    assert label_of(["Practice of May Law"], (), frozenset(), known) is not None
    assert label_of(["Practice of May Law"], (), personal_words([name]), known) is None
    assert label_of(["Practice of MayLaw"], (), personal_words(["May Law"]), known) is None


def test_what_is_personal_stands_under_any_key_that_is_not_about_the_course() -> None:
    document = {
        "name": "Course",
        "recipient": {"name": "A", "more": [{"deep": "B"}]},
        "additionalData": {"studentId": "C", "merit": "D", "fullName": ["E"]},
        "issuers": [{"name": "Poly", "phone": "F"}],
        "whatever": {"x": "G"},
        "transcript": [{"name": "Python", "studentName": "H"}],
    }
    assert set(personal_texts(document)) == set("ABCDEFGH")
