"""Dual values that are sought with more patience, where packing was in vain: by hand, and when that is."""

import pytest
from build import all_of, award, catalogue, learner, module, month

from mcplanner.ground.stages import Basis, Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers import decide
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.lp import dual_bounds
from mcplanner.solvers.lp.dual_bounds import DualBound, dual_bound
from mcplanner.solvers.lp.relaxation import MORE_PATIENCE, PATIENCE, LinearRelaxation
from mcplanner.solvers.methods import Method
from mcplanner.solvers.packing.packing import Packing

LITTLE, MORE = (Turn(Method.PACKING, effort) for effort in (0.0, 0.1))


@pytest.fixture
def problem() -> PlanningProblem:
    """Three modules of two months each at all hours there are: six months."""
    entries = [module(name, 26, 2) for name in "abc"]
    return build_problem(
        catalogue(*entries, award("d", all_of(*"abc"))), learner(3), ("d",), month("2027-01"), month("2027-12")
    )


@pytest.fixture
def patience_asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """With how much patience dual values are sought, one after another; those with more of it rule out every plan."""
    asked: list[int] = []

    def told(*_: object, patience: int = PATIENCE, **__: object) -> DualBound:
        asked.append(patience)
        return DualBound(refuted=patience == MORE_PATIENCE, bound=0)

    monkeypatch.setattr(dual_bounds, "dual_bound", told)
    return asked


def test_fullness_that_stays_the_same_ends_rounds_sooner_or_later(problem: PlanningProblem) -> None:
    program = LinearRelaxation(problem, frozenset(range(3)), None)
    assert program._stalled([0.98] * 3, PATIENCE)
    assert not program._stalled([0.98] * MORE_PATIENCE, MORE_PATIENCE)
    assert program._stalled([0.98] * (MORE_PATIENCE + 1), MORE_PATIENCE)


@pytest.mark.parametrize("patience", [PATIENCE, MORE_PATIENCE])
def test_no_patience_rules_out_the_six_months_of_a_plan(problem: PlanningProblem, patience: int) -> None:
    within = [problem.within(months) for months in (5, 6)]
    assert [own is not None and dual_bound(Bounds(own), Watch(60), patience=patience).refuted for own in within] == [
        True,
        False,
    ]


def test_where_packing_gave_up_dual_values_are_sought_with_more_patience_once(
    problem: PlanningProblem, patience_asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    within = Within(problem, Stage.FINISH, 7, Watch(60))
    assert within.sought(LITTLE) is NoSchedule.UNDECIDED
    assert not within._with_patience(narrow=False)  # it goes on where it stopped
    monkeypatch.setattr(Packing, "gave_up", True)
    assert within.sought(LITTLE) is NoSchedule.UNDECIDED
    assert patience_asked == [PATIENCE]
    assert within.sought(MORE) is NoSchedule.NO_PLAN
    assert within.basis is Basis.BOUND
    assert patience_asked == [PATIENCE, MORE_PATIENCE]


def test_of_more_than_a_few_candidates_a_narrow_packing_in_vain_is_enough(
    problem: PlanningProblem, patience_asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decide, "MANY", 2)
    assert Within(problem, Stage.FINISH, 7, Watch(60)).sought(LITTLE) is NoSchedule.NO_PLAN
    assert patience_asked == [PATIENCE, MORE_PATIENCE]


@pytest.mark.parametrize(
    ("stage", "limit", "patient"), [(Stage.FINISH, 7, True), (Stage.PEAK, 180, True), (Stage.MINUTES, 10_000, False)]
)
def test_patience_is_for_limits_on_finish_and_peak_and_for_no_sum(
    problem: PlanningProblem, stage: Stage, limit: int, patient: bool
) -> None:
    within = Within(problem, stage, limit, Watch(60))
    assert not within._with_patience(narrow=False)
    within._packed_in_vain = True
    assert within._with_patience(narrow=False) is patient
    assert not within._with_patience(narrow=True)
