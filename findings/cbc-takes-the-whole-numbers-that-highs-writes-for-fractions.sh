#!/usr/bin/env bash
# highspy 1.16.0 writes an LP file that CBC reads as another problem: each whole number is a fraction in it. Lectures and labs
# are counted in whole numbers, and an exam is taken or not. HiGHS, which wrote the file, and SCIP (PySCIPOpt 6.3.0) find a
# worth of 20. CBC, both that of PuLP 3.3.2 and that of python-mip 2.0.0, calls a plan of 21 with one and a half labs optimal,
# and exits with 0.
#
# You would expect the same problem, as both speak of the LP format of CPLEX. The cause: HiGHS heads its lists with the short
# words "gen" and "bin", which the format allows. CBC knows only the long ones, such as "generals". It goes on reading limits of
# variables, takes the short words and all names below them for variables, and says no more than that "gen" and "bin" are not
# used in the problem. With the long words in the same file, and with the MPS file that HiGHS writes, CBC finds 20 as well.
#
# The most worth is found by trying all. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "highspy==1.16.0" "pyscipopt==6.3.0" "pulp==3.3.2" "mip==2.0.0" \
  "cbcbox==2.935"
cat > seen.py <<'PYTHON'
import re
import subprocess
import sys
from importlib.metadata import version
from itertools import product
from pathlib import Path

import highspy
import mip
import pulp
import pyscipopt

WORTH = {"lectures": 5, "labs": 4, "exam": 1}
RULES = (({"lectures": 6, "labs": 4, "exam": 3}, 24), ({"lectures": 1, "labs": 2}, 6))


def write() -> None:
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    counted = {name: model.addIntegral(0, highspy.kHighsInf, name=name) for name in ("lectures", "labs")}
    counted["exam"] = model.addBinary(name="exam")
    for rule, limit in RULES:
        model.addConstr(sum(hours * counted[name] for name, hours in rule.items()) <= limit)
    model.maximize(sum(worth * counted[name] for name, worth in WORTH.items()))
    model.writeModel("problem.lp")
    model.writeModel("problem.mps")
    text = Path("problem.lp").read_text()
    for short, long in (("gen", "generals"), ("bin", "binaries")):
        text = re.sub(f"(?m)^{short}$", long, text)
    Path("long.lp").write_text(text)


def by_highs(path: str) -> float:
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.readModel(path)
    model.run()
    return model.getInfo().objective_function_value


def by_scip(path: str) -> float:
    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(path)
    model.optimize()
    return model.getObjVal()


def by_cbc_of_pulp(path: str) -> float:
    command = [pulp.PULP_CBC_CMD().path, path, "-max", "-solve", "-solution", "found.txt"]
    subprocess.run(command, check=True, capture_output=True)
    status, *lines = Path("found.txt").read_text().splitlines()
    assert status.startswith("Optimal"), status
    found = {line.split()[1]: float(line.split()[2]) for line in lines}
    return sum(worth * found.get(name, 0) for name, worth in WORTH.items())


def by_cbc_of_python_mip(path: str) -> float:
    model = mip.Model(solver_name=mip.CBC)
    model.verbose = 0
    model.read(path)
    model.sense = mip.MAXIMIZE
    assert model.optimize() == mip.OptimizationStatus.OPTIMAL
    return sum(worth * model.var_by_name(name).x for name, worth in WORTH.items())


plans = (dict(zip(WORTH, counts)) for counts in product(range(7), range(7), range(2)))
allowed = (plan for plan in plans if all(sum(hours * plan[name] for name, hours in rule.items()) <= limit for rule, limit in RULES))
right = max(sum(worth * plan[name] for name, worth in WORTH.items()) for plan in allowed)
write()
print(f"highspy {version('highspy')}, PuLP {version('pulp')}, python-mip {version('mip')}: the most worth is {right}")
as_seen = True
for path in ("problem.lp", "long.lp", "problem.mps"):
    readers = {"HiGHS": by_highs, "SCIP": by_scip, "CBC of PuLP": by_cbc_of_pulp, "CBC of python-mip": by_cbc_of_python_mip}
    found = {name: round(reader(path), 6) for name, reader in readers.items()}
    print(f"{path}: {', '.join(f'{name} {worth:g}' for name, worth in found.items())}")
    expected = [right, right, 21, 21] if path == "problem.lp" else [right] * 4
    as_seen = as_seen and list(found.values()) == expected
sys.exit(0 if as_seen and right == 20 else 1)
PYTHON
environment/bin/python seen.py 2> errors.txt || { cat errors.txt; exit 1; }
