"""The planner against brute force: random tiny cases, of which every plan is looked at."""

from brute_force import assert_best
from hypothesis import event, given, settings
from random_cases import cases, expiring_cases, kept_out_cases, unknown_cases
from tiny import Case

from mcplanner.planning.planner import plan


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


@settings(max_examples=100, report_multiple_bugs=False)
@given(kept_out_cases())
def test_the_plan_is_the_best_of_all_where_wishes_keep_out_of_runs(case: Case) -> None:
    made = plan(case.catalogue, case.learner, case.request)
    event("kept out" if made.rests_on and any(each.start for each in made.rests_on.figures) else "kept out of nothing")
    assert_best(case, made)
