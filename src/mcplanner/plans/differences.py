"""How two plans for the same targets differ: in the modules they take, and in the order of their awards.

Reads finished plans; knows no solver. A plan that only starts the same modules in other months is not another plan.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from mcplanner.ground.months import Month
from mcplanner.plans.model import EarnedAward, OtherPlan, Plan
from mcplanner.plans.summary import cost_difference, listed


def awards_in_order(plan: Plan) -> list[tuple[str, str]]:
    """Pairs of awards of which the first is earned before the second, with none earned between them.

    Any other order of the same awards turns one of these pairs round.
    """
    return [(first.id, second.id) for first, second in _in_order(plan.awards)]


def differs(plan: Plan, earlier: Plan) -> bool:
    """Return whether the plan leaves out a module of the earlier one, or earns two awards the other way round."""
    return not takes_all_of(earlier, plan) or any(_turned(plan, earlier))


def takes_all_of(earlier: Plan, plan: Plan) -> bool:
    """Return whether the plan takes every module of the earlier one: then only the order of awards can tell them apart."""
    return _modules(earlier) <= _modules(plan)


def compare_plans(plan: Plan, first: Plan) -> OtherPlan:
    """Compare a further plan with the first: how much later, how much dearer, and what is different."""
    assert plan.objective is not None, "what is compared is a plan"
    assert first.objective is not None, "what it is compared with is a plan"
    return OtherPlan(
        plan=plan,
        months_later=plan.objective.finish_months - first.objective.finish_months,
        cents_more=cost_difference(plan, first),
        differences=tuple(_differences(plan, first)),
    )


def _differences(plan: Plan, earlier: Plan) -> Iterator[str]:
    yield from _different_modules(plan, earlier)
    for sooner, later in _turned(plan, earlier):
        yield f"earns {sooner.title} before {later.title}"
    for award in _awards_missing_from(earlier, plan):
        yield f"also earns {award.title}"
    for award in _awards_missing_from(plan, earlier):
        yield f"does not earn {award.title}"


def _different_modules(plan: Plan, earlier: Plan) -> Iterator[str]:
    gained, lost = _modules(plan) - _modules(earlier), _modules(earlier) - _modules(plan)
    if gained and lost:
        yield f"takes {_titles(plan, gained)} instead of {_titles(earlier, lost)}"
    elif gained:
        yield f"also takes {_titles(plan, gained)}"
    elif lost:
        yield f"does without {_titles(earlier, lost)}"


def _awards_missing_from(plan: Plan, other: Plan) -> list[EarnedAward]:
    """The awards that the other plan earns and this one does not."""
    earned = {award.id for award in plan.awards}
    return [award for award in other.awards if award.id not in earned]


def _turned(plan: Plan, earlier: Plan) -> Iterator[tuple[EarnedAward, EarnedAward]]:
    """Pairs of awards that both plans earn, the first of them before the second, which the earlier plan earns sooner."""
    before = {award.id: award.earned for award in earlier.awards}
    for sooner, later in _in_order([award for award in plan.awards if award.id in before]):
        if before[later.id] < before[sooner.id]:
            yield sooner, later


def _in_order(awards: Sequence[EarnedAward]) -> Iterator[tuple[EarnedAward, EarnedAward]]:
    """Pairs of awards earned in neighbouring months, of those months in which something is earned."""
    months: list[Month] = sorted({award.earned for award in awards})
    for month, following in pairwise(months):
        first, second = ([award for award in awards if award.earned == each] for each in (month, following))
        yield from product(first, second)


def _modules(plan: Plan) -> frozenset[str]:
    return frozenset(enrolment.module for enrolment in plan.enrolments)


def _titles(plan: Plan, modules: frozenset[str]) -> str:
    """The titles of some modules of a plan, as `Java I (java-1) and Python I (python-1)`."""
    return listed([f"{each.title} ({each.module})" for each in plan.enrolments if each.module in modules])
