"""What is held and taken again: only where what is held would have expired, and why that is.

Reads the catalogue as people wrote it; knows no search.
"""

from collections.abc import Sequence

from mcplanner.catalogue.counting import Ends, MonthSpan, holds, latest, passes, together, within
from mcplanner.catalogue.earned_awards import all_satisfied
from mcplanner.catalogue.model import Award, Catalogue
from mcplanner.ground.months import Month, month_name
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.plans.certainty_words import resting_in_brackets, validity_rests_on
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.problem.model import Placement, PlanningProblem, Schedule


def leave_out_needless(
    catalogue: Catalogue, learner: Learner, targets: Sequence[str], problem: PlanningProblem, schedule: Schedule
) -> Schedule:
    """Leave out of a schedule what is taken again, itself or as another, though what is held counts wherever it is needed."""
    held, under_way = held_by(learner), {entry.module for entry in learner.under_way}
    for placement in sorted(schedule, key=lambda placement: placement.start, reverse=True):
        if placement.module in under_way or catalogue.places.counted_as(placement.module).isdisjoint(held):
            continue
        rest = tuple(other for other in schedule if other is not placement)
        if _suffices(catalogue, learner, targets, problem.first_month, rest):
            schedule = rest
    return schedule


def _suffices(catalogue: Catalogue, learner: Learner, targets: Sequence[str], first: int, schedule: Schedule) -> bool:
    """Return whether what is held and scheduled satisfies the targets, and in time the prerequisites of all that starts."""
    ends = passes(*((placement.module, Month(first + placement.end - 1)) for placement in schedule))
    begun = {entry.module for entry in learner.under_way}
    return all_satisfied(catalogue, targets, together(held_by(learner), ends)) and all(
        _has_needs(catalogue, learner, first, each, schedule) for each in schedule if each.module not in begun
    )


def _has_needs(catalogue: Catalogue, learner: Learner, first: int, new: Placement, schedule: Schedule) -> bool:
    """Return whether the prerequisites of a placement are satisfied by what ended before it begins."""
    requires = catalogue.module_by_id[new.module].requires
    if requires is None:
        return True
    before = (each for each in schedule if each.last_day <= new.first_day)
    ended = passes(*((each.module, Month(first + each.end - 1)) for each in before))
    return holds(catalogue, requires, together(within(held_by(learner), MonthSpan(last=first + new.start - 1)), ended))


def held_as(catalogue: Catalogue, held: Ends, module: str) -> str | None:
    """The module held last of those that a module counts as; None where none is held."""
    names = sorted(catalogue.places.counted_as(module) & held.keys())
    return max(names, key=lambda name: (latest(held[name]) or Month(0), name == module), default=None)


def why_again(catalogue: Catalogue, learner: Learner, plan: Plan, enrolment: Enrolment) -> str:
    """Say why a module that is held, or counts as one, is taken: the first award of the plan for which it has expired."""
    held = held_by(learner)
    name = held_as(catalogue, held, enrolment.module)
    ended = None if name is None else latest(held[name])
    assert name is not None, "only of what is held is it asked why it is taken again"
    assert ended is not None, "what never expires is not taken again"
    relation = "counts as it" if name in catalogue.places.unit(enrolment.module) else "it covers"
    what = "it" if name == enrolment.module else f"{catalogue.module_by_id[name].title} ({name}), which {relation},"
    passed = f"you passed {what} in {month_name(ended)}"
    for earned in plan.awards:
        award = catalogue.award_by_id[earned.id]
        until = _counts_until(award, ended)
        if until is not None and until < earned.earned and not {enrolment.module, name}.isdisjoint(earned.modules):
            rests_on = resting_in_brackets(validity_rests_on(earned))
            counts = f"that counts toward {award.title} ({award.id}) until {month_name(until)}{rests_on}"
            return f"{passed}, and {counts}; this plan earns the award in {month_name(earned.earned)}"
    return f"{passed}, too long before you need it"


def _counts_until(award: Award, ended: Month) -> Month | None:
    """The last month in which a module counts toward an award; None where it never expires."""
    return None if award.valid_months is None else Month(ended + award.valid_months)
