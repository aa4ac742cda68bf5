"""When a module starts, in words.

Knows the module's intakes and runs; not which of them can be taken.
"""

from mcplanner.catalogue.model import Module, known
from mcplanner.ground.months import month_name

MOST_RUNS = 6
"""So many months of runs are named."""


def starts_text(module: Module) -> str:
    """`Apr and Oct`, or the months of its runs; empty where nobody has published any."""
    if module.runs is None:
        return " and ".join(month.capitalize() for month in known(module.intakes or ()) or ())
    months = [month_name(month) for month in sorted({run.start_month for run in module.runs})]
    return ", ".join(months[:MOST_RUNS] + ["…"] * (len(months) > MOST_RUNS))
