"""Why there is no plan, in words, from facts: an obstacle, the earliest finish, or the rule without which there would be one.

Reads the problem and the catalogue, and may have variants solved; knows no terminal.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from mcplanner.catalogue.assumptions import KEY_OF, assume
from mcplanner.catalogue.earned_awards import awards_of, modules_toward
from mcplanner.catalogue.model import Award, Catalogue, Certainty, FigureName
from mcplanner.catalogue.reach import reach
from mcplanner.catalogue.requirements import requirement_of
from mcplanner.explain.assumptions_to_try import Spoken, WayOut, unknown_of, way_out
from mcplanner.explain.cost_reasons import EXAMPLE_DOLLARS, assume_fee
from mcplanner.explain.obstacles import ToldReason, first_obstacle, name_of
from mcplanner.explain.wishes import AT_ONCE, BUDGET, BUDGET_PER_YEAR, DAYS_OFF, EVENINGS, HOURS
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import OutOfTimeError, checkpoint
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.model import ToldFigure
from mcplanner.plans.summary import listed
from mcplanner.pricing.price import Pricing
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import LONGEST_PLAN_MONTHS, UNLIMITED_MINUTES_PER_WEEK, Obstacle, PlanningProblem, Windows
from mcplanner.problem.requirement_nodes import NOTHING, RequirementShape, Threshold, candidates_of
from mcplanner.solvers.search import Solution, any_plan

LESS_DOLLARS = (1_000, 500, 200, 100, 50, 20, 10, 5, 0)
"""Fees that may be within a budget, where the usual example is not."""


def why_impossible(
    catalogue: Catalogue,
    learner: Learner,
    pricing: Pricing,
    targets: tuple[str, ...],
    problem: PlanningProblem,
    watch: Watch,
    by: Month | None = None,
    along: Collection[str] = (),
) -> ToldReason:
    """The first reason why a problem without a last month, proved impossible, has no plan.

    Parameters
    ----------
    by
        The last month that was asked for, by which a plan with what is assumed must finish.
    watch
        The time for solving variants, to find a reason.
    along
        The modules of a plan that there would be without some wishes: a choice is told of as that plan makes it.
    """
    with suppress(OutOfTimeError):
        without_a_rule = _WithoutARule(catalogue, learner, pricing, targets, problem, watch, by)
        if problem.goal is None:
            with watch.finishing():
                found = first_obstacle(catalogue, learner, targets, problem, without_a_rule.way_out, along)
            if found is not None:
                return found
        with watch.limiting():
            reason = without_a_rule.any()
        if reason is not None:
            return reason, tuple(without_a_rule.told)
    return f"no plan of up to {LONGEST_PLAN_MONTHS // 12} years keeps all your wishes", ()


def late_in_view_of_unknown_fees(
    catalogue: Catalogue,
    learner: Learner,
    pricing: Pricing,
    targets: tuple[str, ...],
    problem: PlanningProblem,
    watch: Watch,
    by: Month,
    reason: str,
) -> str:
    """The reason why all ends too late; under a limit on money with what of unknown fee would be in time."""
    with suppress(OutOfTimeError), watch.limiting():
        return _WithoutARule(catalogue, learner, pricing, targets, problem, watch, by).late_in_view_of_unknown_fees(reason)
    return reason


def too_late(problem: PlanningProblem, later: Solution, by: Month) -> tuple[str, str]:
    """Why a problem has no plan by a last month, in a sentence, and the earliest finish in it, given the solution without one.

    Both without that finish where none was found.
    """
    if later.schedule is None:
        return f"no plan finishes by {month_name(by)}, and time ran out before a later finish was found", ""
    months = later.bounds[Stage.FINISH] if later.proved else stage_value(problem, later.schedule, Stage.FINISH)
    finish = month_name(Month(problem.first_month + months - 1))
    earliest = f"the earliest finish is {finish}" if later.proved else f"the earliest finish found is {finish}"
    return f"{earliest}, after {month_name(by)}", finish


class _WithoutARule(Struct, frozen=True):
    """Asks whether there would be a plan without one rule, and names the module or award that alone makes the difference.

    Each method returns the reason in words; None where the rule is not to blame. `told` are the figures of awards in it.
    """

    catalogue: Catalogue
    learner: Learner
    pricing: Pricing
    targets: tuple[str, ...]
    problem: PlanningProblem
    watch: Watch
    by: Month | None
    told: list[ToldFigure] = field(default_factory=list)

    def any(self) -> str | None:
        """The reason from the first rule that is to blame."""
        return (
            self.money()
            or self.unknown_fees()
            or self.exclusions()
            or self.counting_once()
            or self.expiry()
            or self.clashes()
            or self.running_at_once()
            or self.any_but_one_limit()
            or self.hours_of_months()
            or self.prerequisites()
        )

    def money(self) -> str | None:
        """The learner would have to pay too much."""
        reason = self._one_limit(self._limits_on_money())
        return None if reason is None else self._in_view_of_unknown_fees(reason, {})

    def _in_view_of_unknown_fees(self, reason: str, dropped: dict[str, Any]) -> str:
        """Name the modules of unknown fee with which there would be a plan, without other limits, if they cost nothing."""
        some = Obstacle.UNKNOWN_FEE in self.problem.obstacles.values()
        names = [name_of(self.catalogue, name) for name in (self._taken_of_unknown_fee(dropped) if some else ())]
        return (
            f"if modules of unknown fee are left out ({listed(names)}), {reason}{self.fee_hint(dropped)}" if names else reason
        )

    def unknown_fees(self) -> str | None:
        """With a limit on money, what has an unknown fee is not taken, and nothing else fits: a course, or one of its runs."""
        if Obstacle.UNKNOWN_FEE not in self.problem.obstacles.values():
            return None
        names = self._needed_of(self._taken_of_unknown_fee({}))
        if not names:
            return self._even_for_nothing()
        words = listed([name_of(self.catalogue, name) for name in names])
        have, it_is = ("have unknown fees", "they are") if len(names) > 1 else ("has an unknown fee", "it is")
        budget = f"{WORDS[self.learner.payer].whose} budget"
        return f"{words} {have}, so nobody knows if {it_is} within {budget}{self.fee_hint({})}"

    def _even_for_nothing(self) -> str | None:
        """Too much would have to be paid even if all that has an unknown fee cost nothing."""
        for words, dropped in self._limits_on_money():
            names = [name_of(self.catalogue, name) for name in self._taken_of_unknown_fee(dropped)]
            if names:
                return f"even if {listed(names)}, of unknown fee, {'cost' if len(names) > 1 else 'costs'} nothing, {words}"
        return None

    def late_in_view_of_unknown_fees(self, reason: str) -> str:
        """The reason why all ends too late, and what of unknown fee would be in time if it cost nothing."""
        if Obstacle.UNKNOWN_FEE not in self.problem.obstacles.values():
            return reason
        names = [name_of(self.catalogue, name) for name in self._taken_of_unknown_fee({}, self.by)]
        return f"if modules of unknown fee are left out ({listed(names)}), {reason}{self.fee_hint({})}" if names else reason

    def _needed_of(self, modules: list[str]) -> list[str]:
        """Those of some modules of unknown fee without which there is no plan, even if the others cost nothing."""
        needed = modules
        for module in modules:
            others = [other for other in needed if other != module]
            if others and self._possible(self._build(assume(self.catalogue, [f"{each}:{KEY_OF['fee']}=0" for each in others]))):
                needed = others
        return needed

    def way_out(self, spoken: Spoken) -> WayOut:
        """What to assume about unknown figures, those that are spoken of first, that there is a plan."""
        with suppress(OutOfTimeError), self.watch.limiting():
            unknown = unknown_of(self.catalogue, self.learner, self.problem.obstacles)
            return way_out(self.catalogue, unknown, self._has_plan, self._fees_to_try(), spoken)
        return WayOut(settled=False)

    def _has_plan(self, assumed: Catalogue) -> bool | None:
        """Return whether there is a plan over a catalogue, in time; None where that is not settled."""
        found = any_plan(self._build(assumed, self.by), self.watch)
        return None if found.schedule is None and not found.proved else found.schedule is not None

    def fee_hint(self, dropped: dict[str, Any]) -> str:
        """A fee to assume with which there would be a plan, without other limits; empty where none was found in time."""
        if Obstacle.UNKNOWN_FEE not in self.problem.obstacles.values():
            return ""
        with suppress(OutOfTimeError), self.watch.limiting():
            for dollars in self._fees_to_try():
                assumed = assume(self.catalogue, (f"{KEY_OF['fee']}={dollars}",))
                if self._possible(_without(self._build(assumed, self.by), dropped)):
                    return f"; assume one, such as {assume_fee(dollars)}"
        return ""

    def _fees_to_try(self) -> list[int]:
        """The usual example, which a subsidy may bring within a budget, and less, from the most that fits into one."""
        learner = self.learner
        limits = [cents for cents in (learner.cost_limit_cents, learner.cost_limit_per_year_cents) if cents is not None]
        most = min(limits, default=0) // 100
        return [EXAMPLE_DOLLARS, *(dollars for dollars in LESS_DOLLARS if dollars <= most)]

    def _taken_of_unknown_fee(self, dropped: dict[str, Any], by: Month | None = None) -> list[str]:
        """The modules of unknown fee in a plan without some limits, if they cost nothing; none where there is no plan."""
        free = assume(self.catalogue, (f"{KEY_OF['fee']}=0",))
        schedule = any_plan(_without(self._build(free, by), dropped), self.watch).schedule or ()
        offers = {own.module: free.module_by_id[own.module].offer(own.offer) for own in schedule}
        return [name for name, offer in offers.items() if "fee" in offer.by_learner]

    def running_at_once(self) -> str | None:
        """Modules that must run alongside each other, or that pins bring together, are too many for the learner."""
        return self._one_limit(self._limits_at_once())

    def any_but_one_limit(self) -> str | None:
        """Each of several limits alone leaves no plan, and dropping one is not enough: names the first of them."""
        on_money, at_once = list(self._limits_on_money()), list(self._limits_at_once())
        for words, own in (*on_money, *at_once):
            others = {fact: value for _, dropped in (*on_money, *at_once) for fact, value in dropped.items() if fact not in own}
            if any_plan(_without(self.problem, others), self.watch).proved:
                if not self._possible(_without(self.problem, others | own)):
                    return None
                return self._in_view_of_unknown_fees(words, others) if (words, own) in on_money else words
        return None

    def _one_limit(self, limits: Iterable[tuple[str, dict[str, Any]]]) -> str | None:
        return next((words for words, dropped in limits if self._possible(_without(self.problem, dropped))), None)

    def _limits_on_money(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each limit on money: the reason that it would be, and the facts of the problem without it."""
        costs = f"it would {WORDS[self.learner.payer].cost}" if self.pricing.funded else "the fees would come to"
        limit, per_year = self.problem.limits.get(Stage.COST), self.problem.cost_limit_per_year_cents
        if limit is not None:
            yield BUDGET.reason(limit, costs), {"limits": {}}
        if per_year is not None:
            yield BUDGET_PER_YEAR.reason(per_year, costs), {"cost_limit_per_year_cents": None}

    def _limits_at_once(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if self.learner.at_once is not None:
            yield AT_ONCE.reason(self.learner.at_once), {"at_once": None}
        if self.learner.evenings is not None:
            yield EVENINGS.reason(self.learner.evenings), {"evenings": None}
        if self.learner.half_days_off is not None:
            yield DAYS_OFF.reason(self.learner.half_days_off), {"half_days_off": None}
        yield HOURS.reason, {"budget": None}

    def exclusions(self) -> str | None:
        """The targets need modules that exclude each other."""
        modules = {group: self._modules_of(group) for group in self.problem.exclusive}
        offers = tuple(group for group, own in modules.items() if len(own) == 1)
        if len(offers) == len(modules) or not self._possible(replace(self.problem, exclusive=offers)):
            return None
        groups = (own for group, own in modules.items() if len(own) > 1 and self._possible_without_exclusion(group))
        return self._never_together(next(groups, None))

    def _possible_without_exclusion(self, group: frozenset[int]) -> bool:
        others = tuple(other for other in self.problem.exclusive if other != group)
        return self._possible(replace(self.problem, exclusive=others))

    def _never_together(self, modules: Iterable[str] | None) -> str:
        """Name the modules that exclude each other, where those of one group alone leave no plan."""
        if modules is None:
            return "it would need modules that cannot be taken together"
        return f"{listed([name_of(self.catalogue, name) for name in modules])} cannot be taken together"

    def _modules_of(self, group: Iterable[int]) -> tuple[str, ...]:
        """The modules of some candidates."""
        return tuple(dict.fromkeys(self.problem.candidates[index].module for index in sorted(group)))

    def counting_once(self) -> str | None:
        """A module would have to count twice."""
        if not self.problem.counts_once or not self._possible(self.problem.counting_freely()):
            return None
        for award in self._awards(lambda award: award.shares is not None):
            if self._possible_with(award, shares=None):
                most = "no modules" if not award.shares else f"at most {counted(int(award.shares), 'module')}"
                self._tell(f"shares {most}", award, "shares")
                return f"{name_of(self.catalogue, award.id)} shares {most} with other awards, and too few are left for all"
        return "a module would have to count twice, in one award or for more awards than may share it"

    def expiry(self) -> str | None:
        """Something that counts toward an award would expire."""
        limited = self._awards(lambda award: award.valid_months is not None)
        if not limited or not self._possible_with(*limited, valid_months=None):
            return None
        for award in limited:
            if self._possible_with(award, valid_months=None):
                return self._too_short(award)
        return "modules would expire before the award that they count toward is earned"

    def prerequisites(self) -> str | None:
        """A module could only start before the modules that it needs: whatever else is wanted, or else in this plan."""
        together: str | None = None
        for module in self._needed_first():
            for fact, words in (("before", "first have ended"), ("alongside", "alongside have started")):
                if not self._has(module, fact) or not self._possible_where(module, **{fact: NOTHING}):
                    continue
                name, too_soon = name_of(self.catalogue, module), f"start before the modules that it needs {words}"
                if not self._possible_alone(module):
                    return f"{name} can only {too_soon}"
                together = together or f"{name} would have to {too_soon}"
        return together

    def _needed_first(self) -> list[str]:
        """The modules of the problem, each after those that it needs, as far as these do not need it in turn."""
        needs: dict[str, set[str]] = {}
        for own in self.problem.candidates:
            needs.setdefault(own.module, set()).update(self._modules_of(candidates_of(own.before, own.alongside)))
        return sorted(needs, key=lambda module: len(_all_needed(needs, module)))

    def clashes(self) -> str | None:
        """Modules with classes at the same time would have to run side by side."""
        for module in dict.fromkeys(own.module for own in self.problem.candidates if own.class_slots):
            if self._possible_where(module, class_slots=0):
                name = name_of(self.catalogue, module)
                return f"{name} has classes at the same time as modules that it would have to run beside"
        return None

    def hours_of_months(self) -> str | None:
        """What does not fit into the usual hours does not fit into the months that have more."""
        unlimited = self.learner.replace(minutes_per_week=None, minutes_in={})
        if not self.learner.minutes_in or not self._possible(replace(self, learner=unlimited)._build(self.catalogue)):
            return None
        return "modules need more hours a week than you usually have, and do not all fit into the months that have more"

    def _has(self, module: str, fact: str) -> bool:
        """Return whether a module needs something first, or alongside."""
        return any(own.module == module and getattr(own, fact) is not NOTHING for own in self.problem.candidates)

    def _possible_where(self, module: str, **facts: object) -> bool:
        """Return whether there is a plan where some facts of one module are different, in whatever way it is offered."""
        candidates = tuple(replace(own, **facts) if own.module == module else own for own in self.problem.candidates)
        return self._possible(replace(self.problem, candidates=candidates, windows=Windows.OPEN))

    def _possible_alone(self, module: str) -> bool:
        """Return whether there is a plan for one module, with what it needs, whatever else is wanted."""
        offers = (index for index, own in enumerate(self.problem.candidates) if own.module == module)
        goal = Threshold(1, tuple((1, index) for index in offers), shape=RequirementShape.MODULE)
        return self._possible(replace(self.problem, goal=goal, pinned=(), windows=Windows.OPEN))

    def _too_short(self, award: Award) -> str:
        assert award.valid_months is not None, "only such awards are asked for"
        months = counted(award.valid_months, "month")
        self._tell(f"({award.id}) for {award.valid_months}", award, "valid_months")
        reason = f"a module counts toward {name_of(self.catalogue, award.id)} for {months} after its end"
        reason += ", not long enough for all that the award needs"
        toward = modules_toward(self.catalogue, award.id)
        for held in self.learner.held:
            if held.ended is not None and held.module in toward:
                last = month_name(Month(held.ended + award.valid_months))
                counts = self._tell(f"counts until {last}", award, "valid_months", *held.rests_on)
                reason += f"; {name_of(self.catalogue, held.module)}, which you hold, {counts}"
                reason += self._not_again(held.module)
        return reason

    def _tell(self, words: str, award: Award, key: FigureName, *hangs_on: Certainty) -> str:
        """The words of a figure of an award, which remain beside what it rests on."""
        own = (award.certainty(key),) if award.singles_out(key) else ()
        self.told.append(ToldFigure(words, tuple(dict.fromkeys((*own, *hangs_on)))))
        return words

    def _not_again(self, module: str) -> str:
        """Say that a module which is held cannot be taken again, or not in the month of its pin; empty where it can."""
        if module not in self.problem.left_out:
            return ""
        month = self.learner.pins.get(module)
        return " and cannot be taken again" + ("" if month is None else f" in {month_name(month)}, the month you pinned it to")

    def _awards(self, limited: Callable[[Award], bool]) -> list[Award]:
        """The awards with a limit, as far as they are of use: first those that are wanted, then those that modules need."""
        wanted = awards_of(self.catalogue, self.targets)
        of_use = reach(self.catalogue, (*map(requirement_of, self.targets), *self.learner.pins))
        limited_here = (award for award in self.catalogue.awards if award.id in of_use and limited(award))
        return sorted(limited_here, key=lambda award: award.id not in wanted)

    def _possible_with(self, *changed_awards: Award, **facts: object) -> bool:
        awards = tuple(
            replace(each, **facts) if any(each is award for award in changed_awards) else each for each in self.catalogue.awards
        )
        return self._possible(self._build(replace(self.catalogue, awards=awards)))

    def _build(self, changed: Catalogue, by: Month | None = None) -> PlanningProblem:
        """The problem over a changed catalogue."""
        return build_problem(changed, self.learner, self.targets, self.problem.first_month, by, pricing=self.pricing)

    def _possible(self, problem: PlanningProblem) -> bool:
        return any_plan(problem, self.watch).schedule is not None


def _without(problem: PlanningProblem, limits: dict[str, Any]) -> PlanningProblem:
    """The problem without some limits, each with the fact that it is then; without one of hours there are all of the week."""
    if "budget" in limits:
        limits = limits | {"budget": (UNLIMITED_MINUTES_PER_WEEK,) * problem.horizon, "stretch": None}
    return replace(problem, **limits)


def _all_needed(needs: Mapping[str, set[str]], module: str) -> set[str]:
    """What a module needs, and what that needs, and so on."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        checkpoint()
        new = needs[waiting.pop()] - found
        found |= new
        waiting += new
    return found
