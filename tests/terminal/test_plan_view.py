"""The plan on the terminal: at every width, in colour and without, in Unicode and in ASCII."""

import io
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
import snapshots
from consoles import shown, widest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sample_plans import START, diploma_plan, held_plan, impossible_plan, long_plan, objective_of, unknown_plan
from terminal_picture import plan_svg

from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import hours_text, load_text
from mcplanner.plans.labels import is_opaque
from mcplanner.plans.model import (
    Alternative,
    EarnedAward,
    Enrolment,
    MonthLoad,
    Note,
    Objective,
    OtherPlan,
    Plan,
    Status,
    Target,
)
from mcplanner.plans.summary import proof
from mcplanner.terminal.console import make_console
from mcplanner.terminal.plan_view import print_plan
from mcplanner.terminal.timeline import Scale

WIDTHS = (60, 80, 100, 160)
PLANS = {
    "diploma": diploma_plan(),
    "long": long_plan(),
    "impossible": impossible_plan(),
    "unknown": unknown_plan(),
    "held": held_plan(),
}


def picture(plan: Plan, width: int, *, encoding: str = "utf-8", colour: bool = False, why: bool = False) -> str:
    return shown(lambda console: print_plan(console, plan, why), width, encoding=encoding, colour=colour)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PLANS)
def test_plans_look_as_they_did(name: str, width: int) -> None:
    text = picture(PLANS[name], width)
    assert widest(text) <= width
    snapshots.check(f"plan-{name}-{width}", text)


@pytest.mark.parametrize("name", ["diploma", "long"])
def test_ascii_terminals_get_ascii(name: str) -> None:
    text = picture(PLANS[name], 80, encoding="ascii", why=True)
    assert text.isascii()
    assert widest(text) <= 80
    snapshots.check(f"plan-{name}-80-ascii", text)


def test_colour_adds_nothing_but_escapes_and_the_legend_of_fields() -> None:
    text = picture(diploma_plan(), 100, colour=True)
    assert "\x1b[" in text
    snapshots.check("plan-diploma-100-colour", text)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_column_is_dropped(width: int) -> None:
    text = picture(diploma_plan(), width)
    for heading in ("Module", "id", "ield", "rovider", "ode", "Start", "End", "Hours", "a week", "Apply by", "Fee"):
        assert heading in text
    for enrolment in diploma_plan().enrolments:
        for part in (enrolment.module, enrolment.provider, month_name(enrolment.start), month_name(enrolment.apply_by)):
            assert part in text


def test_no_line_ends_in_spaces_and_no_data_moves_the_cursor() -> None:
    text = picture(long_plan(), 100)
    assert not [line for line in text.splitlines() if line.endswith(" ")]
    assert "\x1b" not in text
    assert "\t" not in text
    assert "[bold]Marked[/bold] up" in text


def test_why_says_what_holds_each_module() -> None:
    assert "Why then" not in picture(diploma_plan(), 80)
    assert "5.8 of your 6 hours are taken until Sep 2028" in picture(diploma_plan(), 80, why=True)


def test_what_holds_back_most_is_shown_and_all_of_it_with_the_reasons() -> None:
    brief = picture(diploma_plan(), 100).partition("What holds you back")[2].partition("Other diplomas")[0]
    assert brief.splitlines() == [
        " (each change alone, the least that helps)",
        "  hours a week        6 → 11.6, done by Sep 2028: 12 months sooner",
        "  hours in one month  6 → 7.5 in 2029-03, done by Aug 2029: 1 month sooner",
        "  ruled out           harbour, in-person, only online → allow in-person, harbour, done by Aug 2029:",
        "                      1 month sooner",
        "  and 1 more: add --why",
        "",
    ]
    full = picture(diploma_plan(), 100, why=True).partition("What holds you back")[2].partition("Other diplomas")[0]
    assert full.splitlines()[5:] == [
        "  away                2027-02..2027-03 → not away in 2027-03, S$120.50 less, done by Sep 2029",
        "  at once             2: changing only this does not help",
        "",
    ]
    helpless = replace(diploma_plan(), holding_back=diploma_plan().holding_back[4:])
    assert "What holds you back" not in picture(helpless, 100)
    assert "What holds you back (none of these alone does)" in picture(helpless, 100, why=True)


def test_scales_grow_until_they_fit() -> None:
    first = Month(2026 * 12 + 11)
    assert Scale.fitting(first, Month(first + 33), 70) == Scale(first, Month(first + 33), months=1, characters=2)
    assert Scale.fitting(first, Month(first + 33), 34).months == 1
    # 34 months from December fall on 18 pairs that begin in odd months: Nov-Dec 2026 and Sep-Oct 2029 are only partly used.
    assert Scale.fitting(first, Month(first + 33), 33) == Scale(first, Month(first + 33), months=2, characters=1)
    assert Scale.fitting(first, Month(first + 33), 33).columns == 18
    assert Scale.fitting(first, Month(first + 33), 17).months == 3
    assert Scale.fitting(first, Month(first + 33), 9).months == 6
    assert Scale.fitting(first, Month(first + 33), 4).months == 12
    assert Scale.fitting(first, Month(first + 33), 1).columns == 1


def test_coarse_timelines_name_their_scale() -> None:
    assert "one column is 6 months" in picture(long_plan(), 60)


def test_a_plan_of_one_month_without_load() -> None:
    plan = diploma_plan()
    only = replace(plan.enrolments[5], start=START, end=START)
    short = replace(plan, finish=START, enrolments=(only,), awards=(replace(plan.awards[0], earned=START),), load=())
    text = picture(short, 80)
    assert "Dec 2026, 1 month from Dec 2026" in text
    assert "1 module, 3 hours in all" in text
    assert "2026\n" in text
    assert "after Dec 2026" in text


def test_proofs_claim_what_is_proved() -> None:
    plan = diploma_plan()
    objective = objective_of(plan.enrolments, plan.start, Month(plan.start + 33))

    def open_plan(bound: Objective | None) -> Plan:
        return replace(plan, status=Status.FEASIBLE, bound=bound)

    assert proof(plan) == "proved: no plan finishes sooner, and none that finishes then costs less"
    assert "not proved: no plan can finish before Mar 2029" in proof(open_plan(replace(objective, finish_months=28)))
    assert proof(open_plan(replace(objective, cost_cents=100))).startswith("no plan finishes sooner; not proved")
    assert "no less than S$1.00" in proof(open_plan(replace(objective, cost_cents=100)))
    assert "fewer hours" in proof(open_plan(replace(objective, minutes_total=60)))
    assert "no other award of its kind" in proof(open_plan(objective))
    assert proof(open_plan(None)).startswith("not proved")
    assert "needs fewer hours" in proof(replace(plan, budget_minutes_per_week=None))
    without_hours = replace(open_plan(replace(objective, peak_minutes_per_week=240)), budget_minutes_per_week=None)
    assert "but at least 4" in proof(without_hours)
    assert proof(impossible_plan()).startswith("impossible: Cybersecurity Foundations")
    assert proof(unknown_plan()).startswith("none found")
    assert proof(held_plan()).startswith("nothing is left")


def test_hours_have_two_decimals_at_most() -> None:
    assert load_text(361) == "6.02"
    assert load_text(360) == "6"
    assert load_text(347) == "5.78"
    assert load_text(345) == "5.75"
    assert hours_text(Decimal("1150.50")) == "1,150.5"
    assert hours_text(Decimal("1E+3")) == "1,000"


SAFE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
IDS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,6})?", fullmatch=True).filter(lambda name: not is_opaque(name, ""))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    months = draw(st.integers(1, 200))
    finish = Month(START + months - 1)
    ids = draw(st.lists(IDS, min_size=1, max_size=draw(st.sampled_from([3, 12, 60])), unique=True))
    enrolments = []
    for id_ in ids:
        start = draw(st.integers(START, finish))
        enrolments.append(
            Enrolment(
                module=id_,
                title=draw(SAFE),
                field=draw(st.sampled_from(["it", "health-care", "law"])),
                provider=draw(IDS),
                mode="online",
                start=Month(start),
                end=Month(draw(st.integers(start, finish))),
                hours=draw(st.decimals(1, 10_000, places=1)),
                minutes_per_week=draw(st.integers(1, 2_000)),
                apply_by=Month(start - draw(st.integers(0, 24))),
                fee_cents=draw(st.integers(0, 100_000_000)),
                days=None,
                intake_months=tuple(Month(month) for month in draw(st.lists(st.integers(START, finish), max_size=5))),
            )
        )
    budget = draw(st.none() | st.integers(0, 3_000))
    load = tuple(
        MonthLoad(Month(month), budget, sum(item.minutes_per_week for item in enrolments if item.start <= month <= item.end))
        for month in range(START, finish + 1)
    )
    awards = tuple(
        EarnedAward(f"award-{index}", draw(SAFE), "diploma", Month(draw(st.integers(START, finish))))
        for index in range(draw(st.integers(0, 4)))
    )
    made = Plan(
        status=Status.OPTIMAL,
        targets=(Target("t", draw(SAFE), "diploma"),),
        start=START,
        budget_minutes_per_week=budget,
        finish=finish,
        enrolments=tuple(enrolments),
        awards=awards,
        load=load,
        alternatives=(Alternative("other", draw(SAFE), None, draw(SAFE)),),
        warnings=(Note("code", draw(SAFE)),),
    )
    others = tuple(
        OtherPlan(made, draw(st.integers(-9, 99)), draw(st.integers(-9_999, 9_999)), (draw(SAFE),))
        for _ in range(draw(st.integers(0, 2)))
    )
    return replace(made, other_plans=others, no_further_plan=draw(st.none() | SAFE))


@settings(max_examples=60)
@given(plans(), st.integers(50, 200), st.sampled_from(["utf-8", "ascii", "latin-1"]))
def test_any_plan_fits_any_width(plan: Plan, width: int, encoding: str) -> None:
    text = picture(plan, width, encoding=encoding)
    assert widest(text) <= width
    for enrolment in plan.enrolments:
        assert text.count(enrolment.module) >= 2, f"{enrolment.module} stands in the timeline and in the table"


def test_other_plans_and_what_is_different_in_them() -> None:
    plan = diploma_plan()
    same = replace(plan, enrolments=plan.enrolments[:1])
    text = picture(
        replace(
            plan,
            other_plans=(
                OtherPlan(same, 0, 0, ("takes one instead of another",)),
                OtherPlan(replace(same, status=Status.FEASIBLE), 1, -150_00, ("does without one", "earns this before that")),
            ),
            no_further_plan="it is proved that no other plan is done by Mar 2030",
        ),
        100,
    )
    assert (
        """
Other plans (other modules or another order of awards)
  Sep 2029, no later, the same fees
            takes one instead of another
            Apr 2027 to Sep 2027  Cybersecurity Foundations (cyb-foundations)

  Sep 2029, 1 month later, S$150.00 less (not proved to be the best that is left)
            does without one
            earns this before that
            Apr 2027 to Sep 2027  Cybersecurity Foundations (cyb-foundations)
  it is proved that no other plan is done by Mar 2030
"""
        in text
    )
    assert "Other plans" not in picture(plan, 100)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_pipes_are_100_wide_and_plain(bare_environment: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "CI", "TTY_COMPATIBLE", "JPY_PARENT_PID"):
        bare_environment.setenv(name, "1")
    console = make_console(io.StringIO())
    assert (console.width, console.is_terminal, console.in_colour) == (100, False, False)


def test_columns_decides_the_width(bare_environment: pytest.MonkeyPatch) -> None:
    bare_environment.setenv("COLUMNS", "72")
    assert make_console(io.StringIO()).width == 72
    assert make_console(Terminal()).width == 72
    bare_environment.setenv("COLUMNS", "3")
    assert make_console(io.StringIO()).width == 40
    bare_environment.setenv("COLUMNS", "wide")
    assert make_console(io.StringIO()).width == 100


def test_terminals_have_colour_unless_told_otherwise(bare_environment: pytest.MonkeyPatch) -> None:
    assert make_console(Terminal()).in_colour
    assert make_console(Terminal()).width == 80  # it has no size to ask for
    bare_environment.setenv("TERM", "dumb")
    assert not make_console(Terminal()).in_colour
    bare_environment.setenv("FORCE_COLOR", "1")
    assert make_console(Terminal()).in_colour
    assert make_console(io.StringIO()).in_colour
    bare_environment.setenv("NO_COLOR", "1")
    stream = Terminal()
    print_plan(make_console(stream), diploma_plan())
    assert "\x1b" not in stream.getvalue()


def test_the_picture_is_whole_and_asks_nothing_of_the_network() -> None:
    svg = plan_svg(diploma_plan())
    assert svg == plan_svg(diploma_plan())
    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.count("http") == 1  # the name space
    assert "cyb-foundations" in svg
