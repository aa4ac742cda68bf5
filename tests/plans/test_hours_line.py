"""The line of a plan that says how much study there is, how many hours there are for it, and how full the weeks get."""

from pathlib import Path

import pytest
from commands import PLAN_SMALL, run

ASKED = [*PLAN_SMALL, "--target", "cyber-diploma"]

UNDER_WAY = """
name: Mei
hours: 7
targets: [cyber-diploma]
under_way:
  - {module: net-basics, started: 2026-11, months: 4}
"""


def line_of(*words: str) -> str:
    """The line of a plan."""
    (line,) = (line for line in run(*words, width=300).stdout.splitlines() if line.startswith("  study"))
    return line.removeprefix("  study").strip()


@pytest.mark.parametrize(
    ("options", "limits"),
    [
        (["--hours", "8"], "at most 8 a week; 6.93 in the busiest weeks"),
        (
            ["--hours", "4", "--hours-in", "2027-10..2028-09=8"],
            "at most 4 a week, 8 in Oct 2027 to Sep 2028; 6.93 in the busiest weeks",
        ),
        (["--hours", "8", "--away", "2027-06"], "at most 8 a week, none in Jun 2027; 6.93 in the busiest weeks"),
        (["--by", "2029-12", "--hours-in", "2027-11=4"], "at most 4 in Nov 2027; 6.25 in the busiest weeks"),
        (["--by", "2029-12"], "6.25 in the busiest weeks"),
        (["--hours", "8", "--at-once", "1"], "at most 8 a week; 6.93° in the busiest weeks"),
        (
            ["--hours", "8", *[word for month in (1, 3, 5, 9, 11) for word in ("--hours-in", f"2027-{month:02}={month + 1}")]],
            "at most 8 a week, 2 to 12 in 5 other months; 6.93 in the busiest weeks",
        ),
    ],
)
def test_the_line_names_the_hours_of_every_month(options: list[str], limits: str) -> None:
    _, _, said = line_of(*ASKED, *options).partition("; ")
    assert said == limits


def test_the_line_says_what_is_under_way_and_where_it_leaves_no_room(tmp_path: Path) -> None:
    learner = tmp_path / "me.yaml"
    learner.write_text(UNDER_WAY, "utf-8")
    asked = ["plan", *PLAN_SMALL[1:], "--learner", str(learner), "--hours-in", "2026-12..2027-01=2"]
    assert line_of(*asked) == (
        "5 modules, 385° hours in all, 60 of them in what is under way; at most 7 a week, 2 in Dec 2026 to Jan 2027; "
        "6.93 in the busiest weeks; what is under way needs more than you have in Dec 2026 to Jan 2027"
    )
    page = tmp_path / "plan.html"
    run(*asked, "-o", str(page))
    text = page.read_text("utf-8")
    assert "385° hours in all, 60 of them in what is under way" in text
    assert "you have at most 7 a week, 2 in Dec 2026 to Jan 2027" in text
