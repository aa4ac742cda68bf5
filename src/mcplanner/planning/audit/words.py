"""An audit in words, for whoever shows it: the parts, what stands for each, and what is missing.

Knows an audit; not where the words go.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from mcplanner.catalogue.model import Certainty, FigureName
from mcplanner.catalogue.requirement_words import group_text
from mcplanner.catalogue.requirements import Credits
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted, credits_text, hours_counted, kind_text, load_text
from mcplanner.ground.typed_again import for_audit, for_catalogue
from mcplanner.planning.audit.figures import TO_COUNT
from mcplanner.planning.audit.model import REACHED, Audit, Lapse, LeftOut, Part, Passed, Standing
from mcplanner.plans.certainty_words import END, MARKS, is_less, mark_of, resting_in_words, tells_apart
from mcplanner.plans.model import Figure
from mcplanner.plans.summary import FOR_THESE

Marks = Mapping[Certainty, str]
"""The signs beside figures that are less than published."""

MOST_FILLERS = 6
"""The most modules to name that would show a missing skill."""

WILL_BE = "it will be complete"
"""What is said of a role, and of an award without a known month, in place of the month in which it is earned."""


def heading_of(audit: Audit) -> str:
    """The title, with the kind of award: `Diploma in Data (diploma)`."""
    return f"{audit.target.title} ({kind_text(audit.target.kind)})"


def verdict(audit: Audit, marks: Marks = MARKS) -> str:
    """Say whether it is complete, or when it will be, or how much is missing."""
    return ": ".join(part for part in verdict_and_why(audit, marks) if part)


def verdict_and_why(audit: Audit, marks: Marks = MARKS) -> tuple[str, str]:
    """Whether it is complete, and when it was or will be, which may be empty, or how much is missing."""
    earned = _earned(audit, audit.root, marks)
    complete = f"complete{_for_these(audit)}"
    match audit.root.standing:
        case Standing.HELD:
            return complete, earned
        case Standing.UNDER_WAY:
            return "not complete yet", f"{earned or WILL_BE} once you have passed what is under way"
        case Standing.PLANNED:
            return "not complete yet", f"{earned or WILL_BE} if all goes as planned"
        case _:
            return f"not {complete}", missing_hours(audit, marks)


def _for_these(audit: Audit) -> str:
    """Say that it is complete, or not, for figures that are less than published: those of what counts, and what is enough."""
    return FOR_THESE if any(is_less(each.certainty) and each.key in TO_COUNT for each in audit.rests_on.figures) else ""


def rests_on_in_words(audit: Audit) -> str | None:
    """How many figures rest on what, and on which the verdict hangs; None if nothing is stated."""
    return resting_in_words(audit.rests_on.figures, {"verdict": audit.rests_on.finish})


def figures_of(audit: Audit, part: Part) -> list[tuple[FigureName, Certainty]]:
    """What the figures rest on of a part that is a module or an award, and of what stands for it or might."""
    names = {part.id, *(each.id for each in part.lapsed), *part.fillers} | (set() if part.by is None else {part.by.id})
    return list(dict.fromkeys((each.key, each.certainty) for each in audit.rests_on.figures if each.module in names))


def _mark(audit: Audit, marks: Marks, wanted: Callable[[Figure], bool]) -> str:
    """The mark of the least certain of the wanted figures; empty for none, and where all figures rest on the same."""
    figures = audit.rests_on.figures
    if not tells_apart({each.certainty for each in figures}):
        return ""
    return mark_of((each.certainty for each in figures if wanted(each)), marks)


def _mark_of_hours(audit: Audit, marks: Marks, *standings: Standing) -> str:
    """The mark beside the hours of what is reached, by some standings, or missing."""
    names = {part.by.id for part in audit.root.walk() if part.by is not None and part.by.standing in standings}
    if Standing.MISSING in standings:
        names.update(name for part in audit.root.walk() for name in part.fillers)
    return _mark(audit, marks, lambda each: each.key == "hours" and each.module in names)


def _earned(audit: Audit, part: Part, marks: Marks) -> str:
    """`earned in Feb 2027`, with the mark of what that hangs on; empty for what is not earned in a month that is known."""
    if part.earned is None:
        return ""
    wholes = [each for each in audit.root.walk() if each.id == part.id]
    names = {name for whole in wholes for each in whole.walk() for name in (each.id, each.by and each.by.id)}
    mark = _mark(audit, marks, lambda each: each.module in names and each.key in (*END, *TO_COUNT))
    return f"earned in {month_name(part.earned)}{mark}"


def missing_hours(audit: Audit, marks: Marks = MARKS) -> str:
    """How many hours are missing, at least."""
    missing = audit.hours.missing
    if missing is None:
        return "what is missing would need a module that already counts in another place"
    if not missing:
        return "nobody knows how many hours are missing"
    mark = _mark_of_hours(audit, marks, Standing.MISSING)
    return f"at least {hours_counted(load_text(missing))}{mark} {'is' if missing == 60 else 'are'} missing"


def hours_in_words(audit: Audit, marks: Marks = MARKS) -> str:
    """The hours that are held, of all, under way and planned: `52 of at least 117 held (at most 44 %), 39 under way`."""
    hours = audit.hours
    reached = {each: f"{load_text(hours.reached[each])}{_mark_of_hours(audit, marks, each)}" for each in REACHED}
    held = reached[Standing.HELD]
    if hours.total is not None:
        least = "at least " if hours.missing else ""
        mark = _mark_of_hours(audit, marks, *REACHED, Standing.MISSING)
        most = "at most " if least and hours.per_cent else ""
        share = "" if hours.per_cent is None else f" ({most}{hours.per_cent} %)"
        words = [f"{held} of {least}{load_text(hours.total)}{mark} held{share}"]
    else:
        words = [f"{held} held"]
    words += [f"{reached[each]} {each}" for each in REACHED[1:] if hours.reached[each]]
    if hours.unknown:
        words.append(f"{counted(hours.unknown, 'module')} of unknown hours")
    return ", ".join(words)


def amounts(audit: Audit, part: Part, marks: Marks = MARKS) -> str:
    """How much of what is needed is held, under way, planned and missing: `1 of 5 held, 1 under way, 3 missing`."""
    by_standing = [(each, part.reached.get(each, 0)) for each in REACHED] + [(Standing.MISSING, part.missing)]
    (_, held), *others = by_standing
    words = [f"{_number(part, held)} of {_amount(part)}{_mark_of_amount(audit, part, marks)} held"]
    return ", ".join([*words, *(f"{_number(part, number)} {standing}" for standing, number in others if number)])


def _mark_of_amount(audit: Audit, part: Part, marks: Marks) -> str:
    """The mark beside how much is needed: that of what an award asks for, or of what modules are worth in credits."""
    names = {each.id for each in part.walk()} if isinstance(part.requirement, Credits) else set()
    return _mark(
        audit,
        marks,
        lambda each: (each.key == "requires" and each.module == part.id) or (each.key == "credits" and each.module in names),
    )


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


def standing_of(audit: Audit, part: Part, marks: Marks = MARKS) -> str:
    """How far it is reached, in a word or two: `held`, `under way`, `1 of 5 held, 4 missing`."""
    return amounts(audit, part, marks) if part.id is None and _tells_amounts(part) else str(part.standing)


def _tells_amounts(part: Part) -> bool:
    return bool(part.parts) and part.standing is not Standing.NOT_NEEDED


def facts_of(audit: Audit, part: Part, marks: Marks = MARKS) -> list[str]:
    """What else is to be said of it, each a few words."""
    return list(_facts(audit, part, marks))


def _facts(audit: Audit, part: Part, marks: Marks) -> Iterator[str]:
    if part.id is not None and _tells_amounts(part):
        words = group_text(part.requirement)
        yield f"{asked_for(part)}: {amounts(audit, part, marks)}" if words else amounts(audit, part, marks)
    if part.earned is not None:
        yield _earned(audit, part, marks)
    if part.by is not None:
        yield from _facts_of_passed(audit, part, part.by, marks)
    yield from (_why_not(audit, part, each, marks) for each in part.lapsed)
    if part.standing is Standing.MISSING and part.kind == "skill":
        yield _taught_by(part)
    if part.first is not None:
        mark = _mark(audit, marks, lambda each: each.key == "requires" and each.module in part.fillers)
        yield f"first it needs {part.first}{mark}"
    yield from _where_its_parts_are(part)


def _where_its_parts_are(part: Part) -> Iterator[str]:
    if part.left_out is LeftOut.ABOVE:
        yield "as shown above"
    elif part.left_out is LeftOut.DEEP and part.id is not None:
        yield f"its parts: {for_audit(f'mcplan audit {part.id}')}"


def _facts_of_passed(audit: Audit, part: Part, by: Passed, marks: Marks) -> Iterator[str]:
    if by.id != part.id:
        yield f"{'shown by' if part.kind == 'skill' else 'as'} {by.title} ({by.id})"
    if by.end is not None:
        mark = _mark(audit, marks, lambda each: each.module == by.id and each.key in END)
        yield f"{'ended' if by.standing is Standing.HELD else 'ends'} {month_name(by.end)}{mark}"
    if by.until is not None:
        yield f"counts until {month_name(by.until)}{_mark_of_until(audit, by, marks)}"


def _mark_of_until(audit: Audit, passed: Passed, marks: Marks) -> str:
    """The mark beside the month until which something counts: that of its end, or of how long awards let modules count."""
    return _mark(audit, marks, lambda each: (each.module == passed.id and each.key in END) or each.key == "valid_months")


def _why_not(audit: Audit, part: Part, passed: Passed, marks: Marks) -> str:
    name = "" if passed.id == part.id else f"{passed.title} ({passed.id}) is "
    if passed.lapse is Lapse.EXPIRED and passed.until is not None:
        until = f"{month_name(passed.until)}{_mark_of_until(audit, passed, marks)}"
        return f"{name}{passed.standing}, but counted only until {until}"
    return f"{name}{passed.standing}, but counts only once, and not here"


def _taught_by(part: Part) -> str:
    names = sorted(part.fillers)
    more = len(names) - MOST_FILLERS
    rest = f" and {more:,} more ({for_catalogue(f'mcplan list --skill {part.id}')})" if more > 0 else ""
    return f"taught by {', '.join(names[:MOST_FILLERS])}{rest}" if names else "no module teaches it"
