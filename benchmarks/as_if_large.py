"""Lets the solvers treat small problems as they treat large ones.

Some parts of the solvers work only on large problems, or give up on them. Random cases are small, since brute force has to go
through them; so the limits come down to their size.
"""

from collections.abc import Mapping
from types import ModuleType

from mcplanner.problem import normal_form
from mcplanner.solvers import decide, minimise, narrowing, turns
from mcplanner.solvers.bounds import asked_once, lifted_demands, needs, selections, spares, written_out
from mcplanner.solvers.heuristics import greedy
from mcplanner.solvers.lp import dual_bounds, knapsack_cuts, relaxation
from mcplanner.solvers.packing import packing, start_sets, steps

LIMITS: Mapping[ModuleType, Mapping[str, int]] = {
    normal_form: {"MOST_OPENED": 3},
    decide: {"LARGE": 3, "MANY": 1, "MANY_WAITING": 3, "MOST_SETS_OF_WHOLES": 2},
    minimise: {"LARGE": 3, "MANY_STARTS": 2, "MANY_MOVED": 2},
    narrowing: {"LARGE": 3},
    turns: {"LARGE": 3, "SMALL_FOR_SUMS": 2},
    asked_once: {"MOST_COUNTED": 20, "MOST_SEVERAL": 2, "MOST_NAMED": 12},
    lifted_demands: {"MOST_CANDIDATES": 4},
    needs: {"MOST_SETS": 2},
    selections: {"MOST_TRIED": 10, "MOST_SELECTIONS": 2},
    spares: {"MANY": 0},
    written_out: {"MOST_STATES": 20, "MOST_NAMED": 12, "MOST_MODULES": 5, "MOST_SPOTS": 2},
    greedy: {"LONGEST_SEARCH": 20},
    dual_bounds: {"MOST_MONTHS_TO_COUNT": 2},
    knapsack_cuts: {"MOST_SETS": 3, "MOST_PARTS": 6},
    relaxation: {"MOST_WAYS": 10, "FEW": 0},
    packing: {"MOST_SETS": 2_000, "MOST_GONE": 50, "BLOCK": 3},
    start_sets: {"MANY": 2, "GROUP": 3},
    steps: {"PART": 2},
}
"""The limits by the module that reads them: low enough for the small cases to lie on both sides."""


def treat_all_as_large() -> None:
    """Bring the limits down, in this process and for good; AttributeError where one has another name by now."""
    for module, own in LIMITS.items():
        for name, value in own.items():
            getattr(module, name)
            setattr(module, name, value)
