"""What the figures of an entry rest on, in words.

This module knows a module or an award of the catalogue; not where on a console the words stand.
"""

from collections.abc import Iterator, Mapping

from mcplanner.catalogue.model import Award, Evidence, FigureName, Module
from mcplanner.ground.months import day_name

EVIDENCE: Mapping[Evidence | None, str] = {
    "published": "as published",
    "assumed": "assumed",
    "illustrative": "made up as an illustration",
    None: "not stated",
}

_FIGURES: Mapping[str, str] = {
    "intakes": "starts",
    "runs": "dates of runs",
    "then": "starts after the last run",
    "apply_months_before": "months to apply",
    "weeks": "teaching weeks",
    "months": "length",
    "sessions": "class times",
    "days": "full days",
    "requires": "what it needs",
    "valid_months": "how long modules count",
}


def figure_text(key: FigureName) -> str:
    """The name of a figure for people: `length` for `months`."""
    return _FIGURES.get(key, key)


def certainty_facts(entry: Module | Award) -> Iterator[tuple[str, str | None]]:
    """Yield what the figures rest on, which of them rest on less, and where they come from."""
    singled_out = bool(entry.derived or entry.assumed)
    yield "certainty", EVIDENCE[entry.evidence] + (", except:" if singled_out else "")
    yield "derived", "; ".join(f"{figure_text(key)}: {how}" for key, how in entry.derived.items())
    yield "assumed", ", ".join(figure_text(key) for key in entry.assumed if key not in entry.derived)
    yield "source", entry.source
    yield "as of", None if entry.as_of is None else day_name(entry.as_of)
