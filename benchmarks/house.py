"""Measure how the code is laid out: `python benchmarks/house.py [CHECKOUT …]` prints a table with a column for each checkout.

Without a checkout, it measures the one it lies in. `--files` also lists the files that each idea touches, and `--complex` the
blocks of a complexity rated C or worse. It reads the Python files below `src/mcplanner` and the contracts of import-linter in
`pyproject.toml`, and runs nothing of what it measures; so it can measure any build, however its folders look.

Lines are all lines of these files. A function is as long as from its `def` to its last line, and its parameters are all but
`self` and `cls`. Complexity is counted as radon 6 counts it: one for a block, and one more for each way it can branch, for each
`and` and `or`, each loop, each comprehension and each condition in it. Blocks are functions, methods and classes, and a class
has the mean of its methods. Above 10, radon's letter is C or worse. (ruff's C901 counts neither `and` nor comprehensions.)

A file is touched by an idea that it names, outside comments and docstrings:

- the rule of evenings, where a name or a string has the word `evening` in it;
- the stage of cost, where a name is `COST`, `Cost`, or one of these with `stage`, or where the string "cost" is compared,
  matched or listed in a `Literal`: costs as such are in many more files, which a new stage would leave alone;
- the option `--prefer`, where a name or a string has the word `prefer` or `preference` in it.

So moving a file changes nothing, and renaming an idea asks for its new name in `IDEAS`. An idea that no file names is an error.
"""

import argparse
import ast
import re
import statistics
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = Path("src") / "mcplanner"

C = 11
"""The least complexity that radon rates C."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Idea:
    """An idea of the product: the words that show it, and where in a file they are looked for."""

    name: re.Pattern[str]
    text: re.Pattern[str]
    texts: Callable[[ast.AST], frozenset[str]]

    def is_named_in(self, tree: ast.AST) -> bool:
        """Return whether a file names it."""
        return any(map(self.name.search, names(tree))) or any(map(self.text.search, self.texts(tree)))


@cache
def names(tree: ast.AST) -> frozenset[str]:
    """Every name that stands in the code: of variables, attributes, parameters, functions, classes and what is imported."""
    fields = ("id", "attr", "arg", "name", "asname", "module")
    found = (getattr(node, field, None) for node in ast.walk(tree) for field in fields if field in node._fields)
    return frozenset(name for name in found if isinstance(name, str))


@cache
def strings(tree: ast.AST) -> frozenset[str]:
    """Every string but docstrings, which are those that stand alone."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return _texts(node for node in ast.walk(tree) if id(node) not in alone)


@cache
def compared(tree: ast.AST) -> frozenset[str]:
    """Every string that stands for one of several values: compared, matched or listed in a `Literal`."""
    one_of_several = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.MatchValue)
        or (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal")
    )
    return _texts(inner for node in one_of_several for inner in ast.walk(node))


def _texts(nodes: Iterable[ast.AST]) -> frozenset[str]:
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return frozenset(value for value in constants if isinstance(value, str))


EVENINGS = re.compile("evening", re.IGNORECASE)
COST = re.compile("^(COST|Cost|CostStage|COST_STAGE|cost_stage)$")
PREFER = re.compile(r"prefer(ences?)?(?![a-z])", re.IGNORECASE)

IDEAS = {
    "a rule (evenings)": Idea(EVENINGS, EVENINGS, strings),
    "a stage (cost)": Idea(COST, re.compile("^cost$"), compared),
    "an option (--prefer)": Idea(PREFER, PREFER, strings),
}


def own(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """These nodes and all below them, without the inside of functions, classes and assertions."""
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        yield node
        if not isinstance(node, Function | ast.ClassDef | ast.Assert):
            ahead += ast.iter_child_nodes(node)


def branches(node: ast.AST) -> int:
    """The number of further ways through a block that this node adds."""
    match node:
        case ast.If() | ast.IfExp() | ast.Assert():
            return 1
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.Match():
            takes_the_rest = (isinstance(case.pattern, ast.MatchAs) and not case.pattern.pattern for case in node.cases)
            return len(node.cases) - any(takes_the_rest)
    return 0


def complexity(block: Function | ast.ClassDef) -> int:
    """The cyclomatic complexity of a function, or the mean of a class."""
    inside = list(own(block.body))
    total = 1 + sum(map(branches, inside))
    methods = [node for node in inside if isinstance(node, Function)]
    if isinstance(block, Function) or not methods:
        return total
    return (total + sum(map(complexity, methods))) // len(methods) + (len(methods) > 1)


def blocks(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """The functions and classes of a file, and the methods of these classes."""
    for node in own(tree.body):
        if isinstance(node, Function | ast.ClassDef):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from (method for method in own(node.body) if isinstance(method, Function))


def length(function: Function) -> int:
    """Its lines, decorators aside."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def parameters(function: Function) -> int:
    """The number of things a caller can say; `*words` is one."""
    said = function.args
    named = [one.arg for one in (*said.posonlyargs, *said.args, *said.kwonlyargs)]
    return len(named) - (named[:1] in (["self"], ["cls"])) + (said.vararg is not None) + (said.kwarg is not None)


def layers(checkout: Path) -> int:
    """The lines of the contracts of layers."""
    contracts = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return sum(len(contract["layers"]) for contract in contracts if contract["type"] == "layers")


def parsed(checkout: Path) -> dict[Path, ast.Module]:
    """The files of the package, by their path below it."""
    package = checkout / PACKAGE
    files = sorted(package.rglob("*.py"))
    if not files:
        raise SystemExit(f"{checkout} is no checkout of mcplan: {PACKAGE} is missing")
    return {path.relative_to(package): ast.parse(path.read_bytes()) for path in files}


def touched(trees: dict[Path, ast.Module], idea: str) -> list[Path]:
    """The files that name an idea."""
    found = [path for path, tree in trees.items() if IDEAS[idea].is_named_in(tree)]
    assert found, f"no file names {idea}: what is it called now?"
    return found


def measure(checkout: Path) -> dict[str, int]:
    """All figures of one checkout, by what they count."""
    trees = parsed(checkout)
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, Function)]
    lengths = [length(function) for function in functions]
    complexities = [complexity(block) for tree in trees.values() for block in blocks(tree)]
    return {
        "files": len(trees),
        "files at the top of the package": sum(len(path.parts) == 1 for path in trees),
        "lines of the contract of layers": layers(checkout),
        "source lines": sum((checkout / PACKAGE / path).read_bytes().count(b"\n") for path in trees),
        "functions": len(functions),
        "lines of the median function": statistics.median_low(lengths),
        "lines of the longest function": max(lengths),
        "blocks of a complexity rated C or worse": sum(block >= C for block in complexities),
        "most parameters of a function": max(map(parameters, functions)),
    } | {f"files that {idea} touches": len(touched(trees, idea)) for idea in IDEAS}


def table(figures: dict[str, dict[str, int]]) -> str:
    """A Markdown table, one column for each checkout."""
    head = ["", *figures]
    rows = [[label, *(f"{measured[label]:,}" for measured in figures.values())] for label in next(iter(figures.values()))]
    lines = [head, ["---", *("--:" for _ in figures)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def listing(checkout: Path) -> str:
    """The files that each idea touches."""
    trees = parsed(checkout)
    found = {idea: [path.as_posix() for path in touched(trees, idea)] for idea in IDEAS}
    return "".join(f"\n{checkout}: {idea} touches {len(paths)}\n{' '.join(paths)}\n" for idea, paths in found.items())


def complex_blocks(checkout: Path) -> str:
    """The blocks rated C or worse, each with its complexity and its place, the worst first."""
    found = (
        (complexity(block), f"{path.as_posix()}:{block.lineno} {block.name}")
        for path, tree in parsed(checkout).items()
        for block in blocks(tree)
    )
    return "".join(f"{number} {place}\n" for number, place in sorted(found, key=lambda each: -each[0]) if number >= C)


def main() -> None:
    """Print the table of the checkouts that are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("checkouts", metavar="CHECKOUT", nargs="*", type=Path, default=[ROOT])
    parser.add_argument("--files", action="store_true", help="list the files that each idea touches")
    parser.add_argument("--complex", action="store_true", help="list the blocks of a complexity rated C or worse")
    asked = parser.parse_args()
    print(table({checkout.resolve().name: measure(checkout) for checkout in asked.checkouts}), end="")
    if asked.files:
        print("".join(map(listing, asked.checkouts)), end="")
    if asked.complex:
        print("\n" + "".join(map(complex_blocks, asked.checkouts)), end="")


if __name__ == "__main__":
    main()
