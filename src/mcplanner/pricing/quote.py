"""What one module or award costs one learner, rule by rule, and what would change the price.

Knows prices and requirement trees; plans nothing. Of an award it says what can be said without a plan: its compulsory
modules, each at its next start, and the range of its choices where they are plain.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from mcplanner.catalogue.counting import Counting, Ends, Span, holds, passes, together, within
from mcplanner.catalogue.earned_awards import modules_toward
from mcplanner.catalogue.model import Award, Catalogue, Module
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Requirement, Skill, ids, skills
from mcplanner.catalogue.requirements import parts as requirement_parts
from mcplanner.ground.months import Month, month_name, month_of
from mcplanner.learner.held import held_by
from mcplanner.learner.model import YEARS_OF_BIRTH, Learner, LearnerFacts, Residency
from mcplanner.pricing.credit import claims
from mcplanner.pricing.price import Later, Price, Pricing, Terms, payment_of
from mcplanner.pricing.rules import Funding, Wallet

MONTHS_AHEAD = 120
"""How far changes of a price are looked for, and a start of a module."""


class Change(Struct, frozen=True):
    """Something that would change a price, in words and with the option that says so, and what would be payable then."""

    when: str
    before_credit_cents: int
    option: str | None = None


class ModuleCost(Struct, frozen=True):
    """One module's price, what credit pays of it and what may be paid back later.

    Attributes
    ----------
    starts
        Whether the catalogue has a start in that month.
    lost
        Whether a subsidy is not given because the module is repeated.
    idle
        The wallets that hold something and cannot pay for it in that month.
    offered
        The wallets that could pay for it then, of which the learner said nothing.
    credit
        What is drawn from which wallet, in the order in which they are drawn.
    """

    module: Module
    start: Month
    starts: bool
    lost: bool
    price: Price
    terms: Terms
    credit: tuple[tuple[Wallet, int], ...]
    idle: tuple[Wallet, ...]
    offered: tuple[Wallet, ...]
    later: tuple[Later, ...]

    @property
    def payable_cents(self) -> int:
        """What is left to pay after credit."""
        return self.price.before_credit_cents - sum(cents for _, cents in self.credit)


class Choice(Struct, frozen=True):
    """Modules of which some number is needed; None where that is not a plain number."""

    number: int | None
    costs: tuple[ModuleCost, ...]

    @property
    def before_credit_cents(self) -> tuple[int, int] | None:
        """The least and the most that it can come to; None where that depends on more than this choice."""
        if self.number is None:
            return None
        prices = sorted(cost.price.before_credit_cents for cost in self.costs)
        return sum(prices[: self.number]), sum(prices[-self.number :])


class AwardCost(Struct, frozen=True):
    """The modules of an award that are still to be taken: those without which it is not earned, and its choices.

    Attributes
    ----------
    taken_off
        The modules that are held or under way, and count toward it; they are paid for.
    expired
        Those that it names, and that ended too long before the first month to count.
    plain
        Whether no module stands in two of its parts, so that its parts can be added up.
    outside
        Modules and awards that some of its modules need first, and that are no part of it.
    """

    award: Award
    compulsory: tuple[ModuleCost, ...]
    choices: tuple[Choice, ...]
    taken_off: tuple[Module, ...]
    expired: tuple[Module, ...]
    plain: bool
    outside: tuple[str, ...]

    @property
    def compulsory_cents(self) -> int:
        """What all compulsory modules come to before credit."""
        return sum(cost.price.before_credit_cents for cost in self.compulsory)

    @property
    def before_credit_cents(self) -> tuple[int, int] | None:
        """The least and the most that it can come to before credit; None where a plan must tell."""
        ranges = [choice.before_credit_cents for choice in self.choices]
        known = [each for each in ranges if each is not None]
        if not self.plain or len(known) < len(ranges):
            return None
        return (
            self.compulsory_cents + sum(least for least, _ in known),
            self.compulsory_cents + sum(most for _, most in known),
        )


class Quote(Struct, frozen=True):
    """What a module or award costs a learner, and by which rules.

    Attributes
    ----------
    said
        Whether the learner's residency was said; without it, `learner` is someone without subsidies.
    changes
        What would change the price of the module, or of the award's compulsory modules.
    """

    catalogue: Catalogue
    funding: Funding
    learner: Learner
    said: bool
    cost: ModuleCost | AwardCost
    changes: tuple[Change, ...] = ()


def quote(
    catalogue: Catalogue, funding: Funding, learner: Learner, entry: Module | Award, start: Month | None, earliest: Month
) -> Quote:
    """The cost of a module that starts in a month, or of an award begun in it; without one, from the earliest month on."""
    said = learner.residency is not None
    payer = learner if said else learner.replace(residency="other")
    if isinstance(entry, Module):
        first = start or next_start(entry, earliest) or earliest
        cost: ModuleCost | AwardCost = module_cost(Pricing(payer, funding), entry, first)
    else:
        first = start or earliest
        cost = award_cost(catalogue, Pricing(payer, funding), entry, first)

    def payable(who: Learner, month: Month) -> int:
        pricing = Pricing(who, funding)
        if isinstance(entry, Module):
            return pricing.price(entry, month).before_credit_cents
        return award_cost(catalogue, pricing, entry, month).compulsory_cents

    module = entry.id if isinstance(entry, Module) else None
    found = changes(funding, payer, first, payable, module) if said else residencies(payer, first, payable)
    return Quote(catalogue, funding, payer, said, cost, tuple(found))


def next_start(module: Module, first: Month) -> Month | None:
    """The first month from `first` on in which the module starts; None where it has no run left."""
    return next((month for month in map(Month, range(first, first + MONTHS_AHEAD)) if module.starts_in(month)), None)


def module_cost(pricing: Pricing, module: Module, start: Month) -> ModuleCost:
    """The cost of one module alone when it starts in the month."""
    return _costs(pricing, [(module, start)])[0]


def award_cost(catalogue: Catalogue, pricing: Pricing, award: Award, first: Month) -> AwardCost:
    """The cost of what a learner still needs of an award, each module at its next start.

    Credit is spread over the compulsory modules alone.
    """
    passed = _passed(catalogue, pricing.learner)
    left = _parts(catalogue, award, passed, first)
    named = left.named
    starts = {name: next_start(catalogue.module_by_id[name], first) or first for name in named}

    def costs(names: Iterable[str], of: Pricing) -> tuple[ModuleCost, ...]:
        in_order = sorted(names, key=lambda name: (starts[name], name))
        return _costs(of, [(catalogue.module_by_id[name], starts[name]) for name in in_order])

    bare = Pricing(pricing.learner.replace(credit_cents={}), pricing.funding)
    needed = {name for module in named for name in ids(catalogue.module_by_id[module].requires)}
    whole = _parts(catalogue, award, {}, first).named
    return AwardCost(
        award=award,
        compulsory=costs(left.compulsory, pricing),
        choices=tuple(Choice(number, costs(options, bare)) for number, options in left.choices),
        taken_off=tuple(catalogue.module_by_id[name] for name in sorted(left.taken_off)),
        expired=tuple(catalogue.module_by_id[name] for name in sorted(left.expired - left.taken_off)),
        plain=not named or len(whole) == len(set(whole)),
        outside=tuple(sorted(needed - set(named) - passed.keys() - _awards_within(catalogue, award))),
    )


def _passed(catalogue: Catalogue, learner: Learner) -> Ends:
    """What is held, and what is under way as if it were passed in the end."""
    under_way = ((entry.module, entry.ends(catalogue.module_by_id[entry.module])) for entry in learner.under_way)
    return together(held_by(learner), passes(*under_way))


Priced = Callable[[Learner, Month], int]
"""What something costs a learner from a month on, before credit, in cents."""


def changes(funding: Funding, learner: Learner, start: Month, payable: Priced, module: str | None = None) -> Iterator[Change]:
    """What would change a price: a later start, and other facts about the learner; `module` where it is one module's price."""
    yield from _later_starts(funding, learner, start, payable)
    now = payable(learner, start)
    for when, option, facts in _other_facts(funding, learner, start, module):
        cents = payable(learner.replace(**facts), start)
        if cents != now:
            yield Change(when, cents, option)


def _later_starts(funding: Funding, learner: Learner, start: Month, payable: Priced) -> Iterator[Change]:
    before = payable(learner, start)
    for month in Pricing(learner, funding).changes(start, Month(start + MONTHS_AHEAD)):
        cents = payable(learner, month)
        if cents != before:
            yield Change(f"from {month_name(month)}{_birthday(funding, learner, month)}", cents)
        before = cents


def _other_facts(
    funding: Funding, learner: Learner, start: Month, module: str | None
) -> Iterator[tuple[str, str | None, LearnerFacts]]:
    """What could be otherwise with the learner: in words, the option that says so, and the facts."""
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
        yield "at the first attempt", None, {"repeats": learner.repeats - {module}}
    elif module is not None:
        yield "if you fail it and repeat it", f"--repeat {module}", {"repeats": learner.repeats | {module}}
    if learner.first_qualification:
        yield "if you hold a subsidised award of its level", "--not-first-qualification", {"first_qualification": False}


def residencies(learner: Learner, start: Month, payable: Priced) -> Iterator[Change]:
    """The price for whoever has subsidies, where the learner's residency was not said."""
    subsidised: dict[Residency, str] = {"citizen": "for a citizen", "permanent-resident": "for a permanent resident"}
    for residency, words in subsidised.items():
        cents = payable(learner.replace(residency=residency), start)
        if cents != payable(learner, start):
            yield Change(words, cents, f"--residency {residency}")


def _birthday(funding: Funding, learner: Learner, month: Month) -> str:
    """What a change in a January comes from, where it is the learner's age."""
    ages = [age for age in _ages(funding) if learner.born is not None and month == month_of(learner.born + age, 1)]
    return f", the year you turn {ages[0]}" if ages else ""


def _ages(funding: Funding) -> Sequence[int]:
    """The ages at which subsidies change."""
    limits = ((rule.from_age, rule.below_age) for rule in funding.subsidies)
    return sorted({age for pair in limits for age in pair if age is not None})


def _costs(pricing: Pricing, starts: Sequence[tuple[Module, Month]]) -> tuple[ModuleCost, ...]:
    """The cost of modules together, in order of time: credit is drawn for one after the other."""
    funded = pricing.funding.wallets_as_drawn if pricing.funding else ()
    held = [wallet for wallet in funded if pricing.learner.credit_cents.get(wallet.id)]
    untold = [wallet for wallet in funded if wallet.id not in pricing.learner.credit_cents]
    with_all = Pricing(pricing.learner.replace(credit_cents={wallet.id: 1 for wallet in funded}), pricing.funding)
    by_id = {wallet.id: wallet for wallet in held}
    wallets = [wallet for wallet, _ in pricing.wallets]
    prices = [pricing.price(module, start) for module, start in starts]
    payments = [payment_of(price, start, pricing) for price, (_, start) in zip(prices, starts, strict=True)]
    used = claims(payments, [cents for _, cents in pricing.wallets])
    first_attempt = Pricing(pricing.learner.replace(repeats=frozenset(), held=()), pricing.funding)
    return tuple(
        ModuleCost(
            module=module,
            start=start,
            starts=module.starts_in(start),
            lost=pricing.terms(module, start).base != first_attempt.terms(module, start).base,
            price=price,
            terms=pricing.terms(module, start),
            credit=tuple((by_id[wallet], cents) for wallet, cents in zip(wallets, drawn, strict=True) if cents),
            idle=tuple(wallet for wallet in held if wallet.id not in price.wallets),
            offered=tuple(wallet for wallet in untold if wallet.id in with_all.price(module, start).wallets),
            later=tuple(pricing.later(module, start)),
        )
        for (module, start), price, drawn in zip(starts, prices, used, strict=True)
    )


class _Parts(Struct):
    """What is left of an award, the awards within it opened up, and what of it was passed.

    Attributes
    ----------
    choices
        How many are needed (None: not a plain number) of which modules.
    """

    compulsory: list[str]
    choices: list[tuple[int | None, list[str]]]
    taken_off: set[str]
    expired: set[str]

    @property
    def named(self) -> list[str]:
        """The modules that are left, each as often as it stands in a part."""
        return [*self.compulsory, *chain(*(options for _, options in self.choices))]


def _parts(catalogue: Catalogue, award: Award, passed: Ends, first: Month) -> _Parts:
    """What is left of an award in a month. A module that was passed is taken off one choice at most.

    An award that several parts name is opened once: whoever has earned it has earned it for all of them.
    """
    parts = _Parts([], [], set(), set())
    counting = Counting(catalogue, passed)
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
    """What was passed, without what ended too long before a month to count toward an award that is earned from then on."""
    return passed if award.valid_months is None else within(passed, Span(first - award.valid_months))


def _take_off(catalogue: Catalogue, parts: _Parts, node: Requirement, passed: Ends, valid: Ends) -> None:
    """Add a module or a choice to the parts, less what counts for it."""
    number, options = _choice(catalogue, node)
    is_compulsory = isinstance(node, str) and node not in catalogue.equivalents
    counts_again = is_compulsory or isinstance(node, Skill)
    unit_of = {name: catalogue.places.unit(name) for name in options}
    counted = {name for unit in unit_of.values() for name in unit & valid.keys()}
    free = {name: valid[name] for name in counted if counts_again or name not in parts.taken_off}
    rest = [name for name, unit in unit_of.items() if unit.isdisjoint(valid)]
    parts.expired |= (passed.keys() - valid.keys()) & set(rest)
    parts.taken_off |= free.keys()
    if is_compulsory:
        parts.compulsory += [name for name in rest if name not in parts.compulsory]
    elif number is None:
        parts.choices += [] if holds(catalogue, node, free) else [(None, rest)]
    elif number > len(free):
        parts.choices.append((number - len(free), rest))


def _choice(catalogue: Catalogue, node: Requirement) -> tuple[int | None, list[str]]:
    """How many modules are needed for a node, and which can be; a number of None where that is not a plain one."""
    number: int | None = None
    options: Sequence[Requirement] = ()
    match node:
        case str():
            return 1, sorted(catalogue.equivalents.get(node, (node,)))
        case AnyOf():
            number, options = 1, node.any
        case Choose():
            number, options = node.choose, node.from_
        case Skill():
            number, options = 1, tuple(module.id for module in catalogue.modules_by_skill.get(node.skill, ()))
    plain = [option for option in options if isinstance(option, str) and option in catalogue.module_by_id]
    if number is not None and len(plain) == len(options) and not any(option in catalogue.equivalents for option in plain):
        return number, plain
    taught = {module.id for skill in skills(node) for module in catalogue.modules_by_skill.get(skill, ())}
    return None, sorted(taught.union(*(modules_toward(catalogue, name) for name in ids(node))))


def _awards_within(catalogue: Catalogue, award: Award) -> set[str]:
    """The award and those that it asks for, at any depth."""
    found: set[str] = set()
    waiting = [award.id]
    while waiting:
        current = waiting.pop()
        if current in catalogue.award_by_id and current not in found:
            found.add(current)
            waiting.extend(ids(catalogue.award_by_id[current].requires))
    return found
