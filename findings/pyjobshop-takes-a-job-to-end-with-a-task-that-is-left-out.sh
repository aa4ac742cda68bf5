#!/usr/bin/env bash
# PyJobShop 0.0.9 with OR-Tools 9.15.6755: if a job has an optional task that is left out, the plan that is called optimal can be the
# worst one. Two courses need one teacher for 3 units each, between 4 and 10, and each should end at 10: a unit too early costs 5
# for the first course and 1 for the second. The best plan gives the first the later place, and costs 3. If the first course also
# has an optional task, the second gets the later place: `Result.objective` says 0, and `Result.best.objective` 15 for the same plan.
#
# You would expect a task that is left out to change nothing, and the two objectives to be equal. But the end of a job is the
# latest end of all its tasks, also of those that are left out, and the solver is free to choose when such a task ends: at 10 here.
#
# There are two plans, so the outcome hangs on no chance. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pyjobshop==0.0.9" "ortools==9.15.6755"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version

from pyjobshop import Model


def solved(with_optional: bool) -> tuple[str, int, int, list[tuple[int, int]]]:
    """The verdict, the objective that the solver gives, that of its plan, and when the two courses are."""
    model = Model()
    teacher = model.add_machine(name="teacher")
    for name, weight in (("first", 5), ("second", 1)):
        course = model.add_job(weight=weight, due_date=10, name=name)
        lessons = model.add_task(job=course, earliest_start=4, latest_end=10, name=name)
        model.add_mode(lessons, teacher, duration=3)
        if with_optional and name == "first":
            extra = model.add_task(job=course, latest_end=10, optional=True, name="extra lessons")
            model.add_mode(extra, model.add_machine(name="another teacher"), duration=1)
    model.set_objective(weight_total_earliness=1)
    result = model.solve(display=False, num_workers=1)
    times = [(task.start, task.end) for task in result.best.tasks if task.present]
    return result.status.value, int(result.objective), int(result.best.objective), times


print(f"PyJobShop {version('pyjobshop')}, OR-Tools {version('ortools')}")
as_seen = True
for with_optional, expected in (
    (False, ("Optimal", 3, 3, [(7, 10), (4, 7)])),
    (True, ("Optimal", 0, 15, [(4, 7), (7, 10)])),
):
    verdict, said, costs, times = solved(with_optional)
    what = "with an optional task" if with_optional else "without"
    print(f"{what}: {verdict}, objective {said}; the courses are at {times}, which costs {costs}")
    as_seen = as_seen and (verdict, said, costs, times) == expected
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
