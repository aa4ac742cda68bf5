"""Audits: each kind of requirement by hand, and random catalogues against brute force."""

from collections.abc import Mapping
from datetime import date
from itertools import chain, combinations

import build
import pytest
from build import Data, all_of, any_of, award, catalogue, choose, credits, learner, module, role, skill
from hypothesis import event, given, settings
from hypothesis import strategies as st
from random_cases import cases, expiring_cases
from tiny import Case

from mcplanner.catalogue.counting import passes
from mcplanner.ground.months import Month, format_month
from mcplanner.learner.model import Learner
from mcplanner.planning.audit import audit
from mcplanner.planning.audit.hours_of_parts import hours_of
from mcplanner.planning.audit.model import REACHED, Audit, Part, Standing
from mcplanner.planning.audit.parts import Parts
from mcplanner.planning.audit.words import amounts, facts_of, hours_in_words, name_of, rests_on_in_words, standing_of, verdict
from mcplanner.plans.saved import SavedModule, SavedPlan

TODAY = date(2027, 1, 15)


def looked_at(who: Learner, *entries: Data, plan: Mapping[str, str] | None = None) -> Audit:
    """An audit of "x"; a plan has modules that start in January 2027, each with its last month."""
    modules = (SavedModule(name, name, build.month("2027-01"), build.month(end)) for name, end in (plan or {}).items())
    saved = None if plan is None else SavedPlan(("x",), build.month("2027-01"), None, tuple(modules))
    return audit(catalogue(*entries), who, "x", TODAY, saved)


def told(found: Audit) -> list[str]:
    """Each part beneath the whole as a line, as people read it."""
    return [
        "; ".join([f"{name_of(part)}: {standing_of(found, part)}", *facts_of(found, part)])
        for part in found.root.walk()
        if part != found.root
    ]


A, B, C, D = (module(name, hours) for name, hours in (("a", 26), ("b", 39), ("c", 52), ("d", 13)))

# --- What an audit rests on ---------------------------------------------------------------------------------------------------


def test_what_is_less_than_published_has_its_mark_where_an_audit_tells_of_it() -> None:
    # "a" ends in Feb 2027 if it takes 3 months; the hours of "b" are derived; that the award takes "a" and "b" is assumed.
    first = module("a", 26, evidence="published", assumed=["months"])
    second = module("b", 39, evidence="published", derived={"hours": "3 credits"})
    x = award("x", ["a", "b"], evidence="published", assumed=["requires"])
    found = looked_at(learner(under_way={"a": "2026-12"}), first, second, x)
    assert told(found) == ["The a (a): under way; ends Feb 2027?", "The b (b): missing"]
    assert amounts(found, found.root) == "0 of 2? held, 1 under way, 1 missing"
    assert hours_in_words(found) == "0 of at least 65≈ held (0 %), 26 under way"
    assert verdict(found) == "not complete for these figures: at least 39 hours≈ are missing"
    hangs = "the verdict hangs on the assumed needs of The x and the derived hours of The b"
    assert rests_on_in_words(found) == f"1 published, 1 derived and 2 assumed figures; {hangs}"


def test_the_month_in_which_an_award_will_be_earned_is_as_certain_as_the_ends_of_what_counts() -> None:
    x = award("x", ["a", "b"], evidence="published")
    first = module("a", 26, evidence="published", intakes="jan")
    second = module("b", 39, evidence="published", derived={"months": "a term"})
    found = looked_at(learner(held={"a": "2026-05"}), first, second, x, plan={"b": "2027-06"})
    assert verdict(found) == "not complete yet: earned in Jun 2027≈ if all goes as planned"
    begun = looked_at(learner(held={"b": "2026-05"}, under_way={"a": "2026-12"}), first, second, x)
    assert verdict(begun) == "not complete yet: earned in Feb 2027 once you have passed what is under way"


def test_an_audit_of_which_all_rests_on_the_same_says_so_once() -> None:
    made_up = [module(name, 26, evidence="illustrative") for name in "ab"]
    found = looked_at(learner(under_way={"a": "2026-12"}), *made_up, award("x", ["a", "b"], evidence="illustrative"))
    assert told(found) == ["The a (a): under way; ends Feb 2027", "The b (b): missing"]
    assert rests_on_in_words(found) == "3 figures, all of them made up as an illustration"
    assert rests_on_in_words(looked_at(learner(), A, award("x", ["a"]))) is None


def test_an_award_is_complete_for_the_figures_by_which_something_counts() -> None:
    x = award("x", ["a"], evidence="published", valid_months=24, assumed=["valid_months"])
    found = looked_at(learner(held={"a": "2026-05"}), module("a", 26, evidence="published"), x)
    assert verdict(found) == "complete for these figures: earned in May 2026?"
    assert told(found) == ["The a (a): held; ended May 2026; counts until May 2028?"]


def test_an_audit_says_first_that_the_figures_of_its_modules_are_old() -> None:
    found = looked_at(learner(), module("a", 26, as_of="2026-05-01"), module("b", 26), award("x", ["a", "b"]))
    words = "the figures of 1 of 2 modules are up to 8 months old (as of 2026-05-01)"
    assert [note.text.partition(":")[0] for note in found.notes] == [words]


# --- One requirement at a time ------------------------------------------------------------------------------------------------


def test_of_all_parts_each_is_held_under_way_planned_or_missing() -> None:
    # 26 of 130 hours are held: a fifth.
    who = learner(held={"a": "2026-05"}, under_way={"b": "2026-12"})
    found = looked_at(who, A, B, C, D, award("x", ["a", "b", "c", "d"]), plan={"c": "2027-06"})
    assert told(found) == [
        "The a (a): held; ended May 2026",
        "The b (b): under way; ends Feb 2027",
        "The c (c): planned; ends Jun 2027",
        "The d (d): missing",
    ]
    assert amounts(found, found.root) == "1 of 4 held, 1 under way, 1 planned, 1 missing"
    assert hours_in_words(found) == "26 of at least 130 held (at most 20 %), 39 under way, 52 planned"
    assert verdict(found) == "not complete: at least 13 hours are missing"


@pytest.mark.parametrize(
    ("held", "under_way", "plan", "words"),
    [
        ({"a": "2026-05", "b": "2026-03"}, {}, {}, "complete: earned in May 2026"),
        ({"a": "2026-05", "b": None}, {}, {}, "complete: earned in May 2026"),
        ({"a": None, "b": None}, {}, {}, "complete"),
        ({"a": "2026-05"}, {"b": "2026-12"}, {}, "not complete yet: earned in Feb 2027 once you have passed what is under way"),
        ({}, {"b": "2026-12"}, {"a": "2027-09"}, "not complete yet: earned in Sep 2027 if all goes as planned"),
    ],
)
def test_the_verdict_says_when_it_is_complete(
    held: dict[str, str | None], under_way: dict[str, str], plan: dict[str, str], words: str
) -> None:
    assert verdict(looked_at(learner(held=held, under_way=under_way), A, B, award("x", ["a", "b"]), plan=plan)) == words


def test_of_a_choice_only_so_many_parts_are_needed() -> None:
    # b is held, and of the others d is the shortest: 39 of 52 hours.
    found = looked_at(learner(held={"b": None}), A, B, C, D, award("x", [choose(2, "a", "b", "c", "d")]))
    assert amounts(found, found.root) == "1 of 2 held, 1 missing"
    assert hours_in_words(found) == "39 of at least 52 held (at most 75 %)"
    assert [part.standing for part in found.root.parts] == [Standing.MISSING, Standing.HELD, Standing.MISSING, Standing.MISSING]


def test_of_a_choice_that_is_made_nothing_else_is_missing_and_no_more_counts_than_is_needed() -> None:
    found = looked_at(learner(held={"a": None, "b": None, "c": None}), A, B, C, D, award("x", [choose(2, "a", "b", "c", "d")]))
    assert told(found)[-1] == "The d (d): not needed"
    assert (amounts(found, found.root), verdict(found)) == ("2 of 2 held", "complete")
    assert hours_in_words(found) == "65 of 65 held (100 %)"


def test_one_of_several_ways_is_enough_and_the_one_that_lacks_the_least_counts() -> None:
    # a and c are held; c lacks only 13 hours of d, a lacks 39 of b: 52 of 65.
    found = looked_at(learner(held={"a": None, "c": None}), A, B, C, D, award("x", any_of(all_of("a", "b"), all_of("c", "d"))))
    assert told(found)[0] == "all of these: 1 of 2 held, 1 missing"
    assert amounts(found, found.root) == "0 of 1 held, 1 missing"
    assert hours_in_words(found) == "52 of at least 65 held (at most 80 %)"


def test_credits_are_counted_in_halves_and_filled_up_with_the_fewest_hours() -> None:
    # 2.5 of 5 credits are held; b and d bring 3 in 52 hours, c alone 3 in 52 too, b alone too few: 26 of 78.
    modules = [
        module(name, hours, credits=worth) for name, hours, worth in (("a", 26, 2.5), ("b", 39, 2), ("c", 52, 3), ("d", 13, 1))
    ]
    found = looked_at(learner(held={"a": None}), *modules, award("x", [credits(5, "a", "b", "c", "d")]))
    assert amounts(found, found.root) == "2.5 of 5 credits held, 2.5 missing"
    assert hours_in_words(found) == "26 of at least 78 held (at most 33 %)"


def test_a_skill_is_shown_by_any_module_that_teaches_it() -> None:
    taught = module("s", 26, skills="sewing"), module("t", 13, skills="sewing tying")
    assert told(looked_at(learner(), *taught, award("x", [skill("sewing")]))) == ["the skill sewing: missing; taught by s, t"]
    shown = looked_at(learner(held={"t": None}), *taught, award("x", [skill("sewing")]))
    assert told(shown) == ["the skill sewing: held; shown by The t (t)"]
    # t would do for both: 13 hours.
    assert looked_at(learner(), *taught, award("x", [skill("sewing"), skill("tying")])).hours.missing == 13 * 60


def test_what_counts_as_a_module_stands_for_it() -> None:
    twin = module("twin", 13, equivalent=["a"])
    assert told(looked_at(learner(held={"twin": None}), A, twin, award("x", ["a"]))) == ["The a (a): held; as The twin (twin)"]
    # The twin is the shorter way to it.
    assert looked_at(learner(), A, twin, award("x", ["a"])).hours.missing == 13 * 60


def test_a_whole_stands_for_each_module_that_it_covers_and_its_hours_count_once() -> None:
    whole = module("whole", 60, covers=["a", "b"])
    found = looked_at(learner(under_way={"whole": "2026-12"}), A, B, C, whole, award("x", ["a", "b", "c"]))
    assert told(found)[:2] == [f"The {name} ({name}): under way; as The whole (whole); ends Feb 2027" for name in "ab"]
    assert (found.hours.reached[Standing.UNDER_WAY], found.hours.missing) == (60 * 60, 52 * 60)


def test_an_award_within_is_told_with_its_own_parts_once() -> None:
    who = learner(held={"a": "2026-05", "b": "2026-06"})
    found = looked_at(who, A, B, C, award("cert", ["a", "b"], "certificate"), award("x", ["cert", choose(1, "cert", "c"), "c"]))
    assert told(found) == [
        "The cert (cert, certificate): held; all of these: 2 of 2 held; earned in Jun 2026",
        "The a (a): held; ended May 2026",
        "The b (b): held; ended Jun 2026",
        "any 1 of these: 1 of 1 held",
        "The cert (cert, certificate): held; earned in Jun 2026; as shown above",
        "The c (c): not needed",
        "The c (c): missing",
    ]


def test_a_role_has_no_month() -> None:
    found = looked_at(learner(held={"t": "2026-05"}), A, module("t", skills="tying"), role("x", [skill("tying"), "a"]))
    assert told(found) == ["the skill tying: held; shown by The t (t); ended May 2026", "The a (a): missing"]
    assert (found.root.earned, found.target.kind) == (None, "role")


def test_a_missing_module_says_what_it_needs_first_as_far_as_that_is_missing_too() -> None:
    needing = module("n", needs="a"), module("m", needs="b")
    found = looked_at(learner(held={"a": None}), A, B, *needing, award("x", ["n", "m"]))
    assert told(found) == ["The n (n): missing", "The m (m): missing; first it needs b"]


# --- What does not count ------------------------------------------------------------------------------------------------------


def test_what_has_expired_is_told_and_missing() -> None:
    # a ended in January 2025 and counts for 18 months, until July 2026.
    found = looked_at(learner(held={"a": "2025-01", "b": "2026-11"}), A, B, award("x", ["a", "b"], valid_months=18))
    assert told(found) == [
        "The a (a): missing; held, but counted only until Jul 2026",
        "The b (b): held; ended Nov 2026; counts until May 2028",
    ]
    assert hours_in_words(found) == "39 of at least 65 held (at most 60 %)"


def test_the_verdict_on_a_role_says_that_it_will_be_complete() -> None:
    entries = (module("a", 26, skills="s"), role("x", [skill("s")]))
    under_way = looked_at(learner(under_way={"a": "2026-12"}), *entries)
    assert verdict(under_way) == "not complete yet: it will be complete once you have passed what is under way"
    planned = looked_at(learner(), *entries, plan={"a": "2027-09"})
    assert verdict(planned) == "not complete yet: it will be complete if all goes as planned"


def test_an_award_that_is_earned_stays_earned_though_its_modules_have_expired_since() -> None:
    found = looked_at(learner(held={"a": "2020-01", "b": "2020-06"}), A, B, award("x", ["a", "b"], valid_months=6))
    assert verdict(found) == "complete: earned in Jun 2020"


def test_what_expires_before_a_plan_earns_the_award_is_told() -> None:
    # a counts until July 2027. The plan ends b in June, with which it counts, or in August, with which it does not.
    who, entries = learner(held={"a": "2026-01"}), (A, B, award("x", ["a", "b"], valid_months=18))
    assert (
        verdict(looked_at(who, *entries, plan={"b": "2027-06"}))
        == "not complete yet: earned in Jun 2027 if all goes as planned"
    )
    late = looked_at(who, *entries, plan={"b": "2027-08"})
    assert late.hours.missing == 26 * 60  # a again, for that is shorter than b before August
    assert told(late)[0] == "The a (a): missing; held, but counted only until Jul 2027"


def test_a_module_counts_in_one_place_where_it_saves_the_most_hours() -> None:
    # c would do in both choices. In the second it saves the 52 hours that d, the only other, takes; a takes 26 in the first.
    long = module("d", 52)
    found = looked_at(learner(held={"c": None}), A, B, C, long, award("x", [choose(1, "a", "c"), choose(1, "c", "d")]))
    assert told(found) == [
        "any 1 of these: 0 of 1 held, 1 missing",
        "The a (a): missing",
        "The c (c): missing; held, but counts only once, and not here",
        "any 1 of these: 1 of 1 held",
        "The c (c): held",
        "The d (d): not needed",
    ]
    assert (found.hours.reached[Standing.HELD], found.hours.missing) == (52 * 60, 26 * 60)


def test_where_not_all_ways_to_count_are_tried_no_more_is_said_to_be_missing_than_is(monkeypatch: pytest.MonkeyPatch) -> None:
    # The second place could be c's or a's: either lacks something. If both counted everywhere, only b would be missing.
    entries = A, B, C, award("x", [choose(2, "a", "b"), choose(2, "a", "c")])
    who = learner(held={"a": None, "c": None})
    assert looked_at(who, *entries).hours.missing is None
    monkeypatch.setattr("mcplanner.planning.audit.parts.MOST_WAYS", 1)
    assert looked_at(who, *entries).hours.missing == 39 * 60


def test_where_each_place_has_a_module_of_its_own_the_award_is_complete() -> None:
    who = learner(held={"a": None, "c": "2026-05"})
    found = looked_at(who, A, C, D, award("x", [choose(1, "a", "c"), choose(1, any_of("c", "d"), "d")]))
    assert verdict(found) == "complete: earned in May 2026"
    assert told(found) == [
        "any 1 of these: 1 of 1 held",
        "The a (a): held",
        "The c (c): not needed; held, but counts only once, and not here",
        "any 1 of these: 1 of 1 held",
        "one of these: 1 of 1 held",
        "The c (c): held; ended May 2026",
        "The d (d): not needed",
        "The d (d): not needed",
    ]


def test_what_counts_elsewhere_already_cannot_fill_another_place() -> None:
    found = looked_at(learner(held={"a": None}), A, award("x", [choose(1, "a"), "a"]))
    assert found.hours.missing is None
    assert verdict(found) == "not complete: what is missing would need a module that already counts in another place"


def test_what_may_not_count_for_two_awards_is_noted() -> None:
    entries = A, B, award("cert", ["a"], "certificate", shares=False)
    who = learner(held={"a": None})
    [note] = looked_at(who, *entries, award("x", ["a", "b"])).notes
    assert note.code == "counted-twice"
    assert note.text == "The a (a): held, and counted for The cert (cert), which you have earned; no module may count for both"
    assert looked_at(who, *entries, award("x", ["cert", "b"])).notes == ()
    assert looked_at(who, A, B, award("cert", ["a"], shares=1), award("x", ["a", "b"])).notes == ()


# --- Plans and what is overdue ------------------------------------------------------------------------------------------------


def test_what_a_plan_says_of_a_module_gives_way_to_what_happened_since() -> None:
    who = learner(held={"a": "2027-01"}, under_way={"b": "2026-12"})
    found = looked_at(who, A, B, award("x", ["a", "b"]), plan={"a": "2027-03", "b": "2027-09", "gone": "2027-04"})
    assert told(found) == ["The a (a): held; ended Jan 2027", "The b (b): under way; ends Feb 2027"]
    assert [note.text for note in found.notes] == ["gone (gone) is in the plan, but no longer in the catalogue"]


def test_what_should_have_ended_is_noted() -> None:
    found = looked_at(learner(under_way={"a": "2026-09"}), A, award("x", ["a"]))
    assert told(found) == ["The a (a): under way; ends Nov 2026"]
    assert [note.code for note in found.notes] == ["overdue"]


def test_hours_that_nobody_has_published_are_not_counted() -> None:
    who = learner(held={"u": None})
    unknown = module("u", hours="unknown")  # type: ignore[arg-type]
    found = looked_at(who, A, unknown, award("x", ["u", "a"]))
    assert hours_in_words(found) == "0 held, 1 module of unknown hours"
    lacking = looked_at(learner(held={"a": None}), A, unknown, award("x", ["u", "a"]))
    assert (hours_in_words(lacking), lacking.hours.per_cent) == ("26 held", None)
    assert verdict(lacking) == "not complete: nobody knows how many hours are missing"
    # Of 65 hours and those of u, 26 are held.
    partly = looked_at(learner(held={"a": None}), A, B, unknown, award("x", ["u", "a", "b"]))
    assert hours_in_words(partly) == "26 of at least 65 held (at most 40 %)"


def test_awards_deep_within_each_other_have_audits_of_their_own() -> None:
    chain_of_awards = [award(f"x{number}", ["a", f"x{number + 1}"]) for number in range(40)]
    found = looked_at(learner(), A, B, award("x", ["x0"]), *chain_of_awards, award("x40", ["b"]))
    assert facts_of(found, list(found.root.walk())[-1])[-1] == "its parts: mcplan audit x6"


# --- Brute force --------------------------------------------------------------------------------------------------------------


@st.composite
def standings(draw: st.DrawFn, case: Case) -> dict[str, tuple[Standing, int | None]]:
    """Some modules of a case, each with its standing and its last month, from the case's first month on."""
    months: dict[Standing, st.SearchStrategy[int | None]] = {
        Standing.HELD: st.none() | st.integers(-12, -1),
        Standing.UNDER_WAY: st.integers(0, 3),
        Standing.PLANNED: st.integers(1, 9),
    }
    found: dict[str, tuple[Standing, int | None]] = {}
    for name in case.modules:
        standing = draw(st.sampled_from([Standing.MISSING, *REACHED]))
        if standing is not Standing.MISSING:
            found[name] = standing, draw(months[standing])
    return found


def passed_by(standing: Standing, of: Mapping[str, tuple[Standing, int | None]]) -> dict[str, int | None]:
    return {name: end for name, (own, end) in of.items() if own.rank <= standing.rank}


def parts_of(case: Case, target: str, of: Mapping[str, tuple[Standing, int | None]]) -> Part:
    levels = [passed_by(standing, of) for standing in REACHED]
    ends = [
        passes(*((name, None if end is None else Month(case.first + end)) for name, end in level.items())) for level in levels
    ]
    return Parts(case.catalogue, ends, Month(case.first)).of(target)


def least_missing(case: Case, target: str, of: Mapping[str, tuple[Standing, int | None]]) -> int | None:
    """The fewest minutes of other modules, all ending in one month from the first on, that complete a target.

    In which month matters only where some award expires.
    """
    ends = passed_by(Standing.PLANNED, of)
    others = [name for name in case.modules if name not in ends or ends[name] is not None]
    some = chain.from_iterable(combinations(others, size) for size in range(len(others) + 1))
    enough = (
        taken
        for taken in some
        for month in range(12 if case.valid_months else 1)
        if case.had(target, ends | {f"again {name}" if name in ends else name: month for name in taken})
    )
    return min((sum(case.modules[name]["hours"] * 60 for name in taken) for taken in enough), default=None)


def assert_true(case: Case, of: Mapping[str, tuple[Standing, int | None]]) -> None:
    for target in case.requirements:
        root = parts_of(case, target, of)
        for standing in REACHED:
            complete = case.had(target, passed_by(standing, of))
            assert (root.standing.rank <= standing.rank) == complete, format_month(Month(case.first))
        for part in root.walk():
            if part.parts and part.standing is not Standing.NOT_NEEDED:
                assert (part.missing == 0) == (part.standing is not Standing.MISSING)
                assert (part.reached[Standing.HELD] == part.needed) == (part.standing is Standing.HELD)
        least, missing = least_missing(case, target, of), hours_of(case.catalogue, root).missing
        if least is None:
            event("not possible any more")
        else:
            assert missing is not None
            assert missing <= least
            event("exact" if missing == least else "less")


@settings(max_examples=60, report_multiple_bugs=False)
@given(st.data())
def test_it_is_complete_where_every_way_to_count_says_so(data: st.DataObject) -> None:
    case = data.draw(cases())
    assert_true(case, data.draw(standings(case)))


@settings(max_examples=60, report_multiple_bugs=False)
@given(st.data())
def test_it_is_complete_where_what_expires_says_so(data: st.DataObject) -> None:
    case = data.draw(expiring_cases())
    assert_true(case, data.draw(standings(case)))
