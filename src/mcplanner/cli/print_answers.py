"""Print what a command answers, in the right form, on the right stream and in files, and choose the exit code.

This module chooses among `terminal` and `export`; itself, it only writes short remarks, such as where a file went.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli.messages import tell
from mcplanner.cli.options import Data, Omitted
from mcplanner.cli.output_files import STDOUT, write
from mcplanner.cli.read_options import id_of
from mcplanner.export import Exporter
from mcplanner.files.catalogues import Loaded
from mcplanner.ground.diagnostics import Diagnostic, Severity
from mcplanner.ground.months import Month
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.request import Request
from mcplanner.plans.model import Note, Plan, Status
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding

if TYPE_CHECKING:
    from mcplanner.export.diagnostic_reports import Style
    from mcplanner.ground.watch import Listener, Watch
    from mcplanner.learner.file import LearnerFile
    from mcplanner.planning.audit.model import Audit
    from mcplanner.planning.comparison import Comparison
    from mcplanner.planning.progress import Progress
    from mcplanner.pricing.quote import Quote

Answer = TypeVar("Answer", "Comparison", Plan)

EXIT_CODES = {Status.OPTIMAL: 0, Status.FEASIBLE: 0, Status.INFEASIBLE: 3, Status.UNKNOWN: 4}


def exit_code(plan: Plan) -> int:
    """Return 0 for a plan, 3 if there is proved to be none, 4 if time ran out, 130 if Ctrl-C ended the search."""
    if plan.interrupted:
        return 130
    return EXIT_CODES[plan.status]


def comparison_exit_code(comparison: "Comparison") -> int:
    """Return the exit code of the row that got furthest; 130 if Ctrl-C ended the search."""
    stopped = comparison.not_planned or any(row.plan.interrupted for row in comparison.rows)
    return 130 if stopped else EXIT_CODES[comparison.status]


def print_answer(
    plan: Plan, as_json: bool, why: bool, outputs: Iterable[tuple[Path, Exporter[Plan]]] = (), week: Month | None = None
) -> None:
    """Print the plan on standard output, as a picture or as JSON.

    If standard output is taken by a file, no plan is drawn; why there is none goes to standard error.
    """
    if as_json:
        from mcplanner.export.json_plan import plan_json

        sys.stdout.write(plan_json(plan))
        return
    taken = any(path == STDOUT for path, _ in outputs)
    if taken and plan.objective is not None:
        return
    from mcplanner.terminal.console import make_console
    from mcplanner.terminal.plan_view import print_plan

    print_plan(make_console(sys.stderr if taken else None), plan, why, week)


def save_answer(plan: Plan, outputs: Iterable[tuple[Path, Exporter[Plan]]], force: bool, quiet: bool) -> list[str]:
    """Write the plan to files or standard output; without a plan, none is written.

    Call this before printing, which can fail. Returns lines that say what happened to the files, to be printed at the end;
    `quiet` ones only of those that were not written.
    """
    lines = []
    for path, exporter in outputs:
        if plan.objective is None:
            lines.append(_not_written(path))
            continue
        write(path, exporter.export(plan), force)
        if path != STDOUT and not quiet:
            lines.append(_written(path, exporter))
    return lines


def _not_written(path: Path) -> str:
    return f"{'standard output' if path == STDOUT else path} was not written: there is no plan to write"


def _written(path: Path, exporter: Exporter[Any]) -> str:
    return f"wrote {path} ({exporter.name})"


def print_comparison(comparison: "Comparison", data: Data) -> None:
    """Print plans side by side on standard output, as a table and a picture, as JSON or as CSV."""
    if data.as_json or data.as_csv:
        from mcplanner.export.csv_comparison import comparison_csv
        from mcplanner.export.json_comparison import comparison_json

        sys.stdout.write(comparison_json(comparison) if data.as_json else comparison_csv(comparison))
        return
    from mcplanner.terminal.comparison_view import print_comparison as show
    from mcplanner.terminal.console import make_console

    show(make_console(), comparison)


def save_comparison(
    comparison: "Comparison", outputs: Iterable[tuple[Path, "Exporter[Comparison]"]], force: bool, quiet: bool
) -> list[str]:
    """Write plans side by side to files, as `save_answer` does; without any plan, none is written."""
    lines = []
    for path, exporter in outputs:
        if any(row.plan.objective is not None for row in comparison.rows):
            write(path, exporter.export(comparison), force)
            lines += [] if quiet else [_written(path, exporter)]
        else:
            lines.append(_not_written(path))
    return lines


def plan_without_advice(catalogue: Catalogue, pricing: Pricing, request: Request, watch: "Watch", quiet: bool) -> Plan:
    """Plan a request; if there is no plan, leave out the advice."""
    from mcplanner.planning.planner import plan
    from mcplanner.terminal.progress_line import ProgressLine

    with ProgressLine(not quiet) as progress:
        listener = progress.of_plan(request.start)
        return plan(catalogue, pricing.learner, request, pricing=pricing, advice=False, listener=listener, watch=watch)


def with_failure(
    catalogue: Catalogue, request: Request, pricing: Pricing, made: Plan, module: str, listener: "Listener", watch: "Watch"
) -> Plan:
    """Return the plan with what would happen if one of its modules were failed, unless Ctrl-C has ended the search."""
    from mcplanner.planning.failed_module import what_if_failed

    if made.objective is None or made.interrupted:
        return made
    module = id_of(catalogue, module, "--what-if-fail")
    if module not in (taken := [each.module for each in made.enrolments]):
        raise typer.BadParameter(
            f"this plan does not take '{module}' (choose from: {', '.join(taken)})", param_hint="--what-if-fail"
        )
    return replace(made, failure=what_if_failed(catalogue, request, pricing, made, module, listener, watch))


def with_notes(answer: Answer, notes: Iterable[Note]) -> Answer:
    """Return a plan, or plans side by side, with notes about what they assume before the other notes."""
    return replace(answer, warnings=(*notes, *answer.warnings))


def as_shown(plan: Plan, addressee: str | None, without: Omitted | None) -> Plan:
    """Return the plan as it is shown to somebody, perhaps without what does not concern them."""
    named = replace(plan, addressee=addressee)
    if without is None:
        return named
    from mcplanner.plans.without_cost import without_cost

    return without_cost(named)


def print_status(shown: "Progress", name: str | None, data: Data) -> None:
    """Print how far a learner is."""
    if data.as_json or data.as_csv:
        from mcplanner.export.csv_progress import progress_csv
        from mcplanner.export.json_progress import progress_json

        sys.stdout.write(progress_json(shown, name) if data.as_json else progress_csv(shown))
        return
    from mcplanner.terminal.console import make_console
    from mcplanner.terminal.progress_view import print_progress

    print_progress(make_console(), shown, name)


def save_audit(
    audit: "Audit", name: str | None, outputs: "Iterable[tuple[Path, Exporter[Audit]]]", force: bool, quiet: bool
) -> list[str]:
    """Write how far a learner is with an award to files, as `save_answer` does."""
    lines = []
    for path, exporter in outputs:
        write(path, exporter.export(audit, name), force)
        lines += [] if quiet else [_written(path, exporter)]
    return lines


def print_audit(audit: "Audit", name: str | None, data: Data) -> None:
    """Print how far a learner is with an award."""
    if data.as_json or data.as_csv:
        from mcplanner.export.csv_audit import audit_csv
        from mcplanner.export.json_audit import audit_json

        sys.stdout.write(audit_json(audit, name) if data.as_json else audit_csv(audit))
        return
    from mcplanner.terminal.audit_view import print_audit as show
    from mcplanner.terminal.console import make_console

    show(make_console(), audit, name)


def print_cost(quote: "Quote", today: date, data: Data) -> None:
    """Print what something costs, in words, as JSON or as CSV."""
    if data.as_json:
        from mcplanner.export.json_cost import cost_json

        sys.stdout.write(cost_json(quote, today))
        return
    if data.as_csv:
        from mcplanner.export.csv_cost import cost_csv

        sys.stdout.write(cost_csv(quote))
        return
    from mcplanner.terminal.console import make_console
    from mcplanner.terminal.cost_view import print_cost as show

    show(make_console(), quote, today)


def print_learner_findings(file: "LearnerFile | None", diagnostics: Sequence[Diagnostic], style: "Style") -> None:
    """Print the findings on standard output, and their number on standard error."""
    _write_findings(diagnostics, style)
    counts = _counts(diagnostics)
    if file is None:
        tell(counts, *_next_round(diagnostics))
    else:
        size = f"{len(file.held)} held, {len(file.under_way)} under way, {counted(len(file.wanted), 'target')}"
        tell(f"{file.name or 'the learner'}: {size}: {counts}")


def _write_findings(diagnostics: Sequence[Diagnostic], style: "Style") -> None:
    """Write findings on standard output; if some are told together, say on standard error how to see each."""
    from mcplanner.export.diagnostic_reports import format_diagnostics

    text = format_diagnostics(diagnostics, style)
    sys.stdout.write(text)
    if style == "text" and text.count("\n") < len(diagnostics):
        tell("findings that repeat are one line here; --format json lists each")


def _next_round(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return a line that says that another round of findings follows, if one does: meaning is checked in sound files only."""
    errors = [found.code for found in diagnostics if found.severity is Severity.ERROR]
    of_form = any(code.startswith(OF_FORM) for code in errors) and NOT_READ not in errors
    return ["once these errors of form are gone, mcplan checks what the file means"] if of_form else []


OF_FORM = ("MC0", "MC2")
"""How the codes of findings about text and shape begin."""

NOT_READ = "MC001"
"""The code of a file that cannot be read at all."""


def _counts(diagnostics: Sequence[Diagnostic]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in diagnostics)
    return f"{counted(errors, 'error')}, {counted(len(diagnostics) - errors, 'warning')}"


def print_findings(courses: Loaded | None, rules: tuple[Funding | None, Sequence[Diagnostic]] | None, style: "Style") -> None:
    """Print the findings of the checked files on standard output; on standard error, how many each file has."""
    found = (courses.diagnostics if courses else ()), (rules[1] if rules else ())
    _write_findings([*found[0], *found[1]], style)
    if courses is not None:
        catalogue = courses.catalogue
        tell((f"{catalogue.title}: {_size(catalogue)}: " if catalogue else "") + _counts(found[0]))
    if rules is not None:
        funding = rules[0]
        size = f"{funding.title}: {_number_of_rules(funding)}: " if funding else ""
        tell(size + _counts(found[1]))
    tell(*_next_round([*found[0], *found[1]]))


def _number_of_rules(funding: Funding) -> str:
    rules = sum(len(listed) for listed in funding.rules.values()) - len(funding.open_questions)
    questions = f", {counted(len(funding.open_questions), 'open question')}" if funding.open_questions else ""
    return f"{counted(rules, 'rule')}{questions}"


def _size(catalogue: Catalogue) -> str:
    entries = ((catalogue.modules, "module"), (catalogue.awards, "award"), (catalogue.roles, "role"))
    return ", ".join(counted(len(own), noun) for own, noun in entries)
