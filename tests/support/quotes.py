"""Quotes of small catalogues, and how they are shown."""

from datetime import date
from decimal import Decimal
from typing import Any

import build
import consoles
from sample_funding import rules

from mcplanner.learner.model import Learner
from mcplanner.pricing.costs import AwardCost
from mcplanner.pricing.quote import Quote, quote
from mcplanner.terminal.cost_view import print_cost

START = build.month("2026-12")


TODAY = date(2026, 11, 24)


def shown(quoted: Quote, width: int = 100, encoding: str = "utf-8") -> str:
    return consoles.shown(lambda console: print_cost(console, quoted, TODAY), width, encoding=encoding)


def priced(*entries: build.Data, learner: Learner | None = None, start: str = "2026-12") -> Quote:
    """The quote of the award `goal`, for rules that subsidise half of every fee and charge no GST."""
    courses = build.catalogue(*(entry | ({"funding": "m"} if "hours" in entry else {}) for entry in entries))
    funding = rules(subsidies=[{"rate": Decimal("0.5")}], wallets=[{"id": "w"}])
    who = learner or Learner(residency="citizen")
    return quote(courses, funding, who, courses.award_by_id["goal"], build.month(start), START)


def of_award(quoted: Quote) -> AwardCost:
    assert isinstance(quoted.cost, AwardCost)
    return quoted.cost


def fees(*dollars: int, **more: Any) -> list[build.Data]:
    """Modules a, b, c … with these fees."""
    return [build.module(name, fee=fee, **more) for name, fee in zip("abcdefg", dollars, strict=False)]
