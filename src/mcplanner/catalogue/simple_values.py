"""The commonest keys of entries, and what their values mean where nothing can be wrong with them.

`shape` says the same of all keys and values, and what is wrong with others; but pydantic takes longer to load than a catalogue
of a hundred modules to read. A test compares the two. Knows no file.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, get_args

from mcplanner.catalogue import model
from mcplanner.catalogue.class_times import SESSION_PATTERN
from mcplanner.catalogue.model import KINDS, MODES, UNKNOWN, Evidence, FigureName, Intake
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Skill
from mcplanner.ground.months import Month, parse_day_or_month

Meaning = Callable[[Any], Any]
"""What a value means, as it is read from YAML; it raises a `NotSimpleError` where `shape` must say."""

MOST_SIGNS = 80
"""Of an id."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_CENT = Decimal("0.01")
_SESSION = re.compile(SESSION_PATTERN)
_URL = re.compile(r"https?://[!-~]{1,1000}")


class NotSimpleError(Exception):
    """A value may have another shape than it needs."""


def _text(value: Any) -> str:
    if value.__class__ is not str or not value:
        raise NotSimpleError
    return str(value)


def _reference(value: Any) -> str:
    if len(_text(value)) > MOST_SIGNS:
        raise NotSimpleError
    return str(value)


def _id(value: Any) -> str:
    if not _ID.fullmatch(_reference(value)):
        raise NotSimpleError
    return str(value)


def _url(value: Any) -> str:
    if not _URL.fullmatch(_text(value)):
        raise NotSimpleError
    return str(value)


def _date(value: Any) -> date:
    if not _DATE.fullmatch(_text(value)):
        raise NotSimpleError
    try:
        return date.fromisoformat(value)
    except ValueError:  # 30 February
        raise NotSimpleError from None


def _day_or_month(value: Any) -> date | Month:
    try:
        return parse_day_or_month(_text(value))
    except ValueError:
        raise NotSimpleError from None


def _session(value: Any) -> str:
    if not _SESSION.fullmatch(_text(value)):
        raise NotSimpleError
    return str(value)


def _one_of(*words: str) -> Meaning:
    def meaning(value: Any) -> str:
        if _text(value) not in words:
            raise NotSimpleError
        return str(value)

    return meaning


def _whole(least: int, most: int) -> Meaning:
    def meaning(value: Any) -> int:
        if value.__class__ is not int or not least <= value <= most:
            raise NotSimpleError
        return int(value)

    return meaning


def _exact(most: int, places: int = 2, least: Decimal = _CENT) -> Meaning:
    """A number between two others, with so many digits after its point."""

    def meaning(value: Any) -> Decimal:
        if value.__class__ is not int and value.__class__ is not Decimal:
            raise NotSimpleError
        exact = Decimal(value)
        if not least <= exact <= most or exact != round(exact, places):
            raise NotSimpleError
        return exact

    return meaning


def _or_unknown(known: Meaning) -> Meaning:
    return lambda value: UNKNOWN if value.__class__ is str and value == UNKNOWN.value else known(value)


def _or_none(given: Meaning) -> Meaning:
    return lambda value: None if value is None else given(value)


def _some(item: Meaning, least: int = 0) -> Meaning:
    """Values that have each the same meaning."""

    def meaning(value: Any) -> tuple[Any, ...]:
        if value.__class__ is not list or len(value) < least:
            raise NotSimpleError
        return tuple(map(item, value))

    return meaning


def _with_keys(make: Callable[..., Any], **meanings: Meaning) -> Meaning:
    """What has these keys and no others; of a keyword of Python, an underscore follows in what it makes."""

    def meaning(value: Any) -> Any:
        if value.__class__ is not dict or len(value) != len(meanings) or any(key.rstrip("_") not in value for key in meanings):
            raise NotSimpleError
        return make(**{key: own(value[key.rstrip("_")]) for key, own in meanings.items()})

    return meaning


def _run(value: Any) -> model.Run:
    if value.__class__ is not dict or "start" not in value or not value.keys() <= _OF_A_RUN.keys():
        raise NotSimpleError
    return model.Run(**{key: _OF_A_RUN[key](own) for key, own in value.items()})


def _requirement(value: Any) -> Any:
    if value.__class__ is str:
        return _reference(value)
    if value.__class__ is dict:
        return _BY_KEY.get(next(iter(value), ""), _refused)(value)
    return _requirements(value)


def _refused(_: Any) -> Any:
    raise NotSimpleError


_requirements = _some(_requirement, least=1)
_credit = _exact(100_000, places=1)


def _half_credits(value: Any) -> Decimal:
    exact: Decimal = _credit(value)
    if exact * 2 != int(exact * 2):
        raise NotSimpleError
    return exact


_choose = _with_keys(Choose, choose=_whole(1, 1_000), from_=_requirements)
_credits = _with_keys(Credits, credits=_half_credits, from_=_some(_reference, least=1))
_BY_KEY: Mapping[str, Meaning] = {
    "all": _with_keys(AllOf, all=_requirements),
    "any": _with_keys(AnyOf, any=_requirements),
    "choose": _choose,
    "credits": _credits,
    "skill": _with_keys(Skill, skill=_reference),
}
"""The shapes of requirements, by the key that is written first."""

_months = _whole(1, 60)
_bounds = _with_keys(model.MonthBounds, min=_months, max=_months)


def _length(value: Any) -> Any:
    return _bounds(value) if value.__class__ is dict else _months(value)


_words = _or_none(_text)
_intakes = _some(_one_of(*get_args(Intake)))
_ids = _some(_id)
_references = _some(_reference)
_fee = _or_unknown(_exact(1_000_000, least=Decimal(0)))
_mode = _or_unknown(_one_of(*MODES))
_sessions = _or_unknown(_some(_session))
_OF_A_RUN: Mapping[str, Meaning] = {
    "start": _day_or_month,
    "end": _or_none(_day_or_month),
    "apply_from": _or_none(_day_or_month),
    "apply_by": _or_none(_day_or_month),
    "mode": _or_none(_mode),
    "sessions": _or_none(_sessions),
    "fee": _or_none(_fee),
    "ref": _words,
    "seats": _or_none(_whole(1, 1_000_000)),
}
_NAMED: Mapping[str, Meaning] = {"id": _id, "title": _text}
_SOURCED: Mapping[str, Meaning] = {
    **_NAMED,
    "ref": _words,
    "refs": _some(_text),
    "url": _or_none(_url),
    "language": _words,
    "entry": _words,
    "evidence": _or_none(_one_of(*get_args(Evidence))),
    "assumed": _some(_one_of(*get_args(FigureName))),
    "source": _words,
    "as_of": _or_none(_date),
    "field": _reference,
    "recognised_by": _ids,
}

SIMPLE: Mapping[type[Any], Mapping[str, Meaning]] = MappingProxyType(
    {
        model.Catalogue: {"title": _text, "as_of": _date, "currency": _one_of("SGD")},
        model.Subject: _NAMED,
        model.Provider: {**_NAMED, "venue": _words},
        model.Module: {
            **_SOURCED,
            "topics": _ids,
            "provider": _reference,
            "mode": _mode,
            "hours": _or_unknown(_exact(10_000)),
            "months": _or_unknown(_length),
            "weeks": _or_none(_or_unknown(_exact(300))),
            "intakes": _or_none(_or_unknown(_some(_one_of(*get_args(Intake)), least=1))),
            "runs": _or_none(_some(_run, least=1)),
            "then": _intakes,
            "apply_months_before": _whole(0, 24),
            "sessions": _sessions,
            "evenings": _or_none(_whole(0, 7)),
            "days": _or_none(_exact(400)),
            "requires": _or_none(_requirement),
            "alongside": _references,
            "equivalent": _references,
            "excludes": _references,
            "covers": _references,
            "credits": _or_none(_half_credits),
            "fee": _fee,
            "funding": _or_none(_id),
            "skills": _ids,
        },
        model.Award: {
            **_SOURCED,
            "kind": _one_of(*KINDS),
            "provider": _or_none(_reference),
            "fee": _or_none(_fee),
            "requires": _requirement,
            "valid_months": _or_none(_whole(1, 600)),
        },
        model.Role: {**_NAMED, "field": _or_none(_reference), "requires": _requirement},
    }
)
"""The keys of each kind of entry, and of a catalogue, with what their values mean; a value that is not there is one of some."""
