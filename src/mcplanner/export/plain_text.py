"""What someone else wrote, as text that every format can hold.

Floor 9. Knows characters; no format's own signs, which each exporter escapes for itself.
"""

import unicodedata

from mcplanner.schedule import Plan

_JOINERS = {"\u200c", "\u200d"}
"""Scripts and emoji are built with them."""

_NO_CHARACTERS = {"\ufffe", "\uffff"}
"""What XML cannot hold, escaped or not."""


def heading_of(plan: Plan) -> str:
    """The targets by title."""
    return ", ".join(one_line(target.title) for target in plan.targets)


def one_line(text: str) -> str:
    """`text` without line breaks, without what cannot be seen, and without what turns the direction of what follows."""
    seen = (" " if character.isspace() else character for character in text if character.isspace() or _can_be_seen(character))
    return " ".join("".join(seen).split())


def _can_be_seen(character: str) -> bool:
    if character in _JOINERS:
        return True
    return character not in _NO_CHARACTERS and unicodedata.category(character) not in ("Cc", "Cf", "Cs")
