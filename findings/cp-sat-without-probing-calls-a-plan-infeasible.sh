#!/usr/bin/env bash
# OR-Tools 9.15.6755, CP-SAT: with probing switched off (cp_model_probing_level: 0), CP-SAT says that a feasible model of
# optional intervals under one cumulative constraint is INFEASIBLE. With the defaults it says OPTIMAL. You would expect a
# setting of presolve to change how long a proof takes, but never the verdict.
#
# There are seven tasks, one at a time. Each has a few possible starts, and some have a choice of lengths. This schedule works,
# as the script checks for itself: w 1-2, d 3-5, f 5-8, c 8-11, b 11-12, e 12-14, a 14-16. If the start of d or b is fixed to
# its value in this schedule, the same setting says OPTIMAL. The script ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ortools==9.15.6755"
cat > "$folder/seen.py" <<'PYTHON'
import sys

import ortools
from ortools.sat.python import cp_model

TASKS = {  # lengths, starts
    "a": ((2, 3), (13, 14)),
    "b": ((1, 2, 3, 4), (6, 11)),
    "c": ((3,), (8,)),
    "d": ((2, 3, 4, 5), (3, 12)),
    "e": ((2, 3), (11, 12)),
    "f": ((3,), (5,)),
    "w": ((1,), (1, 2, 3)),
}
PLAN = {"w": (1, 1), "d": (3, 2), "f": (5, 3), "c": (8, 3), "b": (11, 1), "e": (12, 2), "a": (14, 2)}


def verdict(probing: int | None, fixed: str | None = None) -> str:
    model = cp_model.CpModel()
    present, intervals, offsets = [], [], []
    for name, (lengths, starts) in TASKS.items():
        taken = model.new_bool_var(name)
        start = model.new_int_var_from_domain(cp_model.Domain.from_values(starts), f"start of {name}")
        present.append(taken)
        literals = [taken] if len(lengths) == 1 else [model.new_bool_var(f"{name} for {length}") for length in lengths]
        if len(lengths) > 1:
            model.add(sum(literals) == taken)
        if name == "e":
            end = model.new_int_var(0, 16, "end of e")
            for length, literal in zip(lengths, literals):
                model.add(end - start == length).only_enforce_if(literal)
        for length, literal in zip(lengths, literals):
            intervals.append(model.new_optional_fixed_size_interval_var(start, length, literal, f"{name} {length}"))
        offsets.append(model.new_int_var(0, 16, f"offset of {name}"))
        if name == fixed:
            model.add(start == PLAN[name][0])
    wanted = model.new_bool_var("wanted")
    model.add(sum(present) == len(TASKS)).only_enforce_if(wanted)
    model.add(wanted == 1)
    model.add_cumulative(intervals, [1] * len(intervals), 1)
    model.minimize(sum(offsets))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if probing is not None:
        solver.parameters.cp_model_probing_level = probing
    return solver.status_name(solver.solve(model))


moments = [moment for start, length in PLAN.values() for moment in range(start, start + length)]
assert len(moments) == len(set(moments)), "the plan takes one at a time"
assert all(start in TASKS[name][1] and length in TASKS[name][0] for name, (start, length) in PLAN.items())
seen = {
    "defaults": verdict(None),
    "cp_model_probing_level 0": verdict(0),
    **{f"cp_model_probing_level 0, {name} fixed": verdict(0, name) for name in "db"},
}
print(f"OR-Tools {ortools.__version__}")
for what, answer in seen.items():
    print(f"{what}: {answer}")
sys.exit(list(seen.values()) != ["OPTIMAL", "INFEASIBLE", "OPTIMAL", "OPTIMAL"])
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
