"""Compares results with what a file requires: marks, letters, lists from low to high, levels of a rubric.

Knows nothing of file formats. A result that cannot be compared is not recognised.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from mcplanner.credentials.results import Reading, Verdict, read_result
from mcplanner.ground.spelling import plain_text

BELOW = Reading(Verdict.NOT_PASSED, "its result is below what was required")
REACHED = Reading(Verdict.PASSED)
UNCOMPARED = Reading(Verdict.UNKNOWN, "its result cannot be compared with what was required")

_NUMBER = re.compile(r"(-?\d{1,12}(?:\.\d{1,6}|,(?!\d{3}\b)\d{1,6})?)\s?(%?)", re.ASCII)
"""A comma before three figures may mean thousands or decimals, so such a number is not compared."""

_FIGURE = re.compile(r"(?<![^\W_])\d+(?:[.,]\d+)?(?:\s?/\s?\d+)?(?:\s?%)?(?![^\W_])")
_LETTER = re.compile(r"([a-f])([*+-]?)")
_MARKS = ("-", "", "+", "*")


class Level(Struct, frozen=True):
    """One level of a rubric, with the id by which results name it."""

    id: str
    name: str | None
    points: str | None


def read_value(value: str, required: str | None, allowed: Sequence[str]) -> Reading:
    """The reading of a value, given the least that was required and all possible values, from low to high."""
    words = read_result(value)
    if words.verdict is Verdict.NOT_PASSED:
        return words
    if allowed and plain_text(value) not in map(plain_text, allowed):
        return UNCOMPARED
    if required is None:
        return words
    if read_result(required).verdict is Verdict.NOT_PASSED:
        return UNCOMPARED
    return _verdict(_above(plain_text(value), plain_text(required), [plain_text(each) for each in allowed]))


def read_marked(text: str, mark: str) -> Reading:
    """The reading of a result with its pass mark; if the mark is a figure, words without a figure are read as words."""
    plain = plain_text(text)
    is_whole = _NUMBER.fullmatch(plain) or _LETTER.fullmatch(plain)
    if is_whole or _NUMBER.fullmatch(plain_text(mark)) is None:
        return read_value(text, mark, ())
    figures = _FIGURE.findall(plain)
    if not figures:
        return read_result(text)
    words = read_result(_FIGURE.sub(" ", plain))
    compared = read_value(figures[0], mark, ()) if len(figures) == 1 else UNCOMPARED
    return words if words.verdict in (Verdict.NOT_PASSED, Verdict.UNKNOWN) else compared


def is_below(value: str, other: str) -> bool:
    """Return whether both are figures of one kind, and the first is less."""
    difference = _difference(plain_text(value), plain_text(other))
    return difference is not None and difference < 0


def read_level(achieved: str, required: str | None, levels: Sequence[Level]) -> Reading:
    """The reading of a level of a rubric, given the level that was required and all levels, from low to high."""
    words = read_result({level.id: level.name for level in levels}.get(achieved))
    if words.verdict is Verdict.NOT_PASSED:
        return words
    if required is None:
        return words if words.verdict is Verdict.PASSED else UNCOMPARED
    if achieved == required:
        return REACHED
    return _verdict(_levels_above(achieved, required, levels))


def _levels_above(achieved: str, required: str, levels: Sequence[Level]) -> Fraction | None:
    """How many levels one is above another; None if that is not certain, as when the points say something else."""
    by_id = {level.id: level for level in levels}
    if achieved not in by_id or required not in by_id or len(by_id) < len(levels):
        return None
    places = list(by_id)
    by_place = places.index(achieved) - places.index(required)
    by_points = _difference(by_id[achieved].points or "", by_id[required].points or "")
    agree = by_points is None or (by_points > 0) == (by_place > 0)
    return Fraction(by_place) if agree else None


def _verdict(above: Fraction | None) -> Reading:
    return UNCOMPARED if above is None else BELOW if above < 0 else REACHED


def _above(value: str, required: str, allowed: list[str]) -> Fraction | None:
    """How far a value is above another; negative if it is below; None if nobody can tell."""
    if value == required:
        return Fraction(0)
    told, by_list = _by_itself(value, required), _by_list(value, required, allowed)
    if told is None or by_list is None:
        return by_list if told is None else told
    return told if (told < 0) == (by_list < 0) else None


def _by_itself(value: str, required: str) -> Fraction | None:
    """How far a figure or a letter is above another of its kind."""
    letters = _LETTER.fullmatch(value), _LETTER.fullmatch(required)
    if letters[0] is not None and letters[1] is not None:
        return Fraction(_rank(letters[0]) - _rank(letters[1]))
    return _difference(value, required)


def _by_list(value: str, required: str, allowed: list[str]) -> Fraction | None:
    """How far a value stands above another in a list from low to high."""
    if not {value, required} <= set(allowed) or len(set(allowed)) < len(allowed) or not _rises(allowed):
        return None
    return Fraction(allowed.index(value) - allowed.index(required))


def _difference(value: str, required: str) -> Fraction | None:
    numbers = _NUMBER.fullmatch(value), _NUMBER.fullmatch(required)
    if numbers[0] is None or numbers[1] is None or numbers[0][2] != numbers[1][2]:
        return None
    first, second = (Fraction(number[1].replace(",", ".")) for number in numbers if number is not None)
    return first - second


def _rank(letter: re.Match[str]) -> int:
    return len(_MARKS) * (ord("f") - ord(letter[1])) + _MARKS.index(letter[2])


def _rises(allowed: list[str]) -> bool:
    """Return whether no value that fails is above one that passes: then the list may be from low to high."""
    verdicts = [read_result(each).verdict for each in allowed]
    fails = [place for place, verdict in enumerate(verdicts) if verdict is Verdict.NOT_PASSED]
    passes = [place for place, verdict in enumerate(verdicts) if verdict is Verdict.PASSED]
    return not fails or not passes or fails[-1] < passes[0]
