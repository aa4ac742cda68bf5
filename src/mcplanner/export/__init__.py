"""Files for people and programs: plans, comparisons, prices, imports and findings go in, text or bytes come out.

What is written in a format has a file `FORMAT_WHAT.py`, such as `csv_plan.py`, with a function `WHAT_FORMAT`; the formats that
`-o` takes have a line here. Such a file is imported when it is used, for some need large libraries. Nothing in this package
prints or plans.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from mcplanner.planning.audit.model import Audit
    from mcplanner.planning.comparison import Comparison
    from mcplanner.plans.model import Plan
    from mcplanner.team.model import TeamPlan

T = TypeVar("T")


class Exporter(Struct, Generic[T], frozen=True):
    """A format: its name on the command line, its name for people, whether it is text, and of what it is a format."""

    format: str
    name: str
    text: bool = True
    of: str = "plan"

    def export(self, made: T, *beside: Any) -> str | bytes:
        """A plan, or what else it is a format of, in this format; the same gives the same bytes.

        An audit is written with the name of its learner `beside` it, or None.
        """
        module = import_module(f"{__name__}.{self.format}_{self.of}")
        content = getattr(module, f"{self.of}_{self.format}")(made, *beside)
        assert isinstance(content, str if self.text else bytes)
        return content


def _by_ending(*exporters: Exporter[T]) -> Mapping[str, Exporter[T]]:
    """Formats by the end of the file's name, in lower case."""
    return {f".{exporter.format}": exporter for exporter in exporters}


EXPORTERS: "Mapping[str, Exporter[Plan]]" = _by_ending(
    Exporter("html", "page"),
    Exporter("ics", "calendar"),
    Exporter("csv", "spreadsheet"),
    Exporter("xlsx", "workbook", text=False),
    Exporter("md", "Markdown"),
    Exporter("svg", "drawing"),
    Exporter("png", "picture", text=False),
    Exporter("json", "machine-readable plan"),
)
"""The formats by the end of the file's name, in lower case."""

COMPARISON_EXPORTERS: "Mapping[str, Exporter[Comparison]]" = _by_ending(
    Exporter("html", "page with a dial", of="comparison"),
    Exporter("csv", "spreadsheet", of="comparison"),
    Exporter("xlsx", "workbook", text=False, of="comparison"),
    Exporter("json", "machine-readable comparison", of="comparison"),
)

AUDIT_EXPORTERS: "Mapping[str, Exporter[Audit]]" = _by_ending(
    Exporter("html", "page", of="audit"),
    Exporter("md", "Markdown", of="audit"),
    Exporter("csv", "spreadsheet", of="audit"),
    Exporter("json", "machine-readable audit", of="audit"),
)

TEAM_EXPORTERS: "Mapping[str, Exporter[TeamPlan]]" = _by_ending(
    Exporter("html", "page", of="team"),
    Exporter("ics", "calendar of all", of="team"),
    Exporter("csv", "spreadsheet", of="team"),
    Exporter("xlsx", "workbook with a sheet a person", text=False, of="team"),
    Exporter("json", "machine-readable plans", of="team"),
)
