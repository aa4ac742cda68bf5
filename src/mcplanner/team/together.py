"""Plans a whole team: the best plan of each, and where these conflict, the best that fit together, with a bound.

Steers the pool, the selection and the proof; every plan and all shared limits are verified before anybody sees them.
"""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace

from mcplanner.catalogue.assumptions import assume
from mcplanner.catalogue.model import UNKNOWN, Catalogue
from mcplanner.ground.stages import Basis, Stage, heaviest
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.single_request import Planning, RefusedPlanError
from mcplanner.plans.model import INTERRUPTED, Note, Plan, Status
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding
from mcplanner.team.candidates import Candidate, Chooser, finish_month
from mcplanner.team.conflicts import Limits
from mcplanner.team.model import Member, Person, Team, TeamPlan, TeamProof, TeamStage, Worth
from mcplanner.team.pool import Chosen, Pool, worth_of
from mcplanner.team.proof import Search
from mcplanner.team.unserved import why_not_served
from mcplanner.team.uses import Use
from mcplanner.team.verify import verify_team

FINE_GAP = 0.05
"""The gap at which no more plans are sought."""

ROUNDS = 12
"""The most rounds of seeking more plans."""

NODES, PARTS = 40, 3
"""How much of the proof is looked for in each round, and into how many parts the time that is left is cut for it."""

PART_FOR_OWN = 0.4
"""The part of the time that the best plan of each person alone may take."""

SECONDS_TO_EXPLAIN = 10.0
"""The most time for why people are not served."""

Listener = Callable[[str], None]
"""Called with what is being done."""


def plan_team(
    team: Team, catalogue: Catalogue, funding: Funding | None, watch: Watch, tell: Listener = lambda _: None
) -> TeamPlan:
    """Return the best plans that a team can have together, verified, with what is proved of them.

    Raises
    ------
    RefusedPlanError
        A plan, or all of them together, break a rule.
    """
    with watch.heeding_ctrl_c():
        return _Together(team, catalogue, funding, watch, tell).plan()


class _Together:
    def __init__(self, team: Team, catalogue: Catalogue, funding: Funding | None, watch: Watch, tell: Listener) -> None:
        self._team, self._catalogue, self._funding = team, catalogue, funding
        self._watch, self._tell = watch, tell
        self._limits = Limits(team, catalogue)
        self._hours: dict[int, tuple[int, bool]] = {}

    def plan(self) -> TeamPlan:
        """Plan, verify and explain."""
        choosers = self._choosers()
        own = self._own_plans(choosers)
        pool = Pool(self._limits, choosers)
        for person, candidate in enumerate(own):
            pool.add(person, candidate)
        alike = [(id(chooser), person.groups) for chooser, person in zip(choosers, self._team.people, strict=True)]
        search = Search(self._limits, choosers, alike, pool)
        chosen = self._fit_together(own, pool, search)
        return self._written(choosers, own, chosen, search)

    def _choosers(self) -> list[Chooser]:
        """Who finds the plans of each person; people who ask the same share one."""
        found: dict[str, Chooser] = {}
        choosers = []
        for number, person in enumerate(self._team.people):
            self._tell(f"looking at {person.name}: {number + 1} of {len(self._team.people)}")
            key = repr((person.learner, person.targets, person.by))
            if key not in found:
                found[key] = Chooser(self._planning(number, person), priced=self._limits.costs_count(person))
            elif person.learner.minutes_per_week is None:
                self._hours[number] = next(self._hours[other] for other in self._hours if self._asks_same(other, person))
            choosers.append(found[key])
        return choosers

    def _asks_same(self, other: int, person: Person) -> bool:
        own = self._team.people[other]
        return (own.learner, own.targets, own.by) == (person.learner, person.targets, person.by)

    def _planning(self, number: int, person: Person) -> Planning:
        """The planning of a person alone; with the fewest hours that meet the date, where none are given."""
        learner = person.learner
        catalogue = assume(self._catalogue, learner.assume) if learner.assume else self._catalogue
        request = Request(person.targets, self._team.start, person.by)
        planning = Planning(catalogue, learner, request, self._watch, Pricing(learner, self._funding))
        if learner.minutes_per_week is not None:
            return planning
        made = replace(planning, watch=self._share(number)).plan(Stage.PEAK)
        if made.objective is None:
            return planning
        minutes = made.objective.peak_minutes_per_week
        settled = any(proof.stage is Stage.PEAK and proof.settled for proof in made.proof)
        self._hours[number] = minutes, settled
        learner = learner.replace(minutes_per_week=max(1, minutes))
        return replace(planning, learner=learner, pricing=Pricing(learner, self._funding))

    def _share(self, number: int) -> Watch:
        """A part of the time for one person: all of them together take half of it."""
        return self._watch.share(2 * (len(self._team.people) - number))

    def _own_plans(self, choosers: Sequence[Chooser]) -> list[Candidate]:
        """The best plan of each person alone: what is easy first, so that more time is left for what is not."""
        part = self._watch.part(self._watch.seconds_left * PART_FOR_OWN)
        for rounds in (0, 1, None):
            waiting = [number for number, chooser in enumerate(choosers) if not chooser.best.settled]
            for position, number in enumerate(waiting):
                self._tell(f"planning {self._team.people[number].name}: {number + 1} of {len(choosers)}")
                choosers[number].look_for_best(part.share(len(waiting) - position), rounds)
        for number, chooser in enumerate(choosers):
            self._keep_to_the_budget(chooser, number)
        return [chooser.best for chooser in choosers]

    def _keep_to_the_budget(self, chooser: Chooser, number: int) -> None:
        """Plan a person anew within the team's budget, where the best plan would go beyond that by itself."""
        uses = chooser.best.uses
        if not self._limits.costs_count(self._team.people[number]):
            return
        if any(use.unpriced for use in uses) or self._limits.conflict({number: uses}) is not None:
            learner = within_budget(self._team, chooser.planning.learner)
            chooser.begin_anew(replace(chooser.planning, learner=learner, pricing=Pricing(learner, self._funding)))
            chooser.look_for_best(self._share(number), None)

    def _fit_together(self, own: Sequence[Candidate], pool: Pool, search: Search) -> Chosen:
        """The best plans that fit together."""
        chosen = {person: candidate for person, candidate in enumerate(own) if candidate.worth is not None}
        search.begin()
        if self._limits.conflict(_uses(chosen)) is None:
            return chosen
        best, order = dict[int, Candidate](), _by_slack(self._team, own)
        for number in range(ROUNDS):
            if not self._watch.seconds_left:
                break
            self._tell(f"fitting the plans together: round {number + 1} of at most {ROUNDS}")
            found = pool.one_after_another(order, self._watch)
            best = self._better(best, found)
            best = self._better(best, pool.all_together(self._watch))
            if not number and self._worth(best)[0] > search.low[0]:
                search.count_unserved(self._watch.share(PARTS))
            search.go_on(NODES, self._worth(best), self._watch.share(PARTS))
            if search.best is not None:
                return self._better(best, search.best)
            if self._is_settled(best, search) or (number and self._is_fine(best, search)):
                break
            order = _by_delay(own, found or best, order)
        return best

    def _is_settled(self, chosen: Chosen, search: Search) -> bool:
        return all(proof.settled for proof in proofs(self._worth(chosen), search, Basis.SEARCH))

    def _worth(self, chosen: Chosen) -> Worth:
        return worth_of(chosen, len(self._team.people))

    def _better(self, one: Chosen, other: Chosen) -> Chosen:
        """The better of two choices; one in which plans conflict is none."""
        if not other or self._limits.conflict(_uses(other)) is not None:
            return one
        return min(one, other, key=self._worth)

    def _is_fine(self, chosen: Chosen, search: Search) -> bool:
        """Return whether all is proved, or nearly."""
        gaps = [proof.gap for proof in proofs(self._worth(chosen), search, Basis.SEARCH)]
        return gaps[0] == 0 and all(gap is None or gap <= FINE_GAP for gap in gaps) and gaps[1] is not None

    def _written(self, choosers: Sequence[Chooser], own: Sequence[Candidate], chosen: Chosen, search: Search) -> TeamPlan:
        self._tell("verifying the plans")
        plans = {
            person: _as_part(choosers[person].write(candidate, self._watch), candidate is own[person])
            for person, candidate in chosen.items()
        }
        plans = {person: plan for person, plan in plans.items() if plan.objective is not None}
        learners = [chooser.planning.learner for chooser in choosers]
        broken = verify_team(self._team, self._catalogue, self._funding, learners, plans)
        if broken:
            raise RefusedPlanError(broken)
        bases = {basis for candidate in own for basis in candidate.bases}
        carried = heaviest([Basis.BOUND if chosen_alone(chosen, own) else Basis.SEARCH, *bases])
        made = proofs(self._worth({person: chosen[person] for person in plans}), search, carried)
        proved = all(proof.settled for proof in made) and all(settled for _, settled in self._hours.values())
        members = tuple(
            Member(
                person=person,
                plan=plans.get(number),
                hours_found=self._hours[number][0] if number in self._hours else None,
                alone=finish_month(self._team.start, own[number]),
            )
            for number, person in enumerate(self._team.people)
        )
        return self._explained(
            TeamPlan(
                team=self._team,
                members=members,
                proof=made,
                status=_status(plans, proved),
                notes=tuple(self._notes(chosen)),
                catalogue_title=self._catalogue.title,
            ),
            choosers,
            own,
            {person: candidate for person, candidate in chosen.items() if person in plans},
        )

    def _explained(self, made: TeamPlan, choosers: Sequence[Chooser], own: Sequence[Candidate], chosen: Chosen) -> TeamPlan:
        """The plans with the reason and the least change for everybody who is not served."""
        unserved = [number for number, member in enumerate(made.members) if not member.served]
        members = list(made.members)
        watch = self._watch.part(max(SECONDS_TO_EXPLAIN, self._watch.seconds_left / 2))
        for position, number in enumerate(unserved):
            self._tell(f"looking for what would help {members[number].person.name}")
            explain = partial(why_not_served, self._limits, choosers[number], number)
            reason, changes = explain(own[number], chosen, watch.share(len(unserved) - position))
            members[number] = replace(members[number], reason=reason, changes=changes)
        return replace(made, members=tuple(members))

    def _notes(self, chosen: Chosen) -> list[Note]:
        notes = []
        limited = any(group.in_class is not None for group in self._team.groups)
        modules = self._catalogue.module_by_id
        taken = {use.module for candidate in chosen.values() for use in candidate.uses}
        unknown = [modules[name].title for name in sorted(taken) if modules[name].sessions is UNKNOWN]
        if limited and unknown:
            words = f"the class times of {', '.join(unknown)} are not known: they count for no limit on who is in class"
            notes.append(Note("unknown-classes", words))
        if any(not settled for _, settled in self._hours.values()):
            notes.append(Note("hours-not-proved", "for somebody who gave no hours, fewer may be enough: not proved"))
        if self._watch.interrupted:
            notes.append(Note(INTERRUPTED, "the search was stopped before it was finished: better plans may exist"))
        return notes


def within_budget(team: Team, learner: Learner) -> Learner:
    """A learner with the team's budget as a limit on the cost of this person alone."""
    in_all = [cents for cents in (learner.cost_limit_cents, team.budget_cents) if cents is not None]
    per_year = [cents for cents in (learner.cost_limit_per_year_cents, team.budget_per_year_cents) if cents is not None]
    return learner.replace(cost_limit_cents=min(in_all, default=None), cost_limit_per_year_cents=min(per_year, default=None))


def _uses(chosen: Chosen) -> dict[int, tuple[Use, ...]]:
    return {person: candidate.uses for person, candidate in chosen.items()}


def chosen_alone(chosen: Chosen, own: Sequence[Candidate]) -> bool:
    """Return whether everybody has the best plan of all."""
    return all(chosen.get(person) is candidate for person, candidate in enumerate(own) if candidate.worth is not None)


def _as_part(plan: Plan, alone: bool) -> Plan:
    """A plan as a part of a team's: of one that others have a part in, nothing is proved by itself."""
    return plan if alone or plan.objective is None else replace(plan, status=Status.FEASIBLE, bound=None, proof=())


def _status(plans: dict[int, Plan], proved: bool) -> Status:
    if proved:
        return Status.OPTIMAL if plans else Status.INFEASIBLE
    return Status.FEASIBLE if plans else Status.UNKNOWN


def proofs(worth: Worth, search: Search, carried: Basis) -> tuple[TeamProof, ...]:
    """What is proved of team plans that are worth something, stage by stage.

    A bound on a stage is claimed where enough is known of those before: the latest finish and the sum of finishes for as many
    people served, and what all costs where also the sum of finishes is the least.
    """
    lows = [low for low in search.lows if low <= worth] or [worth]
    bounds: list[int | None] = [min(low[0] for low in lows)]
    lows = [low for low in lows if low[0] == worth[0]]
    settled = bounds[0] == worth[0]
    bounds.append(min(low[1] for low in lows) if settled else None)
    bounds.append(min(worth[2], *(low[2] for low in lows)) if settled else None)
    settled = settled and bounds[2] == worth[2]
    for stage in (3, 4):
        lows = [low for low in lows if low[2:stage] == worth[2:stage]]
        bounds.append(min([worth[stage], *(low[stage] for low in lows)]) if settled else None)
        settled = settled and bounds[stage] == worth[stage]
    return tuple(
        TeamProof(stage, value, bound, None if bound is None else carried)
        for stage, value, bound in zip(TeamStage, worth, bounds, strict=True)
    )


def _by_slack(team: Team, own: Sequence[Candidate]) -> list[int]:
    """People in the order in which they are planned first: who has the least time to spare, then who needs the most."""

    def key(person: int) -> tuple[int, int, int]:
        worth, by = own[person].worth, team.people[person].by
        months = 0 if worth is None else worth[0]
        return (1 << 20) if by is None else by - team.start + 1 - months, -months, person

    return sorted((person for person, candidate in enumerate(own) if candidate.worth is not None), key=key)


def _by_delay(own: Sequence[Candidate], found: Chosen, order: Sequence[int]) -> list[int]:
    """The same with those first who are not served, or finish the latest; whoever is equal keeps the place."""

    def key(person: int) -> tuple[bool, int]:
        now, alone = found.get(person), own[person].worth
        if now is None or now.worth is None or alone is None:
            return False, 0
        return True, -now.worth[0]

    return sorted(order, key=key)
