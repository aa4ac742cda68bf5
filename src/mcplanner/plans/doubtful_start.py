"""What is doubtful about the first month of a plan: it is over, or so far ahead that nobody knows what starts then.

Knows months and the day of a catalogue; it stops nothing.
"""

from datetime import date
from typing import TYPE_CHECKING

from mcplanner.ground.months import Month, month_after, month_name, month_of_day
from mcplanner.ground.numbers_text import counted
from mcplanner.plans.model import DOUBTFUL_START, Note
from mcplanner.plans.rests_on import age_note

if TYPE_CHECKING:
    from mcplanner.pricing.quote import Quote

MONTHS_OF_REACH = 36
"""So many months after the day of a catalogue its starts and fees still say something."""


def start_note(start: Month, as_of: date, today: date) -> Note | None:
    """A remark on a first month that is over, or beyond the reach of a catalogue; None for any other."""
    if start < month_of_day(today):
        return Note(
            DOUBTFUL_START,
            f"{month_name(start)} is over: nobody can start then any more; ask again from {month_name(month_after(today))}",
        )
    months = start - month_of_day(as_of)
    if months <= MONTHS_OF_REACH:
        return None
    far = f"{month_name(start)} is {counted(months // 12, 'year')} after the day of the catalogue ({as_of.isoformat()})"
    return Note(DOUBTFUL_START, f"{far}: what starts then, and what it costs, is not known yet")


def doubtful_start(quote: "Quote", today: date) -> Note | None:
    """The remark on the month for which a quote was asked; None where none was named."""
    return None if quote.asked is None else start_note(quote.asked, quote.catalogue.as_of, today)


def notes_on(quote: "Quote", today: date) -> list[Note]:
    """What a quote has to say besides: that its figures are old, and of the month for which it was asked."""
    notes = age_note(quote.catalogue, quote.modules, today), doubtful_start(quote, today)
    return [note for note in notes if note is not None]
