"""Which modules a plan leaves out only because something of them is unknown: a proof speaks of the others alone.

Knows problems and titles; nothing of schedules.
"""

from collections.abc import Iterator

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.model import Learner
from mcplanner.plans.model import LEFT_OUT, Note
from mcplanner.plans.summary import listed
from mcplanner.problem.availability import mode_is_unknown_to
from mcplanner.problem.model import Obstacle, PlanningProblem

OF_TIME, OF_MONEY, OF_MODE = "hours, length or starts are", "fee is", "mode is"
"""What may be unknown of a module; its fee matters under a limit on the cost, and its mode where only some are wanted."""

MOST_NAMED = 3


def left_out(catalogue: Catalogue, learner: Learner, problem: PlanningProblem) -> Iterator[Note]:
    """A remark on the modules that could count, and that no plan can have before more is known of them."""
    found: dict[str, dict[str, None]] = {}
    for (name, number), obstacle in problem.obstacles.items():
        unknown = _unknown_of(catalogue.module_by_id[name].offer(number), learner, obstacle)
        if unknown is not None and name in problem.left_out:
            found.setdefault(unknown, {})[name] = None
    for unknown, names_of in found.items():
        titles = [f"{catalogue.module_by_id[name].title} ({name})" for name in names_of]
        more = len(titles) - MOST_NAMED
        names = listed([*titles[:MOST_NAMED], *([counted(more, "other module")] if more > 0 else [])])
        are, their, them = ("are", "their", "them") if len(titles) > 1 else ("is", "its", "it")
        text = (
            f"{names} {are} not planned, since {their} {unknown} unknown: a plan with {them} might finish sooner or cost less"
        )
        yield Note(LEFT_OUT, text)


def _unknown_of(offer: Module, learner: Learner, obstacle: Obstacle) -> str | None:
    """What is unknown of an offer that an obstacle leaves out; None where it is left out for another reason."""
    if obstacle is Obstacle.RULED_OUT:
        return OF_MODE if mode_is_unknown_to(offer, learner) else None
    return {Obstacle.UNKNOWN: OF_TIME, Obstacle.UNKNOWN_FEE: OF_MONEY}.get(obstacle)
