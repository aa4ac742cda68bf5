"""Reads results by the headings, or keys, that they are under.

Knows headings and results; nothing of file formats.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from mcplanner.credentials.results import FAILED, NOTHING, Reading, Verdict, combine, read_result
from mcplanner.credentials.scales import BELOW, REACHED, UNCOMPARED, is_below, read_marked
from mcplanner.ground.spelling import plain_text

RESULTS = frozenset(("result", "grade", "status", "score"))
"""Headings of columns that are read as results."""

REQUIRED = frozenset(
    f"{first} {second}"
    for first in ("pass", "passing", "required", "minimum passing", "minimum pass")
    for second in (
        *("mark", "marks", "score", "grade", "level", "percentage", "value", "result"),
        *("criteria", "criterion", "standard", "threshold"),
    )
)
"""Headings of columns with the figure or grade that is needed to pass."""

_LIKE_A_RESULT = re.compile(
    r"\b(?:results?|grades?|gred|scores?|marks?|markah|status|outcomes?|pass|passed|fail|failed|competen\w*|verdict|attainment|attained"
    r"|assessments?|achievement|achieved|exams?|examination|tests?|quiz|completion|completed|withdrawn|withdrawal|dropped|absent"
    r"|cancelled|decision|progress|keputusan|lulus|ergebnis\w*|bestanden|résultats?|réussi|resultados?|aprobado|aprovado|risultat[oi]"
    r"|superato)\b|成绩|成績|结果|結果|等级|等級|分数|分數|得分|评分|評分|通过|通過|及格|合格|மதிப்பெண்|தரம்|முடிவு"
)
_STOPPED = re.compile(
    r"^fail$|\b(?:withdraw\w*|withdrew|dropped|dropout|cancell?ed|cancellation|failed|absent|terminat\w+|discontinued|expired|lapsed|revoked"
    r"|revocation|suspended|invalidated|rescinded)\b"
)
"""Headings under which anything but `no` means that the course was not passed, or no longer counts."""

_MAY_BE_FIGURE = re.compile(r"\b(?:gpa|total|overall|points?|percent\w*|final|level)\b|^sum$|%")
_OTHER_FIGURE = re.compile(
    r"\b(?:cumulative|aggregate|average|highest|lowest|max\w*|min\w*|courses?|modules?|skills?|fees?|cost|subsidy|funding|discount"
    r"|attendance|credits?|units?|date|gst|tax|hours?|hrs?|days?|weeks?|months?|years?|lessons?|classes|sessions?|amount|price|paid"
    r"|payable|payment|sgd|dollars?|students?|learners?|participants?|class size|seats?)\b|\$"
)
"""Headings under which a figure may be a result, unless one of the other words says that it is something else."""

_LEAST = re.compile(r"\b(?:minimum|min|required|needed|least|threshold|cut ?off)\b|及格线|及格線")
"""Headings under which there may be what is needed to pass: a figure below it fails, and no figure passes by it."""

_EARNED = re.compile(
    r"\bcredits?\b.*\b(?:earned|obtained|awarded|gained)\b|\b(?:earned|obtained|awarded|gained)\b.*\bcredits?\b"
)
_OFFERED = re.compile(r"\bcredits?\b.*\b(?:attempted|available|offered)\b|\b(?:attempted|available|offered)\b.*\bcredits?\b")
_SUM = re.compile(r"\b(?:aggregate|average)\b")
"""Headings under which a figure may be of the module or of more: if there is a pass mark, mcplan asks."""

_ATTAINED = re.compile(
    r"\b(?:done|finish\w*|satisf\w*|success\w*|graduat\w*|certif\w*|award\w*|cleared|valid|active|attend\w*|present|submitted|taken"
    r"|tamat|selesai)\b|完成|结业|結業"
)
"""Headings beneath which `no` may say that the course was not passed."""

_NO = frozenset(
    (
        *("no", "n", "false", "none", "nil", "never", "not yet", "not", "0", "✗", "✘", "❌"),
        *("tidak", "belum", "否", "未", "没有", "沒有", "nein", "non", "não", "nao"),
    )
)
_EMPTY = _NO | frozenset(("n/a", "n.a.", "n.a", "na", "not applicable", "-", "--", "null"))
_NOT_ONE = re.compile(
    r"\b(?:date|day|month|year|e ?mail|address|credits?|provider|title|name|code|number|no|id|basis|points?|fees?|type"
    r"|description|cumulative|aggregate|average|highest|lowest|maximum|max|minimum|total|gender|sex|school|semester|term|mode"
    r"|venue|class|group|section|level|session|language)\b"
)
"""Words of headings that have no results under them: `completion date`, `grade point`, `assessment title`, `gender`."""

_CODES = re.compile(
    r"(?<!['’])\b(?!(?:no|not|non|un|did|yet|to|be|re|sit|in|on|up)\b)[a-z0-9_\u00df-\u024f]{1,3}\b", re.IGNORECASE
)
"""Short Latin words in a remark, which are codes of other things: `NP` is a polytechnic, and `U` may begin a name."""

_UNREAD = Reading(Verdict.UNKNOWN, "something in it that looks like a result was not read")
_ASIDE = Reading(Verdict.UNKNOWN, "a remark in it says that it was not passed")
_NO_LONGER = Reading(Verdict.UNKNOWN, "something in it says that it was withdrawn or failed, or no longer counts")
_NO_CREDITS = Reading(Verdict.UNKNOWN, "not all of its credits were earned")
LONGEST_ASIDE = 120
"""Characters of a remark that is searched for words such as `withdrawn`; longer text is about many other things."""


_PERCENT = re.compile(r"\s?(?:%|\(%\)|\(in %\))$")
_PLAIN_FIGURE = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_FORM_OF_DATE = re.compile(r"\((?:date|(?!m+[/. -]*d)[dmy/. -]+)\)\s*$", re.IGNORECASE)
"""How dates are written beneath a heading; one with the month before the day stays, so that such dates are not read."""


def heading_words(heading: str) -> str:
    """A heading in plain words, `final grade` for `finalGrade` and `FINAL_GRADE`, `score` for `Score (%)`."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    parted = _FORM_OF_DATE.sub("", parted)
    words = " ".join(plain_text(parted.strip("\"' :*?.#")).replace("_", " ").replace("-", " ").split())
    short = _PERCENT.sub("", words)
    return short if short in RESULTS | REQUIRED else words


def looks_like_result(heading: str) -> bool:
    """Return whether what is under an unknown heading may be a result."""
    words = heading_words(heading)
    if _is_stop(words):
        return True
    return words not in REQUIRED and _LIKE_A_RESULT.search(words) is not None and _NOT_ONE.search(words) is None


def may_tick_a_pass(heading: str) -> bool:
    """Return whether an empty cell beneath a heading may say `not passed`, as beneath `Passed` where others have a mark."""
    return looks_like_result(heading) and not _is_stop(heading_words(heading))


def cells_of(entry: Mapping[str, Any], besides: Container[str]) -> Iterator[tuple[str, str]]:
    """The values of an object as cells, each with its key as heading; of a key for results, those in objects too."""
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
        case list():
            for part in value:
                yield from _texts(part, deep)


def read_columns(cells: Iterable[tuple[str, str]]) -> Reading:
    """The result of a record, from its cells, each with its heading or key.

    Columns of results are read as such. Other columns can stop a record and never pass it, if they look like a result or if a
    word in them says that the course was not passed.
    """
    told = [(heading_words(heading), _with_unit(heading, text)) for heading, text in cells if text.strip()]
    marks = _texts_under(told, REQUIRED.__contains__)
    known = _texts_under(told, RESULTS.__contains__)
    others = [_of_other(heading, text, marks) for heading, text in told if heading not in RESULTS | REQUIRED]
    least = _texts_under(told, _LEAST.search)
    below = [BELOW for text in known for mark in least if read_marked(text, mark) == BELOW]
    return combine(_of_known(known, marks), [*others, *below, _credits(told)])


def _texts_under(cells: Iterable[tuple[str, str]], is_meant: Callable[[str], object]) -> list[str]:
    return [text for heading, text in cells if is_meant(heading)]


def _with_unit(heading: str, text: str) -> str:
    """The text of a cell; a figure gets the percent sign of its heading, since only percentages compare with it."""
    is_share = _PERCENT.search(heading.strip()) is not None and heading_words(heading) in RESULTS | REQUIRED
    return f"{text.strip()}%" if is_share and _PLAIN_FIGURE.fullmatch(text.strip()) else text


def _of_known(results: Sequence[str], marks: Sequence[str]) -> list[Reading]:
    """The readings of results; if one reaches a mark, the others that cannot be compared with it are read as words."""
    readings = [_beside(text, marks) for text in results]
    if REACHED not in readings:
        return readings
    pairs = zip(readings, results, strict=True)
    return [read_result(text) if reading == UNCOMPARED and not _is_less(text, marks) else reading for reading, text in pairs]


def _beside(text: str, marks: Sequence[str]) -> Reading:
    """A result compared with all marks: it is below if it is below any, and otherwise it is enough to reach one."""
    readings = [read_marked(text, mark) for mark in marks] or [read_result(text)]
    first = next((each for each in (BELOW, REACHED) if each in readings), readings[0])
    is_figure = _PLAIN_FIGURE.fullmatch(_bare(text)) is not None
    return read_result(text) if first == UNCOMPARED and is_figure and not _is_less(text, marks) else first


def _is_less(text: str, marks: Sequence[str]) -> bool:
    """Return whether a figure is less than one that is required, even if only one of the two is a percentage: a fail, maybe."""
    return any(is_below(_bare(text), _bare(mark)) for mark in marks)


def _bare(text: str) -> str:
    return text.strip().removesuffix("%").strip()


def _of_other(heading: str, text: str, marks: Sequence[str]) -> Reading:
    """The reading of a cell in an unknown column: nobody knows what its words mean, but a fail is a fail."""
    reading = read_result(text)
    if _is_stop(heading):
        return _of_stopped(heading, text, reading)
    if reading.verdict is Verdict.FIGURE:
        return _of_figure(heading, text, reading, marks)
    if looks_like_result(heading):
        return _UNREAD if reading.verdict is Verdict.UNKNOWN else reading
    return _aside(heading, text)


def _of_stopped(heading: str, text: str, reading: Reading) -> Reading:
    """The reading of a cell under a heading such as `Withdrawn`: anything but `no` means that the course does not count."""
    if "pass" not in heading and plain_text(text) in _EMPTY:
        return NOTHING
    return reading if reading.verdict is Verdict.NOT_PASSED else _NO_LONGER


def _of_figure(heading: str, text: str, reading: Reading, marks: Sequence[str]) -> Reading:
    """The reading of a figure in an unknown column."""
    if looks_like_result(heading) or _may_be_figure(heading):
        return BELOW if _beside(text, marks) == BELOW else reading
    return reading if marks and _SUM.search(heading) is not None else _aside(heading, text)


def _is_stop(heading: str) -> bool:
    """Return whether a heading says that a course was not passed or no longer counts; one or two letters may stand for much."""
    return _STOPPED.search(heading) is not None or (len(heading) > 2 and read_result(heading) == FAILED)


def _may_be_figure(heading: str) -> bool:
    return _MAY_BE_FIGURE.search(heading) is not None and _OTHER_FIGURE.search(heading) is None


def _credits(told: Iterable[tuple[str, str]]) -> Reading:
    """The reading of credits: to earn none, or fewer than were offered, is no sign of a pass."""
    cells = list(told)
    earned, least = _texts_under(cells, _EARNED.search), _texts_under(cells, _OFFERED.search)
    return _NO_CREDITS if any(_is_short(text, least) for text in earned) else NOTHING


def _is_short(earned: str, least: Iterable[str]) -> bool:
    """Return whether credits are none, or fewer than the cell or one beside it says, as in `2 of 5`."""
    number, *whole = re.split(r" of | out of |/", plain_text(earned))
    return number in _NO or is_below(number, "0.000001") or any(is_below(number, each) for each in (*whole, *least))


def _aside(heading: str, text: str) -> Reading:
    """The reading of a text that is no result: nothing, unless its words, or a lone code, say that it was not passed."""
    if _ATTAINED.search(heading) is not None and plain_text(text) in _NO:
        return _ASIDE
    may_be_grade = _may_be_figure(heading) and "level" not in heading.split()
    is_code = len(text.strip()) <= 3 and (may_be_grade or _NOT_ONE.search(heading) is None)
    words = text if is_code else _CODES.sub("", text) if len(text) <= LONGEST_ASIDE else ""
    return _ASIDE if read_result(words).verdict is Verdict.NOT_PASSED else NOTHING
