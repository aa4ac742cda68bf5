"""The best mixture of the plans found so far that keeps within the training budgets, and what money is worth in it.

A linear program, which may take a half of one plan and a half of another. Knows numbers and budgets; nothing of how plans are
found. It suggests prices, and proves nothing.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mcplanner.team.chooser import BestFound
from mcplanner.team.conflicts import by_year
from mcplanner.team.model import Team
from mcplanner.team.priced import MILLION, PARTS, Prices

DOLLAR = 100
"""Cents; the linear program counts in dollars."""


class Mixture(Struct, frozen=True):
    """What a mixture comes to in parts of a month, what money is worth in it, and whether it goes beyond the budgets."""

    value: float
    prices: Prices
    beyond: bool


def mixed(choices: Sequence[tuple[int, Sequence[BestFound]]], team: Team, dearest: int, seconds: float) -> Mixture | None:
    """Mix plans of people so that the sum of finishes is the least.

    Parameters
    ----------
    choices
        How many people choose among the same plans, and these.
    dearest
        The parts of a month that each dollar beyond a budget costs.
    seconds
        When to stop at the latest.

    Returns
    -------
    Mixture or None
        None where somebody has no plan to choose, or time was up.
    """
    from mcplanner.solvers.lp.clp import Program

    program, columns = Program(), list[tuple[int, BestFound]]()
    for people, plans in choices:
        own = [(program.column(cost=PARTS * plan.worth[0]), plan) for plan in plans if plan.worth is not None]
        program.row([(1, column) for column, _ in own], people, people)
        columns += own
    rows, beyond = dict[int | None, int](), []
    for year, limit, spent in _budgets(columns, team):
        beyond.append(program.column(cost=dearest))
        terms = [(cents // DOLLAR, column) for column, cents in spent if cents >= DOLLAR]
        rows[year] = program.row([*terms, (-1, beyond[-1])], None, limit // DOLLAR)
    if not program.minimise(seconds):
        return None
    values, worth = program.values(), program.worth()
    prices = {year: max(0, round(-worth[row] * MILLION / DOLLAR)) for year, row in rows.items()}
    by_years = {year: price for year, price in prices.items() if year is not None}
    return Mixture(program.objective(), Prices(by_years, prices.get(None, 0)), any(values[own] > 1 for own in beyond))


def _budgets(columns: Sequence[tuple[int, BestFound]], team: Team) -> Iterator[tuple[int | None, int, list[tuple[int, int]]]]:
    """Each year's budget, and that of all, where the year is None, with the cents that each column spends of it."""
    spent = [(column, by_year(plan.uses)) for column, plan in columns]
    if team.budget_per_year_cents is not None:
        for year in sorted({year for _, years in spent for year, cents in years.items() if cents}):
            yield year, team.budget_per_year_cents, [(column, years[year]) for column, years in spent]
    if team.budget_cents is not None:
        yield None, team.budget_cents, [(column, years.total()) for column, years in spent]
