"""What the verifier derives of requirements: each rule on a small case, and brute force on random trees."""

import build
import pytest
from build import all_of, any_of, award, catalogue, choose, credits, module, role, skill
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from random_cases import requirements
from tiny import Case

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.checks.every_check import CHECKS
from mcplanner.ground.diagnostics import Severity
from mcplanner.ground.months import Month, format_month
from mcplanner.verify.transcript import EVER, Span, Transcript, counted_as, counting_as, equal_modules, excluded_modules


def courses(*awards: build.Data) -> Catalogue:
    return catalogue(*(module(name, credits=2) for name in "abcdef"), *awards)


def passed(among: Catalogue, **ends: str | None) -> Transcript:
    """What is passed, each with the month in which it ended."""
    return Transcript(among, frozenset((name, None if end is None else build.month(end)) for name, end in ends.items()))


def earns(needs: build.Part, names: str) -> bool:
    """Whether modules named by their letters earn an award."""
    return passed(courses(award("x", needs)), **dict.fromkeys(names)).earns("x")


@pytest.mark.parametrize(
    ("needs", "enough", "too_few"),
    [
        (["a", "b"], "ab", "a"),
        (all_of("a", "b"), "abc", "b"),
        (any_of("a", "b"), "b", "c"),
        (choose(2, "a", "b", "c"), "ac", "c"),
        (credits(3, "a", "b"), "ab", "a"),
        (["a", choose(1, "a", "b")], "ab", "a"),
        ([choose(2, "a", "b", "c"), choose(1, "b", "c", "d")], "abc", "bc"),
        ([choose(2, "a", "b", "c"), choose(2, "b", "c", "d")], "abcd", "abc"),
        (any_of("a", ["a", "a"]), "a", "b"),
        (["a", any_of("a", "b"), choose(1, "a", "c")], "ac", "ab"),
        ([choose(1, "a", "b"), choose(1, "b", "c"), choose(1, "c", "a")], "abc", "ac"),
        (["a", credits(2, "a")], "a", "b"),
        ([credits(2, "a", "b"), credits(2, "a", "b")], "ab", "a"),
        (choose(1, ["a", any_of("a", "b")], "c"), "a", "b"),
    ],
    ids=str,
)
def test_an_award_counts_a_module_in_one_place(needs: build.Part, enough: str, too_few: str) -> None:
    assert earns(needs, enough)
    assert not earns(needs, too_few)


def test_what_counts_in_an_award_does_not_count_in_a_choice_of_one_that_names_it() -> None:
    among = courses(award("x", ["a"]), award("y", ["x", choose(1, "a", "b")]), award("z", ["x", "a"]))
    assert not passed(among, a=None).earns("y")
    assert passed(among, a=None, b=None).earns("y")
    assert passed(among, a=None).earns("z")


def test_modules_that_count_as_each_other_are_one() -> None:
    equal = catalogue(
        module("a", equivalent=["b"]), module("b"), module("c", equivalent=["b"]), module("d", excludes=["a"]), module("e"),
        award("x", ["a", "b"]), award("y", choose(2, "a", "b", "e")),
    )  # fmt: skip
    assert equal_modules(equal, "c") == {"a", "b", "c"}
    assert excluded_modules(equal, "a") == {"b", "c", "d"}
    assert excluded_modules(equal, "e") == frozenset()
    assert passed(equal, c=None).earns("x")
    assert not passed(equal, c=None).earns("y")
    assert passed(equal, c=None, e=None).earns("y")


def test_a_whole_counts_as_each_of_its_parts_and_not_the_other_way_round() -> None:
    among = catalogue(
        module("w", covers=["a", "b"]), module("v", covers=["w"]),
        module("a", skills="s"), module("b"), module("c", equivalent=["b"]),
        award("x", ["a", "b"]), award("y", choose(2, "a", "b", "w")), award("z", choose(2, "a", "c")), award("u", "w"),
    )  # fmt: skip
    assert counted_as(among, "v") == {"v", "w", "a", "b", "c"}
    assert counting_as(among, "b") == {"b", "c", "w", "v"}
    assert excluded_modules(among, "a") == {"w", "v"}
    for whole in ("w", "v"):
        only = passed(among, **{whole: None})
        assert [only.earns(name) for name in "xyzu"] == [True, False, True, True]
        assert only.shows("s", EVER)
    assert not passed(among, a=None, b=None).earns("u")
    assert passed(among, w=None, a=None).earns("y")


def test_a_skill_is_shown_by_what_teaches_it_or_counts_as_that_and_never_counted() -> None:
    taught = catalogue(module("a", skills="s t"), module("b", equivalent=["a"]), award("x", [skill("s"), skill("t"), "a"]))
    assert passed(taught, b=None).earns("x")
    assert passed(taught, b=None).shows("t", EVER)
    assert not passed(taught, b=None).shows("u", EVER)


def test_when_an_award_is_first_earned() -> None:
    among = courses(award("x", ["a", "b"]), award("y", ["x", any_of("c", "d")]))
    both = passed(among, a="2027-03", b="2027-01", c="2027-08", d="2027-02")
    assert (both.first_month("x"), both.first_month("y")) == (build.month("2027-03"), build.month("2027-03"))
    assert passed(among, a=None, b="2027-01").first_month("x") == build.month("2027-01")
    assert passed(among, a=None, b=None).first_month("x") is None
    assert not both.earns("x", Span(last=build.month("2027-02")))
    assert both.satisfies("x", Span(last=build.month("2027-03")))
    assert not both.earns("x", Span(among=frozenset({("a", build.month("2027-03"))})))


def test_what_ended_too_long_ago_does_not_count() -> None:
    # x lasts 6 months: a in March and b in September are 6 apart, in October 7. y needs x as it was when it was earned.
    among = courses(award("x", ["a", "b"], valid_months=6), award("y", ["x", "c"]), award("z", ["x", "c"], valid_months=12))
    assert passed(among, a="2027-03", b="2027-09").first_month("x") == build.month("2027-09")
    assert not passed(among, a="2027-03", b="2027-10").earns("x")
    assert passed(among, a=None, b="2027-10").earns("x")
    assert passed(among, a="2027-03", b="2027-09", c="2030-01").first_month("y") == build.month("2030-01")
    assert not passed(among, a="2027-03", b="2027-09", c="2030-01").earns("z")
    assert passed(among, a="2027-03", b="2027-09", c="2028-03").earns("z")


def together(among: Catalogue, names: str, *awards: str) -> bool:
    return passed(among, **dict.fromkeys(names)).earns_together([(name, EVER) for name in awards])


def test_awards_share_no_more_modules_than_they_may() -> None:
    none = courses(award("x", choose(2, "a", "b", "c"), shares=False), award("y", choose(1, "b", "c", "d")))
    assert together(none, "abc", "x", "y")
    assert not together(none, "ab", "x", "y")
    assert together(none, "abd", "x", "y")
    one = courses(award("x", choose(2, "a", "b", "c"), shares=1), award("y", choose(2, "b", "c", "d")))
    assert together(one, "abc", "x", "y")
    assert not together(one, "bc", "x", "y")
    # What a certificate counts, the diploma that names it has from there: that is no sharing.
    own = courses(award("x", ["y", "b"], shares=False), award("y", ["a"], shares=False))
    assert together(own, "ab", "x", "y")


def test_long_chains_and_parts_that_repeat_are_looked_at_once() -> None:
    size = 3000
    chain = catalogue(module("a"), module("b"), award("x0", ["a"]), *(award(f"x{n}", [f"x{n - 1}"]) for n in range(1, size)))
    assert passed(chain, a="2027-01").first_month(f"x{size - 1}") == build.month("2027-01")
    nested = catalogue(
        module("a"),
        module("b"),
        award("x0", ["a"]),
        *(award(f"x{n}", any_of(f"x{n - 1}", all_of(f"x{n - 1}", "b"))) for n in range(1, 100)),
        award("y0", ["b"]),
        *(award(f"y{n}", choose(1, all_of(f"y{n - 1}", "a"), all_of(f"y{n - 1}", "b"))) for n in range(1, 12)),
    )
    assert passed(nested, a="2027-01", b="2027-02").first_month("x99") == build.month("2027-01")
    # Each level needs a module of its own beside those of the levels within it.
    assert passed(nested, a=None, b=None).earns("y1")
    assert not passed(nested, a=None, b=None).earns("y11")


def test_many_modules_in_few_choices_are_told_apart_no_further_than_needed() -> None:
    names = [f"m{number}" for number in range(40)]
    needs = [choose(10, *names), choose(10, *names), choose(10, *names), choose(10, *names)]
    among = catalogue(*(module(name) for name in names), award("x", needs))
    assert passed(among, **dict.fromkeys(names)).earns("x")
    assert not passed(among, **dict.fromkeys(names[1:])).earns("x")
    overlapping = [choose(5, *(names[(start + step) % 40] for step in range(20))) for start in range(0, 40, 5)]
    wide = catalogue(*(module(name) for name in names), award("x", overlapping))
    assert passed(wide, **dict.fromkeys(names)).earns("x")
    assert not passed(wide, **dict.fromkeys(names[1:])).earns("x")


# --- against brute force ---


@st.composite
def passed_cases(draw: st.DrawFn) -> tuple[Case, dict[str, int]]:
    """Three to five modules and three awards and a role over them, and which of them ended when."""
    names = list("abcde")[: draw(st.integers(3, 5))]
    entries = [module(name, skills=draw(st.sampled_from(["", "s", "t"])), credits=draw(st.integers(1, 3))) for name in names]
    entries[0]["skills"] = ["s", "t"]
    if draw(st.integers(0, 3)) == 3:
        entries[1]["equivalent"] = [names[2]]
    if draw(st.booleans()):
        entries[-1]["covers"] = draw(st.lists(st.sampled_from(names[:-1]), min_size=1, max_size=3, unique=True))
    inner = award("inner", draw(requirements(names, names)))
    outer = award("outer", draw(st.sampled_from([all_of, any_of]))("inner", draw(requirements(names, names))))
    other = award("other", draw(requirements(names, [*names, "inner"])))
    for each in (inner, outer, other):
        if draw(st.integers(0, 3)) == 3:
            each["valid_months"] = draw(st.integers(1, 6))
        if draw(st.booleans()):
            each["shares"] = draw(st.sampled_from([False, 1, 2]))
    case = Case(
        [*entries, inner, outer, other, role("job", draw(requirements(names, names)))], ("outer", "other"), 24_000, 12, 600
    )
    assume(not any(found.severity is Severity.ERROR for check in CHECKS for found in check(case.catalogue)))
    ends = draw(st.dictionaries(st.sampled_from(names), st.integers(0, 11), min_size=2))
    return case, ends


@settings(max_examples=500, report_multiple_bugs=False)
@given(passed_cases())
def test_what_is_earned_is_what_every_way_to_count_says(drawn: tuple[Case, dict[str, int]]) -> None:
    case, ends = drawn
    transcript = Transcript(case.catalogue, frozenset((name, Month(case.first + end)) for name, end in ends.items()))
    for name in ("inner", "outer", "other"):
        had = case.had(name, ends)
        event(f"{name} {'earned' if had else 'not earned'}")
        assert transcript.earns(name) == had, name
        month = transcript.first_month(name)
        for last in sorted(set(ends.values())):
            by_then = {module: end for module, end in ends.items() if end <= last}
            assert (month is not None and month <= case.first + last) == case.had(name, by_then), (
                name,
                format_month(Month(last)),
            )
    assert transcript.satisfies(case.catalogue.role_by_id["job"].requires) == case.had(case.requirements["job"], ends)


@settings(max_examples=500, report_multiple_bugs=False)
@given(passed_cases())
def test_what_is_shared_is_what_every_way_to_count_says(drawn: tuple[Case, dict[str, int]]) -> None:
    case, ends = drawn
    assume(all(case.had(target, ends) for target in case.targets))
    transcript = Transcript(case.catalogue, frozenset((name, Month(case.first + end)) for name, end in ends.items()))
    shared = case.can_be_shared(ends)
    event("can be shared" if shared else "cannot be shared")
    assert transcript.earns_together([(target, EVER) for target in case.targets]) == shared
