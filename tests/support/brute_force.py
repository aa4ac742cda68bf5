"""The best of all plans of a tiny case, and what a plan is worth."""

from hypothesis import event
from tiny import AGAIN, Case, Values

from mcplanner.plans.model import Objective, Plan, Status
from mcplanner.verify import verify


def best_of_all(case: Case) -> Values | None:
    """What the best plan is worth; None where there is none."""
    found = [case.values(placing) for placing in case.plans()]
    return min(found, key=case.goal, default=None)


def worth(objective: Objective) -> Values:
    return Values(
        finish=objective.finish_months,
        unknown_fees=objective.unknown_fees,
        cost=objective.cost_cents,
        minutes=objective.minutes_total,
        starts=objective.start_months_total,
        peak=objective.peak_minutes_per_week,
        moved=objective.moved_modules,
        shift=objective.moved_months,
    )


def assert_best(case: Case, made: Plan) -> None:
    best = best_of_all(case)
    event("impossible" if best is None else "nothing to do" if best.finish == 0 else "possible")
    if best is None:
        assert made.status is Status.INFEASIBLE
        assert made.enrolments == ()
        assert made.reason
        return
    assert made.status is Status.OPTIMAL
    assert made.objective is not None
    assert case.goal(worth(made.objective)) == case.goal(best)
    assert made.bound is not None
    assert case.goal(worth(made.bound)) == case.goal(best)
    assert made.bound.peak_minutes_per_week <= made.objective.peak_minutes_per_week
    assert_what_counts(case, made)
    assert verify(case.catalogue, case.learner, None, case.request, made) == ()


def assert_what_counts(case: Case, made: Plan) -> None:
    """What counts toward each award is enough for it, the last of it in its month, and no award shares more than it may."""
    ends = {entry.module: entry.ended for entry in case.learner.held}
    ends |= {AGAIN * enrolment.again + enrolment.module: enrolment.end for enrolment in made.enrolments}
    for award in made.awards:
        names = [name for module in award.modules for name in (module, AGAIN + module) if name in ends]
        counted = {name: ends[name] for name in names}
        assert case.had(award.id, counted)
        assert award.earned in counted.values()
    assert case.may_count({award.id: award.modules for award in made.awards})
