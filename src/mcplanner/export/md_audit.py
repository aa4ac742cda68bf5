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
    rests_on_in_words,
    standing_of,
    verdict,
)
from mcplanner.plans.certainty_words import UsedMarks, old_figures, remarks


def audit_md(audit: Audit, name: str | None) -> str:
    """The audit as a list of lists."""
    return "\n".join(_md_lines(audit, name)) + "\n"


def _md_lines(audit: Audit, name: str | None) -> Iterator[str]:
    yield f"# {escape_markdown(heading_of(audit))}"
    yield ""
    marks = UsedMarks()
    if old := old_figures(audit.notes):
        yield from (f"> **{escape_markdown(f'{old[0].upper()}{old[1:]}')}.**", "")
    yield f"- **So far:** {amounts(audit, audit.root, marks)}"
    yield f"- **Hours:** {hours_in_words(audit, marks)}"
    yield f"- **Verdict:** {escape_markdown(verdict(audit, marks))}"
    if resting := rests_on_in_words(audit):
        yield f"- **Rests on:** {escape_markdown(resting)}"
    yield f"- **As of:** {month_name(audit.month)}{'' if name is None else f', {escape_markdown(name)}'}"
    yield from ("", "## What it asks for", "", f"{asked_for(audit.root).capitalize()}:", "")
    for part, level in with_levels(audit.root):
        if level:
            facts = "".join(f"; {escape_markdown(fact)}" for fact in facts_of(audit, part, marks))
            yield f"{'  ' * (level - 1)}- {escape_markdown(name_of(part))}: **{standing_of(audit, part, marks)}**{facts}"
    if legend := marks.legend():
        yield from ("", escape_markdown("; ".join(legend)))
    if notes := remarks(audit.notes):
        yield from ("", "## Please note", "", *(f"- {escape_markdown(note.text)}" for note in notes))
    yield from ("", f"From {escape_markdown(audit.catalogue_title)}, as of {audit.as_of.isoformat()}.")
