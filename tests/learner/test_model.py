"""A learner as a value: what it refuses, and how another one is made of it."""

from datetime import date
from re import escape
from typing import Any, get_type_hints

import pytest
from msgspec import structs

from mcplanner.ground.months import Month, parse_month
from mcplanner.learner.model import Held, Learner, LearnerFacts, UnderWay

JUNE = parse_month("2027-06")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"minutes_per_week": 0}, "minutes_per_week: Expected `int` >= 1"),
        ({"minutes_per_week": 90.5}, "minutes_per_week: Expected `int | null`, got `float`"),
        ({"at_once": True}, "at_once: Expected `int | null`, got `bool`"),
        ({"evenings": 8}, "evenings: Expected `int` <= 7"),
        ({"cost_limit_cents": -1}, "cost_limit_cents: Expected `int` >= 0"),
        ({"born": 1899}, "born: Expected `int` >= 1900"),
        ({"born": 2101}, "born: Expected `int` <= 2100"),
        ({"residency": "Citizen"}, "residency: Invalid enum value 'Citizen'"),
        ({"only_modes": frozenset(("by-post",))}, "only_modes[0]: Invalid enum value 'by-post'"),
        ({"away": "2027-06"}, "away: Expected `array`, got `str`"),
        ({"pins": {"a": "2027-06"}}, "pins[...]: Expected `int`, got `str`"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_is_refused_by_name(facts: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=f"^{escape(words)}$"):
        Learner(**facts)
    with pytest.raises(ValueError, match=f"^{escape(words)}$"):
        Learner().replace(**facts)


def test_what_is_held_and_under_way_is_checked_too() -> None:
    with pytest.raises(ValueError, match="months: Expected `int` <= 60"):
        UnderWay(module="a", started=JUNE, months=61)
    with pytest.raises(ValueError, match="day: it is not in Jun"):
        UnderWay(module="a", started=JUNE, day=date(2027, 7, 1))
    with pytest.raises(ValueError, match="ended: Expected `int"):
        Held(module="a", ended="2027-06")  # type: ignore[arg-type]


def test_a_slip_in_a_name_is_refused() -> None:
    with pytest.raises(TypeError, match="at_onse"):
        Learner().replace(at_onse=2)  # type: ignore[call-arg]


def test_a_change_leaves_the_first_as_it_was() -> None:
    first = Learner(minutes_per_week=360, pins={"a": JUNE})
    second = first.replace(pins={})
    assert (dict(first.pins), dict(second.pins)) == ({"a": JUNE}, {})
    assert second.replace(pins={"a": JUNE}) == first


def test_a_learner_keeps_what_it_was_given_whatever_becomes_of_that() -> None:
    pins, away = {"a": JUNE}, [JUNE]
    learner = Learner(pins=pins, away=away)  # type: ignore[arg-type]
    pins["b"] = JUNE
    away.append(Month(JUNE + 1))
    assert (learner.pins, learner.away) == ({"a": JUNE}, frozenset((JUNE,)))


def test_what_can_be_changed_is_what_there_is() -> None:
    assert get_type_hints(LearnerFacts) == get_type_hints(Learner)
    assert list(get_type_hints(LearnerFacts)) == [fact.name for fact in structs.fields(Learner)]
