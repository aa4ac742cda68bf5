#!/usr/bin/env bash
# CPMpy 1.1.1 with OR-Tools 9.15.6755 or Z3 5.4.1.0: "never two heavy months in a row", written as a pattern that must not occur
# (`~Regular`), is ignored if the three states of the pattern are numbered 1, 2 and 3. The plan that is called optimal has five
# heavy months on end, where three of five is the most, and CPMpy itself says of it that the pattern occurs. A bonus that is paid
# if and only if two months in a row are free is never paid. With the states 0, 1 and 2, with letters, or with Choco, all is right.
#
# You would expect names of states to change nothing; the documentation lets them be any integers. The cause: if a pattern is not
# simply asked for, but forbidden or tied to a condition, `Regular.decompose` adds a state in which all dead ends meet, and calls it
# by the number of states. That is 3, the name of the last state, so the plans to look for are taken to be those with a dead end.
#
# The right answers are found by trying all. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "cpmpy==1.1.1" "ortools==9.15.6755" "z3-solver==5.4.1.0" \
  "pychoco==0.4.0"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version
from itertools import product

import cpmpy

WORTH, BONUS = (3, 2, 4, 2, 3), 6


def twice(months: tuple[int, ...], sought: int) -> bool:
    return any(pair == (sought, sought) for pair in zip(months, months[1:]))


def pattern(months: object, sought: int, states: tuple[int | str, ...]) -> cpmpy.Regular:
    """`sought` comes twice in a row; the states are "nothing yet", "came last" and "came twice in a row"."""
    nothing, once, done = states
    other = 1 - sought
    moves = [(nothing, other, nothing), (nothing, sought, once), (once, other, nothing), (once, sought, done)]
    return cpmpy.Regular(months, [*moves, (done, 0, done), (done, 1, done)], nothing, [done])


def most_heavy(solver: str, states: tuple[int | str, ...]) -> tuple[str, int, bool]:
    """The most heavy months if never two come in a row, and whether CPMpy says of its plan that the pattern occurs."""
    heavy = cpmpy.intvar(0, 1, shape=5, name="heavy")
    in_a_row = pattern(heavy, 1, states)
    model = cpmpy.Model(~in_a_row, maximize=cpmpy.sum(heavy))
    model.solve(solver=solver)
    return model.status().exitstatus.name, model.objective_value(), in_a_row.value()


def most_worth(solver: str, states: tuple[int | str, ...]) -> tuple[str, int]:
    """The most that the busy months are worth, with a bonus if and only if two months in a row are free."""
    busy, bonus = cpmpy.intvar(0, 1, shape=5, name="busy"), cpmpy.boolvar(name="bonus")
    worth = cpmpy.sum(WORTH * busy) + BONUS * bonus
    model = cpmpy.Model(bonus == pattern(busy, 0, states), maximize=worth)
    model.solve(solver=solver)
    return model.status().exitstatus.name, model.objective_value()


plans = list(product((0, 1), repeat=5))
heavy = max(sum(plan) for plan in plans if not twice(plan, 1))
worth = max(sum(map(int.__mul__, WORTH, plan)) + BONUS * twice(plan, 0) for plan in plans)
print(", ".join(f"{name} {version(name)}" for name in ("cpmpy", "ortools", "z3-solver", "pychoco")))
print(f"by trying all: at most {heavy} heavy months, worth at most {worth}")
as_seen = (heavy, worth) == (3, 15)
for solver, states in product(("ortools", "z3", "choco"), (("a", "b", "c"), (0, 1, 2), (1, 2, 3))):
    most, best = most_heavy(solver, states), most_worth(solver, states)
    said = "occurs" if most[2] else "does not occur"
    print(f"{solver}, states {states}: {most[0]}, {most[1]} heavy months, the pattern {said}; {best[0]}, worth {best[1]}")
    wrong = solver != "choco" and states == (1, 2, 3)
    as_seen = as_seen and most == (("OPTIMAL", 5, True) if wrong else ("OPTIMAL", heavy, False))
    as_seen = as_seen and best == ("OPTIMAL", 14 if wrong else worth)
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
