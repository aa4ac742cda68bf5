"""Rules of meaning where a file beside its expected output would not show the point: what must not be reported, and scale."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import random_cases
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from mcplanner.catalogue import shape
from mcplanner.catalogue.counting import UNDATED, Ends, holds
from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.checks.every_check import CHECKS, OF_TIMES, TIMES, every_finding
from mcplanner.files.checks.findings import Finding
from mcplanner.files.checks.references import MOST_SUGGESTIONS
from mcplanner.ground.shapes import made_of

DATA = Path(__file__).parents[2] / "data"


def module(name: str, **keys: Any) -> dict[str, Any]:
    plain = {"id": name, "title": name, "field": "it", "provider": "harbour", "mode": "online", "hours": 60, "months": 3}
    return plain | keys


def catalogue(*modules: dict[str, Any], awards: dict[str, Any] | None = None, **keys: Any) -> Catalogue:
    """A catalogue of the modules, and an award for each requirement in `awards`."""
    plain: dict[str, Any] = {"title": "Award", "kind": "certificate", "field": "it"}
    return shape.Catalogue.model_validate(
        {
            "title": "Example",
            "as_of": "2026-11-01",
            "fields": [{"id": "it", "title": "Computing"}],
            "providers": [{"id": "harbour", "title": "Harbour"}],
            "modules": modules,
            "awards": [plain | {"id": name, "requires": requires} for name, requires in (awards or {}).items()],
            **keys,
        }
    ).catalogue


def with_awards(subject: Catalogue, *awards: dict[str, Any]) -> Catalogue:
    """The catalogue with these awards and no others."""
    return replace(subject, awards=tuple(made_of(shape.Award.model_validate(each)) for each in awards))


def findings(subject: Catalogue) -> list[Finding]:
    found = [finding for check in CHECKS for finding in check(subject)]
    assert list(every_finding(subject)) == found
    return found


def codes(subject: Catalogue) -> list[str]:
    return [finding.code for finding in findings(subject)]


def test_every_check_says_what_it_is_for_and_names_its_code() -> None:
    assert len(set(CHECKS)) == len(CHECKS)
    for check in CHECKS:
        assert (check.__doc__ or "").startswith("MC"), check


class Watched(Module, frozen=True, kw_only=True, dict=True):
    """A module that says which of its fields are looked at."""

    def __getattribute__(self, name: str) -> Any:
        if name in Module.__struct_fields__:
            looked_at.add(name)
        return super().__getattribute__(name)


looked_at: set[str] = set()


def test_checks_of_times_look_at_no_other_field() -> None:
    """So modules of the same times need one look; an id stands in a sentence of a module that has a finding anyway."""
    shipped = load_catalogue(DATA / "courses.yaml").catalogue
    assert shipped is not None
    watched = replace(shipped, modules=tuple(Watched(**asdict(module)) for module in shipped.modules))
    looked_at.clear()
    assert not [finding for check in CHECKS if check in OF_TIMES for finding in check(watched)]
    assert looked_at <= {*TIMES}
    assert {"hours", "runs", "sessions", "then", "weeks"} <= looked_at


def test_modules_of_the_same_times_have_the_same_findings_each() -> None:
    swapped = {"months": {"min": 3, "max": 2}}
    subject = catalogue(module("a", **swapped), module("b"), module("c", **swapped), module("d"))
    assert [finding.path[:2] for finding in findings(subject) if finding.code == "MC405"] == [("modules", 0), ("modules", 2)]


def test_a_cycle_is_avoided_by_an_alternative_that_can_be_had() -> None:
    """a needs b or c, and b needs a: start with c, then a, then b."""
    subject = catalogue(module("a", requires={"any": ["b", "c"]}), module("b", requires="a"), module("c"))
    assert codes(subject) == ["MC302"]


def test_a_cycle_is_not_avoided_by_an_alternative_that_waits_for_it() -> None:
    """c, the way round b, itself needs a."""
    subject = catalogue(module("a", requires={"any": ["b", "c"]}), module("b", requires="a"), module("c", requires="a"))
    cycles = [finding for finding in findings(subject) if finding.code == "MC301"]
    assert [finding.message for finding in cycles] == ["'a' must come before itself: a -> b -> a"]


def test_an_award_counts_not_even_as_an_alternative_toward_what_it_needs() -> None:
    """y would be earned by x, which needs y."""
    subject = catalogue(module("a"), module("b"), awards={"x": ["a", "y"], "y": {"any": ["x", "b"]}})
    [found] = findings(subject)
    assert (found.code, found.message) == ("MC303", "the award 'x' may need itself: x -> y -> x")


def test_awards_and_modules_may_go_round_where_an_alternative_leads_out() -> None:
    """The module a needs the award x or b; x can be earned by a."""
    subject = catalogue(module("a", requires={"any": ["x", "b"]}), module("b"), awards={"x": {"any": ["a", "b"]}})
    assert codes(subject) == ["MC302"]


@pytest.mark.parametrize(
    ("need", "code"), [(1, "MC302"), (2, "MC301")], ids=["one of two can be had", "both are needed and one waits"]
)
def test_a_choice_needs_only_its_number(need: int, code: str) -> None:
    subject = catalogue(module("a", requires={"choose": need, "from": ["b", "c"]}), module("b", requires="a"), module("c"))
    assert codes(subject) == [code]


def test_credits_are_had_without_the_module_that_waits() -> None:
    """5 of the 6 credits come from c; the sixth only from b, which waits for a."""
    parts = (module("b", requires="a", credits=1), module("c", credits=5))
    enough = catalogue(module("a", requires={"credits": 5, "from": ["b", "c"]}), *parts)
    short = catalogue(module("a", requires={"credits": 6, "from": ["b", "c"]}), *parts)
    assert codes(enough) == ["MC302"]
    assert codes(short) == ["MC301"]


def test_a_skill_taught_by_another_is_no_cycle() -> None:
    subject = catalogue(
        module("python-2", skills=["python"], requires={"skill": "python"}), module("python-1", skills=["python"])
    )
    assert codes(subject) == []


def test_what_only_waits_for_a_cycle_is_not_reported_again() -> None:
    subject = catalogue(module("a", requires="b"), module("b", requires="a"), module("c", requires="a"), awards={"x": ["c"]})
    assert codes(subject) == ["MC301"]


def test_an_unknown_prerequisite_is_no_cycle() -> None:
    """b could do without a if 'zzz' existed: only the unknown id is wrong."""
    subject = catalogue(module("a", requires="b"), module("b", requires={"any": ["a", "zzz"]}))
    assert codes(subject) == ["MC103", "MC302"]


def test_separate_cycles_are_all_reported_and_long_ones_shortened() -> None:
    ring = [module(f"r{index}", requires=f"r{(index + 1) % 20}") for index in range(20)]
    messages = [finding.message for finding in findings(catalogue(module("a", requires="a"), *ring))]
    assert messages == [
        "'a' must come before itself: a -> a",
        "'r0' must come before itself: r0 -> r1 -> r2 -> r3 -> r4 -> r5 -> … -> r19 -> r0",
    ]


def test_a_chain_as_long_as_a_catalogue_is_walked_without_recursion() -> None:
    """Ten thousand modules, each after the next: the order in which nothing can be started until the last has been seen."""
    count = 10_000
    chain = [module(f"m{index}", requires=f"m{index + 1}") for index in range(count - 1)]
    assert codes(catalogue(*chain, module(f"m{count - 1}"))) == []


def test_what_goes_alongside_each_other_starts_together() -> None:
    """c needs a first, which goes alongside b, which goes alongside a and, once c has ended, nothing more."""
    subject = catalogue(module("a", alongside=["b"]), module("b", alongside=["a"]), module("c", requires="a", alongside=["b"]))
    assert codes(subject) == []


def test_what_goes_alongside_may_wait_for_something_else() -> None:
    """Everything starts after d, or beside what does."""
    subject = catalogue(
        module("a", alongside=["b"]), module("b", requires=["c", "d"]), module("c", alongside=["d"]), module("d")
    )
    assert codes(subject) == []


@pytest.mark.parametrize(
    "needs", ["a", ["a"], {"any": ["a", "a"]}, {"credits": 1, "from": ["a"]}, {"skill": "s"}, "x"], ids=str
)
def test_nothing_goes_alongside_what_comes_after_it(needs: Any) -> None:
    """b needs a in any case, through an award too, and a can only start when b is under way."""
    modules = (module("a", alongside=["b"], credits=1, skills=["s"]), module("b", requires=needs))
    assert "MC312" in codes(catalogue(*modules, awards={"x": "a"}))


def test_only_an_alternative_leads_out_of_what_comes_after() -> None:
    """b needs a or c: after c it can start, and a beside it."""
    subject = catalogue(module("a", alongside=["b"]), module("b", requires={"any": ["a", "c"]}), module("c"))
    assert codes(subject) == []


def test_a_module_that_counts_as_another_leads_out_too() -> None:
    """a goes alongside b, which needs a; but b-2 counts as b, and needs nothing."""
    pair = module("a", alongside=["b"]), module("b", requires="a")
    assert codes(catalogue(*pair, module("b-2", equivalent=["b"]))) == []
    assert codes(catalogue(*pair, module("b-2", equivalent=["b"], requires="a"))) == ["MC312"]
    assert codes(catalogue(*pair, module("a-2", equivalent=["a"]))) == []


def test_what_waits_for_a_circle_does_not_go_round_it_again() -> None:
    """b and c wait for each other; that a goes alongside b, and b alongside a, adds nothing."""
    subject = catalogue(module("b", requires="c", alongside=["a"]), module("c", requires="b"), module("a", alongside=["b"]))
    assert codes(subject) == ["MC301"]


def test_what_goes_alongside_something_unknown_is_not_stuck() -> None:
    subject = catalogue(module("a", alongside=["zzz"]), module("b", requires="a", alongside=["a"]))
    assert codes(subject) == ["MC108"]


def test_a_ring_with_one_step_after_is_shortened() -> None:
    ring = [module(f"r{index}", alongside=[f"r{index + 1}"]) for index in range(19)]
    messages = [finding.message for finding in findings(catalogue(*ring, module("r19", requires="r0")))]
    assert len(messages) == 1
    assert messages[0].startswith("'r0' can never start: 'r0' alongside 'r1', 'r1' alongside 'r2', ")
    assert messages[0].endswith(", …, 'r18' alongside 'r19', 'r19' after 'r0'")


def test_chains_alongside_as_long_as_a_catalogue() -> None:
    """Ten thousand modules beside each other; then with an end that waits for a circle, so that none can ever start."""
    count = 10_000
    chain = [module(f"m{index}", alongside=[f"m{index + 1}"]) for index in range(count)]
    assert codes(catalogue(*chain, module(f"m{count}"))) == []
    assert codes(catalogue(*chain, module(f"m{count}", requires=f"m{count}"))) == ["MC301"]
    assert codes(catalogue(*chain, module(f"m{count}", alongside=["end"]), module("end", requires=f"m{count}"))) == ["MC312"]


@st.composite
def _related(draw: st.DrawFn) -> Catalogue:
    """Two to five modules that need one another in many ways, and an award."""
    names = list("abcde")[: draw(st.integers(2, 5))]
    modules = []
    for name in names:
        others = [other for other in names if other != name]
        keys: dict[str, Any] = {"credits": draw(st.integers(1, 2)), "skills": draw(st.sampled_from([["s"], ["t"], ["s", "t"]]))}
        if draw(st.booleans()):
            keys["requires"] = draw(random_cases.requirements(others, [*others, "x"]))
        if draw(st.booleans()):
            keys["alongside"] = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
        if draw(st.integers(0, 5)) == 5:
            keys["equivalent"] = [draw(st.sampled_from(others))]
        modules.append(module(name, **keys))
    return catalogue(*modules, awards={"x": draw(random_cases.requirements(names, names))})


def startable(courses: Catalogue) -> set[str]:
    """The modules that can ever be started where time, hours and exclusions don't matter: batch after batch, as they end."""
    ended: Ends = {}
    while True:
        batch = {
            each.id
            for each in courses.modules
            if each.id not in ended and (each.requires is None or holds(courses, each.requires, ended))
        }
        while True:
            begun = {**ended, **dict.fromkeys(batch, UNDATED)}
            alone = {name for name in batch if not holds(courses, courses.module_by_id[name].alongside, begun)}
            if not alone:
                break
            batch -= alone
        if not batch:
            return set(ended)
        ended = {**ended, **dict.fromkeys(batch, UNDATED)}


@settings(max_examples=300)
@given(_related())
def test_a_circle_is_an_error_where_and_only_where_something_can_never_start(subject: Catalogue) -> None:
    found = set(codes(subject))
    assume(not found & {"MC103", "MC104", "MC105", "MC305", "MC306", "MC313"})
    stuck = {each.id for each in subject.modules} - startable(subject)
    event(f"{sorted(found & {'MC301', 'MC303', 'MC312'})}")
    assert bool(found & {"MC301", "MC303", "MC312"}) == bool(stuck)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"requires": ["b", "c"], "excludes": ["b"]}, ["MC311"]),
        ({"requires": {"any": ["b", "c"]}, "excludes": ["b"]}, []),
        ({"requires": "c", "alongside": ["b"], "excludes": ["b"]}, ["MC311"]),
        ({"alongside": ["b"], "equivalent": ["b"]}, ["MC311"]),
        ({"requires": "b", "equivalent": ["b"]}, ["MC310"]),
        ({"requires": {"any": ["b", "c"]}, "equivalent": ["b"]}, []),
        ({"equivalent": ["b"], "excludes": ["b"]}, ["MC310"]),
        ({"requires": "c", "equivalent": ["b"], "excludes": ["c"]}, ["MC311"]),
        ({"requires": ["c", "d"]}, ["MC311"]),
        ({"requires": "c", "alongside": ["d"]}, ["MC311"]),
        ({"requires": {"choose": 1, "from": ["c", "d"]}}, []),
    ],
    ids=str,
)
def test_what_may_not_be_taken_together_is_not_needed_together(keys: dict[str, Any], expected: list[str]) -> None:
    """Where an alternative is enough, nothing is wrong; c and d exclude each other by d's word."""
    assert codes(catalogue(module("a", **keys), module("b"), module("c"), module("d", excludes=["c"]))) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"covers": ["b", "c"]}, []),
        ({"covers": ["b", "c"], "requires": "b"}, ["MC310"]),
        ({"covers": ["b", "c"], "requires": {"any": ["b", "d"]}}, []),
        ({"covers": ["b", "c"], "alongside": ["c"]}, ["MC311"]),
        ({"covers": ["b", "c"], "excludes": ["b"]}, ["MC310"]),
        ({"covers": ["b", "nothing"]}, ["MC108"]),
        ({"covers": ["b", "a"]}, ["MC309"]),
        ({"covers": ["b", "b"]}, ["MC503"]),
        ({"covers": ["d"]}, []),
    ],
    ids=str,
)
def test_a_whole_does_not_need_what_it_covers(keys: dict[str, Any], expected: list[str]) -> None:
    assert codes(catalogue(module("a", **keys), module("b"), module("c"), module("d"))) == expected


def test_no_part_needs_its_whole_and_no_covers_go_round() -> None:
    """Another whole that covers b may come before a, since a does not cover it."""
    assert codes(catalogue(module("a", covers=["b"]), module("b", requires="a"))) == ["MC310"]
    assert codes(catalogue(module("a", covers=["b"]), module("b", alongside=["a"]))) == ["MC311"]
    assert codes(catalogue(module("a", covers=["b"]), module("b", covers=["c"]), module("c", covers=["a"]))) == ["MC310"] * 3
    assert codes(catalogue(module("a", covers=["b"]), module("b", equivalent=["a"]))) == ["MC310"]
    other = module("other", covers=["b"])
    assert codes(catalogue(module("a", covers=["b"], requires="b"), module("b"), other)) == []


def test_an_award_may_name_a_whole_and_its_parts_only_where_one_of_them_will_do() -> None:
    modules = module("a", covers=["b", "c"]), module("b"), module("c")
    assert codes(catalogue(*modules, awards={"x": ["a", "b"], "y": "c"})) == ["MC311"]
    assert codes(catalogue(*modules, awards={"x": {"any": ["a", ["b", "c"]]}})) == []
    assert codes(catalogue(*modules, awards={"x": ["b", "c"]})) == []


def test_what_is_excluded_may_have_an_equivalent_that_is_not() -> None:
    """a excludes b, not b-2, which counts as it; a-2, which counts as a, does not exclude b, but a itself stays as it is."""
    pair = module("a", requires="b", excludes=["b"]), module("b")
    assert codes(catalogue(*pair, module("b-2", equivalent=["b"]))) == []
    assert codes(catalogue(*pair, module("b-2", equivalent=["b"], excludes=["a"]))) == ["MC311"]
    assert codes(catalogue(*pair, module("a-2", equivalent=["a"]))) == ["MC311"]
    rivals = module("c"), module("d", excludes=["c"])
    assert codes(catalogue(*rivals, awards={"x": ["c", "d"]})) == ["MC311"]
    assert codes(catalogue(*rivals, module("c-2", equivalent=["c"]), awards={"x": ["c", "d"]})) == []


@pytest.mark.parametrize("shape", [{"choose": 1}, {"credits": 1}], ids=str)
def test_one_choice_does_not_count_a_module_twice(shape: dict[str, Any]) -> None:
    """b counts as a and c as b: of the three only the first may be listed. In `any` and `all` they do no harm."""
    modules = module("a", equivalent=["b"], credits=1), module("b", credits=1), module("c", equivalent=["b"], credits=1)
    assert codes(catalogue(*modules, awards={"x": shape | {"from": ["a", "b", "c"]}})) == ["MC310", "MC310"]
    assert codes(catalogue(*modules, awards={"x": shape | {"from": ["b"]}, "y": ["a", {"any": ["b", "c"]}]})) == []


def test_a_module_is_used_by_what_it_goes_alongside_or_counts_as() -> None:
    """b goes alongside a, which the award names, and c counts as b; e counts as d, which nobody needs."""
    modules = module("a", alongside=["b"]), module("b"), module("c", equivalent=["b"])
    assert codes(catalogue(*modules, awards={"x": "a"})) == []
    unused = findings(catalogue(*modules, module("d"), module("e", equivalent=["d"], alongside=["e"]), awards={"x": "a"}))
    assert [finding.code for finding in unused] == ["MC309", "MC501", "MC501"]


@pytest.mark.parametrize(("same", "expected"), [([], ["MC308"]), (["b"], [])], ids=["alone", "with an equivalent"])
def test_validity_may_be_enough_for_an_equivalent(same: list[str], expected: list[str]) -> None:
    """b takes six months after a, more than an award is valid; b-2, where it counts as b, does not wait for a."""
    award = {"id": "x", "title": "X", "kind": "diploma", "field": "it", "requires": ["a", "b"], "valid_months": 5}
    used = {"id": "y", "title": "Y", "kind": "diploma", "field": "it", "requires": "b-2"}
    modules = module("a"), module("b", months=6, requires="a"), module("b-2", equivalent=same)
    assert codes(with_awards(catalogue(*modules), award, used)) == expected


def test_suggestions_end_before_they_take_minutes() -> None:
    names = [f"module-{index}" for index in range(300)]
    subject = catalogue(*(module(name, requires=f"{name}x") for name in names))
    unknown = findings(subject)
    assert [finding.code for finding in unknown] == ["MC103"] * len(names)
    assert sum(finding.hint is not None for finding in unknown) == MOST_SUGGESTIONS


def test_class_time_may_exceed_the_hours_by_a_holiday_or_two() -> None:
    """Two evenings of three hours over 26 weeks are 156 hours, four percent more than 150: the term has a week off."""
    keys: dict[str, Any] = {"months": 6, "sessions": ["tue 18:30-21:30", "thu 18:30-21:30"]}
    assert codes(catalogue(module("a", hours=150, **keys))) == []
    assert codes(catalogue(module("a", hours=140, **keys))) == ["MC408"]


@pytest.mark.parametrize(
    ("award", "expected"),
    [
        ({"requires": ["a"]}, []),  # a is what one enrols in
        ({"requires": ["b", "c"]}, []),  # taken whole as a
        ({"requires": ["d"]}, ["MC314"]),
    ],
)
def test_an_award_may_have_the_number_of_what_one_enrols_in(award: dict[str, Any], expected: list[str]) -> None:
    number = {"ref": "TGS-2026000001"}
    subject = catalogue(module("a", covers=["b", "c"], **number), module("b"), module("c"), module("d"))
    whole = award | number | {"id": "whole", "title": "Whole", "kind": "certificate", "field": "it"}
    given = with_awards(subject, whole)
    assert [code for code in codes(given) if code != "MC501"] == expected


def test_a_module_and_its_runs_may_have_numbers_of_their_own() -> None:
    runs = [{"start": "2027-01-04", "ref": "R1"}, {"start": "2027-01-11", "ref": "R1"}, {"start": "2027-01-11", "ref": "R2"}]
    assert codes(catalogue(module("a", ref="TGS-2026000001", refs=["TGS-2026000002"], runs=runs))) == []


@pytest.mark.parametrize(
    "keys",
    [
        {"runs": [{"start": "2027-01-04", "end": "2027-01-04"}, {"start": "2027-01-04", "end": "2027-02"}]},
        {"runs": [{"start": "2027-01", "end": "2027-01-02", "apply_by": "2027-01-31"}]},
        {"runs": [{"start": "2027-01-04", "end": "2028-12-31"}]},  # longer than its months
        {"runs": [{"start": "2026-11-01", "end": "2027-01-31"}], "then": ["apr"], "apply_months_before": 2},
        {"runs": [{"start": "2026-01-05"}], "then": ["apr"]},  # over, and presumed to start again
        {"runs": [{"start": "2027-02-01", "apply_from": "2027-01", "apply_by": "2027-01-15"}]},
        {"sessions": "unknown", "evenings": 3},
        {"sessions": [], "evenings": 3},
        {"assumed": ["intakes", "requires", "weeks"], "derived": {"hours": "20 evenings of 3 hours"}},
        {"as_of": "2026-11-01", "credits": Decimal("2.5")},
        {
            "hours": "unknown",
            "months": "unknown",
            "weeks": "unknown",
            "intakes": "unknown",
            "fee": "unknown",
            "mode": "unknown",
        },
    ],
)
def test_what_is_known_in_part_is_no_slip(keys: dict[str, Any]) -> None:
    assert codes(catalogue(module("a", **keys))) == []


def test_classes_that_touch_do_not_overlap() -> None:
    assert codes(catalogue(module("a", hours=90, sessions=["tue 18:30-20:00", "tue 20:00-21:30"]))) == []


def test_a_self_paced_module_may_be_too_full_at_its_fastest_only() -> None:
    assert codes(catalogue(module("a", hours=600, months={"min": 1, "max": 6}))) == []
    assert codes(catalogue(module("a", hours=3000, months={"min": 1, "max": 6}))) == ["MC410"]


def test_weeks_round_up_to_whole_ones() -> None:
    """One month is 4 1/3 weeks: five weeks touch it, six do not fit."""
    assert codes(catalogue(module("a", months=1, weeks=5))) == []
    assert codes(catalogue(module("a", months=1, weeks=6))) == ["MC409"]


def test_a_run_is_open_in_the_month_the_catalogue_was_made() -> None:
    assert codes(catalogue(module("a", runs=[{"start": "2026-04"}, {"start": "2026-11"}]))) == []
    assert codes(catalogue(module("a", runs=[{"start": "2026-12", "apply_by": "2026-10"}]))) == ["MC402"]


@pytest.mark.parametrize(("valid_months", "expected"), [(5, ["MC308"]), (6, [])])
def test_validity_outlasts_a_module_that_must_follow(valid_months: int, expected: list[str]) -> None:
    """b takes six months after a, so when b ends a has been over for six."""
    award = {"id": "x", "title": "X", "kind": "diploma", "field": "it", "requires": ["a", "b"], "valid_months": valid_months}
    assert codes(with_awards(catalogue(module("a"), module("b", months=6, requires="a")), award)) == expected


def test_modules_of_a_catalogue_without_awards_and_roles_are_not_unused() -> None:
    assert codes(catalogue(module("a"), module("b"))) == []
    assert codes(catalogue(module("a"), module("b"), awards={"x": "a"})) == ["MC501"]


def test_a_module_is_used_by_a_skill_it_teaches() -> None:
    role = {"id": "analyst", "title": "Analyst", "requires": {"skill": "logic"}}
    assert codes(catalogue(module("a", skills=["logic"]), roles=[role])) == []


@pytest.mark.parametrize(
    ("ref", "expected"),
    [("TGS-2026000001", []), ("TGS-202600001", ["MC502"]), ("CRS-N-0012345", ["MC502"]), ("TGS-2026000001 ", ["MC502"])],
)
def test_course_numbers(ref: str, expected: list[str]) -> None:
    assert codes(catalogue(module("a", ref=ref))) == expected
