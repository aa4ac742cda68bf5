"""Sums up the answers of all learners: the seats that each run would need, the finishes, the costs, and what is impossible.

One table, in which `what` says what a line counts. Its size depends on the catalogue, not on the number of learners.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import asdict

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.answers import Answer, NeededSeat, Planned
from mcplanner.cohort.tables import Values
from mcplanner.ground.money import Amount

MOST_REASONS = 1000
"""The most different reasons that are named; the rarer ones are one line, so that the table stays small."""


class SeatDemand(Struct, frozen=True):
    """How many learners need a seat in a run."""

    month: str
    day: str | None
    module: str
    title: str
    provider: str
    learners: int


class FinishesOfMonth(Struct, frozen=True):
    """How many learners finish in a month, and what they pay together; no month for who has everything already."""

    month: str
    learners: int
    cost: Amount


class Without(Struct, frozen=True):
    """How many learners have no plan for one reason.

    `would_help` is the least change of one wish that the most of them need, and `helped` is how many these are; None if nothing
    helps anybody.
    """

    status: str
    learners: int
    reason: str
    would_help: str | None = None
    helped: int | None = None


class Forecast:
    """Counts answers, each with its learners."""

    def __init__(self, catalogue: Catalogue, answers: Iterable[tuple[Answer, int]]) -> None:
        """Count answers that were planned over a catalogue."""
        self.catalogue = catalogue
        self.statuses: Counter[str] = Counter()
        self._seats: Counter[NeededSeat] = Counter()
        self._finishes: Counter[str] = Counter()
        self._costs: dict[str, Amount] = {}
        self._reasons: Counter[tuple[str, str]] = Counter()
        self._changes: dict[tuple[str, str], Counter[str]] = {}
        for answer, learners in answers:
            if isinstance(answer, Planned):
                self._count(answer, learners)
            else:
                self.statuses["refused"] += learners

    def _count(self, answer: Planned, learners: int) -> None:
        self.statuses[answer.status] += learners
        for seat in answer.seats:
            self._seats[seat] += learners
        if answer.finish is None:
            why = answer.status, answer.reason
            self._reasons[why] += learners
            changes = self._changes.setdefault(why, Counter())
            for change in answer.would_help:
                changes[change] += learners
        else:
            self._finishes[answer.finish] += learners
            own = Amount(learners * (answer.cents_at_least or 0), learners * (answer.unknown_fees or 0))
            self._costs[answer.finish] = self._costs.get(answer.finish, Amount()) + own

    @property
    def seats(self) -> Sequence[SeatDemand]:
        """The seats of each run, by month and module."""
        found = sorted(self._seats.items(), key=lambda entry: (entry[0].month, entry[0].module, entry[0].day or ""))
        modules = self.catalogue.module_by_id
        return [
            SeatDemand(seat.month, seat.day, seat.module, modules[seat.module].title, seat.provider, learners)
            for seat, learners in found
        ]

    @property
    def finishes(self) -> Sequence[FinishesOfMonth]:
        """Each month in which learners finish."""
        return [FinishesOfMonth(month, learners, self._costs[month]) for month, learners in sorted(self._finishes.items())]

    def without_plan(self) -> Iterator[Without]:
        """The reasons for which there is no plan, the commonest first."""
        commonest = sorted(self._reasons.items(), key=lambda entry: (-entry[1], entry[0]))
        for (status, reason), learners in commonest[:MOST_REASONS]:
            changes = self._changes[status, reason].items()
            change, helped = min(changes, key=lambda entry: (-entry[1], entry[0]), default=(None, None))
            yield Without(status, learners, reason, change, helped)
        rest = sum(learners for _, learners in commonest[MOST_REASONS:])
        if rest:
            yield Without("other", rest, "rarer reasons")

    def lines(self) -> Iterator[Values]:
        """All of it as one table."""
        for seats in self.seats:
            yield {"what": "seats", **asdict(seats)}
        for each in self.finishes:
            paid = {"cents": each.cost.exact, "cents_at_least": each.cost.cents, "unknown_fees": each.cost.unknown}
            yield {"what": "finish", "month": each.month, "learners": each.learners, **paid}
        for reason in self.without_plan():
            yield {"what": reason.status, **asdict(reason)}
