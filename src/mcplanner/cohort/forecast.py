"""Sums up the answers of all learners: the seats that each run would need, the finishes, the costs, and what is impossible.

One table, in which `what` says what a line counts. Its size depends on the catalogue, not on the number of learners.
"""

from collections import Counter
from collections.abc import Iterable

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.answers import Planned, Seat, decode
from mcplanner.cohort.tables import dollars
from mcplanner.export.csv_values import csv_text

COLUMNS = ("what", "month", "day", "module", "title", "provider", "learners", "dollars", "reason")

MOST_REASONS = 1000
"""The most different reasons that are named; the rarer ones are one line, so that the table stays small."""


class Forecast:
    """Counts answers, each with its learners."""

    def __init__(self, answers: Iterable[tuple[bytes, int]]) -> None:
        """Count answers."""
        self.statuses: Counter[str] = Counter()
        self._seats: Counter[Seat] = Counter()
        self._finishes: Counter[str] = Counter()
        self._cents: Counter[str] = Counter()
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
            self._cents[answer.finish] += learners * (answer.cents or 0)

    def csv(self, catalogue: Catalogue) -> str:
        """The table: seats by month and module; finishes by month, with what those learners pay; and reasons, the commonest
        first.
        """
        seats = sorted(self._seats.items(), key=lambda entry: (entry[0].month, entry[0].module, entry[0].day or ""))
        rows = [
            ("seats", seat.month, seat.day or "", seat.module, _title(catalogue, seat), seat.provider, str(count), "", "")
            for seat, count in seats
        ]
        rows += [
            ("finish", month, "", "", "", "", str(count), dollars(self._cents[month]), "")
            for month, count in sorted(self._finishes.items())
        ]
        return csv_text(COLUMNS, [*rows, *self._without_plan()])

    def _without_plan(self) -> Iterable[tuple[str, ...]]:
        commonest = sorted(self._reasons.items(), key=lambda entry: (-entry[1], entry[0]))
        for (status, reason), count in commonest[:MOST_REASONS]:
            yield status, "", "", "", "", "", str(count), "", reason
        rest = sum(count for _, count in commonest[MOST_REASONS:])
        if rest:
            yield "other", "", "", "", "", "", str(rest), "", "rarer reasons"


def _title(catalogue: Catalogue, seat: Seat) -> str:
    return catalogue.module_by_id[seat.module].title
