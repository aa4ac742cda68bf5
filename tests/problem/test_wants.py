"""What requests want and modules need, as nodes: made once for all who bring nothing, whatever figures and hours."""

from decimal import Decimal

import pytest
from build import all_of, award, catalogue, learner, module, month
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.learner.model import Learner
from mcplanner.problem import wants
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import PlanningProblem
from mcplanner.problem.requirement_nodes import HeldNode


@pytest.fixture
def courses() -> Catalogue:
    """A diploma of three modules, of which b needs a and c takes 12 hours a week."""
    modules = module("a", 13, 1), module("b", 13, 1, needs="a"), module("c", 52, 1)
    return catalogue(*modules, award("d", all_of("a", "b", "c")), award("e", all_of("a", "b")))


def asked(courses: Catalogue, own: Learner, target: str = "d", start: str = "2027-01") -> PlanningProblem:
    return build_problem(courses, own, (target,), month(start))


def test_learners_of_one_target_share_what_it_wants_whatever_their_hours_and_their_start(courses: Catalogue) -> None:
    one, other = asked(courses, learner(12)), asked(courses, learner(20), start="2028-03")
    assert one.goal is other.goal
    assert [own.before for own in one.candidates] == [own.before for own in other.candidates]
    assert asked(courses, learner(12), "e").goal is not one.goal


def test_those_for_whom_something_is_impossible_share_what_is_left(courses: Catalogue) -> None:
    either = replace(courses, awards=(replace(courses.awards[0], requires=("b",)), *courses.awards[1:]))
    without_c = replace(either, modules=(*either.modules[:2], replace(either.modules[2], requires=("b",))))
    assert asked(without_c, learner(6)).goal is asked(without_c, learner(8)).goal
    assert asked(courses, learner(6)).goal is None  # c takes 12 hours a week


def test_a_catalogue_with_other_figures_shares_them_and_has_its_own_figures(courses: Catalogue) -> None:
    shorter = courses.with_figures({"c": replace(courses.module_by_id["c"], hours=Decimal(26))})
    assert shorter.places is courses.places
    assert asked(shorter, learner(12)).goal is asked(courses, learner(12)).goal
    assert [own.minutes_total for own in asked(shorter, learner(12)).candidates] == [13 * 60, 13 * 60, 26 * 60]
    assert [own.minutes_total for own in asked(courses, learner(12)).candidates] == [13 * 60, 13 * 60, 52 * 60]


def test_what_is_held_stands_among_the_nodes_of_its_learner_alone(courses: Catalogue) -> None:
    nobody = asked(courses, learner(12))
    holder = asked(courses, learner(12, held={"a": "2026-12"}))
    assert [own.module for own in holder.candidates] == ["b", "c"]
    (before,) = (own.before for own in holder.candidates if own.module == "b")
    assert [type(part) for _, part in before.parts] == [HeldNode]
    assert asked(courses, learner(12)).goal is nobody.goal


def test_a_catalogue_keeps_no_more_than_so_many(courses: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wants, "MOST_KEPT", 4)
    for target in ("d", "e", "d"):
        asked(courses, learner(12), target)
        assert len(courses.wanted) == 1
