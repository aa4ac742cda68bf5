"""Prices on the hours of months: whatever the prices, they refute nothing that has a plan."""

from build import all_of, award, catalogue, choose, learner, module, month
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import cases
from tiny import Case

from mcplanner.months import Month
from mcplanner.solvers.bounds import Bounds
from mcplanner.solvers.prices import Prices, refuted_by_prices, suggested, too_dear
from mcplanner.solvers.windows import needed_alone
from mcplanner.statement import build_problem

FIRST = month("2027-01")


def bounds_within(months: int, *entries: dict[str, object], hours: float = 6) -> Bounds:
    """The bounds of the award `d`, all done within so many months from January on."""
    return Bounds(build_problem(catalogue(*entries), learner(hours), ("d",), FIRST, Month(FIRST + months - 1)))


@settings(max_examples=150, deadline=None, derandomize=True, report_multiple_bugs=False)
@given(cases(), st.data())
def test_no_prices_refute_a_problem_that_has_a_plan(case: Case, data: st.DataObject) -> None:
    problem = build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by)
    if problem.goal is None:
        return
    bounds = Bounds(problem)
    if bounds.problem is None:
        return
    possible = any(True for _ in case.plans())
    size, count = bounds.problem.horizon, len(bounds.problem.candidates)
    needs = [(index, needed) for index in range(count) for needed in needed_by(bounds, index)]
    prices = data.draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    shares = data.draw(st.lists(st.integers(0, 500), min_size=len(needs), max_size=len(needs)))
    drawn = Prices(tuple(prices), dict(zip(needs, shares, strict=True)))
    assert not (possible and too_dear(bounds, drawn))
    assert not (possible and refuted_by_prices(bounds))


def needed_by(bounds: Bounds, index: int) -> set[int]:
    """The electives that a candidate needs in any case."""
    assert bounds.problem is not None
    return set(needed_alone(bounds.problem.candidates[index].before)) - bounds.compulsory


def test_months_that_many_need_are_dear() -> None:
    # 6 hours to give. Three modules of 6 hours take one month, April; two of 6 hours take 12 months from May on, and so an
    # April each. Five Aprils are needed, and 40 months from January on have four: with a price on nothing but April, too few.
    short = [module(name, 26, 1, intakes="apr") for name in "abc"]
    long = [module(name, 312, 12, intakes="may") for name in "ef"]
    bounds = bounds_within(40, *short, *long, award("d", all_of(*"abcef")))
    assert bounds.problem is not None
    assert too_dear(bounds, Prices(tuple(int(offset % 12 == 3) for offset in range(40)), {}))
    assert refuted_by_prices(bounds)


def test_suggested_prices_see_that_a_few_months_are_crowded() -> None:
    # Two modules of 6 hours over 2 months start in January only, two of 6 hours over 3 months in February only, 6 hours to
    # give. Each takes a February, so four are needed; within 36 months there are three. Energy sees 10 months of 36.
    crowded = [module(name, 52, 2, intakes="jan") for name in "ab"] + [module(name, 78, 3, intakes="feb") for name in "cf"]
    bounds = bounds_within(36, *crowded, award("d", all_of(*"abcf")))
    assert bounds.problem is not None
    prices = suggested(bounds.problem, bounds.compulsory)
    assert prices is not None
    assert too_dear(bounds, prices)
    assert not refuted_by_prices(bounds_within(48, *crowded, award("d", all_of(*"abcf"))))


def test_an_elective_pays_a_share_of_what_it_needs() -> None:
    # z takes 2 months, and one of x and y takes 1 more; x needs p and y needs q, which take 5. That makes 8 months of 6 hours,
    # one after another; without shares, 3 are counted, and within 7 months there seems to be room.
    entries = (
        module("p", 130, 5),
        module("q", 130, 5),
        module("x", 26, 1, needs="p"),
        module("y", 26, 1, needs="q"),
        module("z", 52, 2),
        award("d", all_of("z", choose(1, "x", "y"))),
    )
    bounds = bounds_within(7, *entries)
    assert bounds.problem is not None
    index = {candidate.module: number for number, candidate in enumerate(bounds.problem.candidates)}
    all_of_it = {(index["x"], index["p"]): 10**6, (index["y"], index["q"]): 10**6}
    assert not too_dear(bounds, Prices((1,) * 7, {}))
    assert too_dear(bounds, Prices((1,) * 7, all_of_it))
    assert refuted_by_prices(bounds)
    assert not refuted_by_prices(bounds_within(8, *entries))


def test_what_is_paid_by_another_is_not_paid_twice() -> None:
    # Two of p, x and w, and x needs p: p and x take 5 and 1 months, one after the other, which 6 months have room for, though x
    # may pay for all of p.
    entries = (
        module("p", 130, 5),
        module("x", 26, 1, needs="p"),
        module("w", 156, 6),
        award("d", choose(2, "p", "x", "w")),
    )
    bounds = bounds_within(6, *entries)
    assert bounds.problem is not None
    index = {candidate.module: number for number, candidate in enumerate(bounds.problem.candidates)}
    assert not too_dear(bounds, Prices((1,) * 6, {(index["x"], index["p"]): 10**6}))
