"""Takes a document apart: the credentials in it, in lists, bundles and signed tokens, each with what its signatures came to.

Knows what can be within what; not what a credential says.
"""

from collections.abc import Callable, Container, Iterator
from typing import Any

from msgspec import Struct

from mcplanner.credentials.open_badges import TYPES, credentials_within, types_of, words_around
from mcplanner.credentials.parsing import nested_too_deep
from mcplanner.credentials.personal import Either
from mcplanner.credentials.proofs.tokens import is_token, open_token
from mcplanner.credentials.proofs.verdicts import NO_PROOF, combine_checks
from mcplanner.credentials.record import Problem, ProofCheck, RefusedError, WholeFileRefusedError

LEARNER_RECORD, PRESENTATION = "ClrCredential", "VerifiablePresentation"
_ENVELOPES = frozenset(("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"))

_TWO_KINDS = "it says that it is a presentation and a credential at once, and a signature means something else of each"

MOST_RECORDS = 1_000
"""Far more courses than anybody takes; each unknown one is compared with the whole catalogue."""

ProofChecker = Callable[[dict[str, Any]], ProofCheck]
"""What the proofs within a document come to; it raises an error for one that is broken."""


class FilePart(Struct, frozen=True):
    """A credential, or whatever stands in the place of one.

    Attributes
    ----------
    check
        What its signatures came to.
    around
        The words that may be about the person in the bundles that it is in.
    """

    document: Any
    check: ProofCheck
    around: Container[str] = frozenset()


class _Around(Struct, frozen=True):
    """What is known of a part from the bundles that it is in."""

    check: ProofCheck = NO_PROOF
    personal: Container[str] = frozenset()


_NOTHING_AROUND = _Around()


def parts_of(data: Any, check_proofs: ProofChecker) -> list[FilePart | RefusedError]:
    """The parts of a document, in order; an error stands in the place of a part that cannot be read.

    Raises
    ------
    RefusedError
        A signature in it is broken, or it has too many parts, or parts within parts within parts.
    """
    found: list[FilePart | RefusedError] = []
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
        self, data: Any, signed: tuple[ProofCheck, ...] = (), around: _Around = _NOTHING_AROUND
    ) -> Iterator[FilePart | RefusedError]:
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
                yield FilePart(data, NO_PROOF)
        except WholeFileRefusedError:
            raise
        except RefusedError as error:
            yield error

    def _of_object(
        self, document: dict[str, Any], types: frozenset[str], signed: tuple[ProofCheck, ...], around: _Around
    ) -> Iterator[FilePart | RefusedError]:
        if types & _ENVELOPES and is_token(document.get("id")):
            yield from self.parts(document["id"], signed, around)
            return
        check = self._check(document, signed, around.check)
        if not types & {LEARNER_RECORD, PRESENTATION}:
            yield FilePart(document, check, around.personal)
            return
        if PRESENTATION in types and types & {LEARNER_RECORD, *TYPES}:
            raise RefusedError(Problem("MC803", _TWO_KINDS, "ask the issuer for it again"))
        self._count()
        within = _Around(check if LEARNER_RECORD in types else NO_PROOF, Either(words_around(document), around.personal))
        for member in credentials_within(document):
            yield from self.parts(member, (), within)

    def _count(self) -> None:
        self._opened += 1
        refuse_too_many(self._opened)

    def _check(self, document: dict[str, Any], signed: tuple[ProofCheck, ...], around: ProofCheck) -> ProofCheck:
        """What the signatures of a credential came to; without its own, those of what it is a part of."""
        inner = (self._check_proofs(document),) if document.get("proof") else ()
        checks = [check for check in (*signed, *inner) if check != NO_PROOF]
        return combine_checks(checks) if checks else around
