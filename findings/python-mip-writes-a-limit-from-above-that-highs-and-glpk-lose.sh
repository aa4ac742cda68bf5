#!/usr/bin/env bash
# python-mip 2.0.0, which brings CBC: a number that has a limit from above and none from below loses its limit in an LP file.
# The hours of a term have to fall by 1 at least (a change of -1 or less), and the least fall is asked for. python-mip itself
# finds 1, and so it does if it reads its file again. HiGHS 1.16.0 and GLPK (swiglpk 5.0.13) read the same file, and find -10:
# ten hours more.
#
# You would expect a file that means what the model means to all of them. The cause: the file says "change <= -1" and then
# "change Free". By the LP format, free is a number without any limit, and HiGHS and GLPK take the last word. CBC, and SCIP
# (PySCIPOpt 6.3.0), keep the limit that came before. With "-1000 <= change <= -1" in the model, and in an MPS file, all of them
# find 1.
#
# The least fall is 1 by what is asked. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "mip==2.0.0" "cbcbox==2.935" "highspy==1.16.0" "swiglpk==5.0.13" \
  "pyscipopt==6.3.0"
cat > seen.py <<'PYTHON'
import sys
from importlib.metadata import version
from pathlib import Path

import highspy
import mip
import pyscipopt
import swiglpk


def solve(model: mip.Model) -> float:
    model.verbose = 0
    assert model.optimize() == mip.OptimizationStatus.OPTIMAL
    return model.objective_value


def write(path: str, lowest: float) -> float:
    model = mip.Model(solver_name=mip.CBC)
    change = model.add_var("change", lb=lowest, ub=-1)
    model += change <= 10, "most"
    model.objective = mip.minimize(-change)
    model.write(path)
    return solve(model)


def by_python_mip(path: str) -> float:
    model = mip.Model(solver_name=mip.CBC)
    model.verbose = 0
    model.read(path)
    return solve(model)


def by_highs(path: str) -> float:
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.readModel(path)
    model.run()
    return model.getInfo().objective_function_value


def by_glpk(path: str) -> float:
    swiglpk.glp_term_out(swiglpk.GLP_OFF)
    model = swiglpk.glp_create_prob()
    failed = (
        swiglpk.glp_read_lp(model, None, path)
        if path.endswith(".lp")
        else swiglpk.glp_read_mps(model, swiglpk.GLP_MPS_FILE, None, path)
    )
    assert not failed and not swiglpk.glp_simplex(model, None) and swiglpk.glp_get_status(model) == swiglpk.GLP_OPT
    return swiglpk.glp_get_obj_val(model)


def by_scip(path: str) -> float:
    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(path)
    model.optimize()
    return model.getObjVal()


READERS = {"python-mip": by_python_mip, "SCIP": by_scip, "HiGHS": by_highs, "GLPK": by_glpk}
print(f"python-mip {version('mip')}, highspy {version('highspy')}, swiglpk {version('swiglpk')}: the least fall is 1 hour")
as_seen = True
for what, path, lowest in (
    ("no limit from below", "open.lp", -mip.INF),
    ("-1000 or more", "closed.lp", -1000),
    ("no limit from below, MPS", "open.mps", -mip.INF),
):
    least = write(path, lowest)
    written = next(Path().glob(f"{path}*"))
    found = {name: round(reader(str(written)), 6) for name, reader in READERS.items()}
    print(f"{what}: the model {least:g}; its file by {', '.join(f'{name} {fall:g}' for name, fall in found.items())}")
    expected = [1, 1, -10, -10] if path == "open.lp" else [1] * 4
    as_seen = as_seen and round(least, 6) == 1 and list(found.values()) == expected
lines = [line.strip() for line in Path("open.lp").read_text().splitlines() if "change" in line]
print("its file says:", "; ".join(lines))
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
