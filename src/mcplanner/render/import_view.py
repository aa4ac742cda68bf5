"""`mcplan import`: what files of credentials hold, what of it would be added, and what is open.

Floor 9. Knows records and the modules they match; shows of a file only labels that name nobody.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from mcplanner.catalogue import Module
from mcplanner.credentials.matching import Match, Outcome
from mcplanner.credentials.record import ISSUER, Integrity
from mcplanner.figures import counted
from mcplanner.months import month_name
from mcplanner.render.columns import Heading, Layout, Row, choose_layout, table
from mcplanner.render.ink import Ink

HEADINGS = {
    "number": Heading("#", right=True),
    "module": Heading("Module"),
    "id": Heading("id"),
    "ended": Heading("Last month"),
    "dated": Heading("dated by"),
    "by": Heading("Matched by"),
    "evidence": Heading("Evidence"),
}

LAYOUTS = (
    Layout((("number",), ("module", "id"), ("ended", "dated"), ("by",), ("evidence",)), flexible=1, least=24),
    Layout((("number",), ("module", "id", "evidence"), ("ended", "dated"), ("by",)), flexible=1, least=20),
    Layout((("number",), ("module", "id", "by", "evidence"), ("ended", "dated")), flexible=1, least=14),
)

MEANINGS = {
    Integrity.INTACT: "intact: nothing was changed since it was wrapped, which anyone can do; who issued it is not checked",
    Integrity.NOT_CHECKED: "proof not checked: it may have been changed, and who issued it is not checked",
    Integrity.NO_PROOF: "no proof: it is the word of whoever wrote it",
}


def print_import(console: Console, matches: Sequence[Match], written: Path | None) -> None:
    """Print the files, what is added from them (to the file `written`, if it was), what may be meant, and what is left out."""
    ink = Ink(console)
    added = [match for match in matches if match.outcome is Outcome.ADD]
    lines = _files(matches, ink)
    lines += ink.heading("Would be added" if written is None else f"Added to {written}", counted(len(added), "module"))
    lines += _table(added, ink) if added else ink.paragraph(ink.text("nothing"))
    lines += _near([match for match in matches if match.outcome is Outcome.NEAR], ink)
    lines += _left_out([match for match in matches if match.outcome not in (Outcome.ADD, Outcome.NEAR)], ink)
    ink.print(lines)


def _files(matches: Sequence[Match], ink: Ink) -> list[Text]:
    """Each file in a line or two, then what its verdict means and does not mean."""
    facts = []
    for file, group in groupby(matches, key=lambda match: match.file):
        found = list(group)
        kinds = dict.fromkeys((match.record.kind, match.record.integrity) for match in found)
        verdicts = "; ".join(f"{kind}, {_verdict(integrity)}" for kind, integrity in kinds)
        facts.append((file, ink.text(f"{counted(len(found), 'record')}: {verdicts}")))
    seen = dict.fromkeys(match.record.integrity for match in matches)
    lines = [*ink.paragraph(ink.text("Files", "bold")), *ink.facts(facts)]
    return lines + [line for integrity in seen for line in ink.paragraph(ink.text(MEANINGS[integrity], "dim"), hanging=2)]


def _verdict(integrity: Integrity) -> str:
    match integrity:
        case Integrity.INTACT:
            return f"intact, issuer {ISSUER}"
        case Integrity.NOT_CHECKED:
            return f"proof and issuer {ISSUER}"
        case Integrity.NO_PROOF:
            return "no proof"


def _table(added: Iterable[Match], ink: Ink) -> list[Text]:
    rows: list[Row] = []
    for match in added:
        assert match.module is not None
        record = match.record
        rows.append(
            {
                "number": ink.text(str(match.number)),
                "module": ink.text(match.module.title),
                "id": ink.text(match.module.id, "dim"),
                "ended": ink.text("not known" if record.ended is None else month_name(record.ended)),
                "dated": ink.text(record.dated_by or "", "dim"),
                "by": ink.text(match.matched_by or ""),
                "evidence": ink.text(record.evidence),
            }
        )
    return table(ink, HEADINGS, rows, choose_layout(ink, HEADINGS, rows, LAYOUTS))


def _near(matches: Sequence[Match], ink: Ink) -> list[Text]:
    if not matches:
        return []
    lines = ink.heading("Near matches", "not taken unless you say so")
    for match in matches:
        lines += ink.paragraph(ink.text(_named(match)), hanging=2)
        for module in match.offers:
            lines += ink.paragraph(ink.joined("    ", _offer(module, match, ink)), hanging=6)
    return lines


def _offer(module: Module, match: Match, ink: Ink) -> Text:
    return ink.joined(f"{module.title}, {module.provider}: ", ink.text(f"--take {match.number}={module.id}", "bold"))


def _left_out(matches: Sequence[Match], ink: Ink) -> list[Text]:
    if not matches:
        return []
    lines = ink.heading("Left out", counted(len(matches), "record"))
    for match in matches:
        lines += ink.paragraph(ink.joined(ink.text(_named(match)), ink.text(f": {_reason(match)}", "dim")), hanging=2)
    if any(match.outcome is Outcome.UNKNOWN for match in matches):
        lines += ink.paragraph(ink.text("If you know which module one of them is: --take NUMBER=MODULE", "dim"))
    return lines


def _named(match: Match) -> str:
    """A record by its number and its module; where that is open, by what may be shown of it."""
    label = match.record.label if match.module is None else match.module.title
    return f"{match.number}  {label or 'a record whose title is not shown'}"


def _reason(match: Match) -> str:
    module = "" if match.module is None else f" ({match.module.id})"
    match match.outcome:
        case Outcome.TO_COME if match.record.ended is not None:
            return f"it ends in {month_name(match.record.ended)}, which is to come"
        case Outcome.NOT_PASSED:
            return f"not passed, by what the file says{module}"
        case Outcome.UNKNOWN if match.award is not None:
            return "an award, not a module: what a learner holds is modules"
        case Outcome.UNKNOWN:
            return "no module of the catalogue"
        case outcome:
            return f"{outcome.value}{module}"
