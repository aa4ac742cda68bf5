"""One person of a team planned beside the others, who keep their plans, with something else asked or another limit.

Knows limits, and who finds the plans of a person; not what is told of them.
"""

from collections.abc import Sequence
from math import inf

from msgspec.structs import replace

from mcplanner.explain.relaxations import Asking, with_changes
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.model import Plan, Relaxation, Status
from mcplanner.plans.rests_on import hangs_on
from mcplanner.team.alone import within_budget
from mcplanner.team.chooser import UNDECIDED, BestFound, Chooser
from mcplanner.team.conflicts import TeamLimits
from mcplanner.team.model import Team
from mcplanner.team.pool import Chosen, what_is_taken, within_money_left


class Beside:
    """A person who is planned beside others that keep their plans.

    Attributes
    ----------
    planning
        The planning of the person alone.
    others
        What the plans of the others use.
    """

    def __init__(self, limits: TeamLimits, chooser: Chooser, person: int, chosen: Chosen, watch: Watch) -> None:
        """Take the limits, who finds the plans of the person, its position, the plans of all, and the time."""
        self.limits, self.planning, self.person, self._watch = limits, chooser.planning, person, watch
        self.own = limits.team.people[person]
        self.others = {other: plan.uses for other, plan in chosen.items() if other != person}

    @property
    def unlimited(self) -> Learner:
        """The person as planned, with no other limits on the cost than their own."""
        own = self.own.learner
        return self.planning.learner.replace(
            cost_limit_cents=own.cost_limit_cents, cost_limit_per_year_cents=own.cost_limit_per_year_cents
        )

    @property
    def asking(self) -> Asking:
        """The ways to ask for plans of the person beside the others."""
        return Asking(self._is_possible, self._planned, self._planned, self._soonest)

    def confirmed(self, changes: Sequence[Relaxation]) -> tuple[Relaxation, ...]:
        """The same changes with the finish that there is with all of them beside the others; empty if they are not enough."""
        planning = self.planning
        asked = with_changes(planning.catalogue, planning.learner, planning.request, changes)
        made = None if asked is None else self._planned(asked.learner, asked.request)
        if made is None or made.objective is None:
            return ()
        finish, cost = hangs_on(made.rests_on)
        told = [replace(change, finish=made.finish, finish_hangs_on=finish, cost_hangs_on=cost) for change in changes]
        return tuple(told)

    def _is_possible(self, learner: Learner, request: Request) -> bool | None:
        """Return whether there is a plan of what is asked; None where that was not settled."""
        found = self._sought(self.chooser(learner, request), self.limits)
        return True if self._fits(found, self.limits) else False if found.impossible else None

    def _planned(self, learner: Learner, request: Request) -> Plan:
        """The plan of what is asked, or one without enrolments."""
        chooser = self.chooser(learner, request)
        found = self._sought(chooser, self.limits)
        if self._fits(found, self.limits):
            return chooser.write(found, self._watch)
        return Plan(Status.INFEASIBLE if found.impossible else Status.UNKNOWN, (), request.start, None)

    def _soonest(self) -> Plan:
        """The plan that finishes soonest, with no other status than whether that is proved; or one without enrolments."""
        later = self.planning.later
        chooser = self.chooser(later.learner, later.request)
        found = self.sought(chooser, self.limits)
        if found.worth is None or found.low is None:
            return Plan(Status.INFEASIBLE if found.impossible else Status.UNKNOWN, (), later.request.start, None)
        proved = found.low[0] == found.worth[0]
        return replace(chooser.write(found, self._watch), status=Status.OPTIMAL if proved else Status.FEASIBLE, proof=())

    def chooser(self, learner: Learner, request: Request, limits: TeamLimits | None = None, priced: bool = False) -> Chooser:
        """Who finds the plans of what is asked within some limits; where `priced`, without what has an unknown fee."""
        limits = limits or self.limits
        out_of_reach = limits.out_of_reach(self.person)
        planning = self.planning.changed(self._within_budget(learner, limits), request, self._watch)
        return Chooser(planning, lambda use: (priced and use.unpriced) or out_of_reach(use))

    def _within_budget(self, learner: Learner, limits: TeamLimits) -> Learner:
        """A learner with what the others have left of the team's budget as a limit on the cost, where that counts."""
        if not limits.costs_count(self.own):
            return learner
        left, _ = limits.money_left(self.others)
        return within_budget(replace(limits.team, budget_cents=None if left == inf else max(0, int(left))), learner)

    def under(self, team: Team) -> TeamLimits:
        """The limits of a team that differs from this one."""
        return TeamLimits(team, self.planning.catalogue)

    def found(self, chooser: Chooser, limits: TeamLimits) -> BestFound | None:
        """The best plan of the person beside the others, verified; None where none was found."""
        found = self.sought(chooser, limits)
        return None if found.worth is None else found

    def sought(self, chooser: Chooser, limits: TeamLimits) -> BestFound:
        """The best plan of the person beside the others, verified, or the proof that there is none; undecided, else."""
        found = self._sought(chooser, limits)
        if found.impossible or (self._fits(found, limits) and chooser.write(found, self._watch).objective is not None):
            return found
        return UNDECIDED

    def _sought(self, chooser: Chooser, limits: TeamLimits) -> BestFound:
        """The best plan of the person without what the others have taken, as far as the time reaches.

        Where that is too dear beside what they spend, one that is not, if one is found.
        """
        if not self._watch.seconds_left:
            return UNDECIDED
        blocked = what_is_taken(limits, self.person, self.others)
        best = chooser.avoiding(blocked, self._watch)
        found = within_money_left(limits, chooser, best, blocked, self.others, self._watch)
        return best if found is None else replace(found, low=best.low)

    def _fits(self, found: BestFound, limits: TeamLimits) -> bool:
        """Return whether a plan was found that breaks no limit beside the others."""
        return found.worth is not None and limits.conflict({**self.others, self.person: found.uses}) is None

    def made(self, chooser: Chooser, found: BestFound, change: Relaxation) -> Relaxation:
        """A change with what the finish and the cost of the plan hang on that there is then."""
        finish, cost = hangs_on(chooser.write(found, self._watch).rests_on)
        return replace(change, finish_hangs_on=finish, cost_hangs_on=cost)
