"""Checks Data Integrity proofs, which stand beside what they sign: eddsa-rdfc-2022 and ecdsa-rdfc-2019.

The signature is that of two hashes: of the statements of the proof without its value, and of those of the document without its
proofs. Source: Verifiable Credential Data Integrity 1.0, and its cryptosuites EdDSA 1.0 and ECDSA 1.0.
"""

import hashlib
from pathlib import Path
from typing import Any

from mcplanner.credentials.proofs.encodings import from_multibase
from mcplanner.credentials.proofs.keys import OTHER_KIND, key_at
from mcplanner.credentials.proofs.plain_form import OWN_MEANING, check_plain_form
from mcplanner.credentials.proofs.signatures import KeyKind, PublicKey, is_signature
from mcplanner.credentials.proofs.statements import Effort, Statements, statements_of
from mcplanner.credentials.proofs.verdicts import SIGNED, NotCheckedError, combine_checks, malformed, tampered
from mcplanner.credentials.record import ProofCheck

_SUITES = {
    "eddsa-rdfc-2022": (KeyKind.ED25519,),
    "ecdsa-rdfc-2019": (KeyKind.P256, KeyKind.P384),
}
_OTHER_KIND = "mcplan does not know its kind of proof"

MOST_PROOFS = 20


def check_proofs(document: dict[str, Any], contexts: Path | None, effort: Effort) -> ProofCheck:
    """What the proofs of a document come to; with several, it is intact if all of them match.

    Raises
    ------
    RefusedError
        One of them is broken.
    """
    proofs = document.get("proof")
    listed = proofs if isinstance(proofs, list) else [proofs]
    if len(listed) > MOST_PROOFS:
        raise malformed(f"it has more than {MOST_PROOFS} proofs")
    signed = _Signed(document, listed, contexts, effort)
    return combine_checks([signed.check(proof) for proof in listed])


class _Signed:
    """A document with proofs, and what is stated of it: the same for all proofs that do not sign others, too."""

    def __init__(self, document: dict[str, Any], proofs: list[Any], contexts: Path | None, effort: Effort) -> None:
        self._context = document.get("@context")
        self._purposes = _purposes(document)
        self._document = {name: value for name, value in document.items() if name != "proof"}
        self._proofs = proofs
        self._contexts = contexts
        self._effort = effort
        self._said: Statements | None = None

    def check(self, proof: Any) -> ProofCheck:
        """What one of the proofs comes to; it raises as `check_proofs` does."""
        try:
            key = _key_of(proof, self._purposes)
            about = {**{name: value for name, value in proof.items() if name != "proofValue"}, "@context": self._context}
            stated, said = self._state(about), self._state_with(_earlier(proof, self._proofs))
            if not _matches(proof.get("proofValue"), stated, said, key):
                raise tampered("its proof does not match what it says")
            if proof.get("@context", self._context) != self._context:
                raise NotCheckedError(OWN_MEANING)
            check_plain_form(about, stated)
            check_plain_form(self._document, said)
        except NotCheckedError as error:
            return error.check
        return SIGNED

    def _state(self, document: dict[str, Any]) -> Statements:
        return statements_of(document, self._contexts, self._effort)

    def _state_with(self, earlier: dict[str, Any]) -> Statements:
        """What is stated of the document together with the proofs that a proof signs, too."""
        if earlier:
            return self._state(self._document | earlier)
        if self._said is None:
            self._said = self._state(self._document)
        return self._said


def _purposes(document: dict[str, Any]) -> tuple[str, ...]:
    """What a proof may be for: to state something, or, in a presentation, to show who presents it."""
    types = document.get("type")
    is_shown = "VerifiablePresentation" in (types if isinstance(types, list) else [types])
    return ("assertionMethod", "authentication") if is_shown else ("assertionMethod",)


def _key_of(proof: Any, purposes: tuple[str, ...]) -> PublicKey:
    """The key of a proof that can be checked."""
    suite = proof.get("cryptosuite") if isinstance(proof, dict) and proof.get("type") == "DataIntegrityProof" else None
    kinds = _SUITES.get(suite) if isinstance(suite, str) else None
    if kinds is None:
        raise NotCheckedError(_OTHER_KIND)
    if proof.get("proofPurpose") not in purposes:
        raise NotCheckedError("its proof is for another purpose")
    method = proof.get("verificationMethod")
    if not isinstance(method, str):
        raise NotCheckedError(OTHER_KIND)
    key = key_at(method)
    if key.kind not in kinds:
        raise malformed("its key is of another kind than its proof")
    return key


def _matches(value: Any, about: Statements, signed: Statements, key: PublicKey) -> bool:
    make = hashlib.sha384 if key.kind is KeyKind.P384 else hashlib.sha256
    hashes = b"".join(make(part.text.encode("utf-8")).digest() for part in (about, signed))
    signature = from_multibase(value) if isinstance(value, str) else None
    return signature is not None and is_signature(signature, hashes, key)


def _earlier(proof: dict[str, Any], proofs: list[Any]) -> dict[str, Any]:
    """The proofs that a proof signs together with the document: it names them."""
    named = proof.get("previousProof")
    names = named if isinstance(named, list) else [] if named is None else [named]
    found = [each for each in proofs if isinstance(each, dict) and each.get("id") in names]
    if len(found) != len(names):
        raise NotCheckedError("it goes on from a proof that is not in the file")
    return {"proof": found} if names else {}
