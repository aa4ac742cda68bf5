"""The notes of an answer on the terminal.

This module knows notes; not what they are about.
"""

from collections.abc import Sequence

from rich.text import Text

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
