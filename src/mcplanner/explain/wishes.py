"""The table of wishes: limits, what is ruled out and pinned, and then all wishes with their options, in one order.

Knows learners and requests, and of the catalogue which modes and providers there are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal, cast

from msgspec import Struct
from typing_extensions import override

from mcplanner.catalogue.model import MODES, UNKNOWN, Catalogue
from mcplanner.explain.time_wishes import Away, BusyTimes, FirstMonth, Hours, HoursInMonths, HoursInOneMonth, LastMonth
from mcplanner.explain.wish import NO_LIMIT, Asked, Changed, Demand, GivingUp, Steps, Wish
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import format_month, month_name
from mcplanner.ground.numbers_text import counted, days_text
from mcplanner.learner.model import Learner, LearnerFacts, Party
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.model import Plan

MOST_CENTS = 1 << 27
"""A budget is raised by at most so much: more than a million dollars."""


class LimitWords(Struct, frozen=True):
    """The words for a limit: its value alone, what is asked for, and why there is no plan where it alone is in the way.

    The second argument of `demand` is who pays; that of `reason` says who pays what: `it would cost`.
    """

    value: Callable[[int], str]
    demand: Callable[[int, Party], str]
    reason: Callable[[int, str], str]


class Limit(Wish):
    """At most so much of something."""

    def __init__(
        self,
        name: str,
        options: Mapping[str, str | None],
        fact: Literal["at_once", "evenings", "half_days_off", "cost_limit_cents", "cost_limit_per_year_cents"],
        words: LimitWords,
        *,
        most: int | None = None,
    ) -> None:
        super().__init__(name, options)
        self._fact = fact
        self._words = words
        self._most = most
        self.follows_from = "cost" if fact in ("cost_limit_cents", "cost_limit_per_year_cents") else "finish"

    def now(self, asked: Asked) -> str | None:
        limit = self._of(asked)
        return None if limit is None else self._words.value(limit)

    def demands(self, asked: Asked) -> Iterator[Demand]:
        limit = self._of(asked)
        if limit is not None:
            yield Demand(self._words.demand(limit, asked.learner.payer), lambda own: self._set(own, None))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> Steps:
        """One more at each step, up to the most that makes sense, and then no limit: that alone allows what is unknown."""
        limit = self._of(asked)
        assert limit is not None, "there is a limit"
        raises = MOST_CENTS if self._most is None else self._most - limit

        def changed(step: int) -> Changed:
            more = limit + 1 + step
            return (NO_LIMIT, self._set(asked, None)) if step == raises else (self._words.value(more), self._set(asked, more))

        def needed(made: Plan) -> int | None:
            cost = None if made.objective is None else made.objective.cost.exact
            return None if cost is None else max(0, cost - limit - 1)

        return Steps(raises + 1, changed, needed if self._most is None else None)

    def reason(self, limit: int, costs: str = "") -> str:
        """Why there is no plan, where this limit alone is in the way."""
        return self._words.reason(limit, costs)

    def _of(self, asked: Asked) -> int | None:
        return cast(int | None, getattr(asked.learner, self._fact))

    def _set(self, asked: Asked, limit: int | None) -> Asked:
        return asked.of_learner(**cast(LearnerFacts, {self._fact: limit}))


ANY_MODE = "any mode"
"""What is to be allowed so that modules of unknown mode are used."""


class RuledOut(Wish):
    """The modules, providers and modes that may not be used."""

    follows_from = None

    def now(self, asked: Asked) -> str | None:
        return ", ".join(short for short, _ in _ruled_out(asked.learner)) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        return (demand for _, demand in _ruled_out(asked.learner))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[str]:
        """Whatever is skipped, or not among the only modes and providers, can be allowed again."""
        learner, modules = asked.learner, catalogue.modules
        ruled_out = sorted(learner.skip)
        if learner.only_modes:
            offered = {offer.mode for module in modules for offer in module.offers}
            ruled_out += sorted(str(mode) for mode in offered - {UNKNOWN} - learner.only_modes - learner.skip)
            ruled_out += [ANY_MODE] if UNKNOWN in offered else []
        if learner.only_providers:
            ruled_out += sorted({module.provider for module in modules} - learner.only_providers - learner.skip)
        return GivingUp(ruled_out, lambda given_up: (f"allow {', '.join(given_up)}", _allowing(asked, given_up)))


def _ruled_out(learner: Learner) -> Iterator[tuple[str, Demand]]:
    """Everything that rules modules out, in short, with the demand for it."""
    for name in sorted(learner.skip):
        yield name, Demand(f"without {name}", partial(_without_skipping, name=name))
    if learner.only_modes:
        words = f"only {' or '.join(sorted(learner.only_modes))}"
        yield words, Demand(words, lambda own: own.of_learner(only_modes=frozenset()))
    if learner.only_providers:
        words = f"only with {' or '.join(sorted(learner.only_providers))}"
        yield words, Demand(words, lambda own: own.of_learner(only_providers=frozenset()))


def _without_skipping(asked: Asked, name: str) -> Asked:
    return asked.of_learner(skip=asked.learner.skip - {name})


def _allowing(asked: Asked, ids: Sequence[str]) -> Asked:
    """The same wishes with some modules, providers and modes allowed again, by id."""
    learner = asked.learner
    return asked.of_learner(
        skip=learner.skip - set(ids),
        only_modes=frozenset()
        if ANY_MODE in ids
        else learner.only_modes and learner.only_modes.union(mode for mode in MODES if mode in ids),
        only_providers=learner.only_providers and learner.only_providers.union(ids),
    )


class Pins(Wish):
    """The modules that start in given months."""

    follows_from = None

    def now(self, asked: Asked) -> str | None:
        return ", ".join(f"{module}={format_month(month)}" for module, month in asked.learner.pins.items()) or None

    def demands(self, asked: Asked) -> Iterator[Demand]:
        for module, month in asked.learner.pins.items():
            yield Demand(f"{module} pinned to {month_name(month)}", partial(_unpinned, modules=(module,)))

    @override
    def changes(self, asked: Asked, catalogue: Catalogue) -> GivingUp[str]:
        return GivingUp(list(asked.learner.pins), lambda given_up: (f"unpin {', '.join(given_up)}", _unpinned(asked, given_up)))


def _unpinned(asked: Asked, modules: Sequence[str]) -> Asked:
    return asked.of_learner(pins={module: month for module, month in asked.learner.pins.items() if module not in modules})


HOURS = Hours("hours a week", {"--hours": "hours"})

AT_ONCE = Limit(
    "at once",
    {"--at-once": "at_once"},
    "at_once",
    LimitWords(
        value=str,
        demand=lambda number, _: f"at most {counted(number, 'module')} at once",
        reason=lambda number, _: f"more modules would have to run at once than the {number} that you allow",
    ),
    most=1_000,
)

EVENINGS = Limit(
    "evenings",
    {"--evenings": "evenings"},
    "evenings",
    LimitWords(
        value=str,
        demand=lambda number, _: f"at most {counted(number, 'evening')} a week",
        reason=lambda number, _: f"classes would take more evenings a week than your {number}",
    ),
    most=7,
)

DAYS_OFF = Limit(
    "days off",
    {"--days-off": "days_off"},
    "half_days_off",
    LimitWords(
        value=lambda half_days: f"{half_days / 2:g}",
        demand=lambda half_days, _: f"at most {days_text(half_days)} off a month",
        reason=lambda half_days, _: f"classes by day would take more days off in a month than your {half_days / 2:g}",
    ),
    most=62,
)

BUDGET = Limit(
    "budget",
    {"--budget": "budget"},
    "cost_limit_cents",
    LimitWords(
        value=format_cents,
        demand=lambda cents, payer: f"for at most {format_cents(cents)}{WORDS[payer].given}",
        reason=lambda cents, costs: f"{costs} more than {format_cents(cents)}",
    ),
)

LAST_MONTH = LastMonth("by", {"--by": None})

BUDGET_PER_YEAR = Limit(
    "budget a year",
    {"--budget-per-year": "budget_per_year"},
    "cost_limit_per_year_cents",
    LimitWords(
        value=format_cents,
        demand=lambda cents, payer: f"for at most {format_cents(cents)} a year{WORDS[payer].given}",
        reason=lambda cents, costs: f"{costs} more than {format_cents(cents)} in a single year",
    ),
)

WISHES: tuple[Wish, ...] = (
    HOURS,
    HoursInMonths("other hours a week", {"--hours-in": "hours"}),
    LAST_MONTH,
    FirstMonth("start", {"--start": None}),
    Away("away", {"--away": "away"}),
    AT_ONCE,
    EVENINGS,
    DAYS_OFF,
    BusyTimes("busy times", {"--busy": "busy"}),
    BUDGET,
    BUDGET_PER_YEAR,
    RuledOut("ruled out", {"--skip": "skip", "--mode": "modes", "--provider": "providers"}),
    Pins("pins", {"--pin": "pins"}),
)
"""All wishes, in the order in which they are shown."""

WISHES_OF_PLANS: tuple[Wish, ...] = (HOURS, HoursInOneMonth("hours in one month", {"--hours-in": "hours"}), *WISHES[1:])
"""The same for a plan that there is: also more hours in a single month, of which nobody said anything."""
