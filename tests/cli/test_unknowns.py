"""What nobody has published, through every command and every format: no sum, finish or verdict that the data do not carry.

The diploma has two modules of known fee, S$100 and S$900, and two of unknown fee. A citizen pays S$16.35 and S$147.15.
"""

import csv
import io
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import build
import openpyxl
import pytest
from commands import DATA, run, words_of
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner import Learner, Pricing, Request, load_catalogue, load_funding, parse_month, plan, shipped_funding_path
from mcplanner.catalogue.assumptions import assume, parse_assumption
from mcplanner.catalogue.model import Catalogue, Certainty
from mcplanner.export import EXPORTERS
from mcplanner.files.checks.every_check import CHECKS
from mcplanner.ground.diagnostics import Severity
from mcplanner.ground.money import Amount, format_amount
from mcplanner.planning.request_check import AskedError
from mcplanner.plans.model import Plan, Status
from mcplanner.plans.read_saved import read_plan
from mcplanner.plans.summary import proof, verdict

UNKNOWNS = DATA / "catalogues" / "unknowns.yaml"
OF_UNKNOWNS = ["-c", str(UNKNOWNS)]
PLAN = ["plan", *OF_UNKNOWNS, "--hours", "6", "--start", "2027-01"]
CITIZEN = ["--residency", "citizen", "--born", "2000"]

SUMS = ("1,000.00", "1000.00", "163.50", "850.00", "13.50")
"""The known parts of the fees, of what a citizen pays, of the subsidies and of GST: none of them is a whole sum."""


def courses() -> Catalogue:
    loaded = load_catalogue(UNKNOWNS).catalogue
    assert loaded is not None
    return loaded


def made(target: str, *assumed: str, **facts: Any) -> Plan:
    """The plan of someone with 6 hours a week."""
    who = Learner(minutes_per_week=360, assume=assumed, **facts)
    funding = load_funding(shipped_funding_path())[0] if who.residency else None
    return plan(courses(), who, Request((target,), parse_month("2027-01")), pricing=Pricing(who, funding))


def refuse_bare_sums(text: str) -> None:
    """Every sum of known parts is said to be one, and nothing is said to cost nothing."""
    words = " ".join(text.replace("-", " ").split())
    assert "at least S$0.00" not in words
    assert not re.search(r"(fees?|to pay:?|in all) S\$0\.00", words, re.IGNORECASE)
    for amount in SUMS:
        for found in re.finditer(rf"(?<![\d,.]){re.escape(amount)}", words):
            before = words[: found.start()].rstrip("$S ")
            assert before.endswith("at least"), words[max(0, found.start() - 60) : found.end()]


def text_of(path: Path) -> str:
    """What people read in a file."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    text = path.read_text("utf-8")
    if path.suffix in (".html", ".svg"):
        text = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<style.*?</style>", "", text))
    if path.suffix == ".md":
        text = re.sub(r"\\(.)", r"\1", text)
    return text.replace("\r\n ", "")


@pytest.mark.parametrize("facts", [[], CITIZEN], ids=["fees", "funded"])
def test_no_format_states_a_sum_that_lacks_a_part(facts: list[str], tmp_path: Path) -> None:
    files = [tmp_path / f"plan{ending}" for ending in EXPORTERS if ending not in (".json", ".png", ".pdf")]
    words = [*PLAN, "--target", "partly", *facts, "--alternatives", "1", "--what-if-fail", "fee-unknown", "--why"]
    shown = run(*words, *(word for file in files for word in ("-o", str(file)))).stdout
    refuse_bare_sums(shown)
    assert "2 fees unknown; of the known ones, least" in " ".join(shown.split())
    assert "not known" in shown
    for file in files:
        refuse_bare_sums(text_of(file))


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_where_no_fee_is_known_nothing_is_said_to_be_at_least_anything(width: int) -> None:
    shown = run(*PLAN, "--target", "no-fee-known", width=width).stdout
    assert re.search(r"^  fees +not known$", shown, re.MULTILINE)
    assert "at least" not in shown
    assert "S$" not in shown
    assert max(map(len, shown.splitlines())) <= width


def sums(data: Any) -> list[tuple[str, Any]]:
    """Every sum in JSON data, and whatever stands beside one."""
    if isinstance(data, list):
        return [each for part in data for each in sums(part)]
    if not isinstance(data, dict):
        return []
    own = [(key, data[key]) for key in data if key.removesuffix("_cents") + "_at_least_cents" in data]
    return [*own, *(each for part in data.values() for each in sums(part))]


@pytest.mark.parametrize("facts", [[], CITIZEN], ids=["fees", "funded"])
def test_in_json_a_sum_with_unknown_parts_is_null(facts: list[str]) -> None:
    data = json.loads(run(*PLAN, "--target", "partly", *facts, "--what-if-fail", "fee-unknown", "--json").stdout)
    assert (data["schema"], data["status"]) == ("mcplan.plan/2", "optimal")
    known = 16_350 if facts else 100_000
    assert (data["objective"]["unknown_fees"], data["objective"]["cost_cents"]) == (2, None)
    assert data["objective"]["cost_at_least_cents"] == data["bound"]["cost_at_least_cents"] == known
    unknown = [each for each in data["enrolments"] if each["module"].startswith("fee")]
    amounts = ("fee_cents", "subsidy_cents", "gst_cents", "credit_cents", "payable_cents")
    assert [each[key] for each in unknown for key in amounts] == [None] * 10
    exact = [value for _, value in sums(data["objective"]) + sums(data["what_if_fail"]["plan"]["objective"])]
    assert exact == [None, None]
    if facts:
        spending = {key: value for key, value in sums(data["spending"]) if not key.endswith("at_least_cents")}
        assert spending["fee_cents"] is spending["subsidy_cents"] is spending["gst_cents"] is None


def test_csv_says_unknown(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    run(*PLAN, "--target", "partly", *CITIZEN, "-o", str(file))
    rows = {row["module"]: row for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))}
    assert [rows["fee-unknown"][name] for name in ("fee", "subsidy", "gst", "credit", "payable")] == ["unknown"] * 5
    assert rows["known"]["payable"] == "16.35"


def test_compare_neither_sums_up_nor_prefers_what_is_unknown(tmp_path: Path) -> None:
    compared = [
        "compare",
        *OF_UNKNOWNS,
        "--hours",
        "6",
        "--start",
        "2027-01",
        "--target",
        "choice,no-fee-known,partly,unplannable",
    ]
    files = [tmp_path / "compared.csv", tmp_path / "compared.json"]
    refuse_bare_sums(run(*compared, "-o", str(files[0]), "-o", str(files[1])).stdout)
    rows = {row["target"]: row for row in json.loads(files[1].read_text("utf-8"))["rows"]}
    assert {name: (row["cost_cents"], row["cost_at_least_cents"]) for name, row in rows.items()} == {
        "choice": (90_000, 90_000),
        "no-fee-known": (None, 0),
        "partly": (None, 100_000),
        "unplannable": (None, None),
    }
    assert (rows["choice"]["pareto"], rows["no-fee-known"]["pareto"]) == (True, True)
    table = {row["target"]: row for row in csv.DictReader(io.StringIO(files[0].read_text("utf-8")))}
    assert (table["partly"]["cost"], table["partly"]["cost_at_least"], table["partly"]["unknown_fees"]) == ("", "1000.00", "2")


def test_more_hours_are_no_dominated_row_only_because_a_fee_is_unknown() -> None:
    rows = json.loads(
        run("compare", *OF_UNKNOWNS, "--hours", "6,8,40", "--start", "2027-01", "--target", "no-fee-known", "--json").stdout
    )["rows"]
    assert [row["pareto"] for row in rows] == [True, False, False]  # the same two fees, as soon, with fewer hours


@pytest.mark.parametrize("entry", ["partly", "choice", "no-fee-known", "fee-unknown", "hours-unknown", "nothing-known"])
def test_cost_show_and_list(entry: str) -> None:
    for facts in ([], CITIZEN):
        refuse_bare_sums(run("cost", *OF_UNKNOWNS, entry, *facts).stdout)
        data = json.loads(run("cost", *OF_UNKNOWNS, entry, *facts, "--json").stdout)
        assert data["schema"] == "mcplan.cost/2"
    refuse_bare_sums(run("show", *OF_UNKNOWNS, entry).stdout)
    refuse_bare_sums(run("list", *OF_UNKNOWNS).stdout)


def test_the_cost_of_an_award_in_json() -> None:
    award = json.loads(run("cost", *OF_UNKNOWNS, "partly", *CITIZEN, "--json").stdout)["award"]
    assert (award["compulsory_before_credit_cents"], award["compulsory_before_credit_at_least_cents"]) == (None, 16_350)
    choice = json.loads(run("cost", *OF_UNKNOWNS, "choice", *CITIZEN, "--json").stdout)["award"]
    assert (choice["least_before_credit_cents"], choice["least_before_credit_at_least_cents"]) == (None, 0)
    assert (choice["most_before_credit_cents"], choice["most_before_credit_at_least_cents"]) == (None, 14_715)


def test_status_shows_a_plan_whose_fees_are_unknown(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("hours: 6\ntargets: [partly]\n")
    refuse_bare_sums(run("status", "-l", str(file), *OF_UNKNOWNS, "--start", "2027-01").stdout)


def test_of_many_learners_no_sum_lacks_a_part(tmp_path: Path) -> None:
    learners, answers, forecast = (tmp_path / name for name in ("learners.csv", "plans.csv", "seats.csv"))
    learners.write_text("targets,hours\npartly,6\nno-fee-known,6\nchoice,6\n", "utf-8")
    run("cohort", str(learners), *OF_UNKNOWNS, "--start", "2027-01", "-o", str(answers), "--forecast", str(forecast))
    rows = list(csv.DictReader(io.StringIO(answers.read_text("utf-8"))))
    assert [(row["cost"], row["cost_at_least"], row["unknown_fees"]) for row in rows] == [
        ("", "1000.00", "2"),
        ("", "0.00", "2"),
        ("900.00", "900.00", "0"),
    ]
    # Two end in March, one of them with unknown fees; the other pays S$900.
    finishes = [row for row in csv.DictReader(io.StringIO(forecast.read_text("utf-8"))) if row["what"] == "finish"]
    assert [(row["month"], row["learners"], row["dollars"], row["dollars_at_least"]) for row in finishes] == [
        ("2027-03", "2", "", "900.00"),
        ("2027-06", "1", "", "1000.00"),
    ]


def test_the_row_of_each_learner_says_what_the_plan_rests_on(tmp_path: Path) -> None:
    courses, learners, answers = (tmp_path / name for name in ("courses.yaml", "learners.csv", "plans.csv"))
    courses.write_text(
        """
title: Some
as_of: 2026-11-01
fields: [{id: it, title: IT}]
providers: [{id: school, title: School}]
modules:
  - {id: a, title: A, field: it, provider: school, mode: online, hours: 26, months: 3, fee: 1, evidence: published}
  - {id: b, title: B, field: it, provider: school, mode: online, hours: 26, months: 3, evidence: published, assumed: [months]}
""",
        "utf-8",
    )
    learners.write_text("targets,hours\na,6\nb,6\nb,1\na,1\n", "utf-8")
    run("cohort", str(learners), "-c", str(courses), "--start", "2027-01", "-o", str(answers))
    rows = list(csv.DictReader(io.StringIO(answers.read_text("utf-8"))))
    columns = ("status", "for_these_figures", "figures", "finish_rests_on", "cost_rests_on")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("optimal", "0", "published=3", "published", "published"),
        ("optimal", "1", "published=1;assumed=1;unknown=1", "assumed", "unknown"),
        ("infeasible", "1", "", "", ""),
        ("infeasible", "0", "", "", ""),
    ]


# --- which plan is the best ---


def test_a_module_of_unknown_fee_does_not_win_over_a_known_one_of_the_same_finish() -> None:
    found = made("choice")
    assert [each.module for each in found.enrolments] == ["dear"]
    assert found.objective is not None
    assert (found.objective.unknown_fees, found.objective.cost) == (0, Amount(90_000))


def test_an_assumed_fee_wins_if_it_is_lower() -> None:
    cheap, dear = made("choice", "fee=800"), made("choice", "fee-unknown:fee=1000", "fee=10")
    assert [each.module for each in cheap.enrolments] == ["fee-unknown"]
    assert [each.module for each in dear.enrolments] == ["dear"]


def test_a_module_of_unknown_fee_passes_no_budget() -> None:
    for limit in ({"cost_limit_cents": 10_000_000}, {"cost_limit_per_year_cents": 10_000_000}):
        refused = made("no-fee-known", **limit)
        assert refused.status is Status.INFEASIBLE
        assert "has an unknown fee, so nobody knows if it is within your budget" in (refused.reason or "")
        assert "--assume fee=1500" in (refused.reason or "")
        assert made("no-fee-known", "fee=1500", **limit).status is Status.OPTIMAL


@pytest.mark.parametrize("limit", ["cost_limit_cents", "cost_limit_per_year_cents"])
def test_within_a_budget_least_means_least_with_all_fees_known(limit: str) -> None:
    """What is left out since nobody knows its fee may cost S$1, so that S$900 is the least is known of known fees alone."""
    limited: dict[str, Any] = {limit: 100_000}
    for facts in (limited, {}):
        best = made("choice", **facts)
        assert [each.module for each in best.enrolments] == ["dear"]
        assert proof(best).endswith("none that finishes then costs less with all fees known")


def chain_of_runs(*of_b: str) -> Catalogue:
    """Two modules one after the other: the only run of a that is in time for the only run of b is of unknown fee."""
    runs: list[Any] = [{"start": "2027-02", "fee": "unknown"}, {"start": "2027-08"}]
    b: dict[str, Any] = {"intakes": list(of_b)} if of_b else {"runs": [{"start": "2027-04"}]}
    return build.catalogue(build.module("a", 13, 1, fee=100) | {"runs": runs}, build.module("b", 13, 1, needs="a", fee=100) | b)


@pytest.mark.parametrize("limit", ["cost_limit_cents", "cost_limit_per_year_cents"])
def test_an_unknown_fee_in_a_chain_of_runs_is_named_as_what_no_budget_allows(limit: str) -> None:
    def refused(dollars: int) -> str:
        limited: dict[str, Any] = {limit: dollars * 100}
        return str(build.planned(chain_of_runs(), build.learner(9).replace(**limited), "b").reason)

    hint = "so nobody knows if it is within your budget; assume one, such as --assume fee="
    assert refused(5_000) == f"The a (a) has an unknown fee, {hint}1500"
    assert refused(150).startswith(f"The a (a) has an unknown fee, {hint}50")
    assert refused(50).startswith("even if The a (a), of unknown fee, costs nothing, the fees would come to more than S$50.00")


def test_an_unknown_fee_is_named_where_all_else_ends_too_late() -> None:
    # Without the run of February, a ends in August and b starts in the April after.
    who = build.learner(9).replace(cost_limit_cents=50_000)
    late = "the earliest finish is Apr 2028, after Dec 2027; assume one, such as --assume fee=200"
    reason = build.planned(chain_of_runs("apr"), who, "b", by="2027-12").reason
    assert reason == f"if modules of unknown fee are left out (The a (a)), {late}"
    assert build.planned(chain_of_runs("apr"), who.replace(assume=("fee=200",)), "b", by="2027-12").finish is not None
    assert verdict(build.planned(chain_of_runs("apr"), who, "b")) == "proved for these figures", "the finish hangs on that fee"


@pytest.mark.parametrize(
    ("target", "figure", "option"),
    [
        ("hours-unknown", "hours", "--assume hours=40"),
        ("months-unknown", "months", "--assume months=3"),
        ("weeks-unknown", "weeks", "--assume weeks=13"),
        ("starts-unknown", "starts", "--assume starts=apr,oct"),
    ],
)
def test_what_lacks_a_figure_is_not_planned_until_it_is_assumed(target: str, figure: str, option: str) -> None:
    refused = " ".join(run(*PLAN, "--target", target, code=3).stdout.split())
    assert f"its {figure} are unknown: nobody has published them" in refused
    assert option in refused
    assumed = run(*PLAN, "--target", target, *option.split()).stdout
    assert f"assumed by you: {figure} of" in assumed


RUNS = """
title: Runs
as_of: 2026-09-01
fields: [{id: it, title: IT}]
providers: [{id: harbour, title: Harbour}]
modules:
  - {id: over, title: Over, field: it, provider: harbour, mode: online, hours: 40, months: 2, fee: 100,
     runs: [{start: 2026-10-05, end: 2026-11-20}]}
  - {id: once, title: Once, field: it, provider: harbour, mode: online, hours: 40, months: 2, fee: 100,
     runs: [{start: 2026-12-07, end: 2027-01-20}]}
"""


def test_when_a_module_starts_again_whose_runs_are_over_can_be_assumed(tmp_path: Path) -> None:
    path = tmp_path / "runs.yaml"
    path.write_text(RUNS)
    words = ["plan", "-c", str(path), "--hours", "6", "--start", "2027-01", "--target"]
    for module in ("over", "once"):
        refused = " ".join(run(*words, module, code=3).stdout.split())
        assert (
            f"nobody has published starts after its last run: assume them, such as --assume {module}:starts=apr,oct" in refused
        )
        data = json.loads(run(*words, module, "--assume", f"{module}:starts=apr,oct", "--json").stdout)
        assert [each["start"] for each in data["enrolments"]] == ["2027-04"]
        assert {"module": module, "key": "then", "certainty": "learner"} in data["rests_on"]["decisive"]
        assert [note["text"] for note in data["warnings"][-2:]] == [
            f"assumed by you: starts of {module.title()} ({module})",
            f"until when to apply is not known where you assumed the start: ask early about {module.title()} ({module})",
        ]
    assert json.loads(run(*words, "over", "--assume", "starts=any", "--json").stdout)["finish"] == "2027-02"


def test_what_is_assumed_for_all_modules_adds_no_start_to_runs_that_are_to_come(tmp_path: Path) -> None:
    path = tmp_path / "runs.yaml"
    path.write_text(RUNS)
    run("plan", "-c", str(path), "--hours", "6", "--start", "2027-01", "--target", "once", "--assume", "starts=apr", code=3)
    kept = run("plan", "-c", str(path), "--hours", "6", "--start", "2026-12", "--target", "once", "--assume", "once:starts=apr")
    assert "assumed by you" not in kept.stdout  # it takes the run that is known


def test_that_nobody_says_until_when_to_apply_is_said_once() -> None:
    shown = " ".join(run(*PLAN, "--target", "starts-unknown", "--assume", "starts=apr,oct").stdout.split())
    assert shown.count("until when to apply is not known where you assumed the start") == 1


def test_a_kind_of_which_nothing_can_be_planned_ends_with_3_and_says_so() -> None:
    refused = " ".join(run(*PLAN, "--target", "degree", code=3).stdout.split())
    assert "no degree can be reached" in refused
    assert refused.count("nobody has published them") >= 2


def test_of_a_kind_that_cannot_be_reached_the_age_of_the_figures_is_said_first(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text(UNKNOWNS.read_text("utf-8").replace("as_of: 2026-11-01", "as_of: 2025-11-01"), "utf-8")
    words = ["plan", "-c", str(old), "--hours", "9", "--start", "2027-01", "--target", "degree"]
    assert run(*words, code=3).stdout.startswith("! The figures are 1")
    data = json.loads(run(*words, "--json", code=3).stdout)
    assert [note["code"] for note in data["warnings"]] == ["old-figures"]


def test_a_module_of_unknown_mode_fails_a_wish_for_a_mode() -> None:
    refused = " ".join(run(*PLAN, "--target", "mode-unknown", "--mode", "online", code=3).stdout.split())
    assert "it has an unknown mode, and you want only online" in refused
    assert "only online → allow any mode" in refused
    run(*PLAN, "--target", "mode-unknown")


def test_a_module_of_unknown_mode_may_be_of_one_that_is_skipped_and_the_plan_says_so() -> None:
    skipped = [*PLAN, "--target", "mode-unknown", "--skip", "online", "--skip", "blended"]
    data = json.loads(run(*skipped, "--json").stdout)
    assert [note["text"] for note in data["warnings"] if note["code"] == "unknown-mode"] == [
        "the mode of Mode Unknown (mode-unknown) is not known, and may be one that you skip (online, blended): "
        "ask how it is taught"
    ]
    assert "may be one that you skip" in run(*skipped).stdout
    assert "proved for these figures" in run(*skipped).stdout
    assert "you skip" not in run(*PLAN, "--target", "mode-unknown", "--skip", "dear").stdout
    compared = run("compare", *OF_UNKNOWNS, "--hours", "6,8", "--target", "mode-unknown", "--skip", "online").stdout
    assert compared.count("may be one that you skip") == 1


@pytest.mark.parametrize("wish", [["--busy", "tue 18:00-22:00"], ["--evenings", "2"]], ids=["busy", "evenings"])
def test_unknown_class_times_of_a_module_under_way_are_said_as_well(wish: list[str], tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("hours: 6\nunder_way: [{module: classes-unknown, started: 2026-11}]\n")
    begun = ["plan", *OF_UNKNOWNS, "--start", "2026-12", "-l", str(file), "--target", "known"]
    words = "the class times of Classes Unknown (classes-unknown) are not known: ask whether you can come to them"
    assert words in " ".join(run(*begun, *wish).stdout.split())
    assert words not in " ".join(run(*begun).stdout.split())


def test_a_module_under_way_or_pinned_of_unknown_hours(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("hours: 6\nunder_way: [{module: hours-unknown, started: 2026-11}]\n")
    begun = ["plan", *OF_UNKNOWNS, "--start", "2026-12", "-l", str(file), "--target", "known"]
    assert "'hours-unknown' is under way, and its hours are unknown" in run(*begun, code=1).stderr
    run(*begun, "--assume", "hours=30")
    file.write_text('hours: 6\nassume: ["hours=30"]\nunder_way: [{module: hours-unknown, started: 2026-11}]\n')
    run(*begun)
    pinned = " ".join(run(*PLAN, "--target", "known", "--pin", "hours-unknown=2027-02", code=3).stdout.split())
    assert "its hours are unknown" in pinned


# --- --assume ---


def test_the_examples_for_unknown_months_and_weeks_fit_together() -> None:
    courses = build.catalogue(build.module("a", weeks="unknown") | {"months": "unknown"})
    refused = build.planned(courses, build.learner(9), "a")
    assert "--assume months=3 --assume weeks=13" in str(refused)
    assert build.planned(courses, build.learner(9).replace(assume=("months=3", "weeks=13")), "a").finish is not None


def test_the_example_of_weeks_fits_into_the_months_of_the_module_where_a_run_is_longer() -> None:
    runs = [{"start": "2027-07-05", "end": "2027-10-02"}]
    courses = build.catalogue(build.module("a", months=2, weeks="unknown") | {"runs": runs})
    assert "--assume weeks=9" in str(build.planned(courses, build.learner(9), "a"))
    assert build.planned(courses, build.learner(9).replace(assume=("weeks=9",)), "a").finish is not None


def test_more_weeks_than_fit_are_refused_wherever_they_are_said(tmp_path: Path) -> None:
    # Three months are 13 weeks.
    complaint = "40 weeks do not fit into 3 months ('weeks-unknown'): assume weeks-unknown:weeks=13, or fewer"
    assert complaint in words_of(run(*PLAN, "--target", "known", "--assume", "weeks=40", code=2))
    words = ("--target", "weeks-unknown", "--assume", "weeks=40", "--assume", "weeks-unknown:weeks=13")
    assert "assumed by you: weeks of" in run(*PLAN, *words).stdout
    file = tmp_path / "me.yaml"
    file.write_text('hours: 6\ntargets: [known]\nassume: ["hours=30", "weeks=40"]\n', "utf-8")
    refused = words_of(run(*PLAN, "-l", str(file), code=1))
    assert "3:22: MC716" in refused
    assert complaint in refused
    with pytest.raises(AskedError, match="40 weeks do not fit into 3 months"):
        made("weeks-unknown", "weeks=40")


@pytest.mark.parametrize(
    ("facts", "word", "complaint"),
    [
        ({"hours": "unknown", "sessions": ["tue 09:00-21:00", "wed 09:00-21:00"]}, "hours=40", "a:hours=284, or more"),
        (
            {"hours": "unknown", "days": 2},
            "hours=40",
            "40 hours do not fit into 2 full days ('a'): assume a:hours=24, or fewer",
        ),
        ({"hours": "unknown"}, "hours=5000", "a:hours=1300, or fewer"),
        ({"months": "unknown", "weeks": 15}, "months=2", "15 weeks do not fit into 2 months ('a'): assume a:months=4, or more"),
        ({"months": "unknown", "sessions": ["tue 19:00-21:00"]}, "months=6", "a:months=3, or fewer"),
    ],
)
def test_what_is_assumed_must_fit_as_what_is_written(facts: dict[str, Any], word: str, complaint: str) -> None:
    courses = build.catalogue(build.module("a") | facts)
    with pytest.raises(AskedError) as refused:
        build.planned(courses, build.learner(90).replace(assume=(word,)), "a")
    assert complaint in str(refused.value)
    key, value = word.split("=")
    written = build.catalogue(build.module("a") | facts | {key: int(value)})
    assert any(found.severity is Severity.ERROR for check in CHECKS for found in check(written))
    fitting = complaint.split("a:")[1].split(",")[0]
    assert build.planned(courses, build.learner(100).replace(assume=(fitting,)), "a").finish is not None


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("hours", "'hours' needs a key and a value, such as hours=40"),
        ("hour=40", "'hour' cannot be assumed (did you mean 'hours'?)"),
        ("credits=4", "choose from: hours, months, weeks, starts, fee"),
        ("hours=many", "'many' is not a number of hours, such as hours=40"),
        ("hours=0", "'0' is not a number of hours"),
        ("months=2.5", "'2.5' is not a whole number of months"),
        ("starts=april", "'april' is not months of the year, or any"),
        ("fee=-1", "'-1' is not an amount in dollars"),
        ("nosuch:fee=1", "unknown module 'nosuch'"),
        ("known:fee=1", "'known' does not have unknown fee"),
    ],
)
def test_what_cannot_be_assumed_is_refused(word: str, complaint: str) -> None:
    assert complaint in words_of(run(*PLAN, "--target", "known", "--assume", word, code=2))


def test_two_values_and_a_key_of_which_all_is_known_are_refused() -> None:
    twice = run(*PLAN, "--target", "known", "--assume", "hours=40", "--assume", "hours=50", code=2)
    assert "two values are given for hours" in words_of(twice)
    small = ["plan", "-c", str(DATA / "catalogues" / "small.yaml"), "--hours", "6", "--target", "net-basics"]
    assert "no module of this catalogue has unknown fee" in words_of(run(*small, "--assume", "fee=10", code=2))


def test_compare_cost_and_status_name_what_was_assumed(tmp_path: Path) -> None:
    fee = ["--assume", "fee-unknown:fee=800"]
    shown = run("compare", *OF_UNKNOWNS, "--hours", "6,8", "--start", "2027-01", "--target", "choice", *fee).stdout
    assert "assumed by you: fee of Fee Unknown (fee-unknown)" in " ".join(shown.split())
    cost = " ".join(run("cost", *OF_UNKNOWNS, "choice", *fee).stdout.split())
    assert "assumed by you fee of Fee Unknown (fee-unknown)" in cost
    data = json.loads(run("cost", *OF_UNKNOWNS, "fee-unknown", *fee, "--json").stdout)
    assert data["assumed"] == [{"module": "fee-unknown", "keys": ["fee"]}]
    me = tmp_path / "me.yaml"
    me.write_text("hours: 6\ntargets: [choice]\n")
    status = run("status", "-l", str(me), *OF_UNKNOWNS, "--start", "2027-01", *fee).stdout
    assert "assumed by you: fee of Fee Unknown (fee-unknown)" in " ".join(status.split())


def test_what_is_assumed_is_marked_as_the_learners_and_changes_nothing_known() -> None:
    before = courses()
    after = assume(before, ["hours=40", "nothing-known:hours=20", "fee=5"])
    filled = after.module_by_id
    assert filled["hours-unknown"].certainty("hours") is Certainty.LEARNER
    assert [filled[name].minutes_total // 60 for name in ("hours-unknown", "nothing-known")] == [40, 20]
    assert filled["known"] is before.module_by_id["known"]
    assert assume(before, []) is before


def test_a_program_is_told_what_cannot_be_assumed() -> None:
    for text in ("hours", "nosuch:fee=1"):
        with pytest.raises(AskedError):
            made("known", text)


@settings(max_examples=100)
@given(st.text())
def test_any_text_is_an_assumption_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert parse_assumption(text).figure in ("hours", "months", "weeks", "intakes", "fee")


# --- amounts and saved plans ---


def test_amounts_in_words() -> None:
    assert format_amount(Amount(1_850_50)) == "S$1,850.50"
    assert format_amount(Amount(1_850_50, 2)) == "at least S$1,850.50"
    assert format_amount(Amount(0, 2)) == format_amount(None) == "not known"
    assert format_amount(Amount()) == "S$0.00"
    assert Amount.of([100, None, 50]) == Amount(150, 1)
    assert Amount(150, 1) + Amount(50) == Amount(200, 1)


def test_plans_that_earlier_versions_wrote_are_kept_and_compared_with(tmp_path: Path) -> None:
    """The file is of version 1, as mcplan 0.2.0 wrote it for the catalogue that comes with it."""
    old = DATA / "plans" / "version-1.json"
    assert json.loads(old.read_text("utf-8"))["schema"] == "mcplan.plan/1"
    assert len(read_plan(old).modules) == 3
    again = ["plan", "--hours", "6", "--start", "2027-01", "--keep", str(old)]
    assert "nothing changed" in run(*again).stdout
    new = tmp_path / "new.json"
    run(*again, "-o", str(new))
    assert json.loads(new.read_text("utf-8"))["schema"] == "mcplan.plan/2"
    assert read_plan(new).modules == read_plan(old).modules
    me = tmp_path / "me.yaml"
    me.write_text("hours: 6\n")
    assert "nothing has changed" in run("status", "-l", str(me), "--plan", str(old), "--start", "2027-01").stdout


# --- ways out -----------------------------------------------------------------------------------------------------------------


def test_that_no_value_helps_is_said_of_the_wishes_as_they_are_since_another_wish_may_help(tmp_path: Path) -> None:
    """b takes S$60 of a budget of S$59: nothing that a could cost makes that enough, and a greater budget does."""
    path = tmp_path / "courses.yaml"
    modules = [build.module("a", fee="unknown"), build.module("b", fee=60)]
    path.write_text(json.dumps(build.catalogue_data(*modules, build.award("d", ["a", "b"])), default=str), "utf-8")
    told = run("plan", "-c", str(path), "-t", "d", "--hours", "9", "--start", "2027-01", "--budget", "59", code=3, width=400)
    assert "with your wishes as they are, no value that was tried gives a plan" in told.stdout
    assert re.search(r"What would make it possible.*\n  budget +S\$59.00 → no limit", told.stdout)


RUNS_THAT_ARE_OVER = {
    "of another mode": ("online", [{"start": "2026-03", "mode": "in-person"}]),
    "of both modes": ("online", [{"start": "2026-03", "mode": "in-person"}, {"start": "2026-05"}]),
    "with one to come that is not wanted": ("online", [{"start": "2026-03"}, {"start": "2027-05", "mode": "in-person"}]),
}


@pytest.mark.parametrize(("mode", "runs"), RUNS_THAT_ARE_OVER.values(), ids=RUNS_THAT_ARE_OVER)
def test_starts_to_assume_are_proposed_where_what_is_left_of_the_runs_is_not_wanted(
    mode: str, runs: list[dict[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "courses.yaml"
    data = build.catalogue_data(build.module("a", mode=mode) | {"runs": runs})
    path.write_text(json.dumps(data, default=str), "utf-8")
    asked = ["plan", "-c", str(path), "-t", "a", "--hours", "9", "--start", "2027-01", "--mode", "online"]
    told = run(*asked, code=3, width=400).stdout
    proposed = re.search(r"nobody has published starts after its last run: assume them, such as (--assume \S+)", told)
    assert proposed is not None
    if len(runs) == 1 or "mode" not in runs[-1]:
        run(*asked, *proposed[1].split())
