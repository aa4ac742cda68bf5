"""What a problem asks for, and who handles it: a field that is new in problems must be taught to those who search them."""

import pytest
from build import all_of, award, catalogue, learner, module, month
from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.pricing.credit import Payment
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import Candidate, DatedStart, Earlier, Option, PlanningProblem, PriceStep, Stretching
from mcplanner.problem.requirement_nodes import HeldNode, Threshold
from mcplanner.solvers.bounds import dominance
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.features import Feature, features, has_only
from mcplanner.solvers.heuristics import greedy
from mcplanner.solvers.methods import HANDLES, Method, suits

HORIZON = 12

PLAIN = build_problem(
    catalogue(module("a", 13, 2), module("b", 13, 3), award("d", all_of("a", "b"))),
    learner(6),
    ("d",),
    month("2027-01"),
    month("2027-12"),
)
A, B = PLAIN.candidates


def with_a(**changed: object) -> PlanningProblem:
    return replace(PLAIN, candidates=(replace(A, **changed), B))


def needing(**changed: object) -> PlanningProblem:
    assert PLAIN.goal is not None
    return replace(PLAIN, goal=replace(PLAIN.goal, **changed))


STRETCHING = Stretching((5,) * HORIZON, (2027,) * HORIZON, 2)

DAYS = (DatedStart(0, 4, 20),)

TWO_PRICES = (PriceStep(0, Payment(1_000)), PriceStep(6, Payment(2_000)))

KNOWN_TO_ALL = "what every search knows"

FIELDS: dict[type[Struct], dict[str, str | tuple[Feature, PlanningProblem]]] = {
    PlanningProblem: {
        "first_month": KNOWN_TO_ALL,
        "horizon": KNOWN_TO_ALL,
        "budget": KNOWN_TO_ALL,
        "candidates": KNOWN_TO_ALL,
        "goal": KNOWN_TO_ALL,
        "stages": KNOWN_TO_ALL,
        "obstacles": KNOWN_TO_ALL,
        "windows": KNOWN_TO_ALL,
        "pinned": (Feature.PINS, replace(PLAIN, pinned=(0,))),
        "exclusive": (Feature.EXCLUSION, replace(PLAIN, exclusive=(frozenset({0, 1}),))),
        "stretch": (Feature.STRETCH, replace(PLAIN, stretch=STRETCHING)),
        "at_once": (Feature.AT_ONCE, replace(PLAIN, at_once=(1,) * HORIZON)),
        "evenings": (Feature.EVENINGS, replace(PLAIN, evenings=(2,) * HORIZON)),
        "half_days_off": (Feature.DAYS_OFF, replace(PLAIN, half_days_off=(2,) * HORIZON)),
        "limits": (Feature.LIMIT, replace(PLAIN, limits={Stage.COST: 0})),
        "wallets": (Feature.CREDIT, replace(PLAIN, wallets=(50_000,))),
        "cost_limit_per_year_cents": (Feature.YEARLY_LIMIT, replace(PLAIN, cost_limit_per_year_cents=0)),
        "kept": (Feature.KEPT, replace(PLAIN, kept={"a": 3})),
        "earlier": (Feature.EARLIER, replace(PLAIN, earlier=(Earlier(frozenset({frozenset({0})})),))),
    },
    Candidate: {
        "module": KNOWN_TO_ALL,
        "minutes_total": KNOWN_TO_ALL,
        "options": KNOWN_TO_ALL,
        "before": KNOWN_TO_ALL,
        "prices": (Feature.CHANGING_COST, with_a(prices=TWO_PRICES)),
        "class_slots": (Feature.CLASS_TIMES, with_a(class_slots=1)),
        "evenings": (Feature.EVENINGS, replace(with_a(evenings=1), evenings=(2,) * HORIZON)),
        "unknown_fees": KNOWN_TO_ALL,
        "alongside": (Feature.ALONGSIDE, with_a(alongside=Threshold(1, ((1, 1),)))),
        "offer": KNOWN_TO_ALL,
        "more_evenings": (Feature.EVENINGS, replace(with_a(more_evenings=1), evenings=(2,) * HORIZON)),
    },
    Option: {
        "months": KNOWN_TO_ALL,
        "starts": KNOWN_TO_ALL,
        "minutes_per_week": (Feature.NO_HOURS, with_a(options=(replace(A.options[0], minutes_per_week=0),))),
        "half_days": (Feature.DAYS_OFF, replace(PLAIN, half_days_off=(2,) * HORIZON)),
        "half_days_of": (
            Feature.DAYS_OFF_BY_START,
            replace(with_a(options=(replace(A.options[0], half_days_of=((0, (1,)),)),)), half_days_off=(2,) * HORIZON),
        ),
        "days": (Feature.DAYS, with_a(options=(replace(A.options[0], days=DAYS),))),
        "only_ends": (Feature.ENDING, with_a(options=(replace(A.options[0], only_ends=True),))),
    },
    DatedStart: {
        "start": KNOWN_TO_ALL,
        "begin": (Feature.DAYS, with_a(options=(replace(A.options[0], days=DAYS),))),
        "end": (Feature.DAYS, with_a(options=(replace(A.options[0], days=DAYS),))),
    },
    PriceStep: {"first": (Feature.CHANGING_COST, with_a(prices=TWO_PRICES)), "payment": KNOWN_TO_ALL},
    Payment: {
        "cents": KNOWN_TO_ALL,
        "wallets": (Feature.CREDIT, replace(PLAIN, wallets=(50_000,))),
        "year": (Feature.YEARLY_LIMIT, replace(PLAIN, cost_limit_per_year_cents=0)),
    },
    Threshold: {
        "need": KNOWN_TO_ALL,
        "parts": KNOWN_TO_ALL,
        "award": KNOWN_TO_ALL,
        "shape": KNOWN_TO_ALL,
        "valid_months": (Feature.EXPIRY, needing(valid_months=6)),
        "once": (Feature.COUNTING_ONCE, needing(once=True)),
        "shares": (Feature.COUNTING_ONCE, needing(once=True, shares=0)),
        "stands_for": (Feature.COUNTING_ONCE, needing(once=True, stands_for="a")),
    },
    HeldNode: {"end": KNOWN_TO_ALL},
    Stretching: {
        "usual": (Feature.STRETCH, replace(PLAIN, stretch=STRETCHING)),
        "years": (Feature.STRETCH, replace(PLAIN, stretch=STRETCHING)),
        "months": (Feature.STRETCH, replace(PLAIN, stretch=STRETCHING)),
    },
    Earlier: {
        "modules": (Feature.EARLIER, replace(PLAIN, earlier=(Earlier(frozenset({frozenset({0})})),))),
        "orders": (
            Feature.EARLIER_ORDER,
            replace(
                PLAIN, earlier=(Earlier(frozenset({frozenset({0})}), ((Threshold(1, ((1, 0),)), Threshold(1, ((1, 1),))),)),)
            ),
        ),
    },
}
"""Every field of a problem: known to all, or the feature that it becomes, with a problem that uses it."""

USES = [
    *((f"{kind.__name__}.{name}", *use) for kind, uses in FIELDS.items() for name, use in uses.items() if use != KNOWN_TO_ALL),
    ("PlanningProblem.limits of hours", Feature.LIMIT, replace(PLAIN, limits={Stage.MINUTES: 0})),
    (
        "Option.days where modules expire",
        Feature.DAYS_AND_EXPIRY,
        replace(needing(valid_months=6), candidates=with_a(options=(replace(A.options[0], days=DAYS),)).candidates),
    ),
    (
        "PlanningProblem.cost_limit_per_year_cents and credit",
        Feature.YEARLY_LIMIT_AND_CREDIT,
        replace(PLAIN, cost_limit_per_year_cents=0, wallets=(100,)),
    ),
    (
        "Candidate.prices and credit",
        Feature.CHANGING_COST_AND_CREDIT,
        replace(with_a(prices=TWO_PRICES), wallets=(100,)),
    ),
    (
        "Threshold.valid_months before a module",
        Feature.EXPIRY_BEFORE,
        replace(PLAIN, candidates=(A, replace(PLAIN.candidates[1], before=Threshold(1, ((1, 0),), valid_months=6)))),
    ),
    ("PlanningProblem.limits by start", Feature.LIMIT_BY_START, replace(PLAIN, limits={Stage.MOVED: 0})),
]


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_problem_is_known_to_all_or_becomes_a_feature(kind: type[Struct]) -> None:
    assert set(kind.__struct_fields__) == set(FIELDS[kind])


@pytest.mark.parametrize(("feature", "problem"), [use[1:] for use in USES], ids=[use[0] for use in USES])
def test_a_problem_has_the_features_of_the_fields_that_it_uses(feature: Feature, problem: PlanningProblem) -> None:
    assert feature not in features(PLAIN, Stage.COST)
    assert feature in features(problem, Stage.COST)
    assert has_only(frozenset(Feature) - {feature}, PLAIN, Stage.COST)
    assert not has_only(frozenset(Feature) - {feature}, problem, Stage.COST)
    assert not any(suits(method, problem, Stage.COST) for method in Method if feature not in HANDLES[method])


def test_every_feature_is_one_of_some_field_and_is_handled_by_some_method_that_proves() -> None:
    assert {use[1] for use in USES} == set(Feature)
    assert HANDLES[Method.BY_MONTH] == set(Feature)


@pytest.mark.parametrize(("feature", "problem"), [use[1:] for use in USES], ids=[use[0] for use in USES])
def test_dominance_and_rules_of_thumb_leave_alone_what_they_do_not_handle(feature: Feature, problem: PlanningProblem) -> None:
    if feature not in dominance.HANDLES:
        first = problem.candidates[0]
        alike = replace(problem, candidates=(first, replace(first, module="b")))
        assert dominance.precedences(alike, frozenset({0, 1})) == []
    if feature not in greedy.HANDLES:
        assert greedy.first_plan(problem, Bounds(PLAIN)) is None


def test_modules_are_alike_only_if_they_agree_in_every_field_but_a_named_few() -> None:
    alike = replace(A, module="b")
    both = frozenset({0, 1})
    pairs = dominance.precedences(replace(PLAIN, candidates=(A, alike)), both)
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1)]
    compared_in_pairs = {"module", "offer", "minutes_total", "prices", "options", "before", "alongside"}
    in_all = {"class_slots", "evenings", "more_evenings", "unknown_fees"}
    assert set(Candidate.__struct_fields__) - compared_in_pairs == in_all
    for other in (replace(alike, class_slots=1), replace(alike, evenings=1), replace(alike, unknown_fees=1)):
        assert dominance.precedences(replace(PLAIN, candidates=(A, other)), both) == []


def test_a_method_is_asked_where_what_it_does_not_handle_cannot_matter_within_a_limit() -> None:
    # What is needed and expires after 6 months cannot within 6; modules of 2, 3 and 1 months at all of the hours take those.
    courses = catalogue(
        module("a", 13, 2), module("b", 13, 3), module("c", 6.5, 1, needs="e"), award("e", all_of("a", "b"), valid_months=6)
    )
    problem = build_problem(courses, learner(1.5), ("c",), month("2027-01"), month("2028-12"))
    assert not suits(Method.PACKING, problem, Stage.FINISH)
    turn = Turn(Method.PACKING, 1.0)
    assert Within(problem, Stage.FINISH, 20, Watch(60)).sought(turn) is NoSchedule.UNDECIDED
    within = Within(problem, Stage.FINISH, 6, Watch(60)).sought(turn)
    assert not isinstance(within, NoSchedule)
    assert max(placement.end for placement in within) == 6
