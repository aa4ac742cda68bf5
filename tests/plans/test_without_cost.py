"""`--without cost`: no amount of money is left, in no format and not on the terminal, and what is proved stays proved."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from commands import OF_SMALL, run
from consoles import shown, widest
from msgspec.structs import replace
from sample_plans import (
    diploma_plan,
    funded_plan,
    gain,
    held_plan,
    impossible_plan,
    long_plan,
    odd_plan,
    resumed_plan,
    unknown_plan,
)

from mcplanner.export import EXPORTERS
from mcplanner.plans.model import Alternative, Failure, Note, OtherPlan, Plan, Relaxation, Status
from mcplanner.plans.summary import proof, yet_to_start
from mcplanner.plans.without_cost import without_cost
from mcplanner.terminal.plan_view import print_plan

NAMED = "you pay S$1,234.00 of it"
WITH_EVERYTHING = replace(
    funded_plan(),
    status=Status.FEASIBLE,
    bound=replace(funded_plan().objective or pytest.fail("a plan has one"), cost_cents=12_345),
    alternatives=(Alternative("other", "Other diploma", None, NAMED),),
    warnings=(Note("any", NAMED), Note("open-question", "all prices: nobody knows if the rule goes on"), Note("any", "Kept")),
    holding_back=(
        gain("budget", "S$1,234.00", "S$1,300.00", "2028-01", 4),
        gain("start", "2026-12", "2026-11", "2028-03", 2, 123_400),
        gain("hours a week", "6", "7", "2028-03", 2),
        gain("budget a year", "S$1,234.00", None, None, 0),
    ),
    failure=Failure("cyb-foundations", "Foundations", funded_plan().start, funded_plan().spending.payable, funded_plan()),  # type: ignore[union-attr]
    other_plans=(OtherPlan(funded_plan(), 0, 123_400, (NAMED, "takes another module")),),
)
IMPOSSIBLE = replace(
    impossible_plan(),
    reason=f"it costs at least {NAMED}",
    conflict="at most S$1,234.00",
    each_in_the_way=("at most S$1,234.00",),
    relaxations=(
        Relaxation("budget", "S$1,234.00", "S$1,300.00", None),
        Relaxation("hours a week", "4", "5", impossible_plan().start),
    ),
)
PLANS = {
    "diploma": diploma_plan(),
    "funded": funded_plan(),
    "odd": odd_plan(),
    "resumed": resumed_plan(),
    "long": long_plan(),
    "impossible": impossible_plan(),
    "unknown": unknown_plan(),
    "held": held_plan(),
    "everything": WITH_EVERYTHING,
    "budget": IMPOSSIBLE,
}


def amounts_of(plan: Plan) -> set[str]:
    """The amounts of a plan that are not zero, in dollars as people and spreadsheets write them."""
    cents = {
        amount
        for each in plan.enrolments
        for amount in (each.fee_cents, each.subsidy_cents, each.gst_cents, each.credit_cents, each.payable_cents)
        if amount
    }
    cents |= {123_400, 12_345} | (
        {plan.objective.cost_cents} if plan.objective is not None and plan.objective.cost_cents else set()
    )
    return {f"{amount / 100:,.2f}" for amount in cents} | {f"{amount / 100:.2f}" for amount in cents}


def all_of(content: str | bytes) -> str:
    """All text of a file; of a workbook, that of all its parts, and each number in dollars."""
    if isinstance(content, str):
        return content.replace("\r\n ", "")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = "\n".join(archive.read(name).decode() for name in archive.namelist())
    return text + "\n".join(f"{float(number):.2f}" for number in re.findall(r"<v>([0-9.]+)</v>", text) if "." in number)


@pytest.mark.parametrize("suffix", sorted(set(EXPORTERS) - {".png"}))
@pytest.mark.parametrize("name", PLANS)
def test_no_file_has_an_amount(name: str, suffix: str) -> None:
    """The picture in pixels is the drawing, which has none."""
    plan = PLANS[name]
    text = all_of(EXPORTERS[suffix].export(without_cost(plan)))
    assert "S$" not in text.replace("\\", "")
    assert not re.search(r"\bFees?\b|\bTo pay\b|Not financial", text)
    assert [amount for amount in amounts_of(plan) if re.search(rf"(?<![0-9.,]){re.escape(amount)}(?![0-9])", text)] == []


def test_the_check_would_see_an_amount() -> None:
    for suffix in sorted(set(EXPORTERS) - {".png", ".svg"}):
        text = all_of(EXPORTERS[suffix].export(WITH_EVERYTHING))
        assert any(amount in text for amount in amounts_of(WITH_EVERYTHING)) or '"fee_cents": 300000' in text, suffix


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("name", PLANS)
def test_the_terminal_has_no_amount(name: str, width: int) -> None:
    text = shown(lambda console: print_plan(console, without_cost(PLANS[name]), why=True), width)
    assert "S$" not in text
    assert not re.search(r"\b[Ff]ees?\b|to pay|[0-9]\.[0-9]{2} (?:more|less)|financial", text)
    assert widest(text) <= width


def cents_in(data: Any) -> Iterator[object]:
    """Each value under a key of cents, however deep."""
    if isinstance(data, dict):
        yield from (
            value for key, value in data.items() if key.endswith("_cents") or key in ("cents", "cents_less", "cents_more")
        )
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from cents_in(value)


@pytest.mark.parametrize("name", PLANS)
def test_programs_get_null_for_every_amount(name: str) -> None:
    data = json.loads(EXPORTERS[".json"].export(without_cost(PLANS[name])))
    assert data["without_cost"] is True
    assert set(cents_in(data)) <= {None}
    assert [stage["value"] for stage in data["proof"] if stage["stage"] == "cost"] == [None] * sum(
        stage["stage"] == "cost" for stage in data["proof"]
    )


def test_what_is_not_about_money_stays() -> None:
    less = without_cost(WITH_EVERYTHING)
    assert [note.text for note in less.warnings] == ["Kept"]
    assert [each.change.dial for each in less.holding_back] == ["hours a week"]
    assert less.other_plans[0].differences == ("takes another module",)
    assert less.finish == WITH_EVERYTHING.finish
    assert [each.module for each in yet_to_start(less)] == [each.module for each in yet_to_start(WITH_EVERYTHING)]
    assert [change.dial for change in without_cost(IMPOSSIBLE).relaxations] == ["hours a week"]


def test_a_verdict_that_hangs_on_the_cost_is_as_open_as_before_without_the_amount() -> None:
    assert "may cost less, but no less than S$123.45" in proof(WITH_EVERYTHING)
    assert proof(without_cost(WITH_EVERYTHING)).endswith("not proved: one that finishes then may cost less")


def test_the_command_leaves_them_out() -> None:
    asked = ["plan", *OF_SMALL, "--target", "diploma", "--start", "2026-12", "--hours", "8", "--residency", "citizen"]
    asked += [
        "--born",
        "1980",
        "--credit",
        "500",
        "--budget",
        "6000",
        "--alternatives",
        "1",
        "--what-if-fail",
        "cyb-foundations",
    ]
    assert "S$" in run(*asked, "--why").stdout
    less = run(*asked, "--why", "--without", "cost").stdout
    assert "S$" not in less
    assert "If you fail" in less
    assert "Other plans" in less
    assert set(cents_in(json.loads(run(*asked, "--without", "cost", "--json").stdout))) <= {None}


def test_a_budget_that_is_too_small_is_not_named() -> None:
    asked = ["plan", *OF_SMALL, "--target", "cyber-diploma", "--start", "2026-12", "--hours", "8", "--budget", "100"]
    assert "S$100.00" in run(*asked, code=3).stdout
    less = run(*asked, "--without", "cost", code=3).stdout
    assert "S$" not in less
    assert "impossible for these figures: it is proved that no plan keeps every rule" in less


def test_what_only_more_money_would_make_possible_is_not_called_hopeless() -> None:
    """The budget alone is in the way, or in the way too: what is said is true of the wishes that are shown."""
    asked = ["plan", *OF_SMALL, "--target", "cyber-diploma", "--start", "2026-12", "--without", "cost"]
    alone = run(*asked, "--hours", "8", "--budget", "100", code=3).stdout
    assert "What would make it possible (none of these is enough alone)" in alone
    too = run(*asked, "--hours", "3", "--by", "2027-12", "--budget", "3000", "--at-once", "1", code=3).stdout
    assert "none of these is enough alone" in " ".join(too.split())
    assert "together" not in too, "more hours and a later month are not enough without more money"
