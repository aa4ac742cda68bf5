"""What is held and taken again: only where what is held would have expired, and why that is.

Beneath `no_plan`. Reads the catalogue as people wrote it; knows no search.
"""

from collections.abc import Sequence

from mcplanner.catalogue.counting import Ends, MonthSpan, holds, latest, passes, together, within
from mcplanner.catalogue.earned_awards import all_satisfied
from mcplanner.catalogue.model import Award, Catalogue
from mcplanner.ground.months import Month, month_name
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.problem.model import PlanningProblem, Schedule


def without_needless(
    catalogue: Catalogue, learner: Learner, targets: Sequence[str], problem: PlanningProblem, schedule: Schedule
) -> Schedule:
    """The schedule without what is taken again, itself or as another, though what is held counts wherever it is needed."""
    held, under_way = held_by(learner), {entry.module for entry in learner.under_way}
    for placement in sorted(schedule, key=lambda placement: placement.start, reverse=True):
        if placement.module not in under_way and not catalogue.places.unit(placement.module).isdisjoint(held):
            rest = tuple(other for other in schedule if other is not placement)
            ends = passes(*((other.module, Month(problem.first_month + other.end - 1)) for other in rest))
            new = {other.module: Month(problem.first_month + other.start) for other in rest if other.module not in under_way}
            if _suffices(catalogue, targets, together(held, ends), new):
                schedule = rest
    return schedule


def _suffices(catalogue: Catalogue, targets: Sequence[str], passed: Ends, starts: dict[str, Month]) -> bool:
    """Whether what is passed satisfies the targets, and in time what each module needs that starts in a month."""
    needs = ((catalogue.module_by_id[module].requires, start) for module, start in starts.items())
    return all_satisfied(catalogue, targets, passed) and all(
        requires is None or holds(catalogue, requires, within(passed, MonthSpan(last=start - 1))) for requires, start in needs
    )


def held_as(catalogue: Catalogue, held: Ends, module: str) -> str | None:
    """What is held of a module and of those that count as it, the latest; None where nothing is."""
    names = sorted(catalogue.places.unit(module) & held.keys())
    return max(names, key=lambda name: (latest(held[name]) or Month(0), name == module), default=None)


def why_again(catalogue: Catalogue, learner: Learner, plan: Plan, enrolment: Enrolment) -> str:
    """Why a module that is held, or counts as one, is taken: the first award of the plan for which that has expired by then."""
    held = held_by(learner)
    name = held_as(catalogue, held, enrolment.module)
    ended = None if name is None else latest(held[name])
    assert name is not None, "only of what is held is it asked why it is taken again"
    assert ended is not None, "what never expires is not taken again"
    expired = (
        (award, earned.earned)
        for award, earned in ((catalogue.award_by_id[each.id], each) for each in plan.awards)
        if not {enrolment.module, name}.isdisjoint(earned.modules)
        and award.valid_months is not None
        and ended + award.valid_months < earned.earned
    )
    what = "it" if name == enrolment.module else f"{catalogue.module_by_id[name].title} ({name}), as which it counts,"
    passed = f"you passed {what} in {month_name(ended)}"
    award, month = next(expired, (None, None))
    if award is None or month is None:
        return f"{passed}, too long before it is needed"
    return f"{passed}, which counts toward {_until(award, ended)}; this plan earns that in {month_name(month)}"


def _until(award: Award, ended: Month) -> str:
    assert award.valid_months is not None, "only what expires has an end"
    return f"{award.title} ({award.id}) until {month_name(Month(ended + award.valid_months))}"
