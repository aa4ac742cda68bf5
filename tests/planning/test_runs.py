"""Runs with days and terms of their own, days off and evenings whose days are not published: tiny cases solved by hand."""

import json
from pathlib import Path
from typing import Any

import build
import pytest
from build import Data, all_of, award, best, catalogue, impossible, learner, module, planned, violations
from commands import DATA, run
from msgspec.structs import replace

from mcplanner.ground.months import format_month
from mcplanner.plans.model import Plan
from mcplanner.problem.build import build_problem
from mcplanner.solvers.features import Feature, features

DATED = str(DATA / "catalogues" / "dated.yaml")
ASKED = ["plan", "-c", DATED, "--target", "both", "--hours", "6", "--start", "2027-01"]

DAYTIME = ["mon 10:00-10:20"]
"""Short, so that class time stays within the hours."""


def offered(name: str, *runs: str | Data, hours: float = 13, months: int = 1, **more: Any) -> Data:
    """A module with runs, each as `2027-05-03..2027-05-05`, one end of it or a month, or with more of its own."""
    return module(name, hours, months, **more) | {"runs": [_run(each) if isinstance(each, str) else each for each in runs]}


def _run(text: str) -> Data:
    start, _, end = text.partition("..")
    return {"start": start, **({"end": end} if end else {})}


def starts(made: Plan) -> dict[str, str]:
    return {
        each.module: format_month(each.start) if each.first_day is None else str(each.first_day) for each in made.enrolments
    }


def pair(first: str, second: str, **more: Any) -> tuple[Data, ...]:
    """Two modules with a run each, of which the second needs the first; and the second again, in September."""
    return (
        offered("a", first, **more),
        offered("b", second, "2027-09-06..2027-09-10", needs="a", **more),
        award("both", ["a", "b"]),
    )


# --- R4 and R7 by days --------------------------------------------------------------------------------------------------------


def test_two_runs_in_one_month_follow_one_another() -> None:
    # The first ends on 14 May, the second begins on the 17th: both are done in May, where whole months would say September.
    made = best(catalogue(*pair("2027-05-10..2027-05-14", "2027-05-17..2027-05-21")), learner(10), "both", finish="2027-05")
    assert starts(made) == {"a": "2027-05-10", "b": "2027-05-17"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2027-05-10..2027-05-17", "2027-05-17..2027-05-21"),  # on one day
        ("2027-05-10..2027-05-14", "2027-05"),  # the second is not known to begin after the first
        ("2027-05-10", "2027-05-17..2027-05-21"),  # nor the first to have ended
        ("2027-05", "2027-05"),
    ],
)
def test_months_decide_where_days_do_not_tell(first: str, second: str) -> None:
    made = best(catalogue(*pair(first, second)), learner(10), "both", finish="2027-09")
    assert starts(made)["b"] == "2027-09-06"


def test_what_ends_in_a_month_is_over_before_a_run_of_the_next() -> None:
    made = best(catalogue(*pair("2027-04", "2027-05-03..2027-05-07")), learner(10), "both", finish="2027-05")
    assert starts(made) == {"a": "2027-04", "b": "2027-05-03"}


@pytest.mark.parametrize(("second", "finish"), [("2027-05-17..2027-05-21", "2027-05"), ("2027-05-14..2027-05-21", "2027-09")])
def test_classes_at_one_time_clash_only_on_one_day(second: str, finish: str) -> None:
    entries = (
        offered("a", "2027-05-10..2027-05-14", sessions=DAYTIME),
        offered("b", second, "2027-09-06..2027-09-10", sessions=DAYTIME),
        award("both", ["a", "b"]),
    )
    best(catalogue(*entries), learner(10), "both", finish=finish)


def test_hours_stay_in_whole_months() -> None:
    # 13 hours in one month are 3 a week: with 5, the two share no month, whatever their days.
    entries = pair("2027-05-10..2027-05-14", "2027-05-17..2027-05-21")
    best(catalogue(*entries), learner(5), "both", finish="2027-09")


def test_the_verifier_finds_a_run_that_begins_too_soon() -> None:
    courses = catalogue(*pair("2027-05-10..2027-05-14", "2027-05-17..2027-05-21"))
    made = planned(courses, learner(10), "both")
    overlapping = catalogue(*pair("2027-05-10..2027-05-17", "2027-05-17..2027-05-21"))
    late = replace(made.enrolments[0], last_day=made.enrolments[1].first_day)
    assert {own.rule for own in violations(overlapping, learner(10), replace(made, enrolments=(late, made.enrolments[1])))} == {
        "R4"
    }


def test_days_that_make_no_difference_are_left_out_of_the_problem() -> None:
    # Nothing needs them, and nothing clashes: every method may search, and of three runs of one month the first is enough.
    entry = offered("a", "2027-05-03..2027-05-07", "2027-05-10..2027-05-14", "2027-05-17..2027-05-21")
    problem = build_problem(catalogue(entry), learner(10), ("a",), build.month("2027-01"))
    assert [candidate.offer for candidate in problem.candidates] == [0]
    assert Feature.DAYS not in features(problem)
    entries = pair("2027-05-10..2027-05-14", "2027-05-17..2027-05-21")
    assert Feature.DAYS in features(build_problem(catalogue(*entries), learner(10), ("both",), build.month("2027-01")))


# --- what a run says of its own -----------------------------------------------------------------------------------------------


def test_a_run_takes_hours_in_as_many_months_as_it_is_long_and_ends_when_it_ends() -> None:
    # 18 January to 5 March are two months, January and February; 26 hours are then 3 a week. It ends in March.
    made = best(catalogue(offered("a", "2027-01-18..2027-03-05", hours=26)), learner(10), "a", finish="2027-03", peak=3)
    assert (made.enrolments[0].months, str(made.enrolments[0].last_day)) == (2, "2027-03-05")


def test_one_semester_may_end_in_the_month_in_which_the_next_begins() -> None:
    # Each takes 12 of 12 hours a week: 19 October to 18 April counts for October to March, and the next from April on.
    both = catalogue(
        offered("a", "2026-10-19..2027-04-18", hours=312),
        offered("b", "2027-04-19..2027-10-17", hours=312),
        award("goal", ["a", "b"]),
    )
    made = best(both, learner(12), "goal", start="2026-10", finish="2027-10", peak=12)
    assert [(each.module, each.months) for each in made.enrolments] == [("a", 6), ("b", 6)]
    impossible(both, learner(11), "goal", start="2026-10")


def test_of_two_runs_in_one_month_the_cheaper_is_taken() -> None:
    runs = ({"start": "2027-01-04", "end": "2027-01-08", "fee": 300}, {"start": "2027-01-18", "end": "2027-01-22", "fee": 200})
    made = best(catalogue(offered("a", *runs, fee=400)), learner(10), "a", finish="2027-01", cost=200)
    assert starts(made) == {"a": "2027-01-18"}


def test_modes_and_class_times_are_those_of_the_run() -> None:
    runs = (
        {"start": "2027-01", "mode": "in-person"},
        {"start": "2027-02", "sessions": ["tue 18:30-18:50"]},
        {"start": "2027-03"},
    )
    courses = catalogue(offered("a", *runs))
    assert starts(best(courses, learner(10), "a", finish="2027-01")) == {"a": "2027-01"}
    assert starts(best(courses, learner(10, modes="online"), "a", finish="2027-02")) == {"a": "2027-02"}
    who = learner(10, modes="online", busy="tue 18:00-20:00")
    assert starts(best(courses, who, "a", finish="2027-03")) == {"a": "2027-03"}


def test_a_pin_takes_the_run_of_its_month_that_does() -> None:
    runs = ({"start": "2027-02-01", "mode": "in-person"}, {"start": "2027-02-15"})
    made = best(catalogue(offered("a", *runs)), learner(10, pins={"a": "2027-02"}, modes="online"), "a", finish="2027-02")
    assert starts(made) == {"a": "2027-02-15"}


def test_after_its_last_run_a_module_is_presumed_to_start_as_before() -> None:
    entry = offered("a", "2027-02-01..2027-02-05") | {"then": ["feb", "aug"]}
    (course,) = catalogue(entry).modules
    assert [course.is_presumed(build.month(month)) for month in ("2027-02", "2027-08", "2028-02")] == [False, True, True]
    made = best(catalogue(entry), learner(10), "a", start="2027-03", finish="2027-08")
    assert starts(made) == {"a": "2027-08"}


# --- R13 days off -------------------------------------------------------------------------------------------------------------


def off(made: Plan) -> dict[str, float]:
    return {format_month(entry.month): entry.half_days / 2 for entry in made.days_off}


def test_full_days_take_days_off_and_no_hours_of_the_week() -> None:
    # Two days in one month; 1.5 days over three months are half a day in each.
    made = best(catalogue(module("a", 13, 1, days=2)), learner(1), "a", finish="2027-01", hours=13, peak=0)
    assert off(made) == {"2027-01": 2}
    assert off(planned(catalogue(module("a", 13, 3, days=1.5)), learner(1), "a")) == dict.fromkeys(
        ("2027-01", "2027-02", "2027-03"), 0.5
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("2027-01-29..2027-01-30", {"2027-01": 1}),  # Friday and Saturday
        ("2027-01-30..2027-01-31", {}),
        ("2027-04-30..2027-05-01", {"2027-04": 1}),
        ("2027-03-31..2027-04-01", {"2027-03": 1, "2027-04": 1}),
        ("2027-01-04..2027-01-06", {"2027-01": 2}),  # on two of three days
    ],
)
def test_days_of_a_run_fall_in_their_months_and_not_on_weekends(days: str, expected: dict[str, float]) -> None:
    assert off(planned(catalogue(offered("a", days, days=2)), learner(1), "a")) == expected


def test_classes_at_weekends_alone_take_no_days_off() -> None:
    made = planned(catalogue(module("a", 13, 1, days=2, sessions=["sat 10:00-10:20"])), learner(1), "a")
    assert off(made) == {}


def test_r13_days_off_of_a_month_are_limited() -> None:
    # Two days in each of two months, not four in one.
    courses = catalogue(module("a", 13, 1, days=2), module("b", 13, 1, days=2), award("both", ["a", "b"]))
    best(courses, learner(1), "both", finish="2027-01")
    who = learner(1).replace(half_days_off=4)
    assert off(best(courses, who, "both", finish="2027-02")) == {"2027-01": 2, "2027-02": 2}
    assert impossible(courses, who.replace(half_days_off=3), "a") == "it takes more days off in a month than your 1.5"


def test_r13_a_plan_that_takes_too_many_days_off_is_refused() -> None:
    courses = catalogue(module("a", 13, 1, days=2))
    made = planned(courses, learner(1), "a")
    assert {own.rule for own in violations(courses, learner(1).replace(half_days_off=3), made)} == {"R13"}


def test_full_days_are_not_taken_in_a_month_away() -> None:
    best(catalogue(module("a", 13, 1, days=2)), learner(1, away="2027-01"), "a", finish="2027-02")


# --- evenings whose days are not published, unknown class times ---------------------------------------------------------------


def test_evenings_of_unpublished_days_add_up() -> None:
    # Two and two are more than three; a known Tuesday counts once.
    courses = catalogue(
        module("a", 13, 1, evenings=2), module("b", 13, 1, evenings=1), module("c", 13, 1, sessions=["tue 18:30-18:50"]),
        award("all", all_of("a", "b", "c")),
    )  # fmt: skip
    best(courses, learner(20, evenings=4), "all", finish="2027-01")
    best(courses, learner(20, evenings=3), "all", finish="2027-02")
    assert impossible(courses, learner(20, evenings=1), "a") == "it has classes on 2 evenings a week, more than your 1"


def test_unknown_class_times_are_planned_with_a_warning() -> None:
    courses = catalogue(module("a", 13, 1, sessions="unknown"))
    assert planned(courses, learner(10), "a").warnings == ()
    (note,) = planned(courses, learner(10, evenings=1), "a").warnings
    assert note.code == "unknown-classes"


# --- whole commands -----------------------------------------------------------------------------------------------------------


def test_whole_command_with_two_dated_runs_in_one_month() -> None:
    # 3 to 5 May and 10 to 12 May; with four days off a month the second waits for October.
    said = run(*ASKED, "--why").stdout
    for words in ("May 2027, 5 months", "6 days in May 2027", "3 May 2027", "12 May 2027", "26 Apr 2027", "S$1,150.00"):
        assert words in said
    assert "counted in whole months" in " ".join(said.split())
    limited = " ".join(run(*ASKED, "--days-off", "4", "--why").stdout.split())
    assert "Oct 2027, 10 months" in limited
    assert "with it, classes would take 6 days off in May 2027; you have 4" in limited
    assert "2 evenings, days not published" in limited
    refused = run(*ASKED, "--days-off", "2", code=3).stdout
    assert "takes more days off in a month than your 2" in " ".join(refused.split())
    assert "days off  2 → 3" in refused or "2 → 3" in refused


def test_files_have_the_days(tmp_path: Path) -> None:
    names = [str(tmp_path / f"plan.{ending}") for ending in ("json", "ics", "csv", "md", "html")]
    run(*ASKED, *(word for name in names for word in ("-o", name)))
    data, ics, csv, md, html = (Path(name).read_text("utf-8") for name in names)
    plan = json.loads(data)
    _, advanced, intro = plan["enrolments"]
    assert (intro["first_day"], intro["last_day"], intro["apply_by_day"]) == ("2027-05-03", "2027-05-05", "2027-04-26")
    assert (intro["ref"], advanced["fee_cents"]) == ("TGS-2026000001", 65_000)
    assert plan["days_off"] == [{"month": "2027-05", "days": 6}]
    assert "DTSTART;VALUE=DATE:20270503\r\nDTEND;VALUE=DATE:20270506" in ics.replace("\n", "\r\n").replace("\r\r", "\r")
    assert "2027-05-03,2027-05-05,2027-04-26,TGS-2026000001" in csv
    assert "3 May 2027 – 5 May 2027" in md
    assert "**Days off:** 6 days in May 2027" in md
    assert "3 May 2027 – 5 May 2027" in html
    assert "2 evenings, days not published" in html
