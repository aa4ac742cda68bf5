"""Of which years amounts are: the fees of the catalogue, and the rules of the subsidies and of GST; and that in words.

Knows a plan, its modules and the rules that make their prices; not the amounts.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.plans.model import AmountYears, Plan
from mcplanner.plans.spending import module_of
from mcplanner.plans.summary import yet_to_start
from mcplanner.pricing.price import Pricing, Terms
from mcplanner.pricing.rules import Rule

if TYPE_CHECKING:
    from mcplanner.pricing.quote import Quote


def amount_years(catalogue: Catalogue, priced: Iterable[tuple[Module, Terms]]) -> AmountYears:
    """The years of the amounts of modules, each with the rules that make its price."""
    priced = tuple(priced)
    terms = [own for _, own in priced]
    subsidies = [rule for own in terms for rule in (own.base, own.enhanced) if rule is not None]
    gst = [own.gst for own in terms if own.gst is not None]
    return AmountYears(
        fees=tuple(sorted({_day_of_figures(catalogue, module).year for module, _ in priced if _has_published_fee(module)})),
        subsidies=_years(subsidies),
        gst=_years(gst),
        checked=min((rule.as_of for rule in (*subsidies, *gst)), default=None),
    )


def priced(catalogue: Catalogue, pricing: Pricing, plan: Plan) -> list[tuple[Module, Terms]]:
    """The modules of a plan that are still to be paid, each with the rules that make its price."""
    starting = ((module_of(catalogue, each), each.start) for each in yet_to_start(plan))
    return [(module, pricing.terms(module, start)) for module, start in starting]


def quote_years(quote: "Quote") -> AmountYears:
    """The years of the amounts of a quote."""
    return amount_years(quote.catalogue, ((cost.offer, cost.terms) for cost in quote.costs))


def _day_of_figures(catalogue: Catalogue, module: Module) -> date:
    return module.as_of or catalogue.as_of


def _has_published_fee(module: Module) -> bool:
    """Return whether a fee is known from the catalogue, and not one that the learner assumed."""
    return module.fee_cents is not None and "fee" not in module.by_learner


def _years(rules: Iterable[Rule]) -> tuple[int, ...]:
    return tuple(sorted({rule.effective_from.year for rule in rules}))


def together(several: Iterable[AmountYears | None]) -> AmountYears:
    """The years of several plans; None where there is no plan."""
    each = [years for years in several if years is not None]

    def merged(years: Callable[[AmountYears], tuple[int, ...]]) -> tuple[int, ...]:
        return tuple(sorted({year for own in each for year in years(own)}))

    days: list[date] = [own.checked for own in each if own.checked is not None]
    return AmountYears(
        merged(lambda own: own.fees), merged(lambda own: own.subsidies), merged(lambda own: own.gst), min(days, default=None)
    )


def years_in_words(years: AmountYears | None) -> str:
    """`fees of 2026, subsidy since 2022, GST since 2024, checked 2026-11-01`; empty if nothing is known."""
    if years is None:
        return ""
    parts = (("fees of", years.fees), ("subsidy since", years.subsidies), ("GST since", years.gst))
    words = [f"{name} {' and '.join(map(str, own))}" for name, own in parts if own]
    return ", ".join([*words, *([] if years.checked is None else [f"checked {years.checked}"])])
