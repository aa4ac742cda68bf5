"""Shifts, typed and in the learner file: which modules they keep out, when, and how that is said."""

from pathlib import Path

import pytest
from commands import OF_SMALL, PLAN_SMALL, run, words_of

ASKED = [*PLAN_SMALL, "--no-learner", "--hours", "10", "-t", "ward-basics"]
"""It has class on Monday evening, from March or September on."""


def test_a_shift_on_several_days_keeps_out_its_classes() -> None:
    free = run(*ASKED, "--busy", "Monday-Friday 08:00-17:00").stdout
    assert free == run(*ASKED, "--busy", "sat 08:00-17:00").stdout
    refused = run(*ASKED, "--busy", "mon-wed 14:00-22:00", code=3).stdout
    assert "when you are busy" in refused
    assert "busy mon-wed 14:00-22:00" in refused
    assert "free mon-wed 14:00-22:00" in refused


def test_a_shift_of_some_months_moves_what_it_keeps_out(tmp_path: Path) -> None:
    months = "mon-fri 14:00-22:00 in 2026-12..2027-06"
    moved = run(*ASKED, "--busy", months, "--why").stdout
    assert "when you are busy mon-fri 14:00-22:00 in 2026-12..2027-06" in " ".join(moved.split())
    me = tmp_path / "me.yaml"
    me.write_text(f"hours: 10\ntargets: [ward-basics]\nbusy: [{months}]\n", "utf-8")
    assert run(*PLAN_SMALL, "-l", str(me), "--why").stdout == moved


def test_every_other_week_is_too_often_for_a_class_of_every_week() -> None:
    words = "mon 14:00-22:00 every other week from 2026-12-07"
    refused = run(*ASKED, "--busy", words, code=3).stdout
    assert f"when you are busy ({words})" in " ".join(refused.split())


@pytest.mark.parametrize("words", ["weekdays 08:00-17:00", "mon 8-17", "mon 08:00-17:00 in june"])
def test_what_is_no_busy_time_is_refused_with_the_form(words: str) -> None:
    said = words_of(run(*ASKED, "--busy", words, code=2))
    assert f"'{words}' is not a time in the week: write the days and the times as 'mon-fri 08:00-17:00'" in said


def test_the_learner_file_is_refused_in_the_same_words(tmp_path: Path) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("busy: [weekdays 08:00-17:00]\n", "utf-8")
    assert "write the days and the times as 'mon-fri 08:00-17:00'" in run("learner", "check", str(me), *OF_SMALL, code=1).stdout


def test_an_hour_of_the_day_may_have_one_digit() -> None:
    one, two = (run(*ASKED, "--busy", words, code=3).stdout for words in ("mon-wed 9:00-22:00", "mon-wed 09:00-22:00"))
    assert one == two
    assert "busy mon-wed 09:00-22:00" in one
