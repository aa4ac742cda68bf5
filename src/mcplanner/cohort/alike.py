"""Which questions have one answer: those that differ only in what cannot matter to it, and so have one key.

A key says all that an answer depends on. Facts that are not known to be without effect stay in it as they are. Of a learner who
sets no limit of cost, what decides prices is not in it, but the prices that follow: how each class of courses is subsidised,
taxed and paid from credit, from the first month on. What is held is left out if no target has a use for it, nothing that
targets can use excludes it, and it counts toward no award that these can count toward.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from msgspec import Struct

from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.reach import awards_above, reach, roots
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.planning.known import DECIDE_PRICES, told
from mcplanner.pricing.price import Pricing, Terms
from mcplanner.pricing.rules import UNFUNDED, Funding
from mcplanner.problem.model import LONGEST_PLAN_MONTHS

MOST_KEPT = 1024
"""The most answers to a question about targets or prices that are kept: many learners ask the same of them."""


_FACTS = tuple(fact for fact in DECIDE_PRICES if fact != "credit_cents")
"""Those of the facts that decide prices which are no amounts."""


_Classes = tuple[tuple[str, bool, str], ...]
"""Classes of courses, each with whether it is attempted anew and with a module for which both is so."""


class _Reached(Struct, frozen=True):
    """What some targets can use, and the awards that modules among it can count toward."""

    names: frozenset[str]
    awards: frozenset[str]


class Alike:
    """Tells which questions over one catalogue and its funding rules have one answer."""

    def __init__(self, catalogue: Catalogue, funding: Funding) -> None:
        """Take what all questions have in common."""
        self._catalogue = catalogue
        self._funding = funding
        self._reached = lru_cache(MOST_KEPT)(self._reach)
        self._touches = lru_cache(MOST_KEPT)(self._can_touch)
        self._classes = lru_cache(MOST_KEPT)(self._classes_of)
        self._terms = lru_cache(MOST_KEPT)(self._terms_of)

    def key(self, learner: Learner, request: Request) -> bytes:
        """The key of a question; two that have the same have the same answer."""
        begun = (entry.module for entry in learner.under_way)
        reached = self._reached((*request.targets, *sorted((*learner.pins, *begun))))
        held = tuple(
            entry
            for entry in learner.held
            if self._touches(entry.module, reached) or (entry.ended is not None and entry.ended >= request.start)
        )
        repeats = learner.repeats & reached.names
        touching: LearnerFacts = {"held": held, "repeats": repeats}
        if learner.limits_cost:
            return told(learner.replace(**touching), request)
        attempted = reached.names & {*repeats, *(entry.module for entry in held)}
        prices = self._prices(learner, request.start, self._classes(reached.names, attempted))
        return told(learner.replace(**touching | DECIDE_PRICES), request, prices)

    def _reach(self, targets: Sequence[str]) -> _Reached:
        wanted = chain.from_iterable(roots(self._catalogue, target) for target in targets)
        names = frozenset(reach(self._catalogue, tuple(wanted)))
        modules = names & self._catalogue.module_by_id.keys()
        return _Reached(names, frozenset(awards_above(self._catalogue, modules)))

    def _can_touch(self, module: str, reached: _Reached) -> bool:
        """Return whether a module that is held can matter to what is reached."""
        return not (
            self._catalogue.places.counted_as(module).isdisjoint(reached.names)
            and self._catalogue.exclusions.get(module, frozenset()).isdisjoint(reached.names)
            and awards_above(self._catalogue, (module,)).isdisjoint(reached.awards)
        )

    def _prices(self, learner: Learner, start: Month, classes: _Classes) -> Any:
        """The terms of all prices that a plan could pay, and what is in the wallets; False where a price is the bare fee."""
        if learner.residency is None:
            return False
        own = tuple(getattr(learner, fact) for fact in _FACTS)
        credit = tuple(sorted((name, cents) for name, cents in learner.credit_cents.items() if cents))
        return self._terms(own, credit, start, classes)

    def _classes_of(self, names: frozenset[str], attempted: frozenset[str]) -> _Classes:
        """The classes of some modules."""
        modules = (module for module in self._catalogue.modules if module.id in names)
        classes = {
            (offer.funding or UNFUNDED, module.id in attempted): module.id for module in modules for offer in module.offers
        }
        return tuple(sorted((*known, module) for known, module in classes.items()))

    def _terms_of(
        self,
        facts: tuple[Any, ...],
        credit: tuple[tuple[str, int], ...],
        start: Month,
        classes: _Classes,
    ) -> Any:
        """The terms of some classes, of each for a module of it that is attempted anew or not, as often as they change."""
        again = frozenset(module for _, attempted, module in classes if attempted)
        learner = Learner(**dict(zip(_FACTS, facts, strict=True)), credit_cents=dict(credit), repeats=again)
        pricing = Pricing(learner, self._funding)
        months = (start, *pricing.changes(start, Month(start + LONGEST_PLAN_MONTHS)))
        terms = [(*own, self._changes(pricing, own[-1], months)) for own in classes]
        paying = {wallet for *_, changes in terms for _, own in changes for wallet in own[-1]}
        return terms, [(wallet, cents) for wallet, cents in pricing.wallets if wallet in paying]

    def _changes(self, pricing: Pricing, module: str, months: Iterable[Month]) -> list[tuple[Month, Any]]:
        """The terms of a module in the first of some months, and in later ones where they differ from those before."""
        found: list[tuple[Month, Any]] = []
        for month in months:
            own = _in_short(pricing.terms(self._catalogue.module_by_id[module], month))
            if not found or own != found[-1][1]:
                found.append((month, own))
        return found


def _in_short(terms: Terms) -> tuple[Any, ...]:
    """The rates of some terms, on what GST is charged, and the wallets that may pay, last."""
    rates = (str(rule.rate) if rule else None for rule in (terms.base, terms.enhanced, terms.gst))
    return (*rates, terms.basis and terms.basis.basis, [wallet.id for wallet in terms.wallets])
