"""`mcplan catalogue import` on the terminal: what was read and made, left out and cleaned, and what can be planned.

This module knows the report of an import; nothing of sheets.
"""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from rich.text import Text

from mcplanner.course_data.places import SheetFinding, Weight
from mcplanner.course_data.report import NEEDED_TO_PLAN, Lacking, Report
from mcplanner.course_data.texts import BLANKS, ESCAPES, UNSEEN
from mcplanner.ground.numbers_text import counted
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink

MOST_NAMED = 40
"""Findings of one kind that are named; the rest is counted, and in JSON."""

NO_FILE = (
    "Where no file is named, these files do not say it: amend the catalogue in a file of your own, or assume it, such as"
    " --assume hours=40 --assume starts=apr,oct"
)

HARMLESS = frozenset((BLANKS, ESCAPES, UNSEEN))
"""What was done to texts without any loss: it is counted, with one example."""

HEADINGS = (
    (Weight.LEFT_OUT, "Left out"),
    (Weight.CHANGED, "Cleaned or read in another way"),
)


def print_import_report(console: Console, report: Report, written: Path | None) -> None:
    """Print a report; `written` is the file, None if something was wrong."""
    ink = Ink(console)
    lines = [*ink.paragraph(ink.text("Read", "bold")), *ink.facts(_sheets(report, ink))]
    for weight, title in HEADINGS:
        lines += _findings(report, weight, title, ink)
    lines += _warnings(report, ink)
    if report.errors:
        lines += ink.heading("Nothing was written", f"{counted(len(report.errors), 'error')}, named above")
    elif written is not None:
        lines += ink.heading(f"Written to {written}")
        if not report.is_checked:
            lines += ink.paragraph(
                ink.text(f"  It is large, and is not checked yet: mcplan check {quote(str(written))}"), hanging=4
            )
        lines += ink.facts(_made(report, ink))
        lines += _certainty(report, ink)
        lines += _plannable(report, ink)
    ink.print(lines)


def _sheets(report: Report, ink: Ink) -> list[tuple[str, Text]]:
    return [
        (str(sheet.place), ink.text(f"{counted(sheet.rows, 'row')}, {sheet.source}")) for sheet in report.sheets if sheet.rows
    ]


def _made(report: Report, ink: Ink) -> list[tuple[str, Text]]:
    numbers = {**report.made, "runs": report.runs}
    facts = [(name, ink.text(f"{number:,}")) for name, number in numbers.items() if number]
    if report.numbers_joined:
        facts.append(("numbers joined", ink.text(f"{report.numbers_joined:,}, as further numbers of the same module")))
    return facts


def _findings(report: Report, weight: Weight, title: str, ink: Ink) -> list[Text]:
    groups = report.by_message(weight)
    lines = ink.heading(title) if groups else []
    for message, findings in groups.items():
        lines += ink.paragraph(ink.text(f"  {len(findings):,} × {message}{_hint(findings[0])}"), hanging=6)
        lines += _named(findings, 1 if message in HARMLESS else MOST_NAMED, ink)
    return lines


def _warnings(report: Report, ink: Ink) -> list[Text]:
    """What checks of the catalogue find that is no error, each at its cell."""
    found = [finding for finding in report.findings if finding.weight is Weight.WARNING]
    lines = ink.heading("Probably slips") if found else []
    for finding in found[:MOST_NAMED]:
        lines += ink.paragraph(ink.text(f"  {finding}"), hanging=6)
    return lines + ([ink.text(f"  and {len(found) - MOST_NAMED:,} more", "dim")] if len(found) > MOST_NAMED else [])


def _hint(finding: SheetFinding) -> str:
    return f" ({finding.hint})" if finding.hint else ""


def _named(findings: Sequence[SheetFinding], most: int, ink: Ink) -> list[Text]:
    lines: list[Text] = []
    for finding in findings[:most]:
        value = f": {finding.value}" if finding.value else ""
        lines.append(ink.cut(ink.text(f"      {finding.place}{value}", "dim"), ink.width))
    if len(findings) > most:
        lines.append(ink.text(f"      and {len(findings) - most:,} more; --json names them all", "dim"))
    return lines


def _certainty(report: Report, ink: Ink) -> list[Text]:
    """How many modules have figures that nobody published, by their keys."""
    facts = [
        (name, ink.text(", ".join(f"{key} of {counted(number, 'module')}" for key, number in sorted(numbers.items()))))
        for name, numbers in (("derived", report.derived), ("assumed", report.assumed))
        if numbers
    ]
    return ink.facts(facts)


def _plannable(report: Report, ink: Ink) -> list[Text]:
    modules = report.made.get("modules", 0)
    lines = ink.heading(f"{report.can_be_planned:,} of {counted(modules, 'module')} can be planned")
    facts = [(each.key, ink.text(_lacking(each))) for each in report.lacking]
    return [*lines, *ink.facts(facts), *(ink.paragraph(ink.text(NO_FILE)) if any(map(_has_no_file, report.lacking)) else [])]


def _lacking(each: Lacking) -> str:
    """How many modules lack a figure, and what would add it; a plan is made without a fee or a mode."""
    needed = "" if each.key in NEEDED_TO_PLAN else "; a plan does without"
    return f"unknown for {counted(each.modules, 'module')}{needed}" + (f"; to be added by: {each.file}" if each.file else "")


def _has_no_file(each: Lacking) -> bool:
    return each.file is None and each.key in NEEDED_TO_PLAN
