"""A planner of many requests: each answer is that of the request alone, and nothing that it keeps can mix learners up."""

from build import award, catalogue, module
from msgspec.structs import replace

from mcplanner import Learner, Planner, Request, parse_month, plan
from mcplanner.planning.planner import MOST_ASSUMED

COURSES = catalogue(module("one"), {**module("two"), "hours": "unknown"}, award("both", ["one", "two"]))
START = parse_month("2027-01")


def learner(hours: int, assumed: int) -> Learner:
    return Learner(minutes_per_week=hours * 60, assume=(f"hours={assumed}",))


def test_every_answer_is_that_of_the_request_alone() -> None:
    planner, request = Planner(COURSES), Request(("both",), START)
    for who in (learner(4, 40), learner(8, 80), learner(4, 40), Learner(minutes_per_week=240)):
        assert planner.plan(who, request) == plan(COURSES, who, request)


def test_what_need_not_be_explained_is_the_same_plan_without_reasons() -> None:
    planner, request, who = Planner(COURSES), Request(("both",), START), learner(4, 40)
    made, bare = planner.plan(who, request, advice=False), planner.plan(who, request, explained=False)
    assert made.rests_on is not None
    assert any(each.because for each in made.enrolments)
    enrolments = tuple(replace(each, because=()) for each in made.enrolments)
    assert bare == replace(made, rests_on=None, enrolments=enrolments)


def test_what_is_impossible_has_its_least_changes_explained_or_not() -> None:
    planner, request = Planner(COURSES), Request(("one",), START, by=START)
    made = planner.plan(Learner(minutes_per_week=60), request, explained=False)
    assert made == planner.plan(Learner(minutes_per_week=60), request)
    assert made.relaxations


def test_what_one_learner_assumes_is_not_known_of_the_next() -> None:
    planner, request = Planner(COURSES), Request(("two",), START)
    assert [each.hours for each in planner.plan(learner(8, 40), request).enrolments] == [40]
    assert not planner.plan(Learner(minutes_per_week=480), request).enrolments
    assert [each.hours for each in planner.plan(learner(8, 60), request).enrolments] == [60]


def test_more_assumptions_than_it_keeps_are_planned_all_the_same() -> None:
    planner, request = Planner(COURSES), Request(("two",), START)
    planned = [planner.plan(learner(8, 20 + more), request) for more in (*range(MOST_ASSUMED + 1), 0)]
    assert [int(made.enrolments[0].hours) for made in planned] == [*range(20, 21 + MOST_ASSUMED), 20]
