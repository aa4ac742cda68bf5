"""`mcplan compare`: which rows are best, what is shown and written, and what is refused."""

import csv
import io
import json
from pathlib import Path

import pytest
import snapshots
from commands import OF_SMALL, run, small_catalogue, words_of
from consoles import shown, widest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sample_plans import diploma_plan, impossible_plan, unknown_plan

from mcplanner.export.csv_comparison import COLUMNS, comparison_csv
from mcplanner.ground.months import Month, parse_month
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning import comparison, inquiry, planner
from mcplanner.planning.comparison import Comparison, ComparisonRow, Dial, compare, undominated
from mcplanner.plans.model import INTERRUPTED, Note, Plan, Status
from mcplanner.solvers.search import UNSOLVED
from mcplanner.terminal.comparison_view import print_comparison

COMPARE_SMALL = ["compare", *OF_SMALL]
BY_HOURS = [*COMPARE_SMALL, "--start", "2026-12", "--target", "cyber-diploma", "--hours", "6,8,12"]
BY_START_AND_HOURS = [*COMPARE_SMALL, "--start", "2026-12,2027-02", "--target", "cyber-diploma", "--hours", "6,8,12"]
BY_TARGET = [*COMPARE_SMALL, "--start", "2026-12", "--hours", "8", "--hold", "python-1"]
BY_TARGET += ["--target", "cyber-diploma,python-1", "--target", "care-certificate", "-t", "security-analyst"]
BY_AWAY_AND_MODE = [*COMPARE_SMALL, "--start", "2026-12", "--target", "cyber-diploma", "--hours", "8"]
BY_AWAY_AND_MODE += ["--mode", "any,in-person+blended", "--away", "none,2027-06..2027-07+2028-01"]
ANY_DIPLOMA = [*COMPARE_SMALL, "--start", "2026-12", "--hours", "6,8", "--target", "diploma", "--at-once", "1,2"]


def row_of(plan: Plan, hours: int = 6, best: bool = False) -> ComparisonRow:
    asked = Learner(minutes_per_week=hours * 60), Request((plan.targets[0].id,), plan.start)
    return ComparisonRow(*asked, replace(plan, budget_minutes_per_week=hours * 60), best)


def by_hours(*rows: ComparisonRow) -> Comparison:
    return Comparison(rows, (Dial.HOURS,))


# --- Which rows are best ------------------------------------------------------------------------------------------------------


def test_best_by_hand() -> None:
    """Figures are finish, fees, peak and hours a week given."""
    soon_and_dear, late_and_cheap = (10, 900, 60, 300), (20, 500, 60, 300)
    points = [
        soon_and_dear,
        late_and_cheap,
        (20, 900, 60, 300),  # as late as one, as dear as the other
        (10, 900, 60, 360),  # the first one, with more hours given for nothing
        soon_and_dear,  # equal to the first: neither is better
        (9, 9999, 9999, 9999),  # the soonest of all
        None,
    ]
    assert undominated(points) == (True, True, False, False, True, True, False)


POINTS = st.lists(st.none() | st.tuples(*[st.integers(0, 3)] * 4), max_size=8)


@given(POINTS)
def test_a_row_is_best_exactly_when_no_other_dominates_it(points: list[tuple[int, ...] | None]) -> None:
    for index, (own, best) in enumerate(zip(points, undominated(points), strict=True)):
        dominated = False
        for other_index, other in enumerate(points):
            if own is not None and other is not None and index != other_index:
                nowhere_worse = not any(theirs > ours for theirs, ours in zip(other, own, strict=True))
                somewhere_better = any(theirs < ours for theirs, ours in zip(other, own, strict=True))
                dominated |= nowhere_worse and somewhere_better
        assert best == (own is not None and not dominated)


@given(POINTS.filter(any))
def test_some_row_with_a_plan_is_best(points: list[tuple[int, ...] | None]) -> None:
    assert any(undominated(points))


TWO_ALIKE = """
title: Two ways to the same month
as_of: 2026-11-01
currency: SGD
fields: [{id: work, title: Work}]
providers: [{id: it, title: School}]
modules:
  - {id: early, title: A, field: work, provider: it, mode: online, hours: 92.5, months: 5, weeks: 10, intakes: [jan], fee: 100}
  - {id: late, title: B, field: work, provider: it, mode: online, hours: 139, months: 4, weeks: 15, intakes: [feb], fee: 100}
awards:
  - {id: paper, title: Paper, kind: certificate, field: work, requires: {any: [early, late]}}
"""


def test_rows_that_read_the_same_are_best_together(tmp_path: Path) -> None:
    """One has a load of 555 minutes a week, one of 556: that minute is rounding, and nobody could see why one has no star."""
    catalogue = tmp_path / "courses.yaml"
    catalogue.write_text(TWO_ALIKE, "utf-8")
    asked = ("compare", "-c", str(catalogue), "--target", "paper", "--start", "2027-01,2027-02", "--hours", "10")
    rows = json.loads(run(*asked, "--json").stdout)["rows"]
    assert [row["peak_minutes_per_week"] for row in rows] == [555, 556]
    assert [row["pareto"] for row in rows] == [True, True]
    table = [line for line in run(*asked).stdout.splitlines() if "proved" in line]
    assert len(table) == 2
    assert all(line.startswith("★") and "9.3 h" in line for line in table)


@pytest.mark.parametrize(
    ("module_fee", "run_fees", "best"),
    [
        ("unknown", (None, None), [True, False]),  # one figure: whatever it is, the second plan costs as much, and ends later
        ("10", ("unknown", "unknown"), [True, True]),  # two figures: the later run may be the cheaper one
        ("unknown", ("unknown", "unknown"), [True, True]),
        ("unknown", (None, "unknown"), [True, True]),
        ("10", ("unknown", None), [True, True]),
        ("10", (None, "unknown"), [True, True]),
    ],
)
def test_unknown_fees_of_two_runs_are_two_figures(
    module_fee: str, run_fees: tuple[str | None, str | None], best: list[bool], tmp_path: Path
) -> None:
    starts = zip(("2027-01", "2027-03"), run_fees, strict=True)
    runs = [f"{{start: {start}{'' if fee is None else f', fee: {fee}'}}}" for start, fee in starts]
    catalogue = tmp_path / "courses.yaml"
    catalogue.write_text(
        f"""
title: Two runs
as_of: 2026-11-01
fields: [{{id: work, title: Work}}]
providers: [{{id: it, title: School}}]
modules:
  - {{id: r, title: R, field: work, provider: it, mode: online, hours: 26, months: 1, fee: {module_fee},
     runs: [{", ".join(runs)}]}}
""",
        "utf-8",
    )
    asked = ("compare", "-c", str(catalogue), "-t", "r", "--hours", "10", "--start", "2027-01,2027-02", "--json")
    assert [row["pareto"] for row in json.loads(run(*asked).stdout)["rows"]] == best


def test_a_target_is_compared_with_itself_alone() -> None:
    """A short course finishes sooner and costs less than any diploma, which says nothing about the diploma."""
    rows = json.loads(run(*BY_TARGET, "--json").stdout)["rows"]
    assert [row["target"] for row in rows if row["finish"] and not row["pareto"]] == []
    assert "no other row for its target" in run(*BY_TARGET).stdout


# --- Rows are plans -----------------------------------------------------------------------------------------------------------


def test_a_row_is_the_plan_that_plan_makes() -> None:
    catalogue = small_catalogue()
    start = parse_month("2026-12")
    cases = [
        (Learner(minutes_per_week=hours * 60, at_once=at_once), Request(("cyber-diploma",), start))
        for at_once in (1, 2)
        for hours in (8, 12)
    ]
    made = compare(catalogue, cases)
    assert made.varied == (Dial.AT_ONCE, Dial.HOURS)
    for row, (learner, request) in zip(made.rows, cases, strict=True):
        assert row.plan == planner.plan(catalogue, learner, request, advice=False)
        assert (row.target, row.start) == ("cyber-diploma", start)
        assert (row.at_once, row.budget_minutes_per_week) == (learner.at_once, learner.minutes_per_week)


def test_a_row_says_what_the_command_plan_says() -> None:
    rest = [*OF_SMALL, "--target", "diploma", "--away", "2027-06", "--hold", "python-1", "--skip", "java-1"]
    rest += [
        "--mode",
        "online",
        "--mode",
        "blended",
        "--mode",
        "in-person",
        "--provider",
        "harbour",
        "--field",
        "information-technology",
    ]
    rest += ["--by", "2029-12", "--busy", "mon 18:00-22:00", "--evenings", "2", "--budget", "9000", "--time-limit", "30"]
    rest += ["--hours-in", "2027-01=10", "--pin", "net-basics=2027-01", "--at-once", "1", "--start", "2026-12", "--json"]
    rest += ["--skill", "cloud-security", "--prefer", "cost"]
    rows = json.loads(run("compare", *rest, "--hours", "6,7,9.5").stdout)["rows"]
    for row, hours in zip(rows, ("6", "7", "9.5"), strict=True):
        plan = json.loads(run("plan", *rest, "--hours", hours, code=3 if row["status"] == "infeasible" else 0).stdout)
        for key in ("status", "finish", "start", "hours_per_week", "reason"):
            assert row[key] == plan[key]
        assert row["targets"] == plan.get("targets", [plan["target"]])
        for key in ("finish_months", "cost_cents", "minutes_total", "peak_minutes_per_week"):
            assert row[key] == (plan["objective"] or {}).get(key)
    assert [row["status"] for row in rows] == ["infeasible", "optimal", "optimal"]


DIALS = {
    "prefer": ("finish,cost,load", ["--prefer finish", "--prefer cost", "--prefer load"]),
    "provider": ("harbour,raintree+harbour", ["--provider harbour", "--provider raintree --provider harbour"]),
    "mode": ("online,in-person+online,any", ["--mode online", "--mode in-person --mode online", ""]),
    "away": ("2027-06..2027-07+2027-12, 2027-02,none", ["--away 2027-06..2027-07 --away 2027-12", "--away 2027-02", ""]),
}
"""What is typed for a dial, and for each of its values what is typed for `mcplan plan`."""


@pytest.mark.parametrize("dial", DIALS)
def test_each_value_of_a_dial_is_the_plan_of_these_options(dial: str) -> None:
    rest = [*OF_SMALL, "--target", "cyber-diploma", "--start", "2026-12", "--hours", "12", "--json"]
    typed, values = DIALS[dial]
    made = json.loads(run("compare", *rest, f"--{dial}", typed).stdout)
    assert made["varied"] == [{"provider": "providers", "mode": "modes"}.get(dial, dial)]
    for row, value in zip(made["rows"], values, strict=True):
        plan = json.loads(run("plan", *rest, *value.split(), code=3 if row["status"] == "infeasible" else 0).stdout)
        for key in ("status", "finish", "reason"):
            assert row[key] == plan[key]
        assert row["cost_cents"] == (plan["objective"] or {}).get("cost_cents")


def test_the_words_for_no_limit_override_the_learner_file(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("hours: 12\naway: [2027-06]\nmodes: [online]\nproviders: [harbour]\nprefer: cost\n", "utf-8")
    asked = ["compare", *OF_SMALL, "-l", str(path), "--target", "cyber-diploma", "--start", "2026-12", "--json"]

    def chosen(*typed: str) -> list[list[object]]:
        rows = json.loads(run(*asked, *typed, code=3).stdout)["rows"]
        return [[row[key] for key in ("prefer", "providers", "modes", "away")] for row in rows]

    assert chosen("--mode", "any,blended", "--away", "none,2027-01..2027-02") == [
        ["cost", ["harbour"], modes, away] for modes in ([], ["blended"]) for away in ([], ["2027-01", "2027-02"])
    ]
    assert chosen("--provider", "any,harbour+raintree", "--prefer", "load,finish") == [
        [prefer, providers, ["online"], ["2027-06"]]
        for prefer in ("load", "finish")
        for providers in ([], ["harbour", "raintree"])
    ]


def test_what_all_rows_share_is_said_if_it_is_unusual() -> None:
    lines = run(
        *BY_HOURS, "--mode", "online", "--mode", "blended", "--away", "2027-06", "--prefer", "load", width=120, code=3
    ).stdout
    assert "all rows  from Dec 2026; lowest weekly load first; only blended, online; away Jun 2027" in lines


def test_rows_stand_in_the_order_typed_with_the_hours_changing_fastest() -> None:
    made = json.loads(run(*BY_START_AND_HOURS, "--json").stdout)
    assert made["varied"] == ["start", "hours_per_week"]
    assert [(row["start"], row["hours_per_week"]) for row in made["rows"]] == [
        (start, hours) for start in ("2026-12", "2027-02") for hours in (6, 8, 12)
    ]


def test_hours_are_sought_where_none_are_given() -> None:
    """April 2027 is too late for the intake of April, for which one applies by January: the work fits later months only."""
    asked = [*COMPARE_SMALL, "--target", "cyber-certificate", "--by", "2028-03", "--start", "2026-12,2027-04"]
    made = json.loads(run(*asked, "--json").stdout)
    assert (made["varied"], made["by"]) == (["start"], "2028-03")
    assert [row["hours_per_week"] for row in made["rows"]] == [None, None]
    text = run(*asked, width=80).stdout
    assert "the fewest hours a week needed" in text
    assert "given hours" not in text


# --- What is shown ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("hours", BY_HOURS),
        ("start-hours", BY_START_AND_HOURS),
        ("target", BY_TARGET),
        ("any-diploma", ANY_DIPLOMA),
        ("away-mode", BY_AWAY_AND_MODE),
    ],
)
def test_comparisons_look_as_they_did(name: str, asked: list[str], width: int) -> None:
    result = run(*asked, width=width)
    assert result.stderr == ""
    assert widest(result.stdout) <= width
    assert "\x1b" not in result.stdout
    snapshots.check(f"command-compare-{name}-{width}", result.stdout)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 130, 160])
def test_nothing_is_left_out_at_any_width(width: int) -> None:
    result = run(*BY_START_AND_HOURS, width=width)
    assert widest(result.stdout) <= width
    text = " ".join(result.stdout.split())
    for words in ("Dec 2026", "Feb 2027", "16 ", "20 ", "S$8,200.50", "385 h", "7 h", "10.4 h", "proved", "impossible"):
        assert words in text
    for words in ("Sep 2028", "Jun 2028", "Mar 2028", "Dec 2027", "cyber-certificate", "★ best:"):
        assert words in text
    assert "…" not in text


def test_ascii_terminals_get_ascii() -> None:
    text = run(*ANY_DIPLOMA, width=80, charset="ascii").stdout
    assert text.isascii()
    assert "?" not in text
    assert "+ best:" in text
    snapshots.check("command-compare-any-diploma-80-ascii", text)


def test_colour_adds_nothing_but_escapes() -> None:
    made = by_hours(row_of(diploma_plan(), best=True), row_of(impossible_plan(), 4), row_of(unknown_plan(), 5))
    coloured = shown(lambda console: print_comparison(console, made), 80, colour=True)
    plain = shown(lambda console: print_comparison(console, made), 80)
    assert "\x1b[" in coloured
    assert "\x1b" not in plain
    for words in ("★ best", "proved", "impossible: ", "none found"):
        assert words in plain


def test_rows_that_are_not_proved_say_so() -> None:
    open_plan = replace(diploma_plan(), status=Status.FEASIBLE)
    text = shown(lambda console: print_comparison(console, by_hours(row_of(open_plan), row_of(diploma_plan(), 8))), 100)
    assert "not proved" in text


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("months", [1, 34, 130, 400])
def test_bars_fit_however_long(months: int, width: int) -> None:
    plan = diploma_plan()
    long = replace(plan, finish=Month(plan.start + months - 1), awards=())
    late = replace(plan, start=Month(plan.start + 5), finish=Month(plan.start + months + 5))
    text = shown(lambda console: print_comparison(console, by_hours(row_of(long), row_of(late, 8))), width)
    assert widest(text) <= width


# --- What is written ----------------------------------------------------------------------------------------------------------


def test_json() -> None:
    result = run(*BY_HOURS, "--json")
    assert result.stderr == ""
    made = json.loads(result.stdout)
    assert (made["schema"], made["varied"], made["by"]) == ("mcplan.comparison/2", ["hours_per_week"], None)
    impossible, eight, twelve = made["rows"]
    assert impossible["status"] == "infeasible"
    assert "needs 6.25 hours a week, more than your 6" in impossible["reason"]
    assert [impossible[key] for key in ("finish", "finish_months", "cost_cents", "peak_minutes_per_week")] == [None] * 4
    assert [row["pareto"] for row in made["rows"]] == [False, True, True]
    assert (eight["target"], eight["start"], eight["at_once"], eight["hours_per_week"]) == ("cyber-diploma", "2026-12", None, 8)
    assert (eight["finish"], eight["finish_months"], eight["cost_cents"]) == ("2028-03", 16, 820050)
    assert [(award["id"], award["earned"]) for award in eight["awards_on_the_way"]] == [("cyber-certificate", "2027-09")]
    assert (twelve["finish"], twelve["reason"]) == ("2027-12", None)
    assert result.stdout.isascii()


def test_files(tmp_path: Path) -> None:
    table, data = tmp_path / "compare.csv", tmp_path / "compare.JSON"
    result = run(*BY_HOURS, "-o", str(table), "-o", str(data))
    assert result.stderr == f"wrote {table} (spreadsheet)\nwrote {data} (machine-readable comparison)\n"
    assert result.stdout == run(*BY_HOURS).stdout
    assert data.read_text("utf-8") == run(*BY_HOURS, "--json").stdout
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["hours_per_week"] for row in rows] == ["6", "8", "12"]
    assert [row["best"] for row in rows] == ["no", "yes", "yes"]
    assert rows[1] == {
        "target": "cyber-diploma", "start": "2026-12", "at_once": "", "hours_per_week": "8", "status": "optimal",
        "chosen": "cyber-diploma", "finish": "2028-03", "months": "16", "cost": "8200.50", "hours": "385",
        "peak_hours_per_week": "6.93", "awards_on_the_way": "1", "first_award": "cyber-certificate",
        "first_award_earned": "2027-09", "best": "yes", "reason": "", "cost_at_least": "8200.50", "unknown_fees": "0",
        "paid_by": "",
        "rests_on": "3 illustrative and 20 unstated figures; the cost hangs on the illustrative fee of Networking Basics",
        "prefer": "finish", "providers": "", "modes": "", "away": "",
    }  # fmt: skip
    assert (rows[0]["finish"], rows[0]["cost"], rows[0]["status"]) == ("", "", "infeasible")
    assert "more than your 6" in rows[0]["reason"]


def test_files_are_never_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "compare.csv"
    path.write_text("mine")
    refused = run(*BY_TARGET, "-o", str(path), code=2)
    assert "exists: choose another name, or overwrite it with --force" in " ".join(refused.stderr.split())
    assert path.read_text() == "mine"
    run(*BY_TARGET, "-o", str(path), "--force")
    assert path.read_text("utf-8").startswith("target,")


@pytest.mark.parametrize("reason", ["=1+1", " +1", "-1", "@sum(a1)", "\t=1", "＝1", "\r=1"])
def test_spreadsheets_calculate_nothing(reason: str) -> None:
    plan = replace(impossible_plan(), reason=reason)
    written = comparison_csv(by_hours(row_of(plan), row_of(plan, 8)))
    for row in csv.DictReader(io.StringIO(written)):
        assert row["reason"] == "'" + reason.strip()


# --- Exit codes and what is refused -------------------------------------------------------------------------------------------


def test_all_rows_proved_impossible(tmp_path: Path) -> None:
    path = tmp_path / "compare.csv"
    asked = [*COMPARE_SMALL, "--target", "cyber-diploma", "--start", "2026-12", "--hours", "5,6"]
    result = run(*asked, "-o", str(path), code=3)
    assert result.stderr == f"{path} was not written: there is no plan to write\n"
    assert not path.exists()
    assert result.stdout.count("impossible for these figures: ") == 2
    for absent in ("From start to finish", "best"):
        assert absent not in result.stdout
    rows = json.loads(run(*asked, "--json", code=3).stdout)["rows"]
    assert [(row["status"], row["pareto"]) for row in rows] == [("infeasible", False)] * 2


def test_one_row_ran_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiry, "solve", lambda *_: UNSOLVED)
    result = run(*BY_HOURS, code=4)
    assert "none found: time ran out" in " ".join(result.stdout.split())
    plans = iter([impossible_plan(), unknown_plan(), impossible_plan()])
    monkeypatch.setattr(planner.Planner, "plan", lambda *_, **__: next(plans))
    run(*BY_HOURS, code=4)


def test_ctrl_c_shows_what_was_planned_by_then(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_: object, watch: Watch, **__: object) -> Plan:
        watch.interrupt()
        return replace(diploma_plan(), status=Status.FEASIBLE, warnings=(Note(INTERRUPTED, "stopped"),))

    monkeypatch.setattr(planner.Planner, "plan", stopped)
    text = run(*BY_START_AND_HOURS, "-o", str(tmp_path / "compare.json"), code=130).stdout
    assert text.startswith("Part-time Diploma in Cybersecurity (diploma), by start and hours a week\n")
    assert "not proved" in text
    assert text.endswith("\nStopped: 5 plans were not made\n")
    made = json.loads((tmp_path / "compare.json").read_text("utf-8"))
    assert (made["varied"], len(made["rows"]), made["not_planned"]) == (["start", "hours_per_week"], 1, 5)


def test_ctrl_c_between_two_plans_shows_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, watch: Watch, **__: object) -> Plan:
        watch.interrupt()
        return diploma_plan()

    monkeypatch.setattr(planner.Planner, "plan", stopped)
    assert run(*BY_HOURS, code=130).stdout.endswith("\nStopped: 2 plans were not made\n")


def test_impossible_rows_ask_for_no_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        pytest.fail("a comparison seeks no relaxations")

    monkeypatch.setattr(planner, "_advise", fail)
    run(*BY_HOURS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "--hours 8 --target diploma",
            [
                "nothing to compare",
                "one or two of these several values, such as --hours 4,6,8",
                "--target / --start / --prefer / --provider / --mode / --away / --at-once / --hours",
            ],
        ),
        ("--hours 8,8,8.0 --target diploma", ["nothing to compare"]),
        ("--hours 6,8 --target diploma,certificate --at-once 1,2", ["--target / --at-once / --hours", "at most 2 of these"]),
        ("--hours 1,2,3,4,5 --target diploma --at-once 1,2,3,4,5", ["5 × 5 = 25 plans", "at most 24 can be compared"]),
        ("--target diploma --hours " + ",".join(map(str, range(1, 26))), ["25 plans are too many", "fewer values"]),
        ("--hours 6,six --target diploma", ["'six' is not a number of hours a week up to 168, such as 6 or 5.5"]),
        ("--hours 6,,8 --target diploma", ["'' is not a number of hours a week"]),
        ("--hours 6,200 --target diploma", ["'200' is not a number of hours a week"]),
        ("--hours 8 --target diploma --at-once 1,0", ["'0' is not a number of modules, such as 2"]),
        ("--hours 8 --target diploma --at-once 1,two", ["'two' is not a number of modules"]),
        ("--hours 8 --target diploma --at-once 1,99999999999999999999", ["is not a number of modules"]),
        ("--hours 8 --target diploma --start 2027-01,2027-13", ["'2027-13' is not a month", "as 2027-04"]),
        ("--hours 8 --target cyber-diploma,cyber-certificat", ["unknown target", "did you mean 'cyber-certificate'?"]),
        ("--hours 8 --target cyber-diploma,", ["unknown target ''", "see mcplan list"]),
        ("--hours 6,8", ["--target", "say what you want"]),
        ("--target diploma,certificate", ["say how many hours a week you have, or say with --by when you must be done"]),
        ("--hours 6,8 --target diploma --field healthcare", ["the field 'healthcare' has no diploma"]),
        (
            "--hours 8 --target diploma --start 2027-01,2029-01 --by 2028-06",
            ["Jun 2028 is before the plan starts in Jan 2029"],
        ),
        (
            "--hours 8 --target diploma --start 2027-01,2027-03 --pin net-basics=2027-02",
            ["'net-basics' is pinned to Feb 2027, before the plan starts in Mar 2027"],
        ),
        ("--hours 6,8 --target diploma --mode evening", ["unknown mode 'evening'"]),
        ("--hours 6 --target diploma --mode online,evening", ["unknown mode 'evening'"]),
        ("--hours 6 --target diploma --mode any+online,blended", ["unknown mode 'any'"]),
        ("--hours 6 --target diploma --provider any,nobody", ["unknown provider 'nobody'"]),
        ("--hours 6 --target diploma --prefer cost,cheap", ["unknown word 'cheap'", "finish, cost, load"]),
        ("--hours 6 --target diploma --away none,2027-06..", ["'2027-06..' has only one end"]),
        (
            "--hours 6 --target diploma --away none,2027-06 --away 2027-12",
            ["'none,2027-06' has several values: give --away once, and join what belongs to one value with +"],
        ),
        ("--hours 6,7 --prefer cost,load --mode any,online --target diploma", ["--prefer / --mode / --hours", "at most 2"]),
        ("--hours 6,8 --target diploma -o compare.ics", ["'compare.ics' must end in one of .html, .csv, .xlsx, .json"]),
        ("--hours 6,8 --target diploma --why", ["No such option", "--why"]),
    ],
)
def test_it_says_what_was_typed_wrong_and_the_way_out(typed: str, expected: list[str]) -> None:
    said = words_of(run(*COMPARE_SMALL, *typed.split(), code=2))
    for words in expected:
        assert words in said


def test_the_help_says_how_many_plans_are_compared_at_most() -> None:
    assert f"at most {comparison.MOST_ROWS}," in run("compare", "--help").stdout
