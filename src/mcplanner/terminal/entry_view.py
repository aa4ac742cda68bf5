"""`mcplan show` on the terminal: everything about one module, award, role, field or provider.

This module knows the catalogue and one entry of it.
"""

from collections.abc import Callable, Iterator
from itertools import chain, repeat

from rich.text import Text
from rich.tree import Tree

from mcplanner.catalogue.filters import select_of
from mcplanner.catalogue.leads import Way, leads
from mcplanner.catalogue.model import UNKNOWN, Award, Catalogue, Module, Provider, Role, Subject, is_illustrative, known
from mcplanner.ground.money import NOT_KNOWN, cents_of
from mcplanner.ground.months import CALENDAR
from mcplanner.ground.numbers_text import counted, hours_text, kind_text, load_text
from mcplanner.ground.typed_again import for_catalogue
from mcplanner.plans.summary import evenings_text
from mcplanner.terminal.catalogue_view import module_list, stacking_list
from mcplanner.terminal.certainty_text import certainty_facts
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.module_text import before_gst, length_text, run_text, sessions_text, starts_text
from mcplanner.terminal.notes_view import old_age_lines_of
from mcplanner.terminal.requirement_tree import DEEPEST, entry_label, requirement_tree
from mcplanner.terminal.trees import tree_lines

Entry = Module | Award | Role | Subject | Provider


def print_entry(console: Console, catalogue: Catalogue, entry: Entry) -> None:
    """Print everything that the catalogue says about an entry, what it needs and what it leads to."""
    ink = Ink(console)
    ink.print(old_age_lines_of(catalogue, [entry] if isinstance(entry, Module) else [], ink))
    match entry:
        case Module():
            ink.print(_title(entry.title, "module", ink) + ink.facts(_module_facts(entry, ink, catalogue)))
        case Award():
            ink.print(_title(entry.title, kind_text(entry.kind), ink) + ink.facts(_award_facts(entry, ink, catalogue)))
        case Role():
            ink.print(_title(entry.title, "role", ink) + ink.facts(_role_facts(entry, ink, catalogue)))
        case Subject():
            _print_field(entry, ink, catalogue)
        case Provider():
            _print_provider(entry, ink, catalogue)
    if isinstance(entry, Module | Award | Role):
        _print_trees(entry, ink, catalogue)
    ink.print([Text(""), *ink.paragraph(ink.text(_origin(catalogue), "dim"))])


def _title(title: str, kind: str, ink: Ink) -> list[Text]:
    return ink.paragraph(ink.joined(ink.text(title, "bold"), ink.text(f" ({kind})", "dim")))


def _origin(catalogue: Catalogue) -> str:
    """Say where the figures come from; nobody must take an illustrative catalogue for a provider's offer."""
    fictional = ": an illustrative catalogue with fictional providers" if is_illustrative(catalogue.title) else ""
    return f"From {catalogue}{fictional}"


def _facts(ink: Ink, *facts: tuple[str, str | None]) -> list[tuple[str, Text]]:
    """Return the facts that have a value."""
    return [(name, ink.text(value)) for name, value in facts if value]


def _field(field: str | None, catalogue: Catalogue) -> str | None:
    known = catalogue.field_by_id.get(field or "")
    return field if known is None else f"{known.title} ({known.id})"


def _provider(id_: str, catalogue: Catalogue) -> str:
    known = catalogue.provider_by_id.get(id_)
    if known is None:
        return id_
    return f"{known.title} ({known.id})" + (f", {known.venue}" if known.venue else "")


def _module_facts(module: Module, ink: Ink, catalogue: Catalogue) -> list[tuple[str, Text]]:
    return _facts(
        ink,
        ("id", module.id),
        *_numbers_and_page(module),
        ("field", _field(module.field, catalogue)),
        ("topics", ", ".join(module.topics)),
        ("provider", _provider(module.provider, catalogue)),
        ("mode", known(module.mode) or NOT_KNOWN),
        ("language", module.language),
        ("admission", module.entry),
        ("hours", _hours(module)),
        ("length", _by_run(module, _length)),
        ("hours a week", _by_run(module, _paces)),
        *_starts(module, catalogue),
        ("apply", _apply(module)),
        ("classes", _classes(module)),
        ("full days", f"{hours_text(module.days)}: you need days off" if module.days else None),
        ("alongside", _alongside(module)),
        ("counts as", _counts_as(module, catalogue)),
        ("covers", _covers(module)),
        ("or as part of", _part_of(module, catalogue)),
        ("never with", _never_with(module, catalogue)),
        ("credits", hours_text(module.credits) if module.credits else None),
        ("fee", before_gst(module.fee_cents, catalogue)),
        ("funding class", module.funding),
        ("skills", ", ".join(module.skills)),
        ("recognised by", ", ".join(module.recognised_by)),
        *certainty_facts(module),
    )


def _numbers_and_page(entry: Module | Award) -> Iterator[tuple[str, str | None]]:
    numbers = [number for number in (entry.ref, *entry.refs) if number]
    yield ("course number" if len(numbers) < 2 else "course numbers"), ", ".join(numbers)
    yield "page", entry.url


def _hours(module: Module) -> str:
    return NOT_KNOWN if module.hours is UNKNOWN else f"{hours_text(module.known_hours)} in all, in class and on your own"


def _length(module: Module) -> str:
    return NOT_KNOWN if module.months is UNKNOWN else length_text(module) + (", as you choose" if module.self_paced else "")


def _by_run(module: Module, text: Callable[[Module], str]) -> str:
    """Return what is the same in each way in which a module is offered, or each of what its runs have."""
    said = list(dict.fromkeys(map(text, module.offers)))
    return said[0] if len(said) == 1 else f"{' or '.join(said)}, by run"


def _classes(module: Module) -> str:
    """Return the class times, or how many evenings a week they take."""
    if module.evenings is not None:
        return evenings_text(module.evenings)
    sessions = known(module.sessions)
    return NOT_KNOWN if sessions is None else sessions_text(sessions)


def _paces(module: Module) -> str:
    """Return `5.78`, or for a self-paced module the load of each length."""
    if not module.paces:
        return f"{NOT_KNOWN}: {' and '.join(key for key in ('hours', 'months', 'weeks') if key in module.lacks)} are missing"
    if len(module.paces) == 1:
        return load_text(module.paces[0].minutes_per_week)
    return ", ".join(f"{load_text(pace.minutes_per_week)} in {counted(pace.months, 'month')}" for pace in module.paces)


def _starts(module: Module, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield when it starts, each run on a line of its own, and when it will probably start after them."""
    if module.runs is None:
        yield "starts", NOT_KNOWN if module.intakes is UNKNOWN else starts_text(module)
        return
    for name, run in zip(chain(("starts",), repeat("")), module.runs, strict=False):
        yield name, run_text(run, catalogue)
    if module.then:
        yield "after that", f"probably {', '.join(map(str.capitalize, module.then))} (assumed)"


def _apply(module: Module) -> str | None:
    """Return the last months to apply, if starts are known; a module with runs shows them beside each run."""
    if module.runs is not None or module.intakes is UNKNOWN:
        return None
    before = module.apply_months_before
    if not before:
        return "up to the month it starts"
    if module.intakes is None:
        return f"at least {counted(before, 'month')} before it starts"
    return ", ".join(
        f"by {CALENDAR[(CALENDAR.index(intake) - before) % 12].capitalize()} for {intake.capitalize()}"
        for intake in known(module.intakes) or ()
    )


def _alongside(module: Module) -> str | None:
    return f"{', '.join(module.alongside)}: finished before it starts, or under way" if module.alongside else None


def _counts_as(module: Module, catalogue: Catalogue) -> str | None:
    """Return the modules that count as this one, whichever of them says so."""
    others = sorted(catalogue.equivalents.get(module.id, frozenset()) - {module.id})
    return f"{', '.join(others)}: take one of them; it counts wherever one is needed" if others else None


def _never_with(module: Module, catalogue: Catalogue) -> str | None:
    """Return the modules that exclude this one or that it excludes, without those that count as it or as which it counts."""
    alike = catalogue.places.counted_as(module.id) | catalogue.places.counting_as(module.id)
    return ", ".join(sorted(catalogue.exclusions.get(module.id, frozenset()) - alike)) or None


def _covers(module: Module) -> str | None:
    if not module.covers:
        return None
    return f"{', '.join(module.covers)}: taken whole, it counts as each of them; none of them is taken as well"


def _part_of(module: Module, catalogue: Catalogue) -> str | None:
    """Return the wholes that cover a module, or what it is equivalent to."""
    wholes = catalogue.places.counting_as(module.id) - catalogue.places.unit(module.id)
    return f"{' or '.join(sorted(wholes))}, taken whole" if wholes else None


def _award_facts(award: Award, ink: Ink, catalogue: Catalogue) -> list[tuple[str, Text]]:
    valid = award.valid_months
    return _facts(
        ink,
        ("id", award.id),
        *_numbers_and_page(award),
        ("kind", kind_text(award.kind)),
        ("field", _field(award.field, catalogue)),
        ("provider", _provider(award.provider, catalogue) if award.provider else None),
        ("language", award.language),
        ("admission", award.entry),
        ("valid", f"each module counts for {counted(valid, 'month')} after it ends" if valid else None),
        ("shares", _shares(award.shares)),
        ("fee", None if award.fee is None else f"{_whole_fee(award, catalogue)}; plans count the fees of modules"),
        ("recognised by", ", ".join(award.recognised_by)),
        *(certainty_facts(award) if award.evidence or award.derived or award.assumed or award.source else ()),
    )


def _whole_fee(award: Award, catalogue: Catalogue) -> str:
    fee = None if award.fee is None else known(award.fee)
    return before_gst(None if fee is None else cents_of(fee), catalogue)


def _shares(limit: int | None) -> str | None:
    """Return how many modules may also count for other awards, if that is limited."""
    if limit is None:
        return None
    return f"at most {counted(limit, 'module')} with other awards" if limit else "no module with other awards"


def _role_facts(role: Role, ink: Ink, catalogue: Catalogue) -> list[tuple[str, Text]]:
    return _facts(ink, ("id", role.id), ("field", _field(role.field, catalogue)))


def _print_field(field: Subject, ink: Ink, catalogue: Catalogue) -> None:
    """Print a field with its modules, awards and roles."""
    ink.print(_title(field.title, "field", ink) + ink.facts(_facts(ink, ("id", field.id))))
    _print_entries_of(field, ink, catalogue)


def _print_provider(provider: Provider, ink: Ink, catalogue: Catalogue) -> None:
    """Print a provider with its modules and awards."""
    facts = _facts(ink, ("id", provider.id), ("venue", provider.venue))
    ink.print(_title(provider.title, "provider", ink) + ink.facts(facts))
    _print_entries_of(provider, ink, catalogue)


def _print_entries_of(group: Subject | Provider, ink: Ink, catalogue: Catalogue) -> None:
    own = select_of(catalogue, group)
    ink.print(module_list(own.modules, ink, catalogue))
    ink.print(stacking_list("Awards", own.awards, ink))
    ink.print(stacking_list("Roles", own.roles, ink))


def _print_trees(entry: Module | Award | Role, ink: Ink, catalogue: Catalogue) -> None:
    ink.print(ink.heading("Needs", "before it can start" if isinstance(entry, Module) else ""))
    if entry.requires is None and isinstance(entry, Module) and entry.alongside:
        ink.print(ink.paragraph(ink.text("nothing except what goes alongside")))
    elif entry.requires is None:
        ink.print(ink.paragraph(ink.text("nothing: you can start with it")))
    else:
        ink.print(tree_lines(requirement_tree(entry.requires, ink, catalogue, shown={entry.id}), ink))
    if isinstance(entry, Role):
        return
    ink.print(ink.heading("Leads to"))
    leads = leads_to(entry, ink, catalogue)
    if leads.children:
        ink.print(tree_lines(leads, ink))
    else:
        alone = ": it stands without an award" if isinstance(entry, Module) else ""
        ink.print(ink.paragraph(ink.text(f"nothing else in this catalogue{alone}")))


def leads_to(entry: Module | Award, ink: Ink, catalogue: Catalogue, shown: set[str] | None = None, depth: int = 0) -> Tree:
    """The modules it opens, the awards and roles it counts toward, and the awards above those, each once."""
    shown = {entry.id} if shown is None else shown
    tree = Tree("", hide_root=True, guide_style="dim")
    for lead in leads(catalogue, entry):
        if isinstance(lead.entry, Award):
            tree.children.append(_award_tree(lead.entry, ink, catalogue, shown, depth))
        else:
            tree.add(ink.joined(f"{lead.way} ", entry_label(lead.entry, ink)))
    return tree


def _award_tree(award: Award, ink: Ink, catalogue: Catalogue, shown: set[str], depth: int) -> Tree:
    """An award that something counts toward, with all it leads to itself, unless it was shown before or lies too deep."""
    label = ink.joined(f"{Way.COUNTS} ", entry_label(award, ink))
    if award.id in shown:
        return Tree(ink.joined(label, ink.text(", as shown above", "dim")))
    if depth >= DEEPEST:
        return Tree(ink.joined(label, ink.text(f", and more: {for_catalogue(f'mcplan show {award.id}')}", "dim")))
    shown.add(award.id)
    tree = Tree(label, guide_style="dim")
    tree.children += leads_to(award, ink, catalogue, shown, depth + 1).children
    return tree
