"""The kinds of options: text, numbers, times, and choices among a few words; how each is read from what was typed.

This module knows typer, but no option and no group. It refuses what it cannot read.
"""

from collections.abc import Callable
from math import nan
from shlex import quote
from typing import Any, Literal, get_args

import typer

from mcplanner.cli.command_signature import Declared, option
from mcplanner.cli.completion import Complete
from mcplanner.cli.parsing import refuse_unknown

LEAST_SECONDS = 0.1

Listed = Literal["everything", "modules", "awards", "roles", "skills"]
"""The kinds of entries that `mcplan list` can be limited to."""

Preferred = Literal["finish", "cost", "load"]
"""The stage that a plan is judged by first."""

Described = Literal["catalogue", "funding", "learner", "team"]
"""The files that have a schema."""

Report = Literal["text", "json", "github"]
"""The forms in which `mcplan check` writes its findings."""

Resident = Literal["citizen", "permanent-resident", "other"]
"""The residencies, which decide about most subsidies."""


def text(name: str, metavar: str, said: str, complete: Complete | None = None) -> Declared:
    """Declare an option that takes any text; the code that uses it reads the text.

    What can be completed are names, all of which are in lower case; so other cases are understood.
    """
    parser = None if complete is None else str.lower
    return option(name, metavar=metavar, help=said, autocompletion=complete, parser=parser)


def whole_number(least: int, most: int) -> Callable[[str | int], int]:
    """Make a parser of whole numbers in a range; it lets a default, which is a number already, pass."""

    def read(typed: str | int) -> int:
        text = str(typed)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise typer.BadParameter(f"'{text}' is not a whole number from {least} to {most}")
        return int(text)

    return read


def choice(kind: object, metavar: str | None = None, or_else: str | None = None) -> dict[str, Any]:
    """Return typer's settings for an option or argument that is one of a few words; without a name, help lists the words.

    `or_else` is what to do with another word, after which it stands in the refusal.
    """
    words = get_args(kind)

    def read(typed: str) -> str:
        if typed.lower() in words:
            return typed.lower()
        more = None if or_else is None else f"choose from: {', '.join(words)}; {or_else} {quote(typed)}"
        refuse_unknown(typed, words, None, "word", more)
        return typed

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return {"parser": read, "autocompletion": complete, "metavar": metavar or f"<{'|'.join(words)}>"}


def seconds(typed: str | float) -> float:
    """Read a time limit; a default, which is a number already, passes."""
    try:
        found = float(typed)
    except ValueError:
        found = nan
    if not found >= LEAST_SECONDS:
        raise typer.BadParameter(f"'{typed}' is not a number of seconds, at least {LEAST_SECONDS}")
    return found
