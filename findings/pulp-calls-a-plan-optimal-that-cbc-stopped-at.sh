#!/usr/bin/env bash
# PuLP 3.3.2 with the CBC that it brings: where a limit stops CBC at some plan, PuLP's `status` says "Optimal", though CBC says
# "Stopped on node limit" and a cheaper plan is there; only `sol_status` says less ("Solution Found"). Where the limit stops CBC
# before it has any plan, `status` says "Not Solved", yet the objective has a value: that of the relaxation, which no plan has.
# You would expect the word for a proof only where there is one, and no cost without a plan.
#
# Twenty-five modules, each in one of ten months, at most 140 hours a month; each month has its price for each module, and the sum
# is to be least. Without a limit PuLP and CBC find the least sum. The script ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pulp==3.3.2"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from random import Random

import pulp

MODULES, MONTHS, HOURS_A_MONTH = range(25), range(10), 140


def solved(**limits: int) -> tuple[str, str, float, bool]:
    """PuLP's two words for how it ended, the value of the objective, and whether the months are a plan."""
    random = Random(3)
    hours = [random.randint(20, 80) for _ in MODULES]
    price = [[random.randint(100, 900) for _ in MONTHS] for _ in MODULES]
    plan = pulp.LpProblem("plan", pulp.LpMinimize)
    taken = {(own, month): pulp.LpVariable(f"x{own}_{month}", cat="Binary") for own in MODULES for month in MONTHS}
    for own in MODULES:
        plan += pulp.lpSum(taken[own, month] for month in MONTHS) == 1
    for month in MONTHS:
        plan += pulp.lpSum(hours[own] * taken[own, month] for own in MODULES) <= HOURS_A_MONTH
    plan += pulp.lpSum(price[own][month] * taken[own, month] for own in MODULES for month in MONTHS)
    plan.solve(pulp.PULP_CBC_CMD(msg=False, **limits))
    whole = all(abs(value - round(value)) < 1e-6 for value in (variable.value() for variable in taken.values()))
    return pulp.LpStatus[plan.status], pulp.LpSolution[plan.sol_status], round(pulp.value(plan.objective), 2), whole


proved, at_a_plan, before_any = solved(), solved(maxNodes=5), solved(maxNodes=1)
print(f"PuLP {pulp.__version__}: proved {proved}; five nodes {at_a_plan}; one node {before_any}")
same = (
    proved[:2] == ("Optimal", "Optimal Solution Found")
    and proved[3]
    and at_a_plan[:2] == ("Optimal", "Solution Found")
    and at_a_plan[3]
    and at_a_plan[2] > proved[2]
    and before_any[:2] == ("Not Solved", "No Solution Found")
    and not before_any[3]
    and before_any[2] < proved[2]
)
sys.exit(0 if same else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
