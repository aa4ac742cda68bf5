"""A plan names the modules that it cannot have only because something of them is unknown: its proof is silent on these."""

from pathlib import Path

import pytest
from commands import run

COURSES = """
title: Three ways
as_of: 2026-11-01
providers: [{id: p, title: P}]
fields: [{id: f, title: F}]
modules:
  - {id: slow, title: Slow, provider: p, field: f, mode: online, hours: 40, months: 3, fee: 500}
  - {id: fast, title: Fast, provider: p, field: f, mode: online, hours: unknown, months: 1, fee: 100}
  - {id: dear, title: Dear, provider: p, field: f, mode: online, hours: 10, months: 1, fee: unknown}
awards:
  - {id: a, title: A, kind: certificate, field: f, requires: {any: [slow, fast, dear]}}
"""
BETTER = "a plan with it might finish sooner or cost less"
FAST = f"Fast (fast) is not planned, since its hours, length or starts are unknown: {BETTER}"
DEAR = f"Dear (dear) is not planned, since its fee is unknown: {BETTER}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "courses.yaml"
    path.write_text(COURSES, "utf-8")
    return path


def said(file: Path, *options: str) -> str:
    words = ("plan", "-c", str(file), "--hours", "6", "--target", "a", "--start", "2026-12")
    return " ".join(run(*words, *options, width=300).stdout.split())


def test_what_has_unknown_hours_is_named(file: Path) -> None:
    shown = said(file)
    assert FAST in shown
    assert DEAR not in shown  # it is planned


def test_what_has_an_unknown_fee_is_named_under_a_budget(file: Path) -> None:
    shown = said(file, "--budget", "1000")
    assert FAST in shown
    assert DEAR in shown


def test_nothing_is_named_once_it_is_assumed(file: Path) -> None:
    assert "is not planned" not in said(file, "--assume", "fast:hours=20")


def test_of_many_three_are_named(file: Path) -> None:
    more = "".join(
        f"  - {{id: x{number}, title: X, provider: p, field: f, mode: online, hours: unknown, months: 1, fee: 1}}\n"
        for number in range(1, 5)
    )
    listed = ", ".join(["slow, fast, dear", *(f"x{number}" for number in range(1, 5))])
    file.write_text(COURSES.replace("awards:\n", f"{more}awards:\n").replace("slow, fast, dear", listed), "utf-8")
    assert "Fast (fast), X (x1), X (x2) and 2 other modules are not planned, since their hours, length or starts" in said(file)


def test_what_is_of_an_unknown_mode_is_named_where_only_some_modes_are_wanted(file: Path) -> None:
    fast = "mode: online, hours: unknown, months: 1, fee: 100"
    file.write_text(COURSES.replace(fast, "mode: unknown, hours: 20, months: 1, fee: 100"), "utf-8")
    assert f"Fast (fast) is not planned, since its mode is unknown: {BETTER}" in said(file, "--mode", "online")
    assert "is not planned" not in said(file)
