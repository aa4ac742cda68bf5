#!/usr/bin/env bash
# ProcessScheduler 2.0.0 with Z3 4.12.5.0: two rules about a part of the time are not what they say. "At most one of three exams
# from hour 0 to 6" (`ScheduleNTasksInTimeIntervals`, kind "max" or "exact") lets all three be there. "At most 100 hours of work
# from 4 to 6" (`WorkLoad`) finds no plan if a task runs from 2 to 8, though no more than two hours can be in there.
#
# You would expect limits to be kept, and to forbid nothing else; the documentation names no exceptions. The causes: an exam that
# is counted has to lie in the time, but one that lies there need not be counted. And a task that begins before the time and ends
# after it is taken for three cases at once, two of which count hours outside as well, so that their numbers contradict each other.
#
# What is right is counted by hour. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "processscheduler==2.0.0" "z3-solver==4.12.5.0"
cat > "$folder/seen.py" <<'PYTHON'
import contextlib
import io
import operator
import sys
from importlib.metadata import version

import processscheduler

KINDS = {"max": operator.le, "exact": operator.eq, "min": operator.ge}


def has_plan(problem: processscheduler.SchedulingProblem) -> bool:
    with contextlib.redirect_stdout(io.StringIO()):
        return bool(processscheduler.SchedulingSolver(problem=problem).solve())


def exams(kind: str, number: int) -> tuple[bool, bool]:
    """Whether three exams in the hours 0 to 6 are allowed by a rule on how many are there; and whether a plan is found."""
    problem = processscheduler.SchedulingProblem(name="exams", horizon=12)
    three = [processscheduler.FixedDurationTask(name=f"exam {own}", duration=2) for own in range(3)]
    for exam in three:
        processscheduler.TaskEndBefore(task=exam, value=6)
    processscheduler.ScheduleNTasksInTimeIntervals(
        list_of_tasks=three, nb_tasks_to_schedule=number, list_of_time_intervals=[(0, 6)], kind=kind
    )
    return KINDS[kind](3, number), has_plan(problem)


def work(start: int, end: int, most: int) -> tuple[bool, bool]:
    """Whether work from `start` to `end` is allowed by a limit for the hours 4 to 6; and whether a plan is found."""
    problem = processscheduler.SchedulingProblem(name="work", horizon=12)
    worker = processscheduler.Worker(name="worker")
    task = processscheduler.FixedDurationTask(name="task", duration=end - start)
    task.add_required_resource(worker)
    processscheduler.TaskStartAt(task=task, value=start)
    processscheduler.WorkLoad(resource=worker, dict_time_intervals_and_bound={(4, 6): most}, kind="max")
    return len(set(range(start, end)) & {4, 5}) <= most, has_plan(problem)


print(f"ProcessScheduler {version('processscheduler')}, Z3 {version('z3-solver')}")
as_seen = True
for what, (right, found), expected in (
    ("three exams, at most 3", exams("max", 3), (True, True)),
    ("three exams, at most 1", exams("max", 1), (False, True)),
    ("three exams, exactly 1", exams("exact", 1), (False, True)),
    ("three exams, at least 4", exams("min", 4), (False, False)),
    ("work from 2 to 5, at most 1 hour", work(2, 5, 1), (True, True)),
    ("work from 2 to 6, at most 2 hours", work(2, 6, 2), (True, True)),
    ("work from 2 to 6, at most 1 hour", work(2, 6, 1), (False, False)),
    ("work from 4 to 8, at most 2 hours", work(4, 8, 2), (True, True)),
    ("work from 2 to 8, at most 2 hours", work(2, 8, 2), (True, False)),
    ("work from 2 to 8, at most 100 hours", work(2, 8, 100), (True, False)),
):
    print(f"{what}: {'a plan' if found else 'no plan'}{'' if found == right else ', which is wrong'}")
    as_seen = as_seen and (right, found) == expected
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
