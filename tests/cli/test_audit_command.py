"""`mcplan audit`: what it prints and writes, and what it refuses."""

import json
from pathlib import Path

import pytest
import snapshots
from commands import OF_SMALL, run, words_of

ME = """\
name: Mei
hours: 8
held: [{module: cyb-foundations, ended: 2021-03}, {module: net-basics, ended: 2026-04}]
under_way: [{module: cloud-security, started: 2026-10}]
"""

AUDIT = ["audit", "cyber-diploma", *OF_SMALL]


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text(ME, "utf-8")
    return path


@pytest.mark.parametrize("width", [40, 100, 160])
def test_the_tree_fits_every_terminal(me: Path, width: int) -> None:
    snapshots.check(f"command-audit-{width}", run(*AUDIT, "-l", str(me), width=width).stdout)


def test_a_terminal_without_unicode_gets_signs_that_it_has(me: Path) -> None:
    assert run(*AUDIT, "-l", str(me), charset="ascii").stdout.isascii()


def test_files_and_standard_output_hold_the_same(me: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"audit.{ending}" for ending in ("html", "md", "csv", "json")]
    words = [*AUDIT, "-l", str(me), *(word for path in files for word in ("-o", str(path)))]
    told = run(*words, "--json")
    html, markdown, csv, data = (path.read_text("utf-8") for path in files)
    assert told.stdout == data
    snapshots.check("command-audit-json", data)
    snapshots.check("command-audit-csv", csv)
    snapshots.check("command-audit-md", markdown)
    assert run(*AUDIT, "-l", str(me), "--csv").stdout == csv
    assert "Mei" in html
    assert "wrote" in told.stderr
    assert "exists" in words_of(run(*AUDIT, "-o", str(files[0]), code=2))


def test_a_plan_says_what_is_planned(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    run("plan", *OF_SMALL, "--hours", "8", "-t", "cyber-certificate", "--start", "2026-12", "-o", str(plan), "-q")
    found = json.loads(run("audit", "cyber-certificate", *OF_SMALL, "--plan", str(plan), "--json").stdout)
    assert found["asked_for"]["standing"] == "planned"
    assert found["asked_for"]["earned"] == json.loads(plan.read_text("utf-8"))["finish"]


def test_what_is_typed_as_held_stands_in_place_of_the_file(me: Path) -> None:
    found = json.loads(run(*AUDIT, "-l", str(me), "--hold", "net-basics", "--json").stdout)
    assert found["asked_for"]["held"] == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["cyb-foundations"], "'cyb-foundations' is a module: name an award or a role"),
        (["cyber-diplom"], "did you mean 'cyber-diploma'?"),
        (["cyber-diploma", "--hold", "net-basics=2027-04"], "list what still runs under under_way in a learner file"),
        (["cyber-diploma", "--json", "--csv"], "standard output can take only one answer"),
        (["cyber-diploma", "-o", "audit.pdf"], "must end in one of .html, .md, .csv, .json"),
        (["cyber-diploma", "--plan", "no-such.json"], "'no-such.json'"),
    ],
)
def test_what_cannot_be_answered_is_refused(words: list[str], complaint: str) -> None:
    assert complaint in words_of(run("audit", *OF_SMALL, *words, code=2))
