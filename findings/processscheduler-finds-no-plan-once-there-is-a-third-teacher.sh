#!/usr/bin/env bash
# ProcessScheduler 2.0.0 with Z3 4.12.5.0: two lessons have one teacher each, and not the same one. With two teachers to choose from
# there is a plan. With three or four it finds none, though the plans for two teachers are still plans. So who adds a teacher to
# make a plan possible is told that there is none.
#
# You would expect more teachers never to leave fewer plans; without `DistinctWorkers` they don't. The documentation shows the case
# of two teachers, where neither may be selected twice. The cause: for each teacher in both lists, the two selections have to be
# unequal (`!=`), which also rules out that neither lesson takes her. So three teachers would have to give two lessons.
#
# The ways to choose are counted by trying all. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "processscheduler==2.0.0" "z3-solver==4.12.5.0"
cat > "$folder/seen.py" <<'PYTHON'
import contextlib
import io
import sys
from importlib.metadata import version
from itertools import permutations

import processscheduler


def has_plan(teachers: int, distinct: bool) -> bool:
    """Whether ProcessScheduler finds a plan for two lessons of two hours in eight hours."""
    problem = processscheduler.SchedulingProblem(name=f"{teachers} teachers", horizon=8)
    staff = [processscheduler.Worker(name=f"teacher {number}") for number in range(teachers)]
    choices = []
    for number in range(2):
        lesson = processscheduler.FixedDurationTask(name=f"lesson {number}", duration=2)
        choices.append(processscheduler.SelectWorkers(list_of_workers=staff, nb_workers_to_select=1, kind="exact"))
        lesson.add_required_resource(choices[-1])
    if distinct:
        processscheduler.DistinctWorkers(select_workers_1=choices[0], select_workers_2=choices[1])
    with contextlib.redirect_stdout(io.StringIO()):
        return bool(processscheduler.SchedulingSolver(problem=problem).solve())


print(f"ProcessScheduler {version('processscheduler')}, Z3 {version('z3-solver')}")
as_seen = True
for teachers in (2, 3, 4):
    ways = len(list(permutations(range(teachers), 2)))
    distinct, alike = has_plan(teachers, distinct=True), has_plan(teachers, distinct=False)
    words = "a plan" if distinct else "no plan"
    print(f"{teachers} teachers: {ways} ways to choose two; found {words}, and without the rule {'a plan' if alike else 'no plan'}")
    as_seen = as_seen and ways >= 2 and alike and distinct == (teachers == 2)
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
