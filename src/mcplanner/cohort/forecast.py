"""Sums up the answers of all learners: the seats that each run would need, the finishes, the costs, and what is impossible.

One table, in which `what` says what a line counts. Its size depends on the catalogue, not on the number of learners.
"""

from collections import Counter
from collections.abc import Iterable

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.answers import Planned, Seat, decode
from mcplanner.cohort.tables import dollars
from mcplanner.export.csv_values import csv_text
from mcplanner.ground.money import Amount

COLUMNS = (
    "what", "month", "day", "module", "title", "provider", "learners", "dollars", "dollars_at_least", "unknown_fees", "reason",
)  # fmt: skip

MOST_REASONS = 1000
"""The most different reasons that are named; the rarer ones are one line, so that the table stays small."""


class Forecast:
    """Counts answers, each with its learners."""

    def __init__(self, answers: Iterable[tuple[bytes, int]]) -> None:
        """Count answers."""
        self.statuses: Counter[str] = Counter()
        self._seats: Counter[Seat] = Counter()
        self._finishes: Counter[str] = Counter()
        self._costs: dict[str, Amount] = {}
        self._reasons: Counter[tuple[str, str]] = Counter()
        for content, learners in answers:
            answer = decode(content)
            if isinstance(answer, Planned):
                self._count(answer, learners)
            else:
                self.statuses["refused"] += learners

    def _count(self, answer: Planned, learners: int) -> None:
        self.statuses[answer.status] += learners
        for seat in answer.seats:
            self._seats[seat] += learners
        if answer.finish is None:
            self._reasons[answer.status, answer.reason] += learners
        else:
            self._finishes[answer.finish] += learners
            own = Amount(learners * (answer.cents_at_least or 0), learners * (answer.unknown_fees or 0))
            self._costs[answer.finish] = self._costs.get(answer.finish, Amount()) + own

    def csv(self, catalogue: Catalogue) -> str:
        """The table: seats by month and module; finishes by month, with what those learners pay; and reasons, the commonest
        first.
        """
        seats = sorted(self._seats.items(), key=lambda entry: (entry[0].month, entry[0].module, entry[0].day or ""))
        rows = [
            _line(
                what="seats",
                month=seat.month,
                day=seat.day or "",
                module=seat.module,
                title=_title(catalogue, seat),
                provider=seat.provider,
                learners=str(count),
            )
            for seat, count in seats
        ]
        rows += [_finish(month, count, self._costs[month]) for month, count in sorted(self._finishes.items())]
        return csv_text(COLUMNS, [*rows, *self._without_plan()])

    def _without_plan(self) -> Iterable[tuple[str, ...]]:
        commonest = sorted(self._reasons.items(), key=lambda entry: (-entry[1], entry[0]))
        for (status, reason), count in commonest[:MOST_REASONS]:
            yield _line(what=status, learners=str(count), reason=reason)
        rest = sum(count for _, count in commonest[MOST_REASONS:])
        if rest:
            yield _line(what="other", learners=str(rest), reason="rarer reasons")


def _line(**cells: str) -> tuple[str, ...]:
    """A line of the table; what is not given is empty."""
    return tuple(cells.get(name, "") for name in COLUMNS)


def _finish(month: str, learners: int, cost: Amount) -> tuple[str, ...]:
    """How many finish in a month, and what they pay together: a sum with unknown fees is none, but at least its known parts."""
    return _line(
        what="finish",
        month=month,
        learners=str(learners),
        dollars=dollars(cost.exact),
        dollars_at_least=dollars(cost.cents),
        unknown_fees=str(cost.unknown),
    )


def _title(catalogue: Catalogue, seat: Seat) -> str:
    return catalogue.module_by_id[seat.module].title
