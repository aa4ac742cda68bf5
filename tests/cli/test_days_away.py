"""`--away` with days: an absence takes its part of the hours, and what cannot be missed; so do the learner file and compare."""

import json
from pathlib import Path

import pytest
from commands import OF_SMALL, PLAN_SMALL, run, words_of

DIPLOMA = [*PLAN_SMALL, "--target", "cyber-diploma", "--hours", "8"]
ABSENCE = "2027-06-10..2027-06-20"


def test_a_plan_has_fewer_hours_then_and_goes_on() -> None:
    usual = json.loads(run(*DIPLOMA, "--json").stdout)
    made = json.loads(run(*DIPLOMA, "--hours-in", "2027-06=13", "--away", ABSENCE, "--json").stdout)
    assert made["finish"] == usual["finish"]
    assert [load["budget_minutes_per_week"] for load in made["load"] if load["month"] == "2027-06"] == [13 * 60 * 19 // 30]
    told = run(*DIPLOMA, "--hours-in", "2027-06=13", "--away", ABSENCE).stdout
    assert "at most 8 a week, 8.23 in Jun 2027" in told
    assert "while you are away you miss" in told


def test_why_says_what_an_absence_takes() -> None:
    """Without more hours in June, the module of the spring is put off until the autumn."""
    told = " ".join(run(*DIPLOMA, "--away", ABSENCE, "--why", width=400).stdout.split())
    assert "in Jun 2027 you have 5.07, when you are away for 11 days" in told
    assert f"away {ABSENCE} → not away on {ABSENCE}, done by" in told


def test_the_learner_file_says_it_too_and_the_option_overrides_it(tmp_path: Path) -> None:
    me = tmp_path / "me.yaml"
    me.write_text(f"hours: 8\naway: [2026-12, {ABSENCE}]\ntargets: [cyber-diploma]\n", "utf-8")
    asked = ["plan", *OF_SMALL, "--learner", str(me), "--start", "2026-12", "--json"]

    def hours(*typed: str) -> dict[str, int]:
        return {load["month"]: load["budget_minutes_per_week"] for load in json.loads(run(*asked, *typed).stdout)["load"]}

    assert [hours()[month] for month in ("2026-12", "2027-06", "2027-07")] == [0, 304, 480]
    assert [hours("--away", "2027-07-31")[month] for month in ("2026-12", "2027-06", "2027-07")] == [480, 480, 464]
    run("learner", "away", "2027-12-24..2027-12-31", "--learner", str(me), *OF_SMALL)
    assert "2027-12-24..2027-12-31" in me.read_text("utf-8")
    refused = run("learner", "away", "2027-06-12..2027-06-13", "--learner", str(me), *OF_SMALL, code=2)
    assert "is in the file already" in words_of(refused)


@pytest.mark.parametrize("text", ["2027-06-10..2027-07", "2027-06-20..2027-06-10"])
def test_what_it_cannot_read_is_refused(text: str, tmp_path: Path) -> None:
    assert f"'{text}'" in words_of(run(*DIPLOMA, "--away", text, code=2))
    me = tmp_path / "me.yaml"
    me.write_text(f"hours: 8\naway: [{text}]\n", "utf-8")
    assert f"'{text}'" in " ".join(run("learner", "check", str(me), *OF_SMALL, code=1).output.split())


def test_plans_are_compared_with_and_without_it() -> None:
    asked = ["compare", *OF_SMALL, "--target", "cyber-diploma", "--start", "2026-12", "--hours", "8"]
    made = json.loads(run(*asked, "--away", f"none,2027-06-10..2027-06-11+2027-12,{ABSENCE}", "--json").stdout)
    assert [row["away"][:2] for row in made["rows"]] == [[], ["2027-12", "2027-06-10"], ["2027-06-10", "2027-06-11"]]
    assert "10 Jun 2027 to 20 Jun 2027" in run(*asked, "--away", f"none,{ABSENCE}").stdout
