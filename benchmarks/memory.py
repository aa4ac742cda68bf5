"""The memory that `mcplan check` takes for files of the largest size it reads, in shapes that are hard on a reader.

Each file has as many values as are allowed, and a title that fills it up to the most bytes; one character of the title makes
Python take four bytes for each of the others. The peak of each process is printed; with one over 500 MB it ends with 1.

    python benchmarks/memory.py [SHAPE …]
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from mcplanner.files.paths import MOST_BYTES
from mcplanner.files.yaml_words import MAX_ITEMS, MAX_VALUES

MOST_MEGABYTES = 500

REST = 100
"""Values that stand in each file besides."""

HEAD = "as_of: 2026-11-01\nfields: [{id: f, title: F}]\nproviders: [{id: p, title: P}]\n"
MODULE = "{{id: m{}, title: t, field: f, provider: p, mode: online, hours: 9, months: 1{}}}"
KEYS = f"{{{','.join(f'k{number}' for number in range(999))}}}"


def _modules(items: str) -> str:
    return f"{HEAD}modules: [{items}]\n"


def _one_module(more: str) -> str:
    return _modules(MODULE.format(0, f", {more}"))


def _award(requires: str) -> str:
    return f"{_one_module('credits: 1')}awards: [{{id: a, title: A, kind: diploma, field: f, requires: [{requires}]}}]\n"


SHAPES: dict[str, Callable[[int], str]] = {
    "small scalars": lambda values: "a:\n" + "- a\n" * values,
    "flow list": lambda values: f"a: [{'1,' * values}]\n",
    "different words": lambda values: f"a: [{','.join(f'w{number}' for number in range(values))}]\n",
    "long string": lambda _: "",
    "empty lists": lambda values: f"a: [{'[],' * values}]\n",
    "deep lists": lambda values: f"a: [{('[' * 38 + ']' * 38 + ',') * (values // 38)}]\n",
    "deep mappings": lambda values: f"a: [{('{a: ' * 38 + '1' + '}' * 38 + ',') * (values // 39)}]\n",
    "all keys": lambda values: f"a: [{(KEYS + ',') * (values // 1000)}]\n",
    "modules that are none": lambda values: _modules("1," * values),
    "modules without keys": lambda values: _modules("{}," * values),
    "smallest modules": lambda values: _modules(",".join(MODULE.format(number, "") for number in range(values // 8))),
    "runs": lambda values: _one_module(f"runs: [{'{start: 2027-01},' * (values // 2)}]"),
    "wrong runs": lambda values: _one_module(f"runs: [{'{},' * values}]"),
    "skills": lambda values: _one_module(f"skills: [{','.join(f's{number}' for number in range(values))}]"),
    "wrong skills": lambda values: _one_module(f"skills: [{'1,' * values}]"),
    "requirement": lambda values: _award("m0," * values),
    "unknown names": lambda values: _award(",".join(f"x{number}" for number in range(values))),
}  # fmt: skip


OF_MAPPINGS = ("deep mappings", "all keys", "smallest modules")
"""Shapes that have as many values as are allowed; the others have as many in lists."""


def made(shape: str) -> str:
    """A file of the largest size that is read."""
    body = SHAPES[shape]((MAX_VALUES if shape in OF_MAPPINGS else MAX_ITEMS) - REST)
    title = "title: \U0001f600"
    return f"{title}{'x' * (MOST_BYTES - len(title.encode()) - len(body.encode()) - 1)}\n{body}"


def peak_megabytes(path: Path) -> int:
    """The most memory that `mcplan check` held at once, as the kernel counts it."""
    with subprocess.Popen(
        [sys.executable, "-m", "mcplanner", "check", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), f"{path} ended with {process.returncode}"
    return used.ru_maxrss // (1_000_000 if sys.platform == "darwin" else 1_000)


def main() -> None:
    most = 0
    for shape in sys.argv[1:] or SHAPES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.yaml"
            path.write_text(made(shape), encoding="utf-8")
            peak = peak_megabytes(path)
        print(f"{shape:24}{peak:5} MB", flush=True)
        most = max(most, peak)
    sys.exit(int(most > MOST_MEGABYTES))


if __name__ == "__main__":
    main()
