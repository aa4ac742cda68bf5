"""Files for people and programs: plans, comparisons, prices, imports and findings go in, text or bytes come out.

Knows the formats of plans by the end of a file's name; a new one is a file `NAME_plan.py` with a function `plan_NAME`, and a
line here. A format's file is imported when it is used, for some need large libraries. Nothing in this package prints or plans.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from mcplanner.plans.model import Plan


class Exporter(Struct, frozen=True):
    """A format: its name on the command line, its name for people, and whether it is text."""

    format: str
    name: str
    text: bool = True

    def export(self, plan: "Plan") -> str | bytes:
        """The plan in this format; the same plan gives the same bytes."""
        module = import_module(f"{__name__}.{self.format}_plan")
        content = getattr(module, f"plan_{self.format}")(plan)
        assert isinstance(content, str if self.text else bytes)
        return content


EXPORTERS: Mapping[str, Exporter] = {
    f".{exporter.format}": exporter
    for exporter in (
        Exporter("html", "page"),
        Exporter("ics", "calendar"),
        Exporter("csv", "spreadsheet"),
        Exporter("xlsx", "workbook", text=False),
        Exporter("md", "Markdown"),
        Exporter("svg", "drawing"),
        Exporter("png", "picture", text=False),
        Exporter("json", "machine-readable plan"),
    )
}
"""The formats by the end of the file's name, in lower case."""
