"""`--stretch`: a few months of a year may need a little more than the hours there are."""

import json
from pathlib import Path

import pytest
from commands import OF_SMALL, PLAN_SMALL, run, words_of

DIPLOMA = [*PLAN_SMALL, "--target", "cyber-diploma", "--hours", "8"]


def test_a_plan_stretches_where_that_makes_it_sooner_and_says_which_months_do() -> None:
    usual, made = (json.loads(run(*DIPLOMA, *more, "--json").stdout) for more in ((), ("--stretch", "2.5/3")))
    assert (usual["finish"], made["finish"]) == ("2028-03", "2027-12")
    beyond = [each["month"] for each in made["load"] if each["budget_minutes_per_week"] == 630]
    assert beyond == ["2027-10", "2027-11", "2027-12"]
    told = run(*DIPLOMA, "--stretch", "2.5/3").stdout
    assert "at most 8 a week, 10.5 in Oct 2027 to Dec 2027" in told
    fewer = json.loads(run(*DIPLOMA, "--stretch", "2.5/2", "--json").stdout)
    assert fewer["finish"] == "2028-03"


def test_the_learner_file_says_it_too_and_the_option_overrides_it(tmp_path: Path) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("hours: 8\nstretch: 2.5/3\ntargets: [cyber-diploma]\n", "utf-8")
    asked = ["plan", *OF_SMALL, "--learner", str(me), "--start", "2026-12", "--json"]
    assert json.loads(run(*asked).stdout)["finish"] == "2027-12"
    assert json.loads(run(*asked, "--stretch", "0.1/1").stdout)["finish"] == "2028-03"


@pytest.mark.parametrize("text", ["1", "1/13", "0/2", "1/0", "x/2", "169/2", "-1/2", "1/2/3", ""])
def test_what_it_cannot_read_is_refused(text: str, tmp_path: Path) -> None:
    way = "write hours a week and months of a year, such as 1/2, an hour more in two months"
    assert way in words_of(run(*DIPLOMA, "--stretch", text, code=2))
    me = tmp_path / "me.yaml"
    me.write_text(f"hours: 8\nstretch: '{text}'\n", "utf-8")
    assert way in " ".join(run("learner", "check", str(me), *OF_SMALL, code=1).output.split())


def test_nobody_stretches_hours_that_are_not_given() -> None:
    refused = run(*PLAN_SMALL, "--target", "cyber-diploma", "--by", "2028-12", "--stretch", "1/2", code=2)
    assert "say with --hours how many hours a week you usually have" in words_of(refused)
