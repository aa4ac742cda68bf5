"""Read single words of the command line as values: numbers, amounts, names; or refuse them, with the way out.

This module knows how typer refuses a word; not what is done with a value.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

import typer

from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.ground.money import MOST_DOLLARS, cents_of

FEW = 40
"""So many names can be listed in a refusal."""

T = TypeVar("T")
W = TypeVar("W")


def refuse_unknown(word: str, names: Iterable[str], option: str | None, noun: str, more: str | None = None) -> None:
    """Refuse a word that is none of the names; the refusal lists them if they are few, or says `more` instead.

    Without an option, the refusal is about the one that is being read.
    """
    names = list(names)
    if word in names:
        return
    ways_out = [did_you_mean(word, names), more or (f"choose from: {', '.join(names)}" if len(names) <= FEW else None)]
    hint = " Otherwise, ".join(way for way in ways_out if way)
    raise typer.BadParameter(f"unknown {noun} '{word}'" + (f" ({hint})" if hint else ""), param_hint=option)


def decimal_of(text: str) -> Decimal | None:
    """Return the number that a text is: digits, and perhaps a point and more digits; None if it is none."""
    return Decimal(text) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", text, re.ASCII) else None


def parse_dollars(text: str, option: str) -> int:
    """Read an amount in dollars, perhaps as mcplan prints it (`S$1,635.00`), and return it in cents."""
    printed = re.fullmatch(r"(?:S?\$)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?", text, re.ASCII)
    amount = None if printed is None else decimal_of(printed[1].replace(",", "") + (printed[2] or ""))
    if amount is None or not 0 <= amount <= MOST_DOLLARS or amount != round(amount, 2):
        raise typer.BadParameter(f"'{text}' is not an amount in dollars, such as 3000 or 3000.50", param_hint=option)
    return cents_of(amount)


def parse_word(parse: Callable[[W], T], text: W, option: str) -> T:
    """Return what a parser makes of a word, or of words; refuse the word with the parser's complaint."""
    try:
        return parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
