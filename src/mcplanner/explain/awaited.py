"""The modules that a requirement had to wait for.

Knows requirements and months; neither plans nor learners.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from mcplanner.catalogue.counting import Ends, holds, passes, together
from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import Requirement
from mcplanner.ground.months import Month
from mcplanner.ground.time_limit import checkpoint


class Awaited(Struct, frozen=True):
    """Finds the modules that a requirement waited for.

    Attributes
    ----------
    passed
        What had ended before the requirement could have been met sooner.
    late
        The modules that ended after that and in time, each with its month.
    """

    catalogue: Catalogue
    requires: Requirement
    passed: Ends
    late: Mapping[str, Month]

    def modules(self) -> Iterator[list[str]]:
        """Each module that was waited for, by its end, with those that ended in the same month and would do as well.

        Nothing where the requirement did not wait. Where several modules would do, those that ended first were enough.
        """
        if self._is_met_with(()) or not self._is_met_with(self.late):
            return
        needed = self._needed()
        for name in sorted(needed, key=self._by_end):
            rest = needed - {name}
            yield [other for other in sorted(self.late) if other == name or self._would_do(other, name, rest)]

    def _needed(self) -> set[str]:
        """As few of the late modules as are enough, those that ended first."""
        needed = set(self.late)
        for name in sorted(self.late, key=self._by_end, reverse=True):
            if self._is_met_with(needed - {name}):
                needed.discard(name)
        return needed

    def _would_do(self, other: str, name: str, rest: set[str]) -> bool:
        """Return whether another module, ended in the same month, would be enough in place of one, beside the rest."""
        return other not in rest and self.late[other] == self.late[name] and self._is_met_with(rest | {other})

    def _by_end(self, name: str) -> tuple[Month, str]:
        return self.late[name], name

    def _is_met_with(self, some: Iterable[str]) -> bool:
        checkpoint()
        ends = passes(*((name, self.late[name]) for name in some))
        return holds(self.catalogue, self.requires, together(self.passed, ends))
