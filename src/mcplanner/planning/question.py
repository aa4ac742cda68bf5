"""A question to the solvers: targets, the problem that they make, and the answer as far as it was sought.

Knows problems and solutions; no catalogue and no plan.
"""

from collections.abc import Iterable

from msgspec import Struct

from mcplanner.ground.stages import Stage
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers.search import UNSOLVED, Solution


class Question(Struct, frozen=True):
    """Targets and the problem that they make, None where time ran out before it was stated; the answer so far."""

    targets: tuple[str, ...]
    stated: PlanningProblem | None
    solution: Solution = UNSOLVED

    @property
    def problem(self) -> PlanningProblem:
        assert self.stated is not None, "what is not stated has no answer"
        return self.stated

    def values(self, stages: Iterable[Stage]) -> tuple[int, ...]:
        """The values of the schedule that was found, stage by stage."""
        assert self.solution.schedule is not None, "only a schedule has values"
        return tuple(stage_value(self.problem, self.solution.schedule, stage) for stage in stages)

    def least_values(self, stages: Iterable[Stage]) -> tuple[int, ...]:
        """The values that no plan is below: where nothing is known, one month for the finish and 0 for all else."""
        return tuple(self.solution.bounds.get(stage, int(stage is Stage.FINISH)) for stage in stages)
