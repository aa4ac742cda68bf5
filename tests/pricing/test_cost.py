"""`mcplan cost`: whole outputs, what is said of an award's modules together, what would change a price, and wrong words."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import build
import consoles
import pytest
import snapshots
from commands import SMALL, run, words_of
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from quotes import START, fees, of_award, priced, shown
from sample_funding import rules, shipped

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.money import Amount
from mcplanner.ground.months import month_name
from mcplanner.learner.model import Learner
from mcplanner.learner.party_words import WORDS
from mcplanner.pricing.costs import ModuleCost
from mcplanner.pricing.quote import next_start, quote
from mcplanner.terminal.cost_view import percent

FORTY_SOON = ["--residency", "citizen", "--born", "1987"]


# --- Whole outputs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [50, 80, 100])
def test_a_module_with_everything(width: int) -> None:
    """The year before the learner turns 40: little subsidy, a wallet that does not pay yet, and a change that is near."""
    credit = ["--credit", "100", "--credit-mid-career", "4000", "--union"]
    result = run("cost", "cyb-foundations", *FORTY_SOON, *credit, "--start", "2026-10", width=width)
    assert result.stderr == ""
    assert consoles.widest(result.stdout) <= width
    snapshots.check(f"command-cost-module-{width}", result.stdout)


@pytest.mark.parametrize("width", [50, 80, 100])
def test_an_award_with_choices(width: int) -> None:
    result = run("cost", "sd-data-governance", *FORTY_SOON, "--credit", "500", "--start", "2026-12", width=width)
    assert consoles.widest(result.stdout) <= width
    snapshots.check(f"command-cost-award-{width}", result.stdout)


def test_who_says_nothing_gets_the_price_without_subsidy() -> None:
    result = run("cost", "cyb-foundations", "--start", "2027-04", width=80)
    snapshots.check("command-cost-nobody-80", result.stdout)


def test_as_json() -> None:
    words = ["--sme", "--repeat", "cyb-networks", "--start", "2027-04", "--json"]
    result = run("cost", "cyb-foundations", "--residency", "permanent-resident", *words)
    assert json.loads(result.stdout)["schema"] == "mcplan.cost/2"
    snapshots.check("command-cost-module-json", result.stdout)
    award = json.loads(run("cost", "sd-data-governance", *FORTY_SOON, "--start", "2026-12", "--json").stdout)
    assert [choice["choose"] for choice in award["award"]["choices"]] == [2]
    assert award["award"]["least_before_credit_cents"] < award["award"]["most_before_credit_cents"]
    assert award["entry"]["kind"] == "specialist-diploma"


@pytest.mark.parametrize("entry", ["cyb-foundations", "sd-data-governance"])
@pytest.mark.parametrize("words", [[], ["--residency", "citizen", "--born", "1980", "--credit", "50"]])
def test_not_advice_stands_once_below_all_figures(entry: str, words: list[str]) -> None:
    told = " ".join(run("cost", entry, *words).stdout.split())
    assert told.endswith(WORDS["learner"].not_advice)
    assert told.count("financial advice") == 1


def test_of_several_runs_of_a_month_the_price_is_that_of_the_one_that_a_plan_would_take(tmp_path: Path) -> None:
    # S$200 on 11 January, S$900 on the 4th; where nobody knows the fee of the first, the second is taken all the more.
    head = "title: T\nas_of: 2026-11-01\nfields: [{id: f, title: F}]\nproviders: [{id: p, title: P}]\nmodules:\n"
    about = "field: f, provider: p, mode: online, hours: 24, months: 1"
    for fee in ("900", "unknown"):
        path = tmp_path / f"{fee}.yaml"
        runs = f"[{{start: 2027-01-04, end: 2027-01-29, fee: {fee}}}, {{start: 2027-01-11, end: 2027-01-30, fee: 200}}]"
        award = "awards: [{id: w, title: W, kind: diploma, field: f, requires: [c, a]}]\n"
        path.write_text(
            f"{head}  - {{id: c, title: C, {about}, runs: {runs}}}\n  - {{id: a, title: A, {about}, fee: 81}}\n{award}", "utf-8"
        )
        shown = run("cost", "c", "-c", str(path), "--start", "2027-01").stdout
        assert "starts      11 Jan 2027" in shown
        known = "at another price" if fee == "900" else "at another price, or one that nobody knows"
        assert f"other runs  4 Jan 2027, {known}\n" in shown
        assert "S$200.00" in shown
        (cost,) = [json.loads(run("cost", "c", "-c", str(path), "--start", "2027-01", "--json").stdout)["cost"]]
        assert (cost["first_day"], cost["other_runs"], cost["fee_cents"]) == ("2027-01-11", ["2027-01-04"], 20_000)
        together = run("cost", "w", "-c", str(path), "--start", "2027-01", width=120).stdout
        assert f"C (c) has other runs in that month, {known}: 4 Jan 2027." in together
        assert "11 Jan 2027" in together


def priced_runs(path: Path, *runs: str, more: str = "") -> str:
    """A catalogue in a file, of a module c with such runs, and of an award w that needs it and a."""
    head = "title: T\nas_of: 2026-11-01\nfields: [{id: f, title: F}]\nproviders: [{id: p, title: P}]\nmodules:\n"
    about = "field: f, provider: p, mode: online, hours: 24, months: 1"
    award = "awards: [{id: w, title: W, kind: diploma, field: f, requires: [c, a]}]\n"
    modules = f"  - {{id: c, title: C, {about}{more}, runs: [{', '.join(runs)}]}}\n  - {{id: a, title: A, {about}, fee: 81}}\n"
    path.write_text(f"{head}{modules}{award}", "utf-8")
    return str(path)


def test_the_other_runs_of_a_whole_are_named_once() -> None:
    # w counts as a and as b, so it is among the ways to have either.
    modules = [build.module(name, 10, 1, fee=50) for name in "ab"]
    runs = [{"start": "2027-01-04", "fee": 90}, {"start": "2027-01-11", "fee": 80}]
    whole = build.module("w", 10, 1, fee=70, covers=["a", "b"]) | {"runs": runs}
    found = priced(*modules, whole, build.award("goal", ["a", "b"]))
    assert shown(found, 120).count("has other runs in that month, at another price") == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"evidence": "published"}, None),
        ({"evidence": None}, None),
        ({"evidence": "published", "derived": {"fee": "60 h"}}, "the derived fee of The a, the derived fee of The b"),
        ({"evidence": "illustrative"}, "the illustrative fee of The a, the illustrative fee of The b"),
    ],
)
def test_a_quote_says_which_fees_are_less_than_published(facts: build.Data, words: str | None) -> None:
    found = priced(*fees(10, 20, **facts), build.award("goal", ["a", "b"]))
    text = shown(found, 160)
    assert ("rests on" in text) is (words is not None)
    assert words is None or f"rests on  {words}\n" in text
    three = shown(priced(*fees(10, 20, 30, **facts), build.award("goal", ["a", "b", "c"])), 160)
    assert ("rests on  3 " in three) is (words is not None)


# --- What fees rest on --------------------------------------------------------------------------------------------------------


def modules_of_fees() -> list[build.Data]:
    """Modules of which one fee is assumed, one derived and one published; and one of unknown fee."""
    return [
        build.module("guessed", fee=100, evidence="published", assumed=["fee"]),
        build.module("worked-out", fee=200, evidence="published", derived={"fee": "20 h at S$10"}),
        build.module("sure", fee=300, evidence="published"),
        build.module("secret", fee="unknown", evidence="published"),
    ]


def amounts_of(line: str) -> list[str]:
    return re.findall(r"-?S\$[\d.,]+[≈?°!]?", line)


def credit_line(text: str) -> str:
    """How much of the first wallet is used."""
    return text.partition("Credit that you can use")[2].splitlines()[1]


def test_each_amount_carries_the_mark_of_the_fee_that_it_follows_from() -> None:
    # The wallet pays for a part of guessed, the first by id.
    needs = ["guessed", "worked-out", {"choose": 1, "from": ["sure", "secret"]}]
    text = shown(
        priced(*modules_of_fees(), build.award("goal", needs), learner=Learner(residency="citizen", credit_cents={"w": 2_000}))
    )
    by_module = {
        name: amounts_of(line)
        for name in ("guessed", "worked-out", "sure")
        for line in text.splitlines()
        if f"({name})" in line
    }
    assert by_module == {
        "guessed": ["S$100.00?", "-S$50.00?", "S$0.00", "S$50.00?"],
        "worked-out": ["S$200.00≈", "-S$100.00≈", "S$0.00", "S$100.00≈"],
        "sure": ["S$300.00", "-S$150.00", "S$0.00", "S$150.00"],
    }
    assert "All compulsory modules                    S$150.00?" in text
    assert "With the most expensive choices  at least S$300.00?" in text
    assert "S$20.00?" in credit_line(text)
    for meaning in ("≈ derived from what is published", "? assumed"):
        assert text.count(meaning) == 1


@pytest.mark.parametrize(("module", "amount"), [("guessed", "S$50.00?"), ("sure", "S$150.00"), ("secret", "not known")])
def test_the_price_of_one_module_is_marked_as_its_fee(module: str, amount: str) -> None:
    text = shown(priced(*modules_of_fees(), build.award("goal", [module])))
    assert re.search(rf"All compulsory modules  {re.escape(amount)} *$", text, re.MULTILINE)
    assert ("? assumed" in text) is amount.endswith("?")


def test_where_all_fees_are_made_up_it_is_said_once() -> None:
    text = shown(priced(*fees(100, 200, evidence="illustrative"), build.award("goal", ["a", "b"])))
    assert "rests on  the illustrative fee of The a, the illustrative fee of The b" in text
    assert "°" not in text


def test_an_assumed_funding_class_marks_what_follows_from_it() -> None:
    text = shown(priced(*fees(100, evidence="published", assumed=["funding"]), build.award("goal", ["a"])))
    assert "rests on  the assumed funding class of The a" in text
    assert amounts_of(next(line for line in text.splitlines() if "(a)" in line)) == [
        "S$100.00",
        "-S$50.00?",
        "S$0.00",
        "S$50.00?",
    ]


def test_credit_that_an_unknown_fee_may_use_is_no_sum() -> None:
    # S$50 are used for guessed; of the S$10 that are left, secret may use any part.
    courses = [*modules_of_fees(), build.award("goal", ["guessed", "secret"])]
    for cents, words in ((6_000, "at least S$50.00?"), (5_000, "S$50.00?")):
        text = shown(priced(*courses, learner=Learner(residency="citizen", credit_cents={"w": cents})))
        assert f"  {words}  " in credit_line(text)


def test_a_run_whose_applications_have_closed_is_not_priced(tmp_path: Path) -> None:
    # The cheap run of January closed in November, before the first month of a plan; that of March is open.
    closed = "{start: 2027-01-11, end: 2027-01-30, fee: 200, apply_by: 2026-11-20}"
    courses = priced_runs(tmp_path / "c.yaml", closed, "{start: 2027-03-01, end: 2027-03-26, fee: 900}")
    shown = run("cost", "c", "-c", courses).stdout
    assert "starts   Mar 2027" in shown
    assert "S$900.00" in shown
    assert "Mar 2027" in run("cost", "w", "-c", courses).stdout
    asked = run("cost", "c", "-c", courses, "--start", "2027-01").stdout
    assert "starts   Jan 2027, though applications for it have closed" in asked
    assert "S$200.00" in asked
    cost = json.loads(run("cost", "c", "-c", courses, "--start", "2027-01", "--json").stdout)["cost"]
    assert (cost["starts_then"], cost["applications_closed"]) == (True, True)


def test_of_the_runs_of_a_month_one_is_priced_that_is_open(tmp_path: Path) -> None:
    closed = "{start: 2027-01-11, end: 2027-01-30, fee: 200, apply_by: 2026-11-20}"
    courses = priced_runs(tmp_path / "c.yaml", closed, "{start: 2027-01-18, end: 2027-01-30, fee: 900}")
    cost = json.loads(run("cost", "c", "-c", courses, "--json").stdout)["cost"]
    assert (cost["fee_cents"], cost["other_runs"], cost["applications_closed"]) == (90_000, [], False)


def test_an_award_says_that_no_start_of_a_module_is_left_to_apply_for(tmp_path: Path) -> None:
    courses = priced_runs(tmp_path / "c.yaml", "{start: 2026-12-07, end: 2026-12-18, fee: 200, apply_by: 2026-11-20}")
    assert "no start left" in run("cost", "w", "-c", courses, width=120).stdout


@pytest.mark.parametrize(("dated", "undated", "others"), [(200, 900, "Jan 2027 (day not known)"), (900, 200, "11 Jan 2027")])
def test_a_run_of_which_the_month_alone_is_known_is_named(tmp_path: Path, dated: int, undated: int, others: str) -> None:
    runs = f"{{start: 2027-01-11, end: 2027-01-30, fee: {dated}}}", f"{{start: 2027-01, fee: {undated}}}"
    courses = priced_runs(tmp_path / "c.yaml", *runs)
    assert f"other runs  {others}, at another price" in run("cost", "c", "-c", courses).stdout
    assert f"at another price: {others}." in run("cost", "w", "-c", courses, width=120).stdout
    (other,) = json.loads(run("cost", "c", "-c", courses, "--json").stdout)["cost"]["other_runs"]
    assert other == ("2027-01" if undated == 900 else "2027-01-11")


# --- An award -----------------------------------------------------------------------------------------------------------------


def test_compulsory_modules_are_added_up() -> None:
    cost = of_award(priced(*fees(100, 200), build.award("goal", ["a", "b"])))
    assert [each.module.id for each in cost.compulsory] == ["a", "b"]
    assert cost.before_credit == (Amount(150_00), Amount(150_00))


def test_a_choice_comes_to_its_cheapest_and_to_its_dearest() -> None:
    """a, and two of b, c, d at S$100, S$200, S$150 after subsidy: from 50 + 100 + 150 to 50 + 150 + 200; half of each fee."""
    cost = of_award(priced(*fees(100, 200, 400, 300), build.award("goal", ["a", build.choose(2, "b", "c", "d")])))
    assert [(choice.number, choice.before_credit) for choice in cost.choices] == [(2, (Amount(250_00), Amount(350_00)))]
    assert cost.before_credit == (Amount(300_00), Amount(400_00))


@pytest.mark.parametrize(
    ("needs", "least", "most"),
    [
        (build.any_of("a", "b"), 50_00, 100_00),
        (build.skill("s"), 150_00, 200_00),
        (["inner", "a"], 150_00, 150_00),
        ([build.any_of("a", "b"), build.any_of("c", "d")], 200_00, 300_00),
    ],
    ids=str,
)
def test_other_plain_parts(needs: build.Part, least: int, most: int) -> None:
    """The inner award needs b; the skill is taught by c and d."""
    modules = [*fees(100, 200), *(build.module(name, fee=fee, skills="s") for name, fee in (("c", 300), ("d", 400)))]
    cost = of_award(priced(*modules, build.award("inner", "b", "certificate"), build.award("goal", needs)))
    assert cost.before_credit == (Amount(least), Amount(most))


@pytest.mark.parametrize(
    "needs",
    [
        [build.any_of("a", "b"), build.any_of("b", "c")],
        ["a", build.any_of("a", "b")],
        build.credits(2, "a", "b"),
        build.choose(1, "a", build.all_of("b", "c")),
        build.any_of("inner", "a"),
        build.any_of("a", "same"),
    ],
    ids=str,
)
def test_what_only_a_plan_can_tell(needs: build.Part) -> None:
    """One module may count in two parts, credits are no number of modules, and a part may be more than one."""
    modules = [*fees(100, 200, 300, credits=1), build.module("same", equivalent=["c"])]
    cost = of_award(priced(*modules, build.award("inner", ["b", "c"], "certificate"), build.award("goal", needs)))
    assert cost.before_credit is None


def test_one_of_modules_that_count_as_each_other_is_a_choice() -> None:
    modules = [build.module("a", fee=100, equivalent=["b"]), build.module("b", fee=200)]
    cost = of_award(priced(*modules, build.award("goal", ["a"])))
    assert cost.compulsory == ()
    assert cost.before_credit == (Amount(50_00), Amount(100_00))


def test_modules_start_when_they_can_and_what_they_need_from_outside_is_named() -> None:
    """From December 2026: b in April 2027, a in the run of June 2027, c at once; d has no run left. x is no part of it."""
    modules = [
        build.module("a", runs={"2026-06": None, "2027-06": None}),
        build.module("b", intakes="apr oct", needs=["a", "x"]),
        build.module("c"),
        build.module("d", runs={"2026-06": None}),
        build.module("x"),
    ]
    cost = of_award(priced(*modules, build.award("goal", ["a", "b", "c", "d"])))
    starts = {each.module.id: (month_name(each.start), each.starts) for each in cost.compulsory}
    assert starts == {
        "c": ("Dec 2026", True),
        "d": ("Dec 2026", False),
        "b": ("Apr 2027", True),
        "a": ("Jun 2027", True),
    }
    assert cost.outside == ("x",)
    assert next_start(cost.compulsory[1].module, START, lambda *_: True) is None


def test_credit_is_drawn_in_the_order_of_starts() -> None:
    """S$60 of credit: b starts first and takes S$50, then S$10 of the S$100 of a."""
    modules = [build.module("a", fee=200, intakes="apr"), build.module("b", fee=100, intakes="jan")]
    learner = Learner(residency="citizen", credit_cents={"w": 60_00})
    cost = of_award(priced(*modules, build.award("goal", ["a", "b"]), learner=learner))
    assert [(each.module.id, each.payable_cents) for each in cost.compulsory] == [("b", 0), ("a", 90_00)]


# --- What would change a price ------------------------------------------------------------------------------------------------


def changes(start: str = "2026-10", module: str = "cyb-foundations", **facts: Any) -> list[tuple[str, int | None, str | None]]:
    courses = catalogue()
    learner = Learner(**({"residency": "citizen"} | facts))
    quoted = quote(courses, shipped(), learner, courses.module_by_id[module], build.month(start), START)
    return [(change.when, change.before_credit.cents, change.option) for change in quoted.changes]


def catalogue() -> Catalogue:
    return build.catalogue(
        build.module("cyb-foundations", fee=3000, funding="poly-modular", intakes="apr oct"),
        build.module("wsq", fee=240, funding="ssg-certifiable"),
        build.module("free", fee=240),
    )


def test_the_year_one_turns_forty_is_named() -> None:
    """S$3,000 less 85 % is S$450, with GST S$490.50; less 90 % and with GST S$327."""
    assert changes(born=1987)[0] == ("from Jan 2027, the year you turn 40", 327_00, None)
    assert changes("2027-04", born=1987, repeats=frozenset({"cyb-foundations"})) == [
        ("if it is your first attempt", 327_00, None)
    ]
    assert not [when for when, *_ in changes(born=1990) if "turn 40" in when]  # in 2030: too long to wait
    assert changes()[0] == ("if you turn 40 in 2026, or are older", 327_00, "--born 1986")


def test_sponsors_repeats_and_earlier_awards_change_a_price() -> None:
    sme = "if a small or medium enterprise sponsors it"
    repeat = ("if you fail it and repeat it", 3270_00, "--repeat cyb-foundations")
    assert changes(born=1987)[1:] == [(sme, 340_50, "--sme"), repeat]
    assert changes(born=1987, employer="sme")[1:] == [
        ("if a larger employer sponsors it", 490_50, "--sponsored"),
        ("if you pay for it yourself", 490_50, None),
        repeat,
    ]
    again = ("if you already hold a subsidised award of its level", 3270_00, "--not-first-qualification")
    assert changes(residency="permanent-resident") == [(sme, 408_00, "--sme"), repeat, again]
    assert changes(module="free", born=1990) == []


def test_without_a_residency_prices_with_one_are_named() -> None:
    assert changes(residency=None) == [
        ("for a citizen", 490_50, "--residency citizen"),
        ("for a permanent resident", 1308_00, "--residency permanent-resident"),
    ]


def test_a_repeat_that_no_rule_takes_the_subsidy_from_is_told_apart() -> None:
    courses = catalogue()
    for module, words in (
        ("wsq", "(no rule takes it away from a repeat)"),
        ("cyb-foundations", "No subsidy: this is a repeat"),
    ):
        learner = Learner(residency="citizen", repeats=frozenset({module}))
        quoted = quote(courses, shipped(), learner, courses.module_by_id[module], START, START)
        assert words in shown(quoted)


def test_a_module_of_an_award_that_several_parts_name_is_paid_once() -> None:
    """Each award of the chain names the two before it: opened anew for each, the last one would have 13 modules of 2."""
    awards = [build.award(f"a{place}", [f"a{place - 1}", f"a{place - 2}"]) for place in range(2, 6)]
    first = [build.award("a0", ["m0"]), build.award("a1", ["m1"])]
    courses = build.catalogue(build.module("m0", fee=100), build.module("m1", fee=100), *first, *awards)
    quoted = quote(courses, shipped(), Learner(residency="other"), courses.award_by_id["a5"], START, START)
    assert [cost.module.id for cost in of_award(quoted).compulsory] == ["m0", "m1"]
    assert of_award(quoted).of_compulsory == Amount(2 * 109_00)


def test_credit_that_cannot_pay_is_named() -> None:
    """Before the year one turns 40, and for what an employer sponsors."""
    words = ["cost", "cyb-foundations", *FORTY_SOON, "--credit", "100", "--credit-mid-career", "4000"]
    before = run(*words, "--start", "2026-10").stdout
    assert "Cannot be used for it then: SkillsFuture Credit (Mid-Career)" in before
    assert "Cannot pay" not in run(*words, "--start", "2027-04").stdout
    both = "Cannot be used for it then: SkillsFuture Credit (Mid-Career); SkillsFuture Credit, opening credit."
    assert both in run(*words, "--start", "2027-04", "--sme").stdout


def test_credit_that_could_pay_is_offered_until_it_is_told() -> None:
    words = ["cost", "cyb-foundations", *FORTY_SOON]
    opening = "SkillsFuture Credit, opening credit (S$500.00 at first)."
    assert f"Can be used for it, if you have it: {opening}" in run(*words, "--start", "2026-10").stdout
    both = f"Can be used for it, if you have it: SkillsFuture Credit (Mid-Career) (S$4,000.00 at first); {opening}"
    assert both in run(*words, "--start", "2027-04", width=200).stdout
    assert "Can pay" not in run(*words, "--start", "2026-10", "--credit", "0").stdout
    assert "Can pay" not in run(*words, "--start", "2026-10", "--sponsored").stdout


@pytest.mark.parametrize(
    ("needs", "said", "unsaid"),
    [
        (["a"], ["All compulsory modules", "S$50.00"], ["choices", "Credit"]),
        (
            build.any_of("a", "b"),
            ["Choose 1 of 2 (S$50.00 to S$100.00)", "With the most expensive choices"],
            ["Compulsory", "depends"],
        ),
        (["a", build.choose(1, "b", "c")], ["Choose 1 of 2 (S$100.00)", "With its choices", "S$150.00"], ["most expensive"]),
        (build.credits(1, "a", "b"), ["A choice (of 2 modules)", "depends on the plan"], ["Compulsory", "Together"]),
    ],
    ids=str,
)
def test_what_is_said_of_an_award_together(needs: build.Part, said: list[str], unsaid: list[str]) -> None:
    """Fees of S$100, S$200 and S$200, half of which is subsidised."""
    text = shown(priced(*fees(100, 200, 200, credits=1), build.award("goal", needs)))
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_wallets_say_until_when_and_learners_who_they_are() -> None:
    courses = catalogue()
    learner = Learner(
        residency="permanent-resident",
        employer="large",
        first_qualification=False,
        credit_cents={"w": 10_00},
    )
    wallets = [{"id": "w", "title": "Credit", "classes": ["m"], "expires": "2027-12-31"}]
    funding = rules(subsidies=[{"rate": Decimal("0.5")}], wallets=wallets)
    module = replace(courses.module_by_id["free"], funding="m")
    text = shown(quote(courses, funding, learner, module, START, START), 120)
    assert "a permanent resident, sponsored by a larger employer, who holds a subsidised award of the same level" in text
    assert "for courses that start by 2027-12-31" in text
    assert "GST" not in text


@pytest.mark.parametrize(
    ("basis", "words"),
    [("full", "of the full fee"), ("net", "of what both subsidies leave"), ("after_base", "of what the first subsidy leaves")],
)
def test_what_gst_is_charged_on_is_said(basis: str, words: str) -> None:
    subsidies: list[dict[str, Any]] = [{"rate": Decimal("0.5")}, {"part": "enhanced", "rate": Decimal("0.2")}]
    funding = rules(subsidies=subsidies, gst_rates=[{"rate": Decimal("0.09")}], gst_bases=[{"basis": basis}])
    courses = catalogue()
    module = replace(courses.module_by_id["free"], funding="m")
    assert words in shown(quote(courses, funding, Learner(residency="citizen"), module, START, START))


def test_how_age_is_counted_stands_beside_a_rule_of_that_name() -> None:
    by_age = {"id": "age", "title": "Half for the older", "rate": Decimal("0.5"), "from_age": 40}
    funding = rules(subsidies=[by_age])
    courses = catalogue()
    module = replace(courses.module_by_id["free"], funding="m")
    text = shown(quote(courses, funding, Learner(residency="citizen", born=1980), module, START, START), 120)
    assert "[1] Half for the older" in text
    assert "[2] Age, by the calendar year in which a course starts" in text


def test_rules_not_looked_at_for_half_a_year_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["cost", "cyb-foundations", *FORTY_SOON, "--start", "2027-10"]
    assert "look again" not in run(*words).stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1811160000")  # 24 May 2027
    assert "checked on 2026-11-01, 204 days ago: check it again" in run(*words).stdout


@pytest.mark.parametrize(
    ("rate", "text"), [("0.85", "85 %"), ("0.055", "5.5 %"), ("0", "0 %"), ("1", "100 %"), ("1273/1338", "about 95.14 %")]
)
def test_rates_in_words(rate: str, text: str) -> None:
    assert percent(Fraction(rate)) == text


@settings(max_examples=40)
@given(st.integers(40, 140), st.sampled_from(["utf-8", "ascii"]), st.sampled_from(["cyb-foundations", "wsq"]), st.booleans())
def test_any_width_and_encoding(width: int, encoding: str, module: str, known: bool) -> None:
    courses = catalogue()
    learner = Learner(residency="citizen", born=1986, union_member=True, credit_cents={"opening": 50}) if known else Learner()
    quoted = quote(courses, shipped(), learner, courses.module_by_id[module], build.month("2026-10"), START)
    text = shown(quoted, width, encoding)
    assert consoles.widest(text) <= width
    assert isinstance(quoted.cost, ModuleCost)
    assert f"S${quoted.cost.price.known_cents / 100:,.2f}" in text


def test_the_learner_file_is_known_and_options_go_before_it(tmp_path: Path) -> None:
    """From the file: 40 in 2027, a repeat and a wallet. Typed: another year of birth, a repeat and a wallet beside those."""
    file = tmp_path / "me.yaml"
    file.write_text("{born: 1987, residency: citizen, failed: [cyb-networks], credit: {mid-career: 100}}")
    words = ["cost", "cyb-foundations", "--learner", str(file), "--start", "2027-04", "--json"]
    alone = json.loads(run(*words).stdout)
    assert alone["learner"]["repeats"] == ["cyb-networks"]
    assert (alone["cost"]["before_credit_cents"], alone["cost"]["payable_cents"]) == (327_00, 227_00)
    typed = json.loads(run(*words, "--born", "1980", "--repeat", "cyb-foundations", "--credit", "50").stdout)
    assert typed["learner"]["born"] == 1980
    assert typed["learner"]["repeats"] == ["cyb-foundations", "cyb-networks"]
    assert typed["learner"]["credit_cents"] == {"mid-career": 100_00, "opening": 50_00}
    file.write_text("credit: {mid-carer: 100}")
    said = words_of(run(*words, code=2))
    assert "for --credit / --learner: unknown wallet of the funding rules 'mid-carer' (did you mean 'mid-career'?" in said


# --- Wrong words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cyb-foundation"], "for ID: unknown module or award 'cyb-foundation' (did you mean 'cyb-foundations'?"),
        (["security-analyst"], "'security-analyst' is a role"),
        (["healthcare"], "unknown module or award 'healthcare'"),
        (["cyb-foundations", "--born", "87"], "--born"),
        (["cyb-foundations", "--residency", "pr"], "--residency"),
        (["cyb-foundations", "--sme", "--sponsored"], "for --sme / --sponsored: give only one of them"),
        (["cyb-foundations", "--born", "1987"], "for --residency, needed for --born: say whether you are a citizen"),
        (["cyb-foundations", "--union"], "for --residency, needed for --union"),
        (["cyb-foundations", "--not-first-qualification"], "needed for --not-first-qualification"),
        (["cyb-foundations", "--sponsored"], "needed for --sponsored"),
        (["cyb-foundations", "--credit", "5"], "needed for --credit"),
        (["cyb-foundations", "--repeat", "cyb-foundations"], "needed for --repeat"),
        (["cyb-foundations", "--residency", "citizen", "--credit", "10.005"], "for --credit: '10.005' is not an amount"),
        (["cyb-foundations", "--residency", "citizen", "--credit", "much"], "for --credit: 'much' is not an amount in dollars"),
        (["cyb-foundations", "--residency", "citizen", "--credit-mid-career", "-1"], "for --credit-mid-career: '-1' is not"),
        (
            ["cyb-foundations", "--residency", "citizen", "--credit-mid-career", "1"],
            "for --born: say which year you were born in",
        ),
        (["cyb-foundations", "--repeat", "cyb-network"], "for --repeat: unknown module 'cyb-network' (did you mean"),
        (["cyb-foundations", "--start", "soon"], "for --start: 'soon' is not a month"),
    ],
    ids=lambda words: " ".join(words[1:]) if isinstance(words, list) else "",
)
def test_wrong_words_name_the_option_and_the_way_out(words: list[str], said: str) -> None:
    assert said in words_of(run("cost", *words, code=2))


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    assert "MC001 cannot read the file" in words_of(run("cost", "a", "--funding", str(missing), code=1))
    other = tmp_path / "funding.yaml"
    known = "source: example, as_of: 2026-11-01, confidence: seen"
    other.write_text(
        f"title: Own rules\nas_of: 2026-11-01\nage: {{counted: calendar-year, {known}}}\n"
        f"classes: [{{id: poly-modular, title: Modules}}]\n"
    )
    small = ["-c", str(SMALL), "--funding", str(other)]
    result = run("cost", "cyb-foundations", *small, "--residency", "citizen")
    assert "From" not in result.stdout
    assert "Own rules (as of 2026-11-01)" in result.stdout
    said = words_of(run("cost", "cyb-foundations", *small, "--residency", "citizen", "--credit", "5", code=2))
    assert "for --credit: unknown wallet of the funding rules 'opening'" in said
    assert "MC109" in run("cost", "cyb-foundations", "--funding", str(other), code=1).stderr
