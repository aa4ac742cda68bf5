"""What a stage of the objective is: what modules weigh in it; values, limits, bounds and units all come from that."""

from build import all_of, award, catalogue, learner, module, month
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mcplanner.ground.stages import FIGURES, Stage
from mcplanner.plans.model import Objective
from mcplanner.pricing.credit import Payment, credit_used
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES, TOTALS, keeps_limits, stage_value
from mcplanner.problem.model import Placement, PlanningProblem, PriceStep, Schedule, payments
from mcplanner.solvers.bounds.bounds import Bounds

THREE = build_problem(
    catalogue(module("a", 13, 2), module("b", 26, 3), module("c", 39, 1, intakes="apr oct"), award("d", all_of("a", "b", "c"))),
    learner(9),
    ("d",),
    month("2027-01"),
    month("2027-12"),
)
"""Three modules, all of which are to be taken."""

CENTS = st.sampled_from([0, 1_500, 3_000, 4_500])
WALLETS = (2_000, 1_000)


@st.composite
def priced_problems(draw: st.DrawFn) -> PlanningProblem:
    """The three with prices that change with time, credit for some of them, and an earlier plan of two."""
    changes = [draw(st.sampled_from([(0,), (0, 5)])) for _ in THREE.candidates]
    steps = [tuple(PriceStep(first, Payment(draw(CENTS), draw(st.integers(0, 3)))) for first in own) for own in changes]
    candidates = tuple(replace(own, prices=prices) for own, prices in zip(THREE.candidates, steps, strict=True))
    return replace(THREE, candidates=candidates, wallets=WALLETS, kept={"a": draw(st.integers(0, 6)), "c": 3})


@st.composite
def schedules(draw: st.DrawFn, problem: PlanningProblem) -> Schedule:
    """All of them at starts that they have, whatever the hours."""
    chosen = ((own, own.options[0]) for own in problem.candidates)
    return tuple(
        Placement(draw(st.sampled_from(option.starts)), own.module, option.months, option.minutes_per_week)
        for own, option in chosen
    )


def test_every_stage_is_measured_and_has_a_figure_in_the_objective_of_a_plan() -> None:
    assert MEASURES.keys() == FIGURES.keys() == set(Stage)
    assert tuple(FIGURES.values()) == Objective.__struct_fields__


@settings(max_examples=200)
@given(st.data(), priced_problems())
def test_the_value_of_a_total_is_what_its_stage_is_said_to_be(data: st.DataObject, problem: PlanningProblem) -> None:
    schedule = data.draw(schedules(problem))
    starts = {placement.module: placement.start for placement in schedule}
    paid = payments(problem, schedule)
    used = credit_used(paid, problem.wallets)
    event(f"credit: {used}")
    assert {stage: stage_value(problem, schedule, stage) for stage in TOTALS} == {
        Stage.UNKNOWN_FEES: 0,
        Stage.COST: sum(payment.cents for payment in paid) - used,
        Stage.MINUTES: (13 + 26 + 39) * 60,
        Stage.STARTS: sum(starts.values()),
        Stage.MOVED: 1 + sum(starts[name] != start for name, start in problem.kept.items()),
        Stage.SHIFT: sum(abs(starts[name] - start) for name, start in problem.kept.items()),
    }


@settings(max_examples=200)
@given(st.data(), priced_problems())
def test_units_bounds_weights_in_full_and_limits_are_true_of_every_schedule(
    data: st.DataObject, problem: PlanningProblem
) -> None:
    schedule = data.draw(schedules(problem))
    bounds = Bounds(problem)
    for stage, total in TOTALS.items():
        value = total.value(problem, schedule)
        in_full = total.in_full(problem)
        starts = {placement.module: placement.start for placement in schedule}
        weights = [in_full.weight(own, starts[own.module]) for own in problem.candidates]
        assert value % total.unit(problem) == 0
        assert value >= sum(weights) - in_full.free
        assert all(weight >= in_full.least(own) for weight, own in zip(weights, problem.candidates, strict=True))
        if stage is not Stage.STARTS:  # whose bound counts hours, which these schedules do not keep to
            assert value >= bounds.below(stage)
        if total.limits_plans:
            assert keeps_limits(total.fixed(problem, value), schedule)
            assert not keeps_limits(total.fixed(problem, value - 1), schedule)


def test_no_limit_is_set_that_no_plan_can_exceed() -> None:
    hours = 60 * (13 + 26 + 39)
    assert TOTALS[Stage.MINUTES].fixed(THREE, hours) is THREE
    assert TOTALS[Stage.MINUTES].fixed(THREE, hours - 1).limits == {Stage.MINUTES: hours - 1}
