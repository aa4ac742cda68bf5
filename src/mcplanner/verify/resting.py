"""What a plan says that it rests on, found again from the catalogue, the learner and the enrolments.

That no other figure decides is not asked: only a search would know.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal
from types import MappingProxyType

from msgspec.structs import replace

from mcplanner.catalogue.model import MODES, UNKNOWN, Award, Certainty, FigureName, Module, MonthBounds, Run, known
from mcplanner.ground.months import Month, format_month
from mcplanner.plans.model import EarnedAward, Enrolment, Figure, RestsOn
from mcplanner.verify.case import Case, Violation
from mcplanner.verify.rules import r3_start, r5_hours, r7_classes, r8_away, r10_choices, r11_money, r13_days_off
from mcplanner.verify.timetable import as_run, minutes_per_week

PlanRule = Callable[[Case], Iterator[Violation]]

COUNTING: tuple[FigureName, ...] = ("equivalent", "excludes", "covers", "credits", "skills")
"""What says as what a module counts, which is a figure where the module says what it rests on."""

EARNING: tuple[FigureName, ...] = ("requires", "valid_months", "shares")
"""What says when an award is earned, which is a figure where the award says what it rests on."""

ENDING: tuple[FigureName, ...] = ("intakes", "runs", "then", "months")
"""What says in which month a module ends."""

BREAKS: Mapping[FigureName, tuple[PlanRule, ...]] = MappingProxyType(
    {
        "mode": (r10_choices,),
        "sessions": (r7_classes,),
        "evenings": (r7_classes,),
        "fee": (r11_money,),
        "runs": (r3_start, r8_away),
        "apply_months_before": (r3_start,),
        "hours": (r5_hours,),
        "weeks": (r5_hours,),
        "months": (r5_hours, r8_away),
        "days": (r13_days_off,),
    }
)
"""The rules that a start breaks, alone, which a figure keeps the learner out of."""


def certainty(case: Case) -> Iterator[Violation]:
    """Each enrolment says what the catalogue says of the figures that it uses, and apart from these of those that it shows."""
    for enrolment in case.plan.enrolments:
        used = dict(_used(case, enrolment))
        if dict(enrolment.certainty) != used:
            yield Violation("rests-on", f"the certainty of {enrolment.module} is not that of the figures that it uses")
        shown = {key: own for key, own in _shown(case.module(enrolment)) if key not in used}
        if dict(enrolment.only_shown) != shown or len(enrolment.only_shown) != len(shown):
            yield Violation("rests-on", f"the certainty of {enrolment.module} is not that of the figures that it shows besides")
    for award in case.plan.awards:
        yield from _certainty_of_award(case, award)


def _certainty_of_award(case: Case, award: EarnedAward) -> Iterator[Violation]:
    """An award says what its own figures rest on, and that its month hangs on them and on the ends of what counts."""
    if dict(award.certainty) != dict(_used_of_award(case.catalogue.award_by_id[award.id])):
        yield Violation("rests-on", f"the certainty of {award.id} is not that of the figures by which it is earned")
    counting = (dict(each.certainty) for each in case.plan.enrolments if each.module in award.modules)
    ends = {own[key] for own in counting for key in ENDING if key in own}
    if not ends | set(dict(award.certainty).values()) <= set(award.hangs_on):
        yield Violation("rests-on", f"the month of {award.id} hangs on more than it says")


def rests_on(case: Case) -> Iterator[Violation]:
    """The figures are those that the enrolments use, each counted once, and what is said to decide is among them."""
    found = case.plan.rests_on
    if found is None:
        return
    used = {Figure(each.module, each.title, key, own) for each in case.plan.enrolments for key, own in _used(case, each)}
    used |= _of_awards(case)
    passed = _of_passed(case)
    if len(set(found.figures)) < len(found.figures) or {each for each in found.figures if each.start is None} - passed != used:
        yield Violation("rests-on", "the figures are not those that the enrolments use, each once")
    yield from _passed_that_decide(case, found, passed)
    yield from _all_that_decide(case, found, used)
    yield from _rule_something_out(case, found)


def _all_that_decide(case: Case, found: RestsOn, used: Set[Figure]) -> Iterator[Violation]:
    """What decides is used; and of what is used the length of what ends last decides the finish, and what is paid the cost."""
    if not {*found.finish, *found.cost} <= set(found.figures):
        yield Violation("rests-on", "a figure is said to decide that is not used")
    last = {figure for figure in used if figure.key == "months" and figure.module in _ending_last(case)}
    if not last <= set(found.finish):
        yield Violation("rests-on", "the finish does not hang on the length of what ends last")
    targets = {each.id for each in case.plan.targets}
    if not {figure for figure in _of_awards(case) if figure.module in targets} <= set(found.finish):
        yield Violation("rests-on", "the finish does not hang on what earns the award that is asked for")
    if not {figure for figure in used if figure.key in ("fee", "funding")} <= set(found.cost):
        yield Violation("rests-on", "the cost does not hang on the fees")


def _passed_that_decide(case: Case, found: RestsOn, passed: Set[Figure]) -> Iterator[Violation]:
    """The finish hangs on the length of what is taken as passed and counts toward an award that is asked for."""
    targets = {each.id for each in case.plan.targets}
    counting = {module for award in case.plan.awards if award.id in targets for module in award.modules}
    if not {each for each in passed if each.module in counting} <= set(found.finish):
        yield Violation("rests-on", "the finish does not hang on the length of what is taken as passed")


def _of_passed(case: Case) -> set[Figure]:
    """The lengths of what is taken as passed by the plan's start."""
    by_id = case.catalogue.module_by_id
    return {Figure(each.module, by_id[each.module].title, "months", own) for each in case.learner.held for own in each.rests_on}


def _of_awards(case: Case) -> set[Figure]:
    """The figures by which the plan's awards are earned."""
    return {
        Figure(each.id, each.title, key, own)
        for each in case.plan.awards
        for key, own in _used_of_award(case.catalogue.award_by_id[each.id])
    }


def _used_of_award(award: Award) -> Iterator[tuple[FigureName, Certainty]]:
    """The figures by which an award is earned that rest on something of their own."""
    return ((key, award.certainty(key)) for key in EARNING if key in award.assumed or key in award.derived)


def _ending_last(case: Case) -> set[str]:
    return {each.module for each in case.plan.enrolments if each.end == case.plan.finish}


def _shown(module: Module) -> Iterator[tuple[FigureName, Certainty]]:
    """The figures that every output shows of a module whether a plan uses them or not, each with what it rests on."""
    keys: dict[FigureName, bool] = {
        "mode": True,
        "fee": True,
        "sessions": bool(module.sessions) or "sessions" in module.assumed or "sessions" in module.derived,
        "evenings": module.evenings is not None,
    }
    return ((key, module.certainty(key)) for key, is_shown in keys.items() if is_shown)


def _used(case: Case, enrolment: Enrolment) -> Iterator[tuple[FigureName, Certainty]]:
    """The figures that an enrolment uses, each with what it rests on."""
    module, begun = case.module(enrolment), case.under_way.get(enrolment.module)
    keys: dict[FigureName, bool] = {
        "hours": True,
        "months": begun is None or begun.months is None,
        "weeks": _is_said(module, "weeks", module.weeks is not None) and module.days is None,
        **(_keys_of_new(case, enrolment, module) if begun is None else {}),
        **_keys_of_classes(case, module),
        **{key: _is_said(module, key, has_it=False) for key in COUNTING},
    }
    return ((key, module.certainty(key)) for key, is_used in keys.items() if is_used)


def _keys_of_new(case: Case, enrolment: Enrolment, module: Module) -> dict[FigureName, bool]:
    """What is used of a module that is to begin: its start, its price, and its mode if the learner cares."""
    learner, run = case.learner, case.run(enrolment)
    return {
        "runs": run is not None,
        "then": module.runs is not None and run is None,
        "intakes": module.runs is None and _is_said(module, "intakes", module.intakes is not None),
        "apply_months_before": run is None and _is_said(module, "apply_months_before", module.apply_months_before > 0),
        "fee": True,
        "funding": _is_said(module, "funding", module.funding is not None) and learner.residency is not None,
        "mode": bool(learner.only_modes) or any(mode in learner.skip for mode in MODES),
        "requires": _is_said(module, "requires", has_it=False),
        "alongside": _is_said(module, "alongside", has_it=False),
    }


def _keys_of_classes(case: Case, module: Module) -> dict[FigureName, bool]:
    """What is used of when its classes are: unknown ones only where the learner has something to keep free."""
    limits_evenings = case.learner.evenings is not None
    asks_for_times = bool(case.learner.busy) or limits_evenings
    return {
        "sessions": _is_said(module, "sessions", bool(module.sessions)) if asks_for_times else bool(known(module.sessions)),
        "evenings": limits_evenings and _is_said(module, "evenings", module.evenings is not None),
        "days": _is_said(module, "days", module.days is not None),
    }


def _is_said(module: Module, key: FigureName, has_it: bool) -> bool:
    """Return whether a figure is one of a module: it has it, or names its default among what rests on less."""
    return has_it or key in module.assumed or key in module.derived or key in module.by_learner


# --- figures of other runs ---


def _rule_something_out(case: Case, found: RestsOn) -> Iterator[Violation]:
    """What is said of other starts keeps the learner out of them."""
    for figure in found.figures:
        if figure.start is not None and not _keeps_out(case, figure):
            yield Violation("rests-on", f"{figure.key} of {figure.module} in {format_month(figure.start)} rules nothing out")


def _keeps_out(case: Case, figure: Figure) -> bool:
    """Return whether another start of an enrolled module breaks a rule, alone, by a figure of it."""
    enrolment = next(each for each in case.new if each.module == figure.module)
    module, start = case.catalogue.module_by_id[figure.module], figure.start
    assert start is not None, "only other starts are asked about"
    runs: list[Run | None] = [run for run in module.runs or () if run.start_month == start]
    return any(_is_out_by(case, figure, enrolment, run, as_run(module, run), start) for run in runs or [None])


def _is_out_by(case: Case, figure: Figure, enrolment: Enrolment, run: Run | None, module: Module, start: Month) -> bool:
    if module.certainty(figure.key) is not figure.certainty:
        return False
    if figure.key in module.lacks:
        return True
    alone = _alone(case, enrolment, run, start)
    return any(True for rule in BREAKS[figure.key] for _ in rule(alone))


def _alone(case: Case, enrolment: Enrolment, run: Run | None, start: Month) -> Case:
    """A case of an enrolment in another start of its module and of nothing else, which no unknown figure keeps out."""
    module = case.catalogue.module_by_id[enrolment.module]
    if as_run(module, run).lacks:
        module = _with_harmless_figures(module)
    moved = _moved(enrolment, run, as_run(module, run), start)
    return replace(
        case,
        catalogue=replace(case.catalogue, modules=(module,)),
        learner=case.learner.replace(under_way=(), pins={}),
        plan=replace(case.plan, enrolments=(moved,)),
    )


def _with_harmless_figures(module: Module) -> Module:
    """A module with figures that break no rule in place of those that are unknown: one month without any hours."""
    months = 1 if module.months is UNKNOWN else module.months
    return replace(module, hours=Decimal(0), months=months, weeks=None, intakes=known(module.intakes))


def _moved(enrolment: Enrolment, run: Run | None, module: Module, start: Month) -> Enrolment:
    """An enrolment in another start of its module; of a self-paced one, at the pace that it has, or at that nearest to it."""
    bounds = (
        module.months if isinstance(module.months, MonthBounds) else MonthBounds(min=enrolment.months, max=enrolment.months)
    )
    months = module.months if isinstance(module.months, int) else min(max(enrolment.months, bounds.min), bounds.max)
    own_end = None if run is None else run.end_month
    return replace(
        enrolment,
        start=start,
        end=Month(start + months - 1) if own_end is None else own_end,
        minutes_per_week=minutes_per_week(module, months),
        mode=str(module.mode),
        sessions=known(module.sessions) or (),
        fee_cents=module.fee_cents,
        first_day=None if run is None else run.first_day,
        last_day=None if run is None else run.last_day,
        apply_by_day=None if run is None else run.apply_by_day,
        ref=module.ref,
    )
