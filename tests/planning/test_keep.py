"""`--keep`: finish as soon as can be, then change as little of an earlier plan as can be, and say what changed and why.

Plans start in January 2027; a module takes 3 months at 2 hours a week, and any month will do.
"""

import json
from pathlib import Path

import pytest
from brute_force import assert_best
from build import AMPLE, asked_for, award, catalogue, learner, module, month, planned, taken
from commands import OF_SMALL, run, words_of
from consoles import shown
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_cases import cases
from tiny import Case

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import format_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Preference, Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import ModuleChange, Plan, Status
from mcplanner.terminal.plan_view import print_plan
from mcplanner.verify import verify


def replanned(
    courses: Catalogue, who: Learner, target: str, *, prefer: Preference = "finish", by: str | None = None, **starts: str
) -> Plan:
    """The plan that keeps the starts of an earlier one, after asserting that it is proved and sound."""
    keep = {name: month(start) for name, start in starts.items()}
    last = None if by is None else month(by)
    request = Request((target,), month("2027-01"), last, prefer=prefer, seconds=AMPLE, keep=keep)
    made = plan(courses, who, request)
    assert made.status is Status.OPTIMAL
    assert verify(courses, who, None, request, made) == ()
    return made


def moves(made: Plan) -> tuple[int, int]:
    assert made.objective is not None
    return made.objective.moved_modules, made.objective.moved_months


def changes(made: Plan) -> dict[str, tuple[str | None, str | None]]:
    return {
        change.module: tuple(None if at is None else format_month(at) for at in (change.then, change.now))  # type: ignore[misc]
        for change in made.changes or ()
    }


THREE = catalogue(module("a"), module("b"), module("c"), award("d", ["a", "b", "c"]))
"""At 2 hours a week one after another: any order ends in September."""


def test_an_order_that_is_as_good_is_kept() -> None:
    assert taken(planned(THREE, learner(2), "d")) == {"a": "2027-01", "b": "2027-04", "c": "2027-07"}
    made = replanned(THREE, learner(2), "d", c="2027-01", a="2027-04", b="2027-07")
    assert taken(made) == {"c": "2027-01", "a": "2027-04", "b": "2027-07"}
    assert (moves(made), made.changes) == ((0, 0), ())


def test_what_is_kept_later_than_it_could_start_says_so() -> None:
    # b runs from October on; a could be done by March, and is kept where it was.
    courses = catalogue(module("a"), module("b", intakes="oct"), award("d", ["a", "b"]))
    made = replanned(courses, learner(2), "d", a="2027-06")
    assert [note.text for note in made.enrolments[0].because] == [
        "the earlier plan has it in Jun 2027, and this plan changes as little of that as possible"
    ]


def test_the_finish_goes_before_what_was_planned() -> None:
    # In the earlier plan c waited until October. Now it is sooner, and the others stay.
    made = replanned(THREE, learner(2), "d", b="2027-01", a="2027-04", c="2027-10")
    assert changes(made) == {"c": ("2027-10", "2027-07")}
    assert moves(made) == (1, 3)


def test_what_must_move_moves_by_as_few_months_as_can_be_and_says_why() -> None:
    # Away in April: after a, which stays, b and c run from May to October, in either order, and both move. In the order of the
    # earlier plan they move by a month each, in the other by 4 and 2.
    made = replanned(THREE, learner(2, away="2027-04"), "d", a="2027-01", b="2027-04", c="2027-07")
    assert changes(made) == {"b": ("2027-04", "2027-05"), "c": ("2027-07", "2027-08")}
    assert moves(made) == (2, 2)
    assert {change.module: [note.code for note in change.because] for change in made.changes or ()} == {
        "b": ["away"],
        "c": ["hours"],
    }


def test_fewest_modules_moved_go_before_fewest_months() -> None:
    # e, f and then g, 1 hour a week each, of 1 hour; g has a run in December only. In the earlier plan e and f, 3 months each,
    # overlapped by two, and both could give way by one month. Better one of them gives way by two.
    courses = catalogue(
        module("e", 13), module("f", 13), module("g", 13, needs=["e", "f"], runs={"2027-12": None}), award("d", ["g"])
    )
    made = replanned(courses, learner(1), "d", e="2027-04", f="2027-05", g="2027-12")
    assert moves(made) == (1, 2)


def test_what_takes_the_place_of_something_counts_as_one_that_moved() -> None:
    # a is dearer, and was planned; without it b is new, in whatever month.
    courses = catalogue(module("a", fee=10), module("b", fee=5), award("d", {"any": ["a", "b"]}))
    made = replanned(courses, learner(2), "d", a="2027-01")
    assert (taken(made), moves(made)) == ({"a": "2027-01"}, (0, 0))
    made = replanned(courses, learner(2, skip="a"), "d", a="2027-01", gone="2027-02")
    assert moves(made) == (1, 0)
    assert changes(made) == {"a": ("2027-01", None), "gone": ("2027-02", None), "b": (None, "2027-01")}


def test_what_is_no_longer_needed_is_dropped() -> None:
    # Two of three were planned, a and b; by now c is under way, and one of them is enough. Keeping both would cost for nothing.
    courses = catalogue(
        *(module(name, fee=10) for name in "abc"), award("d", {"choose": 2, "from": ["a", "b", "c"]}), module("other")
    )
    made = replanned(courses, learner(9, under_way={"c": "2026-12"}), "d", a="2027-01", b="2027-01", other="2027-01")
    assert len(taken(made)) == 2
    assert moves(made) == (0, 0)


def test_what_is_held_or_under_way_is_behind_us() -> None:
    who = learner(2, held={"a": "2026-12"}, under_way={"b": "2026-12"})
    made = replanned(THREE, who, "d", a="2026-04", b="2026-07", c="2027-03")
    assert (changes(made), moves(made)) == ({}, (0, 0))


def test_a_start_that_is_past_is_told() -> None:
    made = replanned(THREE, learner(6), "d", a="2026-10", b="2027-01", c="2027-01")
    assert changes(made) == {"a": ("2026-10", "2027-01")}
    assert [note.text for change in made.changes or () for note in change.because] == ["Oct 2026 is in the past"]
    runs = catalogue(module("a", intakes="feb"), module("b", needs="a"))
    made = replanned(runs, learner(6), "b", a="2027-03", b="2027-06")
    # b, started in June, would end in August, and this plan ends sooner.
    assert [change.because[0].code for change in made.changes or () if change.because] == ["no-intake", "finish"]


def test_what_was_applied_for_could_still_start_then() -> None:
    # For April one applied by October, and did; away in May, it can only be October.
    courses = catalogue(module("a", intakes="apr oct", apply=6))
    who = learner(2, away="2027-05").replace(applied={"a": month("2027-04")})
    made = replanned(courses, who, "a", a="2027-04")
    assert changes(made) == {"a": ("2027-04", "2027-10")}
    assert [note.code for change in made.changes or () for note in change.because] == ["away"]


@pytest.mark.parametrize("prefer", ["cost", "load"])
def test_what_is_preferred_goes_before_what_was_planned(prefer: Preference) -> None:
    # Side by side they were to finish in March; the lowest load has them one after the other. The cost is the same.
    both = catalogue(module("a"), module("b"), award("d", ["a", "b"]))
    made = replanned(both, learner(4), "d", prefer=prefer, b="2027-01", a="2027-01")
    assert moves(made) == ((0, 0) if prefer == "cost" else (1, 3))


def test_the_verifier_counts_what_was_moved() -> None:
    keep = {"a": month("2027-04")}
    made = replanned(THREE, learner(2), "d", a="2027-04")
    assert made.objective is not None
    for wrong in (replace(made.objective, moved_modules=1), replace(made.objective, moved_months=2)):
        request = replace(asked_for(made), keep=keep)
        broken = verify(THREE, learner(2), None, request, replace(made, objective=wrong))
        assert [violation.rule for violation in broken] == ["objective"]


@settings(max_examples=120, report_multiple_bugs=False)
@given(cases(), st.data())
def test_as_little_as_can_be_is_changed(case: Case, data: st.DataObject) -> None:
    """Random tiny cases against brute force, with most of the modules in an earlier plan."""
    starts = st.integers(-1, case.months)
    case = replace(case, keep=data.draw(st.fixed_dictionaries(dict.fromkeys(list(case.modules)[:3], starts))))
    made = plan(case.catalogue, case.learner, case.request, advice=False)
    assert_best(case, made)
    if made.objective is not None:
        event(f"moved {made.objective.moved_modules}")


# --- The command --------------------------------------------------------------------------------------------------------------

ASKED = ["--hours", "8", "--target", "cyber-certificate", "--start", "2026-12"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    run("plan", *OF_SMALL, *ASKED, "-o", str(path))
    return path


def test_nothing_changed(saved: Path) -> None:
    assert "Against the earlier plan (nothing changed)" in run("plan", *OF_SMALL, *ASKED, "--keep", str(saved)).stdout


def test_what_changed_is_shown_and_written(saved: Path) -> None:
    later = [word if word != "2026-12" else "2027-05" for word in ASKED]
    told = run("plan", *OF_SMALL, *later, "--keep", str(saved)).stdout
    assert "is in the past" in told
    assert "none that finishes then changes less of the earlier plan" in " ".join(told.split())
    data = json.loads(run("plan", *OF_SMALL, *later, "--keep", str(saved), "--json").stdout)
    changed = data["changes"]
    assert data["objective"]["moved_modules"] == sum(change["then"] is not None for change in changed) > 0
    assert changed[0].keys() == {"module", "title", "then", "now", "because"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ("mm", "2 modules moved"),
        ("d", "1 module dropped"),
        ("nnd", "1 module dropped, 2 new"),
        ("nmd", "1 module moved, 1 dropped, 1 new"),
    ],
)
def test_what_changed_is_counted(changes: str, words: str) -> None:
    then, now = {"m": month("2027-01"), "d": month("2027-01")}, {"m": month("2027-02"), "n": month("2027-02")}
    found = tuple(ModuleChange(f"m{number}", "", then.get(way), now.get(way)) for number, way in enumerate(changes))
    made = replace(planned(THREE, learner(2), "d"), changes=found)
    assert f"Against the earlier plan ({words})\n" in shown(lambda console: print_plan(console, made, why=False), 80)


def test_the_targets_of_the_earlier_plan_do_where_none_are_typed(saved: Path) -> None:
    data = json.loads(run("plan", *OF_SMALL, "--hours", "8", "--start", "2026-12", "--keep", str(saved), "--json").stdout)
    assert data["target"]["id"] == "cyber-certificate"


def test_a_file_that_is_no_plan(saved: Path) -> None:
    saved.write_text("{}", "utf-8")
    said = words_of(run("plan", *OF_SMALL, *ASKED, "--keep", str(saved), code=2))
    assert "it is not a plan that mcplan wrote with -o plan.json" in said
