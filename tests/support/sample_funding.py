"""Funding rules for tests: the shipped ones, and tiny ones from terse Python."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from build import Data
from msgspec.structs import replace

from mcplanner.files.funding import load_funding
from mcplanner.files.paths import shipped_funding_path
from mcplanner.ground.months import Month, first_day
from mcplanner.ground.shapes import made_of
from mcplanner.pricing import shape
from mcplanner.pricing.rules import FeeClass, Funding

KNOWN = {"source": "s", "as_of": "2026-11-01", "confidence": "seen"}
ALWAYS = {"effective_from": "2000-01-01", **KNOWN}


@cache
def shipped() -> Funding:
    funding, _ = load_funding(shipped_funding_path())
    assert funding is not None
    return funding


Steps = Sequence[tuple[Month, int, str]]
"""From which month on a module costs how many cents, and the wallets that may pay for it, separated by blanks."""


def stepped(entries: Sequence[Data], steps: Mapping[str, Steps], wallets: Sequence[str]) -> tuple[list[Data], Funding]:
    """The entries, each module of a class of its own, and rules by which it costs what its steps say, from its fee down.

    A wallet may pay from the first step that names it until a step of the same module no longer does.
    """
    fees = {entry["id"]: round(entry.get("fee", 0) * 100) for entry in entries if "hours" in entry}
    subsidies: list[Data] = []
    spans: dict[str, list[tuple[Month, Month | None, str]]] = {}
    for module, own in steps.items():
        ends = [*(later for later, *_ in own[1:]), None]
        for (first, cents, named), end in zip(own, ends, strict=True):
            rate = Fraction(fees[module] - cents, fees[module]) if fees[module] else Fraction(0)
            subsidies.append({"classes": [f"of-{module}"], "rate": rate, **_in_force(first, end)})
            for wallet in named.split():
                spans.setdefault(wallet, []).append((first, end, f"of-{module}"))
    purses = [
        {
            "id": wallet,
            "classes": sorted({each for *_, each in spans[wallet]}),
            **_in_force(
                min(first for first, *_ in spans[wallet]),
                None if None in (ends := [end for _, end, _ in spans[wallet]]) else max(end for end in ends if end is not None),
            ),
        }
        for wallet in wallets
        if wallet in spans
    ]
    classes = [{"id": f"of-{module}", "title": module} for module in fees]
    made = rules(subsidies=subsidies, wallets=purses)
    funded = [{"funding": f"of-{entry['id']}"} | entry if "hours" in entry else entry for entry in entries]
    return funded, replace(made, classes=tuple(FeeClass(**each) for each in classes))


def _in_force(first: Month, end: Month | None) -> Data:
    """The first and the last day of a rule that ends before a month."""
    last = {} if end is None else {"effective_to": (first_day(end) - timedelta(days=1)).isoformat()}
    return {"effective_from": first_day(first).isoformat(), **last}


def rules(**lists: list[dict[str, Any]]) -> Funding:
    """Funding rules for the class `m`; what a rule leaves out holds always and for everyone."""
    common: dict[str, dict[str, Any]] = {
        "subsidies": {"classes": ["m"], **ALWAYS},
        "gst_rates": ALWAYS,
        "gst_bases": {"classes": ["m"], **ALWAYS},
        "wallets": {"classes": ["m"], "amount": 500, **ALWAYS},
        "reimbursements": {"classes": ["m"], **ALWAYS},
        "open_questions": ALWAYS,
    }
    entries = {
        key: [{"id": f"{key[0]}-{number}", "title": "A rule", **common[key], **rule} for number, rule in enumerate(listed)]
        for key, listed in lists.items()
    }
    age = {"counted": "calendar-year", **KNOWN}
    head = {"title": "Rules", "as_of": "2026-11-01", "age": age, "classes": [{"id": "m", "title": "M"}]}
    funding: Funding = made_of(shape.Funding.model_validate(head | entries))
    return funding
