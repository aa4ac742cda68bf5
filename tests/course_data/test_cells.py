"""Single cells: what people write, and what it means; or why it is refused."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mcplanner.course_data import cells
from mcplanner.course_data.cells import CellError
from mcplanner.course_data.requirement_cells import read_requirement

Read = Callable[[Any], Any]


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.text, 3.0, "3"),
        (cells.text, 2.5, "2.5"),
        (cells.text, date(2027, 4, 1), "2027-04-01"),
        (cells.text, datetime(2027, 4, 1), "2027-04-01"),
        (cells.text, time(18, 30), "18:30:00"),
        (cells.text, True, "true"),
        (cells.number, "1,250.5", Decimal("1250.5")),
        (cells.number, 12.0, 12),
        (cells.whole, "2 evenings", 2),
        (cells.whole_months, "6 months", 6),
        (cells.whole_months, "2 yrs", 24),
        (cells.months, "1 year", 12),
        (cells.months, "6 mths", 6),
        (cells.money, " SGD 1,200 ", 1200),
        (cells.money, "nil", 0),
        (cells.hours, timedelta(days=1, hours=6, minutes=15), Decimal("30.25")),
        (cells.hours, time(0, 45), Decimal("0.75")),
        (cells.hours, 13.333333333333334, Decimal("13.33")),
        (cells.hours, "PT45M", Decimal("0.75")),
        (cells.hours, "7.5 hours", Decimal("7.5")),
        (cells.months, "2\u20134", {"min": 2, "max": 4}),
        (cells.months, 6.0, 6),
        (cells.day, "2027-04-19T00:00:00Z", "2027-04-19"),
        (cells.day, "20270419", "2027-04-19"),
        (cells.day, "April 19, 2027", "2027-04-19"),
        (cells.day, "19th Sept 2027", "2027-09-19"),
        (cells.day, "19.04.2027", "2027-04-19"),
        (cells.day, "4/19/2027", "2027-04-19"),
        (cells.day, "5/5/2027", "2027-05-05"),
        (cells.day, "Apr 2027", "2027-04"),
        (cells.intakes, "Jan/Jul", ["jan", "jul"]),
        (cells.intakes, "sept & march", ["sep", "mar"]),
        (cells.sessions, "Tuesday 6.30 - 9.30", ["tue 06:30-09:30"]),
        (cells.sessions, "tue 18:30-21:30; Thu 18:30 to 21:30", ["tue 18:30-21:30", "thu 18:30-21:30"]),
        (cells.mode, "Face-to-face", "in-person"),
        (cells.mode, "Synchronous eLearning", "online"),
        (cells.mode, "Hybrid", "blended"),
        (cells.kind, "Specialist Diploma", "specialist-diploma"),
        (cells.items, 2026001.0, ["2026001"]),
    ],
)
def test_a_cell_means(read: Read, cell: Any, value: Any) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell", "why"),
    [
        (cells.number, float("inf"), "needs a number"),
        (cells.hours, -1e26, "is far too large a number"),
        (cells.hours, f"PT{'9' * 30}H", "is far too large a number"),
        (cells.hours, 1e26, "is far too large a number"),
        (cells.money, "9" * 30, "is far too large a number"),
        (cells.number, time(1), "needs a number, and this is a time"),
        (cells.number, date(2027, 1, 1), "needs a number, and this is a date"),
        (cells.whole, 2.5, "needs a whole number"),
        (cells.whole, "6 months", "needs a number"),
        (cells.months, "12 weeks", "needs a number of months"),
        (cells.months, 2.5, "needs a whole number"),
        (cells.whole_months, "8 weeks", "needs a number of months"),
        (cells.hours, datetime(1900, 1, 1, 6), "needs hours, and the spreadsheet made a date of this"),
        (cells.code, True, "the spreadsheet made true or false of this code"),
        (cells.code, 1.5, "the spreadsheet made a number of this code, and digits are lost"),
        (cells.day, date(1900, 1, 5), "needs a date, and this is a time or a number"),
        (cells.day, "2300-01-01", "is not between 1950 and 2199"),
        (cells.day, "19 Octember 2027", "needs a date"),
        (cells.intakes, "spring", "needs months of the calendar"),
        (cells.intakes, date(2027, 4, 1), "needs months such as apr; oct, and this is a date"),
        (cells.sessions, "evenings", "needs weekly class times"),
        (cells.kind, "medal", "is no kind of award"),
    ],
)
def test_a_cell_is_refused(read: Read, cell: Any, why: str) -> None:
    with pytest.raises(CellError) as refusal:
        read(cell)
    assert refusal.value.message == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a | ", "ends too soon"),
        ("a) b", "has a ')' that was not opened"),
        ("()", "has an empty list"),
        ("a | ; b", "has ';' where a module should stand"),
        ("(a) (b)", "has two parts without a sign between them"),
        ("(" * 40 + "a" + ")" * 40, "is nested too deep"),
    ],
)
def test_a_requirement_is_refused(text: str, why: str) -> None:
    with pytest.raises(CellError) as refusal:
        read_requirement(text, lambda name: name)
    assert refusal.value.message == why


def test_requirements_nest() -> None:
    read = read_requirement("a; (b; c) | d\n2 of (e; f; skill: Data Analysis); 10.5 credits of (g; h)", lambda name: name)
    assert read == [
        "a",
        {"any": [["b", "c"], "d"]},
        {"choose": 2, "from": ["e", "f", {"skill": "data-analysis"}]},
        {"credits": Decimal("10.5"), "from": ["g", "h"]},
    ]
