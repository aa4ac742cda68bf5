"""The weeks of a plan: which class is when, past midnight too, and what has no class times."""

import build
import pytest
from build import learner, module, month, planned
from commands import CERTIFICATE, run, words_of
from consoles import shown, widest

from mcplanner.export.html_plan import plan_html
from mcplanner.export.json_plan import plan_data
from mcplanner.export.md_plan import plan_md
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Plan
from mcplanner.plans.weeks import Week, busy_in_words, classes_in_words, row_times, week_of, weeks, weeks_with_classes
from mcplanner.terminal.plan_view import print_plan

LATE = module("late", 260, sessions=["tue 18:30-21:30", "fri 22:00-01:00"])
SUNDAY = module("sunday", 260, sessions=["sun 23:00-01:00", "wed 18:00-19:00"])
SECRET = module("secret", 13, evenings=2)
UNKNOWN = module("unknown", 13, sessions="unknown")
OWN = module("own", 13)
WORKSHOP = module("workshop", 13, 1, days=1.5)


def plan_of(*entries: build.Data, who: Learner | None = None) -> Plan:
    return planned(build.catalogue(*entries), who or learner(100), *(entry["id"] for entry in entries))


def grid(week: Week) -> list[str]:
    """Each part of the day with what takes it from Monday to Sunday."""
    return [" ".join([row_times(row), *("+".join(taken) or "." for taken in row.days)]) for row in week.rows]


def test_a_class_past_midnight_goes_on_the_next_day_and_after_sunday_on_monday() -> None:
    # Both run from January to March. What happens at once would be a clash: nothing does.
    assert grid(week_of(plan_of(LATE, SUNDAY), month("2027-01"))) == [
        "00:00–01:00 B . . . . A .",
        "01:00–18:00 . . . . . . .",
        "18:00–18:30 . . B . . . .",
        "18:30–19:00 . A B . . . .",
        "19:00–21:30 . A . . . . .",
        "21:30–22:00 . . . . . . .",
        "22:00–23:00 . . . . A . .",
        "23:00–24:00 . . . . A . B",
    ]


def test_busy_times_stand_beside_classes() -> None:
    made = plan_of(module("a", 52, sessions=["mon 18:00-20:00"]), who=learner(9, busy="mon 20:00-22:00, sat 00:00-24:00"))
    assert made.busy == ("mon 20:00-22:00", "sat 00:00-24:00")
    assert grid(week_of(made, month("2027-01"))) == [
        "00:00–18:00 . . . . . busy .",
        "18:00–20:00 A . . . . busy .",
        "20:00–22:00 busy . . . . busy .",
        "22:00–24:00 . . . . . busy .",
    ]


def test_a_shift_stands_in_the_weeks_of_its_months() -> None:
    made = plan_of(
        module("a", 52, sessions=["mon 18:00-20:00"]), who=learner(9, busy="mon-tue 20:00-22:00 every other week in 2027-02")
    )
    assert [(week.months, busy_in_words(week)) for week in weeks(made)] == [
        ("Jan 2027", ""),
        ("Feb 2027", "Mon–Tue 20:00–22:00 every other week"),
        ("Mar 2027", ""),
    ]
    assert grid(week_of(made, month("2027-02"))) == ["18:00–20:00 A . . . . . .", "20:00–22:00 busy busy . . . . ."]


def test_what_has_no_class_times_says_why() -> None:
    made = plan_of(SECRET, UNKNOWN, OWN, WORKSHOP)
    week = week_of(made, month("2027-01"))
    assert (week.lessons, week.rows) == ((), ())
    assert [classes_in_words(made, each).partition(", Jan")[::2] for each in week.without_times] == [
        ("The workshop (workshop)", " 2027: taught in full days: 1.5"),
        ("The own (own)", " – Mar 2027: no class times"),
        ("The secret (secret)", " – Mar 2027: 2 evenings, days not published"),
        ("The unknown (unknown)", " – Mar 2027: class times not known"),
    ]


def test_months_with_the_same_modules_have_one_week_and_a_run_shows_its_days() -> None:
    # a is under way until 12 February; b runs from 15 February to the end of March; nothing runs in April; c from May on.
    first = module("a", 26, runs={}, sessions=["mon 18:00-19:00"]) | {"runs": [{"start": "2026-12-01", "end": "2027-02-12"}]}
    second = module("b", 26, runs={}, sessions=["mon 18:00-19:00"]) | {"runs": [{"start": "2027-02-15", "end": "2027-03-31"}]}
    third = module("c", 26, 2, intakes="may")
    made = plan_of(first, second, third, who=learner(9, under_way={"a": "2026-12"}))
    found = [(week.months, [lesson.enrolment.module for lesson in week.lessons]) for week in weeks(made)]
    assert found == [("Jan 2027", ["a"]), ("Feb 2027", ["a", "b"]), ("Mar 2027", ["b"]), ("May 2027 to Jun 2027", [])]
    # One after the other, both have Monday evening in February.
    assert grid(week_of(made, month("2027-02"))) == ["18:00–19:00 A+B . . . . . ."]
    assert "A  The a (a), 1 Dec 2026 – 12 Feb 2027: Mon 18:00–19:00" in on_terminal(made, "2027-02")


def on_terminal(made: Plan, of: str, width: int = 100, encoding: str = "utf-8") -> str:
    return shown(lambda console: print_plan(console, made, week=month(of)), width, encoding=encoding)


def test_a_plan_without_any_class_has_no_weeks_on_its_page() -> None:
    assert weeks_with_classes(plan_of(OWN)) == []
    assert "Classes, week by week" not in plan_html(plan_of(OWN))
    assert "Classes, week by week" in plan_html(plan_of(SECRET))
    assert "Classes" not in plan_md(plan_of(OWN))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_the_grid_fits_every_terminal_and_needs_no_colour(width: int) -> None:
    made = plan_of(LATE, SUNDAY, SECRET, UNKNOWN, who=learner(100, busy="mon 01:00-09:00"))
    for encoding in ("utf-8", "ascii"):
        text = on_terminal(made, "2027-01", width, encoding)
        assert widest(text) <= width
        assert "?" not in text
        [monday] = [line for line in text.splitlines() if line.startswith("01:00")]
        assert monday.split() == [monday.split()[0], "x" if encoding == "ascii" else "×"]
    assert "Fri 22:00–01:00" in " ".join(on_terminal(made, "2027-01", width).split())


def test_a_month_in_which_nothing_runs_says_so() -> None:
    assert "nothing runs in this month" in on_terminal(plan_of(LATE), "2028-01")


def test_many_modules_at_once_have_letters_and_then_numbers() -> None:
    # One class every quarter of an hour of Monday.
    times = [f"mon {number // 4:02}:{number % 4 * 15:02}-{number // 4:02}:{number % 4 * 15 + 10:02}" for number in range(27)]
    many = [module(f"m{number}", 13, sessions=[text]) for number, text in enumerate(times)]
    assert [lesson.letter for lesson in week_of(plan_of(*many), month("2027-01")).lessons][25:] == ["Z", "27"]


def test_the_command_shows_the_week_of_a_month_and_refuses_what_is_none() -> None:
    shown_in_april = run(*CERTIFICATE, "--week", "2027-04", "--busy", "sat 00:00-24:00", "-q").stdout
    assert "Classes in Apr 2027" in shown_in_april
    assert "busy: Sat 00:00–24:00" in shown_in_april
    assert "'april' is not a month" in words_of(run(*CERTIFICATE, "--week", "april", "-q", code=2))


def test_class_times_stand_in_the_tables_and_in_json() -> None:
    made = plan_of(LATE, UNKNOWN, who=learner(100, busy="mon 01:00-09:00"))
    assert "| Tue 18:30–21:30, Fri 22:00–01:00 |" in plan_md(made)
    data = plan_data(made)
    assert data["busy"] == ["mon 01:00-09:00"]
    assert [each["sessions"] for each in data["enrolments"]] == [["tue 18:30-21:30", "fri 22:00-01:00"], None]
