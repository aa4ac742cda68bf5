"""The kinds of options: texts, numbers, times and the few words that some take, each as it is read from what is typed.

Knows typer; no option and no group. Whatever cannot be read is refused.
"""

from collections.abc import Callable
from math import nan
from typing import Any, Literal, get_args

import typer

from mcplanner.cli.completion import Complete
from mcplanner.cli.parsing import known

LEAST_SECONDS = 0.1

Listed = Literal["everything", "modules", "awards", "roles"]
"""What `mcplan list` can be narrowed to."""

Preferred = Literal["finish", "cost", "load"]
"""What a plan is judged by first."""

Described = Literal["catalogue", "funding", "learner"]
"""The files of which there is a schema."""

Report = Literal["text", "json", "github"]
"""How `mcplan check` writes its findings."""

Resident = Literal["citizen", "permanent-resident", "other"]
"""What decides on most subsidies."""


def text(name: str, metavar: str, said: str, complete: Complete | None = None) -> object:
    """An option with a word or a sentence, which is read where it is used."""
    return typer.Option(name, metavar=metavar, help=said, autocompletion=complete)


def number(least: int, most: int) -> Callable[[str | int], int]:
    """What reads a whole number in a range; a default is one already."""

    def read(typed: str | int) -> int:
        text = str(typed)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise typer.BadParameter(f"'{text}' is not a whole number from {least} to {most}")
        return int(text)

    return read


def choice(kind: object) -> dict[str, Any]:
    """How an option or argument is read that is one of a few words, and what the Tab key offers for it."""
    words = get_args(kind)

    def read(typed: str) -> str:
        known(typed, words, None, "word")
        return typed

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return {"parser": read, "autocompletion": complete}


def seconds(typed: str | float) -> float:
    """What reads a time limit; a default is one already."""
    try:
        found = float(typed)
    except ValueError:
        found = nan
    if not found >= LEAST_SECONDS:
        raise typer.BadParameter(f"'{typed}' is not a number of seconds from {LEAST_SECONDS} on")
    return found
