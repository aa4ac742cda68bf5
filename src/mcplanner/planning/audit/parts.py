"""Looks at every part of an award or a role: is it satisfied by what is held, with what is under way, with what is planned?

Whether something is satisfied is asked of `catalogue.counting`, as for every plan. What is decided here is what to look at
while an award is not earned: of modules that expire, what counts once all is done that is under way and planned; of a module
that could count in several places, the one where it saves the most hours.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import accumulate, count, pairwise

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.counting import (
    ALWAYS,
    Counts,
    Ends,
    MonthSpan,
    PassedModules,
    Where,
    counts_everywhere,
    counts_in,
    latest,
    least_worth,
    months_of,
    way_to_count,
    way_to_satisfy,
    within,
    worth_of,
)
from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirement_words import requirement_text
from mcplanner.catalogue.requirements import AnyOf, Choose, Credits, Requirement, Skill, parts
from mcplanner.ground.months import Month
from mcplanner.planning.audit.hours_of_parts import least_minutes_missing
from mcplanner.planning.audit.model import REACHED, Lapse, LeftOut, Part, Passed, Standing

DEEPEST = 6
"""How deep awards and groups are shown within each other, so that those that need each other come to an end."""


MOST_WAYS = 300
"""The most ways to count that are tried to find one that lacks the fewest hours."""


class _TriedEnoughError(Exception):
    """So many ways were tried that the best of these will do."""


class _Look(Struct, frozen=True):
    """From where a part is looked at.

    Attributes
    ----------
    passed
        For each standing in `REACHED` the modules that count then: each has those of the one before.
    where
        The place in an award; None where modules count freely.
    span
        The months in which what ended counts.
    valid
        For how many months a module counts; None where none expires.
    depth
        How many parts this one stands in.
    """

    passed: tuple[PassedModules, ...]
    where: Where | None = None
    span: MonthSpan = ALWAYS
    valid: int | None = None
    depth: int = 0

    def satisfies(self, requirement: Requirement) -> Standing:
        """The first standing that satisfies a requirement."""
        reached = zip(REACHED, self.passed, strict=True)
        return next((each for each, passed in reached if passed.satisfied(requirement, self.where)), Standing.MISSING)

    def earns(self, award: Award) -> tuple[Standing, Month | None]:
        """The first standing that earns an award, and the month in which it does."""
        for standing, passed in zip(REACHED, self.passed, strict=True):
            has, month = passed.earned_at(award)
            if has:
                return standing, month
        return Standing.MISSING, None

    def ends(self, standing: Standing) -> Ends:
        """The modules that count in the end, or by a standing."""
        return self.passed[min(standing.rank, len(REACHED) - 1)].passed

    def at(self, node: Requirement, *step: str | int) -> "_Look":
        """The look at a part of the requirement."""
        return replace(self, where=None if self.where is None else self.where.at(node, *step), depth=self.depth + 1)


class Parts:
    """The parts of what is asked for, given what is passed by each standing in `REACHED`, each with that of the one before.

    Attributes
    ----------
    tried_all_ways
        False if there may be a way to count that lacks fewer hours than the one that is told.
    """

    def __init__(self, catalogue: Catalogue, passed: Sequence[Ends], month: Month) -> None:
        self.tried_all_ways = True
        self._catalogue = catalogue
        self._passed = passed
        self._month = month
        self._shown: set[str] = set()

    def of(self, name: str, counts: Counts | None = None) -> Part:
        """An award or a role with all its parts; `counts` says what counts where, or the best way to count is sought."""
        return self._entry(name, self._look(ALWAYS, counts))

    def anew(self) -> "Parts":
        """The same, with nothing told yet."""
        return Parts(self._catalogue, self._passed, self._month)

    def _look(self, span: MonthSpan, counts: Counts | None) -> _Look:
        return _Look(tuple(PassedModules(self._catalogue, within(ends, span), counts) for ends in self._passed), span=span)

    def _part(self, node: Requirement, look: _Look) -> Part:
        node, look = _without_wrapping(node, look)
        if isinstance(node, str):
            return self._entry(node, look)
        if isinstance(node, Skill):
            return self._skill(node, look)
        group = Part(_kind(node), None, requirement_text(node), node, look.satisfies(node))
        return replace(group, left_out=LeftOut.DEEP) if look.depth >= DEEPEST else self._with_parts(group, node, look)

    def _with_parts(self, whole: Part, node: Requirement, look: _Look) -> Part:
        """Add the parts, and how much of what they must be worth together each standing brings."""
        node, look = _without_wrapping(node, look)
        if isinstance(node, str | Skill):
            found: tuple[Part, ...] = (self._part(node, look),)
            needed = 1
        else:
            found = tuple(
                replace(self._part(part, look.at(node, *step)), worth=worth_of(self._catalogue, node, part))
                for step, part in parts(node)
            )
            needed = least_worth(node)
        if whole.standing is not Standing.MISSING:
            found = tuple(map(_spared, found))
        return replace(whole, requirement=node, needed=needed, reached=_reached(found, needed), parts=found)

    def _entry(self, name: str, look: _Look) -> Part:
        entry = self._catalogue.entry_by_id[name]
        if isinstance(entry, Module):
            return self._module(entry, look)
        if isinstance(entry, Award):
            return self._award(entry, look)
        free = replace(look, where=None)
        return self._whole(Part("role", name, entry.title, entry.requires, free.satisfies(entry.requires)), entry, free)

    def _whole(self, whole: Part, entry: Award | Role, look: _Look) -> Part:
        """An award or a role with its parts, unless they were shown above or lie too deep."""
        if entry.id in self._shown:
            return replace(whole, left_out=LeftOut.ABOVE)
        if look.depth >= DEEPEST:
            return replace(whole, left_out=LeftOut.DEEP)
        self._shown.add(entry.id)
        return self._with_parts(whole, entry.requires, look)

    def _award(self, award: Award, look: _Look) -> Part:
        standing, earned = look.earns(award)
        whole = Part(award.kind, award.id, award.title, award.requires, standing, earned=earned)
        return self._whole(whole, award, self._within(award, look, standing, earned))

    def _within(self, award: Award, look: _Look, standing: Standing, earned: Month | None) -> _Look:
        """The look at what an award asks for; of those that are possible while modules expire, the one that lacks the least."""
        looks = [self._inside(award, look, standing, span) for span in self._spans(award, look, standing, earned)]
        return looks[0] if len(looks) == 1 else min(looks, key=lambda each: self._lacks(award, each))

    def _spans(self, award: Award, look: _Look, standing: Standing, earned: Month | None) -> Sequence[MonthSpan]:
        """The months that count when the award is earned; while it is not, when it may be, the latest first."""
        valid = award.valid_months
        if valid is None or (earned is None and standing is not Standing.MISSING):
            return [look.span]
        if earned is not None:
            return [look.span.up_to(earned, valid)]
        ends = months_of(within(look.ends(standing), look.span))
        months = {self._month, *(end for end in ends if end > self._month)}
        spans = [look.span.up_to(month, valid) for month in sorted(months)]
        return _before_something_expires(spans, ends)[::-1]

    def _inside(self, award: Award, look: _Look, standing: Standing, span: MonthSpan) -> _Look:
        """The look at what an award asks for, where what ended in some months counts."""
        counts = look.passed[0].counts
        if counts is None and award.id in self._catalogue.places.contested:
            counts = self._way(award, within(look.ends(standing), span), standing, span)
        valid = [months for months in (look.valid, award.valid_months) if months is not None]
        where = Where(counts or counts_everywhere, award.id)
        return replace(self._look(span, counts), where=where, valid=min(valid, default=None), depth=look.depth)

    def _way(self, award: Award, passed: Ends, standing: Standing, span: MonthSpan) -> Counts:
        """A way to count that earns an award; if none does, one of those that leave the fewest hours to study."""
        if standing is not Standing.MISSING:
            way = way_to_satisfy(self._catalogue, (), {award.id: passed}, passed)
            assert way is not None, "an award that is earned is earned in some way"
            return counts_in(way)
        return self._best_way(award, passed, span)

    def _best_way(self, award: Award, passed: Ends, span: MonthSpan) -> Counts:
        """One way after another that lacks fewer hours than the one before, until none does or enough were tried."""
        best: Counts = counts_everywhere
        least: int | None = None
        tried = count(1)
        with suppress(_TriedEnoughError):
            while True:
                lacks_less = partial(self._lacks_less, award, span, least, tried)
                way = way_to_count(self._catalogue, frozenset((award.id,)), passed, lacks_less)
                if way is None:
                    return best
                best = counts_in(way)
                least = self._lacks(award, self._counting(award, span, best))
        self.tried_all_ways = False
        return best

    def _lacks_less(self, award: Award, span: MonthSpan, than: int | None, tried: Iterator[int], counts: Counts) -> bool:
        if than is None:
            return True
        if next(tried) > MOST_WAYS:
            raise _TriedEnoughError
        return self._lacks(award, self._counting(award, span, counts)) < than

    def _counting(self, award: Award, span: MonthSpan, counts: Counts) -> _Look:
        return replace(self._look(span, counts), where=Where(counts, award.id))

    def _lacks(self, award: Award, look: _Look) -> int:
        """The least minutes that an award lacks."""
        alone = self.anew()
        whole = Part(award.kind, award.id, award.title, award.requires, Standing.MISSING)
        missing = least_minutes_missing(self._catalogue, alone._with_parts(whole, award.requires, look))
        self.tried_all_ways = self.tried_all_ways and alone.tried_all_ways
        return missing

    def _skill(self, node: Skill, look: _Look) -> Part:
        free = replace(look, where=None)
        standing = free.satisfies(node)
        teachers = self._catalogue.modules_by_skill.get(node.skill, ())
        names = frozenset(name for module in teachers for name in self._catalogue.places.counting_as(module.id))
        part = Part("skill", node.skill, node.skill, node, standing, lapsed=tuple(self._lapsed(names, free, True)))
        if standing is Standing.MISSING:
            return replace(part, fillers=names)
        return replace(part, by=self._passed_by(sorted(names), free, standing))

    def _module(self, module: Module, look: _Look) -> Part:
        standing = look.satisfies(module.id)
        names = self._catalogue.places.counting_as(module.id, None if look.where is None else look.where.award)
        in_order = sorted(names, key=lambda name: (name != module.id, name))
        counts_here = look.where is None or self._counts_here(module.id, look.where)
        part = Part(
            "module", module.id, module.title, module.id, standing, lapsed=tuple(self._lapsed(names, look, counts_here))
        )
        if standing is not Standing.MISSING:
            return replace(part, by=self._passed_by(in_order, look, standing))
        fillers = names if counts_here else names - look.ends(standing).keys()
        return replace(part, first=None if part.lapsed else self._first(module), fillers=fillers)

    def _counts_here(self, module: str, where: Where) -> bool:
        return where.counts(self._catalogue.places.unit(module), (where.award, where.option))

    def _first(self, module: Module) -> str | None:
        """What a module needs before it, as far as nothing that is held or planned brings it."""
        free = _Look(tuple(PassedModules(self._catalogue, ends) for ends in self._passed))
        if module.requires is None or free.satisfies(module.requires) is not Standing.MISSING:
            return None
        return requirement_text(module.requires)

    def _passed_by(self, names: Sequence[str], look: _Look, standing: Standing) -> Passed:
        """The first of some modules that is passed by a standing and counts."""
        ends = look.ends(standing)
        name = next(name for name in names if name in ends)
        return self._passed_as(name, ends[name], standing, look.valid)

    def _passed_as(self, name: str, ends: tuple[Month | None, ...], standing: Standing, valid: int | None) -> Passed:
        end = latest(ends)
        until = None if end is None or valid is None else Month(end + valid)
        return Passed(name, self._catalogue.module_by_id[name].title, standing, end, until)

    def _lapsed(self, names: Collection[str], look: _Look, counts_here: bool) -> Iterator[Passed]:
        """The modules that might stand for something, are passed or will be, and do not count there."""
        for name in sorted(names & self._passed[-1].keys()):
            standing, ends = next(
                (standing, ends[name]) for standing, ends in zip(REACHED, self._passed, strict=True) if name in ends
            )
            found = self._passed_as(name, ends, standing, look.valid)
            if found.end is not None and look.span.first is not None and found.end < look.span.first:
                yield replace(found, lapse=Lapse.EXPIRED)
            elif not counts_here:
                yield replace(found, lapse=Lapse.ELSEWHERE)


def _kind(node: Requirement) -> str:
    match node:
        case AnyOf():
            return "any"
        case Choose():
            return "choose"
        case Credits():
            return "credits"
        case _:
            return "all"


def _without_wrapping(node: Requirement, look: _Look) -> tuple[Requirement, _Look]:
    """What is left of a requirement, and the look at it, without the groups of one part around it."""
    while len(inner := parts(node)) == 1 and not isinstance(node, Credits):
        step, part = inner[0]
        node, look = part, replace(look.at(node, *step), depth=look.depth)
    return node, look


def _before_something_expires(spans: Sequence[MonthSpan], ends: Iterable[Month]) -> list[MonthSpan]:
    """The spans after each of which something expires that ended in it: nothing is lost by waiting until then."""
    counting = [{end for end in ends if span.has(end)} for span in spans]
    return [span for at, span in enumerate(spans) if not any(counting[at] <= later for later in counting[at + 1 :])]


def _spared(part: Part) -> Part:
    """A part of something that is reached: what is missing of it is not needed."""
    if part.standing is not Standing.MISSING:
        return part
    return replace(part, standing=Standing.NOT_NEEDED, first=None, fillers=frozenset(), parts=tuple(map(_spared, part.parts)))


def _reached(parts_of_it: Sequence[Part], needed: int) -> dict[Standing, int]:
    """How much of what is needed the parts of each standing bring."""
    worth = accumulate(sum(part.worth for part in parts_of_it if part.standing is each) for each in REACHED)
    enough = [0, *(min(needed, total) for total in worth)]
    return {each: after - before for each, (before, after) in zip(REACHED, pairwise(enough), strict=True)}
