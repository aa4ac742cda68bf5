"""Writes figures for people: hours, hours a week, numbers of things.

Knows numbers; nothing of catalogues, plans or consoles.
"""

from decimal import ROUND_HALF_UP, Decimal

HOURS_IN_A_WEEK = 7 * 24


def hours_text(hours: Decimal) -> str:
    """Hours as `1,150` or `22.5`."""
    whole, _, part = f"{hours:,f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def hours_of(minutes: int) -> Decimal:
    """Minutes in hours with two decimals, the one figure for a load or a budget in every output.

    As two decimals tell minutes apart, `minutes_of` gives the same minutes for it: what is printed can be typed.
    """
    return round(Decimal(minutes) / 60, 2)


def minutes_of(hours: Decimal) -> int:
    """The whole minutes nearest to so many hours: 347 for `5.78`."""
    return int((hours * 60).to_integral_value(ROUND_HALF_UP))


def load_text(minutes: int) -> str:
    """Minutes as hours: `6`, `5.75`, `5.78`."""
    return hours_text(hours_of(minutes))


def tenths_of(minutes: int) -> int:
    """Minutes as tenths of an hour, rounded up: that many hours a week are enough for the load.

    Each module's load is rounded up to whole minutes, so loads of 555 and 556 minutes mean the same: 9.3 hours.
    """
    return -(-minutes // 6)


def peak_text(minutes: int) -> str:
    """Minutes as hours with one decimal, rounded up, where loads are compared: `6`, `5.8`."""
    return hours_text(Decimal(tenths_of(minutes)) / 10)


def hours_counted(hours: str) -> str:
    """Hours that are already text with their unit: `1 hour`, `5.8 hours`."""
    return f"{hours} {'hour' if hours == '1' else 'hours'}"


def counted(number: int, noun: str) -> str:
    """A number of things with the noun: `1 month`, `34 months`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def days_text(half_days: int) -> str:
    """Half days as days: `1 day`, `2.5 days`."""
    days = f"{half_days / 2:g}"
    return f"{days} {'day' if half_days == 2 else 'days'}"


def credits_text(credits: Decimal) -> str:
    """Credits with the noun: `1 credit`, `2.5 credits`."""
    return f"{hours_text(credits)} {'credit' if credits == 1 else 'credits'}"


def kind_text(kind: str) -> str:
    """A kind of award in words: `specialist diploma` for `specialist-diploma`."""
    return _KINDS.get(kind, kind.replace("-", " "))


def plural_kind(kind: str) -> str:
    """The plural of a kind of award: `specialist diplomas` for `specialist-diploma`."""
    noun, of, what = kind_text(kind).partition(" of ")
    return f"{noun}s{of}{what}"


_KINDS = {"wsq": "WSQ qualification", "higher-nitec": "Higher Nitec"}
