"""Read the facts that prices depend on, as facts of a `Learner`; or refuse them, with the way out.

This module knows the words of the command line and the wallets of the funding rules; it computes no price.
"""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli.input_files import read_funding
from mcplanner.cli.options import Facts
from mcplanner.cli.parsing import parse_dollars, parse_word, refuse_unknown
from mcplanner.cli.read_options import id_of, module_id_of, refuse_kind, refuse_unknown_id
from mcplanner.ground.months import month_after, parse_month
from mcplanner.ground.today import today
from mcplanner.ground.typed_again import for_plan
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding

if TYPE_CHECKING:
    from mcplanner.pricing.quote import Quote

OPENING, MID_CAREER = "opening", "mid-career"
"""The wallets that --credit and --credit-mid-career fill."""


def read_facts(catalogue: Catalogue, funding: Funding, typed: Facts) -> LearnerFacts:
    """Return the facts that were typed, by the learner's own names; a fact that was not typed is left out."""
    _check_employer_and_birth(typed)
    repeats = frozenset(module_id_of(catalogue, word, "--repeat") for word in typed.repeat or ())
    facts = {
        "born": typed.born,
        "residency": typed.residency,
        "employer": _employer(typed),
        "union_member": typed.union or None,
        "first_qualification": False if typed.not_first else None,
        "repeats": repeats or None,
        "credit_cents": _read_credit(funding, typed) or None,
    }
    return cast(LearnerFacts, {name: fact for name, fact in facts.items() if fact is not None})


def _check_employer_and_birth(typed: Facts) -> None:
    """Refuse two employers, and a birth in the future."""
    if typed.sme and typed.sponsored:
        raise typer.BadParameter(
            "give only one of them: --sme for a small or medium enterprise, --sponsored for a larger employer",
            param_hint="--sme / --sponsored",
        )
    if typed.born is not None and typed.born > today().year:
        raise typer.BadParameter(f"'{typed.born}' is not the year of your birth, such as 1985", param_hint="--born")


def _employer(typed: Facts) -> str | None:
    if typed.sme:
        return "sme"
    return "large" if typed.sponsored else None


def _read_credit(funding: Funding, typed: Facts) -> dict[str, int]:
    """Return what is left in each wallet that was typed, in cents."""
    wallets = {OPENING: ("--credit", typed.credit), MID_CAREER: ("--credit-mid-career", typed.credit_mid_career)}
    cents: dict[str, int] = {}
    for wallet, (option, text) in wallets.items():
        if text is not None:
            refuse_unknown(wallet, [each.id for each in funding.wallets], option, "wallet of the funding rules")
            cents[wallet] = parse_dollars(text, option)
    return cents


def with_facts(learner: Learner, facts: LearnerFacts) -> Learner:
    """Return the learner with what was typed: wallets and repeats are added, anything else replaces what was known."""
    together: LearnerFacts = {
        **facts,
        "credit_cents": {**learner.credit_cents, **facts.get("credit_cents", {})},
        "repeats": learner.repeats | facts.get("repeats", frozenset()),
    }
    return learner.replace(**together)


def read_pricing(catalogue: Catalogue, learner: Learner, typed: Facts, funding: Path | None) -> Pricing:
    """Return what modules cost the learner with what was typed; the funding rules are read only if they are needed.

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
    """Refuse facts that would change nothing, because another one or such a wallet is missing.

    A learner file may state them without a residency, for a plan by the fees alone; what is typed is meant to count.
    """
    for name in learner.credit_cents:
        refuse_unknown(name, [wallet.id for wallet in funding.wallets], "--credit / --learner", "wallet of the funding rules")
    if learner.residency is None:
        _refuse_facts_without_residency(learner, typed)
    _refuse_credit_by_age(learner, funding)


def _refuse_facts_without_residency(learner: Learner, typed: LearnerFacts) -> None:
    options = {
        "born": "--born",
        "employer": "--sme" if learner.employer == "sme" else "--sponsored",
        "union_member": "--union",
        "first_qualification": "--not-first-qualification",
        "credit_cents": "--credit",
        "repeats": "--repeat",
    }
    unused = next((option for fact, option in options.items() if fact in typed), None)
    if unused is not None:
        raise typer.BadParameter(
            "say whether you are a citizen, a permanent-resident or other: the subsidies depend on it",
            param_hint=f"--residency, needed for {unused}",
        )


def _refuse_credit_by_age(learner: Learner, funding: Funding) -> None:
    """Refuse credit that begins at an age, for a learner whose year of birth is not known."""
    for wallet in funding.credit_at_unknown_age(learner):
        raise typer.BadParameter(
            f"say which year you were born in: the credit '{wallet.id}' begins in the year you turn {wallet.from_age}",
            param_hint="--born",
        )


def read_quote(catalogue: Catalogue, funding: Funding, learner: Learner, word: str, start: str | None) -> "Quote":
    """Return what the module or award with an id or a course number costs the learner; without a start, from next month on."""
    from mcplanner.pricing.quote import quote

    name = id_of(catalogue, word, "ID")
    if name in catalogue.role_by_id:
        way_out = f"plan it: {for_plan(f'mcplan plan --target {name}')}"
        raise typer.BadParameter(
            f"'{name}' is a role, and its cost depends on the modules you choose; {way_out}", param_hint="ID"
        )
    refuse_kind(catalogue, name, "ID")
    refuse_unknown_id(catalogue, name, [*catalogue.module_by_id, *catalogue.award_by_id], "ID", "module or award")
    first = None if start is None else parse_word(parse_month, start, "--start")
    entry = catalogue.award_by_id.get(name) or catalogue.module_by_id[name]
    return quote(catalogue, funding, learner, entry, first, month_after(today()))
