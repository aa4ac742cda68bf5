"""Writes figures for people: hours, hours a week, numbers of things.

Knows numbers; nothing of catalogues, plans or consoles.
"""

from decimal import Decimal

HOURS_IN_A_WEEK = 7 * 24


def hours_text(hours: Decimal) -> str:
    """Hours as `1,150` or `22.5`."""
    whole, _, part = f"{hours:,f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def load_text(minutes_per_week: int) -> str:
    """A weekly load in hours with one decimal, rounded up as loads are: `5.8`, `6`."""
    return hours_text(Decimal(-(-minutes_per_week // 6)) / 10)


def budget_text(minutes_per_week: int) -> str:
    """A budget in hours as it was given, with at most two decimals: `6`, `5.75`."""
    return hours_text(round(Decimal(minutes_per_week) / 60, 2))


def hours_counted(hours: str) -> str:
    """Hours that are already text with their unit: `1 hour`, `5.8 hours`."""
    return f"{hours} {'hour' if hours == '1' else 'hours'}"


def counted(number: int, noun: str) -> str:
    """A number of things with the noun: `1 month`, `34 months`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def credits_text(credits: Decimal) -> str:
    """Credits with the noun: `1 credit`, `2.5 credits`."""
    return f"{hours_text(credits)} {'credit' if credits == 1 else 'credits'}"


def plural_kind(kind: str) -> str:
    """The plural of a kind of award: `specialist diplomas` for `specialist-diploma`."""
    return f"{kind.replace('-', ' ')}s"
