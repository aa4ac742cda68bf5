"""The verifier on plans with money that were spoilt in one figure each: every amount is derived, and none is taken over."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import build
import pytest
from build import award, catalogue, module, month
from msgspec.structs import replace
from sample_funding import rules

from mcplanner.ground.money import Amount
from mcplanner.learner.model import Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Enrolment, PaidBack, Plan, Spending, Status, WalletUse
from mcplanner.pricing.price import Pricing
from mcplanner.pricing.rules import Funding
from mcplanner.verify import Case, count_objective, verify

COURSES = catalogue(
    module("a", fee=100, funding="m"),
    module("b", fee=200, funding="m", needs="a"),
    module("c", 26, (2, 4), fee=50, needs="b"),
    award("first", ["a"], "certificate"),
    award("all", ["a", "b", "c"]),
)
FUNDING = rules(
    subsidies=[{"rate": Decimal("0.5")}, {"part": "enhanced", "rate": Decimal("0.2"), "from_age": 40}],
    gst_rates=[{"rate": Decimal("0.1")}],
    gst_bases=[{"basis": "after_base"}],
    wallets=[
        {"id": "x"},
        {"id": "y", "claim_days_before": 60, "effective_from": "2027-02-01"},
        {"id": "other", "residency": ["other"]},
    ],
    reimbursements=[
        {"to": "learner", "amount": Decimal("0.5"), "per": "net-dollar", "most_per_year": 40, "union_member": True}
    ],
)
WHO = Learner(
    minutes_per_week=600,
    residency="citizen",
    born=1987,
    union_member=True,
    credit_cents={"x": 30_00, "y": 40_00, "other": 5_00},
)
REQUEST = Request(("all",), month("2027-01"))
PLAN = plan(COURSES, WHO, REQUEST, pricing=Pricing(WHO, FUNDING))
"""a from January: 100 - 70 + 5 = 35, of which x pays 30, and 15 may be paid back; b from April: 200 - 140 + 10 = 70, of which y
pays 40, and 25 of 30 may be paid back, as the year allows; c, of no class, from July: 50 and 5 of GST."""


def spoilt(name: str, **wrong: Any) -> Plan:
    """The plan with one module said otherwise, and nothing else."""
    enrolments = tuple(replace(each, **wrong) if each.module == name else each for each in PLAN.enrolments)
    return replace(PLAN, enrolments=enrolments)


def broken(made: Plan, who: Learner = WHO, funding: Funding | None = FUNDING) -> set[str]:
    return {violation.rule for violation in verify(COURSES, who, funding, REQUEST, made)}


def enrolment(name: str) -> Enrolment:
    return next(each for each in PLAN.enrolments if each.module == name)


def spending() -> Spending:
    assert PLAN.spending is not None
    return PLAN.spending


def test_the_plan_is_sound_and_costs_what_was_derived_by_hand() -> None:
    assert (PLAN.status, broken(PLAN)) == (Status.OPTIMAL, set())
    rows = [
        (each.module, each.subsidy_cents, each.gst_cents, each.credit_cents, each.payable_cents) for each in PLAN.enrolments
    ]
    assert rows == [("a", 70_00, 5_00, 30_00, 5_00), ("b", 140_00, 10_00, 40_00, 30_00), ("c", 0, 5_00, 0, 55_00)]
    assert [each.wallets for each in PLAN.enrolments] == [(("x", 30_00),), (("x", 0), ("y", 40_00)), ()]
    assert spending() == Spending(
        fee=Amount(350_00),
        subsidy=Amount(210_00),
        gst=Amount(20_00),
        credit=Amount(70_00),
        payable=Amount(90_00),
        by_month=((month("2027-01"), Amount(5_00)), (month("2027-04"), Amount(30_00)), (month("2027-07"), Amount(55_00))),
        by_award=(("first", Amount(5_00)), ("all", Amount(90_00))),
        wallets=(WalletUse("x", "A rule", 30_00, Amount(30_00)), WalletUse("y", "A rule", 40_00, Amount(40_00), 60)),
        later=(PaidBack("r-0", "A rule", "learner", (("a", 15_00), ("b", 25_00))),),
        exact=True,
    )


@pytest.mark.parametrize("name", ["a", "b", "c"])
@pytest.mark.parametrize("key", ["fee_cents", "subsidy_cents", "gst_cents", "credit_cents", "payable_cents"])
@pytest.mark.parametrize("by", [-1, 1, None])
def test_an_amount_of_a_module_is_wrong(name: str, key: str, by: int | None) -> None:
    right = getattr(enrolment(name), key)
    if by is None and key == "fee_cents":
        return
    assert "prices" in broken(spoilt(name, **{key: None if by is None else right + by}))


@pytest.mark.parametrize(
    ("name", "wallets"),
    [
        ("a", ()),
        ("a", (("x", 29_99),)),
        ("a", (("x", 30_00), ("y", 0))),
        ("b", (("y", 40_00),)),
        ("b", (("y", 40_00), ("x", 0))),
        ("c", (("x", 0),)),
    ],
)
def test_what_a_wallet_pays_for_a_module_is_wrong(name: str, wallets: tuple[tuple[str, int], ...]) -> None:
    assert broken(spoilt(name, wallets=wallets)) == {"prices"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"fee": Amount(350_01)},
        {"subsidy": Amount(210_01)},
        {"gst": Amount(19_99)},
        {"credit": Amount(0)},
        {"payable": Amount(89_99)},
        {"by_month": ()},
        {"by_month": ((month("2027-01"), Amount(35_00)), (month("2027-07"), Amount(55_00)))},
        {"by_award": (("all", Amount(90_00)),)},
        {"by_award": (("all", Amount(90_00)), ("first", Amount(5_00)))},
        {"by_award": (("first", Amount(5_00)), ("all", Amount(85_00)))},
        {"wallets": ()},
        {"wallets": (WalletUse("x", "A rule", 30_00, Amount(29_99)), WalletUse("y", "A rule", 40_00, Amount(40_00), 60))},
        {"wallets": (WalletUse("x", "A rule", 30_01, Amount(30_00)), WalletUse("y", "A rule", 40_00, Amount(40_00), 60))},
        {"wallets": (WalletUse("x", "Another", 30_00, Amount(30_00)), WalletUse("y", "A rule", 40_00, Amount(40_00), 60))},
        {"wallets": (WalletUse("x", "A rule", 30_00, Amount(30_00)), WalletUse("y", "A rule", 40_00, Amount(40_00)))},
        {"wallets": (WalletUse("y", "A rule", 40_00, Amount(40_00), 60), WalletUse("x", "A rule", 30_00, Amount(30_00)))},
        {"later": ()},
        {"later": (PaidBack("r-0", "A rule", "learner", (("a", 15_00), ("b", 30_00))),)},
        {"later": (PaidBack("r-0", "A rule", "employer", (("a", 15_00), ("b", 25_00))),)},
        {"exact": False},
        {"payer": "employer"},
    ],
    ids=str,
)  # fmt: skip
def test_a_sum_is_wrong(wrong: dict[str, Any]) -> None:
    assert broken(replace(PLAN, spending=replace(spending(), **wrong))) == {"prices"}


def test_the_sums_are_missing() -> None:
    assert broken(replace(PLAN, spending=None)) == {"prices"}


@pytest.mark.parametrize(
    "fact",
    [
        {"residency": "other"},
        {"residency": None},
        {"born": 1988},
        {"born": None},
        {"employer": "sme"},
        {"union_member": False},
        {"repeats": frozenset({"a"})},
        {"credit_cents": {"x": 30_00}},
        {"credit_cents": {"x": 29_99, "y": 40_00}},
        {"credit_cents": {"x": 30_00, "y": 40_01}},
    ],
    ids=str,
)
def test_the_price_is_that_of_someone_else(fact: LearnerFacts) -> None:
    # A repeat changes nothing by these rules; of a sponsor, only who pays.
    expected = set() if "repeats" in fact else {"prices"}
    assert broken(PLAN, WHO.replace(**fact)) - {"objective"} == expected


def test_there_are_no_rules_or_others() -> None:
    assert "prices" in broken(PLAN, funding=None)
    dearer = FUNDING.model_copy(update={"gst_rates": (FUNDING.gst_rates[0].model_copy(update={"rate": Fraction(11, 100)}),)})
    assert "prices" in broken(PLAN, funding=dearer)


def shown(credit: dict[str, int], exact: bool = False) -> Plan:
    """The plan with credit claimed otherwise, and all sums that follow: only the claims can be wrong."""
    from_x = {"a": min(30_00, credit["a"])}
    from_x["b"] = min(30_00 - from_x["a"], credit["b"])
    drawn = {"a": (("x", from_x["a"]),), "b": (("x", from_x["b"]), ("y", min(40_00, credit["b"] - from_x["b"])))}
    enrolments = tuple(
        replace(
            each,
            credit_cents=credit[each.module],
            payable_cents=35_00 - credit["a"] if each.module == "a" else 70_00 - credit["b"],
            wallets=drawn[each.module],
        )
        if each.module in credit
        else each
        for each in PLAN.enrolments
    )
    paid = {each.module: each.payable_cents or 0 for each in enrolments}
    used = {"x": sum(from_x.values())}
    sums = replace(
        spending(),
        credit=Amount(sum(credit.values())),
        payable=Amount(sum(paid.values())),
        by_month=tuple((each.start, Amount(paid[each.module])) for each in enrolments if paid[each.module]),
        by_award=(("first", Amount(paid["a"])), ("all", Amount(sum(paid.values())))),
        wallets=(
            replace(spending().wallets[0], used=Amount(used["x"])),
            replace(spending().wallets[1], used=Amount(min(40_00, sum(credit.values()) - used["x"]))),
        ),
        exact=exact,
    )
    made = replace(PLAN, enrolments=enrolments, spending=sums, bound=None)
    return replace(made, objective=count_objective(Case(COURSES, WHO, FUNDING, REQUEST, made)))


def test_credit_is_in_wallets_that_may_pay_and_all_that_could_be_used_is() -> None:
    # Of a, which starts in January, y cannot pay; what x leaves there can pay for b, as y can from February on.
    assert broken(shown({"a": 10_00, "b": 60_00})) == {"prices"}
    assert broken(shown({"a": 10_00, "b": 60_00}, exact=True)) == set()
    assert broken(shown({"a": 30_00, "b": 39_99})) == set()
    assert broken(shown({"a": 30_00, "b": 39_99}, exact=True)) == {"prices"}
    assert broken(shown({"a": 31_00, "b": 39_00})) == {"prices"}
    assert broken(shown({"a": 30_00, "b": 40_01})) == {"prices"}


def test_r11_money_limits_are_on_what_is_derived() -> None:
    limits: list[tuple[LearnerFacts, set[str]]] = [
        ({"cost_limit_cents": 90_00}, set()),
        ({"cost_limit_cents": 89_99}, {"R11"}),
        ({"cost_limit_per_year_cents": 90_00}, set()),
        ({"cost_limit_per_year_cents": 89_99}, {"R11"}),
    ]
    for limit, expected in limits:
        assert broken(PLAN, WHO.replace(**limit)) == expected


def test_objective_the_cost_is_what_is_paid() -> None:
    assert PLAN.objective is not None
    assert PLAN.objective.cost_cents == 90_00
    for by in (-1, 1):
        wrong = replace(PLAN.objective, cost_cents=90_00 + by)
        assert broken(replace(PLAN, objective=wrong)) == {"objective"}


# --- what counts toward awards ------------------------------------------------------------------------------------------------


def counting(award_id: str, modules: str, **more: Any) -> set[str]:
    """What is broken where other modules are said to count toward an award, and each module says so."""
    titles = tuple(f"The {name}" for name in modules)
    awards = tuple(
        replace(each, modules=tuple(modules), titles=titles, **more) if each.id == award_id else each for each in PLAN.awards
    )
    enrolments = tuple(
        replace(each, counts_toward=tuple(shown.id for shown in awards if each.module in shown.modules))
        for each in PLAN.enrolments
    )
    return broken(replace(PLAN, awards=awards, enrolments=enrolments))


def test_what_counts_is_enough_and_no_more() -> None:
    assert counting("first", "a") == set()
    assert "awards" in counting("first", "")
    assert "awards" in counting("first", "b")
    assert "awards" in counting("first", "ab")
    assert "awards" in counting("first", "ax")
    assert "awards" in counting("all", "ab")
    first = next(each for each in PLAN.awards if each.id == "first")
    others = tuple(each for each in PLAN.awards if each is not first)
    assert broken(replace(PLAN, awards=(replace(first, titles=("Another",)), *others))) == {"awards"}
    assert "awards" in broken(spoilt("a", counts_toward=("all",)))


def test_awards_that_share_no_more_than_they_may() -> None:
    # x shares nothing; it has a and b, so y has c and d. The plan takes all four.
    sharing = catalogue(
        *(module(name, needs=None) for name in "abcd"),
        award("x", ["a", "b"], shares=False),
        award("y", build.choose(2, "a", "b", "c", "d")),
        award("z", ["a"], "certificate"),
    )
    made = build.planned(sharing, build.learner(20), "x", "y")
    assert {each.id: each.modules for each in made.awards} == {"x": ("a", "b"), "y": ("c", "d")}
    assert build.violations(sharing, build.learner(20), made) == ()

    def told(award_id: str, modules: str) -> set[str]:
        titles = tuple(f"The {name}" for name in modules)
        awards = tuple(
            replace(each, modules=tuple(modules), titles=titles) if each.id == award_id else each for each in made.awards
        )
        enrolments = tuple(
            replace(each, counts_toward=tuple(shown.id for shown in awards if each.module in shown.modules))
            for each in made.enrolments
        )
        wrong = replace(made, awards=awards, enrolments=enrolments)
        return {violation.rule for violation in build.violations(sharing, build.learner(20), wrong)}

    assert told("y", "cd") == set()
    assert "awards" in told("y", "bc")
    without = tuple(each for each in made.enrolments if each.module != "d")
    fewer = replace(made, enrolments=without)
    assert "R1" in {violation.rule for violation in build.violations(sharing, build.learner(20), fewer)}


def test_what_a_role_asks_for_counts_for_no_award_that_shares() -> None:
    one = catalogue(
        module("a"),
        award("free", ["a"], "certificate"),
        award("mine", ["a"], "certificate", shares=False),
        build.role("job", ["free"]),
        build.role("task", ["a"]),
    )
    made = build.planned(one, build.learner(5), "mine")
    for name in ("job", "task"):
        both = replace(made, targets=(*made.targets, replace(made.targets[0], id=name)))
        assert build.violations(one, build.learner(5), both) == ()
