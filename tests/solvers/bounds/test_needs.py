"""The least sets of prerequisites that will do, against a look at every set of them."""

from itertools import combinations

import pytest
from build import all_of, any_of, award, catalogue, choose, learner, module, month
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.ground.bit_thresholds import open_beneath, with_what_follows
from mcplanner.ground.months import Month
from mcplanner.problem.build import build_problem
from mcplanner.problem.model import Candidate
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, bit_thresholds, satisfiable
from mcplanner.solvers.bounds.needs import MOST_SETS, least_needs, plain_needs

NAMES = "abcdef"


def with_prerequisite(requires: object) -> Candidate:
    """A module that requires something of six others, whose numbers are their places in the alphabet."""
    entries = [*(module(name, 13, 1) for name in NAMES), module("z", 13, 1, requires=requires)]
    first = month("2027-01")
    asked = award("d", all_of(*NAMES, "z"))
    return build_problem(catalogue(*entries, asked), learner(9), ("d",), first, Month(first + 24)).candidates[-1]


def as_names(sets: object) -> list[str]:
    assert isinstance(sets, list)
    return sorted("".join(name for place, name in enumerate(NAMES) if own >> place & 1) for own in sets)


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        (all_of("a", "b"), ["ab"]),
        (any_of("a", "b"), ["a", "b"]),
        (choose(2, "a", "b", "c"), ["ab", "ac", "bc"]),
        (all_of("a", any_of("b", "c")), ["ab", "ac"]),
        (any_of("a", all_of("a", "b")), ["a"]),
    ],
)
def test_the_least_sets(requires: object, expected: list[str]) -> None:
    assert as_names(least_needs(with_prerequisite(requires))) == expected


def test_a_module_without_prerequisites_needs_the_empty_set() -> None:
    assert least_needs(with_prerequisite(None)) == [0]
    assert plain_needs(with_prerequisite(None)) == frozenset()


def test_only_what_has_no_choice_is_plain() -> None:
    assert plain_needs(with_prerequisite(all_of("a", "c"))) == frozenset({0, 2})
    assert plain_needs(with_prerequisite(any_of("a", "c"))) is None


def test_too_many_are_not_written_out() -> None:
    names = range(2 * MOST_SETS)
    assert least_needs(of_node(Threshold(1, tuple((1, name) for name in names)))) is None


def test_what_is_held_and_has_yet_to_end_is_no_question_of_candidates_alone() -> None:
    for end, expected in ((None, [0]), (0, [0]), (1, None)):
        assert least_needs(of_node(Threshold(1, ((1, 3), (1, HeldNode(end)))))) == expected


def of_node(node: Threshold) -> Candidate:
    plain = with_prerequisite(None)
    return Candidate(**{field: getattr(plain, field) for field in plain.__struct_fields__ if field != "before"}, before=node)


def nodes() -> st.SearchStrategy[Node]:
    def threshold(parts: list[tuple[int, Node]], need: int) -> Threshold:
        return Threshold(need, tuple(parts))

    leaves = st.one_of(st.integers(0, 5), st.just(HeldNode(None)))
    return st.recursive(
        leaves,
        lambda part: st.builds(threshold, st.lists(st.tuples(st.integers(1, 3), part), max_size=3), st.integers(0, 4)),
        max_leaves=8,
    )


@given(nodes(), st.integers(0, 63))
def test_as_thresholds_over_bits_any_node_is_satisfied_by_the_same(node: Node, taken: int) -> None:
    thresholds = bit_thresholds(node, 6)
    found = with_what_follows(thresholds, taken)
    assert bool(found & thresholds[-1].bit) == satisfiable(lambda index: bool(taken >> index & 1))(node)
    assert bool(open_beneath(thresholds, found)) != bool(found & thresholds[-1].bit)


def test_some_thresholds_over_bits_are_never_satisfied() -> None:
    never = Threshold(1, ((1, 0), (1, 1)))
    thresholds = bit_thresholds(Threshold(1, ((1, never), (1, 2))), 3, {never})
    assert not with_what_follows(thresholds, 0b011) & thresholds[-1].bit
    assert open_beneath(thresholds, with_what_follows(thresholds, 0b001)) & 0b111 == 0b110


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(1, 3), nodes()), max_size=3), st.integers(0, 4))
def test_of_any_node_exactly_the_least_sets_are_told(parts: list[tuple[int, Node]], need: int) -> None:
    node = Threshold(need, tuple(parts))
    every = [frozenset(some) for size in range(7) for some in combinations(range(6), size)]
    enough = [some for some in every if satisfiable(some.__contains__)(node)]
    least = [some for some in enough if not any(other < some for other in enough)]
    found = least_needs(of_node(node))
    assert found is not None
    assert sorted(found) == sorted(sum(1 << place for place in some) for some in least)
