"""What a request wants and what modules need for it, as nodes: the same for all who bring nothing, whatever their hours.

Beneath `build`. No figure of a module matters here, and no month: so a catalogue keeps these nodes, and what follows from them
alone, such as their normal form, is worked out once for many learners.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.requirements import requirement_of
from mcplanner.ground.time_limit import checkpoint
from mcplanner.problem.normal_form import normaliser
from mcplanner.problem.requirement_nodes import NOTHING, HeldNode, Threshold, Trees, limits_sharing

MOST_KEPT = 20_000
"""So many modules at most have requirements that a catalogue keeps as nodes."""

OfferKey = tuple[str, int]
"""A module, and the number of the way in which it is offered."""

Held = Mapping[str, Sequence[HeldNode]]
"""What is held, by the modules."""


class Wants(Struct, frozen=True):
    """The goal of a request; and of each offer what must have ended before it starts, and what must have begun."""

    goal: Threshold
    before: tuple[Threshold, ...]
    alongside: tuple[Threshold, ...]

    def in_normal_form(self) -> "Wants":
        """The same in normal form."""
        form = normaliser()
        of_each = [tuple(own if own is NOTHING else form(own) for own in each) for each in (self.before, self.alongside)]
        return Wants(form(self.goal), *of_each)


def wants_of(catalogue: Catalogue, targets: tuple[str, ...], offers: Sequence[OfferKey], held: Held) -> Wants:
    """The nodes of targets and of what these offers need; in normal form, and made once, where nothing is held."""
    if held:
        return _made(catalogue, targets, offers, held)
    key = targets, tuple(offers)
    known = catalogue.wanted.get(key)
    if not isinstance(known, Wants):
        known = _made(catalogue, targets, offers, held).in_normal_form()
        if len(offers) + sum(len(own) for _, own in catalogue.wanted) > MOST_KEPT:
            catalogue.wanted.clear()
        catalogue.wanted[key] = known
    return known


def _made(catalogue: Catalogue, targets: tuple[str, ...], offers: Sequence[OfferKey], held: Held) -> Wants:
    trees = Trees(catalogue, positions(offers), held)
    before, alongside = [], []
    for name, _ in offers:
        checkpoint()
        module = catalogue.module_by_id[name]
        before.append(NOTHING if module.requires is None else trees.root(module.requires))
        alongside.append(trees.root(module.alongside) if module.alongside else NOTHING)
    return Wants(_goal(catalogue, trees, targets), tuple(before), tuple(alongside))


def _goal(catalogue: Catalogue, trees: Trees, targets: tuple[str, ...]) -> Threshold:
    """All targets. Awards count together where one of them limits what it shares; what a role needs counts by itself."""
    awards = trees.root(tuple(target for target in targets if target in catalogue.award_by_id))
    others = trees.root(tuple(requirement_of(target) for target in targets if target not in catalogue.award_by_id))
    return Threshold(2, ((1, replace(awards, once=limits_sharing(awards))), (1, others)))


def positions(offers: Sequence[OfferKey]) -> dict[str, list[int]]:
    """The positions of the offers of each module, in their order."""
    found: dict[str, list[int]] = {}
    for position, (name, _) in enumerate(offers):
        found.setdefault(name, []).append(position)
    return found
