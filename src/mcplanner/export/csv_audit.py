"""An audit as CSV, for spreadsheets: a row for each part.

Knows an audit; not where the text goes. Columns may be added at the end; none changes its meaning.
"""

from mcplanner.export.csv_values import csv_text, decimal_cell
from mcplanner.export.json_audit import amounts_data
from mcplanner.ground.months import format_month
from mcplanner.planning.audit.model import Audit, Part, with_levels
from mcplanner.planning.audit.words import facts_of, figures_of
from mcplanner.plans.certainty_words import certainty_in_words

COLUMNS = (
    "level", "kind", "id", "title", "standing", "needed", "held", "under_way", "planned", "missing", "module", "end", "until",
    "remarks", "figures",
)  # fmt: skip


def audit_csv(audit: Audit, _: str | None = None) -> str:
    """A heading, and a row for each part, in reading order."""
    return csv_text(COLUMNS, (_cells(audit, part, level) for part, level in with_levels(audit.root)))


def _cells(audit: Audit, part: Part, level: int) -> list[str]:
    amounts_of_it = ("" if value is None else decimal_cell(value) for value in amounts_data(part).values())
    by = part.by
    end, until = (None, None) if by is None else (by.end, by.until)
    return [
        str(level),
        part.kind,
        part.id or "",
        part.title,
        str(part.standing),
        *amounts_of_it,
        "" if by is None else by.id,
        "" if end is None else format_month(end),
        "" if until is None else format_month(until),
        "; ".join(facts_of(audit, part, {})),
        certainty_in_words(figures_of(audit, part)),
    ]
