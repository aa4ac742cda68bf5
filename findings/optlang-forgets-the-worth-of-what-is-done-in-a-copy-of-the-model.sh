#!/usr/bin/env bash
# optlang 1.9.1 with GLPK (swiglpk 5.0.13): a copy of a model loses the constant number of its objective. 12 credits are done, and
# each of two modules gives 4, of which there is room for one: the most is 16. A copy that is made by `copy.copy`, `copy.deepcopy`
# or `pickle` calls 4 optimal, and so does the model that is read from its own LP file (`to_lp`, `from_lp`). So who hands a model to
# another process, or keeps a copy to compare plans with, sees 12 credits fewer there, and no error.
#
# You would expect a copy to have the same objective. It has with `Model.clone`, and by JSON (`to_json`, `from_json`). `clone` with
# `use_lp=True` loses the number, too; it warns that names can change, and of nothing else. The cause: optlang keeps the number
# beside the problem that GLPK has (`_objective_offset`), and what is copied (`__getstate__`) is GLPK's own text of the problem.
#
# What is right is found by trying all. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "optlang==1.9.1" "swiglpk==5.0.13" "sympy==1.14.0"
cat > seen.py <<'PYTHON'
import copy
import pickle
import sys
import warnings
from importlib.metadata import version
from itertools import product

from optlang.glpk_interface import Constraint, Model, Objective, Variable

DONE, CREDITS, HOURS, ROOM = 12, (4, 4), (30, 40), 60


def of(numbers: tuple[int, ...], taken: tuple) -> object:
    return sum(number * module for number, module in zip(numbers, taken, strict=True))


def model() -> Model:
    taken = tuple(Variable(name, type="binary") for name in ("networks", "statistics"))
    made = Model()
    made.add(Constraint(of(HOURS, taken), ub=ROOM))
    made.objective = Objective(of(CREDITS, taken) + DONE, direction="max")
    return made


WAYS = {
    "the model itself": lambda made: made,
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda made: pickle.loads(pickle.dumps(made)),
    "LP file": lambda made: Model.from_lp(made.to_lp()),
    "clone with use_lp": lambda made: Model.clone(made, use_lp=True),
    "clone": Model.clone,
    "JSON": lambda made: Model.from_json(made.to_json()),
}
LOSE = {"copy.copy", "copy.deepcopy", "pickle", "LP file", "clone with use_lp"}

warnings.simplefilter("ignore")
most = max(DONE + of(CREDITS, taken) for taken in product((0, 1), repeat=2) if of(HOURS, taken) <= ROOM)
print(f"optlang {version('optlang')}, swiglpk {version('swiglpk')}: the most is {most}")
as_seen = most == 16
for name, way in WAYS.items():
    found = way(model())
    status = found.optimize()
    credits = round(found.objective.value)
    taken = sum(round(variable.primal) for variable in found.variables)
    print(f"{name}: {status}, {credits} credits, {taken} of 2 modules")
    as_seen = as_seen and (status, taken) == ("optimal", 1) and credits == (most - DONE if name in LOSE else most)
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
