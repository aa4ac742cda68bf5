"""A plan that was saved as JSON: what it said of each module, and its finish.

Knows what a later plan is compared with; not the file, which `read_saved` reads.
"""

from decimal import Decimal

from msgspec import Struct

from mcplanner.ground.months import Month


class SavedModule(Struct, frozen=True):
    """A module as the saved plan had it; `end` is its last month of study, and `again` is true if it was held by then."""

    module: str
    title: str
    start: Month
    end: Month
    again: bool = False


class SavedPlan(Struct, frozen=True):
    """The targets of a saved plan, the hours a week for which it was made, if any, and the months that it gave."""

    targets: tuple[str, ...]
    start: Month
    finish: Month | None
    modules: tuple[SavedModule, ...]
    hours_per_week: Decimal | None = None
