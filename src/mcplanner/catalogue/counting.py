"""The search for a way to count passed modules that satisfies awards, each module once in each of them.

Beneath `checks`. Reads the catalogue's requirement trees as people wrote them; the solvers must not use it.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import combinations
from operator import le

from msgspec import Struct

from mcplanner.catalogue.model import Award, Catalogue
from mcplanner.catalogue.places import AwardPlace, Unit, in_option
from mcplanner.catalogue.reach import awards_above
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Path, Requirement, Skill, halves, parts
from mcplanner.ground.bit_thresholds import BitThreshold, with_what_follows
from mcplanner.ground.months import Month
from mcplanner.ground.recursion import resolve
from mcplanner.ground.time_limit import checkpoint

Ends = Mapping[str, tuple[Month | None, ...]]
"""The last months of study of each module passed, one for each time; None where it is not known, which then never expires."""

UNDATED: tuple[Month | None, ...] = (None,)
"""The end of a module that is passed, whenever that was."""

Counts = Callable[[Unit, AwardPlace], bool]
"""Says whether a module counts in a place."""

Assignment = Mapping[Unit, frozenset[AwardPlace]]
"""A way to count: of each module passed the places in which it counts."""


class Where(Struct, frozen=True):
    """A node of an award's requirement, and what counts there."""

    counts: Counts
    award: str
    path: Path = ()
    option: Path = ()

    def at(self, node: Requirement, *step: str | int) -> "Where":
        """A part of the node."""
        path = self.path + step
        return Where(self.counts, self.award, path, in_option(node, path, self.option))


def passes(*passed: tuple[str, Month | None]) -> Ends:
    """The ends of modules, each given once for every time it was passed."""
    found: dict[str, tuple[Month | None, ...]] = {}
    for module, end in passed:
        found[module] = (*found.get(module, ()), end)
    return found


def together(some: Ends, others: Ends) -> Ends:
    """Return all that is passed in one or the other."""
    return {**some, **{module: (*some.get(module, ()), *ends) for module, ends in others.items()}}


def latest(ends: tuple[Month | None, ...]) -> Month | None:
    """The last of some ends of one module; None where one is not known, since that never expires."""
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def months_of(passed: Ends) -> list[Month]:
    """The months in which something ended."""
    return sorted({end for ends in passed.values() for end in ends if end is not None})


def holds(catalogue: Catalogue, requirement: Requirement, passed: Ends, where: Where | None = None) -> bool:
    """Return whether the modules passed satisfy a requirement; within an award, those that count there."""
    counts = None if where is None else where.counts
    return PassedModules(catalogue, passed, counts).satisfied(requirement, where)


def earned_at(catalogue: Catalogue, award: Award, passed: Ends, counts: Counts | None = None) -> tuple[bool, Month | None]:
    """Return when one award is earned; see `PassedModules.earned_at`."""
    return PassedModules(catalogue, passed, counts).earned_at(award)


def suffices(catalogue: Catalogue, award: Award, within: Ends, counts: Counts | None = None) -> bool:
    """Return whether an award is earned by modules that all still count; `counts` as in `PassedModules`."""
    return PassedModules(catalogue, within, counts).suffices(award, ALWAYS)


class MonthSpan(Struct, frozen=True):
    """Months, the first and the last included; None for no bound. What has no known end counts in any."""

    first: int | None = None
    last: int | None = None

    def has(self, end: int | None) -> bool:
        return end is None or ((self.first is None or self.first <= end) and (self.last is None or end <= self.last))

    def up_to(self, month: Month, months: int) -> "MonthSpan":
        """Of its months those that a month, and so many before it, leave."""
        first = month - months
        return MonthSpan(first if self.first is None else max(first, self.first), month)


def within(passed: Ends, span: MonthSpan) -> Ends:
    """Return what counts in some months, each module with the ends that do."""
    counted = {module: tuple(end for end in ends if span.has(end)) for module, ends in passed.items()}
    return {module: ends for module, ends in counted.items() if ends}


ALWAYS = MonthSpan()
NO_MONTH = MonthSpan(1, 0)

_EarnedIn = tuple[str, MonthSpan]
"""The question whether an award is earned by what counts in some months."""

_StepsToAnswer = Generator[_EarnedIn, bool, bool]
"""The way to an answer, by the answers for the awards on which it rests; one tree is no deeper than a file may be."""

_StepsToStatement = Generator[_EarnedIn, int, int]
"""The way to a statement, by those of the awards on which it rests."""


class PassedModules(Struct, frozen=True, dict=True):
    """Modules passed, and what they satisfy; each award is looked at once for the same months.

    Attributes
    ----------
    counts
        Which module counts where; where it is not given, the best way to count is sought for each award.
    """

    catalogue: Catalogue
    passed: Ends
    counts: Counts | None = None

    @cached_property
    def _known(self) -> dict[_EarnedIn, bool]:
        return {}

    def satisfied(self, requirement: Requirement, where: Where | None) -> bool:
        """Return whether a requirement is satisfied, in an award or by itself."""
        return self._answer(self._holds(requirement, ALWAYS, where))

    def earned_at(self, award: Award) -> tuple[bool, Month | None]:
        """Return whether an award is earned by the modules passed, and the first month in which it is.

        The month is None where it is not earned, or rests only on modules whose end is not known. An award whose modules expire
        (`valid_months`) is earned in a month when the modules that ended in it or up to that long before satisfy it.
        """
        if self.suffices(award, NO_MONTH):
            return True, None
        months = months_of(self.passed)
        if award.valid_months is None:  # what is enough stays enough
            first = bisect_left(months, True, key=lambda month: self.suffices(award, MonthSpan(last=month)))
            return (True, months[first]) if first < len(months) else (False, None)
        for month in months:
            if self.suffices(award, MonthSpan(month - award.valid_months, month)):
                return True, month
        return False, None

    def suffices(self, award: Award, span: MonthSpan) -> bool:
        """Return whether an award is earned by what counts in some months, all of which still counts then."""
        return self._answer(self._enough(award, span))

    def _answer(self, steps: _StepsToAnswer) -> bool:
        """Return whether some steps end in yes, whatever awards they rest on."""
        answer: bool | None = None
        while True:
            try:
                question = next(steps) if answer is None else steps.send(answer)
            except StopIteration as end:
                return bool(end.value)
            answer = resolve(question, self._earned, self._known)

    def _earned(self, question: _EarnedIn) -> _StepsToAnswer:
        name, span = question
        award = self.catalogue.award_by_id[name]
        for own in _spans(award, span, self.passed):
            if (yield from self._enough(award, own)):
                return True
        return False

    def _enough(self, award: Award, span: MonthSpan) -> _StepsToAnswer:
        if self.counts is not None:
            return (yield from self._holds(award.requires, span, Where(self.counts, award.id)))
        if award.id not in self.catalogue.places.contested:
            return (yield from self._holds(award.requires, span, Where(counts_everywhere, award.id)))
        counted = within(self.passed, span)
        return way_to_satisfy(self.catalogue, (), {award.id: counted}, counted) is not None

    def _holds(self, node: Requirement, span: MonthSpan, where: Where | None) -> _StepsToAnswer:
        if isinstance(node, str):
            return (yield from self._has(node, span, where))
        if isinstance(node, Skill):
            teachers = self.catalogue.modules_by_skill.get(node.skill, ())
            return any(self._counts(teacher.id, span, None) for teacher in teachers)
        lacking = least_worth(node)
        for step, part in parts(node):
            if lacking <= 0:
                break
            if (yield from self._holds(part, span, None if where is None else where.at(node, *step))):
                lacking -= worth_of(self.catalogue, node, part)
            elif isinstance(node, tuple | AllOf):
                break
        return lacking <= 0

    def _has(self, name: str, span: MonthSpan, where: Where | None) -> _StepsToAnswer:
        if name in self.catalogue.module_by_id:
            return self._counts(name, span, where)
        if name in self.catalogue.award_by_id:
            return (yield name, span)
        return (yield from self._holds(self.catalogue.role_by_id[name].requires, span, None))

    def _counts(self, module: str, span: MonthSpan, where: Where | None) -> bool:
        places = self.catalogue.places
        counting = places.counting_as(module, None if where is None else where.award)
        has = any(span.has(end) for name in counting for end in self.passed.get(name, ()))
        return has and (where is None or where.counts(places.unit(module), (where.award, where.option)))


def _spans(award: Award, span: MonthSpan, passed: Ends) -> Iterator[MonthSpan]:
    """In one of which months an award must be satisfied, to be earned in some: those of each month in which it may expire."""
    valid = award.valid_months
    if valid is None:  # all that counts in these months counts at their end
        return iter((span,))
    return iter((NO_MONTH, *(span.up_to(month, valid) for month in months_of(within(passed, span)))))


def counts_everywhere(_: Unit, __: AwardPlace) -> bool:
    """Return whether a module counts in a place: each does in each."""
    return True


def least_worth(node: Requirement) -> int:
    """The least that the parts of a requirement must be worth together."""
    match node:
        case AnyOf():
            return 1
        case Choose():
            return node.choose
        case Credits():
            return halves(node.credits)
        case _:
            return len(parts(node))


def worth_of(catalogue: Catalogue, node: Requirement, part: Requirement) -> int:
    """What a part of a requirement is worth in it: its credits, in halves, where they are asked for, or else 1."""
    return catalogue.module_by_id[part].half_credits if isinstance(node, Credits) and isinstance(part, str) else 1


def valid_in(award: Award, passed: Ends, month: Month) -> Ends:
    """The modules that count toward an award in a month: ended by then, and not too long before."""
    first = 0 if award.valid_months is None else month - award.valid_months
    return within(passed, MonthSpan(first, month))


def expires_for(catalogue: Catalogue, module: str) -> Iterator[tuple[Award, int]]:
    """The awards toward which a module counts for some months only, by itself, as another or by a skill; and how many."""
    above = awards_above(catalogue, [module])
    for name in catalogue.award_by_id if above else ():
        if name in above:
            award = catalogue.award_by_id[name]
            if award.valid_months is not None:
                yield award, award.valid_months


def way_to_satisfy(
    catalogue: Catalogue, earned: Collection[str], satisfied: Mapping[str, Ends], passed: Ends
) -> Assignment | None:
    """A way to count the modules passed that earns some awards, and satisfies what others ask for; None where there is none.

    Parameters
    ----------
    earned
        Awards that are earned in some month.
    satisfied
        Awards that are satisfied by some of the modules passed, all of which still count.
    """
    given = _Given(catalogue, frozenset((*earned, *satisfied)), passed)
    asked = _Asked(catalogue, frozenset(given.units))
    asked.of_all([asked.earned(name, passed) for name in earned] + [asked.satisfied(*entry) for entry in satisfied.items()])
    return _first_way(given, asked.hold, asked.so_far)


def way_to_count(
    catalogue: Catalogue, roots: frozenset[str], passed: Ends, enough: Callable[[Counts], bool]
) -> Assignment | None:
    """A way to count the modules passed in some awards, and those that these name, that is enough; None where there is none."""
    return _first_way(_Given(catalogue, roots, passed), enough)


def _first_way(
    given: "_Given", enough: Callable[[Counts], bool], so_far: Callable[[Counts], Hashable] | None = None
) -> Assignment | None:
    """The first way to count that is enough, where one module after another is given its places.

    A branch is left where it is not enough even if the rest counted everywhere, and is the answer where it is enough though
    the rest counts nowhere. It is left, too, where one before it had come as far with the same modules: nothing that the rest
    can add was enough there.

    Parameters
    ----------
    so_far
        All that matters of what was given its places, for what the rest must add.
    """
    choices: list[Iterator[frozenset[AwardPlace]]] = []
    seen: set[Hashable] = set()
    while True:
        checkpoint()
        if given.is_within_limits() and enough(given.counts(otherwise=True)):
            if enough(given.counts(otherwise=False)):
                return given.assignment()
            state = (given.shared(), len(choices), so_far(given.counts(otherwise=False))) if so_far is not None else None
            if len(choices) < len(given.units) and (state is None or state not in seen):
                seen.add(state)
                choices.append(given.places_of(given.units[len(choices)]))
        if not given.go_on(choices):
            return None


def counts_in(way: Assignment) -> Counts:
    """Say what counts where, in a way to count."""
    return lambda unit, place: place in way.get(unit, ())


class _Given:
    """The places given so far to modules of which it is a question where they count.

    Attributes
    ----------
    spots
        The places in which each module passed can count.
    units
        The modules in question, in the order in which they are given places.
    """

    def __init__(self, catalogue: Catalogue, roots: frozenset[str], passed: Ends) -> None:
        self._catalogue = catalogue
        self._places = catalogue.places
        self._among = self._places.within(roots)
        self._limits = {award: limit for award, limit in self._places.shares.items() if award in self._among}
        self.spots = {
            unit: own
            for unit, own in self._places.of(self._among).items()
            if not self._places.counting_as(min(unit)).isdisjoint(passed)
        }
        self.units = [unit for unit in sorted(self.spots, key=sorted) if _is_open(catalogue, self.spots[unit], self._limits)]
        self._given: dict[Unit, frozenset[AwardPlace]] = {}
        self._waiting = set(self.units)
        self._known_shared: dict[frozenset[AwardPlace], tuple[bool, ...]] = {}

    def places_of(self, unit: Unit) -> Iterator[frozenset[AwardPlace]]:
        """Sets of places in which a module can count, the most first."""
        return _compatible(self._catalogue, self.spots[unit])

    def shared(self) -> tuple[int, ...]:
        """How many of these modules each award shares that limits it."""
        return tuple(map(sum, zip(*map(self._shared_in, self._given.values()), strict=True)))

    def _shared_in(self, own: frozenset[AwardPlace]) -> tuple[bool, ...]:
        if own not in self._known_shared:
            self._known_shared[own] = tuple(self._places.shared(award, own, self._among) for award in self._limits)
        return self._known_shared[own]

    def is_within_limits(self) -> bool:
        """Return whether no award shares more of these modules than it may."""
        return all(map(le, self.shared(), self._limits.values()))

    def counts(self, otherwise: bool) -> Counts:
        """Return what counts where if those not given places yet count everywhere, or nowhere."""
        given, waiting = self._given, self._waiting
        return lambda unit, place: place in given[unit] if unit in given else otherwise or unit not in waiting

    def assignment(self) -> Assignment:
        """The way to count in which those not given places yet count nowhere."""
        return {unit: self._given.get(unit, frozenset() if unit in self._waiting else own) for unit, own in self.spots.items()}

    def go_on(self, choices: list[Iterator[frozenset[AwardPlace]]]) -> bool:
        """Give the last module that has a choice left its next places, and those after it none; return whether there is one."""
        while choices:
            unit = self.units[len(choices) - 1]
            own = next(choices[-1], None)
            if own is not None:
                self._given[unit] = own
                self._waiting.discard(unit)
                return True
            choices.pop()
            self._given.pop(unit, None)
            self._waiting.add(unit)
        return False


_ALWAYS_TRUE = 1
"""The bit of what is true however modules count; what cannot be true has none."""


class _Asked:
    """What is asked of a way to count: thresholds over the questions whether a module counts in a place, each of them a bit.

    Parameters
    ----------
    units
        The modules of which it is a question where they count.
    """

    def __init__(self, catalogue: Catalogue, units: frozenset[Unit]) -> None:
        self._catalogue = catalogue
        self._units = units
        self._questions: dict[tuple[Unit, AwardPlace], int] = {}
        self._thresholds: list[BitThreshold] = []
        self._goal = _ALWAYS_TRUE

    def of_all(self, bits: Sequence[int]) -> None:
        """Ask for all of some statements."""
        self._goal = self._enough(len(bits), [(1, bit) for bit in bits])

    def hold(self, counts: Counts) -> bool:
        """Return whether all holds that is asked for."""
        return with_what_follows(self._thresholds, self._answers(counts) | _ALWAYS_TRUE) & self._goal != 0

    def so_far(self, counts: Counts) -> tuple[int, ...]:
        """How far each threshold is reached by what counts itself: all that matters of it for what the others lack."""
        known = self._answers(counts)
        return tuple(min(own.need, own.reached(known)) for own in self._thresholds)

    def _answers(self, counts: Counts) -> int:
        return sum(bit for question, bit in self._questions.items() if counts(*question))

    def earned(self, award: str, passed: Ends) -> int:
        """The statement that some of the modules passed earn an award, in some month."""
        return resolve((award, ALWAYS), partial(self._earned, passed), {})

    def satisfied(self, award: str, passed: Ends) -> int:
        """The statement that the modules passed, all of which still count, satisfy what an award asks for."""

        def steps(question: _EarnedIn) -> _StepsToStatement:
            asks = question[0] == award  # no award names itself
            return (
                self._of_award(self._catalogue.award_by_id[award], ALWAYS, passed) if asks else self._earned(passed, question)
            )

        return resolve((award, ALWAYS), steps, {})

    def _earned(self, passed: Ends, question: _EarnedIn) -> _StepsToStatement:
        name, span = question
        award = self._catalogue.award_by_id[name]
        found: dict[MonthSpan, int] = {}
        for own in _spans(award, span, passed):
            found[own] = yield from self._of_award(award, own, passed)
        return self._enough(1, [(1, bit) for bit in found.values()])

    def _of_award(self, award: Award, span: MonthSpan, passed: Ends) -> _StepsToStatement:
        return (yield from self._of(award.requires, Where(counts_everywhere, award.id), span, within(passed, span)))

    def _of(self, node: Requirement, where: Where | None, span: MonthSpan, passed: Ends) -> _StepsToStatement:
        """The statement that what is passed in some months satisfies a node."""
        if isinstance(node, str):
            return (yield from self._of_id(node, where, span, passed))
        if isinstance(node, Skill):
            teachers = self._catalogue.modules_by_skill.get(node.skill, ())
            return int(any(self._of_module(teacher.id, None, passed) for teacher in teachers))
        found: list[tuple[int, int]] = []
        for step, part in parts(node):
            inner = None if where is None else where.at(node, *step)
            found.append((worth_of(self._catalogue, node, part), (yield from self._of(part, inner, span, passed))))
        return self._enough(least_worth(node), found)

    def _of_id(self, name: str, where: Where | None, span: MonthSpan, passed: Ends) -> _StepsToStatement:
        if name in self._catalogue.module_by_id:
            return self._of_module(name, where, passed)
        if name in self._catalogue.award_by_id:
            return (yield name, span)
        return (yield from self._of(self._catalogue.role_by_id[name].requires, None, span, passed))

    def _of_module(self, module: str, where: Where | None, passed: Ends) -> int:
        """The statement that a module that is passed counts where it is asked for."""
        places = self._catalogue.places
        if places.counting_as(module, None if where is None else where.award).isdisjoint(passed):
            return 0
        unit = places.unit(module)
        if where is None or unit not in self._units:
            return _ALWAYS_TRUE
        return self._questions.setdefault((unit, (where.award, where.option)), self._new_bit())

    def _enough(self, need: int, weighed: Iterable[tuple[int, int]]) -> int:
        """The statement that what is true of some weighs so much together."""
        weights: dict[int, int] = {}
        for weight, bit in weighed:
            weights[bit] = weights.get(bit, 0) + weight
        need -= weights.pop(_ALWAYS_TRUE, 0)
        weights.pop(0, None)
        if need <= 0:
            return _ALWAYS_TRUE
        if sum(weights.values()) < need:
            return 0
        found = BitThreshold.of(self._new_bit(), need, weights)
        self._thresholds.append(found)
        return found.bit

    def _new_bit(self) -> int:
        return 1 << 1 + len(self._questions) + len(self._thresholds)


def _is_open(catalogue: Catalogue, own: frozenset[AwardPlace], limits: Mapping[str, int]) -> bool:
    """Return whether a module has several ways to count."""
    return len(own) > 1 and (bool(limits) or any(catalogue.places.exclude_each_other(*pair) for pair in combinations(own, 2)))


def _compatible(catalogue: Catalogue, own: frozenset[AwardPlace]) -> Iterator[frozenset[AwardPlace]]:
    """The places in which one module can count together, the most first."""
    exclude = catalogue.places.exclude_each_other
    ordered = sorted(own, key=str)
    for size in range(len(ordered), -1, -1):
        waiting: list[tuple[tuple[AwardPlace, ...], list[AwardPlace]]] = [((), ordered)]
        while waiting:
            checkpoint()
            chosen, left = waiting.pop()
            if len(chosen) == size:
                yield frozenset(chosen)
            elif len(chosen) + len(left) >= size:
                first, *others = left
                waiting.append((chosen, others))
                waiting.append(((*chosen, first), [place for place in others if not exclude(first, place)]))
