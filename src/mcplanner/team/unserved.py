"""Why somebody of a team is not served, and the least changes that would help.

Whoever has no plan even alone is told what the planner of one person says. Everybody else is planned once more beside the
others, who keep their plans: without their own date, and with a little more of each thing that is shared.
"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from mcplanner.ground.money import format_cents
from mcplanner.ground.months import format_month, month_name
from mcplanner.ground.watch import Watch
from mcplanner.planning.planner import Planner
from mcplanner.plans.certainty_words import uses_less
from mcplanner.plans.model import Relaxation, Status, ToldFigure
from mcplanner.plans.rests_on import hangs_on
from mcplanner.plans.summary import FOR_THESE
from mcplanner.team.chooser import BestFound, Chooser, finish_month
from mcplanner.team.conflicts import TeamLimits, by_year
from mcplanner.team.model import Group, Team
from mcplanner.team.pool import Chosen, what_is_taken

OUT_OF_TIME = "time ran out before a plan was found"


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
    if own.worth is None:
        return _alone(planner, chooser, watch)
    if not watch.seconds_left:
        return WhyUnserved(OUT_OF_TIME)
    finish = finish_month(limits.team.start, own)
    assert finish is not None, "with nothing to study, nobody is in the way"
    by = limits.team.people[person].by
    room = "leave no place" if by is None else f"leave no place by {month_name(by)}"
    reason = f"alone {month_name(finish)}; beside the others, the shared limits {room}"
    alone = ToldFigure(month_name(finish), hangs_on(chooser.write(own, watch).rests_on)[0])
    return WhyUnserved(reason, (alone,), tuple(_Beside(limits, chooser, person, chosen, watch).changes()))


def _alone(planner: Planner, chooser: Chooser, watch: Watch) -> WhyUnserved:
    """What the planner of one person says of the same request."""
    planning = chooser.planning
    request = replace(planning.request, seconds=watch.seconds_left)
    made = planner.plan(planning.learner, request, watch=watch)
    if made.status is not Status.INFEASIBLE:
        return WhyUnserved(OUT_OF_TIME)
    helpful = tuple(change for change in made.relaxations if change.to is not None)
    reason = made.reason or "there is no plan"
    reason = f"{FOR_THESE.lstrip()}, {reason}" if uses_less(made) else reason
    return WhyUnserved(reason, made.reason_figures, helpful, made.joint_change)


class _Beside:
    """A person who is planned beside others that keep their plans, with one thing changed."""

    def __init__(self, limits: TeamLimits, chooser: Chooser, person: int, chosen: Chosen, watch: Watch) -> None:
        self._limits, self._chooser, self._person, self._watch = limits, chooser, person, watch
        self._others = {other: plan.uses for other, plan in chosen.items() if other != person}

    def changes(self) -> Iterator[Relaxation]:
        """The least change of each thing that helps alone."""
        team = self._limits.team
        by = team.people[self._person].by
        if by is not None:
            yield from self._later(format_month(by))
        for number, group in enumerate(team.groups):
            if self._person in group.members:
                yield from self._more_of_group(team, number, group)
        yield from self._more_seats(team)
        yield from self._more_money(team)

    def _later(self, by: str) -> Iterator[Relaxation]:
        planning = self._chooser.planning
        later = Chooser(replace(planning, request=replace(planning.request, by=None)))
        found = self._found(self._limits, later)
        if found is not None and (finish := finish_month(self._limits.team.start, found)) is not None:
            change = self._made(later, found, Relaxation("by", by, format_month(finish), finish, found.worth == found.low))
            yield replace(change, to_hangs_on=change.finish_hangs_on)

    def _more_of_group(self, team: Team, number: int, group: Group) -> Iterator[Relaxation]:
        if group.in_class is not None:
            more = replace(group, in_class=group.in_class + 1)
            yield from self._change(_with_group(team, number, more), f"in class of {group.title}", group.in_class)
        if group.off is not None:
            more = replace(group, off=group.off + 1)
            yield from self._change(_with_group(team, number, more), f"off of {group.title}", group.off)

    def _more_seats(self, team: Team) -> Iterator[Relaxation]:
        """One more of the seats that the file gives; nobody here can give a run more than it has."""
        for number, seats in enumerate(team.seats):
            more = replace(seats, seats=seats.seats + 1)
            changed = replace(team, seats=(*team.seats[:number], more, *team.seats[number + 1 :]))
            yield from self._change(changed, f"seats in {seats.module}", seats.seats)

    def _change(self, changed: Team, wish: str, number: int) -> Iterator[Relaxation]:
        """One more of something, if that helps."""
        limits = TeamLimits(changed, self._chooser.planning.catalogue)
        found = self._found(limits, self._chooser)
        if found is not None:
            finish = finish_month(changed.start, found)
            yield self._made(self._chooser, found, Relaxation(wish, str(number), str(number + 1), finish))

    def _more_money(self, team: Team) -> Iterator[Relaxation]:
        """As much money as the plan needs that this person would have with all there is."""
        if not team.people[self._person].paid_by_employer or (team.budget_cents, team.budget_per_year_cents) == (None, None):
            return
        free = replace(team, budget_cents=None, budget_per_year_cents=None)
        found = self._found(TeamLimits(free, self._chooser.planning.catalogue), self._chooser)
        if found is None:
            return
        years = by_year(use for uses in (*self._others.values(), found.uses) for use in uses)
        finish = finish_month(team.start, found)
        for wish, now, needed in (
            ("budget", team.budget_cents, years.total()),
            ("budget a year", team.budget_per_year_cents, max(years.values(), default=0)),
        ):
            if now is not None and needed > now:
                change = Relaxation(wish, format_cents(now), format_cents(needed), finish, proved=False)
                change = self._made(self._chooser, found, change)
                yield replace(change, to_hangs_on=change.cost_hangs_on)

    def _made(self, chooser: Chooser, found: BestFound, change: Relaxation) -> Relaxation:
        """A change with what the finish and the cost of the plan hang on that there is then."""
        finish, cost = hangs_on(chooser.write(found, self._watch).rests_on)
        return replace(change, finish_hangs_on=finish, cost_hangs_on=cost)

    def _found(self, limits: TeamLimits, chooser: Chooser) -> BestFound | None:
        """The best plan of the person beside the others, verified; None where none was found."""
        if not self._watch.seconds_left:
            return None
        found = chooser.avoiding(what_is_taken(limits, self._person, self._others), self._watch)
        if found.worth is None or limits.conflict({**self._others, self._person: found.uses}) is not None:
            return None
        return found if chooser.write(found, self._watch).objective is not None else None


def _with_group(team: Team, number: int, group: Group) -> Team:
    return replace(team, groups=(*team.groups[:number], group, *team.groups[number + 1 :]))
