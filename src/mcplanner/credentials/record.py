"""What a file of credentials says was learnt, as plain values; and why such a file is refused.

Knows months and results; nothing of file formats and catalogues.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from mcplanner.credentials.results import NOTHING, Reading
from mcplanner.ground.diagnostics import Position
from mcplanner.ground.months import LAST_YEAR, Month


class Integrity(StrEnum):
    """What was found about changes since a record was issued. A file that was changed is refused, and gives no record."""

    INTACT = "intact"
    NOT_CHECKED = "not checked"
    NO_PROOF = "no proof"


FIRST = Position(1, 1)

ISSUER = "not checked"
"""What is known about who issued a record. Nothing read here can say more: that needs the issuer's keys and registers."""


class Record(Struct, frozen=True):
    """One thing that was learnt, as a file tells it.

    Attributes
    ----------
    kind
        The format for people, such as `OpenCerts`.
    place
        Where it stands in its file, in words such as `line 3`; empty where it is all that the file has.
    codes, titles
        As they stand in the file, for matching alone: any may hold a name or a number of the person. English titles first.
    personal
        The words of the file that may be about the person; no title that has one is shown.
    ended, dated_by
        The last month of study, and which date of the file it was taken from; None where the file has none.
    result
        Whether it was passed.
    expires
        The last day on which it is valid; None where the file names none.
    doubts
        What else must be asked before it is taken, such as a date that cannot be read.
    remarks
        What is said of it, and stops nothing.
    """

    kind: str
    integrity: Integrity
    place: str
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    personal: frozenset[str] = frozenset()
    ended: Month | None = None
    dated_by: str | None = None
    result: Reading = NOTHING
    expires: date | None = None
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Without its codes and its titles, wherever it may be shown."""
        return f"Record({self.kind!r}, {self.place!r})"

    @property
    def evidence(self) -> str:
        """What stands behind it, in words that name nobody: `OpenCerts, intact, issuer not checked`."""
        until = "" if self.expires is None or self.expires.year > LAST_YEAR else f", valid until {self.expires.isoformat()}"
        if self.integrity is Integrity.NO_PROOF:
            return f"{self.kind}, no proof{until}"
        proof = "intact" if self.integrity is Integrity.INTACT else "proof not checked"
        return f"{self.kind}, {proof}, issuer {ISSUER}{until}"


class CredentialFile(Struct, frozen=True):
    """What one file gave, and in notes what of it was not read."""

    file: str
    records: tuple[Record, ...]
    notes: tuple[str, ...] = ()


class Problem(Struct, frozen=True):
    """Why a file gives no records. The words never hold what stands in the file, which can be about a person."""

    code: str
    message: str
    hint: str | None = None
    position: Position = FIRST


class RefusedError(Exception):
    """A file gives no records, for one problem or several."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.message for problem in problems))
        self.problems = problems
