"""What a module, award or role needs, as a tree.

This module knows requirements and the catalogue's titles. A tree shows the needs of each entry once and stops at a depth
that a terminal can hold, so entries that need each other cannot make it endless.
"""

from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.catalogue.requirement_words import group_text, requirement_text
from mcplanner.catalogue.requirements import Credits, Requirement, Skill, parts
from mcplanner.ground.numbers_text import kind_text
from mcplanner.ground.typed_again import for_catalogue
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.text import Text, Tree

DEEPEST = 6
MOST_TEACHERS = 6


def requirement_tree(
    requirement: Requirement, ink: Ink, catalogue: Catalogue, shown: set[str] | None = None, depth: int = 0, lead: str = ""
) -> Tree:
    """Return the requirement as a tree in which each module and award carries its own needs.

    Parameters
    ----------
    shown
        The ids whose needs have been shown; the tree adds those it shows.
    lead
        Text before the first words: `first, ` for what a module needs before it starts.
    """
    shown = set() if shown is None else shown
    if isinstance(requirement, str):
        return _entry_tree(requirement, ink, catalogue, shown, depth, lead)
    if isinstance(requirement, Skill):
        teachers = ink.text(f", {_teachers(requirement.skill, catalogue)}", "dim")
        return Tree(ink.joined(lead, f"the skill {requirement.skill}", teachers))
    inner = [part for _, part in parts(requirement)]
    if len(inner) == 1 and not isinstance(requirement, Credits):
        return requirement_tree(inner[0], ink, catalogue, shown, depth, lead)
    if depth >= DEEPEST:
        return Tree(ink.text(lead + requirement_text(requirement)))
    tree = Tree(ink.text(f"{lead}{group_text(requirement)} these"))
    tree.branches += [requirement_tree(part, ink, catalogue, shown, depth + 1) for part in inner]
    return tree


def _entry_tree(id_: str, ink: Ink, catalogue: Catalogue, shown: set[str], depth: int, lead: str) -> Tree:
    """Return a module or award with its own needs beneath it, unless they were shown above or lie too deep."""
    entry = catalogue.entry_by_id.get(id_)
    if entry is None:
        return Tree(ink.joined(lead, ink.text(id_)))
    label = ink.joined(lead, entry_label(entry, ink))
    if entry.requires is None:
        return Tree(label)
    if id_ in shown:
        return Tree(ink.joined(label, ink.text(", as shown above", "dim")))
    if depth >= DEEPEST:
        return Tree(ink.joined(label, ink.text(f", which needs more: {for_catalogue(f'mcplan show {id_}')}", "dim")))
    shown.add(id_)
    tree = Tree(label)
    own_lead = "first, " if isinstance(entry, Module) else ""
    tree.branches.append(requirement_tree(entry.requires, ink, catalogue, shown, depth + 1, own_lead))
    return tree


def entry_label(entry: Module | Award | Role, ink: Ink) -> Text:
    """Return the title and id of an entry; an award in bold and with its kind."""
    if isinstance(entry, Award):
        return ink.joined(ink.text(entry.title, "bold"), ink.text(f" ({entry.id}, {kind_text(entry.kind)})", "dim"))
    return ink.joined(ink.text(entry.title), ink.text(f" ({entry.id})", "dim"))


def _teachers(skill: str, catalogue: Catalogue) -> str:
    """Return the modules that teach a skill, or the first of them."""
    names = [module.id for module in catalogue.modules if skill in catalogue.skills_of(module.id)]
    more = len(names) - MOST_TEACHERS
    if not names:
        return "which no module teaches"
    rest = f" and {more:,} more ({for_catalogue(f'mcplan list --skill {skill}')})" if more > 0 else ""
    return f"taught by {', '.join(names[:MOST_TEACHERS])}{rest}"
