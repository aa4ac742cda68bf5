"""Which of many half-made plans can be left out, since another one is as good."""

import numpy as np

from mcplanner.solvers.packing.candidate_sets import as_sets
from mcplanner.solvers.packing.partial_plans import PlanStates, distinct


def states(*plans: tuple[int, int, int, int, int]) -> PlanStates:
    """Plans by what each has started, what limits count of it, an end it remembers, what it is worth, and its sum of starts."""
    started, counted, ends, worth, starts = zip(*plans, strict=True)
    return PlanStates(
        started=as_sets(started, 1),
        running=np.zeros((1, len(plans)), np.uint16),
        counted=np.array([counted], np.int64),
        ends=np.array([ends], np.int64),
        worth=np.array(worth, np.int64),
        starts=np.array(starts, np.int64),
    )


def test_a_plan_is_left_out_where_another_is_as_good() -> None:
    first = (0b11, 3, 0, 5, 9)
    as_good_but = {
        "what it has started": (0b101, 3, 0, 5, 9),
        "an end to remember": (0b11, 3, 7, 5, 9),
        "less that limits count": (0b11, 2, 0, 6, 9),
    }
    worse = {
        "the same": (0b11, 3, 0, 5, 9),
        "more that limits count": (0b11, 4, 0, 5, 9),
        "worth more": (0b11, 3, 0, 6, 4),
        "more starts": (0b11, 3, 0, 5, 10),
        "worth more than what limits count less of": (0b11, 2, 0, 7, 0),
    }
    kept = distinct(states(first, *as_good_but.values(), *worse.values())).tolist()
    assert kept == [True] * (1 + len(as_good_but)) + [False] * len(worse)


def test_of_plans_that_no_limit_counts_the_best_stays() -> None:
    kept = distinct(states((1, 0, 0, 0, 7), (1, 0, 0, 0, 4), (2, 0, 0, 0, 9), (1, 0, 0, 0, 4)))
    assert kept.tolist() == [False, True, True, False]


def test_a_later_first_end_is_as_good() -> None:
    plans = states((1, 0, 5, 0, 7), (1, 0, 8, 0, 7), (1, 0, 9, 0, 8))
    assert distinct(plans).tolist() == [True, True, True]
    assert distinct(plans, first_ends=(0,)).tolist() == [False, True, True]
