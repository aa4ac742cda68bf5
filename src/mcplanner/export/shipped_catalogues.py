"""The catalogues that come with mcplan, as JSON, for programs (schema `mcplan.catalogues/1`), and as CSV.

Knows catalogues; not where the text goes. Keys may be added inside a schema version; none changes its meaning.
"""

from collections.abc import Sequence
from typing import Any

from mcplanner.catalogue.model import Catalogue
from mcplanner.export.csv_values import csv_text
from mcplanner.export.json_values import json_text

Named = Sequence[tuple[str, Catalogue]]
"""Catalogues, each by its name."""

COLUMNS = ("name", "title", "as_of", "modules", "awards", "roles")


def shipped_json(catalogues: Named) -> str:
    """Each catalogue with its name, its title, its date and its size."""
    return json_text({"schema": "mcplan.catalogues/1", "catalogues": [_data(name, own) for name, own in catalogues]})


def shipped_csv(catalogues: Named) -> str:
    """The same, a row for each."""
    return csv_text(COLUMNS, ([str(_data(name, own)[column]) for column in COLUMNS] for name, own in catalogues))


def _data(name: str, own: Catalogue) -> dict[str, Any]:
    sizes = {"modules": len(own.modules), "awards": len(own.awards), "roles": len(own.roles)}
    return {"name": name, "title": own.title, "as_of": own.as_of.isoformat(), **sizes}
