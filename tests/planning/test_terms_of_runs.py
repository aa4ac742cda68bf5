"""Runs that know more than their module, or less: what they say counts, in plans, prices and what these rest on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from commands import run

HEAD = """\
title: Runs
as_of: 2026-11-01
fields: [{id: f, title: F}]
providers: [{id: p, title: P}]
modules:
"""
ABOUT = "field: f, provider: p, mode: online, hours: 10, months: 1, evidence: published"


def file_of(folder: Path, *modules: str, awards: str = "") -> str:
    path = folder / "runs.yaml"
    path.write_text(HEAD + "".join(f"  - {{{module}}}\n" for module in modules) + awards, "utf-8")
    return str(path)


def planned(path: str, *words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(run("plan", "-c", path, "--hours", "20", "--start", "2027-01", "--json", *words).stdout)
    return made


@pytest.mark.parametrize(
    ("of_module", "of_run", "fee"),
    [("fee: 100", "fee: unknown", None), ("fee: unknown", "fee: 250", 25_000), ("fee: 100", "fee: 40", 4_000)],
)
def test_the_fee_of_a_run_counts(tmp_path: Path, of_module: str, of_run: str, fee: int | None) -> None:
    start = "start: 2027-03-05, end: 2027-03-28"
    path = file_of(tmp_path, f"id: a, title: A, {ABOUT}, {of_module}, runs: [{{{start}, {of_run}}}]")
    made = planned(path, "-t", "a")
    (enrolment,) = made["enrolments"]
    assert enrolment["fee_cents"] == fee
    assert enrolment["certainty"]["fee"] == ("unknown" if fee is None else "published")
    shown = run("cost", "a", "-c", path, "--start", "2027-03").stdout
    assert ("S$100.00" in shown) is False
    assert ("not known" in shown) is (fee is None)


def test_what_a_run_says_is_not_the_learners(tmp_path: Path) -> None:
    path = file_of(tmp_path, f"id: a, title: A, {ABOUT}, fee: unknown, runs: [{{start: 2027-03-05, end: 2027-03-28, fee: 40}}]")
    (enrolment,) = planned(path, "-t", "a", "--assume", "fee=77")["enrolments"]
    assert (enrolment["fee_cents"], enrolment["certainty"]["fee"]) == (4_000, "published")


def test_what_is_assumed_of_a_module_with_runs_is_the_learners(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, f"id: a, title: A, {ABOUT.replace('hours: 10', 'hours: unknown')}, fee: 1, runs: [{{start: 2027-03-05}}]"
    )
    (enrolment,) = planned(path, "-t", "a", "--assume", "hours=40")["enrolments"]
    assert enrolment["certainty"]["hours"] == "learner"


def test_of_two_runs_in_one_month_the_one_of_known_fee_is_taken(tmp_path: Path) -> None:
    runs = "[{start: 2027-01-05, end: 2027-01-08}, {start: 2027-01-12, end: 2027-01-15, fee: 0}]"
    made = planned(file_of(tmp_path, f"id: a, title: A, {ABOUT}, fee: unknown, runs: {runs}"), "-t", "a")
    (enrolment,) = made["enrolments"]
    assert (enrolment["first_day"], enrolment["fee_cents"]) == ("2027-01-12", 0)


def test_what_begins_after_a_failed_module_in_one_month_has_not_begun(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT}, fee: 10, "
        "runs: [{start: 2027-03-01, end: 2027-03-20}, {start: 2027-06-01, end: 2027-06-20}]",
        f"id: b, title: B, {ABOUT}, fee: 20, requires: a, runs: [{{start: 2027-03-21, end: 2027-03-30}}, {{start: 2027-09}}]",
    )
    made = planned(path, "-t", "b", "--what-if-fail", "a")
    failed = made["what_if_fail"]
    assert failed is not None
    assert "2027-09" in json.dumps(failed), "B waits for A to be passed"


def test_a_class_that_clashes_in_the_last_days_of_a_run_is_the_reason(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT}, fee: 1, sessions: [tue 18:00-20:00], runs: [{{start: 2027-01-19, end: 2027-04-18}}]",
        f"id: b, title: B, {ABOUT}, fee: 1, sessions: [tue 19:00-20:00], "
        "runs: [{start: 2027-04-13, end: 2027-04-30}, {start: 2027-05-13, end: 2027-05-30}]",
    )
    shown = " ".join(
        run("plan", "-c", path, "--hours", "20", "--start", "2027-01", "-t", "a", "-t", "b", "--why").stdout.split()
    )
    assert "its classes clash with those of A (a) in Apr 2027" in shown


def test_what_is_under_way_until_the_month_after_its_hours_does_not_end_before(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT.replace('months: 1', 'months: 6')}, fee: 1, runs: [{{start: 2026-10-19, end: 2027-04-18}}]",
    )
    me = tmp_path / "me.yaml"
    me.write_text("targets: [a]\nhours: 20\nunder_way: [{module: a, started: 2026-10}]\n", "utf-8")
    words = ("plan", "-c", path, "-l", str(me), "--start", "2027-01")
    assert "Apr 2027" in run(*words).stdout
    assert "the earliest finish is Apr 2027" in " ".join(run(*words, "--by", "2027-03", code=3).stdout.split())


@pytest.mark.parametrize("start", ["2027-03", "2027-04"])
def test_what_is_under_way_takes_nothing_in_the_month_in_which_it_only_ends(tmp_path: Path, start: str) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT.replace('months: 1', 'months: 6')}, fee: 1, runs: [{{start: 2026-10-19, end: 2027-04-18}}]",
        f"id: b, title: B, {ABOUT}, fee: 1, requires: a, "
        "runs: [{start: 2027-04-18, end: 2027-04-25}, {start: 2027-04-19, end: 2027-04-25}, {start: 2027-06, end: 2027-06}]",
    )
    me = tmp_path / "me.yaml"
    me.write_text("targets: [b]\nhours: 5\nat_once: 1\nunder_way: [{module: a, started: 2026-10}]\n", "utf-8")
    made = json.loads(run("plan", "-c", path, "-l", str(me), "--start", start, "--json").stdout)
    assert made["finish"] == "2027-04"
    assert [each["first_day"] for each in made["enrolments"]] == ["2026-10-19", "2027-04-19"]
    assert made["load"][-1]["minutes_per_week"] == made["enrolments"][1]["minutes_per_week"]


@pytest.mark.parametrize(
    ("started", "ends"), [("2026-10", "2026-12-18"), ("2026-10-05", "2026-12-18"), ("2026-10-26", "2027-01-29")]
)
def test_what_is_under_way_is_in_the_run_of_its_day(tmp_path: Path, started: str, ends: str) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT.replace('months: 1', 'months: unknown')}, fee: 1, "
        "runs: [{start: 2026-10-05, end: 2026-12-18}, {start: 2026-10-26, end: 2027-01-29}]",
        f"id: b, title: B, {ABOUT}, fee: 1, requires: a",
    )
    me = tmp_path / "me.yaml"
    me.write_text(f"targets: [b]\nhours: 20\nunder_way: [{{module: a, started: {started}}}]\n", "utf-8")
    made = json.loads(run("plan", "-c", path, "-l", str(me), "--start", "2026-12", "--json").stdout)
    assert [each["last_day"] for each in made["enrolments"]] == [ends, None]


def test_the_fee_of_a_run_is_the_learners_where_it_alone_is_assumed(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT}, fee: 90, runs: [{{start: 2027-02-01, end: 2027-02-20, fee: unknown}}, "
        "{start: 2027-03-01, end: 2027-03-20}, {start: 2027-04-01, end: 2027-04-20, fee: 70}]",
    )
    certainties = {}
    for pinned in ("2027-02", "2027-03", "2027-04"):
        made = planned(path, "-t", "a", "--assume", "fee=77", "--pin", f"a={pinned}")
        (figure,) = [each for each in made["enrolments"][0]["certainty"].items() if each[0] == "fee"]
        said = [each["text"] for each in made["warnings"] if each["code"] == "assumed"]
        certainties[made["enrolments"][0]["fee_cents"]] = (figure[1], *said)
    assert certainties == {
        7700: ("learner", "assumed by you: fee of A (a)"),
        9000: ("published",),
        7000: ("published",),
    }


def test_a_module_of_no_hours_a_week_does_not_run_in_a_month_without_hours(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT}, fee: 1, days: 2",
        f"id: b, title: B, {ABOUT}, fee: 1, days: 2, runs: [{{start: 2027-01}}]",
    )
    words = ("--hours", "9", "--hours-in", "2027-01=0", "--start", "2027-01")
    made = json.loads(run("plan", "-c", path, "-t", "a", *words, "--why", "--json").stdout)
    assert made["finish"] == "2027-02"
    (why,) = made["enrolments"][0]["because"]
    assert why["text"] == "if it started in Jan 2027, it would run in Jan 2027, when you have no hours"
    refused = run("plan", "-c", path, "-t", "b", *words, code=3).stdout
    assert "could only run in months in which you have no hours" in " ".join(refused.split())


def test_why_a_run_beyond_the_budget_is_not_taken(tmp_path: Path) -> None:
    runs = "runs: [{start: 2027-01-04, end: 2027-01-29, fee: 300}, {start: 2027-02-15, end: 2027-03-12, fee: 100}]"
    path = file_of(tmp_path, f"id: b, title: B, {ABOUT}, {runs}")
    made = planned(path, "-t", "b", "--budget", "299", "--why")
    assert made["enrolments"][0]["because"][0]["text"] == (
        "if it started in Jan 2027, the plan would cost S$300.00, more than your budget of S$299.00"
    )
    assert planned(path, "-t", "b", "--budget", "300")["finish"] == "2027-01"


def test_why_a_run_is_not_taken_that_starts_sooner_in_the_same_month(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        f"id: a, title: A, {ABOUT}, fee: 1, runs: [{{start: 2027-05-03, end: 2027-05-10}}]",
        f"id: b, title: B, {ABOUT}, fee: 1, requires: a, "
        "runs: [{start: 2027-05-03, end: 2027-05-10}, {start: 2027-05-17, end: 2027-05-26}]",
    )
    made = planned(path, "-t", "b", "--why")
    assert [each["text"] for each in made["enrolments"][1]["because"]] == [
        "its next intake after 3 May 2027 is 17 May 2027",
        "it needs A (a) first, which ends on 10 May 2027",
    ]


def test_length_and_load_are_shown_as_the_runs_have_them(tmp_path: Path) -> None:
    about = ABOUT.replace("months: 1", "months: unknown")
    one = "{start: 2027-01-11, end: 2027-02-10}"
    path = file_of(
        tmp_path,
        f"id: a, title: A, {about}, fee: 1, runs: [{one}]",
        f"id: b, title: B, {about}, fee: 1, runs: [{one}, {{start: 2027-03-01, end: 2027-05-31}}]",
    )
    # 10 hours in 13/3 weeks are 139 minutes a week, and in 13 weeks 47.
    shown = run("show", "a", "-c", path).stdout
    assert re.search(r"length +1 month$", shown, re.MULTILINE)
    assert re.search(r"hours a week +2\.32$", shown, re.MULTILINE)
    shown = run("show", "b", "-c", path).stdout
    assert re.search(r"length +1 month or 3 months, by run$", shown, re.MULTILINE)
    assert re.search(r"hours a week +2\.32 or 0\.78, by run$", shown, re.MULTILINE)
