"""Sums up the answers of all learners: the seats that each run would need, the finishes, the costs, and what is impossible.

One table, in which `what` says what a line counts. Its size depends on the catalogue, not on the number of learners.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import asdict

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.answers import Planned, Seat, decode
from mcplanner.cohort.tables import Values

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

    def lines(self, catalogue: Catalogue) -> Iterator[Values]:
        """The table: seats by month and module; finishes by month, with what those learners pay; and reasons, the commonest
        first.
        """
        seats = sorted(self._seats.items(), key=lambda entry: (entry[0].month, entry[0].module, entry[0].day or ""))
        for seat, learners in seats:
            title = catalogue.module_by_id[seat.module].title
            yield {"what": "seats", **asdict(seat), "title": title, "learners": learners}
        for month, learners in sorted(self._finishes.items()):
            yield {"what": "finish", "month": month, "learners": learners, "cents": self._cents[month]}
        yield from self._without_plan()

    def _without_plan(self) -> Iterator[Values]:
        commonest = sorted(self._reasons.items(), key=lambda entry: (-entry[1], entry[0]))
        for (status, reason), learners in commonest[:MOST_REASONS]:
            yield {"what": status, "learners": learners, "reason": reason}
        rest = sum(learners for _, learners in commonest[MOST_REASONS:])
        if rest:
            yield {"what": "other", "learners": rest, "reason": "rarer reasons"}
