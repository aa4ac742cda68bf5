"""The notes of an answer on the terminal, and what is said before all else: the day on which its figures were right.

This module knows notes, titles and days; not what they are about.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mcplanner.catalogue.model import Catalogue, Module, is_illustrative
from mcplanner.ground.today import today
from mcplanner.plans.certainty_words import old_figures
from mcplanner.plans.model import Note, Plan
from mcplanner.plans.rests_on import age_note
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.text import Text

if TYPE_CHECKING:
    from mcplanner.planning.audit.model import Audit
    from mcplanner.team.model import TeamPlan


def notes_lines(notes: Sequence[Note], ink: Ink) -> list[Text]:
    """The notes under a heading; their codes are for programs."""
    if not notes:
        return []
    lines = ink.heading("Please note")
    for note in notes:
        lines += ink.paragraph(ink.joined(ink.text("  ! ", "yellow"), ink.text(note.text)), hanging=4)
    return lines


def age_lines(answer: "Plan | Audit | TeamPlan", ink: Ink) -> list[Text]:
    """The lines before all others that say of which day the figures of an answer are."""
    notes = answer.warnings if isinstance(answer, Plan) else answer.notes
    return _dated(answer.catalogue_title, answer.as_of, old_figures(notes), ink)


def age_lines_of(catalogue: Catalogue, modules: Sequence[Module], ink: Ink) -> list[Text]:
    """The same of some modules; of the catalogue, where there are none."""
    note = age_note(catalogue, modules, today())
    return _dated(catalogue.title, catalogue.as_of, None if note is None else note.text, ink)


def old_age_lines_of(catalogue: Catalogue, modules: Sequence[Module], ink: Ink) -> list[Text]:
    """The same, only where they are old."""
    note = age_note(catalogue, modules, today())
    return [] if note is None else _aloud(note.text, ink)


def _aloud(old: str, ink: Ink) -> list[Text]:
    return [*ink.paragraph(ink.text(f"! {old[0].upper()}{old[1:]}.", "bold yellow"), hanging=2), Text()]


def _dated(title: str, as_of: date | None, old: str | None, ink: Ink) -> list[Text]:
    """Say aloud that figures are old, else the day of the catalogue; nothing of one that is made up, and never was right."""
    if old:
        return _aloud(old, ink)
    if as_of is None or is_illustrative(title):
        return []
    return [*ink.paragraph(ink.text(f"From {title}, as of {as_of.isoformat()}", "dim")), Text()]


def legend_lines(ink: Ink) -> list[Text]:
    """What the marks mean that were written."""
    meanings = [ink.text(words, "dim") for words in ink.signs.marks.legend()]
    return [Text(), *ink.flowing(meanings)] if meanings else []
