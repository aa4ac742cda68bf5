"""An audit as one page.

Knows an audit, and what `audit.html` beside this file names.
"""

from mcplanner.export.pages import HERE, render_page
from mcplanner.planning.audit.model import Audit, Standing
from mcplanner.planning.audit.words import (
    amounts,
    asked_for,
    facts_of,
    hours_in_words,
    name_of,
    rests_on_in_words,
    standing_of,
    verdict_and_why,
)
from mcplanner.plans.certainty_words import UsedMarks, old_figures, remarks


def audit_html(audit: Audit, name: str | None) -> str:
    """The audit as one page."""
    marks = UsedMarks()
    so_far, _, others = amounts(audit, audit.root, marks).partition(", ")
    whether, why = verdict_and_why(audit, marks)
    content = {
        "audit": audit,
        "name": name,
        "complete": audit.root.standing is Standing.HELD,
        "whether": whether,
        "verdict": why,
        "old": old_figures(audit.notes),
        "remarks": remarks(audit.notes),
        "rests_on": rests_on_in_words(audit),
        "marks": marks,
        "so_far": so_far,
        "others": others,
        "hours": hours_in_words(audit, marks),
        "asked_for": asked_for(audit.root),
        "css_class": lambda standing: standing.value.replace(" ", "-"),
        "name_of": name_of,
        "standing_of": lambda part: standing_of(audit, part, marks),
        "facts_of": lambda part: facts_of(audit, part, marks),
    }
    return render_page("audit.html", content, (HERE / "audit.css").read_text("utf-8"))
