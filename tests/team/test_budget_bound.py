"""What no team plan within a budget is below: hand-solved, and the knapsack against all choices."""

from itertools import product
from typing import Any

import pytest
from build import AMPLE, catalogue, module
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from teams import people, person, plan, team

from mcplanner.ground.months import parse_month
from mcplanner.ground.watch import Watch
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.plans.model import Status
from mcplanner.team import together
from mcplanner.team.budget_bound import Delay, Floor, _fewest_months, _latest, _ways_of, _within
from mcplanner.team.chooser import Chooser
from mcplanner.team.proof import _above_floor


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


def test_who_may_not_be_the_last_waits_longer() -> None:
    # 60 too much is spent. The first saves it in a month, but is then ready after 13; the others save 30 each in two months.
    ways, alone = [waiting((0, 100), (1, 40), (5, 0)), *[waiting((0, 50), (2, 20), (6, 0))] * 2], [12, 8, 8]
    assert _latest(alone, ways, 140) == 12
    assert _fewest_months(ways, 140) == (1, [1, 0, 0])
    in_time = _within(12, alone, ways)
    assert _fewest_months(in_time, 140) == (4, [0, 1, 1])


class Told:
    """A chooser that knows what is spent at least by when one is ready."""

    def __init__(self, **cents: int | None) -> None:
        self.cents = {int(months.removeprefix("by")): own for months, own in cents.items()}

    def least_spent(self, months: int, year: int, watch: Watch) -> int | None:
        assert year == 2027
        assert watch.seconds_left
        return self.cents[months]


def test_what_is_known_of_a_longer_wait_is_known_of_a_shorter_one() -> None:
    # In ten months it cannot be done; who must spend 80 to be ready in twelve spends no less to be ready in eleven.
    told: Any = Told(by10=None, by11=60, by12=80, by13=0)
    assert _ways_of(told, 10, 2027, Watch(AMPLE)) == [Delay(1, 1, 80), Delay(3, 3, 0)]


def test_a_search_for_a_thrifty_plan_tells_what_is_spent_at_least() -> None:
    # They take 4, 7 and 6 of ten hours a week. Eight months are left after 2027: either the second or the third fits into them,
    # and the first beside the third or behind the second. So one must begin in 2027. Dual values take modules in parts.
    courses = catalogue(module("a", 69, 4, fee=300), module("b", 121, 4, fee=300), module("c", 156, 6, fee=300))
    ada, request = person("Ada", "a", "b", "c"), Request(("a", "b", "c"), parse_month("2027-01"))
    watch = Watch(AMPLE)
    chooser = Chooser(Planner(courses).planning(ada.learner, request, watch))
    by_duals = chooser.least_spent(20, 2027, watch)
    assert by_duals is not None
    assert by_duals < 300_00
    thrifty = chooser.thrifty(20, 2027, watch)
    assert sum(use.cents for use in thrifty.uses if use.year == 2027) == 300_00
    assert chooser.least_spent(20, 2027, watch) == 300_00


def test_a_floor_parts_those_who_are_all_ready_in_time_from_others() -> None:
    floor = Floor(12, 29, 32)
    assert [*_above_floor((0, 12, 28, 0, 7), floor)] == [(0, 12, 32, 0, 7), (0, 13, 29, 0, 7)]
    assert [*_above_floor((0, 14, 33, 0, 7), floor)] == [(0, 14, 33, 0, 7)]
    assert [*_above_floor((1, 9, 20, 0, 7), floor)] == [(1, 9, 20, 0, 7)]


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


@given(all_ways(), st.data())
def test_within_a_latest_finish_it_is_the_best_of_those_that_meet_it(ways: list[list[Delay]], data: st.DataObject) -> None:
    alone = [data.draw(st.integers(1, 8)) for _ in ways]
    latest = data.draw(st.integers(max(finish + own[0].months for finish, own in zip(alone, ways, strict=True)), 14))
    in_time = _within(latest, alone, ways)
    spent = sum(min(way.cents for way in own) for own in in_time)
    budget = spent + data.draw(st.integers(0, 20))
    choices = [own for own in product(*ways) if sum(way.cents for way in own) <= budget]
    kept = [own for own in choices if all(finish + way.months <= latest for finish, way in zip(alone, own, strict=True))]
    assert _fewest_months(in_time, budget)[0] == min(sum(way.months for way in own) for own in kept)


def test_a_budget_that_is_too_small_for_all_at_once_is_proved_to_be_so() -> None:
    # Three modules for three people, S$300 each, from January or July 2027; S$600 a year: one waits until January 2028.
    courses = module("a", 39, 3, fee=300, intakes="jan jul")
    made = plan(team(people(3, "a"), per_year=600), courses)
    assert made.status is Status.OPTIMAL
    assert [proof.bound for proof in made.proof[:3]] == [0, 15, 21]


def test_those_who_are_ready_long_before_the_last_wait_for_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    # From December 2027, S$300 a year: the long module takes all of it, and the two short ones, which begin in December or in
    # February, wait for two months: 12 + 5 + 5. Had the long one waited, for one month, the sum would be 13 + 3 + 3.
    monkeypatch.setattr(together, "ROUNDS_OF_PROOF", 0)
    monkeypatch.setattr(together, "NODES", 0)
    courses = module("a", 156, 12, fee=300), module("b", 39, 3, fee=150, intakes="dec feb")
    crew = [person("Ada", "a"), person("Ben", "b"), person("Cy", "b")]
    made = plan(replace(team(crew, per_year=300), start=parse_month("2027-12")), *courses)
    assert [(proof.value, proof.bound) for proof in made.proof[:3]] == [(0, 0), (12, 12), (22, 22)]
