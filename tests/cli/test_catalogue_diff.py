"""`mcplan catalogue diff`: what came, went and changed, what was perhaps renewed, and what of it a plan rests on."""

import json
from pathlib import Path

import pytest
from commands import SMALL, run, words_of


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The small catalogue with a dearer module, a renewed one, one that went, and one that came."""
    text = SMALL.read_text("utf-8")
    text = text.replace("fee: 850.50", "fee: 900").replace("id: python-1", "id: python-9").replace("python-1", "python-9")
    text = text.replace("id: java-1", "id: kotlin-1").replace("java-1", "kotlin-1")
    text = text.replace("title: Programming in Java", "title: Programming in Kotlin")
    path = tmp_path / "new.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_came_went_changed_and_was_renewed(new: Path) -> None:
    shown = run("catalogue", "diff", str(SMALL), str(new)).stdout
    assert "Came (1)\n  kotlin-1  Programming in Kotlin\n" in shown
    assert "Went (1)\n  java-1  Programming in Java\n" in shown
    assert "Perhaps renewed under another number (1)\n  python-1  Programming in Python, perhaps now python-9\n" in shown
    assert "requires: " in shown


def test_the_same_catalogue_is_not_different() -> None:
    assert run("catalogue", "diff", str(SMALL), str(SMALL)).stdout == "no module, award or role is different\n"
    assert run("catalogue", "diff", "example", "example").stdout == "no module, award or role is different\n"


def test_a_plan_hears_what_of_it_changed_and_how_to_plan_again(new: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    asked = ["--hours", "8", "--target", "cyber-certificate", "--start", "2026-12"]
    run("plan", "-c", str(SMALL), *asked, "-o", str(plan))
    shown = run("catalogue", "diff", str(SMALL), str(new), "--plan", str(plan), "--json").stdout
    data = json.loads(shown)
    assert data["schema"] == "mcplan.catalogue-diff/1"
    assert {each["module"]: each["text"] for each in data["planned"]}["python-1"] == "it is gone; perhaps it is now python-9"
    assert data["plan_again"] == f"mcplan plan --catalogue {new} --keep {plan} --hours 8"
    again = run(*data["plan_again"].split()[1:])
    assert "python-9" in again.stdout
    unchanged = run("catalogue", "diff", str(SMALL), str(SMALL), "--plan", str(plan)).stdout
    assert unchanged.endswith("Your plan (nothing in it changed)\n")


def test_a_start_that_is_no_longer_offered_is_named(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    run("plan", "-c", str(SMALL), "--hours", "8", "--target", "cyb-foundations", "--start", "2026-12", "-o", str(plan))
    started = json.loads(plan.read_text("utf-8"))["enrolments"][-1]["start"]
    month = "apr" if started.endswith("04") else "oct"
    new = tmp_path / "new.yaml"
    text = SMALL.read_text("utf-8")
    new.write_text(text.replace("intakes: [apr, oct]", f"intakes: [{'oct' if month == 'apr' else 'apr'}]"), encoding="utf-8")
    shown = run("catalogue", "diff", str(SMALL), str(new), "--plan", str(plan)).stdout
    assert "it no longer starts in" in shown


def test_amendments_that_lost_their_module_are_named_with_its_last_title(new: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("amend:\n  - {id: java-1, fee: 3}\n  - {id: net-basics, fee: 3}\nhide: [python-1]\n", encoding="utf-8")
    shown = run("catalogue", "diff", str(SMALL), str(new), "--mine", str(mine)).stdout
    assert "Amended in your file, and gone (2)\n  java-1  Programming in Java\n  python-1  Programming in Python\n" in shown


def test_a_catalogue_with_errors_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: x\n", encoding="utf-8")
    assert "MC202" in words_of(run("catalogue", "diff", str(SMALL), str(bad), code=1))


SHORT = """\
title: {title}
as_of: {as_of}
currency: SGD
fields: [{{id: it, title: IT}}]
providers: [{{id: harbour, title: Harbour}}]
modules:
  - id: a
    title: A
    field: it
    provider: harbour
    mode: online
    hours: 60
    months: 6
    runs: [{runs}]
    fee: 10
    evidence: published
    derived: {{{derived}}}
"""


def differing(folder: Path, *parts: dict[str, str]) -> str:
    """What `diff` says of two catalogues that are alike but for some parts."""
    usual = {"title": "Courses", "as_of": "2026-06-30", "runs": "{start: 2027-04}", "derived": "hours: 60 h"}
    paths = [folder / "old.yaml", folder / "new.yaml"]
    for path, own in zip(paths, parts, strict=True):
        path.write_text(SHORT.format(**(usual | own)), encoding="utf-8")
    return run("catalogue", "diff", *map(str, paths)).stdout


def test_each_run_that_differs_is_named_with_what_it_says(tmp_path: Path) -> None:
    old = "{start: 2027-04-19, apply_by: 2027-01}, {start: 2027-10, fee: 5}, {start: 2028-04}"
    new = "{start: 2028-04}, {start: 2027-04-19, apply_by: 2027-02}, {start: 2028-10, mode: in-person}"
    shown = differing(tmp_path, {"runs": old}, {"runs": new})
    assert "runs: 2027-04-19, apply_by 2027-01 → 2027-04-19, apply_by 2027-02\n" in shown
    assert "runs: 2027-10, fee 5 → nothing\n" in shown
    assert "runs: nothing → 2028-10, mode in-person\n" in shown
    assert "2028-04" not in shown


def test_runs_in_another_order_are_no_difference(tmp_path: Path) -> None:
    parts = ("{start: 2027-04}, {start: 2027-10}", "{start: 2027-10}, {start: 2027-04}")
    assert "no module, award or role is different" in differing(tmp_path, *({"runs": each} for each in parts))


def test_each_derived_figure_has_a_line_of_its_own(tmp_path: Path) -> None:
    shown = differing(tmp_path, {}, {"derived": "fee: at S$28.30, months: a semester, hours: 60 h"})
    assert "      derived.fee: nothing → at S$28.30\n      derived.months: nothing → a semester\n" in shown
    assert "derived.hours" not in shown


def test_what_the_catalogue_says_of_itself_comes_first(tmp_path: Path) -> None:
    shown = differing(tmp_path, {}, {"as_of": "2026-09-16"})
    assert shown == "The catalogue\n  as_of: 2026-06-30 → 2026-09-16\n\nno module, award or role is different\n"
