"""What another catalogue would change: for each learner, and in the sums of all.

Counts pairs of answers to one question; knows neither how they were planned nor how they are written.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from mcplanner.cohort.answers import Answer, Planned
from mcplanner.cohort.forecast import Forecast
from mcplanner.cohort.tables import Values
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import parse_month
from mcplanner.ground.numbers_text import counted

_SAME = ("what", "month", "day", "module", "provider", "reason")
"""What lines of two forecasts have in common where they count the same."""

_PAID = ("cents", "cents_at_least", "unknown_fees")
_PAID_AGAINST = tuple(f"{key}_against" for key in _PAID)
_OF_ONE = (*_PAID, "would_help", "helped")
_FIRST = ("seats", "finish")


class Effect(Struct):
    """How many learners fare how with another catalogue.

    Attributes
    ----------
    gained, lost
        Those who have a plan only with the other, or only without it.
    sooner, later
        Those who finish in an earlier or a later month.
    cents
        What all of them who have both plans pay more in all, as far as fees are known; below 0 if they pay less.
    """

    gained: int = 0
    lost: int = 0
    sooner: int = 0
    later: int = 0
    cents: int = 0

    @property
    def words(self) -> list[str]:
        """The same as people say it."""
        paid = f"{format_cents(abs(self.cents))} {'more' if self.cents > 0 else 'less'}" if self.cents else "the same"
        return [
            f"{self.gained:,} more {_have(self.gained)} a plan, {self.lost:,} {_have(self.lost)} none any more",
            f"{counted(self.sooner, 'learner')} would finish sooner, {self.later:,} later",
            f"those who have a plan in both cases pay {paid} in all, as far as fees are known",
        ]


def _have(learners: int) -> str:
    return "has" if learners == 1 else "have"


class Against(Struct, frozen=True):
    """Another catalogue: its name, the forecast for it, and what changes from learner to learner."""

    name: str
    forecast: Forecast
    effect: Effect


def effect_between(pairs: Iterable[tuple[Sequence[Answer], int]]) -> Effect:
    """Count pairs of answers, each with its learners."""
    effect = Effect()
    for (one, other), learners in pairs:
        before, after = _finish(one), _finish(other)
        if before is None or after is None:
            effect.gained += learners * (before is None and after is not None)
            effect.lost += learners * (before is not None and after is None)
        else:
            effect.sooner += learners * (after < before)
            effect.later += learners * (after > before)
            effect.cents += learners * (_cents(other) - _cents(one))
    return effect


def _finish(answer: Answer) -> int | None:
    """The month in which everything has ended, 0 if it has already; None without a plan."""
    if not isinstance(answer, Planned) or answer.finish is None:
        return None
    return parse_month(answer.finish) if answer.finish else 0


def _cents(answer: Answer) -> int:
    return (answer.cents_at_least or 0) if isinstance(answer, Planned) else 0


def compared(one: Forecast, other: Forecast) -> Iterator[Values]:
    """The lines of a forecast, with what the other one counts beside it; what only one counts is 0 in the other."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for values in one.lines():
        found[_key(values)] = {**values, "learners_against": 0, **dict.fromkeys(_PAID_AGAINST)}
    for values in other.lines():
        beside = found.setdefault(_key(values), {**values, "learners": 0, **dict.fromkeys(_OF_ONE)})
        beside["learners_against"] = values["learners"]
        beside |= {against: values.get(key) for key, against in zip(_PAID, _PAID_AGAINST, strict=True)}
    yield from sorted(found.values(), key=_place)


def _key(values: Values) -> tuple[Any, ...]:
    return tuple(values.get(name) for name in _SAME)


def _place(values: Values) -> tuple[Any, ...]:
    """Seats and finishes by month, then reasons, the commonest first."""
    if values["what"] in _FIRST:
        return _FIRST.index(values["what"]), *(values.get(name) or "" for name in ("month", "module", "day"))
    return len(_FIRST), -values["learners"], -values["learners_against"], values["what"], values["reason"]
