"""What the heading of a column, or a key, says of a result that stands beneath it.

Floor 4d. Knows headings and results; nothing of file formats.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from mcplanner.credentials.results import NOTHING, Reading, Verdict, combined, read_result
from mcplanner.credentials.scales import read_value
from mcplanner.spelling import plain_text

RESULTS = frozenset(("result", "grade", "status", "score"))
"""Headings of columns that are read as results."""

REQUIRED = frozenset(("pass mark", "passing mark", "pass score", "passing score"))
"""Headings of columns that tell which figure is needed to pass."""

_LIKE_A_RESULT = re.compile(
    r"\b(?:results?|grades?|gred|scores?|marks?|markah|status|outcomes?|pass|passed|fail|failed|competen\w*|verdict|attainment|attained"
    r"|assessments?|achievement|achieved|exams?|examination|tests?|quiz|completion|completed|withdrawn|withdrawal|dropped|absent"
    r"|cancelled|keputusan)\b|成绩|成績|结果|結果|等级|等級"
)
_NOT_ONE = re.compile(
    r"\b(?:date|day|month|year|e ?mail|address|credits?|provider|title|name|code|number|no|id|basis|points?|fees?|type"
    r"|description|cumulative|aggregate|average|highest|lowest|maximum|max|minimum|total|gender|sex|school|semester|term|mode"
    r"|venue|class|group|section|level|session|language)\b"
)
"""Headings that have such a word and are no results: `completion date`, `grade point`, `assessment title`, `gender`."""

_CODES = re.compile(r"\b(?!(?:no|not|non|did|yet|to|be|sit)\b)\w{1,3}\b")
"""Short words within a remark are codes of other things: `NP` is a polytechnic, and `U` may begin a name."""

_UNREAD = Reading(Verdict.UNKNOWN, "a column that looks like a result was not read")
_ASIDE = Reading(Verdict.UNKNOWN, "a column that is no result says that it was not passed")
LONGEST_ASIDE = 120
"""Characters of a remark that is read for words such as `withdrawn`; a longer text speaks of much else."""


def heading_words(heading: str) -> str:
    """A heading in plain words, `final grade` for `finalGrade` and `FINAL_GRADE`."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(plain_text(parted.strip("\"' :*?.#")).replace("_", " ").replace("-", " ").split())


def looks_like_result(heading: str) -> bool:
    """Whether what stands beneath a heading that is not known may be a result."""
    words = heading_words(heading)
    return words not in REQUIRED and _LIKE_A_RESULT.search(words) is not None and _NOT_ONE.search(words) is None


def cells_of(entry: Mapping[str, Any], besides: Container[str]) -> Iterator[tuple[str, str]]:
    """What stands under the keys of an object, as cells under headings; whole lists and objects where a key is for a result."""
    for key, value in entry.items():
        if key not in besides:
            deep = heading_words(key) in RESULTS or looks_like_result(key)
            yield from ((key, text) for text in _texts(value, deep))


def _texts(value: Any, deep: bool) -> Iterator[str]:
    match value:
        case str():
            yield value
        case bool():
            yield str(value)
        case dict() if deep:
            for part in value.values():
                yield from _texts(part, deep)
        case list() if deep:
            for part in value:
                yield from _texts(part, deep)


def read_columns(cells: Iterable[tuple[str, str]]) -> Reading:
    """The result of a record, from what stands under each of its headings or keys.

    Columns of results are read as such. Others can stop a record, and never pass it: those that look like a result, and those
    in which a word says that it was not passed.
    """
    told = [(heading_words(heading), text) for heading, text in cells]
    required = next((text for heading, text in told if heading in REQUIRED and text.strip()), None)
    known: list[Reading] = []
    unsure: list[Reading] = []
    for heading, text in told:
        if heading in RESULTS:
            known.append(_of_known(text, required))
        elif heading in REQUIRED:
            continue
        elif looks_like_result(heading):
            unsure.append(_of_unknown(text))
        else:
            unsure.append(_aside(heading, text))
    return combined(known, unsure)


def _of_known(text: str, required: str | None) -> Reading:
    reading = read_result(text)
    return read_value(text, required, ()) if reading.verdict is Verdict.FIGURE else reading


def _of_unknown(text: str) -> Reading:
    """What stands in a column that looks like a result: nobody knows what its words mean, but a fail is one."""
    reading = read_result(text)
    return _UNREAD if reading.verdict is Verdict.UNKNOWN else reading


def _aside(heading: str, text: str) -> Reading:
    """What a text says that is no result: nothing, unless its words, or a code alone, say that the course was not passed."""
    is_code = len(text.strip()) <= 3 and _NOT_ONE.search(heading) is None
    words = text if is_code else _CODES.sub("", text) if len(text) <= LONGEST_ASIDE else ""
    return _ASIDE if read_result(words).verdict is Verdict.NOT_PASSED else NOTHING
