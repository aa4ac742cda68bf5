"""Which figures decide the finish: with a better value of any other, no plan finishes sooner."""

from collections.abc import Iterator

from build import Data, award, catalogue, choose, learner, module, planned
from hypothesis import event, given, settings
from msgspec.structs import replace
from random_cases import cases
from tiny import CALENDAR, Case

from mcplanner.catalogue.model import Certainty
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan, Status

KEYS = ("hours", "months", "weeks", "intakes", "apply_months_before", "sessions", "evenings", "days", "fee")


def assumed(data: Data) -> Data:
    """A module of which all figures are assumed, as far as they are given."""
    return data | {"evidence": "published", "assumed": [key for key in KEYS if key in data]}


def deciding(made: Plan) -> set[tuple[str, str]]:
    """The assumed figures on which the finish hangs, of what is taken."""
    assert made.rests_on is not None
    less = (each for each in made.rests_on.finish if each.certainty is Certainty.ASSUMED and each.start is None)
    return {(each.module, each.key) for each in less}


def test_hours_decide_that_push_another_module_through_a_choice() -> None:
    # a comes before b; c takes two months at 3 hours a week, d two at no hours. At 4 hours a week b (3 hours) and c cannot run
    # side by side, so d is taken with a and b, and cannot begin with a for want of days off: that is all that the reasons speak
    # of. If b took an hour, a, b and c would be done in February.
    courses = catalogue(
        module("a", 10, 1, days=1, evidence="published"),
        assumed(module("b", 13, (1, 3), needs="a")),
        module("c", 26, (2, 4), evidence="published"),
        module("d", 10, 2, days=2, evidence="published"),
        award("z", choose(3, "a", "b", "c", "d")),
    )
    made = planned(courses, learner(4).replace(half_days_off=3), "z")
    assert made.finish == made.start + 2
    assert ("b", "hours") in deciding(made)


def test_hours_decide_in_full_weeks_beside_what_ends_last() -> None:
    # a ends last. In the month of b the two take 2 and 3 hours a week: of 5 nothing is left, of 9 there is.
    courses = catalogue(module("a", evidence="published"), assumed(module("b", 13, 1)), award("d", ["a", "b"]))
    assert deciding(planned(courses, learner(5), "d")) == {("b", "hours")}
    assert deciding(planned(courses, learner(9), "d")) == set()


def test_full_days_decide_how_long_a_self_paced_workshop_takes_and_its_hours_do_not() -> None:
    courses = catalogue(assumed(module("a", 16, (1, 4), days=2)))
    assert deciding(planned(courses, learner(4).replace(half_days_off=2), "a")) == {("a", "months"), ("a", "days")}
    assert deciding(planned(courses, learner(4), "a")) == {("a", "months")}


def test_all_figures_of_time_may_decide_where_the_finish_comes_after_the_cost() -> None:
    a, b = assumed(module("a", 13, 1)), module("b", 13, 6, evidence="published")
    courses = catalogue(a, b, award("d", ["a", "b"]))
    assert deciding(planned(courses, learner(9), "d")) == set()
    assert deciding(planned(courses, learner(9), "d", prefer="cost")) == {("a", "hours"), ("a", "months"), ("a", "fee")}


def test_nothing_decides_of_modules_that_have_time_to_spare_whatever_it_is() -> None:
    # b takes the year; the run of a, the presumed start of c and d are over long before, with room for all of them.
    a = module("a", weeks=12, sessions=["mon 18:00-18:20"], fee=100) | {"runs": [{"start": "2027-02"}]}
    c = module("c", fee=100) | {"runs": [{"start": "2026-02"}], "then": ["mar"]}
    d = module("d", 16, (1, 2), days=2, evenings=1, intakes="apr", apply=1)
    keys = (*KEYS, "runs", "then", "mode")
    loose = [each | {"evidence": "published", "assumed": [key for key in keys if key in each]} for each in (a, c, d)]
    b = module("b", 52, 12, evidence="published")
    courses = catalogue(*loose, b, award("z", ["a", "b", "c", "d"]))
    who = learner(20, modes="online", evenings=5, busy="sun 09:00-10:00", cost_limit=1_000).replace(half_days_off=8)
    made = planned(courses, who, "z")
    assert made.finish == made.start + 11
    assert deciding(made) == set()


def test_the_length_of_what_is_under_way_may_decide() -> None:
    # x ends in January, b in March: how much sooner x could have ended is not asked.
    courses = catalogue(assumed(module("x", months=2)), module("b", evidence="published"), award("d", ["x", "b"]))
    assert ("x", "months") in deciding(planned(courses, learner(9, under_way={"x": "2026-12"}), "d"))


def better_values(entry: Data, key: str) -> Iterator[Data]:
    """The entry with values that leave more room, or as much."""
    match key:
        case "months":
            longest = entry["months"]["max"] if isinstance(entry["months"], dict) else entry["months"]
            yield from (entry | {"months": months} for months in (1, longest + 1, {"min": 1, "max": longest + 2}))
        case "intakes":
            yield {name: value for name, value in entry.items() if name != "intakes"}
            yield from (entry | {"intakes": [month]} for month in CALENDAR[::4])
        case "weeks" | "sessions" | "evenings" | "apply_months_before":
            yield {name: value for name, value in entry.items() if name != key}
        case "hours":
            yield entry | {"hours": 1}
        case "days":
            yield entry | {"days": 0.5}
        case "fee":
            yield entry | {"fee": 0}


@settings(max_examples=40, report_multiple_bugs=False)
@given(cases())
def test_no_better_value_of_another_figure_lets_a_plan_finish_sooner(case: Case) -> None:
    entries = [assumed(entry) if "hours" in entry else entry for entry in case.entries]
    case = replace(case, entries=entries)
    made = plan(case.catalogue, case.learner, case.request, advice=False)
    if made.finish is None or made.rests_on is None or made.status is not Status.OPTIMAL:
        return
    used = {(each.module, each.key) for each in made.rests_on.figures if each.certainty is Certainty.ASSUMED}
    others = sorted(used - deciding(made))
    event("some do not decide" if others else "all decide")
    for place, entry in enumerate(entries):
        for key in (key for name, key in others if name == entry["id"]):
            for changed in better_values(entry, key):
                other = replace(case, entries=[*entries[:place], changed, *entries[place + 1 :]])
                found = plan(other.catalogue, other.learner, other.request, advice=False)
                assert found.finish is None or found.finish >= made.finish, f"{key} of {entry['id']}: {changed.get(key)}"
