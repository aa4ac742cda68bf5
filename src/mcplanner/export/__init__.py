"""Files a plan can be written to: a plan goes in, text or bytes come out.

Floor 9. Knows the formats by the end of a file's name; a new one is a line here. Nothing in this package prints or plans.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mcplanner.export.csv_plan import plan_csv
from mcplanner.export.json_plan import plan_json
from mcplanner.schedule import Plan


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its name for people, and the function that writes a plan in it."""

    name: str
    export: Callable[[Plan], str | bytes]


EXPORTERS: Mapping[str, Exporter] = {
    ".csv": Exporter("spreadsheet", plan_csv),
    ".json": Exporter("machine-readable plan", plan_json),
}
"""The formats by the end of the file's name, in lower case."""
