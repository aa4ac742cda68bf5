"""A plan as Markdown, for wikis and code hosts: a table, and a Gantt chart that they draw with Mermaid.

Knows a plan, GitHub's Markdown and Mermaid's Gantt charts.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from mcplanner.export.amounts import amount_in_words, headings, known_amounts, total_in_words
from mcplanner.ground.characters import one_line
from mcplanner.ground.months import Month, first_day, month_name
from mcplanner.ground.numbers_text import hours_text, load_text
from mcplanner.plans.amount_years import years_in_words
from mcplanner.plans.certainty_words import (
    APPLY,
    UsedMarks,
    mark,
    mark_of_awards,
    mark_of_finish,
    mark_of_load,
    old_figures,
    reason_in_words,
    remarks_for_others,
    rests_on_in_words,
)
from mcplanner.plans.model import Plan
from mcplanner.plans.other_ways import other_ways
from mcplanner.plans.summary import (
    apply_text,
    classes_text,
    counting,
    counts_in_words,
    days_off_in_words,
    heading_of,
    held_in_words,
    in_order_of_start,
    marked_start,
    mode_text,
    not_advice,
    period_text,
    proof,
    stop_in_words,
    stops,
    study,
    title_of,
)
from mcplanner.plans.titles import with_titles_apart
from mcplanner.plans.weeks import time_at_work

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&$]")
_FIRST_SIGN = re.compile(r"^(?=[-+=]|\d+[.)](?:\s|$))(\d*)(.)")
"""The signs that begin a list where they come first."""

_GANTT_SIGNS = re.compile(r"[:;#%]+")
_GANTT_WORDS = re.compile(
    r"(gantt|title|section|dateformat|axisformat|tickinterval|todaymarker|excludes|includes|inclusiveenddates|topaxis|weekday|"
    r"weekend|acctitle|accdescr|click|call|href|\d{4}-\d\d-\d\d)\b",
    re.IGNORECASE,
)
"""The words that begin another kind of line in a Gantt chart."""

MONTHS_WITH_QUARTERS = 48


def plan_md(plan: Plan) -> str:
    """The plan as a page: the same plan gives the same bytes."""
    return "\n".join(_lines(with_titles_apart(plan))) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield f"# {escape_markdown(heading_of(plan))}"
    yield ""
    if old := old_figures(plan.warnings):
        yield from (f"> **{escape_markdown(f'{old[0].upper()}{old[1:]}')}.**", "")
    marks = UsedMarks()
    yield from _facts(plan, marks)
    if plan.enrolments:
        yield from ("", "```mermaid", *_gantt(plan), "```", "", *_table(plan, marks))
    below = list(_other_ways(plan, marks))
    if plan.enrolments:
        below = [*_reasons(plan, marks), *_counts(plan, marks), *_stops(plan, marks), *below]
    if legend := marks.legend():
        yield from ("", escape_markdown("; ".join(legend)))
    yield from below
    if notes := remarks_for_others(plan):
        yield from ("", "## Please note", "", *(f"- {escape_markdown(note.text)}" for note in notes))
    if plan.catalogue_title:
        as_of = "" if plan.as_of is None else f", as of {plan.as_of.isoformat()}"
        source = f"From {escape_markdown(plan.catalogue_title)}{as_of}."
        yield from ("", f"{source} The plan counts whole months. {not_advice(plan)}".rstrip())


def _other_ways(plan: Plan, marks: UsedMarks) -> Iterator[str]:
    """What follows a failure, other plans and awards, and changes that would help."""
    for section in other_ways(plan, marks):
        remark = f" ({section.remark})" if section.remark else ""
        yield from ("", f"## {escape_markdown(section.heading + remark)}", "")
        yield from (f"- **{label}:** {escape_markdown(words)}" for label, words in section.rows)


def _facts(plan: Plan, marks: UsedMarks) -> Iterator[str]:
    """The list of what matters most."""
    yield from (f"- **{label.capitalize()}:** {escape_markdown(words)}" for label, words in time_at_work(plan, marks))
    if plan.finish is not None:
        yield f"- **Finish:** {month_name(plan.finish)}{mark_of_finish(plan, marks)}, from {month_name(plan.start)}"
    if plan.enrolments:
        yield f"- **Study:** {study(plan, marks)}"
        for name in known_amounts(plan):
            yield f"- **{headings(plan.payer)[name]}:** {total_in_words(plan, name, marks)}"
        if years := years_in_words(plan.amount_years):
            yield f"- **Amounts:** {years}"
    if plan.days_off and plan.addressee is None:
        yield f"- **Days off:** {days_off_in_words(plan, marks)}"
    if plan.held_awards:
        yield f"- **Held:** {escape_markdown('; '.join(held_in_words(plan, marks)))}"
    yield f"- **Verdict:** {escape_markdown(proof(plan, marks))}"
    if words := rests_on_in_words(plan):
        yield f"- **Rests on:** {escape_markdown(words)}"


def _table(plan: Plan, marks: UsedMarks) -> Iterator[str]:
    amounts = known_amounts(plan)
    names = headings(plan.payer)
    classes = any(classes_text(plan, item, marks) for item in plan.enrolments)
    yield _row(
        [
            "Module",
            "Provider",
            "Mode",
            "When",
            *(["Classes"] * classes),
            "Hours",
            "A week",
            "Apply by",
            *(names[name] for name in amounts),
        ]
    )
    yield _row(["---", "---", "---", "---", *(["---"] * classes), "---:", "---:", "---", *("---:" for _ in amounts)])
    for item in in_order_of_start(plan):
        yield _row(
            [
                escape_markdown(title_of(item)),
                escape_markdown(item.provider_title or item.provider),
                mode_text(plan, item, marks),
                period_text(plan, item, marks),
                *([escape_markdown(classes_text(plan, item, marks))] * classes),
                f"{hours_text(item.hours)}{mark(plan, item, 'hours', marks=marks)}",
                f"{load_text(item.minutes_per_week)}{mark_of_load(plan, [item], marks)}",
                f"{apply_text(item)}{'' if item.under_way else mark(plan, item, *APPLY, marks=marks)}",
                *(amount_in_words(plan, item, name, marks) for name in amounts),
            ]
        )


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _reasons(plan: Plan, marks: UsedMarks) -> Iterator[str]:
    reasoned = [item for item in in_order_of_start(plan) if item.because]
    if reasoned:
        yield from ("", "## Why then", "")
    for item in reasoned:
        reasons = "; ".join(escape_markdown(reason_in_words(plan, item.module, note, marks)) for note in item.because)
        yield f"- **{escape_markdown(item.title)}**, {marked_start(plan, item, marks)}: {reasons}"


def _stops(plan: Plan, marks: UsedMarks) -> Iterator[str]:
    if plan.awards:
        yield from ("", "## If you stop early", "")
    for stop in stops(plan):
        earned = ", ".join(escape_markdown(award.title) for award in stop.earned)
        less = mark_of_awards(plan, *stop.earned, marks=marks)
        yield f"- after {month_name(stop.month)}{less}: **{earned}** ({stop_in_words(plan, stop, marks)})"


def _counts(plan: Plan, marks: UsedMarks) -> Iterator[str]:
    awards = counting(plan)
    if awards:
        yield from ("", "## What counts toward each award", "")
    for award in awards:
        yield f"- **{escape_markdown(award.title)}**, {month_name(award.earned)}{mark_of_awards(plan, award, marks=marks)}"
        for until, words in counts_in_words(plan, award, marks):
            yield f"  - {until}: {escape_markdown(words)}" if award.valid else f"  - {escape_markdown(words)}"


def _gantt(plan: Plan) -> Iterator[str]:
    """The lines of the chart. Mermaid ends a task before the day that is given as its end."""
    assert plan.finish is not None
    yield "gantt"
    yield f"    title {_task(heading_of(plan))}"
    yield "    dateFormat YYYY-MM-DD"
    yield "    axisFormat %b %Y"
    yield f"    tickInterval {'3month' if plan.finish - plan.start < MONTHS_WITH_QUARTERS else '12month'}"
    yield "    todayMarker off"
    yield "    section Modules"
    for number, item in enumerate(in_order_of_start(plan), 1):
        yield f"    {_task(item.title)} :m{number}, {item.span[0]}, {item.span[1] + timedelta(days=1)}"
    if plan.awards:
        yield "    section Awards"
    for number, award in enumerate(sorted(plan.awards, key=lambda award: (award.earned, award.id)), 1):
        yield f"    {_task(award.title)} :milestone, a{number}, {first_day(Month(award.earned + 1))}, 0d"


def _task(text: str) -> str:
    """Remove from `text` what ends a task's name in Mermaid; quote it where it would begin another kind of line."""
    name = " ".join(_GANTT_SIGNS.sub(" ", one_line(text)).split()) or "untitled"
    return f"“{name}”" if _GANTT_WORDS.match(name) else name


def escape_markdown(text: str) -> str:
    """Put `text` on one line, with nothing in it that Markdown takes for a sign."""
    return _FIRST_SIGN.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", one_line(text)))
