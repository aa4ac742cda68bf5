"""People who share limits, and the plans of all of them together.

Plain values; knows neither how a team is written nor how it is planned.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month
from mcplanner.ground.stages import Basis
from mcplanner.learner.model import Learner
from mcplanner.plans.model import INTERRUPTED, Note, Plan, Relaxation, Status, Target, ToldFigure


class Person(Struct, frozen=True, kw_only=True):
    """One of a team: what a learner brings and wishes, and what is wanted of them by when.

    `by` is the last month in which something may run; None for no limit.
    """

    name: str
    learner: Learner
    targets: tuple[str, ...]
    by: Month | None = None
    groups: tuple[str, ...] = ()

    @property
    def paid_by_employer(self) -> bool:
        """Return whether the training budget pays for this person's modules."""
        return self.learner.payer == "employer"


class Group(Struct, frozen=True, kw_only=True):
    """People of a team who may not all be in class or off at one time; `id` is None for everybody.

    `in_class` is how many of them may be in class on one evening, `off` how many may be off work for a class on one day; None
    for no limit. `members` are positions among the people.
    """

    id: str | None
    title: str
    members: frozenset[int]
    in_class: int | None = None
    off: int | None = None


class Seats(Struct, frozen=True, kw_only=True):
    """How many of the team may start a module in a month; where `start` is None, in each month that has no seats of its own."""

    module: str
    seats: int
    start: Month | None = None

    def of_same(self, other: "Seats") -> bool:
        """Return whether others are seats of the same module in the same month."""
        return (self.module, self.start) == (other.module, other.start)


class Team(Struct, frozen=True, kw_only=True):
    """People, the first month of their plans, and the limits that they share.

    `budget_cents` and `budget_per_year_cents` limit what the employer pays for modules, after subsidies: for all of them, and
    for those that start in one calendar year.
    """

    start: Month
    people: tuple[Person, ...]
    title: str = ""
    groups: tuple[Group, ...] = ()
    seats: tuple[Seats, ...] = ()
    budget_cents: int | None = None
    budget_per_year_cents: int | None = None


class TeamStage(StrEnum):
    """What is minimised for a team, in this order."""

    UNSERVED = "unserved"
    LATEST = "latest"
    FINISHES = "finishes"
    UNKNOWN_FEES = "unknown fees"
    COST = "cost"


TEAM_FIGURES: Mapping[TeamStage, str] = MappingProxyType(
    {
        TeamStage.UNSERVED: "unserved",
        TeamStage.LATEST: "latest_finish_months",
        TeamStage.FINISHES: "finish_months_total",
        TeamStage.UNKNOWN_FEES: "unknown_fees",
        TeamStage.COST: "cost_cents",
    }
)
"""The name of each stage's figure with its unit, in files for other programs. Months count from the team's first one on."""

Worth = tuple[int, ...]
"""A value for each stage, in their order; the lower, the better."""


class TeamProof(Struct, frozen=True):
    """What a team's plans come to in one stage, and the value that is proved not to be beaten; None where none is.

    `by` is what the proof rests on.
    """

    stage: TeamStage
    value: int
    bound: int | None
    by: Basis | None = None

    @property
    def settled(self) -> bool:
        """Return whether nothing is better."""
        return self.bound == self.value

    @property
    def gap(self) -> float | None:
        """By what part of the value something better may be; None where nothing is proved."""
        if self.bound is None:
            return None
        return (self.value - self.bound) / self.value if self.value else 0.0


class Member(Struct, frozen=True, kw_only=True):
    """One person's part in the plans of a team.

    Attributes
    ----------
    wanted
        The targets, with their titles.
    plan
        The plan that fits the team; None for who is not served.
    hours_found
        The minutes a week that were found for a person who gave none: the fewest that meet the date.
    alone
        The month in which this person could have finished alone; None if never, or if nothing is left to study.
    reason
        Why the person is not served, in a sentence; `reason_figures` are the figures that it tells.
    changes
        The least changes, each of one thing alone, with which the person would be served while the others keep their plans.
    joint_change
        Where no change helps alone: the changes that help together; all have the same finish.
    """

    person: Person
    wanted: tuple[Target, ...] = ()
    plan: Plan | None = None
    hours_found: int | None = None
    alone: Month | None = None
    reason: str = ""
    reason_figures: tuple[ToldFigure, ...] = ()
    changes: tuple[Relaxation, ...] = ()
    joint_change: tuple[Relaxation, ...] = ()

    @property
    def served(self) -> bool:
        return self.plan is not None

    @property
    def cost(self) -> Amount:
        """What the person's modules cost whoever pays for them."""
        return Amount() if self.plan is None or self.plan.objective is None else self.plan.objective.cost


class TeamPlan(Struct, frozen=True, kw_only=True):
    """The plans of a team, verified, and how far it is proved that nothing is better.

    `status` is optimal only where every stage is settled; unknown where the search ended before anybody was planned.
    """

    team: Team
    members: tuple[Member, ...]
    proof: tuple[TeamProof, ...]
    status: Status
    notes: tuple[Note, ...] = ()
    catalogue_title: str = ""
    as_of: date | None = None

    @property
    def served(self) -> Sequence[Member]:
        """Those with a plan, in the order of the file."""
        return [member for member in self.members if member.served]

    @property
    def unserved(self) -> Sequence[Member]:
        """Those without."""
        return [member for member in self.members if not member.served]

    @property
    def interrupted(self) -> bool:
        """Return whether Ctrl-C ended the search: there may be more than it says."""
        return any(note.code == INTERRUPTED for note in self.notes)
