"""A module's length, load, starts and fee in words.

This module knows a module of the catalogue; not where on a console the words stand.
"""

from mcplanner.catalogue.model import Catalogue, Module, MonthBounds, Unknown
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted, hours_text, load_text


def length_text(module: Module) -> str:
    """Return `6 months`, or `1-6 months` if the learner can choose."""
    if isinstance(module.months, MonthBounds):
        if module.months.min == module.months.max:
            return counted(module.months.min, "month")
        return f"{module.months.min}-{module.months.max} months"
    return f"length {module.months}" if isinstance(module.months, Unknown) else counted(module.months, "month")


def total_hours_text(module: Module) -> str:
    """Return `150 h`, or that nobody knows."""
    return "hours unknown" if isinstance(module.hours, Unknown) else f"{hours_text(module.hours)} h"


def module_load_text(module: Module) -> str:
    """Return the hours a week of its slowest and its fastest pace: `5.8`, `2.3-13.9`."""
    if not module.paces:
        return ""
    slowest, fastest = load_text(module.paces[-1].minutes_per_week), load_text(module.paces[0].minutes_per_week)
    return slowest if slowest == fastest else f"{slowest}-{fastest}"


def starts_text(module: Module) -> str:
    """Return `any month`, `Apr, Oct`, or a summary of its runs: `2 runs from Apr 2027`."""
    if module.runs is not None:
        runs = counted(len(module.runs), "run")
        return f"{runs} from {month_name(min(run.start_month for run in module.runs))}"
    if module.intakes is None:
        return "any month"
    if isinstance(module.intakes, Unknown):
        return "starts unknown"
    return ", ".join(intake.capitalize() for intake in module.intakes)


def fee_text(module: Module, catalogue: Catalogue) -> str:
    """Return its fee before GST and subsidy."""
    cents = module.fee_cents
    return "fee unknown" if cents is None else format_cents(cents, catalogue.currency)
