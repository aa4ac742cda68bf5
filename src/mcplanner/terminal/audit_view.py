"""`mcplan audit` on the terminal: how far an award or a role is reached, and the tree of what it asks for.

This module knows an audit; not how that was made.
"""

from rich.text import Text
from rich.tree import Tree

from mcplanner.ground.months import month_name
from mcplanner.planning.audit.model import Audit, Part, Standing
from mcplanner.planning.audit.words import (
    amounts,
    asked_for,
    facts_of,
    heading_of,
    hours_in_words,
    name_of,
    rests_on_in_words,
    standing_of,
    verdict,
)
from mcplanner.plans.certainty_words import remarks
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.notes_view import age_lines, legend_lines, notes_lines
from mcplanner.terminal.trees import tree_lines

STYLES = {
    Standing.HELD: "green",
    Standing.UNDER_WAY: "cyan",
    Standing.PLANNED: "yellow",
    Standing.MISSING: "red",
    Standing.NOT_NEEDED: "dim",
}


def print_audit(console: Console, audit: Audit, name: str | None) -> None:
    """Print how far a learner is, whose name may be known."""
    ink = Ink(console)
    ink.print(audit_lines(audit, ink, name))


def audit_lines(audit: Audit, ink: Ink, name: str | None) -> list[Text]:
    """The lines that `print_audit` prints."""
    whose = f"{name} in {month_name(audit.month)}" if name else month_name(audit.month)
    marks, resting = ink.signs.marks, rests_on_in_words(audit)
    lines = age_lines(audit, ink)
    lines += ink.paragraph(ink.joined(ink.text(heading_of(audit), "bold"), ": ", ink.text(whose)))
    lines += ink.facts(
        [
            ("so far", ink.text(amounts(audit, audit.root, marks))),
            ("hours", ink.text(hours_in_words(audit, marks))),
            ("verdict", ink.text(verdict(audit, marks), STYLES[audit.root.standing])),
            *([] if resting is None else [("rests on", ink.text(resting))]),
        ]
    )
    label = ink.text(asked_for(audit.root))
    lines += [*ink.heading("What it asks for"), *tree_lines(_tree(audit, audit.root, ink, label), ink)]
    return [
        *lines,
        *legend_lines(ink),
        *notes_lines(remarks(audit.notes), ink),
        Text(""),
        *ink.paragraph(ink.text(f"From {audit.catalogue_title} (as of {audit.as_of.isoformat()})", "dim")),
    ]


def _tree(audit: Audit, part: Part, ink: Ink, label: Text) -> Tree:
    tree = Tree(label, guide_style="dim")
    tree.children += [_tree(audit, each, ink, _label(audit, each, ink)) for each in part.parts]
    return tree


def _label(audit: Audit, part: Part, ink: Ink) -> Text:
    facts = "".join(f"; {fact}" for fact in facts_of(audit, part, ink.signs.marks))
    standing = ink.text(standing_of(audit, part, ink.signs.marks), STYLES[part.standing])
    return ink.joined(ink.text(name_of(part)), ": ", standing, ink.text(facts, "dim"))
