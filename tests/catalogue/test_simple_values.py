"""Simple values mean what their shapes say, and nothing is simple that has another shape."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mcplanner.catalogue.model import KINDS, MODES
from mcplanner.catalogue.shape import meaning_of
from mcplanner.catalogue.simple_values import SIMPLE, NotSimpleError

WORDS = st.sampled_from(
    [*KINDS[:3], *MODES, "a", "a-b", "A b", "", "a--b", "-a", "x" * 80, "x" * 81, "unknown", "jan", "fee", "published", "SGD"]
) | st.sampled_from(
    [
        "2026-11-01",
        "2026-02-30",
        "20261101",
        "2026-11",
        "tue 18:30-21:30",
        "tue 24:00-21:30",
        "https://a.sg/b",
        "http://",
        "https://a b",
        "ftp://a",
        "1.50",
        "é\n",
    ]
)
NUMBERS = st.one_of(
    st.sampled_from((0, 1, -1, 60, 61, 600, 601, 300, 400, 10_000, 10_001, 100_000, 1_000_000, 1_000_001, 10**25)),
    st.sampled_from(
        ("0.0", "-0.0", "0.5", "0.50", "1.500", "0.25", "0.001", "150.00", "10000.01", f"1.{'0' * 28}1", "1e3")
    ).map(Decimal),
    st.integers(-2, 700),
)
SINGLE = st.one_of(st.none(), st.booleans(), WORDS, NUMBERS)


def _requirements(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(below, max_size=3)
    return several | st.fixed_dictionaries(
        {},
        optional={
            "all": several,
            "any": several,
            "choose": SINGLE,
            "credits": SINGLE,
            "from": several,
            "skill": below,
            "start": WORDS,
            "end": WORDS,
            "seats": NUMBERS,
            "min": NUMBERS,
            "max": NUMBERS,
        },
    )


MEANINGS = {(kind, key): meaning_of(kind, key) for kind, keys in SIMPLE.items() for key in keys}


@settings(max_examples=300)
@given(value=st.recursive(SINGLE, _requirements, max_leaves=5))
def test_what_is_simple_means_what_its_shape_says(value: Any) -> None:
    """For every key alike: to draw a value takes longer than to ask all of them."""
    for (kind, key), meaning in MEANINGS.items():
        try:
            simple = SIMPLE[kind][key](value)
        except NotSimpleError:
            if value is None:
                with pytest.raises(ValidationError):
                    meaning(value)
            continue
        assert repr(simple) == repr(meaning(value)), (kind.__name__, key)


@pytest.mark.parametrize(
    ("key", "value", "meaning"),
    [
        ("hours", 150, "Decimal('150')"),
        ("hours", "unknown", "<Unknown.UNKNOWN: 'unknown'>"),
        ("months", {"min": 2, "max": 4}, "MonthBounds(min=2, max=4)"),
        ("intakes", ["jan", "jul"], "('jan', 'jul')"),
        ("fee", Decimal("850.50"), "Decimal('850.50')"),
        ("credits", Decimal("2.5"), "Decimal('2.5')"),
        ("requires", ["a", {"any": ["b", {"choose": 1, "from": ["c"]}]}], None),
        ("sessions", ["tue 18:30-21:30"], "('tue 18:30-21:30',)"),
        ("runs", [{"start": "2027-01-12", "end": "2027-03", "mode": "online", "seats": 20}], None),
        ("requires", {"credits": 4, "from": ["a", "b"]}, "Credits(credits=Decimal('4'), from_=('a', 'b'))"),
    ],
)
def test_simple_values_are_known_as_such(key: str, value: Any, meaning: str | None) -> None:
    module = next(kind for kind in SIMPLE if kind.__name__ == "Module")
    assert repr(SIMPLE[module][key](value)) == (meaning or repr(meaning_of(module, key)(value)))
