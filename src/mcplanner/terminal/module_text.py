"""A module's length, load, starts and fee in words.

This module knows a module of the catalogue; not where on a console the words stand.
"""

from mcplanner.catalogue.model import Catalogue, Module, MonthBounds
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted, load_text


def length_text(module: Module) -> str:
    """Return `6 months`, or `1-6 months` if the learner can choose."""
    if isinstance(module.months, MonthBounds):
        if module.months.min == module.months.max:
            return counted(module.months.min, "month")
        return f"{module.months.min}-{module.months.max} months"
    return counted(module.months, "month")


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
        return f"{runs} from {month_name(min(run.start for run in module.runs))}"
    if module.intakes is None:
        return "any month"
    return ", ".join(intake.capitalize() for intake in module.intakes)


def fee_text(module: Module, catalogue: Catalogue) -> str:
    """Return its fee before GST and subsidy."""
    return format_cents(module.fee_cents, catalogue.currency)
