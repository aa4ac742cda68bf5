"""The search for a way to count modules, compared with the same search by requirement trees."""

from hypothesis import given
from hypothesis import strategies as st
from random_cases import cases
from tiny import Case

from mcplanner.catalogue.counting import Counts, Where, earned_at, holds, way_to_count, way_to_satisfy
from mcplanner.ground.months import Month


@given(cases(), st.data())
def test_the_way_to_satisfy_awards_is_the_first_by_their_trees(case: Case, data: st.DataObject) -> None:
    catalogue = case.catalogue
    month = st.none() | st.integers(case.first, case.first + case.months).map(Month)
    passed = {name: (data.draw(month),) for name in catalogue.module_by_id if data.draw(st.booleans())}
    awards = list(catalogue.award_by_id)
    earned = [name for name in awards if data.draw(st.booleans())]
    satisfied = {name: passed for name in awards if name not in earned}

    def enough(way: Counts) -> bool:
        return all(earned_at(catalogue, catalogue.award_by_id[name], passed, way)[0] for name in earned) and all(
            holds(catalogue, catalogue.award_by_id[name].requires, own, Where(way, name)) for name, own in satisfied.items()
        )

    assert way_to_satisfy(catalogue, earned, satisfied, passed) == way_to_count(catalogue, frozenset(awards), passed, enough)
