#!/usr/bin/env bash
# PySCIPOpt 6.3.0, which brings SCIP 10.0.2: "at most so many are not 0" (`addConsCardinality`) is broken by one plan, and keeps
# another from being found. Of two courses, the evening one may get an hour more and the weekend one an hour less, and at most one
# may change: SCIP calls a plan optimal in which both change. Of a language course in up to three parts, and three modules that are
# taken or not, at most two may be taken: SCIP calls a worth of 6 optimal, where three parts and one module are worth 11.
#
# You would expect what the name says, as the documentation has it: the number of variables that are not 0 is limited. Without
# presolve, all is right for the first rule, and so it is with hours that need not be whole, or with a set of which one at most is
# not 0 (`addConsSOS1`). The second rule is right without presolve, too, or if each variable is given an indicator of its own.
#
# The cause of the first: presolve turns the hour less, -1 or 0, into a variable that is 0 or 1. Once that one is 0, which is -1 for
# the course, `presolRoundCardinality` takes the course off the list, as if it were 0. The second seems to come from the modules
# that are their own indicators, as they are 0 or 1: it needs some of these beside a variable that can be more.
#
# What is right is found by trying all. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "pyscipopt==6.3.0"
cat > seen.py <<'PYTHON'
import sys
from importlib.metadata import version
from itertools import product

from pyscipopt import Model

Rule = tuple[list[tuple[int, int]], list[int], int]  # the values of each variable, its worth, and how many may be other than 0
HOURS: Rule = ([(0, 1), (-1, 0)], [1, -1], 1)
MODULES: Rule = ([(0, 3), (0, 1), (0, 1), (0, 1)], [2, 3, 4, 5], 2)


def worth(numbers: list[int], plan: tuple) -> object:
    return sum(number * value for number, value in zip(numbers, plan, strict=True))


def most(rule: Rule) -> int:
    values, numbers, limit = rule
    plans = product(*(range(low, high + 1) for low, high in values))
    return max(worth(numbers, plan) for plan in plans if sum(value != 0 for value in plan) <= limit)


def found(rule: Rule, *, kind: str = "I", presolve: bool = True, indicators: bool = False, sos: bool = False) -> tuple:
    values, numbers, limit = rule
    model = Model()
    model.hideOutput()
    plan = [model.addVar(vtype=kind, lb=low, ub=high) for low, high in values]
    if sos:
        model.addConsSOS1(plan, list(range(1, len(plan) + 1)))
    else:
        own = [model.addVar(vtype="B") for _ in plan] if indicators else None
        model.addConsCardinality(plan, limit, indvars=own)
    if not presolve:
        model.setParam("presolving/maxrounds", 0)
    model.setObjective(worth(numbers, tuple(plan)), "maximize")
    model.optimize()
    return model.getStatus(), round(model.getObjVal(), 6), [round(model.getVal(variable), 6) for variable in plan]


scip = Model()
numbers = (scip.getMajorVersion(), scip.getMinorVersion(), scip.getTechVersion())
print(f"PySCIPOpt {version('pyscipopt')}, SCIP {'.'.join(map(str, numbers))}")
as_seen = numbers == (10, 0, 2)
for name, rule, right, wrong, others in (
    ("at most one of two courses changes", HOURS, 1, 2, {"real hours": {"kind": "C"}, "SOS1": {"sos": True}}),
    ("at most two of four are taken", MODULES, 11, 6, {"own indicators": {"indicators": True}}),
):
    status, value, plan = found(rule)
    print(f"{name}: the most is {most(rule)}; SCIP: {status}, {value:g} with {', '.join(f'{number:g}' for number in plan)}")
    as_seen = as_seen and (most(rule), status, value) == (right, "optimal", wrong)
    for other, how in {"without presolve": {"presolve": False}, **others}.items():
        status, value, _ = found(rule, **how)
        print(f"  {other}: {status}, {value:g}")
        as_seen = as_seen and (status, value) == ("optimal", right)
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
