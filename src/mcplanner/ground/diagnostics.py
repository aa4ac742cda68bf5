"""Problems in files that people write, as values: the code, the place and the way out.

Knows positions and words; nothing of YAML, catalogues or terminals.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct

from mcplanner.ground.characters import visible


class Severity(StrEnum):
    """How bad a problem is: with an error, mcplan does not use the file; with a warning, it does."""

    ERROR = "error"
    WARNING = "warning"


class Position(Struct, frozen=True, order=True):
    """A place in a text; line and column count from 1, the column in characters."""

    line: int
    column: int


class Diagnostic(Struct, frozen=True):
    """One problem at one place in one file. As text it is one line in which everything can be seen, whatever the file holds.

    Attributes
    ----------
    code
        A stable name such as `MC103`; `docs/errors.md` explains each.
    hint
        The way out, as a short phrase; it follows the message in brackets.
    earlier
        Another place in the same file that the message is about; the hint names its line.
    """

    code: str
    severity: Severity
    message: str
    file: str
    position: Position
    hint: str | None = None
    earlier: Position | None = None

    @property
    def words(self) -> str:
        """What is wrong, and the way out."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __str__(self) -> str:
        warning = "warning: " if self.severity is Severity.WARNING else ""
        place = f"{self.file}:{self.position.line}:{self.position.column}"
        return visible(f"{place}: {self.code} {warning}{self.words}")


MOST_FINDINGS = 10_000
"""How many errors are listed: nobody reads more, and a file can have millions."""

MOST_WARNINGS = 50_000
"""How many warnings are listed: a catalogue of single courses has one for each, and reports count those that repeat."""

TAKE_OUT = "remove what you do not need"
"""The way out where a file is too large."""

LONGEST_SUGGESTED = 60
"""Characters of a word for which to look for a suggestion: the time grows with the square of the length."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """`did you mean 'cs-101'?` if a known word is similar, ignoring case; otherwise None."""
    by_lower = {name.lower(): name for name in known}
    if word.lower() in by_lower:
        return f"did you mean '{by_lower[word.lower()]}'?"
    if len(word) > LONGEST_SUGGESTED:
        return None
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"did you mean '{by_lower[near[0]]}'?" if near else None
