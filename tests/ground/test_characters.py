"""Characters that cannot be seen, commands to continuous integration, and bytes that are not UTF-8, one by one."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.ground.characters import NotUTF8Error, decode, one_line, visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Café, 中文, தமிழ்", "Café, 中文, தமிழ்"),
        (r"C:\users\x1b", r"C:\users\x1b"),
        ("\x1b[31m\t\r\n", r"\x1b[31m\x09\x0d\x0a"),
        ("\x7f\x9b\x85", r"\x7f\x9b\x85"),
        ("a\u202eb\u2066c\u200fd", r"a\u202eb\u2066c\u200fd"),
        ("a\u200bb\u2028c\ufeffd", r"a\u200bb\u2028c\ufeffd"),
        ("\U000e0041\udc80\uffff", r"\U000e0041\udc80\uffff"),
        ("\u3164", r"\u3164"),
        ("a\u200db", r"a\u200db"),
        ("é\u200d", r"é\u200d"),
        ("👩\u200d💻, ක්\u200dෂ", "👩\u200d💻, ක්\u200dෂ"),
        ("☺\ufe0f", "☺\ufe0f"),
        ("::error::", r"\x3a:error::"),
        ("  ::error::", r"  \x3a:error::"),
        ("a ::error::", r"a \x3a:error::"),
        ("std::vector", "std::vector"),
        ("a##[error]b", r"a\x23#[error]b"),
        ("##vso[task]", r"\x23#vso[task]"),
        ("## heading", "## heading"),
    ],
)
def test_everything_is_seen(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a \r\n\t b ", "a b"),
        ("a\u2028b\u0085c", "a b c"),
        ("a\x1b[31m\u202eb\u200bc\x9bd\ufeff", "a[31mbcd"),
        ("a\u200db, 👩\u200d💻", "ab, 👩\u200d💻"),
        ("a\u00a0\u3000b", "a b"),
    ],
)
def test_files_leave_out_what_cannot_be_seen(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(
    ("before", "line", "column"),
    [("", 1, 1), ("a", 1, 2), ("中é", 1, 3), ("a\n", 2, 1), ("a\r\nb\rc", 3, 2), ("\u2028", 1, 2)],
)
def test_a_byte_that_is_not_utf_8_is_found_where_an_editor_shows_it(mark: bytes, before: str, line: int, column: int) -> None:
    with pytest.raises(NotUTF8Error, match="byte 0xe9 is not UTF-8 text") as caught:
        decode(mark + before.encode() + b"\xe9t\xe9")
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_byte_order_mark_is_no_part_of_the_text(mark: bytes) -> None:
    assert decode(mark + "é".encode()) == "é"
