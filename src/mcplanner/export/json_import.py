"""The records that an import found, and what it would add, as JSON for other programs.

Pure: matches in, text out. It shows nothing of a file but labels that name nobody, and months.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mcplanner.catalogue.model import Module
from mcplanner.credentials.matching import ASKED, Match, Outcome
from mcplanner.credentials.record import ISSUER, WITHDRAWAL, CredentialFile
from mcplanner.export.json_values import json_text, month_or_null
from mcplanner.ground.diagnostics import Diagnostic

SCHEMA = "mcplan.import/1"


def import_json(
    matches: Sequence[Match],
    files: Sequence[CredentialFile],
    refused: Sequence[Diagnostic],
    written: Path | None,
    repeats: Sequence[Module] = (),
) -> str:
    """The records in their order, and what happens to them: added, asked about, left out; `written` names the changed file.

    Where anything is refused, there are no records, but the reasons.

    Parameters
    ----------
    repeats
        The modules that the learner says were failed, which are added as such.
    """
    answer = {
        "schema": SCHEMA,
        "records": list(map(_record, matches)),
        "added": [_added(match) for match in matches if match.outcome is Outcome.ADD],
        "added_as_failed": [module.id for module in repeats],
        "asked": [_open(match) for match in matches if match.outcome in ASKED],
        "left_out": [_open(match) for match in matches if match.outcome not in ASKED and match.outcome is not Outcome.ADD],
        "refused": list(map(_refused, refused)),
        "notes": list(_notes(files)),
        "written": None if written is None else _name(str(written)),
    }
    return json_text(answer)


def _notes(files: Sequence[CredentialFile]) -> Iterator[dict[str, str]]:
    return ({"file": _name(file.file), "text": note} for file in files for note in file.notes)


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
    """A file's name as JSON can hold it: on Linux, a name can have any bytes."""
    return file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _record(match: Match) -> dict[str, Any]:
    record = match.record
    return {
        "record": match.number,
        "file": _name(match.file),
        "place": record.place,
        "kind": record.kind,
        "integrity": record.integrity.value,
        "unchecked": record.unchecked or None,
        "issuer": ISSUER,
        "withdrawal": WITHDRAWAL if record.has_status else None,
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
