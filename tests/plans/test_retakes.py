"""What is held and expires: when it is taken again, when it is not, and what every part of the program says of it.

Unless a test says otherwise plans start in January 2027, a module takes 3 months at 2 hours a week, and any month will do.
"""

import json
from pathlib import Path

import pytest
import snapshots
from build import (
    Data,
    asked_for,
    award,
    best,
    catalogue,
    choose,
    earned,
    impossible,
    learner,
    module,
    month,
    planned,
    taken,
    violations,
)
from commands import run, words_of
from msgspec.structs import replace
from sample_funding import shipped

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.paths import shipped_catalogue_path
from mcplanner.learner.model import Learner
from mcplanner.planning.failed_module import what_if_failed
from mcplanner.planning.progress import progress
from mcplanner.plans.model import Plan
from mcplanner.plans.retakes import leave_out_needless
from mcplanner.plans.saved import SavedModule, SavedPlan
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem
from mcplanner.problem.expired import without_expired
from mcplanner.problem.model import Placement
from mcplanner.problem.requirement_nodes import HeldNode, Node, RequirementShape, Threshold

CLINICAL = [
    "plan",
    "--hours",
    "20",
    "-t",
    "cert-clinical-instruction",
    "--start",
    "2027-01",
    "--hold",
    "clinical-education=2022-06",
]


def again(made: Plan) -> set[str]:
    return {each.module for each in made.enrolments if each.again}


def pair(valid: int | None = 12, **more: Data) -> Catalogue:
    """An award for a and b, whose modules count for so many months."""
    limits: Data = {} if valid is None else {"valid_months": valid}
    return catalogue(*(module(name, **more.get(name, {})) for name in "abc"), award("d", ["a", "b"], **limits))


# --- when ---------------------------------------------------------------------------------------------------------------------


def test_what_expired_before_the_plan_is_taken_again() -> None:
    # a of June 2022 counted until June 2023. Both are taken at once, at 4 hours.
    made = best(pair(), learner(4, held={"a": "2022-06"}), "d", finish="2027-03", hours=52, starts=0)
    assert (taken(made), again(made)) == ({"a": "2027-01", "b": "2027-01"}, {"a"})
    assert earned(made) == {"d": "2027-03"}
    assert [entry.slack_months for entry in made.awards[0].valid] == [12, 12]


def test_what_expires_before_the_award_is_earned_is_taken_again() -> None:
    # a of December 2026 counts until June 2027, and b, begun at once, ends in September. At 2 hours only a can run, and b asks
    # as many in its nine months: a runs after b, until December, when b counts still.
    courses = pair(6, b={"months": 9, "hours": 78})
    made = best(courses, learner(2, held={"a": "2026-12"}), "d", finish="2027-12", hours=104, starts=9)
    assert (taken(made), again(made)) == ({"b": "2027-01", "a": "2027-10"}, {"a"})


def test_what_still_counts_is_not_taken_again() -> None:
    # a of December 2026 counts until December 2027; b ends in March.
    made = best(pair(), learner(9, held={"a": "2026-12"}), "d", finish="2027-03", hours=26)
    assert taken(made) == {"b": "2027-01"}
    # Of which nobody knows when it ended never expires.
    assert taken(best(pair(), learner(9, held={"a": None}), "d", finish="2027-03", hours=26)) == {"b": "2027-01"}
    # What counts toward nothing that expires is not taken again.
    assert taken(best(pair(None), learner(9, held={"a": "2001-01"}), "d", finish="2027-03", hours=26)) == {"b": "2027-01"}


def test_it_still_counts_in_the_last_of_its_months_and_not_after() -> None:
    # 12 months after March 2026 is March 2027, when b ends.
    assert again(best(pair(), learner(4, held={"a": "2026-03"}), "d", finish="2027-03", hours=26)) == set()
    assert again(best(pair(), learner(4, held={"a": "2026-02"}), "d", finish="2027-03", hours=52)) == {"a"}


def test_one_award_counts_it_anew_and_another_as_it_was() -> None:
    # lasting has no limit: a of 2022 earns it with c, which is held. d needs a anew.
    courses = catalogue(
        *(module(name) for name in "abc"), award("d", ["a", "b"], valid_months=12), award("lasting", ["a", "c"], "certificate")
    )
    made = best(courses, learner(4, held={"a": "2022-06", "c": "2022-09"}), "d", "lasting", finish="2027-03", hours=52)
    assert again(made) == {"a"}
    assert [(entry.id, entry.earned) for entry in made.held_awards] == [("lasting", month("2022-09"))]
    assert earned(made) == {"d": "2027-03"}


def test_what_is_pinned_is_taken_again_in_that_month_where_it_must_be_taken_again() -> None:
    # a of June 2022 has expired. Pinned to May it ends in July, when b of January counts still.
    who = learner(4, held={"a": "2022-06"}, pins={"a": "2027-05"})
    made = best(pair(), who, "d", finish="2027-07", hours=52)
    assert (taken(made)["a"], again(made)) == ("2027-05", {"a"})
    assert [note.code for each in made.enrolments if each.again for note in each.because] == ["again", "pinned"]
    assert "pin-unused" not in {note.code for note in made.warnings}


def test_a_pin_is_no_reason_to_take_again_what_still_counts() -> None:
    # a of December 2026 counts until December 2027, when d is long earned; R2 goes before the pin, and the plan says so.
    made = best(pair(), learner(4, held={"a": "2026-12"}, pins={"a": "2027-05"}), "d", finish="2027-03", hours=26)
    assert taken(made) == {"b": "2027-01"}
    assert [note.text for note in made.warnings if note.code == "pin-unused"] == [
        "The a (a) is pinned to May 2027, but what you hold is enough: it is not taken again"
    ]
    # Nor where nothing asks for it.
    assert taken(planned(pair(), learner(4, held={"a": "2022-06"}, pins={"a": "2027-05"}), "c")) == {"c": "2027-01"}


def test_the_plan_that_takes_it_again_in_another_month_is_refused() -> None:
    who = learner(4, held={"a": "2022-06"}, pins={"a": "2027-05"})
    made = planned(pair(), learner(4, held={"a": "2022-06"}), "d")
    assert {violation.rule for violation in violations(pair(), who, made)} == {"R10"}


def renamed(**more: Data) -> Catalogue:
    """The pair, where a has run for the last time, and c counts as a."""
    return pair(a={"runs": {"2022-04": None}}, c={"equivalent": ["a"], **more})


def test_what_counts_as_it_is_taken_where_it_has_expired() -> None:
    made = best(renamed(), learner(4, held={"a": "2022-06"}), "d", finish="2027-03", hours=52, starts=0)
    assert (taken(made), again(made)) == ({"b": "2027-01", "c": "2027-01"}, set())
    assert [note.text for note in made.warnings if note.code == "again"] == [
        "The c (c) is taken: you passed The a (a), which counts as it, in Jun 2022, and that counts toward The d (d) "
        "until Jun 2023; this plan earns the award in Mar 2027"
    ]
    assert violations(renamed(), learner(4, held={"a": "2022-06"}), made) == ()


def test_what_counts_as_it_is_not_taken_where_it_still_counts() -> None:
    still = learner(4, held={"a": "2026-12"})
    assert taken(best(renamed(), still, "d", finish="2027-03", hours=26)) == {"b": "2027-01"}
    assert taken(best(renamed(), learner(4, held={"a": None}), "d", finish="2027-03", hours=26)) == {"b": "2027-01"}
    # The verifier refuses it as well.
    made = best(renamed(), learner(4, held={"a": "2022-06"}), "d", finish="2027-03")
    assert "R2" in {violation.rule for violation in violations(renamed(), still, made)}


def test_what_counts_as_what_is_held_cannot_be_pinned() -> None:
    reason = "The c (c) counts as The a (a), which you hold already"
    assert impossible(renamed(), learner(4, held={"a": "2022-06"}, pins={"c": "2027-04"}), "d") == reason


PINNED = [*CLINICAL, "--pin", "clinical-education=2028-04"]


def test_a_pin_of_what_is_held_is_refused_only_where_it_makes_no_sense() -> None:
    made = json.loads(run(*PINNED, "--json").stdout)
    assert [(each["start"], each["again"]) for each in made["enrolments"] if each["module"] == "clinical-education"] == [
        ("2028-04", True)
    ]
    off = " ".join(run(*CLINICAL, "--pin", "clinical-education=2028-01", code=3).stdout.split())
    assert "counts until Jun 2024 and cannot be taken again in Jan 2028, the month you pinned it to" in off
    early = words_of(run(*CLINICAL, "--pin", "clinical-education=2022-06", code=2))
    assert "'clinical-education' has been held since Jun 2022: pin it to a later month" in early
    unknown = ["plan", "--hours", "6", "-t", "cert-clinical-instruction", "--hold", "clinical-education"]
    never = words_of(run(*unknown, "--pin", "clinical-education=2028-04", code=2))
    assert "'clinical-education' is held and does not expire, so it is not taken again: leave out the pin" in never


def test_a_learner_file_may_pin_what_is_held_and_can_expire(tmp_path: Path) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("held: [{module: clinical-education, ended: 2022-06}]\npins: {clinical-education: 2028-04}\n")
    run("learner", "check", str(me))
    made = json.loads(run("plan", "-l", str(me), "--hours", "20", "-t", "cert-clinical-instruction", "--json").stdout)
    assert {each["start"] for each in made["enrolments"] if each["again"]} == {"2028-04"}
    me.write_text("held: [{module: clinical-education}]\npins: {clinical-education: 2028-04}\n")
    assert "MC705" in run("learner", "check", str(me), code=1).stdout


def test_what_needs_it_first_need_not_wait_until_it_is_taken_again() -> None:
    # b needs a first, and has it since 2022. At 2 hours b runs from January, and a from April.
    courses = pair(3, b={"needs": "a"})
    made = best(courses, learner(2, held={"a": "2022-06"}), "d", finish="2027-06", hours=52, starts=3)
    assert again(made) == {"a"}
    # Side by side as well.
    assert taken(best(courses, learner(4, held={"a": "2022-06"}), "d", finish="2027-03")) == {"a": "2027-01", "b": "2027-01"}


def test_an_award_that_was_earned_before_stays_earned() -> None:
    made = planned(pair(), learner(4, held={"a": "2022-06", "b": "2022-09"}), "d")
    assert made.enrolments == ()
    # Apart for too long it was never earned: a counted until June 2023. Only one of the two need be taken again, if b is new.
    assert again(planned(pair(), learner(4, held={"a": "2022-06", "b": "2026-09"}), "d")) == {"a"}


def test_it_counts_once_however_often_it_was_taken() -> None:
    # Two of a, b and c in choices of one each: a twice is still one module.
    needs = [choose(1, "a", "b"), choose(1, "a", "c")]
    courses = catalogue(*(module(name) for name in "abc"), award("d", needs, valid_months=12))
    made = best(courses, learner(9, held={"a": "2026-12"}), "d", finish="2027-03", hours=26)
    assert again(made) == set()


def test_what_excludes_it_is_no_reason_against_taking_it_again() -> None:
    # a was let in before c was told of; c excludes it, and cannot be taken since a is held.
    courses = pair(a={"excludes": ["c"]})
    assert again(best(courses, learner(4, held={"a": "2022-06"}), "d", finish="2027-03", hours=52)) == {"a"}
    assert "cannot be taken with The a (a), which you hold" in impossible(courses, learner(4, held={"a": "2022-06"}), "c")
    # What counts as it is not taken in its place.
    assert again(best(pair(a={"equivalent": ["c"]}), learner(4, held={"a": "2022-06"}), "d", finish="2027-03")) == {"a"}


def test_an_award_that_another_module_needs_first() -> None:
    # c needs the award d, for which a has expired: a and b until March, then c.
    courses = catalogue(
        module("a"), module("b"), module("c", needs="d"), award("d", ["a", "b"], "certificate", valid_months=12)
    )
    made = best(courses, learner(4, held={"a": "2022-06"}), "c", finish="2027-06", hours=78)
    assert (again(made), taken(made)["c"]) == ({"a"}, "2027-04")


def test_it_is_impossible_where_it_can_no_longer_be_taken() -> None:
    reason = impossible(pair(a={"runs": {"2022-04": None}}), learner(4, held={"a": "2022-06"}), "d")
    assert "The a (a), which you hold, counts until Jun 2023" in reason
    reason = impossible(pair(), learner(4, held={"a": "2022-06"}, skip="a"), "d")
    assert reason.endswith("The a (a), which you hold, counts until Jun 2023 and cannot be taken again")


# --- the verifier -------------------------------------------------------------------------------------------------------------


def made_again() -> tuple[Catalogue, Learner, Plan]:
    courses, who = pair(), learner(4, held={"a": "2022-06"})
    return courses, who, planned(courses, who, "d")


def test_r2_once_refuses_what_is_taken_again_though_it_counts() -> None:
    courses, who, made = made_again()
    assert violations(courses, who, made) == ()
    still = learner(4, held={"a": "2026-06"})
    found = violations(courses, still, made)
    assert "a is taken again though what is held still counts" in {violation.text for violation in found}
    # Taken before what is held has ended, and not said to be taken again.
    found = violations(courses, learner(4, held={"a": "2027-01"}), made)
    assert "a is taken again before what is held has ended" in {violation.text for violation in found}
    untold = replace(made, enrolments=tuple(replace(each, again=False) for each in made.enrolments))
    assert {violation.rule for violation in violations(courses, who, untold)} == {"R2"}
    assert {violation.rule for violation in violations(courses, learner(4), made)} == {"R2"}


def test_a_schedule_loses_what_it_need_not_take_again() -> None:
    courses, who = pair(), learner(4, held={"a": "2026-12"})
    problem = build_problem(courses, who, ("d",), month("2027-01"))
    schedule = (Placement(0, "a", 3, 120), Placement(0, "b", 3, 120))
    assert leave_out_needless(courses, who, ("d",), problem, schedule) == schedule[1:]
    expired = learner(4, held={"a": "2022-06"})
    assert leave_out_needless(courses, expired, ("d",), problem, schedule) == schedule


def test_what_has_expired_for_good_is_left_out_of_requirements() -> None:
    """Where no award that is earned from now on can count it, and it can be taken again."""
    old, late = HeldNode(-12), HeldNode(-11)
    either, other = (
        Threshold(1, ((1, held), (1, number)), shape=RequirementShape.MODULE) for number, held in enumerate((old, late))
    )
    expiring = Threshold(3, ((1, either), (1, other), (1, 2)), award="d", valid_months=12)

    def parts_in(node: Threshold) -> list[tuple[tuple[int, Node], ...]]:
        return [own.parts for _, own in node.parts if isinstance(own, Threshold)]

    assert parts_in(without_expired(expiring, {0, 1, 2})) == [((1, 0),), ((1, late), (1, 1))]
    # It cannot be taken again; or an award without a limit counts it, too; or it earned the award before.
    assert parts_in(without_expired(expiring, {1, 2})) == parts_in(expiring)
    both = Threshold(2, ((1, expiring), (1, either)))
    assert parts_in(without_expired(both, {0, 1, 2}))[1] == either.parts
    earned_before = Threshold(2, ((1, either), (1, other)), award="d", valid_months=12)
    assert parts_in(without_expired(earned_before, {0, 1})) == parts_in(earned_before)


# --- what is said -------------------------------------------------------------------------------------------------------------


def test_the_plan_says_what_is_taken_again_and_why() -> None:
    _, _, made = made_again()
    why = "you passed it in Jun 2022, and that counts toward The d (d) until Jun 2023; this plan earns the award in Mar 2027"
    assert [(note.code, note.text) for note in made.warnings] == [("again", f"The a (a) is taken again: {why}")]
    assert [(note.code, note.text) for note in made.enrolments[0].because] == [
        ("again", f"it is taken again: {why}"),
        ("first-month", "it starts in the plan's first month"),
    ]


def test_the_clinical_certificate() -> None:
    snapshots.check("command-plan-again", run(*CLINICAL, "--why").stdout)


def test_every_format_marks_it(tmp_path: Path) -> None:
    title = "Principles of Clinical Education (again)"
    run(*CLINICAL, *(word for end in ("csv", "md", "html", "ics") for word in ("-o", str(tmp_path / f"plan.{end}"))))
    for end in ("md", "html", "ics"):
        assert title in (tmp_path / f"plan.{end}").read_text("utf-8")
    heading, first, second = (tmp_path / "plan.csv").read_text("utf-8").splitlines()
    assert heading.endswith("under_way,again,status,figures,first_day,last_day,apply_by_day,ref")
    assert (",no,yes,optimal," in first, ",no,no,optimal," in second) == (True, True)
    data = json.loads(run(*CLINICAL, "--json").stdout)
    assert [(each["module"], each["again"]) for each in data["enrolments"]] == [
        ("clinical-education", True),
        ("clinical-practicum", False),
    ]


def test_the_least_change_that_helps_takes_it_again() -> None:
    # 4 hours are asked by the module that expired; the practicum takes days off. A certificate of 2022 is in nobody's way.
    data = json.loads(run(*CLINICAL[:2], "3", *CLINICAL[3:], "--json", code=3).stdout)
    found = {each["dial"]: (each["to"], each["finish"]) for each in data["relaxations"]}
    assert found == {"hours a week": ("4", "2027-09"), "start": (None, None)}


# --- what it costs ------------------------------------------------------------------------------------------------------------


def test_a_refresher_is_no_first_attempt() -> None:
    """By the shipped rules a citizen's first attempt is subsidised, and a repeat is not."""
    courses = load_catalogue(shipped_catalogue_path()).catalogue
    assert courses is not None
    subject = next(each for each in courses.modules if each.funding == "poly-modular")
    citizen = learner(4).replace(residency="citizen")
    who = learner(4, held={subject.id: "2022-06"}).replace(residency="citizen")
    repeats = citizen.replace(repeats=frozenset((subject.id,)))
    first, refresher, repeat = (
        Pricing(each, shipped()).price(subject, month("2027-01")).known_cents for each in (citizen, who, repeats)
    )
    assert first < refresher == repeat


# --- what is kept -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text("held:\n  - {module: clinical-education, ended: 2022-06}\n", "utf-8")
    return path


def test_what_is_taken_again_is_kept_beside_what_was(me: Path) -> None:
    run("begin", "clinical-education", "--on", "2026-09", "-l", str(me))
    begun = "under_way:\n  - {module: clinical-education, started: 2026-09}\n"
    both = f"held:\n  - {{module: clinical-education, ended: 2022-06}}\n{begun}"
    assert me.read_text("utf-8") == both
    made = json.loads(run("plan", "-t", "cert-clinical-instruction", "--hours", "20", "-l", str(me), "--json").stdout)
    assert next((each["module"], each["under_way"]) for each in made["enrolments"]) == ("clinical-education", True)
    run("drop", "clinical-education", "-l", str(me))
    assert me.read_text("utf-8").splitlines()[:2] == both.splitlines()[:2]
    run("done", "clinical-education", "--on", "2026-10", "-l", str(me))
    assert "ended: 2022-06}\n  - {module: clinical-education, ended: 2026-10}\n" in me.read_text("utf-8")
    run("done", "clinical-education", "--on", "2026-10", "-l", str(me), code=2)
    run("drop", "clinical-education", "-l", str(me))
    assert "clinical" not in me.read_text("utf-8")


def test_an_earlier_plan_that_takes_it_again_is_on_time_until_it_is_not() -> None:
    courses, who, made = made_again()
    modules = tuple(SavedModule(each.module, each.title, each.start, each.end, each.again) for each in made.enrolments)
    saved = SavedPlan(("d",), made.start, made.finish, modules)
    assert progress(courses, who, month("2026-12"), made, saved).slips == ()
    later = learner(4, held={"a": "2022-06", "b": "2027-03"})
    behind = planned(courses, later, "d", start="2027-04")
    assert [(slip.id, slip.months) for slip in progress(courses, later, month("2027-03"), behind, saved).slips] == [("a", 3)]


def test_failed_once_more_it_is_taken_once_more_and_what_was_held_stays() -> None:
    courses, who, made = made_again()
    failure = what_if_failed(courses, asked_for(made), Pricing(who), made, "a")
    assert (failure.month, taken(failure.then), again(failure.then)) == (month("2027-03"), {"a": "2027-04"}, {"a"})
    # b failed where a ends sooner: a of March still counts, beside that of 2022.
    failure = what_if_failed(courses, asked_for(made), Pricing(who), made, "b")
    assert taken(failure.then) == {"b": "2027-04"}
