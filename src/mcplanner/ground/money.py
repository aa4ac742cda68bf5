"""Amounts of money as integer cents.

Knows cents and how people write them; nothing of fees, subsidies or exchange rates.
"""

from decimal import ROUND_HALF_UP, Decimal

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
