"""A plan: the enrolments, what is earned when, the load, and how far it is proved.

Plain values, complete for whoever shows or checks them; knows no solver and no catalogue.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from mcplanner.catalogue.model import Certainty, FigureName
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month, first_day, last_day, months_through
from mcplanner.ground.stages import Basis, Stage
from mcplanner.learner.model import Party
from mcplanner.learner.request import Preference


class Status(StrEnum):
    """How far a plan is proved."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Note(Struct, frozen=True):
    """A remark about a plan, with a stable code; `modules` are others of the plan that it is about.

    `of_several` is what is said once of plans side by side that share it; empty where that is its text.
    """

    code: str
    text: str
    modules: tuple[str, ...] = ()
    of_several: str = ""

    @property
    def for_several(self) -> str:
        """What is said of several plans together."""
        return self.of_several or self.text


class Target(Struct, frozen=True):
    """What the plan is for; `kind` is `module`, `role` or a kind of award."""

    id: str
    title: str
    kind: str

    @property
    def is_kind(self) -> bool:
        """Return whether it is any award of a kind."""
        return self.id == self.kind


class Enrolment(Struct, frozen=True, gc=False):
    """One module placed in a plan.

    `end` is the last month of study, inclusive; `intake_months` are the months between the plan's first month and its
    finish in which the module could have started by the catalogue alone (empty where it can start in any month);
    `counts_toward` are the ids of the plan's awards that it counts toward; `sessions` are its weekly class times as the
    catalogue writes them (`tue 18:30-21:30`), where it is not `sessions_unknown`. What is `under_way` started before the
    plan or with it, and is paid for. What is to be paid, payable = fee - subsidy + GST - credit, is None for that, and
    where only the fee is known; where even the fee is unknown, all of it is None. `wallets` are the ids of the credit
    wallets that may pay for it, in the order in which they are drawn, each with the cents that the plan has it pay: none of
    an unknown fee. What is taken `again` is held already, and expires before all that it is needed for. `first_day`,
    `last_day` and `apply_by_day` are known of dated runs alone; `evenings` are those a week whose days are not published.
    From `presumed_from` on its starts are only presumed; None if none are.
    `offer` says in which way the module is offered (`Module.offers`). `certainty` is what each figure of it rests on that
    the plan uses, and `only_shown` that of the others that are shown of it.
    """

    module: str
    title: str
    field: str
    provider: str
    mode: str
    start: Month
    end: Month
    hours: Decimal
    minutes_per_week: int
    apply_by: Month
    fee_cents: int | None
    days: Decimal | None
    intake_months: tuple[Month, ...]
    because: tuple[Note, ...] = ()
    counts_toward: tuple[str, ...] = ()
    field_title: str = ""
    provider_title: str = ""
    venue: str | None = None
    sessions: tuple[str, ...] = ()
    sessions_unknown: bool = False
    subsidy_cents: int | None = None
    gst_cents: int | None = None
    credit_cents: int | None = None
    payable_cents: int | None = None
    wallets: tuple[tuple[str, int], ...] = ()
    under_way: bool = False
    again: bool = False
    first_day: date | None = None
    last_day: date | None = None
    apply_by_day: date | None = None
    ref: str | None = None
    evenings: int = 0
    offer: int = 0
    presumed_from: Month | None = None
    certainty: tuple[tuple[FigureName, Certainty], ...] = ()
    only_shown: tuple[tuple[FigureName, Certainty], ...] = ()

    @property
    def certainty_of_all(self) -> tuple[tuple[FigureName, Certainty], ...]:
        """What each figure of it rests on that the plan uses or shows."""
        return (*self.certainty, *self.only_shown)

    @property
    def is_presumed(self) -> bool:
        """Return whether its start is only presumed."""
        return self.presumed_from is not None and self.start >= self.presumed_from

    @property
    def may_be_presumed(self) -> bool:
        """Return whether any of its intake months is only presumed."""
        return self.presumed_from is not None and any(month >= self.presumed_from for month in self.intake_months)

    @property
    def months(self) -> int:
        """How many months it takes; with days those from its first through its last, a part of one counting whole."""
        if self.first_day is None or self.last_day is None:
            return self.end - self.start + 1
        return max(1, months_through(self.first_day, self.last_day))

    @property
    def months_of_study(self) -> range:
        """The months in which it takes hours, evenings and a place; a run with days may end in the month after."""
        return range(self.start, self.start + self.months)

    @property
    def months_there(self) -> range:
        """The months in which one must be there: those of study, and the one in which it only ends."""
        return range(self.start, self.end + 1)

    @property
    def span(self) -> tuple[date, date]:
        """Its first and its last day; as far as they are not known, those of its months."""
        return self.first_day or first_day(self.start), self.last_day or last_day(self.end)

    @property
    def before_credit_cents(self) -> int | None:
        """Its fee, with subsidy and GST where they are known; None where the fee is unknown."""
        return None if self.fee_cents is None else self.fee_cents - (self.subsidy_cents or 0) + (self.gst_cents or 0)


class Validity(Struct, frozen=True, gc=False):
    """How long a module counts toward an award for which modules expire.

    `until` is the last month in which the award can be earned with it, and `slack_months` how much later than it is; `hangs_on`
    is what that month may hang on, each certainty once.
    """

    module: str
    title: str
    until: Month
    slack_months: int
    hangs_on: tuple[Certainty, ...] = ()


class EarnedAward(Struct, frozen=True, gc=False):
    """An award, the month in which its last counted module ends, and the modules that count, held ones included.

    `titles` are the modules'. `valid` is empty where they do not expire; a module held since nobody knows when is not in it.
    `certainty` is what each figure of the award itself rests on, such as what it requires, that is less than published; and
    `hangs_on` what its month may hang on, each certainty once.
    """

    id: str
    title: str
    kind: str
    earned: Month
    modules: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    valid: tuple[Validity, ...] = ()
    certainty: tuple[tuple[FigureName, Certainty], ...] = ()
    hangs_on: tuple[Certainty, ...] = ()


class HeldAward(Struct, frozen=True):
    """An award that what was held before the plan earns alone; `earned` is None where nobody knows when that was.

    `hangs_on` is what its month may hang on, each certainty once.
    """

    id: str
    title: str
    kind: str
    earned: Month | None
    hangs_on: tuple[Certainty, ...] = ()


class DaysOff(Struct, frozen=True):
    """The half days off work that classes take in a month."""

    month: Month
    half_days: int


class MonthLoad(Struct, frozen=True):
    """What a month asks of the learner; `budget_minutes_per_week` is None where no hours were given."""

    month: Month
    budget_minutes_per_week: int | None
    minutes_per_week: int


class Objective(Struct, frozen=True):
    """What a plan is judged by, or the proved bounds on it.

    `finish_months` counts the plan's first month through the finish month; `start_months_total` sums over the enrolments the
    months from the plan's first month to their start. `moved_modules` and `moved_months` say how far the plan is from an
    earlier one: how many modules start in a month in which that did not have them, and by how many months those that it had in
    another are moved together. `unknown_fees` is how many of the modules that are still to be paid have an unknown fee;
    `cost_cents` is what the others cost.
    """

    finish_months: int
    unknown_fees: int
    cost_cents: int
    minutes_total: int
    peak_minutes_per_week: int
    start_months_total: int
    moved_modules: int = 0
    moved_months: int = 0

    @property
    def cost(self) -> Amount:
        """What the plan costs, as far as that is known."""
        return Amount(self.cost_cents, self.unknown_fees)


class StageProof(Struct, frozen=True):
    """What is proved in one stage of the objective.

    Attributes
    ----------
    stage
        None where it is proved that there is no plan at all.
    value
        No plan that is as good in the stages before has less, in the stage's unit; None without a stage.
    by
        What the proof rests on.
    settled
        The plan has no more than that, so that the stage is proved.
    """

    stage: Stage | None
    value: int | None
    by: Basis
    settled: bool


class ModuleChange(Struct, frozen=True):
    """A module that starts in another month than in an earlier plan; `then` is None for a new one, `now` for one dropped."""

    module: str
    title: str
    then: Month | None
    now: Month | None
    because: tuple[Note, ...] = ()


class WalletUse(Struct, frozen=True):
    """A credit wallet: what was in it, and what the plan uses of it; modules of unknown fee could use more of what is left.

    `claim_days_before` is within how many days before a start it is to be claimed; None where that is not said.
    """

    id: str
    title: str
    cents: int
    used: Amount
    claim_days_before: int | None = None


class PaidBack(Struct, frozen=True):
    """What may be paid back later, at most, and to whom; `by_module` are the parts of it, by start.

    A part is None where it depends on a fee that is unknown.
    """

    id: str
    title: str
    to: Party
    by_module: tuple[tuple[str, int | None], ...]

    @property
    def amount(self) -> Amount:
        """All parts together, in cents, and how many of them are unknown."""
        return Amount.of(cents for _, cents in self.by_module)


class AmountYears(Struct, frozen=True):
    """The years that amounts are of, in order.

    Attributes
    ----------
    fees
        The years of the catalogue's figures; those that the learner assumed are of none.
    subsidies, gst
        The years from which the rules that are used are in force.
    checked
        The earliest day on which somebody last looked at one of these; None where no rule is used.
    """

    fees: tuple[int, ...] = ()
    subsidies: tuple[int, ...] = ()
    gst: tuple[int, ...] = ()
    checked: date | None = None


class Spending(Struct, frozen=True):
    """What a plan costs its payer: sums that say how many of their parts are unknown.

    Attributes
    ----------
    by_month
        The months in which something is to be paid, with the amount: a module is paid for in the month in which it starts.
    by_award
        For each award of the plan what the modules that count toward it cost.
    wallets
        In the order in which they are drawn.
    later
        What may be paid back; no other amount counts it.
    exact
        False where wallets are drawn in an order that uses less credit than could be used.
    payer
        Who pays all of it: the learner, or the employer that sponsors the courses.
    """

    fee: Amount
    subsidy: Amount
    gst: Amount
    credit: Amount
    payable: Amount
    by_month: tuple[tuple[Month, Amount], ...]
    by_award: tuple[tuple[str, Amount], ...]
    wallets: tuple[WalletUse, ...]
    later: tuple[PaidBack, ...]
    exact: bool
    payer: Party = "learner"


class Fastest(Struct, frozen=True):
    """What the plan that finishes soonest is worth; `proved` where none is sooner, or as soon and cheaper."""

    finish: Month
    cost: Amount
    proved: bool
    finish_hangs_on: tuple[Certainty, ...] = ()
    cost_hangs_on: tuple[Certainty, ...] = ()


class ToldFigure(Struct, frozen=True):
    """A figure within a sentence, as it is written there, and what it may hang on, each certainty once."""

    words: str
    hangs_on: tuple[Certainty, ...]


class Alternative(Struct, frozen=True):
    """Another award of the kind asked for: its finish, or why there is none; `proved` where that is certain.

    `cost` is what the plan for it costs, None where that was not sought; `cheapest` where it is proved that none that finishes
    then costs less. What its finish and its cost may hang on is told by certainty, each once. `for_these_figures` is whether
    figures that are less than published may have a part in that it is not possible.
    """

    id: str
    title: str
    finish: Month | None
    reason: str | None
    proved: bool = True
    for_these_figures: bool = False
    cost: Amount | None = None
    cheapest: bool = False
    finish_hangs_on: tuple[Certainty, ...] = ()
    cost_hangs_on: tuple[Certainty, ...] = ()
    reason_figures: tuple[ToldFigure, ...] = ()


class Relaxation(Struct, frozen=True):
    """The least change of one wish alone that makes an impossible request possible.

    `dial` is the name of the wish. `now` and `to` are as shown; `to` is None where the wish alone cannot help, `finish` also
    where nothing is left to study.
    `proved` is whether time sufficed to see that no less would do, or that nothing does. `cost_cents` is what the plan with
    the change costs; it need not be the least. What the finish, the cost and `to` may hang on is told by certainty, each once;
    of `to` only where that is an amount or a month that was worked out.
    """

    dial: str
    now: str
    to: str | None
    finish: Month | None
    proved: bool = True
    cost_cents: int | None = None
    finish_hangs_on: tuple[Certainty, ...] = ()
    cost_hangs_on: tuple[Certainty, ...] = ()
    to_hangs_on: tuple[Certainty, ...] = ()


class Gain(Struct, frozen=True):
    """The least change of one wish with which a plan would be sooner, or cheaper, and by how much.

    `cents_less` is None where what was sought is an earlier finish. A cheaper plan may be later: `months_sooner` is negative
    then; where nothing is left to study, it is all the months of the plan. Where no change of the wish helps, the `to` of the
    change is None.
    """

    change: Relaxation
    months_sooner: int = 0
    cents_less: int | None = None


class OtherPlan(Struct, frozen=True):
    """A further plan for the same targets, and what is different in it from the first, in words.

    `months_later` and `cents_more` are what it takes and costs more than the first; negative where it takes or costs less.
    `cents_more` is None where fees are unknown.
    """

    plan: "Plan"
    months_later: int
    cents_more: int | None
    differences: tuple[str, ...]


class Failure(Struct, frozen=True):
    """A module of a plan failed at its end.

    Attributes
    ----------
    paid
        What was paid by then, the failed attempt included.
    then
        The best plan from the month after.
    """

    module: str
    title: str
    month: Month
    paid: Amount
    then: "Plan"

    @property
    def again(self) -> Enrolment | None:
        """The repeat; None where the plan does without the module."""
        return next((enrolment for enrolment in self.then.enrolments if enrolment.module == self.module), None)

    @property
    def cost(self) -> Amount | None:
        """What everything comes to, from the first plan's start; None where there is no way on."""
        return None if self.then.objective is None else self.paid + self.then.objective.cost


class Figure(Struct, frozen=True, gc=False):
    """A figure of a module, or of an award that is earned, that a plan uses, and what it rests on.

    `module` is the id of either. `start` is None for a figure of what is taken; else it is that of another start, which it
    keeps the learner out of. Then `starts_by` is the key that lets the module start in that month: `runs` for a dated run,
    `then` for a start that is only presumed, `intakes` for any other.
    """

    module: str
    title: str
    key: FigureName
    certainty: Certainty
    start: Month | None = None
    starts_by: FigureName | None = None


class RestsOn(Struct, frozen=True):
    """The figures that a plan uses.

    Attributes
    ----------
    figures
        All of them, module by module.
    finish, cost
        Those that decide the finish, and the cost.
    """

    figures: tuple[Figure, ...]
    finish: tuple[Figure, ...]
    cost: tuple[Figure, ...]

    def number(self, certainty: Certainty) -> int:
        """Return how many figures rest on something."""
        return sum(figure.certainty is certainty for figure in self.figures)


OLD_FIGURES = "old-figures"
"""The code of the warning that figures are so old that they may have changed."""

DOUBTFUL_START = "doubtful-start"
"""The code of the remark that the first month is over, or beyond what the catalogue knows."""

LEFT_OUT = "left-out"
"""The code of the remark that modules are not planned because something of them is unknown."""

CHEAPER_LATER = "cheaper-later"
"""The code of the remark that to wait would cost less; it may tell how old the learner is."""

NOTHING_LEFT = "nothing is left to study: what you hold is enough"
"""The reason where what is held is all that is needed."""

ASSUMED = "assumed"
"""The code of the remark that names what the learner assumed."""

UNKNOWN_MODE, UNKNOWN_CLASSES = "unknown-mode", "unknown-classes"
"""The codes of remarks on modules of which nobody knows if they are what the learner wishes."""

INTERRUPTED = "interrupted"
"""The code of the warning that Ctrl-C ended the search."""


class Plan(Struct, frozen=True):
    """A verified plan, or the proof or admission that there is none.

    Attributes
    ----------
    finish, objective
        None where there is no plan.
    bound
        What is proved: no plan has a better value. None where nothing is.
    proof
        What that rests on, for each stage that was looked at; or for the one proof that there is no plan.
    reason
        Why there is no plan, in a sentence.
    for_these_figures
        Of a proof that there is no plan: whether figures that are less than published may have a part in it.
    conflict
        A smallest set of demands that cannot be met together, in words.
    each_in_the_way
        Where that is a single demand: every demand that leaves no plan even alone.
    spending
        What the learner pays; None where only fees are known.
    failure
        How it would go on if one of its modules were failed, where that was asked.
    fastest
        For a plan that prefers a low cost, what it is weighed against.
    awards, held_awards
        What its enrolments earn, and what was earned before by what is held alone.
    changes
        What is other than in the earlier plan that was to be kept; None where there was none.
    busy
        The times at which the learner can have no class, as they are written in a learner file.
    catalogue_title, as_of
        The catalogue it rests on, and the day on which that was right.
    relaxations
        For a request proved impossible, the wishes there were, each with the least change that helps.
    joint_change
        Where no wish helps alone: the changes of as few wishes as can be that help together; all have the same finish.
    holding_back
        For a plan proved the best, what each wish holds back, the best change first.
    other_plans
        Further plans, where they were asked for, the best first.
    no_further_plan
        Why there are fewer of them than were asked for.
    rests_on
        The figures that it uses, and what they rest on; None where there is no plan.
    amount_years
        The years that its amounts are of; None where there is no plan.
    addressee
        For whom it is written, in the words that were asked for; None where nobody is named.
    without_cost
        Whether amounts of money are left out; then none is shown as unknown either.
    """

    status: Status
    targets: tuple[Target, ...]
    start: Month
    budget_minutes_per_week: int | None
    prefer: Preference = "finish"
    finish: Month | None = None
    objective: Objective | None = None
    bound: Objective | None = None
    enrolments: tuple[Enrolment, ...] = ()
    awards: tuple[EarnedAward, ...] = ()
    held_awards: tuple[HeldAward, ...] = ()
    load: tuple[MonthLoad, ...] = ()
    days_off: tuple[DaysOff, ...] = ()
    busy: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    warnings: tuple[Note, ...] = ()
    reason: str | None = None
    reason_figures: tuple[ToldFigure, ...] = ()
    for_these_figures: bool = False
    conflict: str | None = None
    each_in_the_way: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    joint_change: tuple[Relaxation, ...] = ()
    holding_back: tuple[Gain, ...] = ()
    spending: Spending | None = None
    fastest: Fastest | None = None
    failure: Failure | None = None
    changes: tuple[ModuleChange, ...] | None = None
    catalogue_title: str = ""
    as_of: date | None = None
    other_plans: tuple[OtherPlan, ...] = ()
    no_further_plan: str | None = None
    proof: tuple[StageProof, ...] = ()
    rests_on: RestsOn | None = None
    amount_years: AmountYears | None = None
    addressee: str | None = None
    without_cost: bool = False

    @property
    def payer(self) -> Party:
        """Who pays: the learner, where only fees are known."""
        return "learner" if self.spending is None else self.spending.payer

    @property
    def interrupted(self) -> bool:
        """Return whether Ctrl-C ended the search, that for the way on after a failure too: there may be more than it says."""
        return any(warning.code == INTERRUPTED for warning in self.warnings) or (
            self.failure is not None and self.failure.then.interrupted
        )
