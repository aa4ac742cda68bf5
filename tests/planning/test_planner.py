"""A planner of many requests: each answer is that of the request alone, and nothing that it keeps can mix learners up."""

from build import AMPLE, award, catalogue, module
from msgspec.structs import replace

from mcplanner import Learner, Planner, Request, parse_month, plan
from mcplanner.ground.watch import Watch
from mcplanner.planning.planner import MOST_ASSUMED
from mcplanner.planning.request_check import with_assumed
from mcplanner.planning.single_request import Planning
from mcplanner.pricing.price import Pricing

COURSES = catalogue(module("one"), {**module("two"), "hours": "unknown"}, award("both", ["one", "two"]))
START = parse_month("2027-01")


def learner(hours: int, assumed: int) -> Learner:
    return Learner(minutes_per_week=hours * 60, assume=(f"hours={assumed}",))


def test_every_answer_is_that_of_the_request_alone() -> None:
    planner, request = Planner(COURSES), Request(("both",), START)
    for who in (learner(4, 40), learner(8, 80), learner(4, 40), Learner(minutes_per_week=240)):
        assert planner.plan(who, request) == plan(COURSES, who, request)


def test_without_gains_a_plan_is_the_same_and_what_is_impossible_has_its_least_changes() -> None:
    planner, request, who = Planner(COURSES), Request(("both",), START), learner(4, 40)
    made = planner.plan(who, request)
    assert made.holding_back
    assert planner.plan(who, request, advice=False) == replace(made, holding_back=())
    without = planner.plan(who, request, gains=False)  # of stages that are not asked about, a bound may say less
    assert replace(without, bound=made.bound) == replace(made, holding_back=())
    impossible = Request(("one",), START, by=START)
    short = planner.plan(Learner(minutes_per_week=60), impossible, gains=False)
    made = planner.plan(Learner(minutes_per_week=60), impossible)
    assert (made.conflict is None, short.conflict) == (False, None)
    assert replace(short, relaxations=()) == replace(made, relaxations=(), conflict=None, each_in_the_way=(), joint_change=())
    assert [(each.dial, each.to, each.proved) for each in short.relaxations] == [
        (each.dial, each.to, each.proved) for each in made.relaxations
    ]
    assert short.relaxations


def test_a_plan_that_only_tells_of_a_change_gives_no_reasons() -> None:
    # It is verified, and rests on the same figures.
    who, request = learner(4, 40), Request(("both",), START)
    asked = Planning(with_assumed(COURSES, who.assume), who, request, Watch(AMPLE), Pricing(who))
    made, brief = asked.plan(), asked.plan(brief=True)
    assert made.rests_on is not None
    assert brief.rests_on is not None
    assert (brief.objective, brief.proof) == (made.objective, made.proof)
    assert brief.rests_on.figures == made.rests_on.figures
    assert any(each.because for each in made.enrolments)
    assert not any(each.because for each in (*brief.enrolments, *asked.some().enrolments))


def test_what_one_learner_assumes_is_not_known_of_the_next() -> None:
    planner, request = Planner(COURSES), Request(("two",), START)
    assert [each.hours for each in planner.plan(learner(8, 40), request).enrolments] == [40]
    assert not planner.plan(Learner(minutes_per_week=480), request).enrolments
    assert [each.hours for each in planner.plan(learner(8, 60), request).enrolments] == [60]


def test_more_assumptions_than_it_keeps_are_planned_all_the_same() -> None:
    planner, request = Planner(COURSES), Request(("two",), START)
    planned = [planner.plan(learner(8, 20 + more), request) for more in (*range(MOST_ASSUMED + 1), 0)]
    assert [int(made.enrolments[0].hours) for made in planned] == [*range(20, 21 + MOST_ASSUMED), 20]
