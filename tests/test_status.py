"""`mcplan status`: what is earned, what runs, what comes next, and what slipped; saved plans read again."""

import json
from pathlib import Path
from typing import Any

import build
import pytest
import snapshots
from commands import OF_SMALL, run, words_of

from mcplanner.months import format_month, parse_month
from mcplanner.progress import Kind, Progress, progress
from mcplanner.saved_plan import SavedModule, SavedPlan, SavedPlanError, read_plan

ME = """\
name: Mei
hours: 8
targets: [cyber-certificate]
held: [{module: ward-basics, ended: 2026-04}]
under_way: [{module: cyb-foundations, started: 2026-10}]
"""


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text(ME, "utf-8")
    return path


def saved_as(path: Path, me: Path) -> Any:
    run("plan", *OF_SMALL, "-l", str(me), "--start", "2026-12", "-o", str(path))
    return json.loads(path.read_text("utf-8"))


def test_status(me: Path) -> None:
    result = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--quiet")
    assert result.stderr == ""
    snapshots.check("command-status", result.stdout)


def test_status_against_an_earlier_plan(me: Path, tmp_path: Path) -> None:
    before = saved_as(tmp_path / "plan.json", me)
    same = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--plan", str(tmp_path / "plan.json")).stdout
    assert "everything is as it said" in same
    me.write_text(ME + "away: [2027-01..2029-12]\n", "utf-8")
    late = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--plan", str(tmp_path / "plan.json")).stdout
    assert "later than the earlier plan's" in late
    assert "months late" in late
    assert before["finish"]


def test_status_without_targets_takes_those_of_the_earlier_plan(me: Path, tmp_path: Path) -> None:
    saved_as(tmp_path / "plan.json", me)
    me.write_text(ME.replace("targets: [cyber-certificate]\n", ""), "utf-8")
    assert "the file names no targets" in run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12").stdout
    words = ["--start", "2026-12", "--plan", str(tmp_path / "plan.json")]
    assert "everything is as it said" in run("status", *OF_SMALL, "-l", str(me), *words).stdout


def test_status_of_what_is_impossible(me: Path) -> None:
    me.write_text(ME.replace("hours: 8", "hours: 0.1"), "utf-8")
    result = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", code=3)
    assert "impossible" in result.stdout
    assert "until Mar 2027" in result.stdout


def test_status_without_hours_says_where_to_say_them(me: Path) -> None:
    me.write_text(ME.replace("hours: 8\n", ""), "utf-8")
    said = words_of(run("status", *OF_SMALL, "-l", str(me), code=2))
    assert f"say hours in {me}, or with --by when it must be done" in said
    assert "finish" in run("status", *OF_SMALL, "-l", str(me), "--by", "2029-12").stdout


def test_status_plans_at_the_prices_of_the_learner(me: Path) -> None:
    """Facts that prices rest on call for the funding rules, and for those that were named."""
    me.write_text(ME + "residency: citizen\n", "utf-8")
    said = words_of(run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--funding", "no-rules.yaml", code=1))
    assert "no-rules.yaml:1:1: MC001" in said
    run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12")


# --- What it says, by hand ----------------------------------------------------------------------------------------------------


def shown(who: Any, saved: SavedPlan | None = None) -> Progress:
    """A needs nothing, b needs a and has intakes in April; both make an award, and a alone another."""
    courses = build.catalogue(
        build.module("a"),
        build.module("b", needs="a", intakes="apr oct", apply=2),
        build.module("c"),
        build.award("first", "a", "certificate"),
        build.award("both", ["a", "b"]),
    )
    return progress(courses, who, parse_month("2026-12"), build.planned(courses, who, "both"), saved)


def test_the_next_steps_are_in_order_and_what_runs_only_ends() -> None:
    found = shown(build.learner(2, under_way={"a": "2026-12"}))
    assert [(format_month(step.month), step.kind, step.id) for step in found.steps] == [
        ("2027-02", Kind.APPLY, "b"),
        ("2027-02", Kind.END, "a"),
        ("2027-02", Kind.EARNED, "first"),
        ("2027-04", Kind.START, "b"),
        ("2027-06", Kind.END, "b"),
        ("2027-06", Kind.EARNED, "both"),
    ]
    assert [(step.id, format_month(step.month)) for step in found.running] == [("a", "2027-02")]
    assert found.awards == ()
    assert shown(build.learner(2, held={"a": "2026-05"})).awards == (("The first", parse_month("2026-05")),)


def saved(**ends: str) -> SavedPlan:
    modules = tuple(SavedModule(name, name, parse_month(end), parse_month(end)) for name, end in ends.items())
    return SavedPlan(("both",), parse_month("2026-01"), max(module.end for module in modules), modules)


def test_what_slipped_is_told_in_months() -> None:
    # Now a ends in February and b in June; a was held in time, or two months late.
    running = build.learner(2, under_way={"a": "2026-12"})
    found = shown(running, saved(a="2027-01", b="2027-06", c="2027-03"))
    assert [(slip.id, slip.months, slip.now is None) for slip in found.slips] == [("a", 1, False), ("c", 0, True)]
    assert [each.module for each in shown(running, saved(a="2027-02")).added] == ["b"]
    assert [slip.months for slip in shown(build.learner(2, held={"a": "2026-05"}), saved(a="2026-03", b="2027-07")).slips] == [
        2,
        -1,
    ]
    assert shown(build.learner(2, held={"a": None}), saved(a="2026-03", b="2027-06")).slips == ()


# --- Saved plans that are none ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it is not a plan that mcplan wrote with -o plan.json"),
        ('{"schema": "mcplan.plan/2"}', "it is not a plan that mcplan wrote with -o plan.json (schema)"),
        ("no start", "(enrolments.0.start)"),
        ("bad month", "(enrolments.0.end)"),
        ("no modules", "it is a plan without modules"),
        ("twice", "its modules contradict each other"),
    ],
)
def test_a_file_that_is_no_plan(me: Path, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "plan.json"
    data = saved_as(path, me)
    first = data["enrolments"][0]
    match text:
        case "no start":
            del first["start"]
        case "bad month":
            first["end"] = "2027-13"
        case "no modules":
            data["enrolments"] = []
        case "twice":
            data["enrolments"].append(first)
        case _:
            data = None
    path.write_text(text if data is None else json.dumps(data), "utf-8")
    with pytest.raises(SavedPlanError) as raised:
        read_plan(path)
    assert said in str(raised.value)
    assert said in words_of(run("status", *OF_SMALL, "-l", str(me), "--plan", str(path), code=2))


def test_a_file_that_is_not_there(me: Path, tmp_path: Path) -> None:
    assert "there is no such file" in words_of(run("status", *OF_SMALL, "-l", str(me), "--plan", "no.json", code=2))
    with pytest.raises(SavedPlanError, match="it cannot be read"):
        read_plan(tmp_path)
