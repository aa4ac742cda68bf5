"""What is read by its lines is what the reader of YAML makes of it; whatever is not sure is left to that one."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mcplanner.files import checking, plain_yaml
from mcplanner.files.plain_catalogue import plain_catalogue
from mcplanner.files.plain_yaml import NotPlainError, PlainYaml
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.files.yaml_words import MAX_DIGITS

DATA = Path(__file__).parents[2] / "data"


def read(text: str) -> tuple[dict[str, Any], PlainYaml]:
    """The data of a text in which entries stand under `modules`, and its reader."""
    reader = PlainYaml({"modules": (lambda key, value: (key, value), dict)})
    return reader.read(text), reader


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("x", "x"),
        ("in 5 days: a:b", None),
        ("C# and C++, in 5 days (part 1) a:b  # a comment", "C# and C++, in 5 days (part 1) a:b"),
        ("150", 150),
        ("3000.00", Decimal("3000.00")),
        ("010", "010"),
        ("1e3", "1e3"),
        ("2027-04", "2027-04"),
        ("no", "no"),
        ("~", None),
        ("null", None),
        ("true", True),
        ("", None),
        ('"a: b # c"', "a: b # c"),
        (r'"say \"yes\" \\ no"', r'say "yes" \ no'),
        ("'it''s'", "it's"),
        ("[apr, oct]", ["apr", "oct"]),
        ("[tue 18:30-21:30 , 'a b', \"c, d\", 5, 1.50, 010, true, 12 x]", None),
        ("{all: [a, {choose: 2, from: [b, c, d]}]}", {"all": ["a", {"choose": 2, "from": ["b", "c", "d"]}]}),
        ("{all: [a,\n        b]}", {"all": ["a", "b"]}),
        (
            "\n      all:\n        - a\n        # what follows is a choice\n\n        - any: [b, c]\n",
            {"all": ["a", {"any": ["b", "c"]}]},
        ),
        ("\n    - a\n    - b: c\n      d: e", ["a", {"b": "c", "d": "e"}]),
    ],
)
def test_a_value_is_what_the_reader_of_yaml_makes_of_it(written: str, value: Any) -> None:
    text = f"# a catalogue\ntitle: t\nmodules:\n\n  - id: a\n    value: {written}\n"
    source = parse_yaml(text, "f.yaml")
    if source.diagnostics:
        with pytest.raises(NotPlainError):
            read(text)
    else:
        assert _same(read(text)[0], source.data)
        assert value is None or read(text)[0]["modules"][0]["value"] == value


@pytest.mark.parametrize(
    "written",
    [
        "&a x",
        "*a",
        "!t x",
        "|\n      x",
        "x\n      y",
        "'x\n      y'",
        "[a, 'b,\n      # no comment\n      c']",
        "[a, b  # c,\n      d]",
        "x\ty",
        '"\\u0041"',
        "-5",
        "[a, ~]",
        "[-Infinity]",
        "[a,]",
        "{1: a}",
        "{1 : a}",
        "{a:[b]}",
        '{"a":1e5}',
        "{a: 1, a: 2}",
        "x\n    value: y",
        "x\n   y: z",
        "[" * 40 + "]" * 40,
        "1" * (MAX_DIGITS + 1),
        f"[{'1' * (MAX_DIGITS + 1)}]",
        "x\n---\ny: z",
    ],
)
def test_what_is_not_sure_is_left_to_the_reader_of_yaml(written: str) -> None:
    with pytest.raises(NotPlainError):
        read(f"title: t\nmodules:\n  - id: a\n    value: {written}\n")


def test_an_entry_is_where_it_stands() -> None:
    text = "# é\ntitle: t\nmodules:  # all\n\n  - id: a\n    # none\n    b: [c]\n\n  # d\n  - {id: b}\nend: x\n"
    data, reader = read(text)
    assert data == {"title": "t", "modules": [{"id": "a", "b": ["c"]}, {"id": "b"}], "end": "x"}
    marks = [reader.marks["modules"][number] for number in range(3)]
    assert marks == [(text.index("id: a"), 4, 4), (text.index("{id"), 9, 4), (text.index("end"), 10, 0)]


def test_lines_are_forgotten_and_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_yaml, "MOST_LINES", 2)
    text = "modules:\n" + "".join(f"  - id: a{number}\n    fee: {number % 3}\n" for number in range(10))
    assert read(text)[0] == parse_yaml(text, "f.yaml").data


@pytest.mark.parametrize("limit", ["MAX_VALUES", "MAX_ITEMS"])
def test_values_are_counted_as_the_reader_of_yaml_does(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, 2]\nmodules:\n  - id: x\n    b: {c: [d]}\n    e:\n      - f\n      - g: h\n  - {id: y}\n"
    for most in range(30):
        monkeypatch.setattr(f"mcplanner.files.yaml_source.{limit}", most)
        monkeypatch.setattr(f"mcplanner.files.plain_yaml.{limit}", most)
        if parse_yaml(text, "f.yaml").diagnostics:
            with pytest.raises(NotPlainError):
                read(text)
        else:
            read(text)


VALUES = (
    *(
        "a",
        "b c",
        "10",
        "1.50",
        "010",
        "[a, b]",
        "{a: 1, b: c}",
        "tue 18:30-21:30",
        '"q r"',
        "'s'",
        "true",
        "C#",
        "x (y), z",
        "",
    ),
    *(
        "[a # c\n ]",
        "[a,\n        b]",
        "{a: {b: [c, 2]}}",
        '{"a":1}',
        "[ a , b ]",
        "-5",
        "~",
        "a: b",
        "[a: b]",
        "'it''s'",
        "1e3",
    ),
)
SIGNS = (
    *"abx01 :,-#?&*!|>%@`~'\"[]{}\\\n\n.é=<",
    *(": ", ", ", " #", "- ", "\n  ", "\n    ", "\n  - ", "\n---\n", "\n...\n", "? ", "<<", "1e5", "null", "-Infinity"),
)


def block(pick: random.Random, column: int, depth: int) -> str:
    """Some keys with values, nested in some way, mostly as they should be."""
    lines = []
    for _ in range(pick.randint(1, 3)):
        begin = f"{' ' * column}{pick.choice('abcd')}:"
        kind = pick.random()
        if kind < 0.7 or depth > 2:
            lines.append(f"{begin} {pick.choice(VALUES)}{pick.choice(('', '', ' ', '  # c'))}")
        elif kind < 0.8:
            lines += [begin, block(pick, column + pick.choice((2, 2, 1, 0)), depth + 1)]
        else:
            own = column + pick.choice((0, 2, 2))
            items = (pick.choice((pick.choice(VALUES), block(pick, own + 2, depth + 1).lstrip())) for _ in range(2))
            lines += [begin, *(f"{' ' * own}- {item}" for item in items)]
        lines += [pick.choice(("", "  # c"))] * (pick.random() < 0.1)
    return "\n".join(lines)


def document(seed: int) -> str:
    """A text with a section of entries, in which some characters may be wrong."""
    pick = random.Random(seed)
    column = pick.choice((0, 2, 2, 4))
    entries = [f"{' ' * column}- {block(pick, column + 2, 0).lstrip()}" for _ in range(pick.randint(1, 3))]
    text = "\n".join([pick.choice(("# c", "title: t")), f"modules:{pick.choice(('', ' # c'))}", *entries, "e: f", ""])
    for _ in range(pick.choice((0, 0, 1, 2))):
        at = pick.randrange(len(text))
        text = text[:at] + pick.choice(SIGNS) + text[at + pick.choice((0, 1)) :]
    return text


def in_an_entry(signs: list[str]) -> str:
    """A text in which anything may be wrong."""
    return f"modules:\n  - a: {''.join(signs)}"


@given(st.integers(0, 2**64).map(document) | st.lists(st.sampled_from(SIGNS), max_size=12).map(in_an_entry))
@example("# end\n")
@example("modules:# c\n  - a: b\n")
@example("modules:\n  - a: b  #  - c: {d: e,\n      f: g}\n")
def test_whatever_is_read_by_its_lines_is_the_same(text: str) -> None:
    try:
        data, reader = read(text)
    except NotPlainError:
        return
    source = parse_yaml(text, "f.yaml")
    assert source.diagnostics == ()
    assert _same(data, source.data)
    for number in range(len(data.get("modules", ()))):
        index, line, column = reader.marks["modules"][number]
        place = source.locate(("modules", number))
        assert (line + 1, column + 1) == (place.line, place.column)
        assert index == sum(len(each) + 1 for each in text.split("\n")[:line]) + column


@pytest.mark.parametrize("name", ["courses.yaml", "singapore.yaml"])
def test_the_catalogues_that_come_with_mcplan_are_read_by_their_lines(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (DATA / name).read_bytes()
    plain = plain_catalogue(name, content)
    assert plain is not None
    found = checking.check_catalogue([(name, content)])
    monkeypatch.setattr(checking, "plain_catalogue", lambda *_: None)
    catalogue, diagnostics = checking.check_catalogue([(name, content)])
    assert (catalogue, repr(catalogue), diagnostics) == (plain[1], repr(plain[1]), found[1])


@pytest.mark.parametrize(
    "slip",
    [
        ("hours: 150", "hours: many"),
        ("hours: 150", "ours: 150"),
        ("    hours: 150\n", ""),
        ("id: cyb-foundations", "id: Cyb_Foundations"),
        ("as_of: 2026-11-01", "as_of: soon"),
        ("currency: SGD", "curency: SGD"),
        ("\nproviders:\n", "\nroles:\n"),
    ],
)
def test_what_has_another_shape_is_left_to_loading(slip: tuple[str, str]) -> None:
    text = (DATA / "courses.yaml").read_text("utf-8")
    assert slip[0] in text
    assert plain_catalogue("f.yaml", text.replace(*slip, 1).encode()) is None


def test_sheets_and_other_encodings_are_left_to_loading() -> None:
    content = (DATA / "courses.yaml").read_bytes()
    assert plain_catalogue("f.csv", content) is None
    assert plain_catalogue("f.yaml", b"\xef\xbb\xbf" + content) is None
    assert plain_catalogue("f.yaml", content + b"# \xff") is None
    assert plain_catalogue("f.yaml", content + b"# \x00") is None


def _same(one: Any, other: Any) -> bool:
    """Return whether values are equal and written alike: 1.0 is not 1.00, and True is not 1."""
    return repr(one) == repr(other)
