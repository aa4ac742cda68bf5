"""Reads Open Badges 2.0, and what came before: an assertion, which says that somebody has a badge, with the badge in it.

Knows only the public format. What it says is put in the words of version 3.0 and read there.
Source: Open Badges Specification 2.0, 1EdTech.
"""

from collections.abc import Container
from typing import Any

from mcplanner.credentials.open_badges import read_badge
from mcplanner.credentials.record import Problem, ProofCheck, Record, RefusedError


def is_assertion(document: dict[str, Any], types: frozenset[str]) -> bool:
    """Return whether a document is an assertion: by its type, or, before 2.0, by the keys that each has."""
    return "Assertion" in types or (not types and {"recipient", "badge"} <= document.keys())


def read_assertion(document: dict[str, Any], check: ProofCheck, around: Container[str]) -> list[Record]:
    """The achievement of one assertion, whose signature came to a check; `around` is as in `read_badge`.

    Raises
    ------
    RefusedError
        What the badge stands for is not in the file, but at an address.
    """
    badge = document.get("badge")
    if not isinstance(badge, dict):
        message = "this Open Badge says only at an address what it was given for, and mcplan uses no network"
        raise RefusedError(Problem("MC803", message, "ask for it with the badge in it, or write the course into a list"))
    return read_badge(_in_words_of_version_3(document, badge), check, around)


def _in_words_of_version_3(document: dict[str, Any], badge: dict[str, Any]) -> dict[str, Any]:
    withdrawn = [{"status": "Withdrawn"}] if document.get("revoked") not in (None, False) else []
    around = {key: value for key, value in document.items() if key not in ("badge", "issuedOn", "revoked")}
    issuer = badge.get("issuer")
    return {
        **around,
        "validFrom": document.get("issuedOn"),
        "credentialStatus": issuer.get("revocationList") if isinstance(issuer, dict) else None,
        "credentialSubject": {"achievement": badge, "result": withdrawn},
    }
