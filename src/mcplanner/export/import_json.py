"""What an import found and would add, for other programs.

Floor 9. Pure: matches in, text out. Holds nothing of a file but labels that name nobody, and months.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mcplanner.credentials.matching import Match, Outcome
from mcplanner.credentials.record import ISSUER
from mcplanner.export.json_values import month_or_null

SCHEMA = "mcplan.import/1"


def import_json(matches: Sequence[Match], written: Path | None) -> str:
    """The records in their order, and what is added to the learner file; `written` names that file, if it was."""
    answer = {
        "schema": SCHEMA,
        "records": [_record(match) for match in matches],
        "added": [_added(match) for match in matches if match.outcome is Outcome.ADD],
        "written": None if written is None else _name(str(written)),
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _name(file: str) -> str:
    """A file's name as JSON can hold it: on Linux it can have any bytes."""
    return file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _record(match: Match) -> dict[str, Any]:
    record = match.record
    return {
        "record": match.number,
        "file": _name(match.file),
        "kind": record.kind,
        "integrity": record.integrity.value,
        "issuer": ISSUER,
        "label": record.label,
        "outcome": match.outcome.value,
        "module": None if match.module is None else match.module.id,
        "matched_by": match.matched_by,
        "ended": month_or_null(record.ended),
        "dated_by": record.dated_by,
        "offers": [module.id for module in match.offers],
        "award": match.award,
    }


def _added(match: Match) -> dict[str, Any]:
    assert match.module is not None
    return {
        "module": match.module.id,
        "ended": month_or_null(match.record.ended),
        "evidence": match.record.evidence,
    }
