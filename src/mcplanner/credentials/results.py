"""Results of a course, as words, grades and figures: passed, not passed, or not recognised.

Knows what words say (`wordings`), and how those of one record go together; nothing of file formats. A fail is never
read as a pass: whatever is not understood to its last word is not recognised, and then the learner is asked.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

from mcplanner.credentials.wordings import BETWEEN, JOINED, MOST_WORDS, SENSES, Sense
from mcplanner.ground.spelling import plain_text


class Verdict(Enum):
    """What one text says of a result, the strongest first: of several in one record the first of these counts."""

    NOT_PASSED = "not passed"
    UNKNOWN = "not recognised"
    FIGURE = "a figure without its pass mark"
    PASSED = "passed"
    COMPLETED = "completed"
    NOTHING = "nothing is said"


class Reading(Struct, frozen=True):
    """What is read of a result, and why, in words that repeat nothing of the file."""

    verdict: Verdict
    reason: str = ""

    @property
    def is_passed(self) -> bool:
        """Whether a module with this result counts; one of which no result is told does."""
        return self.verdict in (Verdict.PASSED, Verdict.COMPLETED, Verdict.NOTHING)


NOTHING = Reading(Verdict.NOTHING)

_UNKNOWN = Reading(Verdict.UNKNOWN, "its result is not one that mcplan knows")
_CONTRADICTION = Reading(Verdict.UNKNOWN, "its result says both passed and not passed")
_FIGURE = Reading(Verdict.FIGURE, "its result is a figure, and the pass mark is not told")

_REASONS = {
    Sense.FAIL: "the file says so",
    Sense.LEFT: "the file says that it was withdrawn or dropped",
    Sense.ABSENT: "the file says that it was missed",
    Sense.OPEN: "the file says that its result is not final",
    Sense.RUNNING: "the file says that it is not done yet",
    Sense.AGAIN: "the file says that it is to be taken again",
}
_ALWAYS = (Sense.FAIL, Sense.LEFT, Sense.ABSENT)
"""What makes a result a fail, whatever words stand beside it."""

_NOT_ENOUGH = (Sense.ACT, Sense.SHARE)
"""What makes of `completed` something that is not sure: `attendance completed`, `50% completed`."""

_TOKEN = re.compile(
    r"(?P<figure>\d+(?:[.,]\d+)?(?:\s?/\s?\d+(?:[.,]\d+)?)?\s?%?(?![^\W_]))"
    r"|(?P<word>[a-h][+*-](?![^\W_])|(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff])+)"  # with marks, such as Tamil's vowels
    r"|(?P<end>[,;:|/.]|\s-\s)"
    r"|(?P<joint>[-_()\[\]{}'\"`‘’“”&=!#·•\s])"
    r"|(?P<other>.)"
)
LEAST_SHARE = 50
"""Of a hundred: a pass with less than this is asked about, where no pass mark is told."""

_SHARE = re.compile(r"(\d+)(?:[.,]\d+)?\s?(?:%|/\s?100)")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}|\b[^\W\d_](?:/[^\W\d_])+\b")
"""`N.Y.C.`, `w/d`: letters that are one word."""


def read_result(text: str | None) -> Reading:
    """What a text says of a result."""
    plain = plain_text(text or "")
    if not plain:
        return NOTHING
    if _TOKEN.fullmatch(plain) and plain[0].isdigit():
        return _FIGURE
    whole = SENSES.get(plain)
    return _verdict({whole} if whole is not None else set(_senses(list(_tokens(plain)))))


def combined(readings: Iterable[Reading], unsure: Iterable[Reading] = ()) -> Reading:
    """The result of a record of which several are told: any fail counts, and a pass needs all of them.

    Parameters
    ----------
    unsure
        Results of columns that look like one and are not known: they can fail a record, and never pass it.
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
    """The words of a text; `.` where a part of it ends, `%` for a share, `?` for what is no word."""
    together = _INITIALS.sub(lambda found: re.sub(r"[./]", "", found[0]), plain.replace("w/ ", "with "))
    for token in _TOKEN.finditer(together):
        match token.lastgroup:
            case "figure":
                share = _SHARE.fullmatch(token[0])
                yield "%" if share is not None and int(share[1]) >= LEAST_SHARE else "?"
            case "word":
                yield from _parted(token[0])
            case "end":
                yield "."
            case "other":
                yield token[0]


def _parted(word: str) -> list[str]:
    """A word, or the words that were written as one."""
    if word in SENSES or len(word) > 40:
        return [word]
    ways: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        starts = (start for start in range(end) if ways[start] is not None and word[start:end] in JOINED)
        start = next(starts, None)
        ways.append(None if start is None else [*(ways[start] or ()), word[start:end]])
    return ways[-1] or [word]


def _senses(tokens: list[str]) -> Iterator[Sense | None]:
    """The sense of each wording, a denied one as what that makes of it; None for what is not understood."""
    at, denied, open_denial = 0, False, False
    while at < len(tokens):
        length, sense = _longest(tokens, at)
        token = tokens[at]
        at += length
        article = token in ("a", "i") and at < len(tokens) and tokens[at].isalpha() and len(tokens[at]) > 1
        if token == "." or (denied and token in BETWEEN) or (article and length == 1):
            denied = denied and token != "."
        elif sense is Sense.NOT:
            denied = open_denial = True
        elif denied:
            yield _denied(sense)
            denied = open_denial = False
        else:
            yield Sense.SHARE if token == "%" else sense
            denied = sense is Sense.FAIL and tokens[at : at + 1] == ["to"]
    if open_denial:
        yield None


def _longest(tokens: list[str], at: int) -> tuple[int, Sense | None]:
    for length in range(min(MOST_WORDS, len(tokens) - at), 0, -1):
        sense = SENSES.get(" ".join(tokens[at : at + length]))
        if sense is not None:
            return length, sense
    return 1, None


def _denied(sense: Sense | None) -> Sense | None:
    """What `not` makes of a sense: a fail of a pass, and nothing that is sure of a fail."""
    match sense:
        case Sense.PASS | Sense.DONE:
            return Sense.FAIL
        case Sense.ACT:
            return Sense.RUNNING
        case _:
            return None


def _verdict(found: set[Sense | None]) -> Reading:
    passed = Sense.PASS in found
    worst = next((sense for sense in _REASONS if sense in found), None)
    if worst in _ALWAYS or (worst is not None and not passed):
        return _CONTRADICTION if passed else Reading(Verdict.NOT_PASSED, _REASONS[worst])
    if None in found:
        return _UNKNOWN
    if worst is Sense.OPEN:
        return Reading(Verdict.NOT_PASSED, _REASONS[worst])
    if worst is Sense.RUNNING:
        return _CONTRADICTION
    if passed:
        return Reading(Verdict.PASSED)
    return Reading(Verdict.COMPLETED) if Sense.DONE in found and found.isdisjoint(_NOT_ENOUGH) else _UNKNOWN
