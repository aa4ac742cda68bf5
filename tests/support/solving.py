"""Tiny cases as problems, and what the solvers find of them."""

from collections.abc import Iterator
from pathlib import Path

from build import learner, month
from tiny import Case, Placed, Values

from mcplanner.files.catalogues import load_catalogue
from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import MEASURES
from mcplanner.problem.model import Placement, PlanningProblem, Schedule


def problem_of(case: Case) -> PlanningProblem:
    return build_problem(case.catalogue, case.learner, case.targets, case.request.start, case.by, keep=case.request.keep)


def problem_from(text: str, folder: Path, hours: float | None, months: int) -> PlanningProblem:
    """What the target of a made-up catalogue comes to for so many hours a week, if all is to end within so many months."""
    path = folder / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    courses = load_catalogue(path).catalogue
    assert courses is not None
    first = month("2027-01")
    return build_problem(courses, learner(hours), ("target",), first, Month(first + months - 1))


def value(values: Values, stage: Stage) -> int:
    return int(getattr(values, stage.value))


def values_of(case: Case) -> list[Values]:
    return [case.values(placing) for placing in case.plans()]


def stage_by_stage(case: Case) -> Iterator[tuple[Stage, PlanningProblem, int]]:
    """Each stage of a case that has plans, the problem once the stages before are settled, and the least value in the stage."""
    problem, plans = problem_of(case), values_of(case)
    for stage in problem.stages if plans else ():
        least = min(value(values, stage) for values in plans)
        yield stage, problem, least
        plans = [values for values in plans if value(values, stage) == least]
        fixed = MEASURES[stage].fixed(problem, least)
        assert fixed is not None
        problem = fixed


def placing_of(case: Case, schedule: Schedule) -> dict[str, Placed]:
    assert len({placement.module for placement in schedule}) == len(schedule)
    return {placement.module: _placed(case, placement) for placement in schedule}


def _placed(case: Case, placement: Placement) -> Placed:
    module = case.catalogue.module_by_id[placement.module]
    started, length = case.under_way.get(placement.module, (placement.start, placement.months))
    run = module.offer(placement.offer).run_in(Month(case.first + started))
    position = next((place for place, own in enumerate(module.runs or ()) if own is run), -1)
    months = placement.months if started + length > placement.start else 0
    later = placement.end - placement.start - months
    return Placed(placement.start, months, placement.minutes_per_week, position, later)
