"""An audit as Markdown: a list of lists.

Knows an audit; not where the text goes.
"""

from collections.abc import Iterator

from mcplanner.export.md_plan import escape_markdown
from mcplanner.ground.months import month_name
from mcplanner.planning.audit.model import Audit, with_levels
from mcplanner.planning.audit.words import (
    amounts,
    asked_for,
    facts_of,
    heading_of,
    hours_in_words,
    name_of,
    standing_of,
    verdict,
)


def audit_md(audit: Audit, name: str | None) -> str:
    """The audit as a list of lists."""
    return "\n".join(_md_lines(audit, name)) + "\n"


def _md_lines(audit: Audit, name: str | None) -> Iterator[str]:
    yield f"# {escape_markdown(heading_of(audit))}"
    yield ""
    yield f"- **So far:** {amounts(audit.root)}"
    yield f"- **Hours:** {hours_in_words(audit)}"
    yield f"- **Verdict:** {escape_markdown(verdict(audit))}"
    yield f"- **As of:** {month_name(audit.month)}{'' if name is None else f', {escape_markdown(name)}'}"
    yield from ("", "## What it asks for", "", f"{asked_for(audit.root).capitalize()}:", "")
    for part, level in with_levels(audit.root):
        if level:
            facts = "".join(f"; {escape_markdown(fact)}" for fact in facts_of(part))
            yield f"{'  ' * (level - 1)}- {escape_markdown(name_of(part))}: **{standing_of(part)}**{facts}"
    if audit.notes:
        yield from ("", "## Please note", "", *(f"- {escape_markdown(note.text)}" for note in audit.notes))
    yield from ("", f"From {escape_markdown(audit.catalogue_title)}, as of {audit.as_of.isoformat()}.")
