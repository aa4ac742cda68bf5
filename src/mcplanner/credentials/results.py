"""Reads results of a course, in words, grades or figures: passed, not passed, or not recognised.

Knows what words mean (`wordings`), and how to combine those of one record; nothing of file formats. A fail is never read as a
pass: a text that is not understood to its last word is not recognised, and the learner is asked.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

from mcplanner.credentials.wordings import BETWEEN, JOINED, MOST_WORDS, SENSES, Sense
from mcplanner.ground.spelling import plain_text


class Verdict(Enum):
    """What a text says about a result, the strongest first: of several in one record, the strongest counts."""

    NOT_PASSED = "not passed"
    UNKNOWN = "not recognised"
    FIGURE = "a figure without its pass mark"
    PASSED = "passed"
    COMPLETED = "completed"
    NOTHING = "nothing is said"


class Reading(Struct, frozen=True):
    """The reading of a result, and the reason for it, in words that repeat nothing of the file."""

    verdict: Verdict
    reason: str = ""

    @property
    def is_passed(self) -> bool:
        """Return whether a module with this result counts; it does if the file says nothing about the result."""
        return self.verdict in (Verdict.PASSED, Verdict.COMPLETED, Verdict.NOTHING)


NOTHING = Reading(Verdict.NOTHING)

_UNKNOWN = Reading(Verdict.UNKNOWN, "its result is not one that mcplan knows")
_CONTRADICTION = Reading(Verdict.UNKNOWN, "its result says both passed and not passed")
_FIGURE = Reading(Verdict.FIGURE, "its result is a figure without a pass mark")

_REASONS = {
    Sense.FAIL: "the file says so",
    Sense.LEFT: "the file says that it was withdrawn or dropped",
    Sense.ABSENT: "the file says that you were absent",
    Sense.OPEN: "the file says that its result is not final",
    Sense.RUNNING: "the file says that it is not finished yet",
    Sense.AGAIN: "the file says that it must be taken again",
}
FAILED = Reading(Verdict.NOT_PASSED, _REASONS[Sense.FAIL])
_ALWAYS = (Sense.FAIL, Sense.LEFT, Sense.ABSENT)
"""Words that make a result a fail, whatever other words there are."""

_NOT_ENOUGH = (Sense.ACT, Sense.SHARE)
"""Words with which `completed` is not sure: `attendance completed`, `50% completed`."""

_TOKEN = re.compile(
    r"(?P<figure>\d+(?:[.,]\d+)?(?:\s?/\s?\d+(?:[.,]\d+)?)?\s?%?(?![^\W_]))"
    r"|(?P<word>[a-h][+*-](?![^\W_])|(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff])+)"  # with marks, such as Tamil's vowels
    r"|(?P<end>[,;:|/.]|\s-\s)"
    r"|(?P<joint>[-_()\[\]{}'\"`‘’“”&=#·•\s]|!(?![^\W_]))"
    r"|(?P<other>.)"
)
LONGEST_RESULT = 1_000
"""Characters: longer texts are no results, and it would take long to look at each of their words."""

LEAST_SHARE = 50
"""Percent: without a pass mark, mcplan asks about a pass with less than this."""

_SHARE = re.compile(r"(\d+)(?:[.,]\d+)?\s?(?:%|/\s?100)")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}|\b[^\W\d_](?:/[^\W\d_])+\b")
"""Letters that are one word: `N.Y.C.`, `w/d`."""


def read_result(text: str | None) -> Reading:
    """The reading of a text about a result."""
    if text is not None and len(text) > LONGEST_RESULT:
        return _UNKNOWN
    plain = plain_text(text or "")
    if not plain:
        return NOTHING
    if _TOKEN.fullmatch(plain) and plain[0].isdigit():
        return _FIGURE
    whole = SENSES.get(plain)
    return _verdict({whole} if whole is not None else set(_senses(list(_tokens(plain)))))


def combine(readings: Iterable[Reading], unsure: Iterable[Reading] = ()) -> Reading:
    """The result of a record from several readings: any fail counts, and a pass needs all of them.

    Parameters
    ----------
    unsure
        Readings of unknown columns that look like results: they can fail a record, and never pass it.
    """
    known = [reading for reading in readings if reading.verdict is not Verdict.NOTHING]
    others = [reading for reading in unsure if reading.verdict is not Verdict.NOTHING]
    first = min([*known, *others], key=_strength, default=NOTHING)
    if first.verdict in (Verdict.NOT_PASSED, Verdict.UNKNOWN):
        return first
    if any(reading.verdict is Verdict.PASSED for reading in known):
        return Reading(Verdict.PASSED)
    return Reading(Verdict.UNKNOWN, "something in it that looks like a result was not read") if others else first


def _strength(reading: Reading) -> int:
    return list(Verdict).index(reading.verdict)


def _tokens(plain: str) -> Iterator[str]:
    """The words of a text; `.` for the end of a part, `%` for a percentage, `?` for anything that is not a word."""
    together = _INITIALS.sub(lambda found: re.sub(r"[./]", "", found[0]), plain.replace("w/ ", "with "))
    for token in _TOKEN.finditer(together):
        match token.lastgroup:
            case "figure":
                share = _SHARE.fullmatch(token[0])
                yield "%" if share is not None and int(share[1]) >= LEAST_SHARE else "?"
            case "word":
                yield from _split_joined(token[0])
            case "end":
                yield "."
            case "other":
                yield token[0]


def _split_joined(word: str) -> list[str]:
    """A word, or the words of which it was made by leaving out the spaces."""
    if word in SENSES or len(word) > 40:
        return [word]
    ways: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        starts = (start for start in range(end) if ways[start] is not None and word[start:end] in JOINED)
        start = next(starts, None)
        ways.append(None if start is None else [*(ways[start] or ()), word[start:end]])
    return ways[-1] or [word]


def _senses(tokens: list[str]) -> Iterator[Sense | None]:
    """The sense of each wording, or what `not` before it makes of it; None for anything that is not understood."""
    denied = open_denial = False
    for token, sense, following in _wordings(tokens):
        if token == ".":
            denied = False
        elif denied and token in BETWEEN:
            continue
        elif sense is Sense.NOT:
            denied = open_denial = True
        elif denied:
            yield _deny(sense)
            denied = open_denial = False
        else:
            yield sense
            denied = sense is Sense.FAIL and following == "to"
    if open_denial:
        yield None


def _wordings(tokens: list[str]) -> Iterator[tuple[str, Sense | None, str]]:
    """The first token of each wording, its sense, and the token after it, which is empty at the end; articles are left out."""
    at = 0
    while at < len(tokens):
        length, sense = _longest(tokens, at)
        token, at = tokens[at], at + length
        following = tokens[at] if at < len(tokens) else ""
        is_article = length == 1 and token in ("a", "i") and following.isalpha() and len(following) > 1
        if not is_article:
            yield token, Sense.SHARE if token == "%" else sense, following


def _longest(tokens: list[str], at: int) -> tuple[int, Sense | None]:
    for length in range(min(MOST_WORDS, len(tokens) - at), 0, -1):
        sense = SENSES.get(" ".join(tokens[at : at + length]))
        if sense is not None:
            return length, sense
    return 1, None


def _deny(sense: Sense | None) -> Sense | None:
    """What `not` makes of a sense: a fail of a pass, and nothing certain of a fail."""
    match sense:
        case Sense.PASS | Sense.WELL | Sense.DONE:
            return Sense.FAIL
        case Sense.ACT:
            return Sense.RUNNING
        case _:
            return None


def _verdict(found: set[Sense | None]) -> Reading:
    worst = next((sense for sense in _REASONS if sense in found), None)
    if Sense.PASS in found or (Sense.WELL in found and Sense.ACT not in found):
        return _verdict_beside_pass(worst, found)
    if worst is not None:
        return Reading(Verdict.NOT_PASSED, _REASONS[worst])
    is_done = Sense.DONE in found and found.isdisjoint((None, *_NOT_ENOUGH))
    return Reading(Verdict.COMPLETED) if is_done else _UNKNOWN


def _verdict_beside_pass(worst: Sense | None, found: set[Sense | None]) -> Reading:
    """The verdict of words one of which says `passed`, by the worst of the others."""
    if worst in _ALWAYS:
        return _CONTRADICTION
    if None in found:
        return _UNKNOWN
    if worst is Sense.OPEN:
        return Reading(Verdict.NOT_PASSED, _REASONS[worst])
    return _CONTRADICTION if worst is Sense.RUNNING else Reading(Verdict.PASSED)
