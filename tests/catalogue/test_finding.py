"""What is found by words, and in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.catalogue.search import Texts, best_first, stems, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wound Care [bold]", ["wound", "care", "bold"]),
        ("TGS-2026900001", ["tgs", "2026900001"]),
        ("women's café, C++", ["women's", "cafe", "c"]),
        ("伤口护理 in 2 days", ["伤", "口", "护", "理", "in", "2", "days"]),
        ("_ - !", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [*words(text)] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nurse", "Nursing"),
        ("nurses", "nurse"),
        ("analytic", "analytics"),
        ("secure", "security"),
        ("accounting", "accountancy"),
        ("elder", "elderly"),
        ("women", "women's"),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [("new", "news"), ("universe", "university"), ("nurse", "nursery"), ("ai", "air")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert stems(one) != stems(other)


COURSES = {
    "Data Science with Python for Finance": Texts("Data Science with Python for Finance", ("ds-1",), ("python", "finance")),
    "Programming in Python": Texts("Programming in Python", ("py-1", "TGS-2026000007"), ("programming",)),
    "Advanced Nursing": Texts("Advanced Nursing", ("nu-2",), ("clinical-care",)),
    "Ward Practice": Texts("Ward Practice", ("ward",), ("nursing",)),
    "Nursery Teaching": Texts("Nursery Teaching", ("nt-1",), ()),
    "Cybersecurity": Texts("Cybersecurity", ("cyb",), ("ai-governance", "data-protection")),
    "Airport Operations": Texts("Airport Operations", ("air",), ()),
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("python", ["Programming in Python", "Data Science with Python for Finance"]),  # the shorter title first
        ("nurse", ["Advanced Nursing", "Nursery Teaching", "Ward Practice"]),  # whole, begun, elsewhere
        ("nurse care", ["Advanced Nursing"]),  # all of the words
        ("data", ["Data Science with Python for Finance", "Cybersecurity"]),
        ("cyber", ["Cybersecurity"]),  # the beginning of a word
        ("ai", ["Cybersecurity"]),  # too short to begin one
        ("TGS-2026000007", ["Programming in Python"]),
        ("tgs 2026", ["Programming in Python"]),
        ("CYB", ["Cybersecurity"]),
        ("clinical-care", ["Advanced Nursing"]),
        ("advancednursing", []),  # no words across spaces
        ("!", []),
        ("", list(COURSES)),
        (" \t", list(COURSES)),
    ],
)
def test_what_is_found_and_in_which_order(typed: str, found: list[str]) -> None:
    assert list(best_first(typed, COURSES, COURSES.__getitem__)) == found


def test_a_name_that_was_typed_comes_before_all_titles() -> None:
    things = {"a": Texts("Python for Python 1", ("py",)), "b": Texts("Something", ("python-1",))}
    assert best_first("python-1", things, things.__getitem__) == ("b", "a")


@given(st.text(), st.text())
def test_a_text_is_found_by_any_of_its_words(before: str, after: str) -> None:
    texts = Texts(f"{before} title {after}", ())
    for word in words(texts.title):
        assert best_first(word, [0], lambda _: texts) == (0,)
