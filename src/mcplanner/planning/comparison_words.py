"""What is said of plans side by side, on the terminal and on a page: the cases, what they share, and how each went.

Knows a comparison; no terminal and no file.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from mcplanner.catalogue.model import Certainty
from mcplanner.ground.money import NOT_KNOWN, format_amount
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import kind_text, load_text, peak_text
from mcplanner.learner.absence import away_in_words
from mcplanner.learner.model import Party
from mcplanner.planning.comparison import SETTING_OF, Comparison, ComparisonRow, Dial
from mcplanner.plans.certainty_words import (
    MARKS,
    MEANINGS,
    UsedMarks,
    certainties_of,
    certainties_of_load,
    mark_of,
    sentence_in_words,
    uses_less,
)
from mcplanner.plans.labels import is_opaque
from mcplanner.plans.model import Plan, Status
from mcplanner.plans.summary import (
    FOR_THESE,
    IMPOSSIBLE,
    NONE_FOUND,
    NOT_PROVED,
    PROVED,
    in_the_busiest_months,
    price_keys,
    yet_to_start,
)

DIALS: Mapping[Dial, str] = {
    Dial.TARGET: "target",
    Dial.START: "start",
    Dial.PREFER: "preference",
    Dial.PROVIDER: "providers",
    Dial.MODE: "modes",
    Dial.AWAY: "time away",
    Dial.AT_ONCE: "modules at once",
    Dial.HOURS: "hours a week",
}

PREFERENCES: Mapping[str, str] = {"finish": "earliest finish", "cost": "lowest cost", "load": "lowest weekly load"}
"""What comes first in a plan."""

VERDICTS: Mapping[Status, str] = {
    Status.OPTIMAL: PROVED,
    Status.FEASIBLE: NOT_PROVED,
    Status.INFEASIBLE: IMPOSSIBLE,
    Status.UNKNOWN: NONE_FOUND,
}

HELD = "held already"
"""The words in place of a finish if nothing is left to study."""

PEAK = "peak: hours a week in the busiest weeks, rounded up"


def subject_of(comparison: Comparison) -> tuple[str, str]:
    """What is planned, and in brackets its kind, if the subject does not say it."""
    if Dial.TARGET in comparison.varied:
        return "Plans", ""
    row = comparison.rows[0]
    target = row.plan.targets[0]
    kind = kind_text(target.kind)
    return (f"Any {kind}", "") if is_of_kind(row) else (target.title, f" ({kind})")


def dials_in_words(comparison: Comparison) -> str:
    """What differs from row to row."""
    return " and ".join(DIALS[dial] for dial in comparison.varied)


def same_in_all_rows(comparison: Comparison) -> list[str]:
    """The settings that all rows share."""
    first = comparison.rows[0]
    shared = (dial for dial in Dial if dial not in (Dial.TARGET, *comparison.varied))
    texts = [setting(first, dial) for dial in shared if _value(first, dial) not in AS_USUAL]
    by = [] if comparison.by is None else [f"done by {month_name(comparison.by)}"]
    return [text for text in (*texts, *by) if text]


AS_USUAL: tuple[Hashable, ...] = ("finish", frozenset())
"""The settings that are not worth a word where all rows share them."""


def setting(row: ComparisonRow, dial: Dial) -> str:
    """The setting of a dial in words that need no heading; nothing if there is no limit."""
    words = value_in_words(row, dial)
    match dial:
        case Dial.TARGET:
            return target_in_words(row)
        case Dial.START:
            return f"from {words}"
        case Dial.PREFER:
            return f"{PREFERENCES[words]} first"
        case Dial.PROVIDER | Dial.MODE:
            return f"only {words}" if _value(row, dial) else f"{words} {dial.removesuffix('s')}"
        case Dial.AWAY:
            return f"away {words}" if row.learner.away else "not away"
        case Dial.AT_ONCE:
            return words and f"{words} at once"
        case Dial.HOURS:
            return f"{words} h/week" if words else "the fewest hours a week needed"


def value_in_words(row: ComparisonRow, dial: Dial) -> str:
    """The setting of a dial in words that stand beneath its heading; nothing if there is no limit."""
    value: Any = _value(row, dial)
    match dial:
        case Dial.START:
            return month_name(value)
        case Dial.PROVIDER | Dial.MODE:
            return ", ".join(sorted(value)) or "any"
        case Dial.AWAY:
            return ", ".join(away_in_words(value)) or "none"
        case Dial.HOURS:
            return "" if value is None else load_text(value)
        case _:
            return "" if value is None else str(value)


def _value(row: ComparisonRow, dial: Dial) -> Hashable:
    return SETTING_OF[dial](row.learner, row.request)


def target_in_words(row: ComparisonRow) -> str:
    """The id of a target; behind its title, if it says nothing."""
    title = row.plan.targets[0].title
    return f"{title} ({row.target})" if is_opaque(row.target, title) else row.target


def case_of(row: ComparisonRow, varied: Sequence[Dial]) -> str:
    """What is different in a row, in words."""
    return ", ".join(setting(row, dial) for dial in varied)


def is_of_kind(row: ComparisonRow) -> bool:
    """Return whether the target is a kind of award, so that the plan is for the soonest of that kind."""
    return row.plan.targets[0].kind == row.target


def payer_of(comparison: Comparison) -> Party | None:
    """Who pays; None if prices are not known for the learner, and there are only fees."""
    return next((row.plan.payer for row in comparison.rows if row.plan.spending is not None), None)


def way_in_words(row: ComparisonRow, certainties: AbstractSet[Certainty], marks: Mapping[Certainty, str] = MARKS) -> str:
    """How many awards are earned on the way, and the first with its month."""
    awards = row.on_the_way
    if not awards:
        return "none"
    name = awards[0].title if is_opaque(awards[0].id, awards[0].title) else awards[0].id
    mark = _mark(awards[0].hangs_on, certainties, marks)
    first = f"{name} in {month_name(awards[0].earned)}{mark}"
    return f"1: {first}" if len(awards) == 1 else f"{len(awards)}: first {first}"


def why_without(row: ComparisonRow, certainties: AbstractSet[Certainty], marks: Mapping[Certainty, str] = MARKS) -> str:
    """Why a row has no plan, with the marks of the figures in that, unless they rest on what all figures of all plans do."""
    figures = (each for each in row.plan.reason_figures if len(certainties) != 1 or not set(each.hangs_on) <= certainties)
    reason = sentence_in_words(row.plan.reason or "", figures, marks)
    return f"{verdict_in_words(row.plan)}: {reason or 'no plan keeps everything you asked for'}"


def verdict_in_words(plan: Plan) -> str:
    """How far a plan is proved, or that there is none; and that this holds for figures that are less than published."""
    return f"{VERDICTS[plan.status]}{FOR_THESE if is_for_these_figures(plan) else ''}"


def is_for_these_figures(plan: Plan) -> bool:
    """Return whether something is proved of a plan that may hang on figures that are less than published."""
    return plan.status in (Status.OPTIMAL, Status.INFEASIBLE) and uses_less(plan)


def best_in_words(comparison: Comparison) -> str:
    """What the sign of the best rows means."""
    given = " and peak" if comparison.rows[0].budget_minutes_per_week is None else ", peak and given hours"
    money = "" if comparison.without_cost else ", fees" if payer_of(comparison) is None else ", cost"
    others = "no other row for its target" if Dial.TARGET in comparison.varied else "no other row"
    return f"{others} is at least as good in finish{money}{given}, and better in one"


def not_planned_in_words(comparison: Comparison) -> str:
    """How many rows are missing because the search was stopped."""
    plans = "1 plan was" if comparison.not_planned == 1 else f"{comparison.not_planned} plans were"
    return f"Stopped: {plans} not made"


def certainties_in(comparison: Comparison) -> frozenset[Certainty]:
    """On what the figures of all rows rest: if that is always the same, no mark tells one from another."""
    resting = (row.plan.rests_on for row in comparison.rows if row.plan.rests_on is not None)
    return frozenset(figure.certainty for found in resting for figure in found.figures)


def figures_in_words(
    row: ComparisonRow, certainties: AbstractSet[Certainty], marks: Mapping[Certainty, str] = MARKS
) -> dict[str, tuple[str, str]]:
    """The finish, fees, hours and peak of a row with a plan, each with its mark, empty where it has none."""
    return {
        name: (words, "" if words == NOT_KNOWN else _mark(rests, certainties, marks)) for name, words, rests in _figures(row)
    }


def _mark(rests: Iterable[Certainty], certainties: AbstractSet[Certainty], marks: Mapping[Certainty, str]) -> str:
    """The mark of what a figure of a row rests on; empty where all figures of all rows rest on the same."""
    return mark_of(rests, marks) if len(certainties) > 1 else ""


def _figures(row: ComparisonRow) -> Iterator[tuple[str, str, Iterable[Certainty]]]:
    """The figures of a row with a plan, in words, and on what each rests."""
    plan, objective = row.plan, row.plan.objective
    assert objective is not None, "only a plan has figures"
    finish = [] if plan.rests_on is None else [figure.certainty for figure in plan.rests_on.finish]
    yield "finish", HELD if plan.finish is None else month_name(plan.finish), finish
    if not plan.without_cost:
        yield "fees", format_amount(objective.cost), certainties_of(yet_to_start(plan), *price_keys(plan))
    yield "hours", f"{load_text(objective.minutes_total)} h", certainties_of(plan.enrolments, "hours")
    busiest = certainties_of_load(in_the_busiest_months(plan))
    yield "peak", f"{peak_text(objective.peak_minutes_per_week)} h", busiest


def marks_in_words(certainties: AbstractSet[Certainty], marks: UsedMarks) -> list[str]:
    """What the marks mean that were written; or that all figures are less than published, and what they are instead."""
    alike = certainties if len(certainties) == 1 else ()
    legend = marks.legend()
    same = [f"all figures are {MEANINGS[certainty]}" for certainty in alike if certainty in MEANINGS]
    return [*same, *(["; ".join(legend)] if legend else [])]
