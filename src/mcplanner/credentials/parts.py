"""Takes a document apart: the credentials in it, in lists, bundles and signed tokens, each with what its signatures came to.

Knows what can be within what; not what a credential says.
"""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from mcplanner.credentials.open_badges import credentials_within, types_of
from mcplanner.credentials.parsing import nested_too_deep
from mcplanner.credentials.proofs.tokens import is_token, open_token
from mcplanner.credentials.proofs.verdicts import NO_PROOF, combine_checks
from mcplanner.credentials.record import Problem, ProofCheck, RefusedError, WholeFileRefusedError

LEARNER_RECORD, PRESENTATION = "ClrCredential", "VerifiablePresentation"
_ENVELOPES = frozenset(("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"))

MOST_RECORDS = 1_000
"""Far more courses than anybody takes; each unknown one is compared with the whole catalogue."""

ProofChecker = Callable[[dict[str, Any]], ProofCheck]
"""What the proofs within a document come to; it raises an error for one that is broken."""


class Part(Struct, frozen=True):
    """A credential, or whatever stands in the place of one, and what its signatures came to."""

    document: Any
    check: ProofCheck


def parts_of(data: Any, check_proofs: ProofChecker) -> list[Part | RefusedError]:
    """The parts of a document, in order; an error stands in the place of a part that cannot be read.

    Raises
    ------
    RefusedError
        A signature in it is broken, or it has too many parts, or parts within parts within parts.
    """
    found: list[Part | RefusedError] = []
    try:
        for part in _Unpacking(check_proofs).parts(data):
            refuse_too_many(len(found) + 1)
            found.append(part)
    except RecursionError:
        raise nested_too_deep() from None
    return found


def refuse_too_many(records: int) -> None:
    """Refuse a file with more records than anybody has."""
    if records > MOST_RECORDS:
        raise WholeFileRefusedError(Problem("MC803", f"it has more than {MOST_RECORDS:,} records", "split it"))


class _Unpacking:
    """Goes through a document, and counts the tokens and bundles, which take time to check."""

    def __init__(self, check_proofs: ProofChecker) -> None:
        self._check_proofs = check_proofs
        self._opened = 0

    def parts(
        self, data: Any, signed: tuple[ProofCheck, ...] = (), around: ProofCheck = NO_PROOF
    ) -> Iterator[Part | RefusedError]:
        """The parts of a document whose token has these signatures, within something that is signed as a whole."""
        try:
            if isinstance(data, list):
                for each in data:
                    yield from self.parts(each, (), around)
            elif isinstance(data, dict):
                yield from self._of_object(data, types_of(data), signed, around)
            elif is_token(data):
                self._count()
                token = open_token(data)
                yield from self.parts(token.document, (*signed, token.check), around)
            else:
                yield Part(data, NO_PROOF)
        except WholeFileRefusedError:
            raise
        except RefusedError as error:
            yield error

    def _of_object(
        self, document: dict[str, Any], types: frozenset[str], signed: tuple[ProofCheck, ...], around: ProofCheck
    ) -> Iterator[Part | RefusedError]:
        if types & _ENVELOPES and is_token(document.get("id")):
            yield from self.parts(document["id"], signed, around)
            return
        check = self._check(document, signed, around)
        if not types & {LEARNER_RECORD, PRESENTATION}:
            yield Part(document, check)
            return
        self._count()
        for member in credentials_within(document):
            yield from self.parts(member, (), check if LEARNER_RECORD in types else NO_PROOF)

    def _count(self) -> None:
        self._opened += 1
        refuse_too_many(self._opened)

    def _check(self, document: dict[str, Any], signed: tuple[ProofCheck, ...], around: ProofCheck) -> ProofCheck:
        """What the signatures of a credential came to; without its own, those of what it is a part of."""
        inner = (self._check_proofs(document),) if document.get("proof") else ()
        checks = [check for check in (*signed, *inner) if check != NO_PROOF]
        return combine_checks(checks) if checks else around
