"""Which modules a plan leaves out only because something of them is unknown: a proof speaks of the others alone.

Knows problems and titles; nothing of schedules.
"""

from collections.abc import Iterator

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.numbers_text import counted
from mcplanner.plans.model import LEFT_OUT, Note
from mcplanner.plans.summary import listed
from mcplanner.problem.model import Obstacle, PlanningProblem

UNKNOWN = {Obstacle.UNKNOWN: "hours, length or starts are", Obstacle.UNKNOWN_FEE: "fee is"}
"""What may be unknown of a module; its fee matters where the cost is limited."""

MOST_NAMED = 3


def left_out(catalogue: Catalogue, problem: PlanningProblem) -> Iterator[Note]:
    """A remark on the modules that could count, and that no plan can have before more is known of them."""
    for obstacle, unknown in UNKNOWN.items():
        found = {name: None for (name, _), own in problem.obstacles.items() if own is obstacle and name in problem.left_out}
        if not found:
            continue
        titles = [f"{catalogue.module_by_id[name].title} ({name})" for name in found]
        more = len(titles) - MOST_NAMED
        names = listed([*titles[:MOST_NAMED], *([counted(more, "other module")] if more > 0 else [])])
        are, their, them = ("are", "their", "them") if len(titles) > 1 else ("is", "its", "it")
        text = (
            f"{names} {are} not planned, since {their} {unknown} unknown: a plan with {them} might finish sooner or cost less"
        )
        yield Note(LEFT_OUT, text)
