"""What a file means, checked: every finding becomes a diagnostic at its line, and of too many the first.

Knows findings and where they are; not how a file is read.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import Path
from mcplanner.files.checks.findings import Finding
from mcplanner.ground.diagnostics import MOST_FINDINGS, MOST_WARNINGS, Diagnostic, Position, Severity

Meant = TypeVar("Meant")
CatalogueCheck = Callable[[Catalogue], Iterable[Finding]]


class Located(Protocol):
    """A file that was read: its name to show to people, the position behind its last character, and the place of each part."""

    @property
    def file(self) -> str: ...
    @property
    def end(self) -> Position: ...
    def place(self, path: Path) -> tuple[str, Position]: ...


Locate = Callable[[Path], tuple[str, Position]]
"""Says in which file, and where in it, something was written."""


def the_first(source: Located, findings: Iterable[Finding], place: Locate) -> Iterator[Diagnostic]:
    """The first findings of each severity, at their lines, and how many more there are."""
    most = {Severity.ERROR: MOST_FINDINGS, Severity.WARNING: MOST_WARNINGS}
    counts = dict.fromkeys(most, 0)
    for finding in findings:
        counts[finding.severity] += 1
        if counts[finding.severity] <= most[finding.severity]:
            yield finding_at(finding, place)
    for severity, count in counts.items():
        if count > most[severity]:
            yield not_listed(source, severity, f"{count - most[severity]:,}")


def not_listed(source: Located, severity: Severity, count: str) -> Diagnostic:
    """How many more findings there are than are listed."""
    message = f"{count} more {severity}s are not listed"
    hint = "fix those that are" if severity is Severity.ERROR else None
    return Diagnostic("MC014", severity, message, source.file, source.end, hint)


def diagnose(
    source: Located,
    made: Meant | None,
    checks: Iterable[Callable[[Meant], Iterable[Finding]]],
    diagnostics: list[Diagnostic],
) -> tuple[Meant | None, tuple[Diagnostic, ...]]:
    """What a file means, None if any diagnostic is an error; and those that there are with those that checks find."""
    if made is not None:
        diagnostics += the_first(source, (finding for check in checks for finding in check(made)), source.place)
    diagnostics.sort(key=lambda diagnostic: (diagnostic.position, diagnostic.code, diagnostic.message))
    return None if has_errors(diagnostics) else made, tuple(diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any diagnostic is an error."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def finding_at(finding: Finding, place: Locate) -> Diagnostic:
    """A finding as a diagnostic, at its line."""
    file, position = place(finding.path)
    if finding.earlier is None:
        return Diagnostic(finding.code, finding.severity, finding.message, file, position, finding.hint)
    other, earlier = place(finding.earlier)
    hint = f"in line {earlier.line}" if other == file else f"in {other}, line {earlier.line}"
    return Diagnostic(finding.code, finding.severity, finding.message, file, position, hint, earlier if other == file else None)
