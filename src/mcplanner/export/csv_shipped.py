"""The catalogues that come with mcplan, as CSV, for spreadsheets: a row for each.

Knows catalogues; not where the text goes. Columns may be added at the end; none changes its meaning.
"""

from mcplanner.export.csv_values import csv_text
from mcplanner.export.json_shipped import Named, shipped_data

COLUMNS = ("name", "title", "as_of", "modules", "awards", "roles")


def shipped_csv(catalogues: Named) -> str:
    """Each catalogue with its name, its title, its date and its size."""
    return csv_text(COLUMNS, ([str(shipped_data(name, own)[column]) for column in COLUMNS] for name, own in catalogues))
