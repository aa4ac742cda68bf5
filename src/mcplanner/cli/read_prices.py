"""What was typed about the learner that prices rest on, as the facts of a `Learner`; or what is wrong with it and the way out.

Knows the words of the command line and the wallets of the funding rules; prices nothing.
"""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from mcplanner.catalogue.model import Award, Catalogue, Module
from mcplanner.cli.input_files import read_funding
from mcplanner.cli.options import Facts
from mcplanner.cli.parsing import dollars, known, parsed, today
from mcplanner.ground.months import month_after, parse_month
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding

if TYPE_CHECKING:
    from mcplanner.pricing.quote import Quote

OPENING, MID_CAREER = "opening", "mid-career"
"""The wallets that --credit and --credit-mid-career fill."""


def read_facts(catalogue: Catalogue, funding: Funding, typed: Facts) -> LearnerFacts:
    """The facts that were typed, by the learner's own names; what was not typed is left out, and may be known otherwise."""
    if typed.sme and typed.sponsored:
        raise typer.BadParameter(
            "one employer sponsors: give --sme for a small or medium enterprise, --sponsored for a larger one",
            param_hint="--sme / --sponsored",
        )
    if typed.born is not None and typed.born > today().year:
        raise typer.BadParameter(f"'{typed.born}' is not the year of your birth, such as 1985", param_hint="--born")
    for module in typed.repeat or ():
        known(module, catalogue.module_by_id, "--repeat", "module", "see: mcplan list modules")
    wallets = {OPENING: ("--credit", typed.credit), MID_CAREER: ("--credit-mid-career", typed.credit_mid_career)}
    cents: dict[str, int] = {}
    for wallet, (option, text) in wallets.items():
        if text is not None:
            known(wallet, [each.id for each in funding.wallets], option, "wallet of the funding rules")
            cents[wallet] = dollars(text, option)
    facts = {
        "born": typed.born,
        "residency": typed.residency,
        "employer": "sme" if typed.sme else "large" if typed.sponsored else None,
        "union_member": typed.union or None,
        "first_qualification": False if typed.not_first else None,
        "repeats": frozenset(typed.repeat or ()) or None,
        "credit_cents": cents or None,
    }
    return cast(LearnerFacts, {name: fact for name, fact in facts.items() if fact is not None})


def with_facts(learner: Learner, facts: LearnerFacts) -> Learner:
    """A learner with what was typed: a wallet or a repeat goes beside those known, anything else in place of what was known."""
    together: LearnerFacts = {
        **facts,
        "credit_cents": {**learner.credit_cents, **facts.get("credit_cents", {})},
        "repeats": learner.repeats | facts.get("repeats", frozenset()),
    }
    return learner.replace(**together)


def read_pricing(catalogue: Catalogue, learner: Learner, typed: Facts, funding: Path | None) -> Pricing:
    """What modules cost a learner with what was typed; the funding rules are read only where anything calls for them.

    Parameters
    ----------
    funding
        The file of rules that was named, if one was.
    """
    known_before = learner.residency is not None or learner.born is not None or learner.credit_cents
    if funding is None and not known_before and typed == Facts():
        return Pricing(learner)
    rules = read_funding(funding)
    facts = read_facts(catalogue, rules, typed)
    who = with_facts(learner, facts)
    check_facts(who, facts, rules)
    return Pricing(who, rules)


def check_facts(learner: Learner, typed: LearnerFacts, funding: Funding) -> None:
    """Refuse facts that would change nothing: because another one is missing, or for want of such a wallet.

    Those of a learner file may stand there without a residency, for a plan by the fees alone; what is typed is meant to count.
    """
    for name in learner.credit_cents:
        known(name, [wallet.id for wallet in funding.wallets], "--credit / --learner", "wallet of the funding rules")
    options = {
        "born": "--born",
        "employer": "--sme" if learner.employer == "sme" else "--sponsored",
        "union_member": "--union",
        "first_qualification": "--not-first-qualification",
        "credit_cents": "--credit",
        "repeats": "--repeat",
    }
    unused = next((option for fact, option in options.items() if fact in typed), None)
    if learner.residency is None and unused is not None:
        raise typer.BadParameter(
            "say whether you are a citizen, a permanent-resident or other: without it, nothing is known of subsidies",
            param_hint=f"--residency, needed for {unused}",
        )
    for wallet in funding.wallets if learner.residency is not None else ():
        if learner.credit_cents.get(wallet.id) and wallet.from_age is not None and learner.born is None:
            raise typer.BadParameter(
                f"say in which year you were born: the credit '{wallet.id}' begins in the year you turn {wallet.from_age}",
                param_hint="--born",
            )


def read_quote(catalogue: Catalogue, funding: Funding, learner: Learner, word: str, start: str | None) -> "Quote":
    """What the module or award with an id costs the learner; without a start, from next month on."""
    from mcplanner.pricing.quote import quote

    priced: dict[str, Module | Award] = {**catalogue.module_by_id, **catalogue.award_by_id}
    if word in catalogue.role_by_id:
        way_out = f"plan it: mcplan plan --target {word}"
        raise typer.BadParameter(f"'{word}' is a role: what it costs depends on the modules chosen; {way_out}", param_hint="ID")
    known(word, priced, "ID", "module or award", "see: mcplan list")
    first = None if start is None else parsed(parse_month, start, "--start")
    return quote(catalogue, funding, learner, priced[word], first, month_after(today()))
