#!/usr/bin/env bash
# pycsp3 2.6.1, which brings the solvers ACE 2.6 and Choco: a course may end in any week but two, and the plan that is called
# optimal ends in one of the two. The course has three parts of one to three weeks each, it takes five weeks at least, and weeks 5
# and 6 are holidays. The shortest course ends in week 7. With `Sum(weeks) not in {5, 6}`, both solvers say OPTIMUM for one that
# ends in week 5. Asked for each last week alone, ACE finds a plan for weeks 5 and 6 alone, and Choco for each week from 3 to 9.
#
# You would expect "not in" to be the opposite of "in", which is right with both. So is "not in" with the three weeks added by
# plus signs, and with two rules of the kind "not 5". The problem in XML that pycsp3 writes says "notin", as XCSP3 has it. The
# causes: for sums with few cases, ACE makes a table of those that are allowed, and asks only for "in" there, whatever the rule
# says (`sum` of its `Problem`); Choco seems to have no rule left.
#
# The shortest course is found by trying all. It needs python3 with pip, and java. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "pycsp3==2.6.1"
cat > seen.py <<'PYTHON'
import sys
from collections.abc import Callable
from importlib.metadata import version
from itertools import product

from pycsp3 import ACE, CHOCO, OPTIMUM, SAT, UNSAT, Sum, VarArray, bound, clear, minimize, satisfy, solve

LENGTHS, HOLIDAYS, LEAST = range(1, 4), (5, 6), 5
NOT_IN = ("Sum(weeks) not in {5, 6}", "Sum(weeks) not in range(5, 7)")
PLUS = "weeks[0] + weeks[1] + weeks[2] not in {5, 6}"
RULES: dict[str, Callable] = {
    NOT_IN[0]: lambda weeks: [Sum(weeks) not in {5, 6}],
    NOT_IN[1]: lambda weeks: [Sum(weeks) not in range(5, 7)],
    PLUS: lambda weeks: [weeks[0] + weeks[1] + weeks[2] not in {5, 6}],
    "Sum(weeks) != 5, Sum(weeks) != 6": lambda weeks: [Sum(weeks) != 5, Sum(weeks) != 6],
    "Sum(weeks) in {3, 4, 7, 8, 9}": lambda weeks: [Sum(weeks) in {3, 4, 7, 8, 9}],
}


def shortest(solver: object, rule: Callable) -> int:
    clear()
    weeks = VarArray(size=3, dom=LENGTHS)
    satisfy(rule(weeks), Sum(weeks) >= LEAST)
    minimize(Sum(weeks))
    assert solve(solver=solver) is OPTIMUM
    return bound()


def ends(solver: object, rule: Callable) -> list[int]:
    """The weeks in which a course can end, each asked for alone."""
    found = []
    for end in range(3, 10):
        clear()
        weeks = VarArray(size=3, dom=LENGTHS)
        satisfy(rule(weeks), Sum(weeks) == end)
        status = solve(solver=solver)
        assert status in (SAT, UNSAT)
        found += [end] if status is SAT else []
    return found


print(f"pycsp3 {version('pycsp3')}")
possible = sorted({sum(weeks) for weeks in product(LENGTHS, repeat=3)} - set(HOLIDAYS))
best = min(end for end in possible if end >= LEAST)
print(f"right, by trying all: the shortest ends in week {best}; a course can end in weeks {possible}")
as_seen = (best, possible) == (7, [3, 4, 7, 8, 9])
for name, solver, wrong in (("ACE", ACE, [5, 6]), ("Choco", CHOCO, [3, 4, 5, 6, 7, 8, 9])):
    for text, rule in RULES.items():
        found = shortest(solver, rule)
        print(f"{name}, {text}: the shortest ends in week {found}")
        as_seen = as_seen and found == (5 if text in NOT_IN else best)
    for text, weeks in ((NOT_IN[0], wrong), (PLUS, possible)):
        found = ends(solver, RULES[text])
        print(f"{name}, {text}: a course can end in weeks {found}")
        as_seen = as_seen and found == weeks
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
