"""Why somebody of a team is not served, and the least changes that would help.

Whoever has no plan even alone is told what the planner of one person says; of the changes, those that are enough beside the
others, who keep their plans. Everybody else is planned once more beside them: with each of their own wishes changed, and with a
little more of each thing that is shared.
"""

from collections.abc import Sequence, Set
from typing import NamedTuple

from msgspec.structs import replace

from mcplanner.explain.joint_change import joint_change
from mcplanner.explain.relaxations import relaxations
from mcplanner.explain.wishes import WISHES
from mcplanner.ground.characters import one_line
from mcplanner.ground.months import month_name
from mcplanner.ground.watch import Watch
from mcplanner.planning.planner import Planner
from mcplanner.plans.certainty_words import uses_less
from mcplanner.plans.model import Relaxation, Status, ToldFigure
from mcplanner.plans.rests_on import hangs_on
from mcplanner.plans.summary import FOR_THESE
from mcplanner.team.beside import Beside
from mcplanner.team.chooser import BestFound, Chooser, finish_month
from mcplanner.team.conflicts import DayOff, Evening, Purchase, PurchaseInYear, SeatClaim, TeamLimits
from mcplanner.team.more import budgets, more_money, more_of_both, more_of_shared
from mcplanner.team.pool import Chosen

OUT_OF_TIME = "time ran out before a plan was found"

NOT_ENOUGH = "what would help alone is not enough within what the team shares"
MAYBE_NOT_ENOUGH = "what would help alone may not be enough within what the team shares"


class WhyUnserved(NamedTuple):
    """Why somebody is not served, in a sentence, and what would help: each change alone, or else several together."""

    reason: str
    reason_figures: tuple[ToldFigure, ...] = ()
    changes: tuple[Relaxation, ...] = ()
    joint_change: tuple[Relaxation, ...] = ()


def why_not_served(
    planner: Planner, limits: TeamLimits, chooser: Chooser, person: int, own: BestFound, chosen: Chosen, watch: Watch
) -> WhyUnserved:
    """Return why a person has no plan beside those of the others, and the least changes with which there would be one.

    Parameters
    ----------
    own
        The best plan of the person alone.
    """
    beside = Beside(limits, chooser, person, chosen, watch)
    if own.worth is None:
        return _alone(planner, beside, watch)
    if not watch.seconds_left:
        return WhyUnserved(OUT_OF_TIME)
    finish = finish_month(limits.team.start, own)
    assert finish is not None, "with nothing to study, nobody is in the way"
    by = limits.team.people[person].by
    in_time = "" if by is None else f" by {month_name(by)}"
    reason = f"alone {month_name(finish)}; beside the others, {_in_the_way(beside, own)}, and no other plan fits{in_time}"
    alone = ToldFigure(month_name(finish), hangs_on(chooser.write(own, watch).rests_on)[0])
    own_wishes, _ = _of_own_wishes(beside, {wish.name for wish in WISHES} - budgets(beside).keys())
    enough = (*own_wishes, *more_of_shared(beside))
    return WhyUnserved(reason, (alone,), enough, () if enough else more_of_both(beside))


def _in_the_way(beside: Beside, own: BestFound) -> str:
    """The first thing that keeps the person from the best plan alone; in general words where only the time was too short."""
    conflict = beside.limits.conflict({**beside.others, beside.person: own.uses})
    match None if conflict is None else conflict.claims[0][1]:
        case None:
            return "the shared limits are in the way"
        case SeatClaim(module=module):
            return f"{one_line(beside.planning.catalogue.module_by_id[module].title)} has no seat left"
        case Evening():
            return "too many would be in class on one evening"
        case DayOff():
            return "too many would be off on one day"
        case Purchase() | PurchaseInYear():
            return "the budget is not enough"


def _alone(planner: Planner, beside: Beside, watch: Watch) -> WhyUnserved:
    """What the planner of one person says of the same request, with the changes that are enough beside the others."""
    planning, part = beside.planning, watch.share(2)
    made = planner.plan(planning.learner, replace(planning.request, seconds=part.seconds_left), watch=part)
    if made.status is not Status.INFEASIBLE:
        return WhyUnserved(OUT_OF_TIME)
    reason = made.reason or "there is no plan"
    reason = f"{FOR_THESE.lstrip()}, {reason}" if uses_less(made) else reason
    helpful = tuple(change for change in made.relaxations if change.to is not None)
    told = WhyUnserved(reason, made.reason_figures, helpful, made.joint_change)
    return _enough_beside(beside, told, made.relaxations) if beside.limits.reach(beside.person) else told


def _enough_beside(beside: Beside, told: WhyUnserved, alone: Sequence[Relaxation]) -> WhyUnserved:
    """What is told with the changes that are enough beside the others: as they are, or else greater ones."""
    changes, settled = _enough_alone(beside, told.changes)
    joint = () if changes else _enough_together(beside, told, alone)
    if changes or joint or not (told.changes or told.joint_change):
        return told._replace(changes=changes, joint_change=joint)
    not_enough = NOT_ENOUGH if settled and not told.joint_change else MAYBE_NOT_ENOUGH
    return WhyUnserved(f"{told.reason}; {not_enough}", told.reason_figures)


def _enough_alone(beside: Beside, told: Sequence[Relaxation]) -> tuple[tuple[Relaxation, ...], bool]:
    """The changes of one thing each that are enough, and whether it is settled which are not."""
    of_team = set(budgets(beside)) if beside.planning.learner != beside.unlimited else set()
    own = [change for change in told if change.dial not in of_team]
    enough = {change.dial: same for change in own for same in beside.confirmed([change])}
    greater, settled = _of_own_wishes(beside, {change.dial for change in own} - enough.keys())
    enough |= {change.dial: change for change in greater}
    more = more_money(beside) if of_team else ()
    return (*(enough[change.dial] for change in own if change.dial in enough), *more), settled


def _of_own_wishes(beside: Beside, names: Set[str]) -> tuple[list[Relaxation], bool]:
    """The least changes of some wishes, each alone, that are enough beside the others; and whether that is settled."""
    planning = beside.planning
    wishes = [wish for wish in WISHES if wish.name in names]
    found = list(relaxations(planning.catalogue, planning.learner, planning.request, lambda *_: beside.asking, of=wishes))
    return [change for change in reversed(found) if change.to is not None], all(change.proved for change in found)


def _enough_together(beside: Beside, told: WhyUnserved, alone: Sequence[Relaxation]) -> tuple[Relaxation, ...]:
    """Changes that are enough only together: those of the person alone, or else greater ones, or more of both budgets."""
    planning = beside.planning
    if told.joint_change:
        asked = planning.catalogue, planning.learner, planning.request
        return beside.confirmed(told.joint_change) or joint_change(*asked, alone, beside.asking)
    return more_of_both(beside) if told.changes else ()
