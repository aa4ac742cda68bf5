"""Which candidates limits on cost and hours leave: none that a plan within them has is left out."""

import pytest
from build import Data, all_of, any_of, award, catalogue, choose, learner, module, month
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_cases import cases
from solving import problem_of
from tiny import Case

from mcplanner.ground.stages import Stage
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Status
from mcplanner.pricing.credit import Payment
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES
from mcplanner.problem.model import PlanningProblem, PriceStep
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.selections import reduced, selections
from mcplanner.solvers.methods import Method, suits


@settings(max_examples=200, report_multiple_bugs=False)
@given(cases(), st.data())
def test_whatever_a_plan_within_the_limits_has_is_left(case: Case, data: st.DataObject) -> None:
    plans = [(placing.keys(), case.values(placing)) for placing in case.plans()]
    if not plans:
        return
    cost = min(own.cost for _, own in plans)
    minutes = data.draw(st.sampled_from([own.minutes for _, own in plans]))
    limited = replace(problem_of(case), limits={Stage.COST: cost, Stage.MINUTES: minutes})
    within = [modules for modules, own in plans if own.cost <= cost and own.minutes <= minutes]
    fewer = reduced(limited)
    if not within:
        return
    assert fewer is not None
    there, left = ({own.module for own in problem.candidates} for problem in (limited, fewer))
    for modules in within:
        assert modules & there <= left
    event(f"{len(there) - len(left)} left out")


@settings(max_examples=300, report_multiple_bugs=False)
@given(cases())
def test_the_cheapest_plan_is_one_of_a_selection(case: Case) -> None:
    plans = [(placing.keys(), case.values(placing)) for placing in case.plans()]
    problem = problem_of(case)
    if not plans or not suits(Method.BY_SELECTION, problem, Stage.COST):
        return
    finish = min(own.finish for _, own in plans)
    cost = min(own.cost for _, own in plans if own.finish == finish)
    soonest = MEASURES[Stage.FINISH].fixed(problem, finish)
    assert soonest is not None
    limited = replace(soonest, limits={Stage.COST: cost})
    found = selections(limited)
    event("too many" if found is None else f"{len(found)} selections")
    if found is not None:
        best = [modules for modules, own in plans if (own.finish, own.cost) == (finish, cost)]
        there = {own.module for own in limited.candidates}
        taken = [{own.module for own in each.candidates} for each in found]
        assert any(modules & there <= names for modules in best for names in taken)


def test_more_than_is_enough_may_be_needed_where_what_is_enough_expires() -> None:
    # a in January is free and lets c run from February to March. By then a has expired, and e or f must count too, for S$10
    # more: of these, e takes fewer hours. Without expiry, a and c would be enough.
    entries = [
        module("a", 39, 1, fee=0),
        module("c", 26, 2, fee=10, needs="a"),
        module("e", 10, 2, fee=10, intakes="feb"),
        module("f", 13, 1, fee=10, needs="a", intakes="mar"),
        award("d", all_of("c", choose(1, "f", "e", "a")), valid_months=1),
    ]
    stated = build_problem(catalogue(*entries), learner(10), ("d",), month("2027-01"), month("2027-03"))
    assert not suits(Method.BY_SELECTION, stated, Stage.MINUTES)
    made = plan(catalogue(*entries), learner(10), Request(("d",), month("2027-01"), month("2027-03")))
    assert made.status is Status.OPTIMAL
    assert [each.module for each in made.enrolments] == ["a", "c", "e"]


def diploma(*entries: Data, requires: Data, hours: float = 3) -> PlanningProblem:
    return build_problem(catalogue(*entries, award("d", requires)), learner(hours), ("d",), month("2027-01"))


def left_of(problem: PlanningProblem, dollars: int | None = None, hours: int | None = None) -> str:
    """The modules left within limits, a letter each."""
    asked = ((Stage.COST, 100, dollars), (Stage.MINUTES, 60, hours))
    fewer = reduced(replace(problem, limits={stage: scale * limit for stage, scale, limit in asked if limit is not None}))
    return "" if fewer is None else "".join(own.module for own in fewer.candidates)


def test_what_costs_more_than_the_limit_leaves_is_left_out() -> None:
    """Two of a (S$10), b (S$20), c (S$40) and f (S$60), beside e (S$30): S$60 at least."""
    fees = {"a": 10, "b": 20, "c": 40, "f": 60, "e": 30}
    entries = [module(name, 13, 1, fee=fee) for name, fee in fees.items()]
    problem = diploma(*entries, requires=all_of("e", choose(2, *"abcf")))
    assert left_of(problem) == "abcfe"
    assert left_of(problem, dollars=100) == "abcfe"
    assert left_of(problem, dollars=99) == "abce"
    assert left_of(problem, dollars=60) == "abe"
    assert left_of(problem, dollars=59) == ""


def test_limits_hold_together() -> None:
    """One of each pair. Each of a, b and c keeps to either limit with the right other one, but only c with d keeps to both."""
    prices = {"a": (10, 60), "b": (60, 10), "c": (30, 30), "d": (30, 30), "e": (10, 70)}
    entries = [module(name, hours, 6, fee=fee) for name, (fee, hours) in prices.items()]
    problem = diploma(*entries, requires=all_of(choose(1, *"abc"), choose(1, *"de")))
    assert left_of(problem, dollars=60) == "acde"
    assert left_of(problem, hours=60) == "bcd"
    assert left_of(problem, dollars=60, hours=60) == "cd"


def test_what_is_needed_must_be_paid_too() -> None:
    """a costs S$10 and needs b, of S$20, which nothing else needs; c costs S$25."""
    entries = [module("a", 13, 1, fee=10, needs="b"), module("b", 13, 1, fee=20), module("c", 13, 1, fee=25)]
    problem = diploma(*entries, requires=choose(1, "a", "c"))
    assert left_of(problem, dollars=30) == "abc"
    assert left_of(problem, dollars=29) == "c"


def test_what_is_left_may_have_to_be_taken_and_leave_less() -> None:
    """Two of four: without the dear ones, both others are compulsory."""
    entries = [module(name, 13, 1, fee=fee) for name, fee in (("a", 10), ("b", 20), ("c", 90), ("f", 95))]
    problem = diploma(*entries, requires=choose(2, *"abcf"))
    bounds = Bounds(replace(problem, limits={Stage.COST: 9_900}))
    assert bounds.problem is not None
    assert {bounds.problem.candidates[index].module for index in bounds.compulsory} == {"a", "b"}


def test_what_was_not_found_out_in_so_many_tries_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [module(name, 13, 1, fee=fee) for name, fee in (("a", 10), ("b", 20), ("c", 40))]
    problem = diploma(*entries, requires=choose(1, *"abc"))
    assert left_of(problem, dollars=10) == "a"
    monkeypatch.setattr("mcplanner.solvers.bounds.selections.MOST_TRIED", 0)
    assert left_of(problem, dollars=10) == "abc"


def selections_of(problem: PlanningProblem, dollars: int) -> list[str] | None:
    found = selections(replace(problem, limits={Stage.COST: 100 * dollars}))
    return None if found is None else sorted("".join(own.module for own in alone.candidates) for alone in found)


def test_each_selection_within_a_limit_by_itself_and_no_more_than_it_takes() -> None:
    """Two of a (S$10), b (S$20), c (S$40) and f (S$60), where f needs g (S$5), beside e (S$30)."""
    fees = {"a": 10, "b": 20, "c": 40, "e": 30, "g": 5}
    entries = [module(name, 13, 1, fee=fee) for name, fee in fees.items()]
    problem = diploma(*entries, module("f", 13, 1, fee=60, needs="g"), requires=all_of("e", choose(2, *"abcf")))
    assert selections_of(problem, dollars=60) == ["abe"]
    assert selections_of(problem, dollars=100) == ["abe", "ace", "bce"], (
        "all three of a, b and c cost S$100 too, but are not needed"
    )
    assert selections_of(problem, dollars=105) == ["abe", "ace", "aegf", "bce"]
    assert selections_of(problem, dollars=59) == []


def test_of_a_selection_and_more_the_more_may_be_needed_where_prerequisites_are_a_choice() -> None:
    """c (S$40) needs a or b (S$20 each), and the diploma c and one of a and f (S$10): c and f alone are no plan."""
    fees = {"a": 20, "b": 20, "f": 10}
    entries = [module(name, 13, 1, fee=fee) for name, fee in fees.items()]
    problem = diploma(*entries, module("c", 13, 1, fee=40, needs=any_of("a", "b")), requires=all_of("c", choose(1, "f", "a")))
    assert selections_of(problem, dollars=70) == ["ac", "afc", "bfc"]


def test_too_many_selections_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [module(name, 13, 1, fee=10) for name in "abce"]
    problem = diploma(*entries, requires=choose(2, *"abce"))
    assert selections_of(problem, dollars=20) == ["ab", "ac", "ae", "bc", "be", "ce"]
    monkeypatch.setattr("mcplanner.solvers.bounds.selections.MOST_SELECTIONS", 5)
    assert selections_of(problem, dollars=20) is None
    monkeypatch.setattr("mcplanner.solvers.bounds.selections.MOST_SELECTIONS", 6)
    assert selections_of(problem, dollars=20) is not None
    monkeypatch.setattr("mcplanner.solvers.bounds.selections.MOST_TRIED", 5)
    assert selections_of(problem, dollars=20) is None


def test_starts_that_alone_cost_more_than_a_year_may_are_left_out() -> None:
    """a costs S$50, and S$30 from the seventh month on; b costs S$60, of which a wallet of S$20 may pay."""
    problem = diploma(module("a", 13, 1), module("b", 13, 1), requires=choose(1, "a", "b"))
    a, b = (next(own for own in problem.candidates if own.module == name) for name in "ab")
    prices = {
        "a": (PriceStep(0, Payment(5_000)), PriceStep(6, Payment(3_000))),
        "b": (PriceStep(0, Payment(6_000, wallets=1)),),
    }
    priced = replace(problem, wallets=(2_000,), candidates=tuple(replace(own, prices=prices[own.module]) for own in (a, b)))

    def starts_left(cents: int) -> dict[str, int]:
        fewer = reduced(replace(priced, cost_limit_per_year_cents=cents))
        return {} if fewer is None else {own.module: own.options[0].starts[0] for own in fewer.candidates}

    assert starts_left(5_000) == {"a": 0, "b": 0}
    assert starts_left(4_000) == {"a": 6, "b": 0}
    assert starts_left(3_000) == {"a": 6}
    assert starts_left(2_999) == {}
