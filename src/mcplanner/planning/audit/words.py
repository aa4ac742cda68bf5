"""An audit in words, for whoever shows it: the parts, what stands for each, and what is missing.

Knows an audit; not where the words go.
"""

from collections.abc import Iterator
from decimal import Decimal

from mcplanner.catalogue.requirement_words import group_text
from mcplanner.catalogue.requirements import Credits
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted, credits_text, hours_counted, kind_text, load_text
from mcplanner.ground.typed_again import for_audit, for_catalogue
from mcplanner.planning.audit.model import REACHED, Audit, Lapse, LeftOut, Part, Passed, Standing

MOST_FILLERS = 6
"""The most modules to name that would show a missing skill."""

WILL_BE = "it will be complete"
"""What is said of a role, and of an award without a known month, in place of the month in which it is earned."""


def heading_of(audit: Audit) -> str:
    """The title, with the kind of award: `Diploma in Data (diploma)`."""
    return f"{audit.target.title} ({kind_text(audit.target.kind)})"


def verdict(audit: Audit) -> str:
    """Say whether it is complete, or when it will be, or how much is missing."""
    earned = "" if audit.root.earned is None else f"earned in {month_name(audit.root.earned)}"
    match audit.root.standing:
        case Standing.HELD:
            return f"complete: {earned}" if earned else "complete"
        case Standing.UNDER_WAY:
            return f"not complete yet: {earned or WILL_BE} once you have passed what is under way"
        case Standing.PLANNED:
            return f"not complete yet: {earned or WILL_BE} if all goes as planned"
        case _:
            return f"not complete: {missing_hours(audit)}"


def missing_hours(audit: Audit) -> str:
    """How many hours are missing, at least."""
    missing = audit.hours.missing
    if missing is None:
        return "what is missing would need a module that already counts in another place"
    if not missing:
        return "nobody knows how many hours are missing"
    return f"at least {hours_counted(load_text(missing))} {'is' if missing == 60 else 'are'} missing"


def hours_in_words(audit: Audit) -> str:
    """The hours that are held, of all, under way and planned: `52 of at least 117 held (44 %), 39 under way`."""
    hours = audit.hours
    held = load_text(hours.reached[Standing.HELD])
    if hours.total is not None:
        least = "at least " if hours.missing else ""
        share = "" if hours.per_cent is None else f" ({hours.per_cent} %)"
        words = [f"{held} of {least}{load_text(hours.total)} held{share}"]
    else:
        words = [f"{held} held"]
    words += [f"{load_text(hours.reached[each])} {each}" for each in REACHED[1:] if hours.reached[each]]
    if hours.unknown:
        words.append(f"{counted(hours.unknown, 'module')} of unknown hours")
    return ", ".join(words)


def amounts(part: Part) -> str:
    """How much of what is needed is held, under way, planned and missing: `1 of 5 held, 1 under way, 3 missing`."""
    by_standing = [(each, part.reached.get(each, 0)) for each in REACHED] + [(Standing.MISSING, part.missing)]
    (_, held), *others = by_standing
    words = [f"{_number(part, held)} of {_amount(part)} held"]
    return ", ".join([*words, *(f"{_number(part, number)} {standing}" for standing, number in others if number)])


def _number(part: Part, number: int) -> str:
    """A number of parts, or of credits, which are counted in halves."""
    return f"{number / 2:g}" if isinstance(part.requirement, Credits) else str(number)


def _amount(part: Part) -> str:
    return credits_text(Decimal(part.needed) / 2) if isinstance(part.requirement, Credits) else str(part.needed)


def name_of(part: Part) -> str:
    """What a part is: `Java I (java-1)`, `Diploma in Data (data, diploma): all of these`, `any 2 of these`."""
    match part.kind:
        case "module":
            return f"{part.title} ({part.id})"
        case "skill":
            return f"the skill {part.title}"
        case _ if part.id is None:
            return part.title if part.left_out else asked_for(part)
        case _:
            return f"{part.title} ({part.id}, {kind_text(part.kind)})"


def asked_for(part: Part) -> str:
    """What it asks for, before the list of its parts: `all of these`."""
    words = group_text(part.requirement)
    return f"{words} these" if words else "this"


def standing_of(part: Part) -> str:
    """How far it is reached, in a word or two: `held`, `under way`, `1 of 5 held, 4 missing`."""
    return amounts(part) if part.id is None and _tells_amounts(part) else str(part.standing)


def _tells_amounts(part: Part) -> bool:
    return bool(part.parts) and part.standing is not Standing.NOT_NEEDED


def facts_of(part: Part) -> list[str]:
    """What else is to be said of it, each a few words."""
    return list(_facts(part))


def _facts(part: Part) -> Iterator[str]:
    if part.id is not None and _tells_amounts(part):
        words = group_text(part.requirement)
        yield f"{asked_for(part)}: {amounts(part)}" if words else amounts(part)
    if part.earned is not None:
        yield f"earned in {month_name(part.earned)}"
    if part.by is not None:
        yield from _facts_of_passed(part, part.by)
    yield from (_why_not(part, each) for each in part.lapsed)
    if part.standing is Standing.MISSING and part.kind == "skill":
        yield _taught_by(part)
    if part.first is not None:
        yield f"first it needs {part.first}"
    yield from _where_its_parts_are(part)


def _where_its_parts_are(part: Part) -> Iterator[str]:
    if part.left_out is LeftOut.ABOVE:
        yield "as shown above"
    elif part.left_out is LeftOut.DEEP and part.id is not None:
        yield f"its parts: {for_audit(f'mcplan audit {part.id}')}"


def _facts_of_passed(part: Part, by: Passed) -> Iterator[str]:
    if by.id != part.id:
        yield f"{'shown by' if part.kind == 'skill' else 'as'} {by.title} ({by.id})"
    if by.end is not None:
        yield f"{'ended' if by.standing is Standing.HELD else 'ends'} {month_name(by.end)}"
    if by.until is not None:
        yield f"counts until {month_name(by.until)}"


def _why_not(part: Part, passed: Passed) -> str:
    name = "" if passed.id == part.id else f"{passed.title} ({passed.id}) is "
    if passed.lapse is Lapse.EXPIRED and passed.until is not None:
        return f"{name}{passed.standing}, but counted only until {month_name(passed.until)}"
    return f"{name}{passed.standing}, but counts only once, and not here"


def _taught_by(part: Part) -> str:
    names = sorted(part.fillers)
    more = len(names) - MOST_FILLERS
    rest = f" and {more:,} more ({for_catalogue(f'mcplan list --skill {part.id}')})" if more > 0 else ""
    return f"taught by {', '.join(names[:MOST_FILLERS])}{rest}" if names else "no module teaches it"
