"""What a file of credentials says was learnt, as plain values; and why such a file is refused.

Floor 4a. Knows months; nothing of file formats and catalogues.
"""

from enum import StrEnum

from msgspec import Struct

from mcplanner.diagnostics import Position
from mcplanner.months import Month


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
    codes, title
        As they stand in the file, for matching alone: either may hold a name or a number of the person.
    label
        What may be shown of them, or None where nothing may.
    ended, dated_by
        The last month of study, and which date of the file it was taken from; None where the file has none.
    passed
        False where the file says that the learner did not pass, or has not ended.
    """

    kind: str
    integrity: Integrity
    codes: tuple[str, ...]
    title: str | None
    label: str | None
    ended: Month | None = None
    dated_by: str | None = None
    passed: bool = True

    def __repr__(self) -> str:
        """Without its codes and its title, wherever it may be shown."""
        return f"Record({self.kind!r}, {self.label!r})"

    @property
    def evidence(self) -> str:
        """What stands behind it, in words that name nobody: `OpenCerts, intact, issuer not checked`."""
        if self.integrity is Integrity.NO_PROOF:
            return f"{self.kind}, no proof"
        proof = "intact" if self.integrity is Integrity.INTACT else "proof not checked"
        return f"{self.kind}, {proof}, issuer {ISSUER}"


class CredentialFile(Struct, frozen=True):
    """What one file gave."""

    file: str
    records: tuple[Record, ...]


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


_NOT_PASSED = frozenset(
    (
        *("f", "fail", "failed", "nyc", "notyetcompetent", "notcompetent", "absent", "withdrawn", "incomplete"),
        *("withdrew", "inprogress", "enrolled", "onhold"),
    )
)


def is_passed(result: str | None) -> bool:
    """Whether a grade or status lets a module count; one in words of its own does."""
    return result is None or "".join(result.casefold().split()) not in _NOT_PASSED
