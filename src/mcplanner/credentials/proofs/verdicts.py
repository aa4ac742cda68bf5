"""What a check of signatures can come to, beside an error for what is tampered with or damaged."""

from collections.abc import Sequence

from mcplanner.credentials.record import Integrity, Problem, ProofCheck, RefusedError, WholeFileRefusedError

SIGNED = ProofCheck(Integrity.SIGNED)
NO_PROOF = ProofCheck(Integrity.NO_PROOF)

_HINT = "ask the issuer for it again"


class NotCheckedError(Exception):
    """A signature cannot be checked, for a reason in words that repeat nothing of the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.check = ProofCheck(Integrity.NOT_CHECKED, reason)


def malformed(what: str) -> RefusedError:
    """The error for a signature or key that is not one."""
    return RefusedError(Problem("MC803", f"mcplan cannot read this signed badge: {what}", _HINT))


def tampered(what: str) -> RefusedError:
    """The error for a signature that does not match."""
    return WholeFileRefusedError(Problem("MC804", f"tampered: {what}", _HINT))


def combine_checks(checks: Sequence[ProofCheck]) -> ProofCheck:
    """The check of something with several signatures: it is intact if all of them are."""
    unchecked = (check for check in checks if check.integrity is not Integrity.SIGNED)
    return next(unchecked, SIGNED if checks else NO_PROOF)
