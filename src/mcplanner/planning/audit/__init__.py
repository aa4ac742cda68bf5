"""How far a learner is with one award or role: each part that is held, under way, planned or missing.

Makes an audit out of a catalogue, what a learner brings, and a plan that was saved; plans nothing itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from msgspec.structs import replace

from mcplanner.catalogue.counting import Ends, MonthSpan, counts_everywhere, earned_at, passes, together, within
from mcplanner.catalogue.earned_awards import modules_toward
from mcplanner.catalogue.model import Award, Catalogue
from mcplanner.ground.months import month_name, month_of_day
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.planning.audit.figures import rests_on
from mcplanner.planning.audit.hours_of_parts import hours_of, least_minutes_missing
from mcplanner.planning.audit.model import Audit
from mcplanner.planning.audit.parts import Parts
from mcplanner.plans.model import Note, RestsOn, Target
from mcplanner.plans.rests_on import age_note
from mcplanner.plans.saved import SavedPlan
from mcplanner.plans.summary import listed


def audit(catalogue: Catalogue, learner: Learner, name: str, today: date, saved: SavedPlan | None = None) -> Audit:
    """Look at everything that an award or a role asks for.

    Parameters
    ----------
    saved
        A plan whose modules count as planned, unless they are held or under way by now.
    """
    held = held_by(learner)
    begun = passes(*((each.module, each.ends(catalogue.module_by_id[each.module])) for each in learner.under_way))
    planned = _planned(catalogue, learner, saved)
    month = month_of_day(today)
    parts = Parts(catalogue, (held, together(held, begun), together(together(held, begun), planned)), month)
    root = parts.of(name)
    hours = hours_of(catalogue, root)
    if not parts.tried_all_ways:  # then less is missing at least: as if each module counted wherever it could
        least = least_minutes_missing(catalogue, parts.anew().of(name, counts_everywhere))
        hours = replace(hours, missing=least, is_known=least > 0)
    entry = catalogue.entry_by_id[name]
    resting = rests_on(catalogue, learner, root, saved)
    return Audit(
        month=month,
        target=Target(name, entry.title, root.kind),
        root=root,
        hours=hours,
        notes=(
            *_old(catalogue, resting, today),
            *_overdue(catalogue, learner, today),
            *_gone(catalogue, saved),
            *_shared(catalogue, name, held),
        ),
        rests_on=resting,
        catalogue_title=catalogue.title,
        as_of=catalogue.as_of,
    )


def _planned(catalogue: Catalogue, learner: Learner, saved: SavedPlan | None) -> Ends:
    """What a plan has still to come: not what is under way, and not what was passed since it was made."""
    held, begun = held_by(learner), {each.module for each in learner.under_way}
    return passes(
        *(
            (each.module, each.end)
            for each in (() if saved is None else saved.modules)
            if each.module in catalogue.module_by_id
            and each.module not in begun
            and each.module not in within(held, MonthSpan(each.start))
        )
    )


def _old(catalogue: Catalogue, resting: RestsOn, today: date) -> Iterator[Note]:
    """A warning that the figures of the modules of an audit are old."""
    names = dict.fromkeys(each.module for each in resting.figures if each.module in catalogue.module_by_id)
    note = age_note(catalogue, [catalogue.module_by_id[name] for name in names], today)
    yield from () if note is None else (note,)


def _overdue(catalogue: Catalogue, learner: Learner, today: date) -> Iterator[Note]:
    """What should have ended by now, so that it should no longer be under way."""
    for entry in learner.under_way:
        module = catalogue.module_by_id[entry.module]
        if entry.is_over(module, today):
            words = f"{module.title} ({module.id}) ended in {month_name(entry.ends(module))}"
            yield Note("overdue", f"{words}: say with mcplan done or mcplan drop what became of it")


def _gone(catalogue: Catalogue, saved: SavedPlan | None) -> Iterator[Note]:
    for each in () if saved is None else saved.modules:
        if each.module not in catalogue.module_by_id:
            yield Note("not-in-catalogue", f"{each.title} ({each.module}) is in the plan, but no longer in the catalogue")


def _shared(catalogue: Catalogue, name: str, held: Ends) -> Iterator[Note]:
    """What is held and would count twice: here, and toward an award that was earned before, where one of them limits that."""
    mine = catalogue.places.within(frozenset({name} & catalogue.award_by_id.keys()))
    for other in catalogue.awards:
        around = catalogue.places.within(frozenset((other.id,)))
        related = other.id in mine or not mine.isdisjoint(around)
        if mine and not related and earned_at(catalogue, other, held)[0]:
            yield from _shared_with(catalogue, mine, other, held)


def _shared_with(catalogue: Catalogue, mine: frozenset[str], other: Award, held: Ends) -> Iterator[Note]:
    limits: Mapping[str, int] = catalogue.places.shares
    for own, their in product(sorted(mine), sorted(catalogue.places.within(frozenset((other.id,))))):
        allowed = [limits[award] for award in (own, their) if award in limits]
        both = sorted(modules_toward(catalogue, own) & modules_toward(catalogue, their) & held.keys())
        if allowed and len(both) > min(allowed):
            titles = listed([f"{catalogue.module_by_id[module].title} ({module})" for module in both])
            most = f"at most {counted(min(allowed), 'module')}" if min(allowed) else "no module"
            words = f"{titles}: held, and counted for {other.title} ({other.id}), which you have earned"
            yield Note("counted-twice", f"{words}; {most} may count for both")
            return
