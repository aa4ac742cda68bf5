"""The report of an import of course data as JSON, schema `mcplan.catalogue-import/1`.

Pure: a report in, text out.
"""

from pathlib import Path
from typing import Any

from mcplanner.course_data.places import SheetFinding, SheetPlace, column_name
from mcplanner.course_data.report import Report
from mcplanner.export.json_values import json_text


def import_report_json(report: Report, written: Path | None) -> str:
    """The report; `written` is null if something was wrong."""
    return json_text(
        {
            "schema": "mcplan.catalogue-import/1",
            "written": None if written is None else str(written),
            "sheets": [
                {"file": sheet.place.file, "sheet": sheet.place.sheet, "source": sheet.source, "rows": sheet.rows}
                for sheet in report.sheets
            ],
            "made": {**report.made, "runs": report.runs, "numbers_joined": report.numbers_joined},
            "derived": dict(report.derived),
            "assumed": dict(report.assumed),
            "checked": report.is_checked,
            "can_be_planned": report.can_be_planned,
            "lacking": [{"key": each.key, "modules": each.modules, "file": each.file} for each in report.lacking],
            "findings": [_finding(finding) for finding in report.findings],
        }
    )


def _finding(finding: SheetFinding) -> dict[str, Any]:
    return {
        "weight": finding.weight.value,
        **_place(finding.place),
        "message": finding.message,
        "value": finding.value or None,
        "hint": finding.hint,
    }


def _place(place: SheetPlace) -> dict[str, Any]:
    cell = f"{column_name(place.column)}{place.row}" if place.row and place.column else None
    return {"file": place.file, "sheet": place.sheet or None, "row": place.row or None, "cell": cell}
