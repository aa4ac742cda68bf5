"""Turns a solver's schedule into a plan: enrolments, what they earn, how full each month gets, what is paid.

Reads the catalogue and the problem; knows no search.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from mcplanner.catalogue.counting import latest, passes, together, valid_in
from mcplanner.catalogue.earned_awards import Earned, all_earned
from mcplanner.catalogue.model import UNKNOWN, Award, Catalogue, Certainty, FigureName, Module, Run, known
from mcplanner.ground.months import Month
from mcplanner.ground.stages import FIGURES, Stage
from mcplanner.learner.busy import format_busy_time
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner, UnderWay
from mcplanner.plans.certainty_words import END, certainties_of
from mcplanner.plans.model import DaysOff, EarnedAward, Enrolment, HeldAward, MonthLoad, Objective, Plan, Validity
from mcplanner.plans.rests_on import (
    award_hangs_on,
    certainty_of,
    certainty_of_award,
    certainty_of_under_way,
    held_award_hangs_on,
)
from mcplanner.plans.spending import half_days, module_of, spend
from mcplanner.pricing.price import Pricing
from mcplanner.problem.measures import stage_value
from mcplanner.problem.model import Placement, PlanningProblem, Schedule, load


def objective_of(value_of: Callable[[Stage], int]) -> Objective:
    """The figures of a plan, given the value of each stage."""
    return Objective(**{figure: value_of(stage) for stage, figure in FIGURES.items()})


def fill_in(
    catalogue: Catalogue, learner: Learner, pricing: Pricing, frame: Plan, problem: PlanningProblem, schedule: Schedule
) -> Plan:
    """Fill a frame in with enrolments, awards, load, objective and warnings."""
    finish = Month(frame.start + stage_value(problem, schedule, Stage.FINISH) - 1)
    begun = {entry.module: entry for entry in learner.under_way}
    enrolments = enrolments_of(catalogue, learner, frame.start, finish, schedule)
    passed_before = held_by(learner)
    held_awards, awards = _awards(catalogue, frame, learner, enrolments)
    counted = tuple(
        replace(
            enrolment,
            counts_toward=tuple(award.id for award in awards if enrolment.module in award.modules),
            again=enrolment.module in passed_before,
        )
        for enrolment in enrolments
    )
    paid, spending = (
        spend(catalogue, pricing, counted, learner.cost_limit_per_year_cents) if pricing.funded else (counted, None)
    )
    minutes = load(schedule)
    minutes_begun = load(tuple(placement for placement in schedule if placement.module in begun))
    return replace(
        frame,
        finish=finish if enrolments else None,
        objective=objective_of(lambda stage: stage_value(problem, schedule, stage)),
        enrolments=paid,
        spending=spending,
        awards=awards,
        held_awards=held_awards,
        load=tuple(
            MonthLoad(
                month=Month(frame.start + offset),
                budget_minutes_per_week=_budget(
                    learner, Month(frame.start + offset), minutes[offset], minutes_begun[offset : offset + 1]
                ),
                minutes_per_week=minutes[offset],
            )
            for offset in range(len(minutes))
        ),
        days_off=tuple(_days_off(catalogue, frame.start, enrolments)),
        busy=tuple(map(format_busy_time, learner.busy)),
    )


def enrolments_of(
    catalogue: Catalogue, learner: Learner, start: Month, finish: Month, schedule: Schedule
) -> tuple[Enrolment, ...]:
    """The modules of a schedule from a month to its finish, with what their figures rest on; not yet with what they earn."""
    begun = {entry.module: entry for entry in learner.under_way}
    return tuple(
        _with_certainty(catalogue, learner, enrolment, begun.get(enrolment.module))
        for enrolment in (_enrolment(catalogue, placement, start, finish, begun) for placement in schedule)
    )


def _budget(learner: Learner, month: Month, minutes: int, begun: Sequence[int]) -> int | None:
    """The minutes a week that there are in a month, and those beyond them where what is new takes more."""
    usual = learner.minutes_at(month)
    return usual if usual is None or minutes <= max(usual, *begun, 0) else learner.most_minutes_at(month)


def _with_certainty(catalogue: Catalogue, learner: Learner, enrolment: Enrolment, entry: UnderWay | None) -> Enrolment:
    """An enrolment with what its figures rest on; `entry` is what has begun of it."""
    if entry is None:
        offer = module_of(catalogue, enrolment)
        used = certainty_of(offer, learner, enrolment.start)
    else:
        whole = catalogue.module_by_id[entry.module]
        offer, used = entry.offer(whole), certainty_of_under_way(entry, whole, learner)
    return replace(enrolment, certainty=used, only_shown=tuple(_only_shown(offer, dict(used))))


def _only_shown(offer: Module, used: Collection[FigureName]) -> Iterator[tuple[FigureName, Certainty]]:
    """What the figures of an offer rest on that every output shows, and that a plan does not use."""
    is_shown: dict[FigureName, bool] = {
        "mode": True,
        "sessions": bool(offer.sessions) or "sessions" in (*offer.derived, *offer.assumed),
        "evenings": offer.evenings is not None,
        "fee": True,
    }
    return ((key, offer.certainty(key)) for key, shown in is_shown.items() if shown and key not in used)


def _enrolment(
    catalogue: Catalogue, placement: Placement, plan_start: Month, finish: Month, begun: Mapping[str, UnderWay]
) -> Enrolment:
    """A module from its start, which for one under way may be before the plan's, to its end."""
    whole = catalogue.module_by_id[placement.module]
    module = whole.offer(placement.offer)
    provider = catalogue.provider_by_id[module.provider]
    entry = begun.get(module.id)
    first = Month(plan_start + placement.start) if entry is None else entry.started
    pace = None if entry is None else entry.pace(whole)
    run = module.run_in(first)
    first_day, last_day, apply_by_day = _days_of(run)
    return Enrolment(
        module=module.id,
        title=module.title,
        field=module.field,
        provider=module.provider,
        mode=str(module.mode),
        start=first,
        end=Month(plan_start + placement.end - 1),
        hours=module.known_hours,
        minutes_per_week=placement.minutes_per_week if pace is None else pace.minutes_per_week,
        apply_by=module.apply_by(first),
        fee_cents=module.fee_cents,
        days=module.days,
        intake_months=() if entry is not None else _intake_months(whole, module, range(plan_start, finish + 1)),
        field_title=catalogue.field_by_id[module.field].title,
        provider_title=provider.title,
        venue=provider.venue,
        sessions=known(module.sessions) or (),
        sessions_unknown=module.sessions is UNKNOWN,
        under_way=entry is not None,
        first_day=first_day,
        last_day=last_day,
        apply_by_day=apply_by_day,
        ref=(None if run is None else run.ref) or module.ref,
        evenings=module.evenings or 0,
        offer=placement.offer,
        presumed_from=None if entry is not None else whole.presumed_from,
    )


def _intake_months(whole: Module, offer: Module, months: range) -> tuple[Month, ...]:
    """The months in which a module starts at all; none where an offer of it may start in any."""
    if offer.intakes is None and offer.runs is None:
        return ()
    return tuple(filter(whole.starts_in, map(Month, months)))


def _days_of(run: Run | None) -> tuple[date | None, date | None, date | None]:
    """The first and the last day of a run, and the last one to apply for it, as far as they are known."""
    return (None, None, None) if run is None else (run.first_day, run.last_day, run.apply_by_day)


def _awards(
    catalogue: Catalogue, frame: Plan, learner: Learner, enrolments: tuple[Enrolment, ...]
) -> tuple[tuple[HeldAward, ...], tuple[EarnedAward, ...]]:
    """The awards that were earned before, and those that the enrolments earn, by month and then the catalogue's order."""
    held = held_by(learner)
    taken = passes(*((enrolment.module, enrolment.end) for enrolment in enrolments))
    found = all_earned(catalogue, [target.id for target in frame.targets], held, taken)
    passed = together(held, taken)

    by_id, known = catalogue.award_by_id, {*found.before, *found.by_plan}
    ends = {entry.module: entry.rests_on for entry in learner.held}
    ends |= {enrolment.module: tuple(certainties_of((enrolment,), *END)) for enrolment in enrolments}

    def valid(award: Award, earned: Earned) -> Iterator[Validity]:
        counted = valid_in(award, passed, earned.month)
        lasts = [certainty for key, certainty in certainty_of_award(award) if key == "valid_months"]
        for module in earned.modules if award.valid_months is not None else ():
            end = latest(counted[module])
            if end is not None:
                until, resting = Month(end + (award.valid_months or 0)), dict.fromkeys((*lasts, *ends[module]))
                yield Validity(module, catalogue.module_by_id[module].title, until, until - earned.month, tuple(resting))

    def titles(earned: Earned) -> Iterator[str]:
        return (catalogue.module_by_id[module].title for module in earned.modules)

    def before(award: Award, month: Month | None) -> HeldAward:
        return HeldAward(award.id, award.title, award.kind, month, held_award_hangs_on(catalogue, learner, award, known))

    return tuple(before(by_id[name], month) for name, month in found.before.items()), tuple(
        EarnedAward(
            award.id,
            award.title,
            award.kind,
            earned.month,
            earned.modules,
            tuple(titles(earned)),
            tuple(valid(award, earned)),
            certainty_of_award(award),
            award_hangs_on(catalogue, award, known, {module: ends[module] for module in earned.modules}),
        )
        for award, earned in ((by_id[name], earned) for name, earned in found.by_plan.items())
    )


def _days_off(catalogue: Catalogue, start: Month, enrolments: tuple[Enrolment, ...]) -> Iterator[DaysOff]:
    """The months of the plan in which classes take days off, each with how many."""
    taken: Counter[Month] = Counter()
    for enrolment in enrolments:
        for month in map(Month, range(max(start, enrolment.start), enrolment.end + 1)):
            taken[month] += half_days(catalogue, enrolment, month)
    return (DaysOff(month, number) for month, number in sorted(taken.items()) if number)
