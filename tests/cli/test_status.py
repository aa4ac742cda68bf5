"""`mcplan status`: what is earned, what runs, what comes next, and what slipped; saved plans read again."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import build
import consoles
import pytest
import snapshots
from commands import OF_SMALL, run, words_of
from msgspec.structs import replace
from typer.testing import Result

from mcplanner.ground.months import format_month, month_name, parse_month
from mcplanner.planning.progress import Progress, StepKind, progress
from mcplanner.plans.model import EarnedAward
from mcplanner.plans.read_saved import SavedPlanError, read_plan
from mcplanner.plans.saved import SavedModule, SavedPlan
from mcplanner.terminal.progress_view import print_progress

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


def test_all_targets_are_reached_in_one_month(me: Path) -> None:
    """What is reached sooner has rows of its own; the plan's finish is that of all."""
    me.write_text(ME.replace("targets: [cyber-certificate]", "targets: [cyber-certificate, cyber-diploma]"), "utf-8")
    rows = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--quiet", "--csv").stdout.splitlines()
    finishes = [row for row in rows if row.startswith("finish,")]
    assert len(finishes) == 1
    assert finishes[0].startswith("finish,cyber-certificate; cyber-diploma,")


def test_status_for_programs_and_spreadsheets(me: Path, tmp_path: Path) -> None:
    words = ["status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--quiet"]
    text = run(*words, "--json").stdout
    snapshots.check("command-status-json", text)
    plan = json.loads(run("plan", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--json").stdout)
    assert json.loads(text)["plan"]["finish"] == plan["finish"]
    saved_as(tmp_path / "plan.json", me)
    me.write_text(ME.replace("2026-10", "2026-04") + "away: [2027-01..2027-03]\n", "utf-8")
    late = [*words, "--plan", str(tmp_path / "plan.json")]
    snapshots.check("command-status-csv", run(*late, "--csv").stdout)
    told = json.loads(run(*late, "--json").stdout)
    assert [each["module"] for each in told["overdue"]] == ["cyb-foundations"]
    assert told["earlier_plan"]["finish"] == plan["finish"]


def test_status_that_cannot_be_has_the_exit_code_of_its_plan(me: Path) -> None:
    me.write_text(ME.replace("hours: 8", "hours: 1"), "utf-8")
    words = ["status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--by", "2027-02", "--quiet"]
    assert json.loads(run(*words, "--json", code=3).stdout)["plan"]["finish"] is None
    assert "finish,cyber-certificate,Certificate in Cybersecurity,," in run(*words, "--csv", code=3).stdout


DATED = """\
title: T
as_of: 2026-11-01
fields: [{id: f, title: F}]
providers: [{id: p, title: P}]
modules:
  - {id: a, title: A, field: f, provider: p, mode: online, hours: 10, months: 2, fee: 1,
     runs: [{start: 2026-10-01, end: 2026-11-20}]}
  - {id: b, title: B, field: f, provider: p, mode: online, hours: 10, months: 1, fee: 1,
     runs: [{start: 2026-11-23, end: 2026-12-11}, {start: 2026-11-30, end: 2026-12-18}]}
"""


OnDay = Callable[..., Result]


@pytest.fixture
def on_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OnDay:
    """Runs a command on a day of November 2026, with something under way."""
    catalogue, me = tmp_path / "dated.yaml", tmp_path / "me.yaml"
    catalogue.write_text(DATED, "utf-8")

    def run_on(day: int, under_way: str, *words: str, targets: str = "a, b", code: int = 0) -> Result:
        me.write_text(f"hours: 9\ntargets: [{targets}]\nunder_way: [{under_way}]\n", "utf-8")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, day, tzinfo=UTC).timestamp())))
        return run(*words, "-c", str(catalogue), "-l", str(me), code=code)

    return run_on


A_BEGAN = "{module: a, started: 2026-10-01}"


def test_what_comes_first_by_its_day_is_told_first(on_day: OnDay) -> None:
    # A ends on 20 November; B starts on the 23rd.
    shown = on_day(10, A_BEGAN, "status", "--start", "2026-11").stdout
    assert "until 20 Nov 2026" in shown
    assert (
        shown.index("20 Nov 2026  end A (a)") < shown.index("23 Nov 2026  start B (b)") < shown.index("11 Dec 2026  end B (b)")
    )


def test_what_ended_on_a_day_that_has_passed_is_overdue(on_day: OnDay) -> None:
    assert "A (a) ended on 20 Nov 2026" in on_day(21, A_BEGAN, "status", targets="a").stdout
    assert "Overdue" not in on_day(20, A_BEGAN, "status", targets="a").stdout
    refused = on_day(21, A_BEGAN, "plan", code=1).stderr
    assert "MC709" in refused
    assert "ended on 20 Nov 2026" in refused


def test_what_begins_on_a_day_to_come_is_not_under_way(on_day: OnDay) -> None:
    entry = "{module: b, started: 2026-11-30}"
    assert "'b' has not begun yet: 30 Nov 2026 is in the future" in on_day(29, entry, "plan", code=1).stderr
    assert on_day(30, entry, "status", targets="b").stderr == ""
    refused = on_day(29, "", "begin", "b", "--on", "2026-11-30", code=2).stderr
    assert "30 Nov 2026 is in the future" in " ".join(refused.split())


def test_status_against_an_earlier_plan(me: Path, tmp_path: Path) -> None:
    before = saved_as(tmp_path / "plan.json", me)
    same = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--plan", str(tmp_path / "plan.json")).stdout
    assert "nothing has changed" in same
    me.write_text(ME + "away: [2027-01..2029-12]\n", "utf-8")
    late = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--plan", str(tmp_path / "plan.json")).stdout
    assert "later than the earlier plan's" in late
    assert "months late" in late
    assert before["finish"]


def test_status_and_a_plan_that_keeps_the_earlier_one_tell_the_same_steps(me: Path, tmp_path: Path) -> None:
    """Health Data and Privacy could start in December; the earlier plan has it in January, and that is soon enough."""
    me.write_text(ME.replace("hours: 8", "hours: 9").replace("[cyber-cert", "[care-certificate, cyber-cert"), "utf-8")
    path = tmp_path / "plan.json"
    before = saved_as(path, me)
    (moved,) = [each for each in before["enrolments"] if each["module"] == "health-data"]
    assert moved["start"] == "2026-12"
    moved |= {"start": "2027-01", "end": "2027-03"}
    path.write_text(json.dumps(before), "utf-8")
    words = [*OF_SMALL, "-l", str(me), "--start", "2026-12"]
    kept = json.loads(run("plan", *words, "--keep", str(path), "--json").stdout)
    said = run("status", *words, "--plan", str(path)).stdout
    starts = {each["title"]: each["start"] for each in kept["enrolments"] if not each["under_way"]}
    assert starts["Health Data and Privacy"] == "2027-01"
    next_steps = re.findall(r"^  (\w+ \d+) +start (.*) \(", said, re.MULTILINE)
    assert {title: month for month, title in next_steps} == {
        title: month_name(parse_month(month)) for title, month in starts.items()
    }
    assert "nothing has changed" in said


def test_status_without_targets_takes_those_of_the_earlier_plan(me: Path, tmp_path: Path) -> None:
    saved_as(tmp_path / "plan.json", me)
    me.write_text(ME.replace("targets: [cyber-certificate]\n", ""), "utf-8")
    assert "the file names no targets" in run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12").stdout
    words = ["--start", "2026-12", "--plan", str(tmp_path / "plan.json")]
    assert "nothing has changed" in run("status", *OF_SMALL, "-l", str(me), *words).stdout


def test_status_of_what_is_impossible(me: Path) -> None:
    me.write_text(ME.replace("hours: 8", "hours: 0.1"), "utf-8")
    result = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", code=3)
    assert "impossible" in result.stdout
    assert "until Mar 2027" in result.stdout


def test_what_is_impossible_is_not_compared_with_an_earlier_plan(me: Path, tmp_path: Path) -> None:
    # What is under way goes on, whether or not a new plan can be made.
    path = tmp_path / "plan.json"
    saved_as(path, me)
    me.write_text(ME.replace("hours: 8", "hours: 0.1"), "utf-8")
    words = ["status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--plan", str(path)]
    said = run(*words, code=3).stdout
    assert "dropped" not in said
    assert "nothing is compared, as there is no new plan" in said
    earlier = json.loads(run(*words, "--json", code=3).stdout)["earlier_plan"]
    assert (earlier["slips"], earlier["added"]) == (None, None)


def test_status_without_hours_says_where_to_say_them(me: Path) -> None:
    me.write_text(ME.replace("hours: 8\n", ""), "utf-8")
    said = words_of(run("status", *OF_SMALL, "-l", str(me), code=2))
    assert f"say hours in {me}, or say with --by when you must be done" in said
    assert "finish" in run("status", *OF_SMALL, "-l", str(me), "--by", "2029-12").stdout


def test_status_plans_at_the_prices_of_the_learner(me: Path) -> None:
    """Facts that prices rest on call for the funding rules, and for those that were named."""
    me.write_text(ME + "residency: citizen\n", "utf-8")
    said = words_of(run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--funding", "no-rules.yaml", code=1))
    assert "no-rules.yaml:1:1: MC001" in said
    run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12")


# --- What is overdue ----------------------------------------------------------------------------------------------------------

OVERDUE = """\
hours: 8
targets: [cyber-certificate]
under_way:
  - {module: cyb-foundations, started: 2026-05}
pins: {python-1: 2026-10, ward-basics: 2026-02, net-basics: 2026-11}
"""
"""It is November. The foundations take 6 months, Python 1 to 3, the ward 2, and the networks 2 to 4."""


def test_what_is_overdue_is_told_with_the_commands_that_record_it(me: Path) -> None:
    me.write_text(OVERDUE, "utf-8")
    result = run("status", *OF_SMALL, "-l", str(me), "--start", "2026-12", "--quiet", width=300)
    options = f" -l {me} -c {OF_SMALL[1]}"
    _, _, overdue = result.stdout.partition("\nOverdue (please record what happened)\n")
    overdue, _, steps = overdue.partition("\n\nNext\n")
    assert overdue.replace(options, "").splitlines() == [
        "  Working on a Ward (ward-basics) was to start in Feb 2026",
        "    if passed            mcplan done ward-basics --on 2026-03",
        "    if it did not begin  mcplan drop ward-basics",
        "  Cybersecurity Foundations (cyb-foundations) ended in Oct 2026",
        "    if passed      mcplan done cyb-foundations",
        "    if not passed  mcplan drop cyb-foundations --failed",
        "  Programming in Python (python-1) was to start in Oct 2026",
        "    if it began          mcplan begin python-1 --on 2026-10 --months 3",
        "    if it did not begin  mcplan drop python-1",
        "  Networking Basics (net-basics) was to start in Nov 2026",
        "    if it began          mcplan begin net-basics --on 2026-11 --months 4",
        "    if it did not begin  mcplan drop net-basics",
        "  The plan assumes that you passed what has ended, and that you have not begun what was to start.",
    ]
    assert "start Networking Basics" in steps
    assert "Cybersecurity Foundations" not in steps


@pytest.mark.parametrize("way", [0, 1])
def test_each_of_these_commands_does_what_it_says(me: Path, way: int) -> None:
    """As they are typed; then nothing is overdue, and a plan can be made."""
    me.write_text(OVERDUE, "utf-8")
    assert "MC709" in words_of(run("plan", *OF_SMALL, "-l", str(me), code=1))
    found = re.findall(r"^    if .*  mcplan (.*)$", run("status", *OF_SMALL, "-l", str(me), width=300).stdout, re.MULTILINE)
    assert len(found) == 8
    for words in found[way::2]:
        run(*words.split())
    assert "Overdue" not in run("status", *OF_SMALL, "-l", str(me)).stdout
    run("plan", *OF_SMALL, "-l", str(me))


def test_status_needs_what_is_pinned_to_start_in_the_plan_once_it_can(me: Path) -> None:
    """A pin to a month that is still to come, before the first of the plan, is no matter of the past."""
    me.write_text("hours: 8\ntargets: [cyber-certificate]\npins: {python-1: 2026-12}\n", "utf-8")
    said = words_of(run("status", *OF_SMALL, "-l", str(me), "--start", "2027-03", code=2))
    assert "'python-1' is pinned to Dec 2026, before the plan starts in Mar 2027" in said


TAKEN_AS_PASSED = (
    "Cybersecurity Foundations (cyb-foundations) is under way until Mar 2027: a plan that starts later counts it as passed"
)


def test_what_ends_before_the_plan_starts_is_passed_by_then(me: Path) -> None:
    """The foundations end in March: in May they are held, and the plan from June says that it takes them as passed."""
    said = run("status", *OF_SMALL, "-l", str(me), "--start", "2027-06", width=200).stdout
    assert "held 2 modules" in " ".join(said.split())
    assert "Under way" not in said
    assert "Overdue" not in said
    assert "start Cybersecurity Foundations" not in said
    assert TAKEN_AS_PASSED in said


def test_what_ends_in_the_month_before_the_plan_is_still_under_way_in_that_month(me: Path) -> None:
    said = run("status", *OF_SMALL, "-l", str(me), "--start", "2027-04", width=200).stdout
    assert "held 1 module" in " ".join(said.split())
    assert "until Mar 2027  Cybersecurity Foundations" in said
    assert TAKEN_AS_PASSED in said


def test_what_runs_when_the_plan_starts_is_taken_as_it_is(me: Path) -> None:
    for command in ("status", "plan"):
        assert "counts it as passed" not in run(command, *OF_SMALL, "-l", str(me), "--start", "2027-03", width=200).stdout


def test_a_plan_takes_as_passed_what_ends_before_it_starts_and_says_so(me: Path) -> None:
    words = ["plan", *OF_SMALL, "-l", str(me), "--start", "2027-04"]
    assert TAKEN_AS_PASSED in run(*words, width=200).stdout
    made = json.loads(run(*words, "--json").stdout)
    assert made["warnings"][0] == {"code": "taken-as-passed", "text": TAKEN_AS_PASSED}
    assert "cyb-foundations" not in {each["module"] for each in made["enrolments"]}
    held = run("plan", *OF_SMALL, "-l", str(me), "--start", "2027-04", "--hold", "cyb-foundations=2027-03", "--json", code=2)
    assert "is under way" in words_of(held)


def test_what_is_taken_as_passed_is_worth_what_is_held(me: Path) -> None:
    """The same plan as of someone who passed it in that month."""
    plans = []
    for text, first in ((ME, "2027-04"), (ME.replace("under_way: [{module: cyb-foundations, started: 2026-10}]\n", ""), None)):
        me.write_text(text, "utf-8")
        hold = [] if first else ["--hold", "ward-basics=2026-04", "--hold", "cyb-foundations=2027-03"]
        made = json.loads(run("plan", *OF_SMALL, "-l", str(me), "--start", "2027-04", *hold, "--json").stdout)
        for award in (*made["awards"], *made["held_awards"]):
            for told in (award, *award.get("valid", ())):
                del told["hangs_on"]  # where the learner says when it ended, that hangs on nothing in the catalogue
        plans.append({key: made[key] for key in ("finish", "objective", "enrolments", "awards", "held_awards")})
    assert plans[0] == plans[1]


def test_a_comparison_takes_it_as_passed_only_where_it_ends_before_the_start(me: Path) -> None:
    words = ["compare", *OF_SMALL, "-l", str(me), "--start", "2027-01,2027-04"]
    assert TAKEN_AS_PASSED in run(*words, width=200).stdout
    compared = json.loads(run(*words, "--json").stdout)
    assert [note["code"] for note in compared["warnings"]] == ["taken-as-passed"]
    for row in compared["rows"]:
        alone = json.loads(run("plan", *OF_SMALL, "-l", str(me), "--start", row["start"], "--json").stdout)
        assert row["finish"] == alone["finish"]
        assert row["minutes_total"] == alone["objective"]["minutes_total"]
    assert "counts it as passed" not in run("compare", *OF_SMALL, "-l", str(me), "--start", "2027-01,2027-02").stdout


def test_no_plan_starts_before_what_it_takes_as_passed_has_ended(me: Path) -> None:
    """Nothing can be done by April; a sooner start would help, but none that is sooner than the foundations' end."""
    words = ["plan", *OF_SMALL, "-l", str(me), "--start", "2027-06", "--by", "2027-06", "--json"]
    found = json.loads(run(*words, code=3).stdout)
    starts = [each["to"] for each in found["relaxations"] if each["dial"] == "start"]
    assert starts
    assert all(start is None or start >= "2027-04" for start in starts)


def test_what_has_ended_by_now_must_be_recorded_however_late_the_plan_starts(me: Path) -> None:
    """It is November: what ended in October is over, what ends in November still runs."""
    me.write_text(ME.replace("2026-10}", "2026-05}"), "utf-8")
    assert "MC709" in words_of(run("plan", *OF_SMALL, "-l", str(me), "--start", "2027-06", code=1))
    me.write_text(ME.replace("2026-10}", "2026-06}"), "utf-8")
    assert "until Nov 2026: a plan" in run("plan", *OF_SMALL, "-l", str(me), width=200).stdout


def test_an_award_that_is_earned_is_no_step() -> None:
    """Earned in the month that status is of, it stands under what is earned alone."""
    courses = build.catalogue(build.module("a"), build.module("b"), build.award("one", "a"), build.award("two", ["a", "b"]))
    who = build.learner(2, held={"a": "2026-12"})
    made = build.planned(courses, who, "two")
    early = EarnedAward("one", "The one", "diploma", parse_month("2026-12"))
    found = progress(courses, who, parse_month("2026-12"), replace(made, awards=(early, *made.awards)), None)
    assert [(award.id, award.earned) for award in found.awards] == [("one", parse_month("2026-12"))]
    assert [step.id for step in found.steps if step.kind is StepKind.EARNED] == ["two"]


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
        ("2027-02", StepKind.APPLY, "b"),
        ("2027-02", StepKind.END, "a"),
        ("2027-02", StepKind.EARNED, "first"),
        ("2027-04", StepKind.START, "b"),
        ("2027-06", StepKind.END, "b"),
        ("2027-06", StepKind.EARNED, "both"),
    ]
    assert [(step.id, format_month(step.month)) for step in found.running] == [("a", "2027-02")]
    assert found.awards == ()
    (award,) = shown(build.learner(2, held={"a": "2026-05"})).awards
    assert (award.id, award.title, award.earned) == ("first", "The first", parse_month("2026-05"))


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


def test_what_is_over_ended_and_what_is_to_come_ends() -> None:
    """Of December 2026: a was passed in November, not in March; b ends in June 2027."""
    found = shown(build.learner(2, held={"a": "2026-11"}), saved(a="2026-03", b="2027-03"))
    assert [(slip.id, slip.is_over) for slip in found.slips] == [("a", True), ("b", False)]
    running = shown(build.learner(2, under_way={"a": "2026-12"}), saved(a="2027-01", b="2027-06"))
    assert [(slip.id, slip.is_over) for slip in running.slips] == [("a", False)]
    told = consoles.shown(lambda console: print_progress(console, found, None), 100)
    assert "ended Nov 2026, not Mar 2026" in told
    assert "ends Jun 2027, not Mar 2027" in told


def test_what_was_passed_before_it_was_to_start_is_early_and_not_dropped() -> None:
    early = build.learner(2, held={"a": "2026-02"})
    (slip,) = shown(early, saved(a="2026-03", b="2027-06")).slips
    assert (slip.id, slip.months) == ("a", -1)
    again = saved(a="2026-03", b="2027-06")
    again = replace(again, modules=tuple(replace(each, again=each.module == "a") for each in again.modules))
    (slip,) = shown(early, again).slips
    assert (slip.id, slip.now) == ("a", None), "what is held was held before"


# --- Saved plans that are none ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('{"a": "\udce9"}', "line 1, column 8: MC002 byte 0xe9 is not UTF-8 text (save the file as UTF-8)"),
        ("[]", "it is not a plan that mcplan wrote with -o plan.json"),
        ('{"schema": "mcplan.plan/3"}', "it is not a plan that mcplan wrote with -o plan.json (schema)"),
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
    path.write_bytes((text if data is None else json.dumps(data)).encode(errors="surrogateescape"))
    with pytest.raises(SavedPlanError) as raised:
        read_plan(path)
    assert said in str(raised.value)
    assert said in words_of(run("status", *OF_SMALL, "-l", str(me), "--plan", str(path), code=2))


def test_a_file_that_is_not_there(me: Path, tmp_path: Path) -> None:
    assert "there is no such file" in words_of(run("status", *OF_SMALL, "-l", str(me), "--plan", "no.json", code=2))
    with pytest.raises(SavedPlanError, match="cannot read the file"):
        read_plan(tmp_path)


def test_what_ends_later_this_month_is_one_of_the_next_steps(on_day: OnDay) -> None:
    _, _, following = on_day(19, A_BEGAN, "status", targets="a").stdout.partition("Next")
    assert "20 Nov 2026  end A (a)" in following


LESS = """\
title: Less than published
as_of: 2026-11-01
fields: [{id: it, title: IT}]
providers: [{id: school, title: School}]
modules:
  - {id: begun, title: Begun, field: it, provider: school, mode: online, hours: 26, months: 3, fee: 1, evidence: published,
     assumed: [months]}
  - {id: next, title: Next, field: it, provider: school, mode: online, hours: 26, months: 2, fee: 1, evidence: published,
     intakes: [apr], apply_months_before: 2, derived: {intakes: "each year so far"}}
awards:
  - {id: both, title: Both, kind: certificate, field: it, requires: [begun, next], evidence: published, assumed: [requires]}
"""


def test_each_step_has_the_mark_of_what_its_month_rests_on(tmp_path: Path) -> None:
    # What began in November ends in January if it takes 3 months; the next module starts in April if it does each year.
    courses, file, plan = (tmp_path / name for name in ("courses.yaml", "me.yaml", "plan.json"))
    courses.write_text(LESS, "utf-8")
    file.write_text("hours: 8\nunder_way: [{module: begun, started: 2026-11}]\n", "utf-8")
    words = ["-c", str(courses), "-l", str(file), "--start", "2026-12", "--quiet"]
    begun_alone = run("status", *words).stdout
    assert "until Jan 2027?  Begun" in begun_alone
    assert "? assumed" in begun_alone
    file.write_text("targets: [both]\n" + file.read_text("utf-8"), "utf-8")
    text = run("status", *words).stdout
    steps = ("by Feb 2027≈ apply for Next", "Apr 2027≈ start Next", "May 2027≈ end Next", "May 2027? earn Both")
    for words_of_step in ("until Jan 2027?", *steps, "≈ derived from what is published"):
        assert words_of_step in " ".join(text.split())
    data = json.loads(run("status", *words, "--json").stdout)
    assert [(each["what"], each["rests_on"]) for each in data["next"] if each["id"] == "next"] == [
        ("apply", ["derived", "published"]),
        ("start", ["derived"]),
        ("end", ["published", "derived"]),
    ]
    rows = run("status", *words, "--csv").stdout.splitlines()
    assert "under way,begun,Begun,2027-01,,assumed" in rows
    assert "finish,both,Both,2027-05,,assumed" in rows
    plan.write_text(json.dumps({"schema": "mcplan.plan/2", **data["plan"]}).replace("2027-05", "2027-06"), "utf-8")
    slipped = " ".join(run("status", *words, "--plan", str(plan)).stdout.split())
    assert "Next (next), ends May 2027≈, not Jun 2027" in slipped
