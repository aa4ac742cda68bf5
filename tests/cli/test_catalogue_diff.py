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
