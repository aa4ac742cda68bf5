"""The room that plans have left in months of intakes: accounts worked out by hand, and what speaks for a plan."""

import pytest
from build import all_of, award, catalogue, learner, module, month
from msgspec.structs import replace

from mcplanner.ground.months import Month
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.packing.accounts import Account, owed_for_compulsory
from mcplanner.solvers.packing.candidate_sets import as_sets
from mcplanner.solvers.packing.hard_to_place import HardToPlace
from mcplanner.solvers.packing.packing import NARROWEST, Packing
from mcplanner.solvers.packing.room_left import MOST_INTAKES, RoomLeft, accounts_of_intakes

FIRST = month("2027-01")


def problem_within(months: int, *entries: dict[str, object], hours: float = 6) -> PlanningProblem:
    return build_problem(catalogue(*entries), learner(hours), ("d",), FIRST, Month(FIRST + months - 1))


def left(account: Account, offset: int, started: int) -> int:
    """What an account has left of the worth of a month and those after it, all that has not started being owed."""
    owed = owed_for_compulsory([account], offset, as_sets([started], 1))
    return account.worth_from(offset) - int(owed[0, 0])


def test_what_starts_in_two_months_of_a_year_must_find_room_in_these() -> None:
    """Three modules of 4 of 6 hours for a month start in January and April alone; until July there are two such months."""
    entries = [*(module(name, 17, 1, intakes="jan apr") for name in "abc"), module("x", 4, 1)]
    problem = problem_within(7, *entries, award("d", all_of(*"abcx")))
    _, above_half = accounts_of_intakes(Bounds(problem))
    assert left(above_half, 0, 0b0000) < 0
    assert left(above_half, 0, 0b0001) == 0
    assert left(above_half, 1, 0b0011) == 0
    assert left(above_half, 1, 0b0001) < 0
    search = Packing(Bounds(problem), [], breadth=NARROWEST)
    search.search(1_000, Watch(60))
    assert search.over
    assert search.schedule is None


@pytest.mark.parametrize(
    ("less", "more"),
    [
        pytest.param(0b001, 0b010, id="one of two that start in April and October is behind it, and not one of any month"),
        pytest.param(0b011, 0b110, id="both of these are, and not one of them and one of any month"),
    ],
)
def test_plans_are_more_promising_that_leave_room_in_months_of_intakes(less: int, more: int) -> None:
    entries = [module("a", 17, 1), *(module(name, 17, 1, intakes="apr oct") for name in "bc")]
    problem = problem_within(16, *entries, award("d", all_of(*"abc")))
    bounds = Bounds(problem)
    of_intakes = [*accounts_of_intakes(bounds)]
    none = Packing(bounds, [], breadth=NARROWEST)._steps.first()
    assert len(none.balances) == len(of_intakes) + 1
    guide = RoomLeft(HardToPlace(problem, 0), of_intakes, 1000)
    worse, better = (guide.promise(4, replace(none, started=as_sets([own], 1))) for own in (less, more))
    assert worse[0] < better[0]


def test_of_many_intakes_those_have_accounts_that_most_candidates_have() -> None:
    """Every module has an intake of its own but two, and what starts in any month has none."""
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jun"]
    entries = [*(module(f"m{number}", 17, 1, intakes=name) for number, name in enumerate(names)), module("x", 4, 1)]
    problem = problem_within(30, *entries, award("d", all_of(*(f"m{number}" for number in range(7)), "x")))
    accounts = [*accounts_of_intakes(Bounds(problem))]
    assert len(accounts) == 2 * MOST_INTAKES
    assert accounts[0].worth_from(0) - accounts[0].worth_from(6) == accounts[0].worth_from(5) - accounts[0].worth_from(6)
