"""The planner against brute force: random tiny cases, of which every plan is looked at."""

from brute_force import assert_best
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_cases import absences, cases, expiring_cases, kept_out_cases, unknown_cases
from tiny import Case

from mcplanner.planning.planner import plan
from mcplanner.plans.model import Enrolment


@settings(max_examples=300, report_multiple_bugs=False)
@given(expiring_cases())
def test_the_plan_is_the_best_of_all_where_what_is_held_expires(case: Case) -> None:
    made = plan(case.catalogue, case.learner, case.request, advice=False)
    event("taken again" if any(each.again for each in made.enrolments) else "not taken again")
    assert_best(case, made)


@settings(max_examples=200, report_multiple_bugs=False)
@given(cases())
def test_the_plan_is_the_best_of_all(case: Case) -> None:
    assert_best(case, plan(case.catalogue, case.learner, case.request, advice=False))


@settings(max_examples=200, report_multiple_bugs=False)
@given(unknown_cases())
def test_the_plan_is_the_best_of_all_where_figures_are_unknown(case: Case) -> None:
    made = plan(case.catalogue, case.learner, case.request, advice=False)
    event("unknown fees" if made.objective is not None and made.objective.unknown_fees else "all fees known")
    assert_best(case, made)


@settings(max_examples=60, report_multiple_bugs=False)
@given(cases(), st.tuples(st.sampled_from([30, 60, 120, 240]), st.integers(1, 4)), st.sampled_from([120, 180, 240]))
def test_the_plan_is_the_best_of_all_where_a_few_months_of_a_year_stretch(
    case: Case, stretch: tuple[int, int], budget: int
) -> None:
    case = replace(case, stretch=stretch, budget=budget)
    made = plan(case.catalogue, case.learner, case.request)
    usual = {budget, *case.budget_in.values(), 0}
    event("stretches" if any(each.budget_minutes_per_week not in usual for each in made.load) else "does not stretch")
    assert_best(case, made)


@settings(max_examples=50, report_multiple_bugs=False)
@given(cases(), st.data(), st.sampled_from([None, 120, 180, 240]))
def test_the_plan_is_the_best_of_all_where_an_absence_takes_its_days(
    case: Case, data: st.DataObject, budget: int | None
) -> None:
    case = replace(case, days_away=data.draw(absences(case.first, case.months, case.entries)), budget=budget)
    made = plan(case.catalogue, case.learner, case.request)
    event("runs beside an absence" if any(_beside(each, case) for each in made.enrolments) else "none")
    assert_best(case, made)


def _beside(each: Enrolment, case: Case) -> bool:
    first, last = each.span
    return any(first <= day <= last for day in case.days_away)


@settings(max_examples=100, report_multiple_bugs=False)
@given(kept_out_cases())
def test_the_plan_is_the_best_of_all_where_wishes_keep_out_of_runs(case: Case) -> None:
    made = plan(case.catalogue, case.learner, case.request)
    event("kept out" if made.rests_on and any(each.start for each in made.rests_on.figures) else "kept out of nothing")
    assert_best(case, made)
