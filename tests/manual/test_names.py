"""Names and docstrings of the code: one thing a name, and one way to say what a yes or no means."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import documents

SOURCES = sorted((documents.ROOT / "src" / "mcplanner").rglob("*.py"))

YES_OR_NO = ("bool", "bool | None")


def classes(path: Path) -> Iterator[str]:
    return (node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef))


def yes_or_no(path: Path) -> Iterator[tuple[str, str]]:
    """The functions of a file that return yes or no, each with the first paragraph of its docstring, if it has one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) in YES_OR_NO:
            told = ast.get_docstring(node)
            if told:
                yield f"{path.name}:{node.lineno} {node.name}", told.partition("\n\n")[0]


def test_a_class_has_its_name_for_itself() -> None:
    """But for what is written in a file (`shape.py`), named as what is made of it; and for what one file keeps to itself."""
    named = Counter(name for path in SOURCES if path.name != "shape.py" for name in classes(path) if name[0] != "_")
    assert {name: number for name, number in named.items() if number > 1} == {}


def test_a_yes_or_no_is_told_as_return_whether() -> None:
    """At once, behind the rule's number, or behind what the function does besides."""
    told = re.compile(r"(^|: |; )[Rr]eturn whether\b")
    assert [name for path in SOURCES for name, words in yes_or_no(path) if not told.search(words)] == []
