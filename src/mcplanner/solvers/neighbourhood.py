"""A better plan near a plan: free a few modules, hold the others where they are, and let the engine place the few again.

Floor 7. For problems too large to be proved at once. Proves nothing; the random numbers are seeded and the engine's work is
counted, not timed, so that the same problem gives the same plan.
"""

from random import Random

from mcplanner.problem import Option, Placement, PlanningProblem, Schedule, Stage, stage_value
from mcplanner.solvers.cpsat import minimise
from mcplanner.solvers.watch import Watch
from mcplanner.solvers.windows import compulsory_candidates

FREED = 8
"""Modules freed at a time: few enough for the engine to settle in a tenth of a second."""

EFFORT = 0.05
"""Work for one neighbourhood, in the engine's deterministic seconds."""


def sooner(problem: PlanningProblem, schedule: Schedule, rounds: int, seed: int, watch: Watch) -> Schedule:
    """A schedule that ends no later than the one given, after so many neighbourhoods or when time is up.

    What is minimised in each is the sum of starts, no module ending after the finish: a more compact plan with the same finish
    is a step towards one that finishes sooner.
    """
    random = Random(seed)
    for _ in range(rounds):
        if not watch.seconds_left:
            break
        finish = stage_value(problem, schedule, Stage.FINISH)
        within = problem.within(finish)
        assert within is not None, "the schedule is a plan of the problem"
        near = _near(within, schedule, _freed(random, schedule, finish), exchange=random.random() < 0.3)
        if near is None:
            continue
        starts = stage_value(near, schedule, Stage.STARTS)
        compulsory = compulsory_candidates(near)
        monthly = near.evenings is not None
        try:
            found = minimise(near, compulsory, Stage.STARTS, 0, seconds=watch.seconds_left, effort=EFFORT, monthly=monthly)
        except KeyboardInterrupt:
            watch.interrupt()
            break
        if found.schedule is not None and stage_value(near, found.schedule, Stage.STARTS) < starts:
            schedule = found.schedule
    return schedule


def _freed(random: Random, schedule: Schedule, finish: int) -> set[str]:
    """Modules that run at about one time, or any, with those that end last."""
    if random.random() < 0.5:
        middle = random.randrange(finish)
        near = sorted(schedule, key=lambda placement: abs(placement.start + placement.end - 2 * middle) + 6 * random.random())
        return {placement.module for placement in near[:FREED]}
    some: list[Placement] = random.sample(schedule, min(FREED, len(schedule)))
    return {placement.module for placement in (*some, *(other for other in schedule if other.end == finish))}


def _near(problem: PlanningProblem, schedule: Schedule, freed: set[str], exchange: bool) -> PlanningProblem | None:
    """The problem with all but the freed modules held in place; others may come in where electives are exchanged."""
    placed = {placement.module: placement for placement in schedule}
    options: list[tuple[Option, ...]] = []
    for candidate in problem.candidates:
        placement = placed.get(candidate.module)
        if placement is None:
            options.append(candidate.options if exchange else ())
        elif candidate.module in freed:
            options.append(candidate.options)
        else:
            options.append((Option(placement.months, placement.minutes_per_week, (placement.start,)),))
    return problem.with_options(options)
