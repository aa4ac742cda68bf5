"""An audit as one page.

Knows an audit, and what `audit.html` beside this file names.
"""

from mcplanner.export.pages import HERE, render_page
from mcplanner.planning.audit.model import Audit, Standing
from mcplanner.planning.audit.words import amounts, asked_for, facts_of, hours_in_words, name_of, standing_of, verdict


def audit_html(audit: Audit, name: str | None) -> str:
    """The audit as one page."""
    so_far, _, others = amounts(audit.root).partition(", ")
    content = {
        "audit": audit,
        "name": name,
        "complete": audit.root.standing is Standing.HELD,
        "verdict": verdict(audit).partition(": ")[2] or verdict(audit),
        "so_far": so_far,
        "others": others,
        "hours": hours_in_words(audit),
        "asked_for": asked_for(audit.root),
        "css_class": lambda standing: standing.value.replace(" ", "-"),
        "name_of": name_of,
        "standing_of": standing_of,
        "facts_of": facts_of,
    }
    return render_page("audit.html", content, (HERE / "audit.css").read_text("utf-8"))
