"""What a module in a plan uses of what a team shares: evenings, days off work, a seat, money.

Knows the problem's numbers and the catalogue; nothing of limits and of searching. What is known to happen, but not on which
day, counts on each day on which it may be.
"""

from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from msgspec import Struct

from mcplanner.catalogue.class_times import SATURDAY
from mcplanner.catalogue.model import Catalogue, Module, Run, known
from mcplanner.ground.months import Month, last_day
from mcplanner.learner.model import Learner
from mcplanner.problem.model import DAYS_OF_MONTH, Candidate, Option

EVERY_DAY = frozenset(range(7))


class Use(Struct, frozen=True):
    """What one module in a plan uses; days are ordinals.

    Attributes
    ----------
    weekdays
        The days of the week on which it has class in the evening, from `first` through `last`.
    days_off
        The days on which one is off work for it.
    run
        The position of its run among those of the module, where it has one.
    cents, unpriced
        What the employer pays for it; and whether nobody knows that.
    least_in_year, least_ever
        What the employer pays for it at least, whenever it starts in its year, or at all; None where that is not known.
    fixed
        It is under way: nothing can be done about it, it needs no seat and is paid for.
    """

    module: str
    offer: int
    start: Month
    run: int | None
    first: int
    last: int
    weekdays: frozenset[int]
    days_off: frozenset[int]
    cents: int = 0
    unpriced: bool = False
    fixed: bool = False
    least_in_year: int | None = None
    least_ever: int | None = None

    @property
    def year(self) -> int:
        """The calendar year in which it is paid for."""
        return self.start // 12

    def in_class_on(self, day: int) -> bool:
        """Return whether it has class on the evening of a day."""
        return self.first <= day <= self.last and weekday_of(day) in self.weekdays


def weekday_of(day: int) -> int:
    """The day of the week of an ordinal, Monday being 0."""
    return (day - 1) % 7


class Users(Struct, frozen=True):
    """Says what the modules of one learner use."""

    catalogue: Catalogue
    learner: Learner
    first_month: Month
    dated: bool = False
    """Whether the problem has all starts that there can be."""

    def use(self, candidate: Candidate, option: Option, start: int) -> Use:
        """Return what a candidate uses when it takes an option from a start."""
        module = self.catalogue.module_by_id[candidate.module].offer(candidate.offer)
        fixed = any(entry.module == candidate.module for entry in self.learner.under_way)
        month = self._month_of_start(candidate.module) if fixed else Month(self.first_month + start)
        run = module.run_in(month)
        first, last = self._days(run, option, start)
        pays = self.learner.payer == "employer" and not fixed
        return Use(
            candidate.module,
            candidate.offer,
            month,
            self._position(candidate.module, run),
            first,
            last,
            EVERY_DAY if module.evenings else module.evening_days,
            frozenset(days_off(module, run, first, last)),
            candidate.payment(start).cents if pays else 0,
            pays and candidate.unknown_fees > 0,
            fixed,
            *(self._least(candidate, month) if pays and self.dated else ()),
        )

    def _position(self, module: str, run: Run | None) -> int | None:
        """The position of a run among those of its module."""
        return None if run is None else (self.catalogue.module_by_id[module].runs or ()).index(run)

    def _least(self, candidate: Candidate, month: Month) -> tuple[int, int]:
        """The lowest price at a start in the year of a month, and at any start."""
        starts = {start for option in candidate.options for start in option.starts}
        in_year = (start for start in starts if (self.first_month + start) // 12 == month // 12)
        return min(candidate.payment(start).cents for start in in_year), min(candidate.payment(start).cents for start in starts)

    def _month_of_start(self, module: str) -> Month:
        return next(entry.started for entry in self.learner.under_way if entry.module == module)

    def _days(self, run: Run | None, option: Option, start: int) -> tuple[int, int]:
        """The first and the last day: those of the run, and where it has none those of its months."""
        first, last = self._day(option.begin(start)), self._day(option.end(start) - 1)
        if run is None:
            return first, last
        return (
            first if run.first_day is None else run.first_day.toordinal(),
            last if run.last_day is None else run.last_day.toordinal(),
        )

    def _day(self, number: int) -> int:
        """The ordinal of a day of the problem, the last of its month where that is shorter."""
        month = Month(self.first_month + number // DAYS_OF_MONTH)
        end = last_day(month)
        return end.replace(day=min(end.day, number % DAYS_OF_MONTH + 1)).toordinal()


def days_off(module: Module, run: Run | None, first: int, last: int) -> Iterator[int]:
    """The days on which a module may keep one off work: those of a short run with days, else all working days of its time."""
    sessions = known(module.sessions) or ()
    if not module.days or (sessions and all(session.startswith(("sat", "sun")) for session in sessions)):
        return
    if run is not None and run.first_day is not None and run.last_day is not None:
        taken = ceil(module.days)
        if run.last_day - run.first_day < timedelta(days=taken):
            last = min(last, first + taken - 1)
    yield from (day for day in range(first, last + 1) if weekday_of(day) < SATURDAY)
