"""How two plans for the same targets differ: which modules they take, and in which order they earn their awards.

Reads finished plans; knows no solver. A plan that only starts the same modules in other months is no other plan.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from mcplanner.ground.months import Month
from mcplanner.plans.model import EarnedAward, OtherPlan, Plan


def awards_in_order(plan: Plan) -> list[tuple[str, str]]:
    """Pairs of awards of which the first is earned before the second, with none earned between.

    In any order of the same awards that is another order, one of these pairs is turned round.
    """
    return [(first.id, second.id) for first, second in _in_order(plan.awards)]


def differs(plan: Plan, earlier: Plan) -> bool:
    """Whether the plan leaves out a module of the earlier one, or earns two awards the other way round."""
    return not takes_all_of(earlier, plan) or any(_turned(plan, earlier))


def takes_all_of(earlier: Plan, plan: Plan) -> bool:
    """Whether the plan takes every module of the earlier one, so that only the order of awards can tell them apart."""
    return _modules(earlier) <= _modules(plan)


def compared(plan: Plan, first: Plan) -> OtherPlan:
    """A plan beside the first, with what is different."""
    assert plan.objective is not None, "what is compared is a plan"
    assert first.objective is not None, "what it is compared with is a plan"
    return OtherPlan(
        plan=plan,
        months_later=plan.objective.finish_months - first.objective.finish_months,
        cents_more=plan.objective.cost_cents - first.objective.cost_cents,
        differences=tuple(_differences(plan, first)),
    )


def _differences(plan: Plan, earlier: Plan) -> Iterator[str]:
    gained, lost = _modules(plan) - _modules(earlier), _modules(earlier) - _modules(plan)
    if gained and lost:
        yield f"takes {_titles(plan, gained)} instead of {_titles(earlier, lost)}"
    elif gained:
        yield f"takes {_titles(plan, gained)} too"
    elif lost:
        yield f"does without {_titles(earlier, lost)}"
    for sooner, later in _turned(plan, earlier):
        yield f"earns {sooner.title} before {later.title}"
    ids = [{award.id for award in made.awards} for made in (plan, earlier)]
    for award in plan.awards:
        if award.id not in ids[1]:
            yield f"earns {award.title} too"
    for award in earlier.awards:
        if award.id not in ids[0]:
            yield f"does not earn {award.title}"


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
    """Some modules of a plan, in words."""
    titles = [f"{enrolment.title} ({enrolment.module})" for enrolment in plan.enrolments if enrolment.module in modules]
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)
