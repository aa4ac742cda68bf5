"""Options that people know from one command work in its sisters: --quiet, --json, --csv, --no-learner, --without, --assume."""

import csv
import io
import json
from pathlib import Path

import pytest
from commands import OF_SMALL, SMALL, run, words_of
from openpyxl import load_workbook

from mcplanner.files.paths import shipped_funding_path
from mcplanner.ground.typed_again import GivenFiles, for_audit, for_learner, give, with_its_own

OWN = f"hours: 8\ntargets: [cyber-certificate]\ncatalogue: {SMALL}\n"
HERE = {
    "list": ["list", "modules"],
    "show": ["show", "python-1"],
    "fields": ["fields"],
    "cost": ["cost", "python-1"],
    "audit": ["audit", "cyber-diploma"],
    "plan": ["plan", "--start", "2026-12"],
    "compare": ["compare", "--hours", "8,9", "--start", "2026-12"],
}
"""Commands that go by `me.yaml` in the folder."""

COMPARED = ["compare", *OF_SMALL, "-t", "cyber-diploma", "--start", "2026-12", "--hours", "7,12"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows_of(printed: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed)))


@pytest.mark.parametrize("command", HERE)
def test_quiet_does_not_say_which_file_is_used(command: str, here: Path) -> None:
    (here / "me.yaml").write_text(OWN, "utf-8")
    assert "mcplan uses" in run(*HERE[command]).stderr
    assert run(*HERE[command], "-q").stderr == ""


@pytest.mark.parametrize("command", ["list", "show", "fields"])
def test_what_is_shown_can_ignore_the_learner_file_or_take_another(command: str, here: Path) -> None:
    (here / "me.yaml").write_text(OWN.replace(str(SMALL), "none.yaml"), "utf-8")
    (here / "mine.yaml").write_text(OWN, "utf-8")
    words = ["show", "python-sprint"] if command == "show" else HERE[command]
    assert run(*words, "--no-learner").stdout == run(*words, "-c", "example").stdout
    assert run(*HERE[command], "-l", "mine.yaml").stdout == run(*HERE[command], *OF_SMALL).stdout


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["plan", *OF_SMALL, "--hours", "8", "-t", "cyber-diploma", "--start", "2026-12"], "module"),
        (COMPARED, "peak_hours_per_week"),
        (["cost", "cyber-diploma", *OF_SMALL], "before_credit"),
        (["status", *OF_SMALL], "month"),
        (["audit", "cyber-diploma", *OF_SMALL], "level"),
        (["list", *OF_SMALL], "hours"),
        (["catalogue", "list"], "as_of"),
    ],
    ids=["plan", "compare", "cost", "status", "audit", "list", "catalogue-list"],
)
def test_every_answer_is_there_for_spreadsheets_and_for_programs(words: list[str], column: str, here: Path) -> None:
    (here / "me.yaml").write_text("hours: 8\ntargets: [cyber-certificate]\n", "utf-8")
    printed = rows_of(run(*words, "--csv").stdout)
    assert printed
    assert column in printed[0]
    assert json.loads(run(*words, "--json").stdout)["schema"].startswith("mcplan.")
    assert "only one answer" in words_of(run(*words, "--csv", "--json", "-q" if words[0] != "catalogue" else "--json", code=2))


def test_a_team_is_there_for_spreadsheets_too(here: Path) -> None:
    people = "people:\n  - {name: Ada, hours: 8, target: python-1}\n  - {name: Di, target: java-1, hours: 1, by: 2027-06}\n"
    (here / "team.yaml").write_text(people, "utf-8")
    asked = ["team", "team.yaml", *OF_SMALL, "--start", "2027-01"]
    printed = run(*asked, "--csv", code=3).stdout
    ada, di = rows_of(printed)
    assert (ada["person"], ada["module"], ada["served"]) == ("Ada", "python-1", "yes")
    assert (di["person"], di["module"], di["served"], bool(di["reason"])) == ("Di", "", "no", True)
    run(*asked, "-o", "team.csv", code=3)
    assert Path("team.csv").read_text("utf-8") == printed


def test_a_check_takes_json_as_other_commands_do() -> None:
    assert run("check", str(SMALL), "--json").stdout == run("check", str(SMALL), "--format", "json").stdout
    Path("me.yaml").write_text("hours: 8\n", "utf-8")
    assert run("learner", "check", "--json").stdout == run("learner", "check", "--format", "json").stdout


def test_an_audit_takes_assumptions_and_is_quiet_about_its_files() -> None:
    said = run("audit", "cyber-diploma", *OF_SMALL, "-o", "a.md", "-q")
    assert (said.stderr, Path("a.md").exists()) == ("", True)
    assert "unknown hours: leave it out" in words_of(run("audit", "cyber-diploma", *OF_SMALL, "--assume", "hours=4", code=2))


def test_a_comparison_without_cost_names_no_amount_in_any_form() -> None:
    files = ["w.html", "w.csv", "w.json", "w.xlsx"]
    words = [*COMPARED, "--without", "cost", "--residency", "citizen", "--born", "1987"]
    printed = run(*words, *(word for file in files for word in ("-o", file))).stdout
    texts = [printed, *(Path(file).read_text("utf-8") for file in files[:3])]
    assert not any("S$" in text or "Fees" in text or "not financial advice" in text.lower() for text in texts)
    assert "in finish, peak and given hours" in " ".join(printed.split())
    assert all(not row["cost"] and not row["cost_at_least"] for row in rows_of(Path("w.csv").read_text("utf-8")))
    assert all(row["cost_cents"] is None for row in json.loads(Path("w.json").read_text("utf-8"))["rows"])
    sheet = load_workbook("w.xlsx")["Plans"]
    headings = [cell.value for cell in sheet[1]]
    assert "Hours" in headings
    assert not any("S$" in str(heading) for heading in headings)
    (hours,) = (number for number, heading in enumerate(headings) if heading == "Hours")
    assert float(str(sheet[2][hours].value)) > 100


def test_of_plans_that_differ_in_cost_alone_both_are_best_without_it() -> None:
    words = [
        "compare",
        *OF_SMALL,
        "-t",
        "cyber-diploma",
        "--start",
        "2026-12",
        "--hours",
        "12",
        "--mode",
        "any,blended+in-person",
    ]
    found = json.loads(run(*words, "--without", "cost", "--json").stdout)["rows"]
    same = {(row["finish"], row["peak_minutes_per_week"]) for row in found}
    assert len({row["pareto"] for row in found}) == len(same)


# --- Commands that are printed to be typed ------------------------------------------------------------------------------------

COST = "cost cyber-diploma -c example --no-learner"
ASKED = "--born 1987 --residency citizen --sme --credit 500 --start 2027-04"


@pytest.mark.parametrize(
    ("typed", "code", "printed"),
    [
        (f"{COST} {ASKED} -q", 0, f"mcplan plan --target cyber-diploma -c example --no-learner {ASKED}"),
        ("cost security-analyst --residency citizen", 2, "mcplan plan --target security-analyst --residency citizen\n"),
        ("show nursing --no-learner", 2, "mcplan list --search nursing --no-learner)"),
        ("show nursing -c example --no-learner", 2, "mcplan list --search nursing -c example)"),
    ],
)
def test_a_printed_command_repeats_what_changes_its_answer(typed: str, code: int, printed: str) -> None:
    result = run(*typed.split(), code=code, width=400)
    said = result.stdout + result.stderr
    assert printed in said


def test_what_is_assumed_and_the_rules_of_prices_are_repeated(here: Path) -> None:
    (here / "open.yaml").write_text(SMALL.read_text("utf-8").replace("fee: 3000.00", "fee: unknown", 1), "utf-8")
    (here / "rules.yaml").write_bytes(shipped_funding_path().read_bytes())
    added = "-c open.yaml --no-learner --assume fee=250 --funding rules.yaml"
    printed = run("cost", "cyber-diploma", *added.split(), width=400).stdout
    assert f"mcplan plan --target cyber-diploma {added}" in printed
    run(*f"plan --target cyber-diploma {added} --hours 8".split())
    given = {"--assume": ("fee=250",), "--hold": ("a", "b"), "--plan": ("plan.json",), "--json": (), "--no-learner": ()}
    with with_its_own(given):
        give(GivenFiles(catalogue=("open.yaml",)))
        assert for_audit("mcplan audit x") == (
            "mcplan audit x -c open.yaml --no-learner --assume fee=250 --hold a --hold b --plan plan.json"
        )
        assert for_learner("mcplan done x") == "mcplan done x -c open.yaml"
    assert for_audit("mcplan audit x") == "mcplan audit x"
