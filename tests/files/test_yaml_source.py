"""The reader of YAML: what words mean, where things stand, and what it refuses."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mcplanner.files import yaml_source
from mcplanner.files.yaml_source import MAX_DEPTH, parse_yaml
from mcplanner.files.yaml_words import MAX_KEYS
from mcplanner.ground.diagnostics import Position


def codes(content: str | bytes) -> list[str]:
    return [diagnostic.code for diagnostic in parse_yaml(content, "f.yaml").diagnostics]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("1850.50", Decimal("1850.50")),
        ("-0.5", Decimal("-0.5")),
        ("no", "no"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("Null", "Null"),
        ("True", "True"),
        ("1:30", "1:30"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("1.", "1."),
        (".5", ".5"),
        ("+1", "+1"),
        (".inf", ".inf"),
        ("2027-04", "2027-04"),
        ("2026-11-01", "2026-11-01"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("|\n  12\n", "12\n"),
        ("<<", "<<"),
        ("=", "="),
        ("١٢", "١٢"),
    ],
)
def test_a_word_means_what_yaml_1_2_says(written: str, value: Any) -> None:
    source = parse_yaml(f"key: {written}", "f.yaml")
    assert source.diagnostics == ()
    assert source.data == {"key": value}
    assert type(source.data["key"]) is type(value)


def test_lists_and_mappings_nest() -> None:
    source = parse_yaml("a: [1, {b: [x, y]}]\nc:\n  - d: e\n    f: g\n", "f.yaml")
    assert source.data == {"a": [1, {"b": ["x", "y"]}], "c": [{"d": "e", "f": "g"}]}


TEXT = """title: Café 😀
modules:
  - id: nets
    requires: {choose: 2, from: [linux, {any: [a, b]}]}
  - id: "cloud"
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("title",), (1, 8), (1, 1)),
        (("modules",), (3, 3), (2, 1)),
        (("modules", 0), (3, 5), (3, 5)),
        (("modules", 0, "requires"), (4, 15), (4, 5)),
        (("modules", 0, "requires", "from", 1, "any", 1), (4, 51), (4, 51)),
        (("modules", 0, "requires", "<choose>", "from", 0, "<id>"), (4, 34), (4, 34)),
        (("modules", 1, "id"), (5, 9), (5, 5)),
        (("modules", 1, "months", "constrained-int"), (5, 5), (5, 5)),
        (("modules", 7, "nowhere"), (3, 3), (2, 1)),
    ],
)
def test_positions(path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]) -> None:
    source = parse_yaml(TEXT, "f.yaml")
    assert source.locate(path) == Position(*value)
    assert source.locate_key(path) == Position(*key)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nm:\n- b: x\n  c: [y]\n# more\n- b: z\n  c:\n  - w\nn: 2\n",
        "m:\n  -\n    b: x\n    c: [y]\n  - b: z\n    c: [w]",
        "m: [{b: x, c: [y]},\n  {b: z, c: [w]}]",
        '{"m": [{"b": "x", "c": ["y"]}, {"b": "z", "c": ["w"]}]}',
        "m:\n  - {b: 'x', c: [y]}\n  - b: >\n      z\n\n    c: [w]\n",
    ],
    ids=["at the margin", "under the dash", "in brackets", "JSON", "folded"],
)
def test_places_are_where_things_stand_however_a_list_is_written(text: str) -> None:
    source = parse_yaml(text, "f.yaml")
    lines = text.splitlines()
    for number, (first, second) in enumerate([("x", "y"), ("z", "w")]):
        for path, word in ((("m", number, "c", 0), second), (("m", number, "b"), first)):
            at = source.locate(path)
            assert lines[at.line - 1][at.column - 1 :].lstrip("'\"").startswith((word, ">"))
        key = source.locate_key(("m", number, "c"))
        assert lines[key.line - 1][key.column - 1 :].lstrip('"').startswith("c")


def test_byte_order_mark_and_windows_line_ends_move_nothing() -> None:
    plain = parse_yaml(TEXT, "f.yaml")
    windows = parse_yaml(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), "f.yaml")
    assert windows.data == plain.data
    path = ("modules", 0, "requires", "from", 0)
    assert windows.locate(path) == plain.locate(path)


def test_a_duplicate_key_keeps_the_first_and_goes_on() -> None:
    source = parse_yaml("a: 1\nb: &x 2\na: 3\nc: !t 4\n", "f.yaml")
    assert source.data == {"a": 1, "b": 2, "c": "4"}
    assert [str(diagnostic) for diagnostic in source.diagnostics] == [
        "f.yaml:2:4: MC007 anchors such as '&x' are not allowed (remove it)",
        "f.yaml:3:1: MC006 the key 'a' is given twice (first in line 1)",
        "f.yaml:4:4: MC008 tags such as '!t' are not allowed (remove it)",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "MC004"),
        ("# only a comment", "MC004"),
        ("a: [1", "MC005"),
        ("a: 'x", "MC005"),
        ("a: @x", "MC005"),
        ('a: "\\z"', "MC005"),
        ("%YAML 3.0\n---\na: 1", "MC005"),
        ("a: !x!y z", "MC005"),
        ("a: 1\n- b", "MC005"),
        ("a: 1\n...\nb: 2", "MC005"),
        ("a: 1\na: 2", "MC006"),
        ("a: *b", "MC007"),
        ("*a : b", "MC007"),
        ("&a b: 1", "MC007"),
        ("a: !!str 1", "MC008"),
        ("--- 1\n--- 2", "MC009"),
        ("%YAML 1.1\n---\na: 1", "MC010"),
        ("%TAG ! tag:x:\n---\na: 1", "MC010"),
        ("1: a", "MC012"),
        ("true: a", "MC012"),
        ("? \n: a", "MC012"),
        ("? [a]\n: b", "MC012"),
        ("{a: 1}: b", "MC012"),
        (f"a: {'1' * 31}", "MC013"),
        (f"a: 0.{'1' * 31}", "MC013"),
        ("a: \ud83d", "MC003"),
        ("a\u2028b", "MC003"),
        ("a\x00b", "MC003"),
        (b"a: \xff", "MC002"),
        (b"\xef\xbb\xbfa: \xc3", "MC002"),
    ],
)
def test_refused(content: str | bytes, code: str) -> None:
    assert codes(content) == [code]


def test_values_are_counted_and_keys_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    # The mapping and the list count as two each, and 1, 2 and x as one; the eighth value is refused where it stands.
    monkeypatch.setattr(yaml_source, "MAX_VALUES", 7)
    assert codes("a: [1, 2]\nb: x") == []
    [found] = parse_yaml("a: [1, 2]\nb: x\nc: y", "f.yaml").diagnostics
    assert str(found) == "f.yaml:3:4: MC014 the file has more than 7 values (remove what you do not need)"


def test_items_of_lists_are_counted_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MAX_ITEMS", 3)
    assert codes("a: [1, 2]\nb: x\nc: [y]") == []
    [found] = parse_yaml("a: [1, 2]\nb: x\nc: [[y], z]", "f.yaml").diagnostics
    assert str(found) == "f.yaml:3:6: MC014 the lists of the file have more than 3 items (remove what you do not need)"


def test_keys_of_one_mapping_are_limited() -> None:
    keys = "".join(f"k{number}: 1\n" for number in range(MAX_KEYS))
    assert codes(keys) == []
    assert codes(f"{keys}more: 1") == ["MC014"]


def test_no_more_is_reported_than_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MOST_FINDINGS", 3)
    assert codes("[&a 1, &a 1, &a 1, &a 1, &a 1]") == ["MC007"] * 3


def test_yaml_1_2_may_say_so() -> None:
    assert codes("%YAML 1.2\n---\na: 1") == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[" * 50_000, ["MC011"]),
        ("- " * 50_000, ["MC011"]),
        ("? " * 50_000, ["MC011"]),
        ("\n".join(" " * depth + "a:" for depth in range(1000)), ["MC011"]),
        ("[" * MAX_DEPTH + "]" * MAX_DEPTH, []),
        ("a: " + "x" * 10_000_000, []),
        ("a: " + "1" * 1_000_000, ["MC013"]),
        ("&" + "a" * 1_000_000 + " b", ["MC007"]),
        ("\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)), ["MC007"] * 80),
    ],
    ids=["brackets", "dashes", "questions", "indents", "deep enough", "scalar", "digits", "anchor", "billion laughs"],
)
def test_hostile_text_neither_crashes_nor_hangs(content: str, expected: list[str]) -> None:
    assert codes(content) == expected


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with_libyaml = parse_yaml(TEXT, "f.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader")
    without = parse_yaml(TEXT, "f.yaml")
    assert without.data == with_libyaml.data
    assert without.locate(("modules", 0, "requires", "from", 1, "any", 0)) == Position(4, 48)
    assert codes("a: [1") == ["MC005"]
    assert codes("[" * 50_000) == ["MC011"]


@given(st.text() | st.text(alphabet="ab:-?[]{}&*!%|>'\"#,\n\t 1.\r~@`\u2028\x85\x00é"))
def test_any_text_gives_data_or_diagnostics_within_it(text: str) -> None:
    source = parse_yaml(text, "f.yaml")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in source.diagnostics:
        assert 1 <= diagnostic.position.line <= len(lines)
        assert 1 <= diagnostic.position.column <= len(lines[diagnostic.position.line - 1]) + 1


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    source = parse_yaml(content, "f.yaml")
    assert source.diagnostics or source.data is not None or content.strip() in (b"~", b"null")
