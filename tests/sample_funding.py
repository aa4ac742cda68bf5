"""Funding rules for tests: the shipped ones, and tiny ones from terse Python."""

from functools import cache
from typing import Any

from mcplanner.funding import Funding
from mcplanner.loading import load_funding, shipped_funding_path

KNOWN = {"source": "s", "as_of": "2026-11-01", "confidence": "seen"}
ALWAYS = {"effective_from": "2000-01-01", **KNOWN}


@cache
def shipped() -> Funding:
    funding, _ = load_funding(shipped_funding_path())
    assert funding is not None
    return funding


def rules(**lists: list[dict[str, Any]]) -> Funding:
    """Funding rules for the class `m`; what a rule leaves out holds always and for everyone."""
    shape: dict[str, dict[str, Any]] = {
        "subsidies": {"classes": ["m"], **ALWAYS},
        "gst_rates": ALWAYS,
        "gst_bases": {"classes": ["m"], **ALWAYS},
        "wallets": {"classes": ["m"], "amount": 500, **ALWAYS},
        "reimbursements": {"classes": ["m"], **ALWAYS},
    }
    entries = {
        key: [{"id": f"{key[0]}-{number}", "title": "A rule", **shape[key], **rule} for number, rule in enumerate(listed)]
        for key, listed in lists.items()
    }
    age = {"counted": "calendar-year", **KNOWN}
    head = {"title": "Rules", "as_of": "2026-11-01", "age": age, "classes": [{"id": "m", "title": "M"}]}
    return Funding.model_validate(head | entries)
