"""`mcplan team` on the terminal: who is ready when, who is in which class, and what is spent in which year.

This module knows the plans of a team; not how they were found.
"""

from rich.text import Text

from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted, load_text
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import remarks
from mcplanner.plans.model import Status
from mcplanner.team.figures import TeamFigures
from mcplanner.team.model import Member, TeamPlan
from mcplanner.team.summary import (
    SharedClass,
    back_in_words,
    classes,
    gaps,
    later_in_words,
    latest,
    next_deadline,
    spent,
    targets_in_words,
    verdict,
)
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.notes_view import age_lines, notes_lines

HEADINGS = {
    "who": Heading("Who"),
    "target": Heading("For"),
    "finish": Heading("Finish"),
    "hours": Heading("h/week", right=True),
    "cost": Heading("Cost", right=True),
    "deadline": Heading("Apply first by"),
}
LAYOUTS = (
    Layout((("who",), ("target",), ("finish",), ("hours",), ("cost",), ("deadline",)), flexible=5, least=30),
    Layout((("who",), ("finish",), ("hours", "cost"), ("target", "deadline")), flexible=3, least=24),
    Layout((("who", "target", "deadline"), ("finish", "cost")), flexible=0, least=20),
)

STYLES = {
    Status.OPTIMAL: "green",
    Status.FEASIBLE: "yellow",
    Status.INFEASIBLE: "red",
    Status.UNKNOWN: "yellow",
}


def print_team(console: Console, made: TeamPlan) -> None:
    """Print the plans of a team."""
    ink = Ink(console)
    ink.print(team_lines(made, ink))


def team_lines(made: TeamPlan, ink: Ink) -> list[Text]:
    """The lines that `print_team` prints, none wider than the console."""
    figures = TeamFigures(made, ink.signs.marks)
    rows = [_cells(member, figures, ink) for member in made.members]
    lines = [
        *age_lines(made, ink),
        *_header(made, figures, ink),
        Text(""),
        *table(ink, HEADINGS, rows, choose_layout(ink, HEADINGS, rows, LAYOUTS)),
    ]
    lines += [*_unserved(made, figures, ink), *_calendar(made, figures, ink), *_budget(made, figures, ink), *_gaps(made, ink)]
    return [*lines, *notes_lines(remarks(made.notes), ink), *_legend(made, ink)]


def _header(made: TeamPlan, figures: TeamFigures, ink: Ink) -> list[Text]:
    title = ink.text(made.team.title or "The team", "bold")
    last = latest(made)
    when = f", from {month_name(made.team.start)}" + ("" if last is None else f" to {month_name(last)}{figures.of_latest()}")
    facts = [
        ("served", ink.text(f"{len(made.served)} of {counted(len(made.members), 'person').replace('persons', 'people')}")),
        ("verdict", ink.text(verdict(made), STYLES[made.status])),
        *(("rests on", ink.text(words)) for words in (figures.in_words(),) if words),
    ]
    return [*ink.paragraph(ink.joined(title, when)), *ink.facts(facts)]


def _cells(member: Member, figures: TeamFigures, ink: Ink) -> Cells:
    deadline = next_deadline(member)
    later = later_in_words(member)
    found = member.hours_found is not None
    minutes = member.hours_found if found else member.person.learner.minutes_per_week
    return {
        "who": ink.text(member.person.name),
        "target": ink.text(targets_in_words(member)),
        "finish": ink.text(figures.finish(member) + (" *" if later else ""), "" if member.served else "red"),
        "hours": ink.text("" if minutes is None else load_text(minutes) + figures.of_hours(member) + "#" * found),
        "cost": ink.text(figures.cost(member.cost, member) if member.served else ""),
        "deadline": ink.text("" if deadline is None else figures.deadline(deadline)),
    }


def _unserved(made: TeamPlan, figures: TeamFigures, ink: Ink) -> list[Text]:
    """Why people are not served, and what would help."""
    lines: list[Text] = []
    for member in made.unserved:
        lines += ink.heading(f"{member.person.name} is not served")
        facts = [("why", ink.text(figures.reason(member)))]
        facts += [("would help", ink.text(way)) for way in figures.ways(member, ink.signs.change)]
        lines += ink.facts(facts)
    return lines


def _calendar(made: TeamPlan, figures: TeamFigures, ink: Ink) -> list[Text]:
    """Every module with all who take it together, by when it starts."""
    found = classes(made)
    if not found:
        return []
    facts = [(figures.period(each.enrolment), _who(each, figures, ink)) for each in found]
    return [*ink.heading("Who studies what together"), *ink.facts(facts)]


def _who(each: SharedClass, figures: TeamFigures, ink: Ink) -> Text:
    times = figures.times(each)
    title = ink.text(each.enrolment.title, "bold")
    return ink.joined(title, ink.text(f" ({times})" if times else "", "dim"), ": ", ink.text(", ".join(each.names)))


def _budget(made: TeamPlan, figures: TeamFigures, ink: Ink) -> list[Text]:
    """What the employer pays in each year, of what it may, and what may come back."""
    years = spent(made)
    if not years:
        return []
    per_year, in_all = made.team.budget_per_year_cents, made.team.budget_cents
    of_year = "" if per_year is None else f" of {format_cents(per_year)}"
    facts = []
    for each in years:
        back = back_in_words(each)
        apart = ink.text(f"; apart from this, {back}", "dim") if back else ""
        facts.append((str(each.year), ink.joined(ink.text(f"{figures.paid(each)}{of_year}"), apart)))
    if len(years) > 1 or in_all is not None:
        facts.append(("in all", ink.text(figures.paid(*years) + ("" if in_all is None else f" of {format_cents(in_all)}"))))
    return [*ink.heading("What the employer pays", "by the year in which a module starts"), *ink.facts(facts)]


def _gaps(made: TeamPlan, ink: Ink) -> list[Text]:
    """What may still be better, stage by stage."""
    facts = [(stages, ink.text(words)) for stages, words in gaps(made)]
    return [*ink.heading("What is not proved"), *ink.facts(facts)] if facts else []


def _legend(made: TeamPlan, ink: Ink) -> list[Text]:
    remarks = ink.signs.marks.legend()
    if any(later_in_words(member) for member in made.served):
        remarks.append("* later than alone, for what the team shares")
    if any(member.hours_found is not None for member in made.members):
        remarks.append("# no hours were given: the fewest a week that meet the date alone")
    if any(member.person.paid_by_employer for member in made.served):
        remarks.append(WORDS["employer"].not_advice)
    return (
        [Text(""), *(line for each in remarks for line in ink.paragraph(ink.text(each, "dim"), hanging=2))] if remarks else []
    )
