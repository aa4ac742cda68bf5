"""What a plan has to say besides: of its figures' age, its start, assumptions, repeats, pins, modes, class times and prices.

Knows a plan and the learner; not how the plan was found, and no proof.
"""

from collections.abc import Iterable, Iterator, Sequence

from mcplanner.catalogue.assumptions import assumed_figures
from mcplanner.catalogue.model import MODES, UNKNOWN, Catalogue
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.today import today
from mcplanner.learner.held import held_by
from mcplanner.learner.model import Learner
from mcplanner.plans.doubtful_prices import doubtful_prices
from mcplanner.plans.doubtful_start import start_note
from mcplanner.plans.missed_classes import missed_classes
from mcplanner.plans.model import ASSUMED, UNKNOWN_CLASSES, UNKNOWN_MODE, Enrolment, Note, Plan
from mcplanner.plans.rests_on import age_note, by_learner
from mcplanner.plans.retakes import held_as, why_again
from mcplanner.plans.spending import module_of
from mcplanner.plans.summary import listed, yet_to_start
from mcplanner.pricing.price import Pricing


def remarks_without_plan(catalogue: Catalogue, start: Month) -> tuple[Note, ...]:
    """What there is to say though there is no plan: that figures are old, and that its start is doubtful."""
    return (*age_of(catalogue, ()), *_doubtful_start(catalogue, start))


def age_of(catalogue: Catalogue, enrolments: Sequence[Enrolment]) -> tuple[Note, ...]:
    """The warning that figures are old, where they are."""
    note = age_note(catalogue, [catalogue.module_by_id[each.module] for each in enrolments], today())
    return () if note is None else (note,)


def remarks_on(catalogue: Catalogue, learner: Learner, pricing: Pricing, made: Plan) -> Iterator[Note]:
    """The remarks on a plan, but for the age of its figures."""
    yield from _doubtful_start(catalogue, made.start)
    yield from _assumed(catalogue, made)
    yield from _taken_again(catalogue, learner, made)
    yield from _pins_without_use(catalogue, learner, made)
    yield from _unknown_modes(learner, made)
    yield from _unknown_classes(learner, made)
    yield from missed_classes(learner, made)
    yield from doubtful_prices(catalogue, pricing, made, today())


def _doubtful_start(catalogue: Catalogue, start: Month) -> tuple[Note, ...]:
    note = start_note(start, catalogue.as_of, today())
    return () if note is None else (note,)


def _assumed(catalogue: Catalogue, made: Plan) -> Iterator[Note]:
    """A remark on what the learner assumed of the modules of a plan."""
    of_each = [(each, by_learner(each)) for each in made.enrolments]
    assumed = [f"{assumed_figures(figures)} of {each.title} ({each.module})" for each, figures in of_each if figures]
    if assumed:
        yield Note(ASSUMED, f"assumed by you: {'; '.join(assumed)}")
    yield from _unknown_applications(catalogue, (each for each, figures in of_each if figures & {"intakes", "then"}))


def _unknown_applications(catalogue: Catalogue, assumed: Iterable[Enrolment]) -> Iterator[Note]:
    """A remark on the new modules that start when the learner assumes it: nobody says until when to apply for them."""
    modules = [module_of(catalogue, each) for each in assumed if not each.under_way]
    unknown = [f"{module.title} ({module.id})" for module in modules if not module.apply_months_before]
    if unknown:
        text = f"until when to apply is not known where you assumed the start: ask early about {', '.join(unknown)}"
        yield Note("unknown-applications", text)


def _unknown_modes(learner: Learner, made: Plan) -> Iterator[Note]:
    """A remark on the new modules of unknown mode, if the learner skips some modes: they may be of one of these."""
    skipped = [mode for mode in MODES if mode in learner.skip]
    unknown = [each for each in yet_to_start(made) if each.mode == str(UNKNOWN)]
    if skipped and unknown:
        words = f"the mode of {_named(unknown)} is not known, and may be one that you skip ({', '.join(skipped)})"
        yield Note(UNKNOWN_MODE, f"{words}: ask how {'it is' if len(unknown) == 1 else 'each is'} taught")


def _unknown_classes(learner: Learner, made: Plan) -> Iterator[Note]:
    """A remark on the modules of unknown class times, if the learner has evenings or busy times to keep."""
    busy, limited = bool(learner.busy), learner.evenings is not None
    unknown = [each for each in made.enrolments if (each.sessions_unknown and (busy or limited)) or (each.evenings and busy)]
    if unknown:
        words = f"the class times of {_named(unknown)} are not known"
        yield Note(UNKNOWN_CLASSES, f"{words}: ask whether you can come to them")


def _taken_again(catalogue: Catalogue, learner: Learner, made: Plan) -> Iterator[Note]:
    """A remark for each module that is taken again, with the reason, but not for what is under way already."""
    held = held_by(learner)
    for each in made.enrolments:
        if not each.under_way and held_as(catalogue, held, each.module) is not None:
            why = why_again(catalogue, learner, made, each)
            yield Note("again", f"{each.title} ({each.module}) is taken{' again' * each.again}: {why}")


def _pins_without_use(catalogue: Catalogue, learner: Learner, made: Plan) -> Iterator[Note]:
    """A remark for each pinned module that is held and need not be taken again."""
    held, taken = held_by(learner), {each.module for each in made.enrolments}
    for module, month in learner.pins.items():
        if module in held and module not in taken:
            pinned = f"{catalogue.module_by_id[module].title} ({module}) is pinned to {month_name(month)}"
            yield Note("pin-unused", f"{pinned}, but what you hold is enough: it is not taken again")


def _named(enrolments: Sequence[Enrolment]) -> str:
    """`Java I (java-1) and SQL (sql)`."""
    return listed([f"{each.title} ({each.module})" for each in enrolments])
