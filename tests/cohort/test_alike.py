"""Questions with one key have one answer: what is left out of a key cannot matter, and whatever may matter is in it."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import build
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_cases import cases, expiring_cases
from tiny import Case

from mcplanner.catalogue.model import Catalogue
from mcplanner.cohort.alike import Alike
from mcplanner.cohort.answers import Answer, answer_of
from mcplanner.files.funding import load_funding
from mcplanner.files.paths import shipped_funding_path
from mcplanner.ground.months import Month, parse_month
from mcplanner.learner.model import Held, Learner, LearnerFacts, Stretch, UnderWay
from mcplanner.learner.request import Request
from mcplanner.planning.planner import Planner
from mcplanner.pricing.rules import Funding

JANUARY = parse_month("2027-01")


@cache
def rules() -> Funding:
    """The shipped funding rules."""
    funding = load_funding(shipped_funding_path())[0]
    assert funding is not None
    return funding


def alike_in(catalogue: Catalogue) -> Alike:
    return Alike(catalogue, rules())


def answer(catalogue: Catalogue, learner: Learner, request: Request) -> Answer:
    return answer_of(Planner(catalogue, rules()).plan(learner, request, gains=False))


def of_two_fields() -> Catalogue:
    """An award over two modules, a module that counts toward it too, a rival, and an award beside."""
    return build.catalogue(
        build.module("a", fee=1000, funding="poly-modular"),
        build.module("b", needs="a", fee=500, funding="poly-modular"),
        build.module("rival", excludes=["b"]),
        build.module("more"),
        build.module("else"),
        build.award("cert", build.all_of("a", "b")),
        build.award("both", build.all_of("cert", "more")),
        build.award("beside", "else"),
    )


CITIZEN: LearnerFacts = {"minutes_per_week": 300, "residency": "citizen", "born": 1990}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"residency": None, "born": 1990}, {"residency": None, "born": 1970, "union_member": True}),
        ({"residency": "other", "born": 1990}, {"residency": "other", "born": 1970}),
        ({"born": 1960}, {"born": 1970}),
        ({}, {"union_member": True}),  # what is paid back is no part of the price
        ({}, {"first_qualification": False}),  # citizens may have several
        ({}, {"held": (Held(module="else", ended=parse_month("2026-01")),)}),
        ({}, {"repeats": frozenset(("else",))}),
        ({}, {"credit_cents": {"opening": 0}}),
    ],
)
def test_what_cannot_matter_changes_no_answer(one: LearnerFacts, other: LearnerFacts) -> None:
    catalogue, request = of_two_fields(), Request(("cert",), JANUARY)
    first, second = (Learner(**CITIZEN).replace(**facts) for facts in (one, other))
    alike = alike_in(catalogue)
    assert alike.key(first, request) == alike.key(second, request)
    assert answer(catalogue, first, request) == answer(catalogue, second, request)


def changes() -> Iterator[tuple[LearnerFacts, str]]:
    """Every fact changed alone, as it can matter, by its name."""
    different: dict[str, Any] = {
        "minutes_per_week": 301,
        "minutes_in": {JANUARY: 0},
        "stretch": Stretch(minutes=60, months=1),
        "at_once": 1,
        "evenings": 1,
        "half_days_off": 1,
        "busy": build.learner(busy="mon 08:00-12:00").busy,
        "cost_limit_cents": 10_000,
        "cost_limit_per_year_cents": 10_000,
        "away": frozenset((date(2027, 3, 1),)),
        "held": (Held(module="a", ended=parse_month("2026-01")),),
        "only_modes": frozenset(("online",)),
        "only_providers": frozenset(("school",)),
        "skip": frozenset(("b",)),
        "pins": {"a": JANUARY},
        "under_way": (UnderWay(module="a", started=JANUARY),),
        "applied": {"a": JANUARY},
        "residency": "permanent-resident",
        "born": 1970,
        "employer": "sme",
        "repeats": frozenset(("a",)),
        "credit_cents": {"opening": 100},
        "assume": ("fee=5",),
    }
    for name, value in different.items():
        yield {name: value}, name  # type: ignore[misc]


def test_every_fact_that_can_matter_is_in_the_key() -> None:
    request, alike = Request(("cert",), JANUARY), alike_in(of_two_fields())
    learner = Learner(**CITIZEN)
    keys = {name: alike.key(learner.replace(**facts), request) for facts, name in changes()}
    keys[""] = alike.key(learner, request)
    assert len({*keys.values()}) == len(keys)
    resident = learner.replace(residency="permanent-resident")
    keys["first_qualification"] = alike.key(resident, request)
    assert alike.key(resident.replace(first_qualification=False), request) != keys["first_qualification"]
    assert {*Learner.__struct_fields__} - keys.keys() == {"union_member"}


def test_every_part_of_a_request_is_in_the_key() -> None:
    alike, learner, request = alike_in(of_two_fields()), Learner(**CITIZEN), Request(("cert",), JANUARY)
    others: dict[str, Any] = {
        "targets": ("both",),
        "start": Month(JANUARY + 1),
        "by": Month(JANUARY + 30),
        "earliest_start": Month(JANUARY - 1),
        "field": "it",
        "prefer": "cost",
        "keep": {"a": JANUARY},
        "others": 1,
        "within_months": 7,
    }
    assert {*Request.__struct_fields__} - others.keys() == {"seconds"}  # which all questions of a run have in common
    keys = [alike.key(learner, replace(request, **{name: value})) for name, value in others.items()]
    assert len({alike.key(learner, request), *keys}) == 1 + len(others)


@pytest.mark.parametrize("held", ["a", "rival", "more"])
def test_what_is_held_matters_if_it_is_used_excludes_or_counts_toward_the_same_award(held: str) -> None:
    alike, request = alike_in(of_two_fields()), Request(("cert",), JANUARY)
    learner = Learner(**CITIZEN)
    assert alike.key(learner.replace(held=(Held(module=held),)), request) != alike.key(learner, request)


def test_with_a_limit_of_cost_all_facts_about_money_matter() -> None:
    alike, request = alike_in(of_two_fields()), Request(("cert",), JANUARY)
    learner = Learner(**CITIZEN).replace(cost_limit_cents=100_000)
    assert alike.key(learner.replace(union_member=True), request) != alike.key(learner, request)


def test_a_kind_of_award_reaches_all_awards_of_the_kind() -> None:
    alike, request = alike_in(of_two_fields()), Request(("diploma",), JANUARY)
    learner = Learner(**CITIZEN)
    assert alike.key(learner.replace(held=(Held(module="else"),)), request) != alike.key(learner, request)


@settings(max_examples=150, report_multiple_bugs=False)
@given(st.one_of(cases(), expiring_cases()), st.data())
def test_what_is_held_and_left_out_changes_no_answer(case: Case, data: st.DataObject) -> None:
    names = [name for name in case.modules if name not in {*case.held, *case.pins, *case.under_way}]
    targets = data.draw(st.sampled_from([case.targets, *((name,) for name in case.modules)]))
    request = replace(case.request, targets=targets)
    more = data.draw(st.dictionaries(st.sampled_from(names), st.none() | st.integers(-30, 0), max_size=2)) if names else {}
    held = [Held(module=name, ended=None if end is None else Month(case.first + end - 1)) for name, end in more.items()]
    other = case.learner.replace(held=(*case.learner.held, *held))
    alike = alike_in(case.catalogue)
    same = alike.key(case.learner, request) == alike.key(other, request)
    event("left out" if same and held else "not left out")
    if same:
        assert answer(case.catalogue, case.learner, request) == answer(case.catalogue, other, request)
