"""What is known of other hours decides without a search, and nothing else does."""

from collections.abc import Callable

import build
from msgspec.structs import replace

from mcplanner.catalogue.model import Certainty
from mcplanner.ground.months import parse_month
from mcplanner.learner.request import Request
from mcplanner.planning import known
from mcplanner.planning.known import Known, told, without_prices
from mcplanner.planning.planner import Planner
from mcplanner.planning.question import Question
from mcplanner.plans.model import Figure, Plan, Status
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.search import Solution

REQUEST = Request(("a",), parse_month("2027-01"))


def of_no_search() -> bool | None:
    raise AssertionError("it was sought again")


def test_more_hours_than_are_enough_are_enough_and_fewer_than_too_few_are_too_few() -> None:
    found = Known()
    assert found.possible(build.learner(4), REQUEST, lambda: True) is True
    assert found.possible(build.learner(2), REQUEST, lambda: False) is False
    for hours, enough in ((5, True), (4, True), (2, False), (1, False), (None, True)):
        assert found.possible(build.learner(hours), REQUEST, of_no_search) is enough
    assert found.possible(build.learner(3), REQUEST, lambda: None) is None  # between them it is sought
    assert found.possible(build.learner(3), REQUEST, of_no_search) is None  # and not again in the same time
    assert found.possible(build.learner(3), replace(REQUEST, seconds=61.0), lambda: True) is True


def test_another_wish_or_request_is_sought_by_itself() -> None:
    found = Known()
    found.possible(build.learner(4), REQUEST, lambda: True)
    assert found.possible(build.learner(4, away="2027-02"), REQUEST, lambda: False) is False
    assert found.possible(build.learner(4), replace(REQUEST, start=parse_month("2027-02")), lambda: False) is False
    assert found.possible(build.learner(4), replace(REQUEST, seconds=1.0), of_no_search) is True


def test_what_is_kept_does_not_grow() -> None:
    found = Known()
    for month in range(3 * known.MOST_PLANS):
        request = replace(REQUEST, within_months=month)
        found.some(build.learner(4), request, lambda: Plan(Status.INFEASIBLE, (), REQUEST.start, None))
        found.possible(build.learner(4), request, lambda: True)
    assert len(found._plans._values) == known.MOST_PLANS
    assert len(found._hours._values) <= known.MOST_REQUESTS


def test_of_what_is_possible_the_plan_that_was_found_is_kept_for_a_moment() -> None:
    found, learner = Known(), build.learner(4)
    answer = Question(("a",), None, Solution((), {}, (), proved=False))
    found.keep_first_answer(learner, REQUEST, answer)
    assert found.first_answer(learner, REQUEST) is answer
    assert found.first_answer(build.learner(3), REQUEST) is None
    for month in range(known.MOST_ANSWERED):
        found.keep_first_answer(learner, replace(REQUEST, within_months=10 + month), answer)
    assert found.first_answer(learner, REQUEST) is None


def test_whether_other_figures_could_make_a_plan_sooner_is_found_out_once() -> None:
    found = Known()
    figures = (Figure("a", "A", "hours", Certainty.ASSUMED),)
    assert found.ruled_out(build.learner(4), REQUEST, figures, lambda: None) is False  # time was up: it is sought again
    assert found.ruled_out(build.learner(4), REQUEST, figures, lambda: True) is True
    assert found.ruled_out(build.learner(4), REQUEST, figures, of_no_search) is True
    assert found.ruled_out(build.learner(4), REQUEST, (), lambda: False) is False  # of other figures that says nothing
    assert found.ruled_out(build.learner(3), REQUEST, figures, lambda: False) is False


def test_a_plan_that_was_not_found_in_time_is_sought_again() -> None:
    found, sought = Known(), []

    def late() -> Plan:
        sought.append(1)
        return Plan(Status.UNKNOWN, (), REQUEST.start, None)

    found.some(build.learner(4), REQUEST, late)
    found.some(build.learner(4), REQUEST, late)
    assert len(sought) == 2


def test_money_is_left_out_only_without_a_limit() -> None:
    rich, limited = build.learner(4).replace(born=1980), build.learner(4, cost_limit=10).replace(born=1980)
    assert told(without_prices(rich), REQUEST) == told(build.learner(4), REQUEST)
    assert without_prices(limited) == limited


def test_the_least_changes_are_those_of_the_whole_advice() -> None:
    """Two modules of 2 hours a week at once, by March: 4 hours a week, or later; asked with 1 hour, then with 3."""
    catalogue = build.catalogue(build.module("a"), build.module("b"), build.award("both", build.all_of("a", "b")))
    request = Request(("both",), parse_month("2027-01"), parse_month("2027-03"))
    brief = Planner(catalogue)
    for hours in (1, 3):
        learner = build.learner(hours)
        short = brief.plan(learner, request, gains=False)
        whole = Planner(catalogue).plan(learner, request)
        assert whole.conflict is not None
        assert short.conflict is None
        assert [(each.dial, each.now, each.to, each.proved) for each in short.relaxations] == [
            (each.dial, each.now, each.to, each.proved) for each in whole.relaxations
        ]
        assert "4" in [each.to for each in short.relaxations]


def test_more_is_found_out_of_a_question_once_it_is_asked_again() -> None:
    found, told_more = Known(), []
    answer = Question(("a",), None, Solution((), {}, (), proved=True))

    def deepen(question: Question) -> Question:
        told_more.append(question)
        return replace(question, targets=("a", "b"))

    given = [found.at_any_price(build.learner(4), REQUEST, lambda: answer, deepen) for _ in range(4)]
    assert told_more == [answer]
    assert [own.targets for own in given] == [("a",), ("a", "b"), ("a", "b"), ("a", "b")]


def test_a_problem_is_stated_once_where_it_is_asked_for_again() -> None:
    courses = build.catalogue(build.module("a"))
    pricing, found = Pricing(build.learner(4)), Known()

    def problem(hours: int, of: Pricing = pricing) -> PlanningProblem:
        asked = build.learner(hours), ("a",)
        return found.stated(courses, of, asked, lambda: build_problem(courses, *asked, REQUEST.start, pricing=of))

    first = problem(4)
    assert problem(4) is first
    assert problem(5) is not first
    assert problem(4) is not first  # only the last one is kept
    same = problem(4)
    assert problem(4, Pricing(build.learner(4))) is not same


def test_a_problem_that_equals_one_before_is_not_searched_again() -> None:
    courses, found = build.catalogue(build.module("a")), Known()
    asked = courses, build.learner(4), ("a",), REQUEST.start
    settled = Solution((), {}, (), proved=True)

    def sought(problem: PlanningProblem, what: object, find: Callable[[], Solution]) -> Solution:
        return found.solution(problem, what, find, lambda solution: solution.proved)

    def none() -> Solution:
        raise AssertionError("it was searched again")

    assert sought(build_problem(*asked), "some", lambda: settled) is settled
    assert sought(build_problem(*asked), "some", none) is settled
    other = Solution((), {}, (), proved=False)
    assert sought(build_problem(*asked), "the best", lambda: other) is other  # something else is sought
    fewer = build_problem(courses, build.learner(3), ("a",), REQUEST.start)
    assert sought(fewer, "some", lambda: other) is other
    assert sought(fewer, "some", lambda: settled) is settled  # what is not settled is not kept
