"""What no plan can contain, and why: a chain of clauses from a target down to what stands in its way.

Reads the problem's obstacles and the catalogue; solves nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from mcplanner.catalogue.assumptions import unknown_in_words
from mcplanner.catalogue.counting import UNDATED, Ends, holds
from mcplanner.catalogue.model import Award, Catalogue, Certainty, FigureName, Module, Role, evenings_of, known
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill, requirement_of
from mcplanner.catalogue.start_words import starts_text
from mcplanner.explain.assumptions_to_try import Spoken, WayOut, lacks_starts_after_its_runs
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import counted, days_text, hours_counted, load_text
from mcplanner.ground.time_limit import checkpoint
from mcplanner.learner.busy import format_busy_time
from mcplanner.learner.model import Learner
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import LOAD
from mcplanner.plans.model import ToldFigure
from mcplanner.plans.rests_on import end_hangs_on
from mcplanner.problem.availability import class_when_busy, mode_is_unknown_to
from mcplanner.problem.model import UNLIMITED_MINUTES_PER_WEEK, Obstacle, PlanningProblem

EVENINGS: tuple[FigureName, ...] = ("sessions", "evenings")
"""The keys from which the evenings a week follow."""

MOST_CLAUSES = 16
"""From a target to what stands in its way, the most clauses that are told before the middle is left out."""


ToldReason = tuple[str, tuple[ToldFigure, ...]]
"""A reason in a sentence, and the figures in it."""

FindWayOut = Callable[[Spoken], WayOut]
"""What to assume about unknown figures, those that a sentence speaks of first."""


def first_obstacle(
    catalogue: Catalogue,
    learner: Learner,
    targets: tuple[str, ...],
    problem: PlanningProblem,
    way_out: FindWayOut,
    along: Collection[str] = (),
) -> ToldReason | None:
    """The first target, pin or module under way that no plan can contain, and why; None where there is none.

    Of a choice the part is named that the modules `along` satisfy, if they do; else the first.
    """
    obstacles = _Obstacles(catalogue, learner, problem, way_out, along)
    for target in (*targets, *learner.pins, *(entry.module for entry in learner.under_way)):
        reason = obstacles.of_pinned(target) if target in learner.pins else obstacles.of(target)
        if reason is not None:
            words = f"it {reason}" if (target,) == targets else f"{name_of(catalogue, target)} {reason}"
            return words, tuple(obstacles.told)
    return None


def name_of(catalogue: Catalogue, target: str) -> str:
    """An entry as `Java I (java-1)`; any other target as it was asked for."""
    entry = catalogue.entry_by_id.get(target)
    return target if entry is None else f"{entry.title} ({entry.id})"


_SAY_LESS = (Obstacle.RULED_OUT, Obstacle.NO_INTAKE)
"""Obstacles of offers that are not told where others of the module are left: what is not wanted, and then what is over."""


_OF_UNKNOWN = (Obstacle.UNKNOWN, Obstacle.UNKNOWN_FEE)
"""Obstacles that are told last, since their words say what to do."""


def _offers_left_out(catalogue: Catalogue, problem: PlanningProblem) -> Mapping[str, Mapping[Obstacle, Sequence[Module]]]:
    """For each module the offers that no plan can contain, by what stands in their way, without obstacles that say less."""
    found: dict[str, dict[Obstacle, list[Module]]] = {}
    for (name, number), obstacle in problem.obstacles.items():
        found.setdefault(name, {}).setdefault(obstacle, []).append(catalogue.module_by_id[name].offer(number))
    for offers in found.values():
        for obstacle in _SAY_LESS:
            if len(offers) > 1:
                offers.pop(obstacle, None)
    return found


class _Clause(Struct, frozen=True):
    """Part of a sentence, and the requirement that the next clause is about."""

    words: str
    needs: Requirement | None = None

    def after(self, words: str) -> "_Clause":
        return _Clause(words + self.words, self.needs)


class _Obstacles:
    """Finds out what stands in the way of an entry that no plan can contain.

    Attributes
    ----------
    told
        The figures in the last sentence that rest on less than what is published, or may.
    """

    def __init__(
        self, catalogue: Catalogue, learner: Learner, problem: PlanningProblem, way_out: FindWayOut, along: Collection[str]
    ) -> None:
        self._catalogue = catalogue
        self._learner = learner
        self._way_out = way_out
        self._left_out = problem.left_out
        self._offers = _offers_left_out(catalogue, problem)
        self._months = [Month(month) for month in range(problem.first_month, problem.first_month + problem.horizon)]
        self._path: set[str] = set()
        self._needs_rest_on: tuple[Certainty, ...] = ()
        self.told: list[ToldFigure] = []
        self._given = [entry.module for entry in learner.held]
        self._given += [entry.module for entry in learner.under_way if entry.module not in self._left_out]
        self._along = dict.fromkeys((*self._given, *along), UNDATED)
        self._reached = self._reach([candidate.module for candidate in problem.candidates])

    def _reach(self, candidates: Sequence[str]) -> Ends:
        """Everything that can be taken, each module after its prerequisites and beside what it needs alongside."""
        possible = [self._catalogue.module_by_id[module] for module in candidates if module not in self._left_out]
        while True:
            reached = self._one_after_another(possible)
            left = [module for module in possible if module.id in reached and self._has_alongside(module, reached)]
            if len(left) == len(possible):
                return reached
            possible = left

    def _has_alongside(self, module: Module, reached: Ends) -> bool:
        return not module.alongside or holds(self._catalogue, module.alongside, reached)

    def _one_after_another(self, possible: Sequence[Module]) -> Ends:
        """The modules that are given, and those of the possible ones that can follow on them."""
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
        """What stands in the way of an entry, in words that follow its name; None where nothing does."""
        self._begin()
        clause = self._clause_on(entry_id)
        return None if clause is None else self._sentence(clause)

    def _begin(self) -> None:
        """Begin a new sentence."""
        self._path.clear()
        self.told.clear()

    def _tell(self, words: str, certainties: Iterable[Certainty]) -> str:
        """The words of a figure, which remain beside what it rests on."""
        self.told.append(ToldFigure(words, tuple(dict.fromkeys(certainties))))
        return words

    def _sentence(self, clause: _Clause) -> str:
        """A clause and all that follow on it, without the middle of a long chain."""
        words = [clause.words]
        while clause.needs is not None:
            checkpoint()
            clause = self._unmet(clause.needs)
            words += [clause.words] if clause.words else []
        if len(words) > MOST_CLAUSES:
            words[MOST_CLAUSES // 2 : -MOST_CLAUSES // 2] = ["… "]
        return "".join(words)

    def _clause_on(self, entry_id: str) -> _Clause | None:
        if entry_id in self._path:
            return _Clause("depends on itself")
        requirement = requirement_of(entry_id)
        if holds(self._catalogue, requirement, self._reached):
            return None
        if isinstance(requirement, Skill):
            return _Clause("needs ", requirement)
        entry = self._catalogue.entry_by_id[entry_id]
        if isinstance(entry, Module) and entry.id in self._left_out:
            return _Clause(self._of_module(entry))
        return self._clause_after(entry)

    def _clause_after(self, entry: Module | Award | Role) -> _Clause:
        self._path.add(entry.id)
        of_entry = () if isinstance(entry, Role) or not entry.singles_out("requires") else (entry.certainty("requires"),)
        self._needs_rest_on = of_entry
        if entry.requires is not None and not holds(self._catalogue, entry.requires, self._reached):
            return _Clause("needs ", entry.requires)
        if isinstance(entry, Module):
            return _Clause("needs alongside it ", entry.alongside)
        return _Clause("needs more modules than can be taken, since each counts once")

    def of_pinned(self, module_id: str) -> str | None:
        """What stands in the way of a module that must be taken itself, whatever else counts as it; None where nothing does."""
        if module_id in self._reached:
            return None
        module = self._catalogue.module_by_id[module_id]
        waits = module_id not in self._left_out or Obstacle.PREREQUISITE in self._offers[module_id]
        self._begin()
        return self._sentence(self._clause_after(module)) if waits else self._of_module(module)

    def _of_module(self, module: Module) -> str:
        """What stands in the way of each of its offers that are left, in words that follow its name."""
        by_obstacle = sorted(self._offers[module.id].items(), key=lambda each: each[0] in _OF_UNKNOWN)
        return ", or ".join(self._of_offers(obstacle, offers) for obstacle, offers in by_obstacle)

    def _of_offers(self, obstacle: Obstacle, offers: Sequence[Module]) -> str:
        """What stands in the way of some offers of a module."""
        module = offers[0]
        match obstacle:
            case Obstacle.HOURS:
                return self._of_hours(offers)
            case Obstacle.CLASS_TIME:
                return ", or ".join(self._of_class_time(offers))
            case Obstacle.DAYS_OFF:
                most = days_text(self._learner.half_days_off or 0)
                return f"takes more days off in a month than your {most.split()[0]}"
            case Obstacle.EXCLUDED:
                return self._of_excluded(module)
            case Obstacle.UNDER_WAY:
                return self._of_under_way(module)
            case Obstacle.NO_INTAKE if module.id in self._learner.pins:
                return self._of_pin(module, self._learner.pins[module.id])
            case Obstacle.NO_INTAKE:
                return f"has no intake left that you can apply for, attend and finish in time{self._after_the_runs(module)}"
            case Obstacle.UNKNOWN:
                way = self._assume("; to plan with what you expect, assume it", Spoken(module.id, module.lacks))
                return f"cannot be planned, since {unknown_in_words(module)}{way}"
            case Obstacle.UNKNOWN_FEE:
                budget = f"{WORDS[self._learner.payer].whose} budget"
                way = self._assume("; assume one", Spoken(module.id, ("fee",)))
                return f"has an unknown fee, so nobody knows if it is within {budget}{way}"
            case _:
                return self._of_ruled_out(offers)

    def _of_pin(self, module: Module, month: Month) -> str:
        """That a module cannot start in the month of its pin; if it has no start then, also when it has some."""
        cannot = f"cannot start in {month_name(month)}, the month you pinned it to"
        starts = "" if module.starts_in(month) else starts_text(module)
        if not starts:
            return cannot
        key: FigureName = "intakes" if module.runs is None else "runs"
        known = self._tell(f"it starts in {starts}", [module.certainty(key)])
        months = " and ".join(map(str.capitalize, module.then)) if module.runs is not None else ""
        after = f", after that probably in {months}" if months else ""
        return f"{cannot} ({known}{self._tell(after, [module.certainty('then')]) if after else ''})"

    def _after_the_runs(self, module: Module) -> str:
        """That nobody has published when a module starts after its last run, and the way out; empty for others."""
        if not lacks_starts_after_its_runs(self._catalogue.module_by_id[module.id], self._learner):
            return ""
        way = self._assume(": assume them", Spoken(module.id, ("intakes",)))
        return f"; nobody has published starts after its last run{way}"

    def _assume(self, it: str, spoken: Spoken) -> str:
        """What to assume, `it` if only what is spoken of; or that nothing helps that was tried. Empty if time was up before."""
        way = self._way_out(spoken)
        if not way.words:
            return "; with your wishes as they are, no value that was tried gives a plan" if way.settled else ""
        if all(map(spoken.includes, way.words)):
            return f"{it}, such as {way.options}"
        return f"; to plan with what you expect, assume what is unknown, such as {way.options}"

    def _of_ruled_out(self, offers: Sequence[Module]) -> str:
        if any(mode_is_unknown_to(offer, self._learner) for offer in offers):
            return f"has an unknown mode, and you want only {' or '.join(sorted(self._learner.only_modes))}"
        return f"is ruled out by your choices{self._after_the_runs(offers[0])}"

    def _of_class_time(self, offers: Sequence[Module]) -> Iterator[str]:
        busy = [offer for offer in offers if class_when_busy(offer, self._learner)]
        evenings = [evenings_of([offer]) for offer in offers if offer not in busy]
        if busy:
            classes = ", ".join(known(busy[0].sessions) or ())
            told = self._tell(f"has classes ({classes}", [busy[0].certainty("sessions")])
            yield f"{told}) when you are busy{_in_which_months(busy[0], self._learner)}"
        if evenings:
            self._tell(f"has classes on {min(evenings)}", map(offers[0].certainty, filter(offers[0].states, EVENINGS)))
            yield f"has classes on {counted(min(evenings), 'evening')} a week, more than your {self._learner.evenings}"

    def _of_under_way(self, module: Module) -> str:
        entry = next(entry for entry in self._learner.under_way if entry.module == module.id)
        return self._tell(f"is under way until {month_name(entry.ends(module))}", end_hangs_on(entry, module))

    def _of_hours(self, offers: Sequence[Module]) -> str:
        paces = ((pace, offer) for offer in offers for pace in offer.paces)
        pace, offer = min(paces, key=lambda each: each[0].minutes_per_week)
        if not pace.minutes_per_week:
            return "could only run in months in which you have no hours"
        hours = load_text(pace.minutes_per_week)
        needs = f"needs {hours_counted(hours)} a week"
        self._tell(f"needs {hours}", map(offer.certainty, filter(offer.states, LOAD)))
        most = max(
            (UNLIMITED_MINUTES_PER_WEEK if own is None else own for own in map(self._learner.most_minutes_at, self._months)),
            default=0,
        )
        if most < pace.minutes_per_week:
            yours = "your" if self._learner.stretch is None else "even"
            return f"{needs}, more than {yours} {load_text(most)}"
        self._tell(f"a week for {pace.months}", [offer.certainty("months")])
        return f"{needs} for {counted(pace.months, 'month')}, which you never have when it could run"

    def _of_excluded(self, module: Module) -> str:
        held = (entry.module for entry in self._learner.held)
        name = next(other for other in held if other in self._catalogue.exclusions[module.id])
        if name in self._catalogue.places.counted_as(module.id):
            return f"counts as {name_of(self._catalogue, name)}, which you hold already"
        if name in self._catalogue.places.counting_as(module.id):
            return f"is covered by {name_of(self._catalogue, name)}, which you hold already"
        return f"cannot be taken with {name_of(self._catalogue, name)}, which you hold"

    def _unmet(self, requirement: Requirement) -> _Clause:
        """The first part of a requirement that stands in the way."""
        match requirement:
            case str() if (whole := self._whole_in_reach(requirement)) is not None:
                part_of = f"{name_of(self._catalogue, requirement)}, as a part of {name_of(self._catalogue, whole.id)}, which "
                return _Clause(self._of_module(whole)).after(part_of)
            case str():
                clause = self._clause_on(requirement)
                assert clause is not None, "what can be had is in nobody's way"
                return clause.after(f"{name_of(self._catalogue, requirement)}, which ")
            case tuple():
                return self._first_unmet(requirement)
            case AllOf():
                return self._first_unmet(requirement.all)
            case AnyOf():
                return self._too_few(1, requirement.any)
            case Choose():
                return self._too_few(requirement.choose, requirement.from_)
            case Credits():
                self._tell(f"{requirement.credits} credits", self._needs_rest_on)
                unmet = self._one_unmet(requirement.from_)
                return unmet.after(f"{requirement.credits} credits, not all of which can be taken: ")
            case Skill():
                return self._unmet_skill(requirement.skill)

    def _whole_in_reach(self, name: str) -> Module | None:
        """For a module of which too much is unknown, one that counts as it, and that more than what is held stands against."""
        if not self._is_unknown(name):
            return None
        others = sorted(self._left_out & self._catalogue.places.counting_as(name) - {name})
        against = (other for other in others if not set(self._offers[other]) <= {Obstacle.UNKNOWN, Obstacle.EXCLUDED})
        return next((self._catalogue.module_by_id[other] for other in against), None)

    def _is_unknown(self, name: str) -> bool:
        """Return whether too much is unknown of a module to plan it."""
        return name in self._left_out and list(self._offers[name]) == [Obstacle.UNKNOWN]

    def _unmet_skill(self, skill: str) -> _Clause:
        teachers = tuple(module.id for module in self._catalogue.modules_by_skill.get(skill, ()))
        if not teachers:
            return _Clause(f"the skill {skill}, which no module teaches")
        return self._one_unmet(teachers).after(f"the skill {skill}: ")

    def _one_unmet(self, parts: tuple[Requirement, ...]) -> _Clause:
        """One part of a choice that stands in the way, where it is told how another plan satisfies it, that part."""
        unmet = (part for part in parts if not holds(self._catalogue, part, self._reached))
        told = next((part for part in unmet if holds(self._catalogue, part, self._along)), None)
        return self._first_unmet(parts if told is None else (told,))

    def _first_unmet(self, parts: tuple[Requirement, ...]) -> _Clause:
        unmet = next((part for part in parts if not holds(self._catalogue, part, self._reached)), None)
        return _Clause("more modules than can be taken, since each counts once") if unmet is None else _Clause("", unmet)

    def _too_few(self, need: int, parts: tuple[Requirement, ...]) -> _Clause:
        if need == len(parts):
            return self._first_unmet(parts)
        possible = sum(holds(self._catalogue, part, self._reached) for part in parts)
        can_be_taken = f"of which only {possible} can be taken" if possible else "none of which can be taken"
        choices = f"{need} of {len(parts)} choices"
        self._tell(choices, self._needs_rest_on)
        return self._one_unmet(parts).after(f"{choices}, {can_be_taken}: ")


def _in_which_months(module: Module, learner: Learner) -> str:
    """The busy times into which its classes fall, where they are not in all months."""
    times = class_when_busy(module, learner)
    return "" if any(time.is_in_all_months for time in times) else f" ({', '.join(map(format_busy_time, times))})"
