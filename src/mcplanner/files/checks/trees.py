"""Requirements that ask for more than they list (MC304 to MC307, MC313).

Knows one requirement at a time; `reachability` looks at several entries together.
"""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import chain, count

from mcplanner.catalogue.counting import UNDATED, Ends, earned_at, holds
from mcplanner.catalogue.model import Award, Catalogue
from mcplanner.catalogue.requirements import Choose, Credits, Path, Requirement, direct_parts, ids, parts, walk
from mcplanner.files.checks.findings import Finding, choices, error, nodes
from mcplanner.ground.time_limit import OutOfTimeError, limit_time

MOST_LOOKS = 20_000
"""How often the search for a way to count may look at the time, some seconds in all: it could go on for ever."""


def choose_too_many(catalogue: Catalogue) -> Iterator[Finding]:
    """MC304: a choice asks for no more parts than it lists."""
    for path, node in nodes(catalogue, Choose):
        if node.choose > len(node.from_):
            message = f"the choice asks for {node.choose} of only {len(node.from_)}"
            yield error("MC304", message, (*path, "choose"), "list more, or choose fewer")


def credits_too_few(catalogue: Catalogue) -> Iterator[Finding]:
    """MC305: the modules listed for credits have enough of them together."""
    for path, node in nodes(catalogue, Credits):
        worth = sum((credits_of(catalogue, name) for name in set(node.from_)), Decimal(0))
        # Unknown ids are reported elsewhere; they would make this sum a second complaint about one slip.
        if worth < node.credits and all(credits_of(catalogue, name) for name in node.from_):
            message = f"the requirement asks for {node.credits} credits, and its modules have only {worth} together"
            yield error("MC305", message, (*path, "credits"), "list more modules, or ask for fewer credits")


def credits_of_nothing(catalogue: Catalogue) -> Iterator[Finding]:
    """MC306: everything listed for credits is a module that has credits."""
    for path, node in nodes(catalogue, Credits):
        for index, name in enumerate(node.from_):
            if name in catalogue.award_by_id:
                message = f"'{name}' is an award, and only modules have credits"
                yield error("MC306", message, (*path, "from", index), "list its modules")
            elif name in catalogue.module_by_id and not credits_of(catalogue, name):
                message = f"the module '{name}' has no credits to count"
                yield error("MC306", message, (*path, "from", index), "add 'credits' to the module")


def repeated_choices(catalogue: Catalogue) -> Iterator[Finding]:
    """MC307: a choice or a list for credits names each part once, or one module would count twice."""
    for path, node in choices(catalogue):
        enough = has_enough(node, len(set(parts_of(node))))
        for step, _ in repeated_parts(node):
            hint = "remove it" if enough else "list another in its place, or choose fewer"
            yield error("MC307", "this part is listed twice in one choice, and would count twice", path + step, hint)


def counted_twice(catalogue: Catalogue) -> Iterator[Finding]:
    """MC313: an award that names a module in several places can be earned with each module counted once."""
    everything = dict.fromkeys(catalogue.module_by_id, UNDATED)
    for index, award in enumerate(catalogue.awards):
        contested = award.id in catalogue.places.contested and not _has_another_finding(catalogue, award)
        if contested and _never_counted_once(catalogue, award, everything):
            message = f"'{award.id}' would need a module twice, and each module counts only once"
            yield error("MC313", message, ("awards", index, "requires"), "list more modules, or ask for fewer")


def _has_another_finding(catalogue: Catalogue, award: Award) -> bool:
    """Return whether an award, or one within it, needs itself, lists a part twice or names something unknown."""
    places = catalogue.places
    family = places.within(frozenset((award.id,)))
    if any(name in places.below(name) for name in family):
        return True
    required = [catalogue.award_by_id[name].requires for name in family]
    named = chain.from_iterable(map(ids, required))
    known = all(name in catalogue.module_by_id or name in catalogue.award_by_id for name in named)
    return not known or any(map(_lists_a_part_twice, required))


def _lists_a_part_twice(requirement: Requirement) -> bool:
    return any(isinstance(node, Choose | Credits) and any(repeated_parts(node)) for _, node in walk(requirement))


def _never_counted_once(catalogue: Catalogue, award: Award, everything: Ends) -> bool:
    """Return whether all modules together earn an award only when one counts twice; False if `MOST_LOOKS` do not settle it."""
    looks = count()
    with suppress(OutOfTimeError), limit_time(lambda: next(looks) < MOST_LOOKS):
        return holds(catalogue, award.requires, everything) and not earned_at(catalogue, award, everything)[0]
    return False


def repeated_parts(node: Requirement) -> Iterator[tuple[Path, Requirement]]:
    """The direct parts that equal an earlier one."""
    if len(set(direct_parts(node))) == len(direct_parts(node)):
        return
    seen = set()
    for step, part in parts(node):
        if part in seen:
            yield step, part
        seen.add(part)


def parts_of(choice: Choose | Credits) -> list[Requirement]:
    """What a choice lists."""
    return [part for _, part in parts(choice)]


def has_enough(choice: Choose | Credits, left: int) -> bool:
    """Return whether so many parts are enough for what a choice asks for; of credits `credits_too_few` knows."""
    return isinstance(choice, Credits) or left >= choice.choose


def credits_of(catalogue: Catalogue, name: str) -> Decimal:
    """The credits of a module; 0 for anything else."""
    module = catalogue.module_by_id.get(name)
    return (module.credits if module else None) or Decimal(0)
