#!/usr/bin/env bash
# pychoco 0.4.0, which runs the Choco solver: if a table of forbidden combinations has the same row twice, Choco forbids more than
# the row says. Two modules may not be taken together, and the table has this once: three choices are left, as it should be. The
# table has it twice, as it would if each module names the other: one choice is left, and that is to take neither. The best plan
# is then worth 0 instead of 3. With three or four values for each, too, it takes away a combination that nobody forbade.
#
# You would expect a set of forbidden combinations, in which a row that comes again changes nothing. The documentation asks for a
# list of forbidden tuples, and says nothing of rows that are alike.
#
# The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pychoco==0.4.0"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version
from itertools import product

from pychoco.model import Model


def choices(rows: list[list[int]], values: int) -> list[tuple[int, ...]]:
    model = Model()
    taken = [model.intvar(0, values - 1, name) for name in ("first", "second")]
    model.table(taken, rows, feasible=False).post()
    solver, found = model.get_solver(), []
    while solver.solve():
        found.append(tuple(variable.get_value() for variable in taken))
    return sorted(found)


def best(rows: list[list[int]]) -> int:
    model = Model()
    taken = [model.intvar(0, 1, name) for name in ("first", "second")]
    worth = model.intvar(0, 5, "worth")
    model.table(taken, rows, feasible=False).post()
    model.scalar(taken, [3, 2], "=", worth).post()
    return model.get_solver().find_optimal_solution(worth, True).get_int_val(worth)


print(f"pychoco {version('pychoco')}")
as_seen = True
for row, values, lost in (([1, 1], 2, [(0, 1), (1, 0)]), ([0, 2], 3, [(0, 1)]), ([3, 0], 4, [(2, 0)])):
    right = [choice for choice in product(range(values), repeat=2) if list(choice) != row]
    once, twice = choices([row], values), choices([row, row], values)
    missing = [choice for choice in right if choice not in twice]
    print(f"{values} values, {row} is forbidden: once, {len(once)} choices are left; twice, {len(twice)}, without {missing}")
    as_seen = as_seen and once == right and missing == lost and set(twice) <= set(right)
worths = best([[1, 1]]), best([[1, 1], [1, 1]])
print(f"the most worth, with [1, 1] forbidden once: {worths[0]}; twice: {worths[1]}")
sys.exit(0 if as_seen and worths == (3, 0) else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
