"""What no team plan within a budget is below: hand-solved, and the knapsack against all choices."""

from itertools import product

from build import module
from hypothesis import given
from hypothesis import strategies as st
from teams import people, plan, team

from mcplanner.plans.model import Status
from mcplanner.team.budget_bound import Delay, _fewest_months, _latest


def waiting(*ways: tuple[int, int]) -> list[Delay]:
    return [Delay(months, months, cents) for months, cents in ways]


def test_who_waits_saves_what_the_others_need() -> None:
    # Each spends 100 now, 60 a month later, and nothing four months later; there are 200 for three.
    ways = [waiting((0, 100), (1, 60), (4, 0))] * 3
    assert _fewest_months(ways, 300) == (0, [0, 0, 0])
    assert _fewest_months(ways, 260)[0] == 1
    assert _fewest_months(ways, 200)[0] == 3  # 60 + 60 + 60 after three months, and not 100 + 100 + 0 after four
    assert _fewest_months(ways, 100)[0] == 8
    assert _latest([10, 11, 12], ways, 300) == 12
    assert _latest([10, 11, 12], ways, 259) == 12  # the first waits for two months without being the last
    assert _latest([12, 12, 12], ways, 259) == 13
    assert _latest([12, 12, 12], ways, 179) == 16


@st.composite
def all_ways(draw: st.DrawFn) -> list[list[Delay]]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        months = sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3)))
        cents = sorted(draw(st.sets(st.integers(1, 20), min_size=len(months), max_size=len(months))), reverse=True)
        found.append(waiting(*zip(months, [*cents[:-1], 0], strict=True)))
    return found


@given(all_ways(), st.integers(0, 60))
def test_the_knapsack_is_the_best_of_all_choices(ways: list[list[Delay]], budget: int) -> None:
    choices = [own for own in product(*ways) if sum(way.cents for way in own) <= budget]
    months, taken = _fewest_months(ways, budget)
    assert months == min(sum(way.months for way in own) for own in choices)
    chosen = [own[position] for own, position in zip(ways, taken, strict=True)]
    assert sum(way.months for way in chosen) == months
    assert sum(way.cents for way in chosen) <= budget


def test_a_budget_that_is_too_small_for_all_at_once_is_proved_to_be_so() -> None:
    # Three modules for three people, S$300 each, from January or July 2027; S$600 a year: one waits until January 2028.
    courses = module("a", 39, 3, fee=300, intakes="jan jul")
    made = plan(team(people(3, "a"), per_year=600), courses)
    assert made.status is Status.OPTIMAL
    assert [proof.bound for proof in made.proof[:3]] == [0, 15, 21]
