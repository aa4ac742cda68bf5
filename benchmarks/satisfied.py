"""Requirements and awards that passed modules satisfy, as docs/catalogue-format.md says it, and which module counts where.

Shares no code with the planner.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

from cases import Case

Ends = Mapping[str, int]
"""The modules passed, each with the offset at which it had ended."""

LONG_AGO = -10_000
"""The end of what is held."""

Requirement = Any
"""As a catalogue's file has it."""


class Counted(NamedTuple):
    """A module that counts in an award, outside of its choices or in one option of them."""

    award: str
    option: tuple[int, ...]
    by_credits: bool
    unit: frozenset[str]


Used = frozenset[Counted]
NONE: Used = frozenset()


class Satisfied:
    """Finds out whether modules that were passed satisfy what a case asks for."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._requires = {name: entry["requires"] for name, entry in case.awards.items()}
        self._below = {name: frozenset(self._all_below(name)) for name in self._requires}

    def by(self, requirement: Requirement, ends: Ends) -> bool:
        """Return whether a requirement is satisfied by what had ended by some time."""
        return any(True for _ in self._ways(requirement, None, (), NONE, ends))

    def targets_by(self, ends: Ends) -> bool:
        """Return whether all targets are satisfied, within what awards may share."""
        targets = self._case.targets
        if not any("shares" in self._case.awards[award] for award in self._wanted_awards):
            return all(self.by(target, ends) for target in targets)
        return any(self._within_shares(used) for used in self._together(targets, None, (), NONE, ends))

    def names(self, requirement: Requirement) -> set[str]:
        """All modules that a requirement looks at, and what counts as them."""
        found: set[str] = set()
        waiting = [requirement]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                if part in self._requires:
                    waiting.append(self._requires[part])
                else:
                    found |= self._case.counting_as[part]
            elif isinstance(part, dict) and "skill" in part:
                waiting += self._teachers(part["skill"])
            else:
                waiting += _parts(part)
        return found

    def _all_below(self, name: str) -> set[str]:
        """The awards that an award names, and those that these name."""
        named = {part for part in _names_in(self._requires[name]) if part in self._requires}
        return named.union(*(self._all_below(other) for other in named))

    @cached_property
    def _wanted_awards(self) -> frozenset[str]:
        wanted = {target for target in self._case.targets if target in self._case.awards}
        return frozenset(wanted.union(*(self._below[target] for target in wanted)))

    def _teachers(self, skill: str) -> list[str]:
        return [name for name, entry in self._case.modules.items() if skill in entry.get("skills", ())]

    def _passed(self, name: str, ends: Ends, award: str | None = None) -> bool:
        """Return whether something passed counts as a module; in an award, a whole that it names is none of its parts."""
        counting = self._case.counting_as[name]
        named = set(_names_in(self._requires[award])) if award else set[str]()
        wholes = named & (counting - self._case.equals[name])
        return not counting.difference(*(self._case.counting_as[whole] for whole in wholes)).isdisjoint(ends)

    def _ways(self, part: Requirement, award: str | None, option: tuple[int, ...], used: Used, ends: Ends) -> Iterator[Used]:
        """Every way to satisfy a part of an award beside the modules used already, as the modules used then."""
        if isinstance(part, str) and part.startswith("skill:"):
            part = {"skill": part.removeprefix("skill:")}
        if isinstance(part, str):
            yield from self._ways_to_have(part, award, option, used, ends)
        elif isinstance(part, list) or "all" in part:
            yield from self._together(_parts(part), award, option, used, ends)
        elif "any" in part:
            for each in part["any"]:
                yield from self._ways(each, award, option, used, ends)
        elif "skill" in part:
            if any(self._passed(name, ends) for name in self._teachers(part["skill"])):
                yield used
        elif "credits" in part:
            yield from self._ways_to_credits(part, award, used, ends)
        else:
            own = (*option, id(part))
            for some in combinations(enumerate(part["from"]), part["choose"]):
                yield from self._of_options(some, award, own, used, ends)

    def _ways_to_have(self, name: str, award: str | None, option: tuple[int, ...], used: Used, ends: Ends) -> Iterator[Used]:
        if name in self._requires:
            for window in self._windows(name, ends):
                yield from self._ways(self._requires[name], name, (), used, window)
        elif self._passed(name, ends, award):
            yield from self._counting(Counted(award or "", option, False, self._case.equals[name]), used)

    def _windows(self, name: str, ends: Ends) -> Iterator[Ends]:
        """Yield what still counts toward an award, at each time at which it could be earned."""
        valid = self._case.awards[name].get("valid_months")
        if valid is None:
            yield ends
            return
        for time in {0, *ends.values()}:
            yield {name: end for name, end in ends.items() if end == LONG_AGO or time - valid <= end <= time}

    def _together(
        self, parts: Sequence[Requirement], award: str | None, option: tuple[int, ...], used: Used, ends: Ends
    ) -> Iterator[Used]:
        if not parts:
            yield used
            return
        for one in self._ways(parts[0], award, option, used, ends):
            yield from self._together(parts[1:], award, option, one, ends)

    def _of_options(
        self, some: Sequence[tuple[int, Requirement]], award: str | None, option: tuple[int, ...], used: Used, ends: Ends
    ) -> Iterator[Used]:
        if not some:
            yield used
            return
        (place, part), *others = some
        for one in self._ways(part, award, (*option, place), used, ends):
            yield from self._of_options(others, award, option, one, ends)

    def _ways_to_credits(self, part: Mapping[str, Any], award: str | None, used: Used, ends: Ends) -> Iterator[Used]:
        passed = [(place, name) for place, name in enumerate(part["from"]) if self._passed(name, ends, award)]
        for size in range(len(passed) + 1):
            for some in combinations(passed, size):
                if sum(self._case.modules[name]["credits"] for _, name in some) >= part["credits"]:
                    yield from self._crediting(some, (award or "", id(part)), used)

    def _crediting(self, some: Sequence[tuple[int, str]], where: tuple[str, int], used: Used) -> Iterator[Used]:
        if not some:
            yield used
            return
        (place, name), *others = some
        award, choice = where
        for one in self._counting(Counted(award, (choice, place), True, self._case.equals[name]), used):
            yield from self._crediting(others, where, one)

    def _counting(self, counted: Counted, used: Used) -> Iterator[Used]:
        """Return the modules used with one more; nothing where it counts elsewhere and cannot count in both."""
        if not counted.award:
            yield used
        elif not any(self._exclude_each_other(counted, other) for other in used):
            yield used | {counted}

    def _exclude_each_other(self, one: Counted, other: Counted) -> bool:
        if one == other or one.unit != other.unit or one.by_credits != other.by_credits:
            return False
        return (
            one.award == other.award
            or (other.award in self._below[one.award] and one.option != ())
            or (one.award in self._below[other.award] and other.option != ())
        )

    def _within_shares(self, used: Used) -> bool:
        for award in self._wanted_awards:
            limit = self._case.awards[award].get("shares")
            if limit is None:
                continue
            whole = self._below[award] | {award}
            others = {other for other in self._wanted_awards - whole if award not in self._below[other]}
            theirs = others.union(*(self._below[other] for other in others))
            counts_here = {own.unit for own in used if own.award in whole}
            if len(counts_here & {own.unit for own in used if own.award in theirs}) > int(limit):
                return False
        return True


def _parts(part: Requirement) -> list[Requirement]:
    if isinstance(part, list):
        return part
    return [each for value in part.values() if isinstance(value, list) for each in value]


def _names_in(part: Requirement) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for each in _parts(part):
            yield from _names_in(each)
