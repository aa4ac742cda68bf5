"""A plan whose modules and awards are told apart by their titles: where two have the same, each has its id behind it.

For people alone; programs know things by their ids.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from mcplanner.plans.model import EarnedAward, Enrolment, Figure, Plan, RestsOn


def with_titles_apart(plan: Plan) -> Plan:
    """Return a plan with titles that tell its modules apart, its awards, and what it is for."""
    targets = _apart({target.id: target.title for target in plan.targets})
    apart = targets | _apart(_titles_of_modules(plan)) | _apart(_titles_of_awards(plan))
    if not apart:
        return plan
    return replace(
        plan,
        targets=tuple(replace(each, title=apart.get(each.id, each.title)) for each in plan.targets),
        enrolments=tuple(replace(each, title=apart.get(each.module, each.title)) for each in plan.enrolments),
        awards=tuple(_award(award, apart) for award in plan.awards),
        held_awards=tuple(replace(award, title=apart.get(award.id, award.title)) for award in plan.held_awards),
        rests_on=None if plan.rests_on is None else _rests_on(plan.rests_on, apart),
    )


def title_with_id(enrolment: Enrolment) -> str:
    """The title of an enrolment with the id behind it, where it does not have that already."""
    behind = f" ({enrolment.module})"
    return f"{enrolment.title.removesuffix(behind)}{behind}"


def _titles_of_modules(plan: Plan) -> dict[str, str]:
    taken = {each.module: each.title for each in plan.enrolments}
    return taken | {name: title for award in plan.awards for name, title in zip(award.modules, award.titles, strict=True)}


def _titles_of_awards(plan: Plan) -> dict[str, str]:
    return {award.id: award.title for award in plan.awards} | {award.id: award.title for award in plan.held_awards}


def _apart(titles: Mapping[str, str]) -> dict[str, str]:
    """The titles with ids behind them, of what shares its title with something else."""
    numbers = Counter(titles.values())
    return {name: f"{title} ({name})" for name, title in titles.items() if numbers[title] > 1}


def _award(award: EarnedAward, apart: Mapping[str, str]) -> EarnedAward:
    return replace(
        award,
        title=apart.get(award.id, award.title),
        titles=tuple(apart.get(name, title) for name, title in zip(award.modules, award.titles, strict=True)),
        valid=tuple(replace(each, title=apart.get(each.module, each.title)) for each in award.valid),
    )


def _rests_on(found: RestsOn, apart: Mapping[str, str]) -> RestsOn:
    def told(figures: Iterable[Figure]) -> tuple[Figure, ...]:
        return tuple(replace(figure, title=apart.get(figure.module, figure.title)) for figure in figures)

    return replace(found, figures=told(found.figures), finish=told(found.finish), cost=told(found.cost))
