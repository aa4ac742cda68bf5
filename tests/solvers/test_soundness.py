"""What soundness runs rest on: two independent brute forces agree, and a false proof is noticed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import methods
import planted
import pytest
import shapes
import soundness
import tiny
from as_if_large import LIMITS
from cases import Case
from every_plan import EveryPlan, Placed
from money_cases import MoneyCase
from msgspec.structs import replace
from random_cases import combinations

from mcplanner.files.checks.every_check import CHECKS
from mcplanner.ground.diagnostics import Severity
from mcplanner.plans.model import Plan, Status
from mcplanner.solvers.decide import NoSchedule, Turn, Within
from mcplanner.solvers.methods import Method

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "soundness.py"

MOST_COMBINATIONS = 3_000
"""What the brute force of `tiny`, which leaves nothing out, goes through in a fraction of a second."""


ONE_BRUTE_FORCE = {"yearly-limit", "changing-prices-and-more"}
"""Shapes that the other brute force does not know."""

SEEDS = {"expiry": (1, 3)}
"""Of the second case of this shape it is soon proved that there is no plan; to say why takes the engine half a minute."""

FALSE_ONCE_AS_IF_LARGE = {"credits": (81_000_035,), "odd-months": (90_000_170,), "absences": (90_000_142,)}
"""Seeds of cases that had a false proof, or ended in an error, when small problems were first treated as large ones."""


def as_tiny(case: Case) -> tiny.Case:
    """The same case for the other brute force; it knows no limit for each year, and no fees of runs beside changing prices."""
    plain = tiny.Case(
        entries=[*case.modules.values(), *case.awards.values()],
        targets=tuple(case.targets),
        first=case.first,
        months=EveryPlan(case).horizon,
        budget=case.minutes,
        away=frozenset(case.away),
        days_away=frozenset(case.days_away),
        held=dict.fromkeys(case.held),
        pins=case.pins,
        skip=frozenset(case.skip),
        budget_in=case.minutes_in,
        at_once=case.at_once,
        cost_limit=case.cost_limit,
        busy=tuple(case.busy),
        evenings=case.evenings,
        half_days_off=case.half_days_off,
        prefer=case.prefer,
        keep=case.keep,
    )
    if not case.prices:
        return plain
    steps = {
        name: [(0, case.fee(name), ""), *((first, 100 * dollars, "") for first, dollars in case.prices.get(name, ()))]
        for name in case.modules
    }
    return MoneyCase(**{name: getattr(plain, name) for name in tiny.Case.__struct_fields__}, steps=steps)


def small_cases(shape: str, number: int) -> Iterator[tuple[Case, tiny.Case]]:
    """The first cases of a shape that are small enough for both brute forces."""
    both = ((case, as_tiny(case)) for case in (shapes.case_of(shape, seed) for seed in count(1)))
    small = ((case, other) for case, other in both if combinations(other) <= MOST_COMBINATIONS)
    return islice(small, number)


@pytest.mark.parametrize("shape", [shape for shape in shapes.SHAPES if shape not in ONE_BRUTE_FORCE])
def test_two_brute_forces_agree(shape: str) -> None:
    for case, other in small_cases(shape, 6):
        best = EveryPlan(case).best()
        goals = [other.goal(other.values(placing)) for placing in other.plans()]
        found = None if best is None else other.goal(other.values(_placing(other, best.plan)))
        assert found == min(goals, default=None)


def _placing(case: tiny.Case, plan: dict[str, Placed]) -> dict[str, tiny.Placed]:
    """A plan as the other brute force has it, after asserting that it is one of its ways to take each module."""
    return {
        name: next(way for way in case.ways(name) if (way.start, way.end, way.run) == placed) for name, placed in plan.items()
    }


@pytest.mark.parametrize("shape", [*shapes.SHAPES, *planted.SHAPES])
def test_nothing_proved_is_false(shape: str) -> None:
    for seed in SEEDS.get(shape, (1, 2)) if shape in shapes.SHAPES else (1,):
        assert soundness.tried(shape, seed).contradictions == [], seed


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_nothing_proved_is_false_where_small_problems_are_treated_as_large(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, own in LIMITS.items():
        for name, value in own.items():
            monkeypatch.setattr(module, name, value)
    for seed in (1, *FALSE_ONCE_AS_IF_LARGE.get(shape, ())):
        assert soundness.tried(shape, seed, whole=True).contradictions == [], seed


@pytest.mark.parametrize("shape", planted.SHAPES)
def test_a_planted_plan_keeps_the_rules_of_a_clean_catalogue(shape: str) -> None:
    for seed in range(1, 6):
        own = planted.planted_of(shape, seed)
        plans = EveryPlan(own.case, soundness.FAR)
        assert plans.keeps_the_rules(own.plan), seed
        assert own.dearer is None or plans.keeps_the_rules(own.dearer), seed
        assert own.dearer is None or plans.worth(own.dearer) > plans.worth(own.plan)
        assert not any(found.severity is Severity.ERROR for check in CHECKS for found in check(own.case.catalogue)), seed


def _gone(made: Plan) -> Plan:
    return replace(made, status=Status.INFEASIBLE, objective=None, enrolments=())


def _later(made: Plan) -> Plan:
    assert made.objective is not None
    return replace(made, objective=replace(made.objective, finish_months=made.objective.finish_months + 1))


def _with_a_higher_bound(made: Plan) -> Plan:
    assert made.bound is not None
    return replace(made, bound=replace(made.bound, start_months_total=made.bound.start_months_total + 1))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda made: replace(made, status=Status.INFEASIBLE, objective=None, enrolments=()),
            "no plan, and there is one worth",
        ),
        (_later, "proved the best, and there is"),
        (_later, "it says that its plan is worth"),
        (_with_a_higher_bound, "no starts under"),
        (lambda made: replace(made, enrolments=made.enrolments[1:]), "its plan breaks a rule"),
    ],
)
def test_a_false_answer_is_noticed(change: Callable[[Plan], Plan], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shape, seed = "prefer-load", 1
    assert soundness.tried(shape, seed, whole=True) == soundness.Tried("optimal", [])
    made = soundness.made_for
    monkeypatch.setattr(soundness, "made_for", lambda case, seconds: change(made(case, seconds)))
    assert any(expected in text for text in soundness.tried(shape, seed, whole=True).contradictions)


def test_a_plan_where_there_is_none_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EveryPlan, "best", lambda *_: None)
    (said,) = soundness.tried("prefer-load", 1).contradictions
    assert said.endswith("and brute force has None")


def test_a_method_that_proves_too_much_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    sought = Within.sought

    def blind(self: Within, turn: Turn) -> Any:
        return NoSchedule.NO_PLAN if turn.method is Method.BY_MONTH else sought(self, turn)

    monkeypatch.setattr(Within, "sought", blind)
    case = shapes.case_of("prefer-load", 1)
    problem = methods.problem_of(case)
    best = EveryPlan(case).best()
    assert best is not None
    said = list(methods.wrongly_proved(case, problem, problem.stages[0], methods.Known(best.values[0], True, None)))
    assert said == [f"by month: no plan within a peak of {best.values[0]}, and there is one"]


def test_a_failure_is_told_like_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Plan:
        raise ValueError("no such luck")

    monkeypatch.setattr(soundness, "made_for", fails)
    outcome = soundness.tried("prefer-load", 1)
    assert outcome.verdict == "failed"
    assert outcome.contradictions[0].endswith("no such luck")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_a_run_prints_a_table_and_a_seed_is_repeated_exactly() -> None:
    done = _run("--tries", "2", "--shape", "keep", "--shape", "pins", "--jobs", "2", "--whole")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    assert [(row[0].strip("| "), row[1]) for row in rows] == [("keep", "2"), ("pins", "2"), ("all", "4")]
    shown = [_run("--seed", "2", "--shape", "keep", "--show", "--whole").stdout.split("| shape")[0] for _ in range(2)]
    assert shown[0] == shown[1]
    assert shown[0].startswith("# mcplan plan --start 20")


def test_how_much_to_try_has_to_be_said() -> None:
    done = _run()
    assert done.returncode == 2
    assert "say how much to try" in done.stderr
