"""Amounts of money as integer cents, and sums of which some parts are unknown.

Knows cents and how people write them; nothing of fees, subsidies or exchange rates.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

SYMBOLS = {"SGD": "S$"}

MOST_DOLLARS = 10_000_000
"""The largest amount that a learner can give; anything more is a slip."""


def cents_of(amount: Decimal) -> int:
    """An amount in dollars as cents, with half a cent rounded up, as in published prices."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def format_cents(cents: int, currency: str = "SGD") -> str:
    """`S$1,850.50`; a currency without a symbol here is written by its code, `EUR 1,850.50`."""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    sign = "-" if cents < 0 else ""
    return f"{sign}{symbol}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


NOT_KNOWN = "not known"


class Amount(Struct, frozen=True):
    """A sum of money: the cents of its known parts, and how many parts are unknown. It is true unless nothing is to be paid."""

    cents: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, parts: Iterable[int | None]) -> "Amount":
        """The sum of parts, of which None is unknown."""
        parts = tuple(parts)
        return cls(sum(part for part in parts if part is not None), parts.count(None))

    @property
    def exact(self) -> int | None:
        """The sum in cents; None if a part of it is unknown."""
        return None if self.unknown else self.cents

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.cents + other.cents, self.unknown + other.unknown)

    def __neg__(self) -> "Amount":
        return Amount(-self.cents, self.unknown)

    def __bool__(self) -> bool:
        return self != Amount()


def format_amount(amount: Amount | int | None, currency: str = "SGD") -> str:
    """`S$1,850.50`; `at least S$1,850.50` if parts of a sum are unknown; `not known` if nothing of it is known."""
    if isinstance(amount, int):
        return format_cents(amount, currency)
    if amount is None or (amount.unknown and not amount.cents):
        return NOT_KNOWN
    known = format_cents(amount.cents, currency)
    return f"at least {known}" if amount.unknown else known
