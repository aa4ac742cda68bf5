#!/usr/bin/env bash
# pyomo-cp 0.2.0 (Pyomo 6.10.1, OR-Tools 9.15.6755): two courses begin in the first term (weeks 0 to 4) or in the second (6 to 10),
# as alternatives of `pyomo.gdp`. The rules "at most one in the first term", "if one is in the first, the other is in the second"
# and "the first course is not in the first term" make no difference: each time, both begin in week 0, and that is called optimal.
#
# You would expect what Pyomo itself makes of the same models: with its transformations `gdp.bigm` or `gdp.hull` and HiGHS 1.16.0,
# the sum of the weeks is 6. The package says that it solves such alternatives and logical rules, and doesn't exclude the two
# together. The cause: `_walk` makes a new variable for each alternative, `_get_bool` another for its `indicator_var`, and nothing
# links the two.
#
# The least sum is also found by trying all weeks. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pyomo-cp==0.2.0" "pyomo==6.10.1" "ortools==9.15.6755" \
  "highspy==1.16.0"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from collections.abc import Callable
from importlib.metadata import version
from itertools import product

import pyomo.environ as pyomo
import pyomo_cp  # noqa: F401
from pyomo.gdp import Disjunct, Disjunction

WEEKS = (*range(5), *range(6, 11))


def alternatives(rule: str) -> pyomo.ConcreteModel:
    model = pyomo.ConcreteModel()
    model.begin = pyomo.Var([1, 2], domain=pyomo.Integers, bounds=(0, 10))
    model.early, model.late = Disjunct([1, 2]), Disjunct([1, 2])
    for course in (1, 2):
        model.early[course].weeks = pyomo.Constraint(expr=model.begin[course] <= 4)
        model.late[course].weeks = pyomo.Constraint(expr=model.begin[course] >= 6)
    model.terms = Disjunction([1, 2], rule=lambda model, course: [model.early[course], model.late[course]])
    first, second = (model.early[course].indicator_var for course in (1, 2))
    if rule == "at most one early":
        model.rule = pyomo.LogicalConstraint(expr=pyomo.atmost(1, first, second))
    elif rule == "if the first is early, the second is late":
        model.rule = pyomo.LogicalConstraint(expr=first.implies(model.late[2].indicator_var))
    elif rule == "the first is not early":
        first.fix(False)
    model.sum = pyomo.Objective(expr=model.begin[1] + model.begin[2])
    return model


def solved(rule: str, transformation: str | None) -> tuple[str, int]:
    model = alternatives(rule)
    if transformation:
        pyomo.TransformationFactory(transformation).apply_to(model)
    result = pyomo.SolverFactory("appsi_highs" if transformation else "cpsat").solve(model)
    return str(result.solver.termination_condition), round(pyomo.value(model.sum))


RULES: dict[str, Callable[[int, int], bool]] = {
    "no rule": lambda first, second: True,
    "at most one early": lambda first, second: first > 4 or second > 4,
    "if the first is early, the second is late": lambda first, second: first > 4 or second >= 6,
    "the first is not early": lambda first, second: first > 4,
}
print(", ".join(f"{name} {version(name)}" for name in ("pyomo-cp", "pyomo", "ortools", "highspy")))
as_seen = True
for rule, allowed in RULES.items():
    least = min(sum(weeks) for weeks in product(WEEKS, repeat=2) if allowed(*weeks))
    by_cp, *by_highs = (solved(rule, transformation) for transformation in (None, "gdp.bigm", "gdp.hull"))
    print(f"{rule}: the least sum is {least}; pyomo-cp {by_cp}, with HiGHS {by_highs}")
    as_seen = as_seen and least == (0 if rule == "no rule" else 6)
    as_seen = as_seen and by_cp == ("optimal", 0) and by_highs == [("optimal", least)] * 2
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
