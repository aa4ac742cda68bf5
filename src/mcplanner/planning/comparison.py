"""Plans side by side: how the plan changes with the hours, the start, the target or another dial.

Plans each case and says which are best; knows no terminal and no file.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from mcplanner.catalogue.model import UNKNOWN, Catalogue
from mcplanner.ground.money import format_amount
from mcplanner.ground.months import Month
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, tenths_of
from mcplanner.ground.watch import Listener, Watch
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.plans.model import (
    ASSUMED,
    DOUBTFUL_START,
    UNKNOWN_CLASSES,
    UNKNOWN_MODE,
    EarnedAward,
    Enrolment,
    Note,
    Objective,
    Plan,
    Status,
)
from mcplanner.plans.summary import yet_to_start
from mcplanner.plans.without_cost import without_cost
from mcplanner.pricing.rules import Funding

ListenerOf = Callable[[int, Request], Listener]

MOST_ROWS = 24
"""The most plans that can be compared side by side."""

MOST_DIALS = 2
"""The most dials that may be varied together."""


class Dial(StrEnum):
    """A setting that can be varied, in the order in which a row names it; the last one changes from row to row."""

    TARGET = "target"
    START = "start"
    PREFER = "prefer"
    PROVIDER = "providers"
    MODE = "modes"
    AWAY = "away"
    AT_ONCE = "at_once"
    HOURS = "hours_per_week"


SETTING_OF: Mapping[Dial, Callable[[Learner, Request], Hashable]] = {
    Dial.TARGET: lambda _, request: request.targets[0],
    Dial.START: lambda _, request: request.start,
    Dial.PREFER: lambda _, request: request.prefer,
    Dial.PROVIDER: lambda learner, _: learner.only_providers,
    Dial.MODE: lambda learner, _: learner.only_modes,
    Dial.AWAY: lambda learner, _: learner.away,
    Dial.AT_ONCE: lambda learner, _: learner.at_once,
    Dial.HOURS: lambda learner, _: learner.minutes_per_week,
}
"""Where the setting of each dial stands: in the learner or in the request."""


class ComparisonRow(Struct, frozen=True):
    """One case and its plan.

    Attributes
    ----------
    learner, request
        What was asked for. Targets but the first are the same in all rows.
    best
        There is a plan, and no other row for the same target dominates it, or one that reads the same.
    """

    learner: Learner
    request: Request
    plan: Plan
    best: bool

    @property
    def target(self) -> str:
        """The target that was asked for: an id, a kind of award or a skill. The plan is for `plan.targets[0]`."""
        return self.request.targets[0]

    @property
    def start(self) -> Month:
        """The first month that was asked for."""
        return self.request.start

    @property
    def at_once(self) -> int | None:
        """How many modules may run at once; None where no limit was given."""
        return self.learner.at_once

    @property
    def budget_minutes_per_week(self) -> int | None:
        """The minutes a week that were given, if any were."""
        return self.learner.minutes_per_week

    @property
    def on_the_way(self) -> tuple[EarnedAward, ...]:
        """The awards earned besides the target itself, by month."""
        targets = {target.id for target in self.plan.targets}
        return tuple(sorted((each for each in self.plan.awards if each.id not in targets), key=lambda each: each.earned))


class Comparison(Struct, frozen=True):
    """Plans side by side.

    Attributes
    ----------
    varied
        The dials that differ between cases.
    by
        The last month, where one was given.
    not_planned
        The number of cases without a row, because the search was stopped before them.
    warnings
        Remarks about all plans together.
    """

    rows: tuple[ComparisonRow, ...]
    varied: tuple[Dial, ...]
    by: Month | None = None
    not_planned: int = 0
    warnings: tuple[Note, ...] = ()

    @property
    def without_cost(self) -> bool:
        """Return whether every amount of money is left out."""
        return any(row.plan.without_cost for row in self.rows)

    @property
    def status(self) -> Status:
        """The status of the row that got furthest: a plan, then time that ran out, then a proof that there is none."""
        found = {row.plan.status for row in self.rows}
        return next(
            status for status in (Status.OPTIMAL, Status.FEASIBLE, Status.UNKNOWN, Status.INFEASIBLE) if status in found
        )


def compare(
    catalogue: Catalogue,
    cases: Sequence[tuple[Learner, Request]],
    funding: Funding | None = None,
    listener_of: ListenerOf | None = None,
    watch: Watch | None = None,
    without: Literal["cost"] | None = None,
) -> Comparison:
    """Plan each case, without advice where there is no plan; Ctrl-C ends it with the cases planned by then.

    The cases differ in at least one dial. The time of the first request is for all of them, as far as the watch leaves it.

    Parameters
    ----------
    listener_of
        Returns the listener of a search, given the number of the case, counted from 0, and its request.
    without
        With `cost`, no amount of money is in any plan, and none decides which are best.

    Raises
    ------
    ValueError
        There is no case.
    AskedError
        There is no target, or a name in a request or a learner that the catalogue does not have.
    RefusedPlanError
        The verifier found that a plan breaks a rule.
    """
    if not cases:
        raise ValueError("there is nothing to compare: give at least one case")
    planner, plans = Planner(catalogue, funding), []
    whole = Watch(cases[0][1].seconds, None, watch)
    with whole.heeding_ctrl_c():
        for position, (learner, request) in enumerate(cases):
            listener = None if listener_of is None else listener_of(position, request)
            own = whole.share(len(cases) - position)
            made = planner.plan(learner, request, advice=False, listener=listener, watch=own)
            plans.append(_as_shown(made, without))
            if whole.interrupted:
                break
    marks = _best(catalogue, [request.targets[0] for _, request in cases[: len(plans)]], plans)
    rows = tuple(
        ComparisonRow(learner, request, made, best)
        for (learner, request), made, best in zip(cases[: len(plans)], plans, marks, strict=True)
    )
    notes = dict.fromkeys(note for made in plans for note in made.warnings if note.code in SHARED)
    return Comparison(rows, _varied(cases), cases[0][1].by, len(cases) - len(rows), tuple(notes))


def _as_shown(made: Plan, without: Literal["cost"] | None) -> Plan:
    return made if without is None else without_cost(made)


def _varied(cases: Sequence[tuple[Learner, Request]]) -> tuple[Dial, ...]:
    return tuple(dial for dial, setting in SETTING_OF.items() if len({setting(*case) for case in cases}) > 1)


SHARED = (DOUBTFUL_START, ASSUMED, UNKNOWN_MODE, UNKNOWN_CLASSES)
"""The codes of remarks that are said once of all plans."""

Point = tuple[int | Set[object], ...]
"""Figures to be judged by, each the better, the lower; of sets of what is unknown, one is lower that another contains."""


def undominated(points: Sequence[Point | None]) -> tuple[bool, ...]:
    """Mark each point that no other dominates, by being as low in every figure and lower in one; None is never marked.

    Notes
    -----
    Equal points do not dominate each other, so both are marked. This is the Pareto front of the points.
    """
    return tuple(
        own is not None and not any(other is not None and _dominates(other, own) for other in points) for own in points
    )


def _dominates(other: Point, own: Point) -> bool:
    return other != own and all(map(_is_as_low, other, own))


def _is_as_low(figure: int | Set[object], other: int | Set[object]) -> bool:
    if isinstance(figure, int):
        return isinstance(other, int) and figure <= other
    return isinstance(other, Set) and figure <= other


def _best(catalogue: Catalogue, targets: Sequence[str], plans: Sequence[Plan]) -> tuple[bool, ...]:
    """Mark the plans that none for the same target dominates, and those that read the same as one of these."""
    starred: set[tuple[object, ...]] = set()
    for target in dict.fromkeys(targets):
        own = [made for name, made in zip(targets, plans, strict=True) if name == target]
        marks = undominated([_figures(catalogue, made) for made in own])
        starred |= {(target, *_printed(made)) for made, best in zip(own, marks, strict=True) if best}
    return tuple((target, *_printed(made)) in starred for target, made in zip(targets, plans, strict=True))


def _printed(made: Plan) -> tuple[object, ...]:
    """The figures that a row is judged by, as people read them; nothing without a plan."""
    if made.objective is None:
        return ()
    cost = () if made.without_cost else (format_amount(made.objective.cost),)
    return *cost, *_but_for_cost(made, made.objective)


def _figures(catalogue: Catalogue, made: Plan) -> Point | None:
    """The figures that a row is judged by: cost, finish, busiest week, and the hours a week it was given, or all there are.

    A cost with unknown parts is what is known of it, and these parts: a plan that has others of them may cost less or more.
    """
    if made.objective is None:
        return None
    cost = () if made.without_cost else (made.objective.cost_cents, _unknown_parts(catalogue, made))
    return *cost, *_but_for_cost(made, made.objective)


def _but_for_cost(made: Plan, objective: Objective) -> tuple[int, int, int]:
    finish = made.start + objective.finish_months - 1  # before the start where nothing is left to study
    given = HOURS_IN_A_WEEK * 60 if made.budget_minutes_per_week is None else made.budget_minutes_per_week
    return finish, tenths_of(objective.peak_minutes_per_week), given


def _unknown_parts(catalogue: Catalogue, made: Plan) -> frozenset[object]:
    """What makes up the unknown part of a cost: the unknown fees, each in its month where that can change the price.

    A fee of a module is one figure in all its starts, but for runs of which it is said that their own is unknown: two of these
    can have different ones. Where credit pays for known parts too, an unknown part does not cost the same in two plans.
    """
    unknown = [(each, _run_of_own_fee(catalogue, each)) for each in yet_to_start(made) if each.fee_cents is None]
    if made.spending is None:
        return frozenset((each.module, run) for each, run in unknown)
    of_plan = id(made) if made.spending.wallets else None
    return frozenset((each.module, run, each.start, of_plan) for each, run in unknown)


def _run_of_own_fee(catalogue: Catalogue, each: Enrolment) -> object:
    """The run that is taken, if its fee is said to be unknown; None if the unknown fee is that of the module."""
    runs = catalogue.module_by_id[each.module].runs or ()
    taken = (run for run in runs if (run.start_month, run.first_day) == (each.start, each.first_day))
    return (each.start, each.first_day, each.ref) if any(run.fee is UNKNOWN for run in taken) else None
