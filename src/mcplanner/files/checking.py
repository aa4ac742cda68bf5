"""Checks the files of a catalogue: one that is written plainly by its lines, any other by its shapes.

Shapes (`loading`) are imported only then: pydantic takes longer to load than a small file to read and check.
"""

from collections.abc import Sequence
from functools import partial

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.checks.every_check import every_finding
from mcplanner.files.checks.funding_rules import unknown_funding_classes
from mcplanner.files.diagnosing import diagnose
from mcplanner.files.paths import Content
from mcplanner.files.plain_catalogue import plain_catalogue
from mcplanner.ground.collector import collector_paused
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.pricing.rules import Funding


@collector_paused()
def check_catalogue(
    files: Sequence[Content], funding: Funding | None = None
) -> tuple[Catalogue | None, tuple[Diagnostic, ...]]:
    """The catalogue that files make, None if any diagnostic is an error; and all diagnostics.

    Of each file there are its name in messages and its bytes, or why there are none.
    Of several files, each later one adds entries to those before it, or amends or hides theirs. With funding rules, every class
    of a module must be one of theirs.
    """
    classes = () if funding is None else (partial(unknown_funding_classes, funding),)
    checks = (every_finding, *classes)
    plain = plain_catalogue(*files[0]) if len(files) == 1 else None
    if plain is not None:
        return diagnose(*plain, checks, [])
    from mcplanner.files.loading import check_written

    return check_written(files, checks)
