"""What an import found and would add, for other programs.

Pure: matches in, text out. Holds nothing of a file but labels that name nobody, and months.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mcplanner.credentials.matching import ASKED, Match, Outcome
from mcplanner.credentials.record import ISSUER, CredentialFile
from mcplanner.export.json_values import json_text, month_or_null
from mcplanner.ground.diagnostics import Diagnostic

SCHEMA = "mcplan.import/1"


def import_json(
    matches: Sequence[Match], files: Sequence[CredentialFile], refused: Sequence[Diagnostic], written: Path | None
) -> str:
    """The records in their order, and what becomes of them: added, asked about, left out; `written` names the changed file.

    Where anything is refused there are no records, and what is wrong stands in their place.
    """
    answer = {
        "schema": SCHEMA,
        "records": [_record(match) for match in matches],
        "added": [_added(match) for match in matches if match.outcome is Outcome.ADD],
        "asked": [_open(match) for match in matches if match.outcome in ASKED],
        "left_out": [_open(match) for match in matches if match.outcome not in ASKED and match.outcome is not Outcome.ADD],
        "refused": [_refused(problem) for problem in refused],
        "notes": [{"file": _name(file.file), "text": note} for file in files for note in file.notes],
        "written": None if written is None else _name(str(written)),
    }
    return json_text(answer)


def _open(match: Match) -> dict[str, Any]:
    """A record that is not added, in short."""
    return {"record": match.number, "reason": match.reason, "offers": [module.id for module in match.offers]}


def _refused(problem: Diagnostic) -> dict[str, Any]:
    return {
        "file": _name(problem.file),
        "line": problem.position.line,
        "column": problem.position.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _name(file: str) -> str:
    """A file's name as JSON can hold it: on Linux it can have any bytes."""
    return file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _record(match: Match) -> dict[str, Any]:
    record = match.record
    return {
        "record": match.number,
        "file": _name(match.file),
        "place": record.place,
        "kind": record.kind,
        "integrity": record.integrity.value,
        "issuer": ISSUER,
        "label": match.label,
        "outcome": match.outcome.value,
        "reason": match.reason,
        "module": None if match.module is None else match.module.id,
        "matched_by": match.matched_by,
        "ended": month_or_null(record.ended),
        "dated_by": record.dated_by,
        "expiry": None if record.expires is None else record.expires.isoformat(),
        "remarks": list(record.remarks),
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
