"""Quotes: what one module or award costs one learner, rule by rule, and what would change the price.

Knows prices and requirements; plans nothing. Without a plan, the quote of an award has its compulsory modules, each at its next
start, and the range of its choices if they are plain numbers of modules.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from msgspec import Struct

from mcplanner.catalogue.counting import Ends, MonthSpan, PassedModules, holds, passes, together, within
from mcplanner.catalogue.earned_awards import modules_toward
from mcplanner.catalogue.model import Award, Catalogue, Module
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Requirement, Skill, ids, skills
from mcplanner.catalogue.requirements import parts as requirement_parts
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month, first_day, month_name, month_of
from mcplanner.learner.held import held_by
from mcplanner.learner.model import YEARS_OF_BIRTH, Learner, LearnerFacts, Party, Residency
from mcplanner.pricing.costs import AwardChoice, AwardCost, ModuleCost
from mcplanner.pricing.credit import claims
from mcplanner.pricing.doubts import doubts
from mcplanner.pricing.price import MONTHS_WORTH_WAITING, Price, Pricing, payment_of
from mcplanner.pricing.rules import Funding, Wallet

MONTHS_AHEAD = 120
"""How far ahead to look for changes of a price and for starts of a module."""


class PriceChange(Struct, frozen=True):
    """Something that would change a price: in words, with the option for it, the price before credit, and who would pay it."""

    when: str
    before_credit: Amount
    option: str | None = None
    payer: Party = "learner"


class Quote(Struct, frozen=True):
    """The cost of a module or award for a learner, and what would change it.

    Attributes
    ----------
    said
        True if the learner gave a residency; otherwise `learner` is somebody who gets no subsidies.
    changes
        Changes of the price of the module, or of the award's compulsory modules.
    asked
        The first month, where one was asked for.
    """

    catalogue: Catalogue
    funding: Funding
    learner: Learner
    said: bool
    cost: ModuleCost | AwardCost
    changes: tuple[PriceChange, ...] = ()
    asked: Month | None = None

    @property
    def costs(self) -> tuple[ModuleCost, ...]:
        """The cost of each module that is priced."""
        if isinstance(self.cost, ModuleCost):
            return (self.cost,)
        return (*self.cost.compulsory, *(each for choice in self.cost.choices for each in choice.costs))

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules that are priced, as they are offered in the runs that are."""
        return tuple(each.offer for each in self.costs)


def quote(
    catalogue: Catalogue, funding: Funding, learner: Learner, entry: Module | Award, start: Month | None, earliest: Month
) -> Quote:
    """Quote a module that starts in a month, or an award begun in it; without a month, at the earliest that is possible.

    `earliest` is the first month in which the learner can apply, or start.
    """
    said = learner.residency is not None
    payer = learner if said else learner.replace(residency="other")
    can_apply = _can_apply(learner, earliest)
    if isinstance(entry, Module):
        first = start or next_start(entry, earliest, can_apply) or earliest
        cost: ModuleCost | AwardCost = module_cost(Pricing(payer, funding), entry, first, can_apply)
    else:
        first = start or earliest
        cost = award_cost(catalogue, Pricing(payer, funding), entry, first, can_apply)

    def payable(who: Learner, month: Month) -> Amount:
        pricing = Pricing(who, funding)
        if isinstance(entry, Module):
            return Amount.of((pricing.price(offer_to_price(pricing, entry, month, can_apply), month).before_credit_cents,))
        return award_cost(catalogue, pricing, entry, month, can_apply).of_compulsory

    module = entry.id if isinstance(entry, Module) else None
    found = changes(funding, payer, first, payable, module) if said else residencies(payer, first, payable)
    return Quote(catalogue, funding, payer, said, cost, tuple(found), start)


CanApply = Callable[[Module, Month], bool]
"""Returns whether the learner has applied for an offer's start in a month, or still can."""


def _can_apply(learner: Learner, earliest: Month) -> CanApply:
    return lambda offer, start: offer.apply_by(start) >= earliest or learner.applied.get(offer.id) == start


def next_start(module: Module, first: Month, can_apply: CanApply) -> Month | None:
    """The first month from `first` on in which the module starts and one can apply; None if it has no such run left."""
    months = map(Month, range(first, first + MONTHS_AHEAD))
    return next((month for month in months if any(can_apply(offer, month) for offer in _offers_in(module, month))), None)


def _offers_in(module: Module, month: Month) -> list[Module]:
    return [offer for offer in module.offers if offer.starts_in(month)]


def _open_offers_in(module: Module, month: Month, can_apply: CanApply) -> list[Module]:
    """The offers that start in a month: those for which one can apply, or all if there is none."""
    offers = _offers_in(module, month)
    return [offer for offer in offers if can_apply(offer, month)] or offers


def module_cost(pricing: Pricing, module: Module, start: Month, can_apply: CanApply) -> ModuleCost:
    """The cost of one module by itself, if it starts in the month."""
    return _costs(pricing, [(module, start)], can_apply)[0]


def award_cost(catalogue: Catalogue, pricing: Pricing, award: Award, first: Month, can_apply: CanApply) -> AwardCost:
    """The cost of what a learner still needs of an award, each module at its next start.

    Credit is spread over the compulsory modules alone.
    """
    passed = _passed(catalogue, pricing.learner)
    left = _parts(catalogue, award, passed, first)
    named = left.named
    starts = {name: next_start(catalogue.module_by_id[name], first, can_apply) or first for name in named}

    def costs(names: Iterable[str], of: Pricing) -> tuple[ModuleCost, ...]:
        in_order = sorted(names, key=lambda name: (starts[name], name))
        return _costs(of, [(catalogue.module_by_id[name], starts[name]) for name in in_order], can_apply)

    bare = Pricing(pricing.learner.replace(credit_cents={}), pricing.funding)
    needed = {name for module in named for name in ids(catalogue.module_by_id[module].requires)}
    whole = _parts(catalogue, award, {}, first)
    return AwardCost(
        award=award,
        compulsory=costs(left.compulsory, pricing),
        choices=tuple(AwardChoice(number, costs(options, bare)) for number, options in left.choices),
        taken_off=tuple(catalogue.module_by_id[name] for name in sorted(left.taken_off)),
        expired=tuple(catalogue.module_by_id[name] for name in sorted(left.expired - left.taken_off)),
        plain=not named or _is_plain(catalogue, whole),
        outside=tuple(sorted(needed - set(named) - passed.keys() - _awards_within(catalogue, award))),
    )


def _is_plain(catalogue: Catalogue, parts: "_Parts") -> bool:
    """Return whether each module is in one part only; a whole may be in the choices between itself and what it covers."""
    covering = Counter(
        whole
        for number, options in parts.choices
        if number == 1 and len(options) == 2
        for whole in options
        if not set(options).isdisjoint(catalogue.module_by_id[whole].covers)
    )
    return all(number == 1 or number == covering[name] for name, number in Counter(parts.named).items())


def _passed(catalogue: Catalogue, learner: Learner) -> Ends:
    """The modules that are held, and those under way as if they had been passed."""
    under_way = ((entry.module, entry.ends(catalogue.module_by_id[entry.module])) for entry in learner.under_way)
    return together(held_by(learner), passes(*under_way))


CostFunction = Callable[[Learner, Month], Amount]
"""Returns what a learner pays from a month on, before credit."""


def changes(
    funding: Funding, learner: Learner, start: Month, payable: CostFunction, module: str | None = None
) -> Iterator[PriceChange]:
    """What would change a price: a later start, or other facts of the learner; `module` is the id if it is that of a module."""
    yield from _later_starts(funding, learner, start, payable)
    now = payable(learner, start)
    for when, option, facts in _other_facts(funding, learner, start, module):
        other = learner.replace(**facts)
        amount = payable(other, start)
        if amount != now:
            yield PriceChange(when, amount, option, other.payer)


def _later_starts(funding: Funding, learner: Learner, start: Month, payable: CostFunction) -> Iterator[PriceChange]:
    before = payable(learner, start)
    for month in Pricing(learner, funding).changes(start, Month(start + MONTHS_AHEAD)):
        amount, birthday = payable(learner, month), _birthday(funding, learner, month)
        sensible = not birthday or month <= start + MONTHS_WORTH_WAITING
        if amount != before and sensible:
            yield PriceChange(f"from {month_name(month)}{birthday}", amount, None, learner.payer)
        before = amount


def _other_facts(
    funding: Funding, learner: Learner, start: Month, module: str | None
) -> Iterator[tuple[str, str | None, LearnerFacts]]:
    """What could be different about the learner: in words, the option for it, and the facts."""
    if learner.born is None:
        for age in _ages(funding):
            born = start // 12 - age
            if born in YEARS_OF_BIRTH:
                yield f"if you turn {age} in {start // 12}, or are older", f"--born {born}", {"born": born}
    if learner.employer != "sme":
        yield "if a small or medium enterprise sponsors it", "--sme", {"employer": "sme"}
    if learner.employer != "large":
        yield "if a larger employer sponsors it", "--sponsored", {"employer": "large"}
    if learner.employer is not None:
        yield "if you pay for it yourself", None, {"employer": None}
    if module in learner.repeats:
        yield "if it is your first attempt", None, {"repeats": learner.repeats - {module}}
    elif module is not None:
        yield "if you fail it and repeat it", f"--repeat {module}", {"repeats": learner.repeats | {module}}
    if learner.first_qualification:
        yield "if you already hold a subsidised award of its level", "--not-first-qualification", {"first_qualification": False}


def residencies(learner: Learner, start: Month, payable: CostFunction) -> Iterator[PriceChange]:
    """The price for those who get subsidies, if the learner gave no residency."""
    subsidised: dict[Residency, str] = {"citizen": "for a citizen", "permanent-resident": "for a permanent resident"}
    for residency, words in subsidised.items():
        amount = payable(learner.replace(residency=residency), start)
        if amount != payable(learner, start):
            yield PriceChange(words, amount, f"--residency {residency}", learner.payer)


def _birthday(funding: Funding, learner: Learner, month: Month) -> str:
    """The birthday that makes a price change in a January; empty if none does."""
    ages = [age for age in _ages(funding) if learner.born is not None and month == month_of(learner.born + age, 1)]
    return f", the year you turn {ages[0]}" if ages else ""


def _ages(funding: Funding) -> Sequence[int]:
    """The ages at which subsidies change."""
    limits = ((rule.from_age, rule.below_age) for rule in funding.subsidies)
    return sorted({age for pair in limits for age in pair if age is not None})


def _costs(pricing: Pricing, starts: Sequence[tuple[Module, Month]], can_apply: CanApply) -> tuple[ModuleCost, ...]:
    """The cost of modules together, in order of time: credit is drawn for one after the other."""
    offers = [(module, offer_to_price(pricing, module, start, can_apply), start) for module, start in starts]
    payments = [payment_of(pricing.price(offer, start), start, pricing) for _, offer, start in offers]
    used = claims(payments, [cents for _, cents in pricing.wallets])
    costing = _Costing(pricing, can_apply)
    return tuple(costing.cost(*each, drawn) for each, drawn in zip(offers, used, strict=True))


def offer_to_price(pricing: Pricing, module: Module, start: Month, can_apply: CanApply) -> Module:
    """The offer that a plan would rather start in a month: one of known fee, of these the cheapest, and of these the first."""

    def in_order(offer: Module) -> tuple[bool, int, date]:
        price, run = pricing.price(offer, start), offer.run_in(start)
        begins = first_day(start) if run is None or run.first_day is None else run.first_day
        return price.fee_cents is None, price.known_cents, begins

    return min(_open_offers_in(module, start, can_apply), key=in_order, default=module)


def _other_runs(pricing: Pricing, offers: Iterable[Module], priced: Module, start: Month) -> Iterator[tuple[date | int, Price]]:
    """The starts of some offers in a month that have another price than one of them, each with its price."""
    own = pricing.price(priced, start)
    for offer in offers:
        run, price = offer.run_in(start), pricing.price(offer, start)
        if run is not None and price != own:
            yield run.start, price


class _Costing:
    """The costs of single modules, by the prices that a learner has and by those of a first attempt and of full wallets."""

    def __init__(self, pricing: Pricing, can_apply: CanApply) -> None:
        self._pricing = pricing
        self._can_apply = can_apply
        learner, funding = pricing.learner, pricing.funding
        wallets = funding.wallets_as_drawn if funding else ()
        self._held = [wallet for wallet in wallets if learner.credit_cents.get(wallet.id)]
        self._unmentioned = [wallet for wallet in wallets if wallet.id not in learner.credit_cents]
        self._first_attempt = Pricing(learner.replace(repeats=frozenset(), held=()), funding)
        self._with_all_credit = Pricing(learner.replace(credit_cents={wallet.id: 1 for wallet in wallets}), funding)

    def cost(self, module: Module, offer: Module, start: Month, drawn: Sequence[int]) -> ModuleCost:
        """The cost of a module in an offer of a month, for which so many cents are drawn from each of the wallets."""
        price, terms = self._pricing.price(offer, start), self._pricing.terms(offer, start)
        could_pay = self._with_all_credit.price(offer, start).wallets
        others = [*_other_runs(self._pricing, _open_offers_in(module, start, self._can_apply), offer, start)]
        return ModuleCost(
            module=module,
            offer=offer,
            start=start,
            others=tuple(sorted({day for day, _ in others}, key=str)),
            other_prices_known=all(each.fee_cents is not None for each in (price, *(other for _, other in others))),
            starts=module.starts_in(start),
            closed=module.starts_in(start) and not self._can_apply(offer, start),
            lost=terms.base != self._first_attempt.terms(offer, start).base,
            price=price,
            terms=terms,
            credit=tuple(self._credit(drawn)),
            idle=tuple(wallet for wallet in self._held if wallet.id not in price.wallets),
            offered=tuple(wallet for wallet in self._unmentioned if wallet.id in could_pay),
            later=tuple(self._pricing.later(offer, start)),
            doubts=doubts(self._pricing, offer, start),
        )

    def _credit(self, drawn: Sequence[int]) -> Iterator[tuple[Wallet, int]]:
        by_id = {wallet.id: wallet for wallet in self._held}
        for (name, _), cents in zip(self._pricing.wallets, drawn, strict=True):
            if cents:
                yield by_id[name], cents


class _Parts(Struct):
    """The parts of an award that are left, with the awards within it opened up; and what of it was passed.

    Attributes
    ----------
    choices
        How many modules are needed (None: not a plain number), and of which.
    """

    compulsory: list[str]
    choices: list[tuple[int | None, list[str]]]
    taken_off: set[str]
    expired: set[str]

    @property
    def named(self) -> list[str]:
        """The modules that are left, each once for each part that lists it."""
        return [*self.compulsory, *chain(*(options for _, options in self.choices))]

    def add_compulsory(self, modules: Iterable[str]) -> None:
        """Add compulsory modules, each only once."""
        self.compulsory += [name for name in modules if name not in self.compulsory]


def _parts(catalogue: Catalogue, award: Award, passed: Ends, first: Month) -> _Parts:
    """The parts of an award that are left in a month. A module that was passed counts in one choice at most.

    An award that several parts name is opened once: it is earned for all of them.
    """
    parts = _Parts([], [], set(), set())
    counting = PassedModules(catalogue, passed)
    opened: set[str] = set()
    waiting = deque[tuple[Requirement, Award]]([(award.requires, award)])
    while waiting:
        node, owner = waiting.popleft()
        match node:
            case str() if node in opened:
                continue
            case str() if node in catalogue.award_by_id:
                opened.add(node)
                inner = catalogue.award_by_id[node]
                if counting.earned_at(inner)[0]:
                    parts.taken_off |= passed.keys() & modules_toward(catalogue, node)
                else:
                    waiting.appendleft((inner.requires, inner))
            case tuple() | AllOf():
                waiting.extendleft((part, owner) for _, part in reversed(list(requirement_parts(node))))
            case _:
                _take_off(catalogue, parts, node, passed, _still_valid(owner, passed, first))
    return parts


def _still_valid(award: Award, passed: Ends, first: Month) -> Ends:
    """The modules that were passed, without those that ended too long before a month to count toward an award from then on."""
    return passed if award.valid_months is None else within(passed, MonthSpan(first - award.valid_months))


def _take_off(catalogue: Catalogue, parts: _Parts, node: Requirement, passed: Ends, valid: Ends) -> None:
    """Add a module or a choice to the parts, without the modules that already count for it."""
    number, options = _choice(catalogue, node)
    is_compulsory = isinstance(node, str) and _is_alone(catalogue, node)
    counting, rest = _split_by_passed(catalogue, options, valid)
    if not isinstance(node, str | Skill):
        # a module counts in one choice only, a whole in the place of each of its parts
        counting -= parts.taken_off - _wholes_among(catalogue, counting)
    parts.expired |= (passed.keys() - valid.keys()) & set(rest)
    parts.taken_off |= counting
    if is_compulsory:
        parts.add_compulsory(rest)
    elif number is None and not holds(catalogue, node, {name: valid[name] for name in counting}):
        parts.choices.append((None, rest))
    elif number is not None and number > len(counting):
        parts.choices.append((number - len(counting), rest))


def _wholes_among(catalogue: Catalogue, names: Iterable[str]) -> set[str]:
    """Those modules that count as several others."""
    return {name for name in names if catalogue.places.counted_as(name) != catalogue.places.unit(name)}


def _split_by_passed(catalogue: Catalogue, options: Iterable[str], passed: Ends) -> tuple[set[str], list[str]]:
    """The passed modules that count as one of the options, and the options as which none counts."""
    counting_as = {name: catalogue.places.counting_as(name) for name in options}
    counting = {name for names in counting_as.values() for name in names & passed.keys()}
    return counting, [option for option, names in counting_as.items() if names.isdisjoint(passed)]


def _choice(catalogue: Catalogue, node: Requirement) -> tuple[int | None, list[str]]:
    """How many modules a node needs, and of which; None if it is not a plain number of modules."""
    if isinstance(node, str):
        return 1, sorted(catalogue.places.counting_as(node))
    number, options = _number_and_options(catalogue, node)
    plain = [option for option in options if isinstance(option, str) and _is_alone(catalogue, option)]
    if number is not None and len(plain) == len(options):
        return number, plain
    taught = {module.id for skill in skills(node) for module in catalogue.modules_by_skill.get(skill, ())}
    return None, sorted(taught.union(*(modules_toward(catalogue, name) for name in ids(node))))


def _is_alone(catalogue: Catalogue, name: str) -> bool:
    """Return whether no other module counts as it."""
    return name in catalogue.module_by_id and len(catalogue.places.counting_as(name)) == 1


def _number_and_options(catalogue: Catalogue, node: Requirement) -> tuple[int | None, Sequence[Requirement]]:
    """How many of its options a choice needs, and the options; None and nothing for other nodes."""
    match node:
        case AnyOf():
            return 1, node.any
        case Choose():
            return node.choose, node.from_
        case Skill():
            return 1, tuple(module.id for module in catalogue.modules_by_skill.get(node.skill, ()))
        case _:
            return None, ()


def _awards_within(catalogue: Catalogue, award: Award) -> set[str]:
    """The award and those within it, at any depth."""
    found: set[str] = set()
    waiting = [award.id]
    while waiting:
        current = waiting.pop()
        if current in catalogue.award_by_id and current not in found:
            found.add(current)
            waiting.extend(ids(catalogue.award_by_id[current].requires))
    return found
