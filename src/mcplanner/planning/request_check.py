"""Checks that a request can be asked of a catalogue: there is a target, all names exist, and what is under way runs.

This is for programs that call the planner; the command line and the learner file say the same in their own words, at the
option or line that is wrong.
"""

from collections.abc import Iterable, Iterator

from mcplanner.catalogue.assumptions import assume, begun_in_words, misfits, parse_assumptions
from mcplanner.catalogue.model import KINDS, MODES, Catalogue, Module
from mcplanner.catalogue.requirements import SKILL
from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.ground.months import Month, month_name
from mcplanner.learner.model import Learner, UnderWay
from mcplanner.learner.request import Request


class AskedError(ValueError):
    """The request has no target, names what the catalogue does not have, or has a module under way that does not run."""


def check_asked(catalogue: Catalogue, learner: Learner, request: Request) -> None:
    """Refuse what cannot be planned.

    Raises
    ------
    AskedError
        There is no target, or an id that the catalogue does not have; or a module under way does not run in the first month.
    """
    if not request.targets:
        raise AskedError("give at least one target: an id, a kind of award such as diploma, or a skill such as skill:python")
    for noun, name, known in _names(catalogue, learner, request):
        if name not in known:
            hint = did_you_mean(name, known)
            raise AskedError(f"unknown {noun} '{name}'" + (f" ({hint})" if hint else ""))
    for entry in learner.under_way:
        _check_runs(catalogue.module_by_id[entry.module], entry, request.start)


def with_assumed(catalogue: Catalogue, texts: tuple[str, ...]) -> Catalogue:
    """Return the catalogue with what a learner assumes in place of what is unknown in it.

    Raises
    ------
    AskedError
        An assumption has no key and value, is not for a key that can be assumed, names no module, or contradicts what is known.
    """
    if not texts:
        return catalogue
    try:
        assumptions = parse_assumptions(texts)
    except ValueError as error:
        raise AskedError(str(error)) from None
    for own in assumptions:
        if own.module is not None and own.module not in catalogue.module_by_id:
            hint = did_you_mean(own.module, catalogue.module_by_id)
            raise AskedError(f"unknown module '{own.module}'" + (f" ({hint})" if hint else ""))
    filled = assume(catalogue, texts)
    for found in misfits(filled):
        raise AskedError(found.words)
    return filled


def _check_runs(module: Module, entry: UnderWay, first: Month) -> None:
    """Refuse a module under way that a plan cannot go on with."""
    offer = entry.offer(module)
    if not offer.paces:
        raise AskedError(f"'{module.id}' is under way, and {begun_in_words(offer)}")
    if entry.pace(module) is None:
        raise AskedError(f"'{module.id}' is under way at a length that it does not have")
    if entry.started > first:
        raise AskedError(f"'{module.id}' is under way from {month_name(entry.started)}, after the plan starts: pin it instead")
    if entry.ends(module) < first:
        raise AskedError(f"'{module.id}' ends in {month_name(entry.ends(module))}, before the plan starts: list it as held")


def _names(catalogue: Catalogue, learner: Learner, request: Request) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Every name, with the noun for it and the names that there are."""
    for target in request.targets:
        if target not in catalogue.entry_by_id and not target.startswith(SKILL):  # what nobody teaches is the planner's answer
            yield "target", target, _possible_targets(catalogue, request)
    if request.field is not None:
        yield "field", request.field, catalogue.field_by_id
    for module in _modules(learner):
        yield "module", module, catalogue.module_by_id
    for provider in learner.only_providers:
        yield "provider", provider, catalogue.provider_by_id
    for name in learner.skip:
        yield "module, provider or mode", name, {*catalogue.module_by_id, *catalogue.provider_by_id, *MODES}


def _possible_targets(catalogue: Catalogue, request: Request) -> set[str]:
    """The ids of the catalogue, and the kinds of award that there are in the field asked for."""
    kinds = {kind for kind, fields in catalogue.award_kinds.items() if request.field is None or request.field in fields}
    return {*catalogue.entry_by_id, *(kind for kind in KINDS if kind in kinds)}


def _modules(learner: Learner) -> Iterator[str]:
    yield from (entry.module for entry in learner.held)
    yield from (entry.module for entry in learner.under_way)
    yield from learner.pins
    yield from learner.repeats
