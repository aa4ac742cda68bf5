"""Records of what a learner has learnt, as plain values; and the reasons for which a file is refused.

Knows months and results; nothing of file formats and catalogues.
"""

from collections.abc import Container
from datetime import date
from enum import StrEnum

from msgspec import Struct

from mcplanner.credentials.results import NOTHING, Reading
from mcplanner.ground.diagnostics import Position
from mcplanner.ground.months import LAST_YEAR, Month


class Integrity(StrEnum):
    """What is known about changes to a record after it was issued. A file that was changed is refused, and gives no record."""

    INTACT = "intact"
    SIGNED = "signature intact"
    NOT_CHECKED = "not checked"
    NO_PROOF = "no proof"


class ProofCheck(Struct, frozen=True):
    """What a check for changes came to, and why it could not be made, in words that repeat nothing of the file."""

    integrity: Integrity
    reason: str = ""


FIRST = Position(1, 1)

ISSUER = "not checked"
"""What is known about the issuer of a record: to know more, one needs the issuer's keys and registers."""

WITHDRAWAL = "not checked"
"""What is known about the withdrawal of a record: to know more, one needs the issuer's lists."""

VERDICTS = {
    Integrity.INTACT: "intact",
    Integrity.SIGNED: "signature intact",
    Integrity.NOT_CHECKED: "proof not checked",
    Integrity.NO_PROOF: "no proof",
}
"""What is known about changes, in words, and never more than was checked."""


class Record(Struct, frozen=True):
    """One thing that somebody learnt, as a file says.

    Attributes
    ----------
    kind
        The name of the format, such as `OpenCerts`.
    place
        The place in its file, in words such as `line 3`; empty if the file has nothing else.
    codes, titles
        As in the file, English titles first; only for matching, since any may hold a name or a number of the person.
    personal
        The words of the file that may be about the person, some of them joined; no title with one of them is shown.
    ended, dated_by
        The last month of study, and the name of the date that it comes from; None if the file has none.
    result
        What the file says about passing.
    expires
        The last day on which it is valid; None if the file names none.
    doubts
        Other reasons to ask before it is added, such as a date that cannot be read.
    remarks
        Notes that do not stop it from being added.
    unchecked
        Why its proof was not checked, if it has one.
    has_status
        True if it says where to ask whether it was withdrawn.
    """

    kind: str
    integrity: Integrity
    place: str
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    personal: Container[str] = frozenset()
    ended: Month | None = None
    dated_by: str | None = None
    result: Reading = NOTHING
    expires: date | None = None
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unchecked: str = ""
    has_status: bool = False

    def __repr__(self) -> str:
        """Without codes and titles, since it may be shown anywhere."""
        return f"Record({self.kind!r}, {self.place!r})"

    @property
    def evidence(self) -> str:
        """The evidence, in words that name nobody: `OpenCerts, intact, issuer not checked`."""
        until = () if self.expires is None or self.expires.year > LAST_YEAR else (f"valid until {self.expires.isoformat()}",)
        return ", ".join((self.kind, VERDICTS[self.integrity], *self.unknown, *until))

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not known, in words, beside what the verdict says."""
        issuer = () if self.integrity is Integrity.NO_PROOF else (f"issuer {ISSUER}",)
        return (*issuer, f"withdrawal {WITHDRAWAL}") if self.has_status else issuer


class CredentialFile(Struct, frozen=True):
    """The records of one file, and notes on what was not read."""

    file: str
    records: tuple[Record, ...]
    notes: tuple[str, ...] = ()


class Problem(Struct, frozen=True):
    """Why a file gives no records. The words never repeat the file, which can be about a person."""

    code: str
    message: str
    hint: str | None = None
    position: Position = FIRST


class RefusedError(Exception):
    """A file gives no records, because of one problem or several."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.message for problem in problems))
        self.problems = problems


class WholeFileRefusedError(RefusedError):
    """A file gives no records at all, although parts of it could be read: one was tampered with, or they are too many."""
