"""Whether what is asked for can be asked of a catalogue: there is a target, and all names exist.

For those who call the planner from a program; the command line and the learner file say the same in their own words,
at the option or line that is wrong.
"""

from collections.abc import Iterable, Iterator

from mcplanner.catalogue.model import KINDS, MODES, Catalogue
from mcplanner.catalogue.requirements import SKILL
from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request


class AskedError(ValueError):
    """What is asked for has no target, or names something that the catalogue does not have."""


def check_asked(catalogue: Catalogue, learner: Learner, request: Request) -> None:
    """Refuse what cannot be planned.

    Raises
    ------
    AskedError
        There is no target, or an id that the catalogue does not have.
    """
    if not request.targets:
        raise AskedError("say what is wanted: an id, a kind of award such as diploma, or a skill as skill:python")
    for noun, name, known in _names(catalogue, learner, request):
        if name not in known:
            hint = did_you_mean(name, known)
            raise AskedError(f"unknown {noun} '{name}'" + (f" ({hint})" if hint else ""))


def _names(catalogue: Catalogue, learner: Learner, request: Request) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Every name with what it stands for and what there is of that."""
    modules = catalogue.module_by_id
    kinds = {award.kind for award in catalogue.awards if request.field in (None, award.field)}
    targets = {*catalogue.entry_by_id, *(kind for kind in KINDS if kind in kinds)}
    for target in request.targets:
        if not target.startswith(SKILL):  # that no module teaches a skill is an answer of the planner
            yield "target", target, targets
    if request.field is not None:
        yield "field", request.field, catalogue.field_by_id
    held = [entry.module for entry in learner.held]
    for module in (*held, *(entry.module for entry in learner.under_way), *learner.pins, *learner.repeats):
        yield "module", module, modules
    for provider in learner.only_providers:
        yield "provider", provider, catalogue.provider_by_id
    for name in learner.skip:
        yield "module, provider or mode", name, {*modules, *catalogue.provider_by_id, *MODES}
