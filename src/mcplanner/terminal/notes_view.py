"""The notes of an answer on the terminal, and the one that is said before all else.

This module knows notes; not what they are about.
"""

from collections.abc import Iterable, Sequence

from rich.text import Text

from mcplanner.plans.certainty_words import old_figures
from mcplanner.plans.model import Note
from mcplanner.terminal.ink import Ink


def notes_lines(notes: Sequence[Note], ink: Ink) -> list[Text]:
    """The notes under a heading; their codes are for programs."""
    if not notes:
        return []
    lines = ink.heading("Please note")
    for note in notes:
        lines += ink.paragraph(ink.joined(ink.text("  ! ", "yellow"), ink.text(note.text)), hanging=4)
    return lines


def age_lines(notes: Iterable[Note], ink: Ink) -> list[Text]:
    """The lines before all others that say that figures are old; none where no note does."""
    old = old_figures(notes)
    return [*ink.paragraph(ink.text(f"! {old[0].upper()}{old[1:]}.", "bold yellow"), hanging=2), Text("")] if old else []
