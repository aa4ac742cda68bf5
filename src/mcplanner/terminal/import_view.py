"""`mcplan import` on the terminal: what files of credentials hold, what would be added, and what is not certain.

This module knows records and the modules they match; of a file it shows only labels that name nobody.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.text import Text

from mcplanner.catalogue.model import Catalogue, Module, Provider
from mcplanner.credentials.matching import ASKED, Match, Outcome
from mcplanner.credentials.record import VERDICTS, CredentialFile, Integrity, Record
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink

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
    Integrity.INTACT: "intact: not changed since it was wrapped, which anyone can do; who issued it is not checked",
    Integrity.SIGNED: "signature intact: not changed since somebody signed it, who may be anyone; who issued it is not checked",
    Integrity.NOT_CHECKED: "proof not checked: it may have been changed, and who issued it is not checked",
    Integrity.NO_PROOF: "no proof: only the word of whoever wrote it",
}


def print_import(
    console: Console,
    catalogue: Catalogue,
    matches: Sequence[Match],
    files: Sequence[CredentialFile],
    repeats: Sequence[Module],
    written: Path | None,
) -> None:
    """Print the files, what is added (to the file `written`, if any), what is asked about, and what is left out.

    Parameters
    ----------
    repeats
        The modules that the learner says were failed, which are added as such.
    """
    ink = Ink(console)
    lines = _files(files, ink)
    lines += _added([match for match in matches if match.outcome is Outcome.ADD], repeats, written, ink)
    lines += _asked([match for match in matches if match.outcome in ASKED], ink, catalogue)
    lines += _left_out(
        [match for match in matches if match.outcome is not Outcome.ADD and match.outcome not in ASKED], repeats, ink
    )
    ink.print(lines)


def _added(added: Sequence[Match], repeats: Sequence[Module], written: Path | None, ink: Ink) -> list[Text]:
    """What is added to what is held, and what as not passed."""
    lines: list[Text] = []
    adding = "Would be added" if written is None else f"Added to {written}"
    if added or not repeats:
        lines += ink.heading(adding, counted(len(added), "module"))
        lines += [*_table(added, ink), *_remarks(added, ink)] if added else ink.paragraph(ink.text("nothing"))
    if repeats:
        lines += ink.heading(f"{adding} as not passed", counted(len(repeats), "module"))
        lines += ink.facts([(module.id, ink.text(module.title)) for module in repeats])
    return lines


def _files(files: Sequence[CredentialFile], ink: Ink) -> list[Text]:
    """Each file in a line or two, notes on what was not read, and what the verdicts mean."""
    facts = []
    for file in files:
        verdicts = "; ".join(dict.fromkeys(map(_verdict, file.records)))
        facts.append((file.file, ink.text(f"{counted(len(file.records), 'record')}: {verdicts}")))
        facts += [("", ink.text(note)) for note in file.notes]
    seen = dict.fromkeys(record.integrity for file in files for record in file.records)
    lines = [*ink.paragraph(ink.text("Files", "bold")), *ink.facts(facts)]
    return lines + [line for integrity in seen for line in ink.paragraph(ink.text(MEANINGS[integrity], "dim"), hanging=2)]


def _verdict(record: Record) -> str:
    """Return what is known about a record, and why no more is."""
    reason = f" ({record.unchecked})" if record.unchecked else ""
    return ", ".join((f"{record.kind}, {VERDICTS[record.integrity]}{reason}", *record.unknown))


def _table(added: Iterable[Match], ink: Ink) -> list[Text]:
    rows: list[Cells] = []
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


def _remarks(added: Iterable[Match], ink: Ink) -> list[Text]:
    """Remarks on the records that are added, such as what was ignored in them."""
    said = [match for match in added if match.record.remarks]
    return [
        line
        for match in said
        for line in ink.paragraph(ink.text(f"{match.number}  {'; '.join(match.record.remarks)}"), hanging=2)
    ]


def _asked(matches: Sequence[Match], ink: Ink, catalogue: Catalogue) -> list[Text]:
    if not matches:
        return []
    lines = ink.heading("Asked about", "not taken unless you say so")
    for match in matches:
        lines += ink.paragraph(ink.joined(ink.text(_named(match)), ink.text(f": {match.reason}", "dim")), hanging=2)
        for module in match.offers:
            provider = catalogue.provider_by_id[module.provider]
            lines += ink.paragraph(ink.joined("    ", _offer(module, provider, match, ink)), hanging=6)
    return lines


def _offer(module: Module, provider: Provider, match: Match, ink: Ink) -> Text:
    return ink.joined(f"{module.title}, {provider.title}: ", ink.text(f"--take {match.number}={module.id}", "bold"))


def _left_out(matches: Sequence[Match], repeats: Sequence[Module], ink: Ink) -> list[Text]:
    if not matches:
        return []
    lines = ink.heading("Left out", counted(len(matches), "record"))
    for match in matches:
        module = "" if match.module is None else f" ({match.module.id})"
        lines += ink.paragraph(ink.joined(ink.text(_named(match)), ink.text(f": {match.reason}{module}", "dim")), hanging=2)
    if any(match.outcome is Outcome.UNKNOWN for match in matches):
        lines += ink.paragraph(ink.text("If you know which module one of them is: --take NUMBER=MODULE", "dim"))
    if any(match.outcome is Outcome.NOT_PASSED and match.module not in (None, *repeats) for match in matches):
        lines += ink.paragraph(ink.text("If you failed one, and its next attempt is a repeat: --failed NUMBER", "dim"))
    return lines


def _named(match: Match) -> str:
    """Return a record's number, what may be shown of it, and its place in its file."""
    named = f"{match.number}  {match.label or 'a record whose title is not shown'}"
    return f"{named}, {match.record.place}" if match.record.place else named
