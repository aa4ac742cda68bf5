"""Plans a whole team: everybody alone, and where these plans conflict, the best that fit together, with a bound.

Steers the pool, the selection and the proof; every plan and all shared limits are verified before anybody sees them.
"""

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from mcplanner.catalogue.model import UNKNOWN, Catalogue, Module
from mcplanner.explain.start_reasons import as_part_of_team
from mcplanner.ground.stages import Basis, heaviest
from mcplanner.ground.today import today
from mcplanner.ground.watch import Watch
from mcplanner.learner.request import Request
from mcplanner.planning.plan_writer import RefusedPlanError, target_of
from mcplanner.planning.planner import Planner
from mcplanner.planning.request_check import AskedError
from mcplanner.plans.model import INTERRUPTED, Note, Plan, Status
from mcplanner.plans.rests_on import age_note
from mcplanner.pricing.rules import Funding
from mcplanner.team.alone import Listener, TeamContext, plan_alone
from mcplanner.team.chooser import BestFound, finish_month
from mcplanner.team.conflicts import TeamLimits
from mcplanner.team.model import Member, Team, TeamPlan, Worth
from mcplanner.team.pool import Chosen, Pool, by_delay, by_slack, worth_of
from mcplanner.team.proof import TeamSearch, proofs
from mcplanner.team.unserved import why_not_served
from mcplanner.team.uses import Use
from mcplanner.team.verify import verify_team

FINE_GAP = 0.05
"""The gap at which no more plans are sought."""

ROUNDS = 12
"""The most rounds of seeking more plans."""

PART_FOR_BUDGETS = 0.8
"""The part of the time that is left in each round for what the budgets allow."""

NODES, PARTS = 40, 3
"""How much of the proof is looked for in each round, and into how many parts the time that is left is cut for it."""

ROUNDS_OF_PROOF = 250
"""The most rounds in which, after these, only the proof is gone on with: nodes of small teams take little time and memory."""

SECONDS_TO_EXPLAIN = 20.0
"""The most time for why people are not served."""


def plan_team(
    catalogue: Catalogue,
    team: Team,
    funding: Funding | None = None,
    *,
    seconds: float = 60.0,
    listener: Listener | None = None,
    watch: Watch | None = None,
) -> TeamPlan:
    """Return the best plans that a team can have together, verified, with what is proved of them.

    Without funding rules, a module costs its fee. The seconds are for all of it, as far as the `watch` leaves them. The
    listener hears what is being done. Ctrl-C ends the search with what was found so far.

    Raises
    ------
    AskedError
        Somebody asks for what the catalogue does not have, or the team has seats in a module that is not there, or twice.
    RefusedPlanError
        A plan, or all of them together, break a rule.
    """
    planner, own = Planner(catalogue, funding), Watch(seconds, whole=watch)
    _check(planner, team, own)
    with own.heeding_ctrl_c():
        tell = listener or (lambda _: None)
        return _Together(TeamContext(TeamLimits(team, catalogue), planner, own, tell)).plan()


def _check(planner: Planner, team: Team, watch: Watch) -> None:
    """Refuse what cannot be planned."""
    for person in team.people:
        planner.planning(person.learner, Request(person.targets, team.start, person.by), watch)
    for number, own in enumerate(team.seats):
        if own.module not in planner.catalogue.module_by_id:
            raise AskedError(f"unknown module '{own.module}'")
        if any(own.of_same(other) for other in team.seats[:number]):
            raise AskedError(f"the seats of '{own.module}' are there twice")


class _Together:
    """A team that is planned: everybody alone, then all together."""

    def __init__(self, context: TeamContext) -> None:
        self._planner, self._team = context.planner, context.team
        self._limits, self._watch, self._tell = context.limits, context.watch, context.tell
        self._alone = plan_alone(context)
        self._own = [each.best for each in self._alone]
        choosers = [each.chooser for each in self._alone]
        self._pool = Pool(self._limits, choosers)
        for person, plan in enumerate(self._own):
            self._pool.add(person, plan)
        alike = [(id(chooser), person.groups) for chooser, person in zip(choosers, self._team.people, strict=True)]
        self._search = TeamSearch(self._limits, choosers, alike, self._pool)
        self._search.begin(self._watch.share(PARTS))

    def plan(self) -> TeamPlan:
        """Fit the plans together, verify and explain."""
        chosen = self._fit_together()
        self._tell("verifying the plans")
        plans = self._plans(chosen)
        chosen = {person: plan for person, plan in chosen.items() if person in plans}
        return self._explained(self._written(chosen, plans), chosen)

    def _fit_together(self) -> Chosen:
        """The best plans that fit together."""
        chosen = {person: plan for person, plan in enumerate(self._own) if plan.worth is not None}
        if self._limits.conflict(_uses(chosen)) is None:
            return chosen
        best, order = dict[int, BestFound](), by_slack(self._team, self._own)
        for number in range(ROUNDS):
            if not self._watch.seconds_left:
                break
            self._tell(f"fitting the plans together: round {number + 1} of at most {ROUNDS}")
            best = self._within_budgets(best)
            found = self._pool.one_after_another(order, self._watch)
            best = self._better(self._better(best, found), self._pool.all_together(self._watch))
            best = self._proved_on(best, number)
            if self._is_settled(best) or (number and self._is_fine(best)):
                break
            order = by_delay(self._own, found or best, order)
        return self._proved_further(best)

    def _proved_further(self, best: Chosen) -> Chosen:
        """Go on with the proof alone, and return the better plans, if that comes upon some."""
        self._tell("looking for a proof")
        for _ in range(ROUNDS_OF_PROOF):
            if self._is_fine(best) or not self._watch.seconds_left or not self._search.is_open:
                break
            best = self._proved_on(best, ROUNDS)
        return best

    def _within_budgets(self, best: Chosen) -> Chosen:
        """Look for what the budgets allow, until all is nearly proved, and return the better plans; none without any found."""
        watch = self._watch.part(PART_FOR_BUDGETS * self._watch.seconds_left)
        while watch.seconds_left and not self._is_fine(best) and self._search.look_at_the_budget(best, watch):
            best = self._better(best, self._pool.all_together(self._watch))
        return best

    def _proved_on(self, best: Chosen, number: int) -> Chosen:
        """Go on with the proof in a round, and return the better plans, if that comes upon some."""
        if not number and self._worth(best)[0] > self._search.low[0]:
            self._search.count_unserved(self._watch.share(PARTS))
        self._search.go_on(NODES, self._worth(best), self._watch.share(PARTS))
        return best if self._search.best is None else self._better(best, self._search.best)

    def _worth(self, chosen: Chosen) -> Worth:
        return worth_of(chosen, len(self._team.people))

    def _better(self, one: Chosen, other: Chosen) -> Chosen:
        """The better of two choices; one in which plans conflict is none."""
        if not other or self._limits.conflict(_uses(other)) is not None:
            return one
        return min(one, other, key=self._worth)

    def _is_settled(self, chosen: Chosen) -> bool:
        return all(proof.settled for proof in proofs(self._worth(chosen), self._search, Basis.SEARCH))

    def _is_fine(self, chosen: Chosen) -> bool:
        """Return whether all is proved, or nearly."""
        gaps = [proof.gap for proof in proofs(self._worth(chosen), self._search, Basis.SEARCH)]
        return gaps[0] == 0 and all(gap is None or gap <= FINE_GAP for gap in gaps)

    def _plans(self, chosen: Chosen) -> dict[int, Plan]:
        """The plans that were chosen, written and verified, alone and together; without those for which there was no time."""
        written = {
            person: _as_part(self._alone[person].chooser.write(plan, self._watch), plan is self._own[person])
            for person, plan in chosen.items()
        }
        plans = {person: plan for person, plan in written.items() if plan.objective is not None}
        learners = [each.learner for each in self._alone]
        broken = verify_team(self._team, self._planner.catalogue, self._planner.funding, learners, plans)
        if broken:
            raise RefusedPlanError(broken)
        return plans

    def _written(self, chosen: Chosen, plans: dict[int, Plan]) -> TeamPlan:
        """The plans with what is proved of them."""
        bases = {basis for plan in self._own for basis in plan.bases}
        carried = heaviest([Basis.BOUND if self._as_alone(chosen) else Basis.SEARCH, *bases])
        made = proofs(self._worth(chosen), self._search, carried)
        proved = all(proof.settled for proof in made) and all(each.fewest for each in self._alone)
        members = (
            Member(
                person=person,
                wanted=tuple(target_of(self._planner.catalogue, target) for target in person.targets),
                plan=plans.get(number),
                hours_found=alone.minutes_found,
                alone=finish_month(self._team.start, alone.best),
            )
            for number, (person, alone) in enumerate(zip(self._team.people, self._alone, strict=True))
        )
        return TeamPlan(
            team=self._team,
            members=tuple(members),
            proof=made,
            status=_status(bool(plans), proved),
            notes=tuple(self._notes(chosen)),
            catalogue_title=self._planner.catalogue.title,
            as_of=self._planner.catalogue.as_of,
        )

    def _as_alone(self, chosen: Chosen) -> bool:
        """Return whether everybody has the best plan of all."""
        return all(chosen.get(person) is own for person, own in enumerate(self._own) if own.worth is not None)

    def _explained(self, made: TeamPlan, chosen: Chosen) -> TeamPlan:
        """The plans with the reason and the least change for everybody who is not served."""
        unserved = [number for number, member in enumerate(made.members) if not member.served]
        members = list(made.members)
        watch = self._watch.part(SECONDS_TO_EXPLAIN)
        for position, number in enumerate(unserved):
            self._tell(f"looking for what would help {members[number].person.name}")
            explain = partial(why_not_served, self._planner, self._limits, self._alone[number].chooser, number)
            answer = explain(self._own[number], chosen, watch.share(len(unserved) - position))
            members[number] = replace(members[number], **answer._asdict())
        return replace(made, members=tuple(members))

    def _without_class_times(self, chosen: Chosen) -> list[str]:
        """The modules that somebody takes and whose class times are not known."""
        return [module.title for module in self._taken(chosen) if module.sessions is UNKNOWN]

    def _taken(self, chosen: Chosen) -> list[Module]:
        """The modules that somebody takes, by their ids."""
        taken = {use.module for plan in chosen.values() for use in plan.uses}
        return [self._planner.catalogue.module_by_id[name] for name in sorted(taken)]

    def _notes(self, chosen: Chosen) -> Iterator[Note]:
        old = age_note(self._planner.catalogue, self._taken(chosen), today())
        yield from () if old is None else (old,)
        unknown = self._without_class_times(chosen)
        if unknown and any(group.in_class is not None for group in self._team.groups):
            words = f"the class times of {', '.join(unknown)} are not known: they count for no limit on who is in class"
            yield Note("unknown-classes", words)
        if not all(each.fewest for each in self._alone):
            yield Note("hours-not-proved", "for somebody who gave no hours, fewer may be enough: not proved")
        if self._watch.interrupted:
            yield Note(INTERRUPTED, "the search was stopped before it was finished: better plans may exist")


def _uses(chosen: Chosen) -> dict[int, tuple[Use, ...]]:
    return {person: plan.uses for person, plan in chosen.items()}


def _as_part(plan: Plan, alone: bool) -> Plan:
    """A plan as a part of a team's: of one that others have a part in, nothing is proved by itself."""
    if alone or plan.objective is None:
        return plan
    return as_part_of_team(replace(plan, status=Status.FEASIBLE, bound=None, proof=()))


def _status(found: bool, proved: bool) -> Status:
    if proved:
        return Status.OPTIMAL if found else Status.INFEASIBLE
    return Status.FEASIBLE if found else Status.UNKNOWN
