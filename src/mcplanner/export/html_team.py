"""The plans of a team as one page: a row a person with the months of study, the evenings of the groups, classes and budget.

Knows the plans of a team, and what `team.html` beside this file names.
"""

from collections.abc import Iterator

from msgspec import Struct

from mcplanner.catalogue.class_times import WEEKDAYS
from mcplanner.export.pages import read_part, render_page
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import Amount, format_cents
from mcplanner.ground.months import Month, span_name
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import UsedMarks, old_figures, remarks
from mcplanner.plans.model import Plan, Status
from mcplanner.plans.summary import in_order_of_start
from mcplanner.team.figures import TeamFigures
from mcplanner.team.model import Member, TeamPlan
from mcplanner.team.summary import (
    back_in_words,
    classes,
    evenings,
    gaps,
    later_in_words,
    latest,
    next_deadline,
    spent,
    targets_in_words,
    verdict,
)

MONTH, LANE, BAR = 6, 9, 7
"""Pixels: the width of a month, the height of a lane with its gap, and that of a bar."""


class Bar(Struct, frozen=True):
    """A module in a row: where it stands, and its name for who points at it or hears the page."""

    x: int
    y: int
    width: int
    words: str


class PersonRow(Struct, frozen=True):
    """A person's months of study as bars in lanes, so that none covers another."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    years: tuple[int, ...]


def team_html(made: TeamPlan) -> str:
    """The page: the same plans give the same bytes."""
    marks = UsedMarks()
    label, _, words = verdict(made).partition(": ")
    figures, paid = TeamFigures(made, marks), spent(made)
    content = {
        "made": made,
        "title": one_line(made.team.title or "The team"),
        "label": label,
        "verdict": words,
        "proved": made.status is Status.OPTIMAL,
        "gaps": gaps(made),
        "old": old_figures(made.notes),
        "remarks": remarks(made.notes),
        "last": latest(made),
        "last_mark": figures.of_latest(),
        "rests_on": figures.in_words(),
        "legend": marks.legend,
        "row_of": lambda member: _row(made, member, figures),
        "finish": figures.finish,
        "later": later_in_words,
        "targets": targets_in_words,
        "deadline": lambda member: _deadline(member, figures),
        "cost": lambda member: figures.cost(member.cost, member) if member.served else "",
        "reason": figures.reason,
        "ways": lambda member: figures.ways(member, "→"),
        "weekdays": [day.capitalize() for day in WEEKDAYS],
        "evenings": evenings(made),
        "evening_mark": figures.of_evenings,
        "months": span_name,
        "costs": figures.cost(sum((member.cost for member in made.served), Amount()), *made.served),
        "paid": figures.paid(*paid) if paid else "",
        "classes": [
            (
                figures.period(each.enrolment),
                each.enrolment.title,
                figures.times(each),
                each.names,
            )
            for each in classes(made)
        ],
        "budget": [(each.year, figures.paid(each), back_in_words(each)) for each in paid],
        "per_year": _limit(made.team.budget_per_year_cents),
        "in_all": _limit(made.team.budget_cents),
        "not_advice": WORDS["employer"].not_advice if paid else WORDS["learner"].not_advice,
    }
    return render_page("team.html", content, read_part("team.css"))


def _limit(cents: int | None) -> str:
    return "" if cents is None else format_cents(cents)


def _deadline(member: Member, figures: TeamFigures) -> str:
    first = next_deadline(member)
    return "" if first is None else figures.deadline(first)


def _row(made: TeamPlan, member: Member, figures: TeamFigures) -> PersonRow:
    """The months of a person, on the scale of all."""
    start, last = made.team.start, latest(made) or made.team.start
    months = last - start + 1
    lanes = list(_lanes(member.plan, figures)) if member.plan is not None else []
    bars = tuple(
        Bar(MONTH * (begin - start), LANE * lane, MONTH * (end - begin + 1) - 1, words) for begin, end, lane, words in lanes
    )
    years = tuple(MONTH * (month - start) for month in range(start, last + 1) if month % 12 == 0)
    return PersonRow(bars, MONTH * months, LANE * (1 + max((lane for _, _, lane, _ in lanes), default=0)), years)


def _lanes(plan: Plan, figures: TeamFigures) -> Iterator[tuple[Month, Month, int, str]]:
    """Each module with its first and last month of the plan, in the first lane that is free then."""
    free: list[int] = []
    for each in in_order_of_start(plan):
        begin = max(each.start, plan.start)
        lane = next((number for number, month in enumerate(free) if month <= begin), len(free))
        free[lane : lane + 1] = [each.end + 1]
        yield Month(begin), each.end, lane, f"{one_line(each.title)}: {figures.period(each)}"
