"""A plan as one page.

Knows a plan, the drawing, and what `page.html` beside this file names.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from mcplanner.export import drawing
from mcplanner.export.amounts import amount_in_words, due, headings, known_amounts, payments, total, total_in_words
from mcplanner.export.pages import render_page
from mcplanner.ground.months import Month
from mcplanner.ground.numbers_text import counted, kind_text
from mcplanner.learner.party_words import WORDS
from mcplanner.plans import change_words
from mcplanner.plans.amount_years import years_in_words
from mcplanner.plans.certainty_words import (
    APPLY,
    START,
    UsedMarks,
    mark,
    mark_of_all,
    mark_of_amount,
    mark_of_awards,
    mark_of_finish,
    mark_of_load,
    marked,
    old_figures,
    reason_in_words,
    remarks_for_others,
    rests_on_in_words,
)
from mcplanner.plans.model import Plan, Status
from mcplanner.plans.other_ways import failure_section, other_plans_section
from mcplanner.plans.summary import (
    against_the_fastest,
    alternatives_heading,
    apply_text,
    back_mark,
    classes_of,
    counting,
    counts_in_words,
    days_off_in_words,
    finish_in_words,
    heading_of,
    held_in_words,
    hours_in_words,
    hours_there_are,
    in_order_of_start,
    in_the_busiest_months,
    in_the_end,
    marked_start,
    mode_text,
    not_advice,
    paid_from,
    period_text,
    price_in_words,
    proof,
    running,
    stop_in_words,
    stops,
    title_of,
    verdict,
    why_not,
    yet_to_start,
)
from mcplanner.plans.titles import with_titles_apart
from mcplanner.plans.weeks import (
    BUSY,
    DAYS,
    busy_in_words,
    classes_in_words,
    row_times,
    time_at_work,
    weeks_with_classes,
)


def plan_html(plan: Plan) -> str:
    """The page: the same plan gives the same bytes."""
    marks = UsedMarks()
    content = _content(with_titles_apart(plan), marks)
    render_page("page.html", content)  # to see which marks it writes: the legend stands above some of them
    return render_page("page.html", content | {"legend": marks.legend()}, drawing.style())


def _content(plan: Plan, marks: UsedMarks) -> dict[str, Any]:
    """Everything that the template names."""
    return {
        "plan": plan,
        "title": heading_of(plan),
        "kinds": ", ".join(dict.fromkeys(kind_text(target.kind) for target in plan.targets if not target.is_kind)),
        "proved": plan.status is Status.OPTIMAL,
        "label": verdict(plan).capitalize(),
        "verdict": proof(plan, marks).removeprefix(f"{verdict(plan)}: "),
        "finish_mark": mark_of_finish(plan, marks),
        "length": "" if plan.finish is None else counted(plan.finish - plan.start + 1, "month"),
        "enrolments": in_order_of_start(plan),
        "numbers": drawing.field_numbers(plan),
        "period": lambda enrolment: period_text(plan, enrolment, marks),
        "title_of": title_of,
        "marked_start": lambda enrolment: marked_start(plan, enrolment, marks),
        "apply_text": apply_text,
        "classes_of": lambda enrolment: classes_of(plan, enrolment, marks),
        "mode_text": lambda enrolment: mode_text(plan, enrolment, marks),
        "at_work": time_at_work(plan, marks),
        "days_off": "" if plan.addressee else days_off_in_words(plan, marks),
        "weeks": weeks_with_classes(plan),
        "days": DAYS,
        "busy": BUSY,
        "row_times": row_times,
        "classes_in_words": lambda enrolment: classes_in_words(plan, enrolment, marks),
        "busy_in_words": busy_in_words,
        "wide": drawing.draw(plan, drawing.WIDE, "wide", heading=False),
        "narrow": drawing.draw(plan, drawing.NARROW, "narrow", heading=False),
        "stretches": list(_stretches(plan)),
        "amounts": known_amounts(plan),
        "headings": headings(plan.payer),
        "payer": WORDS[plan.payer],
        "parties": WORDS,
        "years": years_in_words(plan.amount_years),
        "total": lambda name: total(plan, name),
        "total_in_words": lambda name: total_in_words(plan, name, marks),
        "peak_mark": mark_of_load(plan, in_the_busiest_months(plan), marks),
        "marked": lambda amount, enrolments, name: marked(amount, mark_of_amount(plan, enrolments, name, amount, marks)),
        "mark_of_starts": lambda enrolments: mark_of_all(plan, enrolments, *START, marks=marks),
        "paid_from": lambda wallet: paid_from(plan, wallet),
        "back_mark": lambda back: back_mark(plan, back, marks=marks),
        "to_start": yet_to_start(plan),
        "amount_in_words": lambda enrolment, name: amount_in_words(plan, enrolment, name, marks),
        "of_stretch": lambda stretch: mark_of_load(
            plan, running(plan, *map(Month, range(stretch.first, stretch.last + 1))), marks
        ),
        "due": due(plan),
        "payments": payments(plan),
        "not_advice": not_advice(plan),
        "hours_in_words": hours_in_words(plan, marks),
        "hours_there_are": hours_there_are(plan),
        "old": old_figures(plan.warnings),
        "remarks": remarks_for_others(plan),
        "rests_on": rests_on_in_words(plan),
        "legend": (),
        "mark": lambda enrolment, *keys: mark(plan, enrolment, *keys, marks=marks),
        "load_mark": lambda enrolment: mark_of_load(plan, [enrolment], marks),
        "APPLY": APPLY,
        "in_the_end": None if plan.spending is None else in_the_end(plan.spending),
        "under_way": any(enrolment.under_way for enrolment in plan.enrolments),
        "fastest": against_the_fastest(plan, marks),
        "reason_in_words": lambda module, note: reason_in_words(plan, module, note, marks),
        "any_reason": any(enrolment.because for enrolment in plan.enrolments),
        **_of_awards(plan, marks),
        **_of_other_plans(plan, marks),
    }


def _of_awards(plan: Plan, marks: UsedMarks) -> dict[str, Any]:
    """What the template names of awards, and of what counts toward them."""
    return {
        "award_titles": {award.id: award.title for award in plan.awards},
        "counting_toward": lambda award: [each for each in yet_to_start(plan) if award in each.counts_toward],
        "counting": [(award, counts_in_words(plan, award, marks)) for award in counting(plan)],
        "mark_of_awards": lambda awards: mark_of_awards(plan, *awards, marks=marks),
        "stops": stops(plan),
        "stop_in_words": lambda stop: stop_in_words(plan, stop, marks),
        "held": held_in_words(plan, marks),
    }


def _of_other_plans(plan: Plan, marks: UsedMarks) -> dict[str, Any]:
    """What the template names of what could be otherwise."""
    return {
        "holding_back_heading": change_words.holding_back_heading(plan),
        "holding_back": change_words.holding_back(plan, marks=marks),
        "conflict_heading": change_words.conflict_heading(plan),
        "conflict": change_words.conflict_in_words(plan),
        "ways_out_heading": change_words.ways_out_heading(plan),
        "ways_out": change_words.ways_out(plan, marks),
        "further": [part for part in (failure_section(plan, marks), other_plans_section(plan, marks)) if part is not None],
        "others": [
            (finish_in_words(plan, other, marks), other, price_in_words(plan, other, marks), why_not(plan, other, marks))
            for other in plan.alternatives
        ],
        "others_heading": alternatives_heading(plan),
    }


class _Stretch(Struct, frozen=True):
    first: Month
    last: Month
    minutes_per_week: int
    budget_minutes_per_week: int | None


def _stretches(plan: Plan) -> Iterator[_Stretch]:
    for first, last, load in drawing.stretches(plan.load):
        yield _Stretch(first, last, load.minutes_per_week, load.budget_minutes_per_week)
