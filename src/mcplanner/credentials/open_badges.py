"""Reads Open Badges 3.0: one achievement credential in JSON, several of them, or a bundle with some.

Knows only the public format; `proofs` checks its signatures.
Source: Open Badges Specification 3.0, 1EdTech.
"""

from collections.abc import Container, Iterable, Iterator
from itertools import chain
from typing import Any

from mcplanner.credentials.columns import REQUIRED, cells_of, heading_words, read_columns
from mcplanner.credentials.dates import times_of
from mcplanner.credentials.names import names_in
from mcplanner.credentials.parsing import count_values, without_lists_of_one
from mcplanner.credentials.personal import Either, personal_texts, personal_words, texts_of_bundle
from mcplanner.credentials.record import Problem, ProofCheck, Record, RefusedError
from mcplanner.credentials.results import Reading, Verdict, combine, read_result
from mcplanner.credentials.scales import UNCOMPARED, Level, read_level, read_value

KIND = "Open Badge"
TYPES = frozenset(("AchievementCredential", "OpenBadgeCredential"))

COMPARED_AT_ONCE = 100
"""How many values of a result and a scale are compared in the time in which one value is read."""

_ABOUT_THE_ACHIEVEMENT = frozenset(("achievement", "type", "result", "verifiableCredential"))
"""Keys of a subject that do not say who it is; all others may."""

_EXPIRIES = ("validUntil", "expirationDate", "expires", "expiresOn", "validTo")

_NO_RESULTS = frozenset(
    (
        *("@context", "achievedLevel", "achievement", "credentialSchema", "credentialStatus", "credentialSubject", "criteria"),
        *("description", "endorsement", "evidence", "fieldOfStudy", "humanCode", "id", "image", "issuer", "name", "proof"),
        *(
            "requiredLevel",
            "requiredValue",
            "allowedValue",
            *_EXPIRIES,
            "result",
            "resultDescription",
            "resultType",
            "specialization",
            "tag",
            "tags",
            "type",
            "value",
        ),
    )
)
"""Keys of a credential and its parts that are no results, or are read separately."""

_PREDICTED = Reading(Verdict.UNKNOWN, "its result is a prediction")
_UNREADABLE = Reading(Verdict.UNKNOWN, "its result is neither text nor a number")


def types_of(document: dict[str, Any]) -> frozenset[str]:
    """The types of a credential or presentation."""
    return frozenset(name for name in _list(document.get("type")) if isinstance(name, str))


def read_badge(document: dict[str, Any], check: ProofCheck, around: Container[str] = frozenset()) -> list[Record]:
    """The achievements of one credential, whose signatures came to a check.

    Parameters
    ----------
    around
        The words that may be about the person in what the credential is a part of.

    Raises
    ------
    RefusedError
        It names no achievement.
    """
    document = without_lists_of_one(document)
    subjects = _objects(document.get("credentialSubject"))
    personal = Either(personal_words(_personal_texts(document, subjects)), around)
    records = [record for subject in subjects for record in _records(document, subject, check, personal)]
    if not records:
        raise RefusedError(Problem("MC803", "this Open Badge names no achievement", "ask the issuer for it again"))
    return records


def _personal_texts(document: dict[str, Any], subjects: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield from personal_texts({key: value for key, value in document.items() if key != "credentialSubject"})
    for subject in subjects:
        yield from personal_texts(
            {"subject": {key: told for key, told in subject.items() if key not in _ABOUT_THE_ACHIEVEMENT}}
        )


def credentials_within(document: dict[str, Any]) -> list[Any]:
    """The credentials within a presentation or a learner record."""
    holders = (document, *_objects(document.get("credentialSubject")))
    return [each for holder in holders for each in _list(holder.get("verifiableCredential"))]


def readings_in(document: dict[str, Any]) -> int:
    """About how many values are read of a credential: all of it with each achievement, and each result with each scale."""
    subjects = _objects(document.get("credentialSubject"))
    achievements = [each for subject in subjects for each in _objects(subject.get("achievement"))]
    results = sum(count_values(holder.get("result")) for holder in (document, *subjects, *achievements))
    criteria = [each for achievement in achievements for each in _objects(achievement.get("criteria"))]
    scales = sum(count_values(holder.get("resultDescription")) for holder in (*achievements, *criteria))
    return max(1, len(achievements)) * count_values(document) + results * scales // COMPARED_AT_ONCE


def words_around(document: dict[str, Any]) -> frozenset[str]:
    """The words of a presentation or learner record that may be about a person, without those of what is in it."""
    return personal_words(texts_of_bundle(document, _objects(document.get("credentialSubject"))))


def _records(
    document: dict[str, Any], subject: dict[str, Any], check: ProofCheck, personal: Container[str]
) -> Iterator[Record]:
    for achievement in _objects(subject.get("achievement")):
        dated = (document, subject, achievement, *_objects(document.get("proof")))
        expiries = [date for part in dated for key in _EXPIRIES for date in _list(part.get(key))]
        times = times_of(_dates(document, subject), expiries)
        yield Record(
            KIND,
            check.integrity,
            "",
            tuple(_codes(achievement)),
            names_in(achievement.get("name")),
            personal,
            times.ended,
            times.dated_by,
            combine(_results(document, subject, achievement)),
            times.expires,
            times.doubts,
            times.remarks,
            check.reason,
            bool(document.get("credentialStatus")),
        )


def _dates(document: dict[str, Any], subject: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    """The dates that may be that of the achievement, the most fitting first, each with its name."""
    yield subject.get("activityEndDate"), "activity"
    yield document.get("awardedDate"), "award"
    yield document.get("validFrom"), "issue"
    yield document.get("issuanceDate"), "issue"
    made = (proof.get("created") for proof in _objects(document.get("proof")))
    for created in sorted(
        (each for each in made if isinstance(each, str)), reverse=True
    ):  # the order of proofs is nobody's word
        yield created, "proof"


def _results(document: dict[str, Any], subject: dict[str, Any], achievement: dict[str, Any]) -> Iterator[Reading]:
    """The readings of the results with their scales, and of other keys that look like a result."""
    parts = (document, subject, achievement)
    yield read_columns(chain.from_iterable(cells_of(part, _NO_RESULTS) for part in parts))
    criteria = _objects(achievement.get("criteria"))
    scales = [scale for holder in (achievement, *criteria) for scale in _objects(holder.get("resultDescription"))]
    marks = {key: value for holder in (*criteria, achievement) for key, value in holder.items() if _is_mark(key)}
    for part in parts:
        for result in _list(part.get("result")):
            yield from _result(result, marks, scales)


def _result(result: Any, marks: dict[str, Any], scales: list[dict[str, Any]]) -> Iterator[Reading]:
    """The readings of one result, with the marks of the achievement and the scales that it may be on."""
    if not isinstance(result, dict):
        yield from _compared(result, marks)
        return
    own = _scale_of(result, scales)
    yield from _readings(result, {**marks, **(own or {})}, scales)
    if own is None and _list(result.get("value")) and any(map(_requires, scales)):
        yield UNCOMPARED


def _readings(result: dict[str, Any], own: dict[str, Any], scales: list[dict[str, Any]]) -> Iterator[Reading]:
    """The readings of one result: of its status, its value on its own scale, and the level of its rubric."""
    scale = {**own, **result}
    yield from (_reading(status) for status in _list(result.get("status")))
    for value in _list(result.get("value")):
        yield from _compared(value, scale)
    for achieved in _list(result.get("achievedLevel")):
        yield _level(achieved, own, scales)
    if _requires(scale) and not _list(result.get("value")) and not _list(result.get("achievedLevel")):
        yield UNCOMPARED
    yield read_columns(cells_of(result, _NO_RESULTS))
    if "PredictedScore" in _list(scale.get("resultType")):
        yield _PREDICTED


def _compared(value: Any, scale: dict[str, Any]) -> Iterator[Reading]:
    """The readings of a value with each least value that a scale requires, or of its words if none is required."""
    allowed = _texts(scale.get("allowedValue"))
    for mark in _marks(scale) or [None]:
        is_text = isinstance(value, str) and (mark is None or isinstance(mark, str))
        yield read_value(value, mark, allowed) if is_text else _UNREADABLE


def _marks(scale: dict[str, Any]) -> list[Any]:
    """The least values that are required, under the key of the format or other ones that mean the same."""
    told = (mark for key, value in scale.items() if _is_mark(key) for mark in _list(value))
    return [mark for mark in told if not isinstance(mark, str) or mark.strip()]


def _is_mark(key: str) -> bool:
    return key != "requiredLevel" and heading_words(key) in REQUIRED


def _scale_of(result: dict[str, Any], scales: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The description that a result names, or the only one there is; None if several could be its own."""
    named = result.get("resultDescription")
    own = [scale for scale in scales if named is not None and scale.get("id") == named] or scales
    return None if len(own) > 1 else own[0] if own else {}


def _requires(scale: dict[str, Any]) -> bool:
    return bool(_marks(scale)) or scale.get("requiredLevel") is not None


def _level(achieved: Any, own: dict[str, Any], scales: list[dict[str, Any]]) -> Reading:
    """The reading of a level, by the description that has it: its id says which, whatever the result names."""
    if not isinstance(achieved, str):
        return UNCOMPARED
    owners = (scale for scale in scales if any(level.id == achieved for level in _levels(scale.get("rubricCriterionLevel"))))
    scale = next(owners, own)
    required = scale.get("requiredLevel")
    if required is not None and not isinstance(required, str):
        return UNCOMPARED
    return read_level(achieved, required, _levels(scale.get("rubricCriterionLevel")))


def _reading(status: Any) -> Reading:
    return read_result(status) if isinstance(status, str) else _UNREADABLE


def _levels(value: Any) -> list[Level]:
    return [
        Level(level["id"], next(iter(names_in(level.get("name"))), None), _text(level.get("points")))
        for level in _objects(value)
        if isinstance(level.get("id"), str)
    ]


def _codes(achievement: dict[str, Any]) -> Iterator[str]:
    others = (entry.get("identifier") for entry in _objects(achievement.get("otherIdentifier")))
    for code in (achievement.get("humanCode"), *others):
        yield from names_in(code)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _texts(value: Any) -> list[str]:
    return [each for each in _list(value) if isinstance(each, str)]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]


def _list(value: Any) -> list[Any]:
    """A list of what the format allows alone or in a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
