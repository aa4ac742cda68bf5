"""Every set of starts in a month: just those that fit, leave enough, and have with each start what comes before it."""

from collections.abc import Sequence
from itertools import combinations
from random import Random
from unittest import mock

import numpy as np
import pytest

from mcplanner.solvers.packing import start_sets
from mcplanner.solvers.packing.candidate_sets import as_sets, bits_of
from mcplanner.solvers.packing.month_starts import in_order
from mcplanner.solvers.packing.partial_plans import Plans
from mcplanner.solvers.packing.start_sets import Room, Starts

MONTH = 7
ENOUGH = 1_000_000


def starts_of(loads: list[int], gains: list[int], firsts: list[int], apart: Sequence[tuple[int, int]] = ()) -> Starts:
    """One start for each load, that of candidate 0 first."""
    count = len(loads)
    never = [1 << index for index in range(count)]
    for one, other in apart:
        never[one] |= 1 << other
        never[other] |= 1 << one
    by_hour = [max(0, -(-gain // load)) for load, gain in zip(loads, gains, strict=True)]
    return Starts(
        candidates=np.arange(count),
        months=np.full(count, MONTH),
        ends=np.full(count, MONTH + 1),
        sooner=np.zeros(count, bool),
        bits=as_sets([1 << index for index in range(count)], 1),
        firsts=as_sets(firsts, 1),
        in_progress=np.arange(1, count + 1).astype(np.uint16),
        loads=np.array(loads, np.int64),
        costs=np.array([loads], np.int64),
        gains=np.array(gains, np.int64),
        by_hour=np.array(by_hour, np.int64),
        apart=as_sets(never, 1),
        cents=np.zeros(count, np.int64),
        worth=np.zeros(count, np.int64),
        counted=np.zeros((1, count), np.int64),
        others=(),
    )


def plans_of(started: list[int], unused: list[int], side_by_side: int) -> Plans:
    count = len(started)
    return Plans(
        started=as_sets(started, 1),
        running=np.zeros((side_by_side, count), np.uint16),
        starts=np.zeros(count, np.int64),
        balances=np.zeros((1, count), np.int64),
        spare=np.zeros(count, np.int64),
        ended=as_sets([0] * count, 1),
        worth=np.zeros(count, np.int64),
        counted=np.zeros((1, count), np.int64),
        ends=np.zeros((0, count), np.int64),
        unused=np.array(unused, np.int64),
        before=np.arange(count),
    )


@pytest.mark.parametrize("many", [0, 10, 1_000], ids=["always asked", "asked at times", "never asked"])
def test_just_the_sets_that_are_wanted_are_made(many: int) -> None:
    random = Random(many)
    left_out = 0
    for _ in range(150):
        count = random.randint(1, 7)
        kinds = [(random.randint(1, 6), random.randint(-4, 12)) for _ in range(count)]
        kinds.sort(key=lambda kind: -max(0, -(-kind[1] // kind[0])))
        loads, gains = [load for load, _ in kinds], [gain for _, gain in kinds]
        firsts = [random.choice((0, 0, 0, *(1 << before for before in range(index)))) for index in range(count)]
        pairs = list(combinations(range(count), 2))
        apart = random.sample(pairs, min(len(pairs), random.randint(0, 2)))
        started = [random.getrandbits(count) & 0b1010101 for _ in range(random.randint(1, 4))]
        unused = [random.randint(0, 14) for _ in started]
        room = Room(np.array([random.randint(0, 4) for _ in started]), np.array([random.randint(-25, 1) for _ in started]))
        may = np.array([[not own >> index & 1 and random.random() < 0.9 for index in range(count)] for own in started])
        expected = []
        for plan, own in enumerate(started):
            possible = [index for index in range(count) if may[plan, index]]
            for size in range(len(possible) + 1):
                for chosen in combinations(possible, size):
                    with_it = own | sum(1 << index for index in chosen)
                    good = (
                        sum(loads[index] for index in chosen) <= unused[plan]
                        and size <= room.places[plan]
                        and not any(pair in apart for pair in combinations(chosen, 2))
                        and all(with_it & firsts[index] == firsts[index] for index in chosen)
                    )
                    enough = room.left[plan] + sum(gains[index] for index in chosen) >= 0
                    left_out += good and not enough
                    if good and enough:
                        expected.append((plan, with_it, unused[plan] - sum(loads[index] for index in chosen)))
        starts = starts_of(loads, gains, firsts, apart)
        with mock.patch.object(start_sets, "MANY", many), mock.patch.object(start_sets, "GROUP", 2):
            made, all_there = starts.sets_of(plans_of(started, unused, count), may.copy(), room, ENOUGH)
        assert all_there
        found = list(zip(made.before.tolist(), bits_of(made.started), made.unused.tolist(), strict=True))
        assert sorted(found) == sorted(expected)
        assert (made.starts == MONTH * (made.running != 0).sum(axis=0)).all()
    assert left_out > 500


def test_of_too_many_sets_those_are_made_that_can_leave_most() -> None:
    # Any two of four fit. The third and the fourth gain 3 by the hour, the others 1; two with one start go on.
    starts = starts_of([1, 1, 1, 1], [3, 3, 1, 1], [0] * 4)
    plans, may, room = plans_of([0], [2], 4), np.ones((1, 4), bool), Room(np.array([4]), np.array([0]))
    made, all_there = starts.sets_of(plans, may.copy(), room, most=ENOUGH)
    assert all_there
    assert len(made) == 1 + 4 + 6
    made, all_there = starts.sets_of(plans, may.copy(), room, most=2)
    assert not all_there
    assert bits_of(made.started) == [0b0000, 0b0001, 0b0010, 0b0011, 0b0101]


def test_what_starts_first_gains_as_much_by_the_hour_as_what_follows_it() -> None:
    # 2 follows 1, which follows 0; 1 has two paces. In another month, 2 cannot start.
    candidates, months = np.array([0, 0, 1, 1, 1, 2, 3]), np.array([4, 5, 4, 5, 4, 4, 4])
    raised = in_order(np.array([3, 3, 2, 4, 7, 5, 9]), candidates, months, {0: [], 1: [0], 2: [1], 3: []})
    assert raised.tolist() == [7, 4, 5, 4, 7, 5, 9]


def test_gains_that_are_too_large_to_be_added_up_are_not() -> None:
    # Twelve that fit together, of which two may start: one alone brings what is missing, and all together overflow 64 bits.
    starts = starts_of([1] * 12, [1 << 60] * 12, [0] * 12)
    plans, may, room = plans_of([0], [12], 12), np.ones((1, 12), bool), Room(np.array([2]), np.array([-(1 << 60)]))
    with mock.patch.object(start_sets, "MANY", 0):
        assert len(starts.sets_of(plans, may, room, ENOUGH).plans) == 12 + 66
