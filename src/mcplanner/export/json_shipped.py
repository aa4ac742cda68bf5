"""The catalogues that come with mcplan, as JSON, for programs: schema `mcplan.catalogues/1`.

Knows catalogues; not where the text goes. Keys may be added inside a schema version; none changes its meaning.
"""

from collections.abc import Sequence
from typing import Any

from mcplanner.catalogue.model import Catalogue
from mcplanner.export.json_values import json_text

Named = Sequence[tuple[str, Catalogue]]
"""Catalogues, each by its name."""


def shipped_json(catalogues: Named) -> str:
    """Each catalogue with its name, its title, its date and its size."""
    return json_text({"schema": "mcplan.catalogues/1", "catalogues": [shipped_data(name, own) for name, own in catalogues]})


def shipped_data(name: str, own: Catalogue) -> dict[str, Any]:
    sizes = {"modules": len(own.modules), "awards": len(own.awards), "roles": len(own.roles)}
    return {"name": name, "title": own.title, "as_of": own.as_of.isoformat(), **sizes}
