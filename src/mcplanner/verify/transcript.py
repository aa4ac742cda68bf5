"""The modules that a learner has passed, and what they satisfy: requirements, and awards with their month.

Reads the requirement trees of the catalogue. Only what the passed modules touch is looked at, each award once for each
span of time. Where it matters which module counts where, `one_place` tells.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.catalogue.requirements import Requirement, ids, skills
from mcplanner.ground.months import Month
from mcplanner.verify.formulas import FALSE, TRUE, CountingPlace, Formulas, Named, OptionPath, formula_of
from mcplanner.verify.one_place import CountingRules, can_be_satisfied

Pass = tuple[str, Month | None]
"""A module passed, and its last month of study; None where that is not known: then it never expires."""


class Span(Struct, frozen=True, gc=False):
    """Modules that count at some time: those that ended from `first` through `last`, or at an unknown time.

    `among` limits them further to some passes; None for all.
    """

    first: int = 0
    last: int = 10**6
    among: frozenset[Pass] | None = None


EVER = Span()
"""All that is passed."""

MOST_CATALOGUES = 4
"""Of so many catalogues it is kept what modules count as: mostly there is one, and perhaps some with assumptions."""


def _worked_out_once(find: Callable[[Catalogue, str], frozenset[str]]) -> Callable[[Catalogue, str], frozenset[str]]:
    """The same of a module, worked out once for the catalogues that were asked about lately."""
    recent: deque[tuple[Catalogue, dict[str, frozenset[str]]]] = deque(maxlen=MOST_CATALOGUES)

    @wraps(find)
    def found(catalogue: Catalogue, module: str) -> frozenset[str]:
        known = next((own for of, own in recent if of is catalogue), None)
        if known is None:
            known = {}
            recent.append((catalogue, known))
        if module not in known:
            known[module] = find(catalogue, module)
        return known[module]

    return found


@_worked_out_once
def equal_modules(catalogue: Catalogue, module: str) -> frozenset[str]:
    """A module and all that count as it, whichever names the other, and what counts as those."""

    def beside(name: str) -> Iterator[str]:
        yield from catalogue.module_by_id[name].equivalent
        yield from _naming(catalogue, name, lambda other: other.equivalent)

    return _reached_from(module, beside)


@_worked_out_once
def counted_as(catalogue: Catalogue, module: str) -> frozenset[str]:
    """All that a module counts as: its equals, what these cover, the equals of that, and so on."""
    return _reached_from(module, lambda name: (*equal_modules(catalogue, name), *catalogue.module_by_id[name].covers))


@_worked_out_once
def counting_as(catalogue: Catalogue, module: str) -> frozenset[str]:
    """All that count as a module: its equals, the wholes that cover one of these, the equals of those, and so on."""

    def above(name: str) -> Iterator[str]:
        yield from equal_modules(catalogue, name)
        yield from _naming(catalogue, name, lambda other: other.covers)

    return _reached_from(module, above)


@_worked_out_once
def excluded_modules(catalogue: Catalogue, module: str) -> frozenset[str]:
    """The modules that may not be taken as well as a module: either excludes the other, or counts as it."""
    naming = _naming(catalogue, module, lambda other: other.excludes)
    alike = counted_as(catalogue, module) | counting_as(catalogue, module)
    return frozenset((*catalogue.module_by_id[module].excludes, *naming)) | (alike - {module})


def _naming(catalogue: Catalogue, module: str, names: Callable[[Module], Sequence[str]]) -> Iterator[str]:
    """The modules that have a module among some of the names they give."""
    for other in catalogue.named_by.get(module, ()):
        if other in catalogue.module_by_id and module in names(catalogue.module_by_id[other]):
            yield other


def _reached_from(module: str, neighbours: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """A module, its neighbours, theirs, and so on."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += neighbours(name)
    return frozenset(found)


def _is_in(one: Pass, span: Span) -> bool:
    end = one[1]
    return (span.among is None or one in span.among) and (end is None or span.first <= end <= span.last)


def _months_of(passes: Iterable[Pass], span: Span) -> list[Month]:
    """The months in a span in which some passes ended."""
    return sorted({each[1] for each in passes if each[1] is not None and _is_in(each, span)})


def _extent(passes: Iterable[Pass]) -> tuple[int, int]:
    """The first and the last month in which some passes ended; no month at all where none is known."""
    months = [end for _, end in passes if end is not None]
    return (min(months), max(months)) if months else (0, -1)


Key = tuple[str, Span]
"""An award in a span of time."""

T = TypeVar("T")


MOST_RECENT = 32
"""The most transcripts that are kept: plans that differ in nothing but prices have one."""


def transcript_of(catalogue: Catalogue, passes: frozenset[Pass]) -> "Transcript":
    """The transcript of what is passed, with what it has found out where it was made lately."""
    known = next((own for own in _recent if own.catalogue is catalogue and own.passes == passes), None)
    if known is None:
        known = Transcript(catalogue, passes)
        _recent.append(known)
    return known


class Transcript(Struct, frozen=True, dict=True):
    """The modules that a learner has passed by the end of a plan; one that was taken again is passed twice."""

    catalogue: Catalogue
    passes: frozenset[Pass]

    # --- what is there ---

    @cached_property
    def unit_of(self) -> Mapping[str, int]:
        """A number for each module that something passed counts as; modules that count as each other have the same."""
        numbers: dict[str, int] = {}
        for module in sorted(set[str]().union(*self._counted_as.values())):
            if module not in numbers:
                numbers.update(dict.fromkeys(equal_modules(self.catalogue, module), len(numbers)))
        return numbers

    @cached_property
    def _counted_as(self) -> Mapping[str, frozenset[str]]:
        """For each module passed all that it counts as."""
        return {module: counted_as(self.catalogue, module) for module, _ in self.passes}

    def _passed_as(self, unit: int, award: str | None = None) -> Sequence[Pass]:
        """What is passed and counts as a unit; in an award, without what counts there as a whole that covers the unit."""
        return self._passes_by_unit(award).get(unit, ())

    def _passes_by_unit(self, award: str | None) -> Mapping[int, Sequence[Pass]]:
        if award not in self._known_passes:
            found: dict[int, list[Pass]] = {}
            for each in self.passes:
                names = self._counted_as[each[0]]
                named = () if award is None else names & set(ids(self.catalogue.award_by_id[award].requires))
                for unit in {self.unit_of[name] for name in names} - self._units_within(named):
                    found.setdefault(unit, []).append(each)
            self._known_passes[award] = found
        return self._known_passes[award]

    @cached_property
    def _known_passes(self) -> dict[str | None, Mapping[int, Sequence[Pass]]]:
        return {}

    def _units_within(self, wholes: Iterable[str]) -> set[int]:
        """The units that some modules count as, each but for its own."""
        return {
            self.unit_of[name]
            for whole in wholes
            for name in counted_as(self.catalogue, whole)
            if self.unit_of[name] != self.unit_of[whole]
        }

    @cached_property
    def _showing(self) -> Mapping[str, frozenset[int]]:
        """For each skill, the passed modules that show it, themselves or as modules that count as them."""
        found: dict[str, set[int]] = {}
        for module, unit in self.unit_of.items():
            for skill in self.catalogue.module_by_id[module].skills:
                found.setdefault(skill, set()).add(unit)
        return {skill: frozenset(units) for skill, units in found.items()}

    def _is_there(self, unit: int, span: Span, award: str | None = None) -> bool:
        """Return whether a module that counts as a unit, perhaps in an award, is passed in a span."""
        return any(_is_in(each, span) for each in self._passed_as(unit, award))

    def passes_of(self, modules: Iterable[str]) -> frozenset[Pass]:
        """The passes of some modules."""
        wanted = frozenset(modules)
        return frozenset(each for each in self.passes if each[0] in wanted)

    def shows(self, skill: str, span: Span) -> bool:
        """Return whether something passed in a span teaches a skill."""
        return any(self._is_there(unit, span) for unit in self._showing.get(skill, ()))

    def _fit(self, award: str, span: Span) -> Span:
        """A span drawn in to what is in it and can count toward a touched award: what is the same for that has the same.

        Its months are the first and the last in which such a module ended; `among` is given where others of these months are
        to be left out.
        """
        if (award, span) not in self._fitted:
            counting = self._counting[award]
            inside = counting if span.among is None else counting & span.among
            if not span.first <= self._extent[award][0] <= self._extent[award][1] <= span.last:
                inside = frozenset(each for each in inside if _is_in(each, span))
            fit = Span(*(self._extent[award] if inside == counting else _extent(inside)))
            is_all = inside == counting or sum(_is_in(each, fit) for each in counting) == len(inside)
            self._fitted[award, span] = fit if is_all else replace(fit, among=inside)
        return self._fitted[award, span]

    @cached_property
    def _fitted(self) -> dict[Key, Span]:
        return {}

    def months_in(self, span: Span) -> list[Month]:
        """The months in a span in which something ended."""
        return _months_of(self.passes, span)

    # --- what it touches ---

    @cached_property
    def touched(self) -> frozenset[str]:
        """The awards toward which something passed can count, directly or through other awards."""
        found: set[str] = set()
        waiting = [*self.unit_of, *self._showing]
        while waiting:
            new = {
                name for name in self.catalogue.named_by.get(waiting.pop(), ()) if name in self.catalogue.award_by_id
            } - found
            found |= new
            waiting += new
        return frozenset(found)

    @cached_property
    def _awards_in(self) -> Mapping[str, tuple[str, ...]]:
        """The touched awards that each of them names."""
        by_id = self.catalogue.award_by_id
        return {
            award: tuple(dict.fromkeys(name for name in ids(by_id[award].requires) if name in self.touched))
            for award in self.touched
        }

    def _inner_first(self, roots: Iterable[str]) -> list[str]:
        """Some touched awards and all that they name, each after those that it names."""
        found: dict[str, None] = {}
        waiting = [(root, False) for root in roots if root in self.touched]
        while waiting:
            award, ready = waiting.pop()
            if ready:
                found[award] = None
            elif award not in found:
                waiting.append((award, True))
                waiting += [(inner, False) for inner in self._awards_in[award] if inner not in found]
        return list(found)

    @cached_property
    def _counting(self) -> Mapping[str, frozenset[Pass]]:
        """What is passed and can count toward each touched award, directly or through awards that it names."""
        passed_as: dict[str, set[Pass]] = {}
        for each in self.passes:
            for name in self._counted_as[each[0]]:
                for key in (name, *self.catalogue.module_by_id[name].skills):
                    passed_as.setdefault(key, set()).add(each)
        found: dict[str, frozenset[Pass]] = {}
        for award in self._inner_first(self.touched):
            requires = self.catalogue.award_by_id[award].requires
            own = [passed_as.get(name, set()) for name in (*ids(requires), *skills(requires))]
            found[award] = frozenset().union(*own, *(found[inner] for inner in self._awards_in[award]))
        return found

    @cached_property
    def _extent(self) -> Mapping[str, tuple[int, int]]:
        """The first and the last month in which something ended that can count toward each touched award."""
        return {award: _extent(counting) for award, counting in self._counting.items()}

    @cached_property
    def _contested(self) -> Mapping[str, frozenset[tuple[int, bool]]]:
        """Of each touched award the modules passed that count only once where it names them: by themselves, or by credits.

        It names them in two places, or in an option of a choice while an award that it names has them, too.
        """
        found: dict[str, frozenset[tuple[int, bool]]] = {}
        within: dict[str, frozenset[tuple[int, bool]]] = {}
        for award in self._inner_first(self.touched):
            below = frozenset().union(*(within[inner] for inner in self._awards_in[award]))
            options: dict[tuple[int, bool], set[OptionPath]] = {}
            for name, option, credited in self._named_in(award):
                if name in self.unit_of:
                    options.setdefault((self.unit_of[name], credited), set()).add(option)
            found[award] = frozenset(each for each, own in options.items() if len(own) > 1 or (own != {()} and each in below))
            within[award] = below | options.keys()
        return found

    def _named_in(self, award: str) -> list[tuple[str, OptionPath, bool]]:
        """The ids that an award names, each with its option, and whether its credits are counted."""
        found: list[tuple[str, OptionPath, bool]] = []

        def named(name: str, option: OptionPath, credited: bool) -> int:
            found.append((name, option, credited))
            return FALSE

        self._formula(self.catalogue.award_by_id[award].requires, EVER, named)
        return found

    # --- what it satisfies ---

    @cached_property
    def _table(self) -> Formulas:
        """The formulas of this transcript."""
        return Formulas()

    def _formula(self, requirement: Requirement, span: Span, named: Named) -> int:
        """The formula of a requirement in a span, given those of its ids."""

        def shown(skill: str) -> int:
            return TRUE if self.shows(skill, span) else FALSE

        return formula_of(self._table, requirement, named, shown, self._halves_of)

    def _halves_of(self, module: str) -> int:
        return int(2 * (self.catalogue.module_by_id[module].credits or 0))

    def satisfies(self, requirement: Requirement, span: Span = EVER) -> bool:
        """Return whether what is passed in a span satisfies a requirement that is not an award's: nothing is counted."""
        return self._formula(requirement, span, lambda name, *_: self._is_had(name, span)) == TRUE

    def _is_had(self, name: str, span: Span) -> int:
        if name in self.unit_of:
            return TRUE if self._is_there(self.unit_of[name], span) else FALSE
        return TRUE if name in self.touched and self.earns(name, span) else FALSE

    def earns(self, award: str, span: Span = EVER) -> bool:
        """Return whether what is passed in a span earns an award, in some month of it."""
        return award in self.touched and self._settle((award, self._fit(award, span)), self._earned, self._is_earned)

    @cached_property
    def _earned(self) -> dict[Key, bool]:
        return {}

    def _settle(self, target: Key, known: dict[Key, T], find: Callable[[Key], T]) -> T:
        """Return the result for an award in a span, after those for the awards that it names; none is computed twice."""
        waiting = [target]
        while waiting:
            key = waiting[-1]
            if key not in known:
                missing = [inner for inner in self._inner(key) if inner not in known]
                if missing:
                    waiting += missing
                    continue
                known[key] = find(key)
            waiting.pop()
        return known[target]

    def _inner(self, key: Key) -> Iterator[Key]:
        for window in self._windows(*key):
            for inner in self._awards_in[key[0]]:
                yield inner, self._fit(inner, window)

    def _windows(self, award: str, span: Span) -> tuple[Span, ...]:
        """In one of which spans an award must be satisfied, to be earned within a span: one for each month, if it expires."""
        valid = self.catalogue.award_by_id[award].valid_months
        if valid is None:
            return (span,)
        first, last, among = span.first, span.last, span.among
        found = (Span(max(first, month - valid), min(last, month), among) for month in _months_of(self._counting[award], span))
        return tuple(dict.fromkeys(self._fit(award, each) for each in found)) or (span,)

    def _is_earned(self, key: Key) -> bool:
        return any(self._is_earned_by(key[0], window) for window in self._windows(*key))

    def _is_earned_by(self, award: str, window: Span) -> bool:
        """Return whether modules that all count at once satisfy an award, of which it is known what it names."""
        contested = self._contested[award]

        def earned(contested_count: int) -> bool:
            def named(name: str, _: OptionPath, credited: bool) -> int:
                if name not in self.unit_of:
                    return TRUE if name in self.touched and self._earned[name, self._fit(name, window)] else FALSE
                unit = self.unit_of[name]
                if not self._is_there(unit, window, award):
                    return FALSE
                return contested_count if (unit, credited) in contested else TRUE

            return self._formula(self.catalogue.award_by_id[award].requires, window, named) == TRUE

        if not earned(TRUE):
            return False
        return not contested or earned(FALSE) or self._can_count([(award, window)], {})

    def earns_together(self, wanted: Sequence[Key]) -> bool:
        """Return whether one way to count earns awards, each within its span, none sharing more modules than it may."""
        asked = frozenset(wanted)
        if asked not in self._together:
            self._together[asked] = self._can_count(wanted, self.limits(award for award, _ in wanted))
        return self._together[asked]

    @cached_property
    def _together(self) -> dict[frozenset[Key], bool]:
        return {}

    def _can_count(self, wanted: Sequence[Key], limits: Mapping[str, int]) -> bool:
        if any(award not in self.touched for award, _ in wanted):
            return False
        below: dict[str, frozenset[str]] = {}
        for award in self._inner_first(award for award, _ in wanted):
            below[award] = frozenset(self._awards_in[award]).union(*(below[inner] for inner in self._awards_in[award]))
        known: dict[Key, int] = {}

        def find(key: Key) -> int:
            return self._table.enough(1, [(1, self._open_formula(key[0], window, known)) for window in self._windows(*key)])

        goals = [(1, self._settle((award, self._fit(award, span)), known, find)) for award, span in wanted]
        return can_be_satisfied(self._table, self._table.enough(len(goals), goals), CountingRules(below, limits))

    @cached_property
    def limits_sharing(self) -> bool:
        """Return whether an award that can be earned limits what it shares."""
        return any(map(self.earns, self.limits(self.touched)))

    def limits(self, awards: Iterable[str]) -> dict[str, int]:
        """The number of modules that touched awards, and those that they name, may share, for those that limit it."""
        shares = ((award, self.catalogue.award_by_id[award].shares) for award in self._inner_first(awards))
        return {award: limit for award, limit in shares if limit is not None}

    def _open_formula(self, award: str, window: Span, known: Mapping[Key, int]) -> int:
        """The formula of an award in a window, in which it is open where each module counts."""

        def named(name: str, option: OptionPath, credited: bool) -> int:
            if name not in self.unit_of:
                return known[name, self._fit(name, window)] if name in self.touched else FALSE
            unit = self.unit_of[name]
            is_there = self._is_there(unit, window, award)
            return self._table.atom(unit, CountingPlace(award, option, credited)) if is_there else FALSE

        return self._formula(self.catalogue.award_by_id[award].requires, window, named)

    def first_month(self, award: str, span: Span = EVER) -> Month | None:
        """The first month in which what is passed in a span earns an award; None where it needs no dated module, or never."""
        if self.earns(award, Span(0, -1, span.among)):
            return None
        months = self.months_in(span)
        first = bisect_left(months, True, key=lambda month: self.earns(award, Span(0, month, span.among)))
        return months[first] if first < len(months) else None


_recent: deque[Transcript] = deque(maxlen=MOST_RECENT)
