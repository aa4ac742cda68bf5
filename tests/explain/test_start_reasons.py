"""Why modules start when they do: each kind of note on an instance made for it, and on random ones that the notes are true."""

from datetime import date

import pytest
from build import Data, any_of, asked_for, award, best, catalogue, choose, learner, module, month, skill
from hypothesis import event, given, settings
from msgspec.structs import replace
from random_cases import cases, unknown_cases
from tiny import Case

from mcplanner.catalogue.assumptions import assume
from mcplanner.catalogue.model import Catalogue, Run, known
from mcplanner.explain.start_reasons import with_reasons
from mcplanner.ground.months import Month, first_day
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.planning.planner import plan
from mcplanner.plans.model import DaysOff, Enrolment, MonthLoad, Plan, Status
from mcplanner.pricing.price import Pricing
from mcplanner.verify import Case as CaseOfPlan
from mcplanner.verify import count_objective, verify
from mcplanner.verify.case import count_days_off
from mcplanner.verify.timetable import as_run, last_month_to_apply, starts_in


def notes(made: Plan, name: str) -> dict[str, str]:
    """The notes of a module, by code; none stands twice, where nothing else is said."""
    found = next(enrolment.because for enrolment in made.enrolments if enrolment.module == name)
    assert len({note.code for note in found}) == len(found)
    return {note.code: note.text for note in found}


# --- What the calendar and the choices say ------------------------------------------------------------------------------------


def test_pinned() -> None:
    # a could start in January; nothing else is said of what is pinned.
    made = best(catalogue(module("a")), learner(2, pins={"a": "2027-03"}), "a", finish="2027-05")
    assert notes(made, "a") == {"pinned": "you pinned it to Mar 2027"}


def test_first_month() -> None:
    made = best(catalogue(module("a")), learner(2), "a", finish="2027-03")
    assert notes(made, "a") == {"first-month": "it starts in the plan's first month"}


def test_no_intake_before() -> None:
    made = best(catalogue(module("a", intakes="apr")), learner(2), "a", finish="2027-06")
    assert notes(made, "a") == {"no-intake": "its first intake after the plan begins is Apr 2027"}


def test_closed() -> None:
    # Three months before April is January, before the plan starts in February; October is open until July.
    made = best(catalogue(module("a", intakes="apr oct", apply=3)), learner(2), "a", start="2027-02", finish="2027-12")
    assert notes(made, "a") == {"closed": "applications for Apr 2027 closed in Jan 2027, before the plan starts"}


def test_no_intake_between_and_what_was_in_the_way_of_the_last() -> None:
    # a ends in March; b could start in February, but needs a, and then again in August.
    made = best(catalogue(module("a"), module("b", intakes="feb aug", needs="a")), learner(10), "b", finish="2027-10")
    assert notes(made, "b") == {
        "no-intake": "its next intake after Feb 2027 is Aug 2027",
        "prerequisite": "it needs The a (a) first, which ends in Mar 2027",
    }


def test_a_run_between_that_is_closed_is_no_intake_that_is_open() -> None:
    # a ends in March. b runs in February, April and August; one had to apply for April by December, before the plan starts.
    runs = {"2027-02": None, "2027-04": "2026-12", "2027-08": None}
    made = best(catalogue(module("a"), module("b", runs=runs, needs="a")), learner(10), "b", finish="2027-10")
    assert notes(made, "b")["no-intake"] == "its next open intake after Feb 2027 is Aug 2027"


# --- What is in the way of a start one month sooner --------------------------------------------------------------------------


def test_prerequisite() -> None:
    made = best(catalogue(module("a"), module("b", needs="a")), learner(10), "b", finish="2027-06")
    assert notes(made, "b") == {"prerequisite": "it needs The a (a) first, which ends in Mar 2027"}


@pytest.mark.parametrize(
    "needs", ["inner", skill("s"), choose(1, "a", "x"), any_of(["a"], "x")], ids=["award", "skill", "choice", "tree"]
)
def test_prerequisite_through_awards_skills_and_choices(needs: object) -> None:
    # However it is said, b rests on a: x takes too long.
    assert isinstance(needs, str | dict)
    courses = catalogue(
        module("a", skills="s"), module("x", months=9, skills="s"), module("b", needs=needs), award("inner", "a", "certificate")
    )
    made = best(courses, learner(10), "b", finish="2027-06")
    assert notes(made, "b") == {"prerequisite": "it needs The a (a) first, which ends in Mar 2027"}


def test_prerequisites_are_all_named_that_end_too_late() -> None:
    # a and b end in March, c, wanted for itself, in January: a start in March waits for both of the others.
    courses = catalogue(module("a"), module("b"), module("c", 10, 1), module("d", needs=["a", "b", "c"]))
    made = best(courses, learner(10), "d", finish="2027-06")
    found = next(enrolment.because for enrolment in made.enrolments if enrolment.module == "d")
    assert [note.text for note in found] == [
        "it needs The a (a) first, which ends in Mar 2027",
        "it needs The b (b) first, which ends in Mar 2027",
    ]


def test_alongside() -> None:
    # a may start when b does, and b has no intake before April.
    made = best(catalogue(module("a", alongside=["b"]), module("b", intakes="apr")), learner(10), "a", finish="2027-06")
    assert notes(made, "a") == {"alongside": "it needs The b (b) alongside, and that starts in Apr 2027"}
    assert notes(made, "b") == {"no-intake": "its first intake after the plan begins is Apr 2027"}


def test_away() -> None:
    # Away in March, a starts in April; from March, or from January on, it would run through March.
    made = best(catalogue(module("a")), learner(2, away="2027-03"), "a", finish="2027-06")
    assert notes(made, "a") == {"away": "if it started in Mar 2027, it would run in Mar 2027, when you are away"}


def test_hours() -> None:
    # a and b ask 2 of 3 hours: b comes after a, which starts in January or never.
    made = best(catalogue(module("a", runs={"2027-01": None}), module("b")), learner(3), "a", "b", finish="2027-06")
    assert notes(made, "b") == {"hours": "The a (a) takes 2 of your 3 hours a week in Mar 2027"}


def test_hours_of_a_month_with_few() -> None:
    made = best(catalogue(module("a")), learner(3, hours_in={"2027-02": 1.5}), "a", finish="2027-05")
    assert notes(made, "a") == {"hours": "it needs 2 hours a week; in Feb 2027 you have 1.5"}


def test_clash() -> None:
    courses = catalogue(
        module("a", runs={"2027-01": None}, sessions=["tue 18:30-19:30"]), module("b", sessions=["tue 19:00-20:00"])
    )
    made = best(courses, learner(10), "a", "b", finish="2027-06")
    assert notes(made, "b") == {"clash": "its classes clash with those of The a (a) in Mar 2027"}


def test_evenings() -> None:
    courses = catalogue(
        module("a", runs={"2027-01": None}, sessions=["tue 18:30-19:30"]), module("b", sessions=["wed 18:30-19:30"])
    )
    made = best(courses, learner(10, evenings=1), "a", "b", finish="2027-06")
    assert notes(made, "b") == {"evenings": "with it, classes would take 2 evenings a week in Mar 2027; you have 1"}


def test_at_once() -> None:
    courses = catalogue(module("a", runs={"2027-01": None}), module("b"))
    made = best(courses, learner(10, at_once=1), "a", "b", finish="2027-06")
    assert notes(made, "b") == {"at-once": "your limit is 1 module at once, and Mar 2027 already has 1"}


def test_of_prerequisites_only_what_was_waited_for() -> None:
    # m needs x or y; y ends in November, long after m began.
    entries = module("x"), module("y", intakes="sep"), module("m", needs=any_of("x", "y"))
    made = best(catalogue(*entries, award("d", ["x", "y", "m"])), learner(20), "d", finish="2027-11")
    assert notes(made, "m") == {"prerequisite": "it needs The x (x) first, which ends in Mar 2027"}


def test_of_prerequisites_that_would_do_as_well_all_are_named() -> None:
    # x and y end in March, and either would do.
    entries = module("x"), module("y"), module("m", needs=any_of("x", "y"))
    made = best(catalogue(*entries, award("d", ["x", "y", "m"])), learner(20), "d", finish="2027-06")
    assert notes(made, "m") == {"prerequisite": "it needs The x (x) or The y (y) first, which end in Mar 2027"}


def test_of_several_prerequisites_those_that_came_last_in_time_are_named() -> None:
    # Two of three are needed: x and y, which end first, and of these y came later than m could have started.
    entries = module("x"), module("y", months=4), module("z", months=5), module("m", needs=choose(2, "x", "y", "z"))
    made = best(catalogue(*entries, award("d", ["x", "y", "z", "m"])), learner(20), "d", finish="2027-07")
    assert notes(made, "m") == {"prerequisite": "it needs The y (y) first, which ends in Apr 2027"}


def test_every_module_that_has_class_at_the_same_time_is_named() -> None:
    courses = catalogue(
        module("a", intakes="jan", sessions=["mon 18:00-20:00"]),
        module("b", intakes="jan", sessions=["tue 18:00-20:00"]),
        module("c", intakes="jan apr", sessions=["mon 19:00-21:00", "tue 19:00-21:00"]),
        award("d", ["a", "b", "c"]),
    )
    made = best(courses, learner(20), "d", finish="2027-06")
    (c,) = (enrolment for enrolment in made.enrolments if enrolment.module == "c")
    assert [note.text for note in c.because if note.code == "clash"] == [
        "its classes clash with those of The a (a) in Jan 2027",
        "its classes clash with those of The b (b) in Jan 2027",
    ]


def test_what_would_expire_is_told_beside_other_reasons() -> None:
    # Beside b there are no hours for a in January; and even if there were, it would expire before c ends in December.
    courses = catalogue(
        module("a", 52, intakes="jan jul"),
        module("b", 52, intakes="jan"),
        module("c", 52, intakes="oct"),
        award("d", ["a", "c"], valid_months=6),
    )
    made = best(courses, learner(6), "d", "b", finish="2027-12")
    assert notes(made, "a") == {
        "no-intake": "its next intake after Jan 2027 is Jul 2027",
        "hours": "The b (b) takes 4 of your 6 hours a week in Jan 2027",
        "valid": "if it started in Jan 2027, it would expire before the award is earned",
    }


def test_what_is_under_way_needs_nothing_first_any_more() -> None:
    # c began in December without a, which it needs; the award expires, but not for the sake of b, which must wait for May.
    courses = catalogue(
        module("a"),
        module("b", intakes="jan may"),
        module("c", needs="a", intakes="dec"),
        award("d", ["a", "b"], valid_months=60),
    )
    made = best(courses, learner(2, under_way={"c": "2026-12", "a": "2026-12"}), "d", finish="2027-07", hours=78)
    assert notes(made, "b").keys() == {"no-intake", "hours"}


def test_several_at_once_in_the_order_of_the_rules() -> None:
    # Beside a, b would break every rule there is for what runs together; it needs a, too.
    courses = catalogue(
        module("a", sessions=["tue 18:30-19:30", "thu 18:30-19:30"]),
        module("b", needs="a", sessions=["tue 18:30-19:30", "wed 18:30-19:30"]),
    )
    made = best(courses, learner(3, evenings=2, at_once=1), "b", finish="2027-06")
    assert list(notes(made, "b")) == ["prerequisite", "hours", "clash", "evenings", "at-once"]


def test_valid() -> None:
    # b runs from October on; started in June, a would have ended in August, four months before the award is earned.
    courses = catalogue(module("a"), module("b", intakes="oct"), award("d", ["a", "b"], valid_months=3))
    made = best(courses, learner(2), "d", finish="2027-12")
    assert notes(made, "a") == {"valid": "if it started in Jun 2027, it would expire before the award is earned"}


def test_valid_for_an_award_that_another_module_needs() -> None:
    # The certificate, which b needs, is earned in December by c; a, started in June, would have ended in August.
    courses = catalogue(
        module("a"),
        module("c", intakes="oct"),
        module("b", needs="inner"),
        award("inner", ["a", "c"], "certificate", valid_months=3),
    )
    made = best(courses, learner(2), "b", finish="2028-03")
    assert notes(made, "a") == {"valid": "if it started in Jun 2027, it would expire before the award is earned"}


def test_open() -> None:
    # A plan that is not the best: a starts in February, though nothing keeps it from January.
    courses, who = catalogue(module("a")), learner(2)
    made = best(courses, who, "a", finish="2027-03")
    (a,) = made.enrolments
    later = replace(made, enrolments=(replace(a, start=month("2027-02"), end=month("2027-04")),))
    found = notes(with_reasons(courses, Pricing(who), later), "a")
    assert found == {"open": "starting in Jan 2027 would break no rule, but no better plan with that start was found"}


def test_load() -> None:
    # 3 hours each: one after the other in six months. b in March would run beside a, at 6 hours.
    courses = catalogue(module("a", 39), module("b", 39), award("d", ["a", "b"]))
    made = best(courses, learner(None), "d", by="2027-06", finish="2027-06", peak=3)
    assert notes(made, "b") == {"load": "if it started in Mar 2027, the busiest weeks would need 6 hours instead of 3"}
    made = best(courses, learner(12), "d", by="2027-06", prefer="load", finish="2027-06", peak=3)
    assert list(notes(made, "b")) == ["load"]


def test_budget_of_a_year() -> None:
    # a and b cost S$100 each: b waits for the next year.
    courses = catalogue(module("a", fee=100), module("b", fee=100), award("d", ["a", "b"]))
    who = learner(9).replace(cost_limit_per_year_cents=15_000)
    made = best(courses, who, "d", finish="2028-03", cost=200)
    assert notes(made, "b") == {
        "budget": "if it started in Dec 2027, the modules that start in 2027 would cost S$200.00, "
        "more than your S$150.00 a year"
    }


def test_notes_of_what_counts_as_what_is_needed() -> None:
    # b counts as a, which c needs; and as a, which d needs alongside.
    courses = catalogue(
        module("a", months=9),
        module("b", runs={"2027-02": None}, equivalent=["a"]),
        module("c", needs="a"),
        module("d", alongside=["a"]),
    )
    made = best(courses, learner(10), "c", "d", finish="2027-07")
    assert notes(made, "c") == {"prerequisite": "it needs The b (b) first, which ends in Apr 2027"}
    assert notes(made, "d") == {"alongside": "it needs The b (b) alongside, and that starts in Feb 2027"}


def test_a_prerequisite_that_is_held_but_still_runs() -> None:
    # a ends in February, so b starts in March.
    courses = catalogue(module("a"), module("b", needs="a"))
    made = best(courses, learner(2, held={"a": "2027-02"}), "b", finish="2027-05")
    assert list(notes(made, "b")) == ["prerequisite"]


# --- Runs with days, and with terms of their own ------------------------------------------------------------------------------


def runs(*own: Data) -> Data:
    return {"runs": list(own)}


def told(made: Plan, name: str) -> list[str]:
    return [note.text for enrolment in made.enrolments if enrolment.module == name for note in enrolment.because]


def test_the_run_before_it_in_its_month_is_the_one_that_is_told() -> None:
    # b ends on 5 March: too late for a run of a on 1 March, soon enough for the one on 15 March.
    courses = catalogue(
        module("b", 24, 1) | runs({"start": "2027-02-01", "end": "2027-03-05"}),
        module("a", 24, 1, needs="b")
        | runs(
            {"start": "2027-01-04", "end": "2027-01-29"},
            {"start": "2027-03-01", "end": "2027-03-26"},
            {"start": "2027-03-15", "end": "2027-04-09"},
        ),
    )
    assert told(best(courses, learner(10), "a", finish="2027-04"), "a") == [
        "its next intake after 1 Mar 2027 is 15 Mar 2027",
        "it needs The b (b) first, which ends on 5 Mar 2027",
    ]


def test_runs_of_one_month_are_told_apart_by_their_days() -> None:
    # Both end in January: the cheaper one is taken.
    first = {"start": "2027-01-04", "end": "2027-01-23", "fee": 900}
    second = {"start": "2027-01-11", "end": "2027-01-30", "fee": 200}
    made = best(catalogue(module("a", 10, 1) | runs(first, second)), learner(10), "a", finish="2027-01", cost=200)
    assert told(made, "a") == [
        "its next intake after 4 Jan 2027 is 11 Jan 2027",
        "if it started on 4 Jan 2027, it would cost S$900.00 instead of S$200.00, before credit",
    ]
    # Nobody knows the fee of the first: a plan with fewer unknown fees is better.
    made = best(
        catalogue(module("a", 10, 1) | runs(first | {"fee": "unknown"}, second)), learner(10), "a", finish="2027-01", cost=200
    )
    assert told(made, "a")[1:] == [
        "if it started on 4 Jan 2027, nobody knows what it would cost, and a plan with fewer unknown fees is better; "
        "assume a fee, such as --assume fee=200"
    ]
    assumed = assume(catalogue(module("a", 10, 1) | runs(first | {"fee": "unknown"}, second)), ["fee=200"])
    assert best(assumed, learner(10), "a", finish="2027-01", cost=200).enrolments[0].first_day == date(2027, 1, 4), "it helps"


def test_a_run_of_the_same_month_that_is_closed() -> None:
    # In March, one could have applied for 12 April until February; the plan starts in March.
    closed = {"start": "2027-04-12", "end": "2027-05-14", "apply_by": "2027-02"}
    courses = catalogue(module("a", 10, 1) | runs(closed, {"start": "2027-04-19", "end": "2027-05-21"}))
    made = best(courses, learner(10), "a", start="2027-03", finish="2027-05")
    assert told(made, "a") == ["applications for 12 Apr 2027 closed in Feb 2027, before the plan starts"]


def test_the_month_in_which_a_run_only_ends_takes_no_hours_and_no_place() -> None:
    # From 19 January to 18 July are six months, through June: in July there is room for b. It is too dear.
    dear = {"start": "2027-01-19", "end": "2027-07-18", "fee": 900}
    cheap = {"start": "2027-02-10", "end": "2027-04-09", "fee": 100}
    courses = catalogue(module("m", 60, 6) | runs(dear, cheap), module("b", 26, 1, intakes="jul"))
    for who in (learner(7), learner(10, at_once=1)):
        made = best(courses, who, "b", "m", prefer="cost", finish="2027-07", cost=100)
        assert told(made, "m") == ["if it started in Jan 2027, it would cost S$900.00 instead of S$100.00, before credit"]


def test_away_in_the_month_in_which_a_run_only_ends() -> None:
    courses = catalogue(
        module("a", 10, 1) | runs({"start": "2027-01-19", "end": "2027-02-18"}, {"start": "2027-03-02", "end": "2027-03-20"})
    )
    made = best(courses, learner(10, away="2027-02"), "a", finish="2027-03")
    assert told(made, "a")[1:] == ["if it started in Jan 2027, it would run in Feb 2027, when you are away"]


@pytest.mark.parametrize("limit", [{"cost_limit_cents": 10_000}, {"cost_limit_per_year_cents": 10_000}])
def test_a_run_of_unknown_fee_is_in_no_budget(limit: LearnerFacts) -> None:
    # In May it costs S$100; in January nobody knows what.
    january = {"start": "2027-01-04", "end": "2027-02-26", "fee": "unknown"}
    courses = catalogue(module("c", 24, 2, fee=100) | runs(january, {"start": "2027-05-04", "end": "2027-06-26"}))
    made = best(courses, learner(10).replace(**limit), "c", finish="2027-06", cost=100)
    assert told(made, "c") == [
        "its next intake after Jan 2027 is 4 May 2027",
        "if it started in Jan 2027, nobody knows what it would cost, nor if that is within your budget; "
        "assume a fee, such as --assume fee=100",
    ]


def test_of_what_is_pinned_it_is_told_why_the_first_run_of_its_month_is_not_taken() -> None:
    # Both runs are in January: the first has class when the learner is busy, or had to be applied for before.
    first, second = {"start": "2027-01-04", "end": "2027-01-29"}, {"start": "2027-01-11", "end": "2027-01-30"}
    courses = catalogue(module("a", 10, 1) | runs(first | {"sessions": ["tue 18:00-19:00"]}, second))
    made = best(courses, learner(10, pins={"a": "2027-01"}, busy="tue 18:00-20:00"), "a", finish="2027-01")
    assert told(made, "a") == [
        "you pinned it to Jan 2027",
        "its next intake after 4 Jan 2027 is 11 Jan 2027",
        "that run has classes when you are busy",
    ]
    courses = catalogue(module("a", 10, 1) | runs(first | {"apply_by": "2026-12"}, second | {"fee": 5}))
    made = best(courses, learner(10, pins={"a": "2027-01"}), "a", finish="2027-01", cost=5)
    closed = "applications for 4 Jan 2027 closed in Dec 2026, before the plan starts"
    assert told(made, "a") == ["you pinned it to Jan 2027", closed]


def test_an_unknown_fee_is_not_compared() -> None:
    # The run in February waits for a; what it costs nobody knows, so that S$900 may be more than that or less.
    courses = catalogue(
        module("a", 10, 1),
        module("b", 10, 1, needs=["a"], fee="unknown")
        | runs({"start": "2027-01-04", "end": "2027-01-29", "fee": 900}, {"start": "2027-02-01", "end": "2027-02-20"}),
    )
    made = best(courses, learner(10), "b", finish="2027-02")
    assert told(made, "b") == ["it needs The a (a) first, which ends in Jan 2027"]
    assert made.rests_on is not None
    assert {(figure.module, figure.key) for figure in made.rests_on.finish} == {("a", "months"), ("b", "months")}


def test_a_run_that_starts_sooner_and_ends_later() -> None:
    long = {"start": "2027-01-04", "end": "2027-06-30"}
    courses = catalogue(module("a", 26, 1) | runs(long, {"start": "2027-02-01", "end": "2027-02-26"}), module("b", needs="a"))
    assert told(best(courses, learner(10), "a", finish="2027-02"), "a") == [
        "if it started in Jan 2027, it would end on 30 Jun 2027, after the finish of this plan"
    ]
    # b, which follows it, ends in July at the soonest where a ends in April.
    short = {"start": "2027-01-04", "end": "2027-04-30"}
    courses = catalogue(module("a", 26, 1) | runs(short, {"start": "2027-02-01", "end": "2027-02-26"}), module("b", needs="a"))
    assert told(best(courses, learner(10), "b", finish="2027-05"), "a") == [
        "if it started in Jan 2027, it would end on 30 Apr 2027, too late for The b (b)"
    ]


def test_a_run_of_another_mode_and_one_of_which_nobody_knows_it() -> None:
    for mode, why in (
        ("in-person", "that run is in-person, which your choices rule out"),
        ("unknown", "nobody knows the mode of that run, and you want only online"),
    ):
        courses = catalogue(module("a", 10, 1) | runs({"start": "2027-01", "mode": mode}, {"start": "2027-03"}))
        assert told(best(courses, learner(10, modes="online"), "a", finish="2027-03"), "a")[1:] == [why]


def test_a_run_of_which_too_much_is_unknown() -> None:
    courses = catalogue(
        module("a", 10, 1) | {"months": "unknown"} | runs({"start": "2027-01"}, {"start": "2027-03-01", "end": "2027-03-20"})
    )
    made = best(courses, learner(10), "a", finish="2027-03")
    assert told(made, "a")[1:] == [
        "a start in Jan 2027 is not planned, since its months are unknown: nobody has published them"
    ]


def test_days_off_are_those_that_others_take_in_that_month() -> None:
    # 30 January to 2 February is one month of study; of its days off, two are in February: Monday and Tuesday.
    courses = catalogue(
        module("a", 10, 1, days=4) | runs({"start": "2027-01-30", "end": "2027-02-02"}),
        module("b", 10, 1, days=1, intakes="feb mar"),
    )
    who = learner(10).replace(half_days_off=4)
    made = best(courses, who, "a", "b", finish="2027-03")
    assert told(made, "b") == ["with it, classes would take 3 days off in Feb 2027; you have 2"]


# --- On random cases the notes are true --------------------------------------------------------------------------------------

RULES = {
    "ruled-out": "R10",
    "unknown": "R3",
    "prerequisite": "R4",
    "alongside": "R4",
    "away": "R8",
    "hours": "R5",
    "busy": "R7",
    "clash": "R7",
    "evenings": "R7",
    "days-off": "R13",
    "at-once": "R6",
    "too-late": "R4",
    "valid": "R1",
    "budget": "R11",
}
"""The rule that a start one intake sooner would break, for each note that says so."""

GOALS = {"finish": {"R12"}, "cost": set(), "unknown-fee": {"R11"}, "load": set(), "kept": set()}
"""What is worse with a start one intake sooner, and the rules that this may break."""


def starts_before(courses: Catalogue, made: Plan, enrolment: Enrolment) -> dict[date, list[tuple[Month, Run | None]]]:
    """The starts before that of an enrolment for which one can still apply, by their first days, each with its runs."""
    taken = courses.module_by_id[enrolment.module]
    found: dict[date, list[tuple[Month, Run | None]]] = {}
    for start in map(Month, range(made.start, enrolment.start + 1)):
        runs_then: list[Run | None] = [run for run in taken.runs or () if run.start_month == start]
        for run in runs_then or ([None] if starts_in(taken, start) else []):
            day = first_day(start) if run is None or run.first_day is None else run.first_day
            if day < enrolment.span[0] and last_month_to_apply(taken, start, run) >= made.start:
                found.setdefault(day, []).append((start, run))
    return found


def moved_into(courses: Catalogue, enrolment: Enrolment, start: Month, run: Run | None) -> Enrolment | None:
    """An enrolment in another start, at its pace where that has it; None where nobody knows how long that takes."""
    taken = as_run(courses.module_by_id[enrolment.module], run)
    if taken.lacks:
        return None
    pace = next((pace for pace in taken.paces if pace.months == enrolment.months), taken.paces[0])
    known_end = None if run is None else run.end_month
    return replace(
        enrolment,
        start=start,
        end=Month(start + pace.months - 1) if known_end is None else known_end,
        minutes_per_week=pace.minutes_per_week,
        mode=str(taken.mode),
        sessions=known(taken.sessions) or (),
        evenings=taken.evenings or 0,
        fee_cents=taken.fee_cents,
        first_day=None if run is None else run.first_day,
        last_day=None if run is None else run.last_day,
        apply_by=last_month_to_apply(taken, start, run),
        apply_by_day=None if run is None else run.apply_by_day,
    )


def with_sooner(courses: Catalogue, who: Learner, made: Plan, moved: Enrolment) -> Plan:
    """The plan with one module started sooner, and all figures made right; awards are left out."""
    enrolments = tuple(moved if each.module == moved.module else each for each in made.enrolments)
    finish = max(each.end for each in enrolments)
    load = tuple(
        MonthLoad(
            Month(shown),
            who.minutes_at(Month(shown)),
            sum(each.minutes_per_week for each in enrolments if shown in each.months_of_study),
        )
        for shown in range(made.start, finish + 1)
    )
    rest = replace(made, enrolments=enrolments, finish=finish, load=load, awards=(), bound=None)
    case = CaseOfPlan(courses, who, None, asked_for(rest), rest)
    days_off = tuple(DaysOff(month, half_days) for month, half_days in sorted(count_days_off(case, enrolments).items()))
    return replace(rest, days_off=days_off, objective=count_objective(case))


def is_true_of(case: Case, made: Plan, moved: Enrolment | None, codes: set[str]) -> bool:
    """Return whether a start breaks the rules that the notes name, and no others, and is worse as they say."""
    if moved is None:
        return codes == {"unknown"}
    if moved.fee_cents is None and case.cost_limit is not None:
        return "unknown-fee" in codes
    courses, who = case.catalogue, case.learner
    sooner = with_sooner(courses, who, made, moved)
    broken = {violation.rule for violation in verify(courses, who, None, asked_for(made, case.by), sooner)}
    broken -= {"awards", "facts"}  # fewer intakes before an earlier finish
    named = {RULES[code] for code in codes & RULES.keys()}
    allowed = named.union(*(GOALS[code] for code in codes & GOALS.keys()))
    allowed |= {"R5"} if "R8" in named else set()  # hours are told only of months one is there
    allowed |= {"R4"} if "R1" in named else set()  # what expires may be missing for a prerequisite too
    is_as_named = named - {"R1"} <= broken <= allowed and ("R1" not in named or bool(broken & {"R1", "R4"}))
    return is_as_named and is_worse(made, sooner, codes & GOALS.keys())


def is_worse(made: Plan, sooner: Plan, goals: set[str]) -> bool:
    now, then = made.objective, sooner.objective
    assert now is not None
    assert then is not None
    worse = {
        "finish": then.finish_months > now.finish_months,
        "cost": then.cost_cents > now.cost_cents,
        "unknown-fee": then.unknown_fees > now.unknown_fees,
        "load": then.peak_minutes_per_week > now.peak_minutes_per_week,
        "kept": True,
    }
    return all(worse[goal] for goal in goals)


@settings(max_examples=200, report_multiple_bugs=False)
@given(cases() | unknown_cases())
def test_a_start_one_intake_sooner_breaks_the_rules_that_are_named(case: Case) -> None:
    made = plan(case.catalogue, case.learner, case.request, advice=False)
    if made.status is not Status.OPTIMAL:
        return
    for enrolment in made.enrolments:
        codes = {note.code for note in enrolment.because} - {"again"}
        assert codes, enrolment.module
        starts = starts_before(case.catalogue, made, enrolment)
        if enrolment.under_way:
            assert codes == {"under-way"}
        elif codes == {"pinned"}:
            assert case.learner.pins[enrolment.module] == enrolment.start
        elif not starts:
            assert len(codes) == len(codes & {"first-month", "closed", "no-intake"}) == 1
            assert "first-month" not in codes or enrolment.start == made.start
        else:
            last = max(starts)
            assert ("no-intake" in codes) == (starts[last][0][0] != enrolment.start - 1)
            named = codes - {"no-intake"}
            event(" ".join(sorted(named)))
            assert named <= RULES.keys() | GOALS.keys() or named == {"open"}
            each = [moved_into(case.catalogue, enrolment, *start) for start in starts[last]]
            assert any(is_true_of(case, made, moved, named) for moved in each), (enrolment.module, named)
