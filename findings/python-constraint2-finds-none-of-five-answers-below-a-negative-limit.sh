#!/usr/bin/env bash
# python-constraint2 2.9.0: a reserve of hours has to fall by 3 at least. It changes by -2 to 2 hours a week, for one to four weeks.
# The rule `change * weeks <= -3`, written as a text, has five answers, such as -2 hours for two weeks, and the library finds none.
# Of `change * weeks == -4` it finds none of two. The same rules as functions, and sums instead of products, are answered rightly.
#
# You would expect the same answers from a text and a function: the documentation recommends texts as faster and easier to read,
# and the example with a limit of -1 that its source gives is right. The cause: the text becomes a MaxProdConstraint or an
# ExactProdConstraint, whose `preProcess` drops each change above the limit (-2 is above -3), as if it had to get there in one week.
#
# What is right is found by trying all. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-constraint2==2.9.0"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from collections.abc import Callable
from importlib.metadata import version
from itertools import product

import constraint

CHANGES, WEEKS = [-2, -1, 0, 1, 2], [1, 2, 3, 4]
SOLVERS = (constraint.OptimizedBacktrackingSolver, constraint.BacktrackingSolver, constraint.RecursiveBacktrackingSolver)


def answers(solver: type, rule: str | Callable[[int, int], bool]) -> list[tuple[int, int]]:
    problem = constraint.Problem(solver())
    problem.addVariable("change", CHANGES)
    problem.addVariable("weeks", WEEKS)
    problem.addConstraint(*((rule,) if isinstance(rule, str) else (rule, ["change", "weeks"])))
    return sorted((answer["change"], answer["weeks"]) for answer in problem.getSolutions())


print(f"python-constraint2 {version('python-constraint2')}")
as_seen = True
for text, function, lost in (
    ("change * weeks <= 3", lambda change, weeks: change * weeks <= 3, 0),
    ("change * weeks <= -1", lambda change, weeks: change * weeks <= -1, 0),
    ("change * weeks <= -2", lambda change, weeks: change * weeks <= -2, 3),
    ("change * weeks <= -3", lambda change, weeks: change * weeks <= -3, 5),
    ("change * weeks == -4", lambda change, weeks: change * weeks == -4, 2),
    ("change + weeks <= -1", lambda change, weeks: change + weeks <= -1, 0),
):
    right = [pair for pair in product(CHANGES, WEEKS) if function(*pair)]
    for solver in SOLVERS:
        by_text, by_function = answers(solver, text), answers(solver, function)
        print(f"{text}, {solver.__name__}: {len(right)} answers; as a text {len(by_text)}, as a function {len(by_function)}")
        as_seen = as_seen and by_function == right and set(by_text) <= set(right) and len(right) - len(by_text) == lost
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
