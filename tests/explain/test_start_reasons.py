"""Why modules start when they do: each kind of note on an instance made for it, and on random ones that the notes are true."""

from collections.abc import Iterator

import pytest
from build import any_of, asked_for, award, best, catalogue, choose, learner, module, month, skill
from hypothesis import event, given, settings
from msgspec.structs import replace
from random_cases import cases
from tiny import Case

from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.start_reasons import with_reasons
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner
from mcplanner.planning.planner import plan
from mcplanner.plans.model import DaysOff, Enrolment, MonthLoad, Plan, Status
from mcplanner.pricing.price import Pricing
from mcplanner.verify import Case as CaseOfPlan
from mcplanner.verify import count_objective, verify
from mcplanner.verify.case import count_days_off


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


# --- On random cases the notes are true --------------------------------------------------------------------------------------

RULES = {
    "prerequisite": "R4",
    "alongside": "R4",
    "away": "R8",
    "hours": "R5",
    "clash": "R7",
    "evenings": "R7",
    "at-once": "R6",
    "valid": "R1",
}
"""The rule that a start one intake sooner would break, for each note that says so."""


def start_before(courses: Catalogue, made: Plan, enrolment: Enrolment) -> Month | None:
    """The last month before the start in which the module could start and be applied for."""
    taken = courses.module_by_id[enrolment.module]
    for sooner in range(enrolment.start - 1, made.start - 1, -1):
        if taken.starts_in(Month(sooner)) and taken.apply_by(Month(sooner)) >= made.start:
            return Month(sooner)
    return None


def with_sooner(courses: Catalogue, who: Learner, made: Plan, enrolment: Enrolment, sooner: Month) -> Plan:
    """The plan with one module started sooner at its pace, and all figures made right; awards are left out."""
    moved = replace(
        enrolment,
        start=sooner,
        end=Month(sooner + enrolment.months - 1),
        apply_by=courses.module_by_id[enrolment.module].apply_by(sooner),
    )
    enrolments = tuple(moved if each is enrolment else each for each in made.enrolments)
    finish = max(each.end for each in enrolments)
    load = tuple(
        MonthLoad(
            Month(shown),
            who.minutes_at(Month(shown)),
            sum(each.minutes_per_week for each in enrolments if each.start <= shown <= each.end),
        )
        for shown in range(made.start, finish + 1)
    )
    rest = replace(made, enrolments=enrolments, finish=finish, load=load, awards=(), bound=None)
    case = CaseOfPlan(courses, who, None, asked_for(rest), rest)
    days_off = tuple(DaysOff(month, half_days) for month, half_days in sorted(count_days_off(case, enrolments).items()))
    return replace(rest, days_off=days_off, objective=count_objective(case))


def broken_and_named(
    courses: Catalogue, who: Learner, made: Plan, by: Month | None
) -> Iterator[tuple[str, set[str], set[str]]]:
    """For each enrolment that could start sooner: its module, the rules which that breaks, and those that its notes name."""
    for enrolment in made.enrolments:
        codes = {note.code for note in enrolment.because}
        assert codes, enrolment.module
        sooner = start_before(courses, made, enrolment)
        if enrolment.under_way:
            assert codes == {"under-way"}
        elif codes == {"pinned"}:
            assert who.pins[enrolment.module] == enrolment.start
        elif sooner is None:
            assert len(codes & {"first-month", "closed", "no-intake"}) == 1
            assert ("first-month" in codes) == (enrolment.start == made.start)
        else:
            assert ("no-intake" in codes) == (sooner < enrolment.start - 1)
            violations = verify(courses, who, None, asked_for(made, by), with_sooner(courses, who, made, enrolment, sooner))
            named = codes - {"no-intake"}
            assert named <= RULES.keys() | {"load", "kept"} or named == {"open"}
            if "load" in named:
                assert made.objective is not None
                moved = with_sooner(courses, who, made, enrolment, sooner)
                assert moved.objective is not None
                assert moved.objective.peak_minutes_per_week > made.objective.peak_minutes_per_week
            yield (
                enrolment.module,
                {violation.rule for violation in violations} - {"awards", "facts"},  # fewer intakes before an earlier finish
                {RULES[code] for code in named & RULES.keys()},
            )


@settings(max_examples=150, report_multiple_bugs=False)
@given(cases())
def test_a_start_one_intake_sooner_breaks_the_rules_that_are_named(case: Case) -> None:
    made = plan(case.catalogue, case.learner, case.request, advice=False)
    if made.status is not Status.OPTIMAL:
        return
    for name, broken, named in broken_and_named(case.catalogue, case.learner, made, case.by):
        event(" ".join(sorted(named)) or "open")
        # Hours are told only of months one is there, and what expires may be missing for a prerequisite too.
        assert named - {"R1"} <= broken, name
        assert "R1" not in named or broken & {"R1", "R4"}, name
        assert broken <= named | ({"R5"} if "R8" in named else set()) | ({"R4"} if "R1" in named else set()), name
