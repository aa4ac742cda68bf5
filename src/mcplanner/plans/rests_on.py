"""What a plan rests on: the figures that it uses, those that decide its finish and its cost, and how old they are.

Reads the catalogue and a plan with its reasons; knows no search. `certainty_words` says it to people.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from types import MappingProxyType

from msgspec.structs import replace

from mcplanner.catalogue.earned_awards import awards_of, modules_toward
from mcplanner.catalogue.model import MODES, UNKNOWN, Award, Catalogue, Certainty, FigureName, Module, known
from mcplanner.catalogue.requirements import ids
from mcplanner.ground.months import Month, month_of_day
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.model import Learner, UnderWay
from mcplanner.plans.certainty_words import COUNTING, OF_AWARDS, PRICE, STRUCTURE
from mcplanner.plans.kept_out import KeptOut, kept_out
from mcplanner.plans.model import OLD_FIGURES, EarnedAward, Enrolment, Figure, MonthLoad, Note, Plan, RestsOn
from mcplanner.plans.summary import in_order_of_start

MONTHS_UNTIL_OLD = 6
"""For how many months the figures of a catalogue are taken to be those of today."""


FULL_WITH_MINUTES = 60
"""A week is full if less than this is left of it."""


NEEDS: tuple[FigureName, ...] = ("requires", "alongside")
"""What a module that has begun does not need any more."""


# --- which figures a plan uses ---


def certainty_of(module: Module, learner: Learner, start: Month) -> tuple[tuple[FigureName, Certainty], ...]:
    """What the figures of a module rest on that a plan uses which starts it in a month."""
    return _certainty(
        module, (*_keys_of_length(module), *_keys_of_new(module, learner, start), *_keys_of_classes(module, learner))
    )


def certainty_of_under_way(entry: UnderWay, module: Module, learner: Learner) -> tuple[tuple[FigureName, Certainty], ...]:
    """What the figures rest on that a plan uses of a module under way: it has started, and is paid for."""
    offer = entry.offer(module)
    length = (key for key in _keys_of_length(offer) if key != "months" or entry.months is None)
    counting = (key for key in STRUCTURE if key not in NEEDS and offer.singles_out(key))
    return _certainty(offer, (*length, *_keys_of_classes(offer, learner), *counting))


def certainty_of_award(award: Award) -> tuple[tuple[FigureName, Certainty], ...]:
    """What the figures of an award rest on by which it is earned, as far as it says so itself."""
    return tuple((key, award.certainty(key)) for key in OF_AWARDS if award.singles_out(key))


def end_hangs_on(entry: UnderWay, module: Module) -> tuple[Certainty, ...]:
    """What the month may hang on in which a module ends that is under way; nothing where the learner says how long it takes."""
    return () if entry.months is not None else (entry.offer(module).certainty("months"),)


def award_hangs_on(
    catalogue: Catalogue, award: Award, earned: Collection[str], ends: Mapping[str, Iterable[Certainty]]
) -> tuple[Certainty, ...]:
    """What the month may hang on in which an award is earned, each certainty once.

    Parameters
    ----------
    earned
        All awards that are earned: those within this one are a part of it.
    ends
        The modules that count, each with what the month hangs on in which it ends.
    """
    within = sorted(catalogue.places.below(award.id) & frozenset(earned))
    awards = (award, *(catalogue.award_by_id[name] for name in within))
    needs = (certainty for each in awards for _, certainty in certainty_of_award(each))
    modules = [catalogue.module_by_id[name] for name in ends]
    counting = (module.certainty(key) for module in modules for key in COUNTING if module.singles_out(key))
    return tuple(dict.fromkeys(chain(needs, counting, *ends.values())))


def awards_with_the_finish(plan: Plan, finish: Iterable[Figure]) -> tuple[EarnedAward, ...]:
    """The awards of a plan: those earned when it ends hang on what its finish hangs on, but for figures of other awards."""
    names = {each.id for each in plan.awards}
    certainties = [figure.certainty for figure in finish if figure.module not in names]
    return tuple(
        replace(each, hangs_on=tuple(dict.fromkeys((*each.hangs_on, *certainties)))) if each.earned == plan.finish else each
        for each in plan.awards
    )


def held_award_hangs_on(catalogue: Catalogue, learner: Learner, award: Award, earned: Collection[str]) -> tuple[Certainty, ...]:
    """The same of an award that what is held earns: all that can count toward it may have."""
    toward = modules_toward(catalogue, award.id)
    ends = {each.module: each.rests_on for each in learner.held if each.module in toward}
    return award_hangs_on(catalogue, award, earned, ends)


def _certainty(module: Module, keys: Iterable[FigureName]) -> tuple[tuple[FigureName, Certainty], ...]:
    return tuple((key, module.certainty(key)) for key in keys)


def hangs_on(found: RestsOn | None) -> tuple[tuple[Certainty, ...], tuple[Certainty, ...]]:
    """What the finish and the cost of a plan may hang on that rests on some figures, each certainty once.

    Of the finish these are all its figures but those of prices, also of awards and of what it keeps out: not all of them need
    decide it.
    """
    if found is None:
        return (), ()
    of_time = (figure.certainty for figure in found.figures if figure.key not in PRICE)
    return tuple(dict.fromkeys(of_time)), tuple(dict.fromkeys(figure.certainty for figure in found.cost))


def by_learner(enrolment: Enrolment) -> frozenset[FigureName]:
    """The figures of an enrolment that the learner assumed."""
    return frozenset(key for key, certainty in enrolment.certainty if certainty is Certainty.LEARNER)


def _keys_of_length(module: Module) -> Iterator[FigureName]:
    yield from ("hours", "months")
    if _says(module, "weeks") and module.days is None:
        yield "weeks"


def _keys_of_new(module: Module, learner: Learner, start: Month) -> Iterator[FigureName]:
    """The keys of a module that say when it starts, whether it is wanted, and what it costs."""
    yield from _keys_of_start(module, start)
    yield "fee"
    if _says(module, "funding") and learner.residency is not None:
        yield "funding"
    if learner.only_modes or not learner.skip.isdisjoint(MODES):
        yield "mode"
    yield from filter(module.singles_out, STRUCTURE)


def _keys_of_classes(module: Module, learner: Learner) -> Iterator[FigureName]:
    asks_for_times = bool(learner.busy) or learner.evenings is not None
    if known(module.sessions) or (asks_for_times and (module.sessions is UNKNOWN or module.singles_out("sessions"))):
        yield "sessions"
    if _says(module, "evenings") and learner.evenings is not None:
        yield "evenings"
    if _says(module, "days"):
        yield "days"


def _says(module: Module, key: FigureName) -> bool:
    """Return whether a module has a figure, or says what it rests on that it has none."""
    return getattr(module, key) is not None or module.singles_out(key)


def _keys_of_start(module: Module, start: Month) -> Iterator[FigureName]:
    """The keys that let a module start in a month; none where it may start in any."""
    key = module.key_of_start(start)
    if key is not None:
        yield key
    if key != "runs" and (module.apply_months_before or module.singles_out("apply_months_before")):
        yield "apply_months_before"


# --- which of them decide ---

_STARTS: tuple[FigureName, ...] = ("intakes", "runs", "then")

_DECIDED_BY: Mapping[str, tuple[FigureName, ...]] = MappingProxyType(
    {
        "no-intake": _STARTS,
        "closed": (*_STARTS, "apply_months_before"),
        "hours": ("hours", "weeks"),
        "load": ("hours", "weeks"),
        "clash": ("sessions",),
        "evenings": ("sessions", "evenings"),
        "days-off": ("days", "sessions"),
        "ruled-out": ("mode",),
        "busy": ("sessions",),
        "cost": ("fee",),
        "unknown-fee": ("fee",),
        "budget": ("fee",),
    }
)
"""For the code of a reason why a module starts no sooner, the figures that decide: of it, and of the modules that it names."""


_WAITS = ("prerequisite", "alongside")
"""Codes of reasons that stand against every sooner start as well."""


def rests_on(catalogue: Catalogue, learner: Learner, plan: Plan) -> RestsOn:
    """What a plan rests on that says why its modules cannot start sooner."""
    used = list(_used(plan))
    asked_for = awards_of(catalogue, [target.id for target in plan.targets])
    out = list(kept_out(catalogue, learner, plan))
    of_prices = [figure for figure in used if figure.key in PRICE]
    return RestsOn(
        figures=_each_once(
            _of_passed(catalogue, learner, plan, plan.awards), used, _of_awards(plan), (each.figure for each in out)
        ),
        finish=_each_once(
            _of_passed(catalogue, learner, plan, [award for award in plan.awards if award.id in asked_for]),
            _of_finish(catalogue, learner, plan, used, out),
        ),
        cost=_each_once(of_prices, (each.figure for each in out if each.may_cost_less)),
    )


def _used(plan: Plan) -> Iterator[Figure]:
    """The figures that a plan uses."""
    for each in in_order_of_start(plan):
        yield from (Figure(each.module, each.title, key, certainty) for key, certainty in each.certainty)


def _of_passed(catalogue: Catalogue, learner: Learner, plan: Plan, awards: Iterable[EarnedAward]) -> Iterator[Figure]:
    """The lengths of what is taken as passed by the plan's start, as far as it counts toward awards, or is needed first."""
    counting = {module for award in awards for module in award.modules}
    needed = {name for each in plan.enrolments for name in ids(catalogue.module_by_id[each.module].requires)}
    for held in learner.held:
        if not catalogue.places.counted_as(held.module).isdisjoint(counting | needed):
            title = catalogue.module_by_id[held.module].title
            yield from (Figure(held.module, title, "months", certainty) for certainty in held.rests_on)


def _of_awards(plan: Plan) -> Iterator[Figure]:
    """The figures of the awards that a plan earns."""
    for each in plan.awards:
        yield from (Figure(each.id, each.title, key, certainty) for key, certainty in each.certainty)


def _of_finish(
    catalogue: Catalogue, learner: Learner, plan: Plan, used: Iterable[Figure], out: Iterable[KeptOut]
) -> Iterator[Figure]:
    """The figures on which the finish hangs: of those used, of the awards asked for, and of what keeps out all that is free."""
    holding = list(_hold_up_the_finish(plan))
    deciding = {*_decide_finish(catalogue, learner, plan, holding), *_fill_weeks_of(holding, learner, plan)}
    yield from (figure for figure in used if (figure.module, figure.key) in deciding)
    asked_for = awards_of(catalogue, [target.id for target in plan.targets])
    yield from (figure for figure in _of_awards(plan) if figure.module in asked_for)
    waiting = {each.module for each in holding if _waits(each)}
    free_to_move = {each.module for each in holding} - waiting
    yield from (each.figure for each in out if each.is_sooner and each.figure.module in free_to_move)


def _waits(enrolment: Enrolment) -> bool:
    """Return whether an enrolment waits for other modules."""
    return any(note.code in _WAITS for note in enrolment.because)


def _each_once(*figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(dict.fromkeys(chain(*figures)))


def _decide_finish(
    catalogue: Catalogue, learner: Learner, plan: Plan, holding: Iterable[Enrolment]
) -> Iterator[tuple[str, FigureName]]:
    """The figures on which the finish hangs, of the modules that hold it up.

    A module ends when it does by its length and its start. It starts no sooner by whatever figures its reasons speak of, and by
    those of the modules that they name.
    """
    enrolments = {each.module: each for each in plan.enrolments}
    for each in holding:
        yield each.module, "months"
        if catalogue.module_by_id[each.module].self_paced and not each.under_way:
            yield from ((each.module, key) for key in _keys_of_pace(each, learner))
        for note in each.because:
            deciding = (each, *_named_in(note, enrolments))
            yield from ((one.module, key) for one in deciding for key in _DECIDED_BY.get(note.code, ()))


def _keys_of_pace(each: Enrolment, learner: Learner) -> Iterator[FigureName]:
    """The figures by which a self-paced module takes so many months: its hours, or its full days where these are limited."""
    if each.days is None:
        yield "hours"
    elif learner.half_days_off is not None:
        yield "days"


def _fill_weeks_of(holding: Iterable[Enrolment], learner: Learner, plan: Plan) -> Iterator[tuple[str, FigureName]]:
    """The loads of full months in which modules run that hold up the finish: with a little more, something has to move."""
    months = frozenset[int]().union(*(each.months_there for each in holding))
    full = {load.month for load in plan.load if _is_full(load)} & months
    no_days_left = _months_without_days_left(learner, plan) & months
    for each in plan.enrolments:
        if each.minutes_per_week and not full.isdisjoint(each.months_of_study):
            yield from ((each.module, "hours"), (each.module, "weeks"))
        if each.days is not None and not no_days_left.isdisjoint(each.months_there):
            yield each.module, "days"


def _months_without_days_left(learner: Learner, plan: Plan) -> set[Month]:
    """The months in which all days off are taken."""
    limit = learner.half_days_off
    return set() if limit is None else {off.month for off in plan.days_off if off.half_days >= limit}


def _is_full(load: MonthLoad) -> bool:
    budget = load.budget_minutes_per_week
    return budget is not None and budget - load.minutes_per_week < FULL_WITH_MINUTES


def _hold_up_the_finish(plan: Plan) -> Iterator[Enrolment]:
    """The modules that end last, and whatever the reasons of these name, and so on; each once."""
    enrolments = {each.module: each for each in plan.enrolments}
    waiting = [each for each in plan.enrolments if each.end == plan.finish]
    seen = {each.module for each in waiting}
    while waiting:
        each = waiting.pop()
        yield each
        for note in each.because:
            waiting += [other for other in _named_in(note, enrolments) if other.module not in seen]
            seen.update(note.modules)


def _named_in(note: Note, enrolments: Mapping[str, Enrolment]) -> list[Enrolment]:
    return [enrolments[name] for name in note.modules if name in enrolments]


# --- how old they are ---


def age_note(catalogue: Catalogue, modules: Iterable[Module], today: date) -> Note | None:
    """A warning that the figures of some modules, or of the catalogue where there are none, may be out of date."""
    days = [module.as_of or catalogue.as_of for module in modules] or [catalogue.as_of]
    old = [day for day in days if _months_between(day, today) >= MONTHS_UNTIL_OLD]
    if not old:
        return None
    age = f"{counted(_months_between(min(old), today), 'month')} old (as of {min(old).isoformat()})"
    some = f"the figures of {len(old)} of {len(days)} modules are up to"
    which = some if len(old) < len(days) else "the figures are"
    return Note(OLD_FIGURES, f"{which} {age}: fees, dates and hours may have changed since")


def _months_between(day: date, today: date) -> int:
    """The whole months that have gone by since a day."""
    return month_of_day(today) - month_of_day(day) - (today.day < day.day)
