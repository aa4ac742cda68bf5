"""Requirements as formulas over questions that are open: whether a module counts in a place.

A formula is a number: FALSE, TRUE, or the place of its line in a table, where equal formulas have one line. It says
that an open question is answered with yes, or that enough of some formulas are true. What is known is worked in at once, so
that a formula without open questions is TRUE or FALSE. Lines stand after those that they use: nothing recurs along them.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import reduce
from operator import or_

from msgspec import Struct

from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Requirement, Skill

FALSE, TRUE = 0, 1


OptionPath = tuple[int, ...]
"""The position of an option of a choice in a requirement; empty for what stands in no choice."""


class CountingPlace(Struct, frozen=True, order=True, gc=False):
    """A place where a module can count: in an award, alone (`option` is empty) or in an option of a choice; or by credits."""

    award: str
    option: OptionPath
    credited: bool


class Atom(Struct, frozen=True, gc=False):
    """The question whether a module, given as a number, counts in a place."""

    unit: int
    place: CountingPlace


class Enough(Struct, frozen=True, gc=False):
    """The statement that the true ones among some formulas weigh so much together."""

    weight: int
    parts: tuple[tuple[int, int], ...]
    """Weights, each with a formula."""


class Formulas:
    """The table of formulas."""

    def __init__(self) -> None:
        self._lines: list[Atom | Enough] = []
        self._numbers: dict[Atom | Enough, int] = {}
        self._units: list[int] = [0, 0]
        """Of each formula the modules that have open questions in it, as bits."""

    def atom(self, unit: int, place: CountingPlace) -> int:
        """The formula that a module counts in a place."""
        return self._number(Atom(unit, place))

    def enough(self, weight: int, parts: Iterable[tuple[int, int]]) -> int:
        """The formula that those of the parts that are true weigh so much together."""
        open_parts: list[tuple[int, int]] = []
        for own, part in parts:
            if part == TRUE:
                weight -= own
            elif part != FALSE:
                open_parts.append((own, part))
        if weight <= 0:
            return TRUE
        if sum(own for own, _ in open_parts) < weight:
            return FALSE
        if len(open_parts) == 1:
            return open_parts[0][1]
        return self._number(Enough(weight, tuple(sorted((min(own, weight), part) for own, part in open_parts))))

    def _number(self, line: Atom | Enough) -> int:
        number = self._numbers.get(line)
        if number is None:
            number = self._numbers[line] = len(self._lines) + 2
            self._lines.append(line)
            self._units.append(1 << line.unit if isinstance(line, Atom) else self._units_of(line))
        return number

    def _units_of(self, line: Enough) -> int:
        return reduce(or_, (self._units[part] for _, part in line.parts))

    def _lines_with(self, formula: int, unit: int) -> list[int]:
        """The numbers of a formula and of all in it that have open questions about a module, each after those that it uses."""
        found: set[int] = set()
        waiting = [formula]
        while waiting:
            number = waiting.pop()
            if self._units[number] >> unit & 1 and number not in found:
                found.add(number)
                line = self._lines[number - 2]
                waiting += [part for _, part in line.parts] if isinstance(line, Enough) else ()
        return sorted(found)

    def first_unit(self, formula: int) -> int:
        """The first module that has open questions in a formula, which must have some."""
        units = self._units[formula]
        return (units & -units).bit_length() - 1

    def places(self, formula: int, unit: int) -> frozenset[CountingPlace]:
        """The places of which it is an open question in a formula whether a module counts there."""
        lines = (self._lines[number - 2] for number in self._lines_with(formula, unit))
        return frozenset(line.place for line in lines if isinstance(line, Atom))

    def needed(self, formula: int) -> list[tuple[int, tuple[Atom, ...]]]:
        """Choices of which a formula needs each: how many of which open questions must be answered with yes."""
        found: list[tuple[int, tuple[Atom, ...]]] = []
        seen = {FALSE, TRUE}
        waiting = {formula}
        while waiting:
            number = waiting.pop()
            line = self._lines[number - 2]
            seen.add(number)
            if isinstance(line, Atom):
                found.append((1, (line,)))
            elif sum(own for own, _ in line.parts) == line.weight:
                waiting |= {part for _, part in line.parts} - seen
            elif (atoms := self._choice(line)) is not None:
                found.append((line.weight, atoms))
        return found

    def _choice(self, line: Enough) -> tuple[Atom, ...] | None:
        """The open questions of which so many must be answered with yes; None where a line has other parts, or weights."""
        questions = [self._lines[part - 2] for _, part in line.parts]
        atoms = tuple(question for question in questions if isinstance(question, Atom))
        return atoms if len(atoms) == len(questions) and all(own == 1 for own, _ in line.parts) else None

    def given(self, formula: int, unit: int, places: Collection[CountingPlace]) -> int:
        """Return what a formula becomes when a module counts in these places and in no other."""
        became: dict[int, int] = {}
        for number in self._lines_with(formula, unit):
            line = self._lines[number - 2]
            if isinstance(line, Enough):
                became[number] = self.enough(line.weight, [(own, became.get(part, part)) for own, part in line.parts])
            else:
                became[number] = TRUE if line.place in places else FALSE
        return became.get(formula, formula)


Named = Callable[[str, OptionPath, bool], int]
"""The formula of what an id names in an option of a requirement; with whether its credits are counted."""


def formula_of(
    table: Formulas, requirement: Requirement, named: Named, shown: Callable[[str], int], credits_of: Callable[[str], int]
) -> int:
    """The formula of a requirement, which is nested no deeper than a file may be; given those of its ids and of its skills."""

    def all_or_some(number: int, nodes: Sequence[Requirement], path: OptionPath, option: OptionPath) -> int:
        return table.enough(number, ((1, of(node, (*path, index), option)) for index, node in enumerate(nodes)))

    def of(node: Requirement, path: OptionPath, option: OptionPath) -> int:
        match node:
            case str():
                return named(node, option, False)
            case Skill():
                return shown(node.skill)
            case tuple():
                return all_or_some(len(node), node, path, option)
            case AllOf():
                return all_or_some(len(node.all), node.all, path, option)
            case AnyOf():
                return all_or_some(1, node.any, path, option)
            case Choose():
                options = [(*path, index) for index in range(len(node.from_))]
                return table.enough(
                    node.choose, [(1, of(each, own, own)) for own, each in zip(options, node.from_, strict=True)]
                )
            case Credits():
                names = enumerate(node.from_)
                return table.enough(
                    int(2 * node.credits), [(credits_of(name), named(name, (*path, index), True)) for index, name in names]
                )

    return of(requirement, (), ())
