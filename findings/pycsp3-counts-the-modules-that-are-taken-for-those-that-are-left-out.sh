#!/usr/bin/env bash
# pycsp3 2.6.1, which brings the solvers ACE 2.6 and Choco: the sign for "not" makes no difference in a sum. Four modules are
# taken (1) or left out (0), and at least two have to be left out, which is written as `Sum(~module for module in modules) >= 2`.
# The most worth is 7, and both solvers call 10 optimal, with all four taken. Asked to leave out as few as they can, they leave
# out as many as they can. And "the last module is not left out", `~modules[3] == 0`, leaves it out, as `~modules[3] == 1` does.
#
# You would expect 1 for a module that is left out: the documentation calls ~ the logical not, and lets 0 and 1 stand for false
# and true in sums. So it is with plus signs for `Sum`, and with `1 - module` or `module == 0` for ~. The cause: ~ gives a
# variable of the same name with a mark (`negation`), and `Sum` writes the name alone. `==` sees the mark, but gives the marked
# variable back if it is compared with 0, which would be right for 1 only.
#
# The right answers are found by trying all. It needs python3 with pip, and java. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "pycsp3==2.6.1"
cat > seen.py <<'PYTHON'
import sys
from collections.abc import Callable
from importlib.metadata import version
from itertools import product

from pycsp3 import ACE, CHOCO, OPTIMUM, Sum, VarArray, bound, clear, maximize, minimize, satisfy, solve, values

WORTH, LEAST = (3, 2, 4, 1), 4
LEFT_OUT: dict[str, Callable] = {
    "Sum(~module)": lambda modules: Sum(~module for module in modules),
    "Sum(1 - module)": lambda modules: Sum(1 - module for module in modules),
    "Sum(module == 0)": lambda modules: Sum(module == 0 for module in modules),
    "~module + ~module ...": lambda modules: (~modules[0]) + (~modules[1]) + (~modules[2]) + (~modules[3]),
}
LAST: dict[str, Callable] = {
    "~last == 1": lambda modules: ~modules[3] == 1,
    "~last == 0": lambda modules: ~modules[3] == 0,
    "last == 0": lambda modules: modules[3] == 0,
    "last == 1": lambda modules: modules[3] == 1,
}


def most_worth(solver: object, rule: Callable) -> tuple[int, list[int]]:
    clear()
    modules = VarArray(size=4, dom={0, 1})
    satisfy(rule(modules))
    maximize(modules * list(WORTH))
    assert solve(solver=solver) is OPTIMUM
    return bound(), [int(value) for value in values(modules)]


def fewest_left_out(solver: object, left_out: Callable) -> int:
    """How many the plan leaves out that is called the one with the fewest, of those worth enough."""
    clear()
    modules = VarArray(size=4, dom={0, 1})
    satisfy(modules * list(WORTH) >= LEAST)
    minimize(left_out(modules))
    assert solve(solver=solver) is OPTIMUM
    return sum(int(value) == 0 for value in values(modules))


def worth(plan: tuple[int, ...]) -> int:
    return sum(taken * each for taken, each in zip(plan, WORTH, strict=True))


print(f"pycsp3 {version('pycsp3')}")
plans = list(product((0, 1), repeat=4))
most = max(worth(plan) for plan in plans if plan.count(0) >= 2)
fewest = min(plan.count(0) for plan in plans if worth(plan) >= LEAST)
print(f"right, by trying all: two left out, worth {most}; fewest left out {fewest}; the last one taken, worth {sum(WORTH)}")
as_seen = (most, fewest) == (7, 0)
for name, solver in (("ACE", ACE), ("Choco", CHOCO)):
    for text, left_out in LEFT_OUT.items():
        best, plan = most_worth(solver, lambda modules: left_out(modules) >= 2)
        found = fewest_left_out(solver, left_out)
        print(f"{name}, {text}: two left out, worth {best} by {plan}; fewest left out {found}")
        as_seen = as_seen and (best, plan.count(0), found) == ((10, 0, 3) if text == "Sum(~module)" else (most, 2, fewest))
    for text, rule in LAST.items():
        best, plan = most_worth(solver, rule)
        print(f"{name}, {text}: worth {best} by {plan}")
        as_seen = as_seen and (best, plan[3]) == ((10, 1) if text == "last == 1" else (9, 0))
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
