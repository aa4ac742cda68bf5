"""Styled words: cut, joined and broken into lines as rich does it, whose widths of characters they go by."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich import cells
from rich.console import Console as RichConsole
from rich.text import Text as RichText

from mcplanner.ground.characters import visible
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.text import CODES, Text, Tree, cells_of

CHARACTERS = st.sampled_from("aab -.,\u3000界é\u0301👩\u200d🚀\ufe0f") | st.characters(exclude_categories=["Cs"])
WORDS = st.text(CHARACTERS).map(visible)
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
STYLES = st.sampled_from(["", *CODES, "bold yellow"])


def pieces_of(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(words, STYLES), max_size=5)


def of_rich(pieces: list[tuple[str, str]]) -> RichText:
    return RichText.assemble(*pieces)


def told(texts: list[Text]) -> list[tuple[str, str]]:
    return [(text.plain, text.in_codes()) for text in texts]


def told_by_rich(texts: list[RichText]) -> list[tuple[str, str]]:
    """The words of each text, and the same as rich writes them on a terminal."""
    return [(text.plain, _written(text)) for text in texts]


def _written(text: RichText) -> str:
    stream = io.StringIO()
    console = RichConsole(
        file=stream,
        width=100,
        height=25,
        color_system="standard",
        no_color=False,
        force_terminal=True,
        force_jupyter=False,
        legacy_windows=False,
    )
    console.print(text, no_wrap=True, overflow="ignore", crop=False, end="", highlight=False)
    return stream.getvalue()


@given(pieces_of(LINES), st.integers(2, 30))
def test_lines_are_broken_as_rich_breaks_them(pieces: list[tuple[str, str]], width: int) -> None:
    console = RichConsole(file=io.StringIO(), width=100, height=25)
    assert told(Text.of(pieces).folded(width)) == told_by_rich(list(of_rich(pieces).wrap(console, width, overflow="fold")))


@given(pieces_of(WORDS), st.integers(0, 30))
def test_what_has_no_room_is_cut_as_rich_cuts_it(pieces: list[tuple[str, str]], width: int) -> None:
    cut = of_rich(pieces)
    cut.truncate(width, overflow="crop")
    assert told([Text.of(pieces).cropped(width)]) == told_by_rich([cut])


@given(st.text())
def test_words_take_the_cells_that_rich_counts(words: str) -> None:
    assert cells_of(words) == cells.cell_len(words)


@given(pieces_of(WORDS), st.integers(0, 12), st.integers(0, 12))
def test_a_part_keeps_its_styles(pieces: list[tuple[str, str]], first: int, after: int) -> None:
    whole, part = Text.of(pieces), Text.of(pieces)[first:after]
    assert part.plain == whole.plain[first:after]
    assert each_style(part) == each_style(whole)[first:after]


def each_style(text: Text) -> list[str]:
    """The style of each character."""
    styles = [text.style] * len(text.plain)
    for begin, end, style in text.spans:
        styles[begin:end] = [style] * (end - begin)
    return styles


def test_words_without_a_style_of_their_own_have_that_of_the_text() -> None:
    text = Text("a b", "dim").padded(5)
    assert text.in_codes() == "\x1b[2ma b  \x1b[0m"
    assert text.padded(7, right=True).with_style("").in_codes() == "  a b  "
    joined = Text(", ").join([Text("a", "bold"), Text("b"), Text("c", "bold yellow")])
    assert joined.in_codes() == "\x1b[1ma\x1b[0m, b, \x1b[1;33mc\x1b[0m"
    assert joined.padded(9, right=True).in_codes() == "  \x1b[1ma\x1b[0m, b, \x1b[1;33mc\x1b[0m"
    assert joined.with_style("dim").in_codes() == "\x1b[1;2ma\x1b[0m\x1b[2m, b, \x1b[0m\x1b[1;2;33mc\x1b[0m"


def test_a_tree_has_branches_and_its_lines_hang_beneath_them() -> None:
    inner = Tree(Text("one"), [Tree(Text("two")), Tree(Text("three four"))])
    tree = Tree(Text("all"), [inner, Tree(Text("five"))])
    wide = Ink(Console(io.StringIO(), 50))
    assert [line.plain for line in wide.tree(tree)] == ["all", "├── one", "│   ├── two", "│   └── three four", "└── five"]
    assert [line.plain for line in wide.tree(Tree(None, [inner]))] == ["one", "├── two", "└── three four"]
    narrow = Ink(Console(io.StringIO(), 13))
    assert [line.plain for line in narrow.tree(tree)] == ["all", "- one", "  - two", "  - three", "    four", "- five"]
    long = Tree(Text("all"), [Tree(Text("a" * 50), [Tree(Text("b"))]), Tree(Text("c" * 50))])
    in_ascii = Ink(Console(io.StringIO(), 50, "ascii"))
    assert [line.plain for line in in_ascii.tree(long)] == [
        "all",
        f"+-- {'a' * 46}",
        "|   aaaa",
        "|   `-- b",
        f"`-- {'c' * 46}",
        "    cccc",
    ]
