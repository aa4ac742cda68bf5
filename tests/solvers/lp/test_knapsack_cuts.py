"""Ways to count loads: whatever fits into a month fits under each of them, and what does not fit is seen."""

from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.solvers.bounds.uses import BITS, amounts, fits
from mcplanner.solvers.lp.clp import Program
from mcplanner.solvers.lp.knapsack_cuts import FULL, Counting, Knapsack

Set = dict[int, int]


def fitting(copies: Set, capacity: int) -> list[Set]:
    """Every set of loads that fits, by brute force."""
    sets = product(*(range(most + 1) for most in copies.values()))
    counted = (dict(zip(copies, counts, strict=True)) for counts in sets)
    return [own for own in counted if sum(load * count for load, count in own.items()) <= capacity]


def how_often(amounts: dict[int, float], sets: list[Set]) -> float:
    """How many months it takes at least to do amounts of loads, if some of each may be done in one set and some in another."""
    program = Program()
    columns = [program.column(cost=1) for _ in sets]
    for load, amount in amounts.items():
        terms = [(10**6 * own[load], column) for own, column in zip(sets, columns, strict=True) if own[load]]
        program.row(terms, round(10**6 * amount), None)
    assert program.minimise()
    return program.objective()


def fitting_beside(copies: Set, capacity: int) -> list[Set]:
    """The same of uses of hours and of evenings."""
    return [
        own
        for own in fitting(copies, capacity)
        if all(sum(amounts(use)[place] * count for use, count in own.items()) <= amounts(capacity)[place] for place in range(2))
    ]


@st.composite
def knapsacks(draw: st.DrawFn) -> tuple[Set, int]:
    """Loads alone, or uses of hours and of evenings."""
    minutes, evenings = draw(st.integers(1, 40)), draw(st.integers(0, 5))
    loads = st.integers(1, 45)
    if evenings:
        loads = st.tuples(st.integers(0, 45), st.integers(0, evenings)).filter(any).map(lambda own: own[0] + (own[1] << BITS))
    return draw(st.dictionaries(loads, st.integers(1, 4), min_size=1, max_size=4)), minutes + (evenings << BITS)


@settings(max_examples=300)
@given(knapsacks(), st.data())
def test_what_fits_still_fits(knapsack: tuple[Set, int], data: st.DataObject) -> None:
    copies, capacity = knapsack
    month = Knapsack(copies, capacity)
    able = [load for load in copies if fits(load, capacity)]
    amounts = st.dictionaries(st.sampled_from(able), st.floats(0.01, 3)) if able else st.just({})
    for own in data.draw(st.lists(amounts, max_size=5)):
        month.seek(own)
    for counts in data.draw(st.lists(st.dictionaries(st.sampled_from(sorted(copies)), st.integers(0, 5)), max_size=2)):
        month.adopted(Counting(counts, data.draw(st.integers(0, 20))))
    for counting in (*month.plain, *month.found):
        for chosen in fitting_beside(copies, capacity):
            assert sum(counting.counts[load] * count for load, count in chosen.items()) <= counting.capacity
    too_much = {load for load in copies if load not in able}
    for ways in (month.plain, *([own] for own in month.found)):
        assert all(any(own.counts[load] > own.capacity for own in ways) for load in too_much), "too much stays too much"


def test_what_does_not_fit_is_seen_and_what_fits_is_let_be() -> None:
    seen = 0
    for seed in range(600):
        random = Random(seed)
        capacity = random.randint(4, 40)
        copies = {random.randint(1, capacity): random.randint(1, 4) for _ in range(4)}
        amounts = {load: random.random() for load in random.sample(sorted(copies), random.randint(1, len(copies)))}
        least = how_often(amounts, fitting(copies, capacity))
        much = {load: 1.02 * amount / least for load, amount in amounts.items()}
        little = {load: 0.99 * amount / least for load, amount in amounts.items()}
        month = Knapsack(copies, capacity)
        month.seek(much)
        month.seek(little)
        assert month.most_broken(little) is None
        if FULL <= month.plain[0].share(much) <= 1:
            counting = month.most_broken(much)
            assert counting is not None
            assert counting.share(much) > 1.01
            seen += 1
    assert seen > 50


def test_loads_above_half_count_as_the_whole() -> None:
    # 6 hours: of modules of 4 hours one runs at a time, though one and a half ask for 6 hours.
    month = Knapsack({2: 1, 4: 3}, 6)
    month.seek({4: 1.5})
    (counting,) = month.found
    assert (counting.counts, counting.capacity) == ({2: 0, 4: 1}, 1)
    assert month.most_broken({4: 1.5}) is counting
    assert month.most_broken({4: 1.0}) is None


def test_a_count_of_another_month_is_worked_out_anew() -> None:
    # With 6 hours, one module of 4 is the whole; with 8, two are, and one of 2 leaves room for one. Nothing is told of others.
    counting = Counting({2: 0, 4: 1}, 1)
    found = Knapsack({2: 1, 4: 3}, 8).adopted(counting)
    assert found is not None
    assert (found.counts, found.capacity) == ({2: 1, 4: 1}, 2)
    assert Knapsack({3: 1}, 8).adopted(counting) is None


def test_there_are_no_more_modules_than_there_are() -> None:
    # 7 hours, a single module of 3 hours and two of 2: all three fill the month. With more of 3 hours, two would fit at most.
    month = Knapsack({2: 2, 3: 1}, 7)
    month.seek({2: 0.5, 3: 2.0})
    (counting,) = month.found
    assert counting.share({2: 2, 3: 1}) <= 1 < counting.share({2: 0.5, 3: 2})


def test_a_count_that_was_found_serves_other_amounts() -> None:
    month = Knapsack({2: 1, 4: 3}, 6)
    month.seek({4: 1.5})
    month.seek({2: 0.5, 4: 1.2})
    assert len(month.found) == 1


def test_a_month_without_hours() -> None:
    month = Knapsack({2: 1, 4: 3}, 0)
    month.seek({})
    assert month.found == []
    assert [own.capacity for own in month.plain] == [0]
