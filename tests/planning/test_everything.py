"""The planner against brute force on random tiny cases that ask for nearly everything at once: what is right alone may not be
so together."""

from brute_force import worth
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from money_cases import MoneyCase, money_cases
from msgspec.structs import replace
from random_cases import under_ways

from mcplanner.planning.plan_writer import CREDIT_ORDER
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Status
from mcplanner.verify import verify


@st.composite
def full_cases(draw: st.DrawFn) -> MoneyCase:
    """Cases with money, in which something is under way, an earlier plan is kept, and little can run side by side."""
    case = draw(money_cases())
    free = [name for name in case.modules if name not in case.held and name not in case.pins]
    assume(free)
    keep = st.dictionaries(st.sampled_from([*case.modules, "gone"]), st.integers(-3, case.months), min_size=1)
    begun = (case.under_way, case.begun_on)
    under_way, begun_on = begun if case.under_way else draw(under_ways(case.first, case.entries, free))
    return replace(
        case,
        under_way=under_way,
        begun_on=begun_on,
        keep=case.keep or draw(keep),
        at_once=case.at_once or draw(st.sampled_from([1, 2, 3])),
        evenings=draw(st.sampled_from([None, 1, 2])) if case.evenings is None else case.evenings,
        prefer=draw(st.sampled_from(["finish", "cost", "load"])),
    )


@settings(max_examples=60, report_multiple_bugs=False)
@given(full_cases())
def test_the_plan_is_the_best_of_all_whatever_is_asked_for_at_once(case: MoneyCase) -> None:
    made = plan(case.catalogue, case.who, case.request, pricing=case.pricing, advice=False)
    best = min((case.values(placing) for placing in case.plans()), key=case.goal, default=None)
    if best is None:
        assert made.status is Status.INFEASIBLE
    elif made.status is Status.UNKNOWN:
        assert CREDIT_ORDER.text in (made.reason or "")
    else:
        assert made.objective is not None
        assert made.bound is not None
        inexact = CREDIT_ORDER in made.warnings
        assert made.status is (Status.FEASIBLE if inexact else Status.OPTIMAL)
        assert case.goal(worth(made.bound)) == case.goal(best)
        assert inexact or case.goal(worth(made.objective)) == case.goal(best)
        assert verify(case.catalogue, case.who, case.funding, case.request, made) == ()
