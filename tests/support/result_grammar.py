"""Results with a known answer, drawn from a grammar: words and grades as the manual lists them, in whichever spelling; scales.

Shares nothing with the program. The answers follow from how a result is made, not from how it is read.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

MANUAL = Path(__file__).parents[2] / "docs" / "credentials.md"

LETTERS = ("A", "B", "C", "D", "E", "F")
BANDS = ("Bronze", "Silver", "Gold", "Platinum")
UNHEARD_OF = (
    "Attended",
    "Gold",
    "E",
    "Tier 3",
    "Acceptable-ish",
    "Pass/Fail",
    "not failed",
    "ok?",
    "Pssed",
    "Active",
    "72",
    "35/50",
)


class Case(NamedTuple):
    """Results of one record, and whether it was passed; None where nobody can know."""

    results: tuple[str, ...]
    passed: bool | None
    in_manual: bool


@cache
def wordings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The wordings of the manual: those that are passed, and those that are not."""
    section = MANUAL.read_text("utf-8").split("## What counts as passed")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    passed, failed = (tuple(word for row in rows for word in row[side].split(", ")) for side in (0, 1))
    return passed, failed


def spelt(word: str, random: Random) -> str:
    """A wording as somebody may type it; grades keep their letters together."""
    for change in random.sample(_CHANGES, random.randint(0, 2)):
        word = change(word)
    return random.choice(("{}", "{}", " {} ", "({})", "'{}'", "{}.", "{}!", "Result: {}", "Grade: {}", "Status - {}")).format(
        word
    )


def _wide(word: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in word)


def _joined(word: str) -> str:
    words = word.split(" ")
    plain = all(re.fullmatch("[A-Za-z]+", each) for each in words)
    return "".join(words) if plain and all(len(each) > 2 for each in words) else word


_CHANGES: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    str.swapcase,
    _wide,
    _joined,
    lambda word: word.replace(" ", "_"),
    lambda word: word.replace(" ", "-"),
    lambda word: word.replace(" ", "\u00a0  "),
    lambda word: "\u200b".join(word) if word.isascii() else word,
)


def of_words(random: Random) -> Case:
    """One to three columns of results; any fail among them is one."""
    passed, failed = wordings()
    fails = random.randint(0, 2) if random.random() < 0.6 else 0
    words = [random.choice(failed) for _ in range(fails)] + [random.choice(passed) for _ in range(random.randint(not fails, 2))]
    random.shuffle(words)
    return Case(tuple(spelt(word, random) for word in words), not fails, True)


def of_unheard(random: Random) -> Case:
    """A wording that is not the manual's, alone or beside a fail."""
    _, failed = wordings()
    if random.random() < 0.3:
        return Case((random.choice(UNHEARD_OF), spelt(random.choice(failed), random)), False, False)
    return Case((random.choice(UNHEARD_OF),), None, False)


def of_denials(random: Random) -> Case:
    """A pass that is denied in words is a fail."""
    denial = random.choice(("Not {}", "Not yet {}", "not been {}", "Non-{}", "never {}", "has not {}", "yet to be {}", "un-{}"))
    word = random.choice(("passed", "competent", "satisfactory", "completed", "successful", "awarded", "certified"))
    return Case((spelt(denial.format(word), random),), False, False)


def on_a_scale(random: Random) -> tuple[dict[str, Any], bool]:
    """A result of a badge, with its description, and whether it reaches what is required."""
    kind = random.choice(("percent", "letters", "bands", "levels"))
    scale: dict[str, Any] = {"id": "urn:r"}
    result: dict[str, Any] = {"resultDescription": "urn:r"}
    if kind == "percent":
        required, value = random.randint(30, 80), random.randint(0, 100)
        scale["requiredValue"], result["value"] = str(required), random.choice((str(value), f"{value}.0"))
        return {"scale": scale, "result": result}, value >= required
    names = LETTERS[::-1] if kind == "letters" else BANDS
    least, reached = random.randrange(kind == "letters", len(names)), random.randrange(len(names))
    if kind == "levels":
        scale["rubricCriterionLevel"] = [
            {"id": f"urn:{name}", "name": name, "points": str(at)} for at, name in enumerate(names)
        ]
        scale["requiredLevel"], result["achievedLevel"] = f"urn:{names[least]}", f"urn:{names[reached]}"
    else:
        scale["requiredValue"], result["value"] = names[least], names[reached]
        if kind == "bands" or random.random() < 0.5:
            scale["allowedValue"] = list(names)
    return {"scale": scale, "result": result}, reached >= least
