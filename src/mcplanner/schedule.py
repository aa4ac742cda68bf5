"""A plan: the enrolments, what is earned when, the load, and how far it is proved.

Floor 5. Plain values, complete for whoever shows or checks them; knows no solver and no catalogue.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mcplanner.months import Month
from mcplanner.request import Preference


class Status(StrEnum):
    """How far a plan is proved."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a plan, with a stable code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the plan is for; `kind` is `module`, `role` or a kind of award."""

    id: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One module placed in a plan.

    `end` is the last month of study, inclusive; `intake_months` are the months between the plan's first month and its finish in
    which the module could have started by the catalogue alone (empty where it can start in any month); `counts_toward` are the
    ids of the plan's awards that it counts toward. What is `under_way` started before the plan or with it, and is paid for.
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
    fee_cents: int
    days: Decimal | None
    intake_months: tuple[Month, ...]
    because: tuple[Note, ...] = ()
    counts_toward: tuple[str, ...] = ()
    under_way: bool = False

    @property
    def months(self) -> int:
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class EarnedAward:
    """An award and the month in which its last counted module ends."""

    id: str
    title: str
    kind: str
    earned: Month


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """What a month asks of the learner; `budget_minutes_per_week` is None where no hours were given."""

    month: Month
    budget_minutes_per_week: int | None
    minutes_per_week: int


@dataclass(frozen=True, slots=True)
class Objective:
    """What a plan is judged by, or the proved bounds on it.

    `finish_months` counts the plan's first month through the finish month; `start_months_total` sums over the enrolments the
    months from the plan's first month to their start.
    """

    finish_months: int
    cost_cents: int
    minutes_total: int
    peak_minutes_per_week: int
    start_months_total: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another award of the kind asked for: its finish, or why there is none; `proved` where that is certain."""

    id: str
    title: str
    finish: Month | None
    reason: str | None
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The least change of one dial alone that makes an impossible request possible.

    `now` and `to` are as shown; `to` and `finish` are None where the dial alone cannot help.
    """

    dial: str
    now: str
    to: str | None
    finish: Month | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A verified plan, or the proof or admission that there is none.

    Attributes
    ----------
    finish, objective
        None where there is no plan.
    bound
        What is proved: no plan has a better value. None where nothing is.
    reason
        Why there is no plan, in a sentence.
    conflict
        A smallest set of demands that cannot be met together, in words.
    relaxations
        For a request proved impossible, the dials that were set, each with the least change that helps.
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
    load: tuple[MonthLoad, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    warnings: tuple[Note, ...] = ()
    reason: str | None = None
    conflict: str | None = None
    relaxations: tuple[Relaxation, ...] = ()
