"""Why there is no plan, in words, from facts: what was left out of the problem and why, or what a later finish would be.

Reads the problem and the catalogue, and may have variants solved; knows no terminal.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.counting import UNDATED, Ends, holds
from mcplanner.catalogue.earned_awards import awards_of, modules_toward
from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill, requirement_of
from mcplanner.explain.wishes import AT_ONCE, BUDGET, BUDGET_PER_YEAR, EVENINGS, HOURS
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import budget_text, counted, hours_counted, load_text
from mcplanner.ground.stages import Stage
from mcplanner.ground.time_limit import OutOfTimeError, checkpoint
from mcplanner.ground.watch import Watch
from mcplanner.learner.model import Learner
from mcplanner.pricing.price import Pricing
from mcplanner.problem.availability import class_when_busy
from mcplanner.problem.build import build_problem
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import LONGEST_PLAN_MONTHS, UNLIMITED_MINUTES_PER_WEEK, Obstacle, PlanningProblem
from mcplanner.problem.requirement_nodes import NOTHING
from mcplanner.solvers.search import Solution, any_plan


def why_impossible(
    catalogue: Catalogue,
    learner: Learner,
    pricing: Pricing,
    targets: tuple[str, ...],
    problem: PlanningProblem,
    watch: Watch,
) -> str:
    """The first reason why a problem without a last month, proved impossible, has no plan, in a sentence.

    Parameters
    ----------
    watch
        The time in which variants may be solved, to name a reason.
    """
    reason: str | None = None
    with suppress(OutOfTimeError):
        with watch.finishing():
            reason = _obstacle(catalogue, learner, targets, problem) if problem.goal is None else None
        with watch.limiting():
            reason = reason or _WithoutARule(catalogue, learner, pricing, targets, problem, watch).any()
    return reason or f"no plan of up to {LONGEST_PLAN_MONTHS // 12} years keeps everything you asked for"


def _obstacle(catalogue: Catalogue, learner: Learner, targets: tuple[str, ...], problem: PlanningProblem) -> str | None:
    """The first thing that no plan can contain, and why."""
    obstacles = _Obstacles(catalogue, learner, problem)
    for target in (*targets, *learner.pins, *(entry.module for entry in learner.under_way)):
        reason = obstacles.of_pinned(target) if target in learner.pins else obstacles.of(target)
        if reason is not None:
            return f"it {reason}" if (target,) == targets else f"{_named(catalogue, target)} {reason}"
    return None


def too_late(problem: PlanningProblem, later: Solution, by: Month) -> str:
    """Why a problem has no plan by a last month, in a sentence, given what was found of plans that may end later."""
    if later.schedule is None:
        return f"nothing ends by {month_name(by)}, and time ran out before a later finish was found"
    months = later.bounds[Stage.FINISH] if later.proved else stage_value(problem, later.schedule, Stage.FINISH)
    finish = month_name(Month(problem.first_month + months - 1))
    earliest = f"the earliest finish is {finish}" if later.proved else f"the earliest finish found is {finish}"
    return f"{earliest}, after {month_name(by)}"


class _WithoutARule(Struct, frozen=True):
    """Asks whether there would be a plan without one rule, for the first module or award that alone makes the difference.

    Each answer is the reason in words; None where the rule is not to blame.
    """

    catalogue: Catalogue
    learner: Learner
    pricing: Pricing
    targets: tuple[str, ...]
    problem: PlanningProblem
    watch: Watch

    def any(self) -> str | None:
        """The first rule that is to blame."""
        return (
            self.money()
            or self.exclusions()
            or self.counting_once()
            or self.expiry()
            or self.clashes()
            or self.running_at_once()
            or self.any_but_one_limit()
            or self.prerequisites()
        )

    def money(self) -> str | None:
        """Where too much would have to be paid."""
        return self._one_limit(self._limits_on_money())

    def running_at_once(self) -> str | None:
        """Where modules that go alongside each other, or that pinned months bring together, are too many for the learner."""
        return self._one_limit(self._limits_at_once())

    def any_but_one_limit(self) -> str | None:
        """Where more than one of these limits alone leaves no plan, so that it is not enough to drop one: the first of them."""
        limits = [*self._limits_on_money(), *self._limits_at_once()]
        for words, own in limits:
            others = {fact: value for _, dropped in limits for fact, value in dropped.items() if fact not in own}
            if any_plan(replace(self.problem, **others), self.watch).proved:
                return words if self._possible(replace(self.problem, **others, **own)) else None
        return None

    def _one_limit(self, limits: Iterable[tuple[str, dict[str, Any]]]) -> str | None:
        return next((words for words, dropped in limits if self._possible(replace(self.problem, **dropped))), None)

    def _limits_on_money(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each limit as the reason that it would be, and what the problem is without it."""
        costs = "it would cost" if self.pricing.funded else "the fees would come to"
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
        unlimited = (UNLIMITED_MINUTES_PER_WEEK,) * self.problem.horizon
        yield HOURS.reason, {"budget": unlimited}

    def exclusions(self) -> str | None:
        """Where modules that exclude each other would all be needed."""
        groups = self.problem.exclusive
        if not groups or not self._possible(replace(self.problem, exclusive=())):
            return None
        for group in groups:
            if self._possible(replace(self.problem, exclusive=tuple(other for other in groups if other != group))):
                names = [_named(self.catalogue, self.problem.candidates[index].module) for index in sorted(group)]
                return f"{' and '.join(names)} may not both be taken"
        return "modules would be needed that may not both be taken"

    def counting_once(self) -> str | None:
        """Where a module would have to count twice."""
        if not self.problem.counts_once or not self._possible(self.problem.counting_freely()):
            return None
        for award in self._awards(lambda award: award.shares is not None):
            if self._possible_with(award, shares=None):
                most = "no modules" if not award.shares else f"at most {counted(int(award.shares), 'module')}"
                return f"{_named(self.catalogue, award.id)} shares {most} with other awards, and too few are left for all"
        return "a module would have to count twice, in one award or for more awards than share it"

    def expiry(self) -> str | None:
        """Where what counts toward an award would expire."""
        limited = self._awards(lambda award: award.valid_months is not None)
        if not limited or not self._possible_with(*limited, valid_months=None):
            return None
        for award in limited:
            if self._possible_with(award, valid_months=None):
                return self._too_short(award)
        return "modules would expire before the award that they count toward is earned"

    def prerequisites(self) -> str | None:
        """Where a module could only start before what it needs has come."""
        for index, candidate in enumerate(self.problem.candidates):
            for fact, words in (("before", "first has ended"), ("alongside", "alongside it has started")):
                if getattr(candidate, fact) is not NOTHING and self._possible_where(index, **{fact: NOTHING}):
                    return f"{_named(self.catalogue, candidate.module)} can only start before what it needs {words}"
        return None

    def clashes(self) -> str | None:
        """Where modules that have class at the same time would have to run side by side."""
        for index, candidate in enumerate(self.problem.candidates):
            if candidate.class_slots and self._possible_where(index, class_slots=0):
                name = _named(self.catalogue, candidate.module)
                return f"{name} has class at the same time as modules beside which it would have to run"
        return None

    def _possible_where(self, index: int, **facts: object) -> bool:
        """Whether there is a plan where one candidate is otherwise."""
        own = self.problem.candidates
        candidates = (*own[:index], replace(own[index], **facts), *own[index + 1 :])
        return self._possible(replace(self.problem, candidates=candidates, tight=False))

    def _too_short(self, award: Award) -> str:
        assert award.valid_months is not None, "only such awards are asked for"
        after = f"{counted(award.valid_months, 'month')} after its end"
        reason = f"a module counts toward {_named(self.catalogue, award.id)} until {after}, which is too short for all it needs"
        toward = modules_toward(self.catalogue, award.id)
        for held in self.learner.held:
            if held.ended is not None and held.module in toward:
                last = month_name(Month(held.ended + award.valid_months))
                reason += f"; {_named(self.catalogue, held.module)}, which you hold, counts until {last}"
                reason += self._not_again(held.module)
        return reason

    def _not_again(self, module: str) -> str:
        """That a module which is held cannot be taken again, or not when it is pinned, where that is so."""
        if module not in self.problem.obstacles:
            return ""
        month = self.learner.pins.get(module)
        return " and cannot be taken again" + ("" if month is None else f" in {month_name(month)}, where it is pinned")

    def _awards(self, limited: Callable[[Award], bool]) -> list[Award]:
        """The awards with a limit, those that are wanted before those that modules need first."""
        wanted = awards_of(self.catalogue, self.targets)
        return sorted(filter(limited, self.catalogue.awards), key=lambda award: award.id not in wanted)

    def _possible_with(self, *changed_awards: Award, **facts: object) -> bool:
        awards = tuple(
            each.model_copy(update=facts) if any(each is award for award in changed_awards) else each
            for each in self.catalogue.awards
        )
        changed = self.catalogue.model_copy(update={"awards": awards})
        problem = build_problem(changed, self.learner, self.targets, self.problem.first_month, pricing=self.pricing)
        return self._possible(problem)

    def _possible(self, problem: PlanningProblem) -> bool:
        return any_plan(problem, self.watch).schedule is not None


def _named(catalogue: Catalogue, target: str) -> str:
    entry = catalogue.entry_by_id.get(target)
    return target if entry is None else f"{entry.title} ({entry.id})"


MOST_STEPS = 16
"""Steps from what is wanted to what stands in the way that are told before the middle is left out."""


class _Step(Struct, frozen=True):
    """Words, and the requirement of which more is to be said."""

    words: str
    needs: Requirement | None = None

    def after(self, words: str) -> "_Step":
        return _Step(words + self.words, self.needs)


class _Obstacles:
    """Finds what stands in the way of an entry that no plan can contain."""

    def __init__(self, catalogue: Catalogue, learner: Learner, problem: PlanningProblem) -> None:
        self._catalogue = catalogue
        self._learner = learner
        self._obstacles = problem.obstacles
        self._months = [Month(month) for month in range(problem.first_month, problem.first_month + problem.horizon)]
        self._path: set[str] = set()
        self._given = [entry.module for entry in learner.held]
        self._given += [entry.module for entry in learner.under_way if entry.module not in problem.obstacles]
        possible = [
            catalogue.module_by_id[candidate.module]
            for candidate in problem.candidates
            if candidate.module not in problem.obstacles
        ]
        while True:
            self._reached = self._one_after_another(possible)
            left = [
                module
                for module in possible
                if module.id in self._reached and (not module.alongside or holds(catalogue, module.alongside, self._reached))
            ]
            if len(left) == len(possible):
                break
            possible = left

    def _one_after_another(self, possible: Sequence[Module]) -> Ends:
        """What is given, and what of the possible can follow on it."""
        reached = dict.fromkeys(self._given, UNDATED)
        before = -1
        while len(reached) > before:
            before = len(reached)
            for module in possible:
                checkpoint()
                needed = module.requires
                if module.id not in reached and (needed is None or holds(self._catalogue, needed, reached)):
                    reached[module.id] = UNDATED
        return reached

    def of(self, entry_id: str) -> str | None:
        """What stands in the way, as what could follow the entry's name; None where nothing does."""
        self._path.clear()
        step = self._step_to(entry_id)
        return None if step is None else self._told(step)

    def _told(self, step: _Step) -> str:
        """A step and all that follow on it, but for the middle of a long way."""
        words = [step.words]
        while step.needs is not None:
            checkpoint()
            step = self._unmet(step.needs)
            words += [step.words] if step.words else []
        if len(words) > MOST_STEPS:
            words[MOST_STEPS // 2 : -MOST_STEPS // 2] = ["… "]
        return "".join(words)

    def _step_to(self, entry_id: str) -> _Step | None:
        if entry_id in self._path:
            return _Step("waits for itself")
        requirement = requirement_of(entry_id)
        if holds(self._catalogue, requirement, self._reached):
            return None
        if isinstance(requirement, Skill):
            return _Step("needs ", requirement)
        entry = self._catalogue.entry_by_id[entry_id]
        if isinstance(entry, Module) and entry.id in self._obstacles:
            return _Step(self._of_module(entry))
        return self._step_from(entry)

    def _step_from(self, entry: Module | Award | Role) -> _Step:
        """To what an entry needs."""
        self._path.add(entry.id)
        if entry.requires is not None and not holds(self._catalogue, entry.requires, self._reached):
            return _Step("needs ", entry.requires)
        if isinstance(entry, Module):
            return _Step("needs alongside it ", entry.alongside)
        return _Step("needs more modules than can be taken, since each counts once")

    def of_pinned(self, module_id: str) -> str | None:
        """The same for a module that must be taken itself, whatever else counts as it."""
        if module_id in self._reached:
            return None
        module = self._catalogue.module_by_id[module_id]
        waits = self._obstacles.get(module_id, Obstacle.PREREQUISITE) is Obstacle.PREREQUISITE
        self._path.clear()
        return self._told(self._step_from(module)) if waits else self._of_module(module)

    def _of_module(self, module: Module) -> str:
        match self._obstacles[module.id]:
            case Obstacle.HOURS:
                return self._of_hours(module)
            case Obstacle.CLASS_TIME if class_when_busy(module, self._learner):
                return f"has class ({', '.join(module.sessions)}) when you cannot come"
            case Obstacle.CLASS_TIME:
                evenings = counted(len(module.evenings), "evening")
                return f"has class on {evenings} a week, more than your {self._learner.evenings}"
            case Obstacle.EXCLUDED:
                return self._excluded(module)
            case Obstacle.UNDER_WAY:
                entry = next(entry for entry in self._learner.under_way if entry.module == module.id)
                return f"is under way until {month_name(entry.ends(module))}"
            case Obstacle.RULED_OUT:
                return "is ruled out by your choices"
            case Obstacle.NO_INTAKE if module.id in self._learner.pins:
                return f"cannot start in {month_name(self._learner.pins[module.id])}, where it is pinned"
            case _:
                return "has no intake left that you can apply for, are there for and can end in time"

    def _of_hours(self, module: Module) -> str:
        pace = min(module.paces, key=lambda pace: pace.minutes_per_week)
        asks = f"asks {hours_counted(load_text(pace.minutes_per_week))} a week"
        most = max(
            (UNLIMITED_MINUTES_PER_WEEK if own is None else own for own in map(self._learner.minutes_at, self._months)),
            default=0,
        )
        if most < pace.minutes_per_week:
            return f"{asks}, more than your {budget_text(most)}"
        return f"{asks} for {counted(pace.months, 'month')}, which you have at no time when it could run"

    def _excluded(self, module: Module) -> str:
        held = (entry.module for entry in self._learner.held)
        name = next(other for other in held if other in self._catalogue.exclusions[module.id])
        if name in self._catalogue.equivalents.get(module.id, ()):
            return f"counts as {_named(self._catalogue, name)}, which you hold already"
        return f"may not be taken with {_named(self._catalogue, name)}, which you hold"

    def _unmet(self, requirement: Requirement) -> _Step:
        """The first part of a requirement that stands in the way."""
        match requirement:
            case str():
                step = self._step_to(requirement)
                assert step is not None, "what can be had is in nobody's way"
                return step.after(f"{_named(self._catalogue, requirement)}, which ")
            case tuple():
                return self._first_unmet(requirement)
            case AllOf():
                return self._first_unmet(requirement.all)
            case AnyOf():
                return self._too_few(1, requirement.any)
            case Choose():
                return self._too_few(requirement.choose, requirement.from_)
            case Credits():
                unmet = self._first_unmet(requirement.from_)
                return unmet.after(f"{requirement.credits} credits, which cannot all be taken: ")
            case Skill():
                teachers = tuple(module.id for module in self._catalogue.modules_by_skill.get(requirement.skill, ()))
                if not teachers:
                    return _Step(f"the skill {requirement.skill}, which no module teaches")
                return self._first_unmet(teachers).after(f"the skill {requirement.skill}: ")

    def _first_unmet(self, parts: tuple[Requirement, ...]) -> _Step:
        unmet = next((part for part in parts if not holds(self._catalogue, part, self._reached)), None)
        return _Step("more modules than can be taken, since each counts once") if unmet is None else _Step("", unmet)

    def _too_few(self, need: int, parts: tuple[Requirement, ...]) -> _Step:
        possible = sum(holds(self._catalogue, part, self._reached) for part in parts)
        return self._first_unmet(parts).after(f"{need} of {len(parts)} choices, of which only {possible} can be taken: ")
