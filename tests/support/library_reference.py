"""The library reference, docs/library-reference.md: every public name as its source declares it, with its docstring.

Read from the source and not from what Python makes of it, which differs from one version of Python to the next.
"""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import mcplanner

INTRODUCTION = """\
# Library reference

Made from the program itself: what `from mcplanner import …` offers. [The library](library.md) shows it at work.
"""

PLAIN = {"Id": "str", "Reference": "str", "Text": "str", "StrictInt": "int", "WrittenDate": "date", "WrittenMonth": "Month"}
PLAIN |= dict.fromkeys(("Cents", "Counted", "EveningsOfAWeek", "MonthsOfStudy", "YearOfBirth"), "int")
"""Types that differ only in what a file may say."""

SECTION = re.compile(r"\n*^(?P<title>[A-Z][a-z]+)\n-+\n", re.MULTILINE)
ITEM = re.compile(r"^(?P<names>\S.*)\n(?P<text>(?:    .*\n?|\n(?=    ))+)", re.MULTILINE)
LONGEST = 80

Sections = dict[str, dict[str, str]]


def library_reference() -> str:
    """The whole page."""
    entries = (_entry(name, home) for home, names in mcplanner.HOMES.items() for name in names)
    return "\n".join([INTRODUCTION, *entries])


def _entry(name: str, home: str) -> str:
    path = Path(import_module(f"mcplanner.{home}").__file__ or "")
    body = ast.parse(path.read_text("utf-8")).body
    for statement, behind in pairwise([*body, ast.Pass()]):
        match statement:
            case ast.FunctionDef(name=found) if found == name:
                return "\n".join([f"## {name}", "", *_of_function(statement), ""])
            case ast.ClassDef(name=found) if found == name:
                return "\n".join([f"## {name}", "", *_of_class(statement), ""])
            case ast.Assign(targets=[ast.Name(id=found)]) | ast.AnnAssign(target=ast.Name(id=found)) if found == name:
                assert isinstance(behind, ast.Expr)
                assert isinstance(behind.value, ast.Constant)
                code = ast.unparse(statement).replace("'", '"')
                if isinstance(statement, ast.AnnAssign):
                    code = f"{name}: {_plain(statement.annotation)}".replace("'", "")  # a type only checkers know is quoted
                return "\n".join([f"## {name}", "", "```python", code, "```", "", _line(str(behind.value.value)), ""])
    raise AssertionError(f"{path} does not define {name}")


def _of_function(node: ast.FunctionDef) -> Iterator[str]:
    prose, sections = _documentation(node)
    yield from ("```python", _signature(node), "```", "", prose)
    for title, items in sections.items():
        yield from ("", f"**{title}**", "", *(f"- `{item}`: {text}" for item, text in items.items()))


def _of_class(node: ast.ClassDef) -> Iterator[str]:
    prose, sections = _documentation(node)
    told = sections.get("Attributes", {})
    yield prose
    yield ""
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                yield f"- `{name}: {_plain(annotation)}{_default(value)}`" + (f": {told[name]}" if name in told else "")
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                yield f'- `{node.name}.{name} = "{value}"`'
            case ast.FunctionDef(name=name, decorator_list=decorators) if not name.startswith("_"):
                computed = any("property" in ast.unparse(decorator) for decorator in decorators)
                code = f"{name}: {_plain(statement.returns)}" if computed else _signature(statement)
                text = _documentation(statement)[0]
                if computed:  # a value returns nothing
                    text = text.replace("Return whether ", "Whether ")
                yield f"- `{code}`" + (", computed" if computed else "") + (f": {text}" if text else "")


def _default(value: ast.expr | None) -> str:
    """What an attribute is if left out, as code; nothing where it must be given."""
    if isinstance(value, ast.Call):
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in value.keywords}
        text = given.get("default") or (f"{given['default_factory']}()" if "default_factory" in given else "")
    else:
        text = "" if value is None else ast.unparse(value)
    return f" = {text}" if text else ""


def _signature(node: ast.FunctionDef) -> str:
    """How to call a function; on several lines where one is too long."""
    arguments = re.sub(r"(?<=[\w\]])=(?=\S)", " = ", _plain(node.args).removeprefix("self, "))
    arguments = re.sub(r"(?<=: )'(\w+)'", r"\1", arguments)  # a type that is defined further down or elsewhere
    line = f"{node.name}({arguments}) -> {_plain(node.returns)}"
    if len(line) <= LONGEST:
        return line
    parts = re.sub(r", (?=\w+:|\*)", ",\n    ", arguments)
    return f"{node.name}(\n    {parts},\n) -> {_plain(node.returns)}"


def _plain(node: ast.AST | None) -> str:
    """A type, or several, as one reads them."""
    assert node is not None
    return re.sub(r"\b\w+\b", lambda word: PLAIN.get(word[0], word[0]), ast.unparse(node)).replace("FilePath", "Path")


def _documentation(node: ast.FunctionDef | ast.ClassDef) -> tuple[str, Sections]:
    """A docstring's prose, and its sections with their items: NumPy style."""
    prose, *rest = SECTION.split(ast.get_docstring(node) or "")
    sections: Sections = {}
    for title, text in zip(rest[::2], rest[1::2], strict=True):
        items = [(match["names"], _line(match["text"])) for match in ITEM.finditer(f"{text}\n")]
        sections[title] = {name: told for names, told in items for name in names.split(", ")}
    return "\n\n".join(_line(paragraph) for paragraph in prose.split("\n\n")), sections


def _line(text: str) -> str:
    return " ".join(text.split())
