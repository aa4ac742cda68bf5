#!/usr/bin/env bash
# CPMpy 1.1.1 with HiGHS 1.16.0, SCIP (PySCIPOpt 6.3.0) or Exact 2.2.1: "if the coach comes along, the moves are one round trip"
# keeps some moves from being made though no coach comes along. Four departments exchange their trainees, each sends its own to
# one other. With two swaps, 0 with 1 and 2 with 3, the cost is 0, and without a coach these are allowed. The three solvers call a
# plan of cost 2 optimal, or find none if the swaps are fixed. With OR-Tools 9.15.6755, and with a coach, all is right.
#
# You would expect `coach.implies(Circuit(to))` to say nothing where coach is False, as CPMpy itself says of the two swaps. The
# cause is how a circuit is written for these solvers: the places on the round trip (`order`) are constraints that hold always
# (`decompose_linear_positive` returns them as defining), and moves that go round without department 0 have no such places.
#
# The cheapest moves are counted by trying all. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "cpmpy==1.1.1" "ortools==9.15.6755" "highspy==1.16.0" \
  "pyscipopt==6.3.0" "exact==2.2.1"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version
from itertools import product

import cpmpy

DEPARTMENTS = range(4)
SWAPS = (1, 0, 3, 2)


def is_round_trip(moves: tuple[int, ...]) -> bool:
    visited, place = [], 0
    while place not in visited:
        visited.append(place)
        place = moves[place]
    return len(visited) == len(moves) and place == 0


def cost_of(moves: tuple[int, ...]) -> int:
    return sum(to != swapped for to, swapped in zip(moves, SWAPS, strict=True))


def cheapest(coach: bool) -> int:
    """The least cost of all moves that are allowed, found by trying all of them."""
    exchanges = (moves for moves in product(DEPARTMENTS, repeat=4) if len(set(moves)) == 4)
    allowed = (moves for moves in exchanges if all(to != own for own, to in enumerate(moves)))
    return min(cost_of(moves) for moves in allowed if not coach or is_round_trip(moves))


def solved(solver: str, coach: bool) -> tuple[str, int | None, bool]:
    """The verdict and the cost of the best moves; and whether the two swaps are possible."""
    to, comes_along = cpmpy.intvar(0, 3, shape=4, name="to"), cpmpy.boolvar(name="coach")
    model = cpmpy.Model(cpmpy.AllDifferent(to), [to[own] != own for own in DEPARTMENTS])
    model += comes_along.implies(cpmpy.Circuit(to))
    model += comes_along if coach else ~comes_along
    swaps = model.copy()
    swaps += [to[own] == swapped for own, swapped in enumerate(SWAPS)]
    model.minimize(cpmpy.sum([to[own] != swapped for own, swapped in enumerate(SWAPS)]))
    found = model.solve(solver=solver)
    return model.status().exitstatus.name, model.objective_value() if found else None, swaps.solve(solver=solver)


print(", ".join(f"{name} {version(name)}" for name in ("cpmpy", "ortools", "highspy", "pyscipopt", "exact")))
print(f"by trying all: without a coach {cheapest(False)}, with one {cheapest(True)}")
as_seen = (cheapest(False), cheapest(True)) == (0, 2)
for solver in ("ortools", "highs", "scip", "exact"):
    without, with_one = solved(solver, coach=False), solved(solver, coach=True)
    for words, (status, cost, swaps) in (("without a coach", without), ("with a coach", with_one)):
        print(f"{solver}, {words}: {status}, cost {cost}; the two swaps are {'' if swaps else 'not '}possible")
    right = ("OPTIMAL", 0, True)
    as_seen = as_seen and without == (right if solver == "ortools" else ("OPTIMAL", 2, False)) and with_one == ("OPTIMAL", 2, False)
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
