"""A start that is over, or beyond what the catalogue knows, is remarked wherever one can be typed. It is 24 November 2026."""

import json

import pytest
from commands import OF_SMALL, run

PLAN = ["plan", *OF_SMALL, "--target", "cyber-certificate", "--hours", "8"]
OVER = "Oct 2026 is over: nobody can start then any more; ask again from Dec 2026"
FAR = "Jan 2040 is 13 years after the day of the catalogue (2026-11-01): what starts then, and what it costs, is not known yet"


def remarks(*words: str, code: int = 0) -> list[str]:
    """The remarks on the start in the answer to a command as JSON."""
    warnings = json.loads(run(*words, "--json", code=code).stdout)["warnings"]
    return [note["text"] for note in warnings if note["code"] == "doubtful-start"]


@pytest.mark.parametrize(
    ("start", "said"), [("2026-10", [OVER]), ("2026-11", []), ("2026-12", []), ("2029-11", []), ("2040-01", [FAR])]
)
def test_plans_and_prices_remark_a_doubtful_start(start: str, said: list[str]) -> None:
    cost = ["cost", *OF_SMALL, "cyb-foundations", "--start", start]
    assert remarks(*PLAN, "--start", start) == said
    assert remarks(*cost) == said
    for words in ([*PLAN, "--start", start], cost):
        told = " ".join(run(*words).stdout.split())
        assert [words for words in (OVER, FAR) if words in told] == said


def test_it_is_remarked_where_there_is_no_plan_too() -> None:
    assert remarks(*PLAN, "--start", "2026-10", "--by", "2026-12", code=3) == [OVER]


def test_a_comparison_remarks_each_doubtful_start_once() -> None:
    compared = ["compare", *PLAN[1:], "--start", "2026-10,2027-01,2040-01"]
    assert remarks(*compared) == [OVER, FAR]
    told = " ".join(run(*compared).stdout.split())
    assert told.count(OVER) == told.count(FAR) == 1
