"""Files of credentials for tests: where they are, how they are read, and what of them must never be said."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import small_catalogue

from mcplanner.credentials.opencerts import read_wrapped
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile, Integrity, ProofCheck, Record, RefusedError
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.ground.months import format_month

DATA = Path(__file__).parents[1] / "data"
VALID = DATA / "credentials"
INVALID = DATA / "invalid_credentials"
MADE = DATA / "made_badges"
REFUSED = sorted(path for path in INVALID.iterdir() if path.suffix != ".expected")
SECRETS = (
    *("tan wei ming", "wei ming", "adeline", "s1234567d", "s7654321d", "p7654321", "9123 4567", "@example.sg", "did:example"),
    *("somebody else", "0815", "josé"),
)
"""What stands in the files of these tests and is about a person."""

INTACT, SIGNED = Integrity.INTACT, Integrity.SIGNED
NOT_CHECKED, NO_PROOF = Integrity.NOT_CHECKED, Integrity.NO_PROOF

UNSIGNED = ProofCheck(NO_PROOF)

SMALL = small_catalogue()
TODAY = date(2026, 11, 15)


def read(path: Path) -> CredentialFile:
    found = read_credentials(path)
    assert isinstance(found, CredentialFile), found
    return found


def refused(path: Path) -> tuple[Diagnostic, ...]:
    found = read_credentials(path)
    assert isinstance(found, tuple), found
    return found


def told(record: Record) -> tuple[Any, ...]:
    """A record in short: codes, title, last month, what dated it, whether it was passed."""
    ended = None if record.ended is None else format_month(record.ended)
    return record.codes, next(iter(record.titles), None), ended, record.dated_by, record.result.is_passed


def titles(records: Sequence[Record]) -> list[str | None]:
    return [next(iter(record.titles), None) for record in records]


def problem(document: dict[str, Any]) -> tuple[str, str]:
    """The code and message for which a wrapped document is refused."""
    with pytest.raises(RefusedError) as refused:
        read_wrapped(document)
    (only,) = refused.value.problems
    return only.code, only.message


def assert_nobody_is_named(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text.casefold()] == []
