"""The week of a month of a plan on the terminal: a grid of days and times, and what each letter in it stands for.

This module knows the weeks of a plan; not how that was found.
"""

from collections.abc import Iterator

from mcplanner.ground.months import Month, month_name
from mcplanner.plans.labels import is_opaque, short_title
from mcplanner.plans.model import Plan
from mcplanner.plans.weeks import (
    BUSY,
    DAYS,
    Lesson,
    Week,
    busy_in_words,
    classes_in_words,
    row_times,
    week_of,
)
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.text import Text, cells_of

TIMES = len("18:30-21:30")
MOST_CELLS = 16
"""The widest that a day needs to be."""

NAMED_FROM = 8
"""The cells of a day from which on the id or title of a module stands behind its letter."""


def week_lines(plan: Plan, month: Month, ink: Ink) -> list[Text]:
    """The classes of a month, one line for each part of the day, and what has no class times."""
    week = week_of(plan, month)
    if not (week.lessons or week.without_times):
        return [*ink.heading(f"Classes in {month_name(month)}"), *ink.paragraph(ink.text(f"  {_nothing_runs(plan, month)}"))]
    return [*ink.heading(f"Classes in {month_name(month)}"), *_grid(week, ink), *_legend(plan, week, ink)]


def _nothing_runs(plan: Plan, month: Month) -> str:
    """Say that nothing runs in a month; if it is outside the plan, also from when to when that goes."""
    finish = plan.finish
    if finish is None or plan.start <= month <= finish:
        return "nothing runs in this month"
    return f"nothing runs in this month: the plan goes from {month_name(plan.start)} to {month_name(finish)}"


def _grid(week: Week, ink: Ink) -> list[Text]:
    if not week.rows:
        return []
    cells = min(MOST_CELLS, (ink.width - TIMES) // len(DAYS) - 1)
    lessons = {lesson.letter: lesson for lesson in week.lessons}
    head = ink.joined(" " * TIMES, *(f" {day.ljust(cells)}" for day in DAYS))
    lines = [ink.joined(ink.text(head.plain, "dim"))]
    above: tuple[tuple[str, ...], ...] = ((),) * len(DAYS)
    for row in week.rows:
        drawn = (_cell(words, before, lessons, cells, ink) for words, before in zip(row.days, above, strict=True))
        lines.append(ink.joined(ink.text(row_times(row), "dim"), *(ink.joined(" ", cell.padded(cells)) for cell in drawn)))
        above = row.days
    return [*lines, Text()]


def _cell(taken: tuple[str, ...], above: tuple[str, ...], lessons: dict[str, Lesson], cells: int, ink: Ink) -> Text:
    """What takes a part of a day: letters, what the class is behind its first if there is room, and the sign of busy times."""
    letters = " ".join(ink.signs.away if what == BUSY else what for what in taken)
    if len(taken) == 1 and taken != above and cells >= NAMED_FROM and taken[0] in lessons:
        return ink.text(f"{letters} {_name(lessons[taken[0]], cells - len(letters) - 1, ink)}", "bold")
    return ink.cut(ink.text(letters, "dim" if taken == (BUSY,) else "bold"), cells)


def _name(lesson: Lesson, room: int, ink: Ink) -> str:
    """The id of a class, or its title if the id says nothing, in the room that there is."""
    module, title = lesson.enrolment.module, ink.text(lesson.enrolment.title).plain
    if is_opaque(module, title):
        return short_title(title, room, cells_of, ink.signs.cut)
    return ink.cut(ink.text(module), room).plain


def _legend(plan: Plan, week: Week, ink: Ink) -> Iterator[Text]:
    facts = [(lesson.letter, ink.text(classes_in_words(plan, lesson.enrolment, ink.signs.marks))) for lesson in week.lessons]
    if week.busy and week.rows:
        facts.append((ink.signs.away, ink.text(f"busy: {busy_in_words(week)}")))
    facts += [("", ink.text(classes_in_words(plan, each, ink.signs.marks))) for each in week.without_times]
    yield from ink.facts(facts)
