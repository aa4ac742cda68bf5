"""What each person of a team can do alone: the fewest hours where none are given, and the best plan within the team's budget.

Shares the time among the people; knows nothing of what they share besides the budget.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.planning.single_request import Planning
from mcplanner.team.chooser import BestFound, Chooser
from mcplanner.team.conflicts import TeamLimits
from mcplanner.team.model import Team

PART_FOR_OWN = 0.4
"""The part of the time that the best plans of all people alone may take."""

Listener = Callable[[str], None]
"""Called with what is being done."""


class Alone(Struct, frozen=True):
    """Who finds the plans of a person; and where no hours were given, what was found instead.

    These are minutes a week, and whether it is proved that no fewer are enough.
    """

    chooser: Chooser
    minutes_found: int | None = None
    fewest: bool = True

    @property
    def best(self) -> BestFound:
        """The best plan that was found."""
        return self.chooser.best

    @property
    def learner(self) -> Learner:
        """The person as planned: with the hours that were found."""
        return self.chooser.planning.learner


class TeamContext(Struct, frozen=True):
    """What all people have in common: the limits, the planner, and the time."""

    limits: TeamLimits
    planner: Planner
    watch: Watch
    tell: Listener

    @property
    def team(self) -> Team:
        return self.limits.team


def plan_alone(context: TeamContext) -> list[Alone]:
    """Plan everybody alone; people who ask the same share one answer."""
    found: dict[object, Alone] = {}
    everybody = []
    for number, person in enumerate(context.team.people):
        context.tell(f"looking at {person.name}: {number + 1} of {len(context.team.people)}")
        key = repr((person.learner, person.targets, person.by)), context.limits.closed_to(number)
        if key not in found:
            found[key] = _begin(context, number, _share(context, number))
        everybody.append(found[key])
    _look_for_best(context, [own.chooser for own in found.values()])
    for number, own in enumerate(everybody):
        _keep_to_the_budget(context, own.chooser, number)
    return everybody


def _share(context: TeamContext, number: int) -> Watch:
    """A part of the time for one person: all that are left take half of it."""
    return context.watch.share(2 * (len(context.team.people) - number))


def _begin(context: TeamContext, number: int, watch: Watch) -> Alone:
    """State what a person asks; where no hours are given, with the fewest that meet the date.

    These are enough within the team's limits, unless nothing is.
    """
    person, out_of_reach = context.team.people[number], context.limits.out_of_reach(number)
    learner = person.learner
    planning = context.planner.planning(learner, Request(person.targets, context.team.start, person.by), context.watch)
    own = Chooser(planning, out_of_reach)
    if learner.minutes_per_week is not None:
        return Alone(own)
    minutes, fewest = Chooser(_in_budget(planning, context, number), out_of_reach).fewest_minutes(watch)
    if minutes is None:
        minutes, fewest = Chooser(planning).fewest_minutes(watch)
    if minutes is None:
        return Alone(own)
    found = _of(planning, context, learner.replace(minutes_per_week=max(1, minutes)))
    return Alone(Chooser(found, out_of_reach), minutes, fewest)


def _in_budget(planning: Planning, context: TeamContext, number: int) -> Planning:
    """The planning of a person within the team's budget, where that pays for this person."""
    if not context.limits.costs_count(context.team.people[number]):
        return planning
    return _of(planning, context, within_budget(context.team, planning.learner))


def _of(planning: Planning, context: TeamContext, learner: Learner) -> Planning:
    """The same planning of a learner with other facts."""
    return context.planner.planning(learner, planning.request, planning.watch)


def _look_for_best(context: TeamContext, choosers: Sequence[Chooser]) -> None:
    """Look for the best plan of each: for what is easy first, so that more time is left for what is not."""
    part = context.watch.part(context.watch.seconds_left * PART_FOR_OWN)
    for rounds in (0, 1, None):
        waiting = [chooser for chooser in choosers if not chooser.best.settled]
        for position, chooser in enumerate(waiting):
            context.tell(f"planning each alone: {len(waiting) - position} left")
            chooser.look_for_best(part.share(len(waiting) - position), rounds)


def _keep_to_the_budget(context: TeamContext, chooser: Chooser, number: int) -> None:
    """Plan a person anew within the team's budget, where the best plan would go beyond that by itself."""
    uses = chooser.best.uses
    if not context.limits.costs_count(context.team.people[number]):
        return
    if any(use.unpriced for use in uses) or context.limits.conflict({number: uses}) is not None:
        chooser.begin_anew(_in_budget(chooser.planning, context, number))
        chooser.look_for_best(_share(context, number), None)


def within_budget(team: Team, learner: Learner) -> Learner:
    """A learner with the team's budget as a limit on the cost of this person alone."""
    in_all = [cents for cents in (learner.cost_limit_cents, team.budget_cents) if cents is not None]
    per_year = [cents for cents in (learner.cost_limit_per_year_cents, team.budget_per_year_cents) if cents is not None]
    return learner.replace(cost_limit_cents=min(in_all, default=None), cost_limit_per_year_cents=min(per_year, default=None))
