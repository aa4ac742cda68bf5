"""Plans side by side as one page with a dial: every position is a plan that was made before, so nothing is computed there.

Knows a comparison, the drawing, and what `comparison.html` beside this file names. The page's one script shows the plan of a
position; without it, the table and all plans are there one after another.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct

from mcplanner.export import drawing
from mcplanner.export.curves import Point, draw_curve
from mcplanner.export.pages import read_part, render_page
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import Amount, format_amount
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.party_words import WORDS
from mcplanner.planning.comparison import Comparison, ComparisonRow, Dial
from mcplanner.planning.comparison_words import (
    DIALS,
    HELD,
    PEAK,
    best_in_words,
    certainties_in,
    dials_in_words,
    figures_in_words,
    is_of_kind,
    marks_in_words,
    not_planned_in_words,
    payer_of,
    same_in_all_rows,
    setting,
    subject_of,
    value_in_words,
    verdict_in_words,
    way_in_words,
    why_without,
)
from mcplanner.plans.amount_years import together, years_in_words
from mcplanner.plans.certainty_words import UsedMarks, old_figures, remarks, rests_on_in_words
from mcplanner.plans.model import Note, Plan, Status
from mcplanner.plans.summary import proof


class DialPosition(Struct, frozen=True):
    """A position of the dial: its place on the page, and its plan."""

    name: str
    place: int
    row: ComparisonRow

    @property
    def plan(self) -> Plan:
        return self.row.plan


class PositionGroup(Struct, frozen=True):
    """The positions of the dial for one setting of the other dial, and the curves over them."""

    words: str
    cases: tuple[DialPosition, ...]
    curves: tuple[str, ...]


def comparison_html(comparison: Comparison) -> str:
    """The page: the same plans give the same bytes."""
    style = read_part("comparison.css") + drawing.style()
    return render_page("comparison.html", _content(comparison), style, read_part("comparison.js"))


def _legend(comparison: Comparison, marks: UsedMarks) -> str:
    """What the signs of the page mean, beneath all plans and above their table, which writes no further marks."""
    best = f"★ best: {best_in_words(comparison)}"
    return "; ".join((best, PEAK, *marks_in_words(certainties_in(comparison), marks)))


def _content(comparison: Comparison) -> dict[str, Any]:
    """Everything that the template names."""
    subject, kind = subject_of(comparison)
    dial = comparison.varied[-1]
    payer, certainties, marks = payer_of(comparison), certainties_in(comparison), UsedMarks()
    first = next((row.plan for row in comparison.rows if row.plan.catalogue_title), comparison.rows[0].plan)

    def figure(row: ComparisonRow, name: str) -> str:
        return "".join(figures_in_words(row, certainties, marks)[name])

    def without(row: ComparisonRow) -> str:
        return why_without(row, certainties, marks)

    end, shared = _latest_finish(comparison), _said_of_several(comparison)
    return {
        "title": f"{one_line(subject)}, by {dials_in_words(comparison)}",
        "kind": kind.strip(" ()"),
        "dial": DIALS[dial].capitalize(),
        "other": DIALS[comparison.varied[0]].capitalize(),
        "groups": list(_groups(comparison)),
        "same": "; ".join(same_in_all_rows(comparison)),
        "setting": lambda case: setting(case.row, dial),
        "answer": lambda case: _answer(case.row, payer is not None, figure, without),
        "figure": lambda case, name: figure(case.row, name),
        "length": lambda case: counted(case.plan.objective.finish_months, "month"),
        "chosen": lambda case: case.plan.targets[0].title if is_of_kind(case.row) or Dial.TARGET in comparison.varied else "",
        "picture": lambda case: drawing.draw(case.plan, drawing.NARROW, f"{case.name}-time", heading=False, until=end),
        "verdict": lambda case: verdict_in_words(case.plan),
        "label": lambda case: verdict_in_words(case.plan),
        "proof": lambda case: proof(case.plan, marks).removeprefix(f"{verdict_in_words(case.plan)}: "),
        "proved": lambda case: case.plan.status is Status.OPTIMAL,
        "way": lambda case: way_in_words(case.row, certainties, marks),
        "rests_on": lambda case: rests_on_in_words(case.plan),
        "remarks": lambda case: _remarks(case.plan, shared),
        "why_without": lambda case: without(case.row),
        "money": _heading_of_money(comparison),
        "years": years_in_words(together(row.plan.amount_years for row in comparison.rows)),
        "legend": lambda: _legend(comparison, marks),
        "not_planned": not_planned_in_words(comparison) if comparison.not_planned else None,
        "notes": [*map(attrgetter("text"), comparison.warnings), *shared],
        "not_advice": None if payer is None else WORDS[payer].not_advice,
        "old": old_figures(first.warnings),
        "catalogue_title": first.catalogue_title,
        "as_of": first.as_of,
    }


def _heading_of_money(comparison: Comparison) -> str:
    """What is paid; empty where that is left out."""
    payer = payer_of(comparison)
    return "" if comparison.without_cost else "Fees" if payer is None else WORDS[payer].heading


def _remarks(plan: Plan, shared: Collection[str]) -> list[Note]:
    """What is remarked of a plan alone."""
    return [note for note in remarks(plan.warnings) if note.for_several not in shared]


def _said_of_several(comparison: Comparison) -> list[str]:
    """What is remarked of more than one plan, which is said once for all of them."""
    each_once = (dict.fromkeys(note.for_several for note in remarks(row.plan.warnings)) for row in comparison.rows)
    numbers = Counter(chain.from_iterable(each_once))
    return [words for words, number in numbers.items() if number > 1]


def _latest_finish(comparison: Comparison) -> Month | None:
    return max((row.plan.finish for row in comparison.rows if row.plan.finish is not None), default=None)


def _groups(comparison: Comparison) -> Iterator[PositionGroup]:
    """The positions by the setting of the outer dial, if there are two."""
    *outer, dial = comparison.varied
    numbered = list(enumerate(comparison.rows, start=1))
    for words, found in groupby(numbered, lambda each: setting(each[1], outer[0]) if outer else ""):
        cases = tuple(DialPosition(f"plan-{number}", place, row) for place, (number, row) in enumerate(found))
        yield PositionGroup(words, cases, tuple(_curves(cases, dial, comparison)))


def _curves(cases: Sequence[DialPosition], dial: Dial, comparison: Comparison) -> Iterator[str]:
    """The finish and the cost against the dial."""
    joined = dial in (Dial.START, Dial.AT_ONCE, Dial.HOURS)
    yield draw_curve(
        "Finish", [_point(case, dial, case.plan.finish) for case in cases], lambda at: month_name(Month(at)), joined
    )
    if comparison.without_cost:
        return
    costs = [(case, None if case.plan.objective is None else case.plan.objective.cost) for case in cases]
    points = [_point(case, dial, _cents(cost), bool(cost and cost.unknown)) for case, cost in costs]
    yield draw_curve("Fees" if payer_of(comparison) is None else "Cost", points, _dollars, joined)


def _cents(cost: Amount | None) -> int | None:
    """What is known of a cost; None without a plan, and if nothing of it is known."""
    return None if cost is None or (cost.unknown and not cost.cents) else cost.cents


def _dollars(cents: int) -> str:
    """An amount on an axis, without cents."""
    return format_amount(cents).partition(".")[0]


def _point(case: DialPosition, dial: Dial, value: int | None, at_least: bool = False) -> Point:
    at, label = _place(case, dial)
    return Point(case.name, label, at, value, at_least)


def _place(case: DialPosition, dial: Dial) -> tuple[int, str]:
    """Where a position is on its axis, and what stands beneath it."""
    row = case.row
    numbers = {Dial.HOURS: row.budget_minutes_per_week, Dial.START: row.start, Dial.AT_ONCE: row.at_once}
    at = numbers.get(dial)
    return case.place if at is None else at, value_in_words(row, dial) or "no limit"


def _answer(
    row: ComparisonRow, priced: bool, figure: Callable[[ComparisonRow, str], str], without: Callable[[ComparisonRow], str]
) -> str:
    """What a position of the dial gives, in a sentence that is read aloud."""
    plan = row.plan
    if plan.objective is None:
        return without(row)
    done = HELD if plan.finish is None else f"done in {figure(row, 'finish')}"
    money = "" if plan.without_cost else f" {'cost' if priced else 'fees'} {figure(row, 'fees')},"
    return f"{done},{money} {verdict_in_words(plan)}"
