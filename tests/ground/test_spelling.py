"""What does not count in a text and in a course number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.ground.spelling import plain_number, plain_text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Two\u00a0 words\n", "two words"),
        ("Ｗｉｄｅ", "wide"),
        ("Zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("a\u2013b\u2014c\u2011d\u2212e", "a-b-c-d-e"),
        ("Stra\u00dfe", "strasse"),
        ("e\u0301", "\u00e9"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_a_text_in_plain_letters(typed: str, plain: str) -> None:
    assert plain_text(typed) == plain


@given(st.text())
def test_what_is_plain_stays_so(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)


def test_a_number_without_dashes_and_spaces() -> None:
    spellings = (
        "TGS-2026000001",
        "tgs 2026 000001",
        "TGS\u20112026\u2013000001",
        "T\u200bGS2026000001",
        "ＴＧＳ２０２６０００００１",
        "TGS_2026.000001",
        '="TGS2026000001"',
        "'TGS2026000001",
    )
    assert {plain_number(each) for each in spellings} == {"tgs2026000001"}
    assert plain_number("TGS-2026000001") != plain_number("TGS-2026000011")
