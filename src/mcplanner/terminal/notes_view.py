"""What there is to mind of an answer, on the terminal.

Knows remarks; not what they are of.
"""

from collections.abc import Sequence

from rich.text import Text

from mcplanner.plans.model import Note
from mcplanner.terminal.ink import Ink


def to_mind(notes: Sequence[Note], ink: Ink) -> list[Text]:
    """The remarks under a heading, each with its code."""
    if not notes:
        return []
    lines = ink.heading("Mind")
    for note in notes:
        text = ink.joined(ink.text("  ! ", "yellow"), ink.text(note.text), ink.text(f" ({note.code})", "dim"))
        lines += ink.paragraph(text, hanging=4)
    return lines
