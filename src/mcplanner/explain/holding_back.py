"""The wishes that hold a plan back: the least change of each with which it would be sooner, or cheaper.

No plan is better than a proved one, not by a single month and not by a single cent. To ask for that is to ask for something
impossible, and the least changes that make it possible are relaxations like any other. Knows no solver, clock or terminal.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.relaxations import AskingOf, relaxations
from mcplanner.explain.wish import Asked, Wish
from mcplanner.explain.wishes import BUDGET, LAST_MONTH, WISHES_OF_PLANS
from mcplanner.ground.months import Month
from mcplanner.ground.stages import Stage
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.model import Gain, Objective, Plan, Relaxation

AskingAbout = Callable[[Asked, Stage], AskingOf]
"""Returns the ways to ask about something that is better than a plan in one stage of the objective."""

SET_BY_THE_PLAN = {Stage.FINISH: LAST_MONTH, Stage.COST: BUDGET}
"""The wishes that no longer are the learner's where a plan as good in a stage is asked for."""


def what_holds_back(
    catalogue: Catalogue, learner: Learner, request: Request, made: Plan, asking_about: AskingAbout
) -> Iterator[tuple[Gain, ...]]:
    """What each wish holds back, the best first: what is known so far, again with every wish that is looked at.

    The stage that the plan prefers comes first, the cost or the finish. A wish that holds nothing of that back is looked at
    again for the other.
    """
    gains: dict[str, Gain] = {}
    for better in _better_than(made, Asked(learner, request)):
        wishes = [wish for wish in better.wishes if wish.name not in gains or gains[wish.name].change.to is None]
        asking_of = asking_about(better.asked, better.stage)
        for change in relaxations(catalogue, better.asked.learner, better.asked.request, asking_of, wishes):
            gains[change.dial] = _together(gains.get(change.dial), _gain(change, made, better.stage))
            yield _best_first(gains.values(), made)


class _Better(Struct, frozen=True):
    """What is asked for so that a plan is better in one stage, and the wishes that can change."""

    stage: Stage
    asked: Asked
    wishes: Sequence[Wish]


def _better_than(made: Plan, asked: Asked) -> Iterator[_Better]:
    """What would be better than a plan, for the targets that it reaches."""
    asked = Asked(asked.learner, replace(asked.request, targets=tuple(target.id for target in made.targets), field=None))
    for stage in (Stage.COST, Stage.FINISH) if made.prefer == "cost" else (Stage.FINISH, Stage.COST):
        better = _better_in(stage, made, asked)
        if better is not None:
            yield better


def _better_in(stage: Stage, made: Plan, asked: Asked) -> _Better | None:
    """Something as good as a plan in every stage before one, and better in that; None where it cannot be asked for."""
    assert made.objective is not None, "there is a plan"
    as_good: Asked | None = asked
    wishes = list(WISHES_OF_PLANS)
    for proof in made.proof:
        if as_good is None or proof.stage is None:
            return None
        as_good = _as_good(as_good, proof.stage, made.objective, less=int(proof.stage is stage))
        wishes = [wish for wish in wishes if wish is not SET_BY_THE_PLAN.get(proof.stage)]
        if proof.stage is stage:
            return None if as_good is None else _Better(stage, as_good, wishes)
    return None


def _as_good(asked: Asked, stage: Stage, objective: Objective, less: int) -> Asked | None:
    """What is asked for to be as good as a plan in a stage, or better by so much; None where nobody can ask for that."""
    match stage:
        case Stage.FINISH:
            by = Month(asked.request.start + objective.finish_months - 1 - less)
            return Asked(asked.learner, replace(asked.request, by=by, prefer="finish"))
        case Stage.UNKNOWN_FEES:
            return asked if objective.unknown_fees == 0 else None
        case Stage.COST if objective.cost_cents >= less:
            cheaper = asked.of_learner(cost_limit_cents=objective.cost_cents - less)
            return Asked(cheaper.learner, replace(cheaper.request, prefer="cost"))
        case Stage.PEAK if objective.peak_minutes_per_week and asked.learner.stretch is None and not asked.learner.days_away:
            return _within_the_peak(asked, objective.peak_minutes_per_week)
        case _:
            return None


def _within_the_peak(asked: Asked, peak: int) -> Asked:
    """The same wishes with no more hours in any month than a plan has in its busiest."""
    fewer = {month: minutes for month, minutes in asked.learner.minutes_in.items() if minutes < peak}
    return asked.of_learner(minutes_per_week=peak, minutes_in=fewer)


def _gain(change: Relaxation, made: Plan, stage: Stage) -> Gain:
    """What a change brings; a cost is the least only where that was sought."""
    if change.to is None:
        return Gain(change)
    assert made.finish is not None, "the plan has an end"
    assert made.objective is not None, "there is a plan"
    less = None
    if stage is Stage.COST:
        assert change.cost_cents is not None, "within a limit on the cost no fee is unknown"
        less = made.objective.cost_cents - change.cost_cents
    sooner = made.objective.finish_months if change.finish is None else made.finish - change.finish
    return Gain(change, sooner, less)


def _together(one: Gain | None, other: Gain) -> Gain:
    """What is said of a wish that was looked at twice, the first time without help."""
    if one is None or other.change.to is not None:
        return other
    return Gain(replace(other.change, proved=one.change.proved and other.change.proved))


def _best_first(gains: Iterable[Gain], made: Plan) -> tuple[Gain, ...]:
    """The greatest first of what the plan prefers, then of the other; then the wishes that hold nothing back."""
    names = [wish.name for wish in WISHES_OF_PLANS]

    def place(gain: Gain) -> tuple[bool, bool, int, int]:
        cheaper = gain.cents_less is not None
        amount = gain.months_sooner if gain.cents_less is None else gain.cents_less
        return gain.change.to is None, cheaper is not (made.prefer == "cost"), -amount, names.index(gain.change.dial)

    return tuple(sorted(gains, key=place))
