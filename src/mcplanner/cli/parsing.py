"""Single words of the command line as values: numbers, amounts, names that must be known; or what is wrong, and the way out.

Knows typer's way to refuse a word, the words and the day; not what is done with a value.
"""

import os
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TypeVar

import typer

from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.ground.money import MOST_DOLLARS, cents_of

Value = TypeVar("Value")

_SINGAPORE = timezone(timedelta(hours=8))


def known(word: str, names: Iterable[str], option: str | None, noun: str, more: str | None = None) -> None:
    """Refuse a word that is none of the names; with few of them all are said, or what `more` says of them.

    Without an option the refusal is for the one that is being read.
    """
    names = list(names)
    if word in names:
        return
    ways_out = [did_you_mean(word, names), more or (f"there are: {', '.join(names)}" if len(names) <= 40 else None)]
    hint = "; ".join(way for way in ways_out if way)
    raise typer.BadParameter(f"unknown {noun} '{word}'" + (f" ({hint})" if hint else ""), param_hint=option)


def number(text: str) -> Decimal | None:
    """A number as people write it: digits, and perhaps a point and more digits."""
    return Decimal(text) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", text, re.ASCII) else None


def dollars(text: str, option: str) -> int:
    """An amount in dollars, as cents."""
    amount = number(text)
    if amount is None or not 0 <= amount <= MOST_DOLLARS or amount != round(amount, 2):
        raise typer.BadParameter(f"'{text}' is not an amount in dollars, such as 3000 or 3000.50", param_hint=option)
    return cents_of(amount)


def parsed(parse: Callable[[str], Value], text: str, option: str) -> Value:
    """What a parser makes of a word, or its complaint."""
    try:
        return parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def today() -> date:
    """The day in Singapore; SOURCE_DATE_EPOCH, seconds since 1970, stands in for now, so that output can be reproduced."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), _SINGAPORE) if fixed.isdecimal() and len(fixed) < 12 else datetime.now(_SINGAPORE)
    return now.date()
