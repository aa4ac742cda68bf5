"""Thresholds in normal form: the laws by hand, and on random trees that the same modules at the same times satisfy both."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from build import Data, Part, all_of, any_of, award, catalogue, choose, module, skill
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_cases import requirements

from mcplanner.problem.normal_form import normaliser
from mcplanner.problem.requirement_nodes import HeldNode, Node, RequirementShape, Threshold, Trees, satisfiable, satisfied_by
from mcplanner.solvers.cpsat.counting_once import CountedOnce
from mcplanner.solvers.cpsat.engine import EngineModel, EngineVerdict, Linearisation, Literal

NAMES = "abcdef"

random_trees = settings(max_examples=200)
random_awards = settings(max_examples=60)


def tree(requires: Part, *more: Data) -> Threshold:
    """What an award asks for, of six modules in the alphabet's order of which b and c count as each other, and all teach s."""
    modules = [module(name, credits=2, skills="s", equivalent=["c"] if name == "b" else []) for name in NAMES]
    courses = catalogue(*modules, *more, award("x", requires))
    node = Trees(courses, {name: [number] for number, name in enumerate(NAMES)}, {}).node("x")
    assert isinstance(node, Threshold)
    return node


def written(node: Node) -> str:
    """A node in letters: `2(ab3c)` needs a weight of 2, and c has 3."""
    match node:
        case int():
            return NAMES[node]
        case Threshold():
            own = (("" if weight == 1 else str(weight)) + written(part) for weight, part in node.parts)
            return f"{node.need}({''.join(own)})"
        case _:
            return "-"


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        (any_of("a", any_of("d", "e")), "1(ade)"),
        (all_of("a", ["d", all_of("e", "f")]), "4(adef)"),
        (all_of("a", "a", any_of("d", "d")), "2(ad)"),
        (any_of("b", "c", "d"), "1(bcd)"),
        (skill("s"), "1(abcdef)"),
        (any_of(skill("s"), "a"), "1(abcdef)"),
        (all_of(any_of("b", "d"), any_of("d", "c")), "1(bcd)"),
        (choose(2, "b", "d", "e"), "2(1(bc)de)"),
        (choose(2, "a", any_of("d", any_of("e", "f"))), "2(a1(def))"),
        (any_of("a", all_of("a", "d")), "1(a)"),
        (all_of("a", "d", any_of("d", "e")), "2(ad)"),
        (all_of(any_of(all_of("a", "d")), "e"), "3(ade)"),
    ],
)
def test_the_laws_of_all_and_any(requires: Part, expected: str) -> None:
    assert written(normaliser()(tree(requires))) == expected


@pytest.mark.parametrize(
    ("need", "weights", "expected"),
    [
        (3, (2, 2), "2(ab)"),  # 3 credits of two modules of 2 take both
        (2, (2, 3, 2), "1(abc)"),  # each is enough
        (3, (2, 2, 2), "3(2a2b2c)"),
        (1, (0, 1), "1(b)"),  # no credits are no help
        (5, (2, 2), "5(2a2b)"),  # never enough, and left as it is
        (2, (1,), "2(a)"),
        (0, (1,), "0(a)"),
    ],
)
def test_weights_that_leave_no_choice_are_all_or_any(need: int, weights: Sequence[int], expected: str) -> None:
    assert written(normaliser()(Threshold(need, tuple((weight, part) for part, weight in enumerate(weights))))) == expected


@pytest.mark.parametrize(("need", "expected"), [(0, "0(2(ab))"), (1, "2(ab)"), (2, "2(2(ab))")])
def test_a_part_alone_stands_for_the_whole_where_it_is_needed_and_enough(need: int, expected: str) -> None:
    both = Threshold(2, ((1, 0), (1, 1)))
    assert written(normaliser()(Threshold(need, ((1, both),)))) == expected


def test_awards_and_choices_stay_nodes_of_their_own() -> None:
    """What their parts come to is a bound of its own, which the linear program behind prices would lose."""
    inner = all_of("d", "e")
    assert written(normaliser()(tree(["a", "inner"], award("inner", inner)))) == "2(a2(de))"
    assert written(normaliser()(tree(["a", "inner"], award("inner", inner, valid_months=6)))) == "2(a2(de))"
    assert written(normaliser()(tree(["a", choose(2, "d", "e")]))) == "2(a2(de))"


def test_choices_in_which_a_module_counts_once_stay_apart() -> None:
    # Two of a, b, d and one of a, d: contested, so that the choices stay; what is named by itself is opened all the same.
    requires = [choose(2, "a", "b", "d"), choose(1, "a", "d"), ["e", ["f"]], skill("s")]
    assert written(normaliser()(tree(requires))) == "5(2(a1(bc)d)1(ad)ef1(abcdef))"


def test_equal_nodes_become_one_and_nothing_is_put_in_normal_form_twice() -> None:
    form = normaliser()
    pair, again = (Threshold(2, ((1, 3), (1, 4))) for _ in range(2))
    formed = form(Threshold(1, ((1, 0), (1, pair), (1, again))))
    assert written(formed) == "1(a2(de))"
    assert form(formed) is formed


@pytest.mark.parametrize("needs", [(1,), (2,), (1, 2)])
def test_a_long_chain_of_awards_that_each_need_the_one_before_takes_little(needs: Sequence[int]) -> None:
    node, length = Threshold(1, ((1, 0),)), 3_000
    for number in range(1, length):
        node = Threshold(needs[number % len(needs)], ((1, node), (1, number)))
    formed: Node = normaliser()(node)
    parts = 0
    while isinstance(formed, Threshold):
        parts += len(formed.parts)
        formed = formed.parts[0][1]
    assert parts <= 2 * length


# --- against every set of modules ---------------------------------------------------------------------------------------------

ends = st.none() | st.integers(-4, 6)


@st.composite
def thresholds(draw: st.DrawFn) -> Threshold:
    """A tree with nodes in several places, weights and needs of every kind, what is held, and parts that expire."""
    nodes: list[Node] = [*range(4), *(HeldNode(draw(ends)) for _ in range(2))]
    for _ in range(draw(st.integers(1, 6))):
        parts = draw(st.lists(st.tuples(st.sampled_from([1, 1, 1, 0, 2, 3]), st.sampled_from(nodes[::-1])), max_size=4))
        total = sum(weight for weight, _ in parts)
        valid_months = draw(st.sampled_from([None, None, None, 1, 3]))
        need = draw(st.sampled_from([1, total, 2, total - 1, total + 1]))
        nodes.append(Threshold(need, tuple(parts), valid_months=valid_months, shape=draw(st.sampled_from(RequirementShape))))
    found = nodes[-1]
    assert isinstance(found, Threshold)
    return found


@random_trees
@given(thresholds(), st.lists(st.dictionaries(st.integers(0, 3), st.integers(1, 6)), min_size=5, max_size=10), ends, ends)
def test_the_same_modules_at_the_same_times_satisfy_it(
    node: Threshold, taken: Sequence[Mapping[int, int]], first: int | None, last: int | None
) -> None:
    formed = normaliser()(node)
    for own in taken:
        assert satisfied_by(node, own, first, last) == satisfied_by(formed, own, first, last)


@random_trees
@given(thresholds())
def test_each_part_occurs_once_and_no_any_stands_in_an_any_nor_an_all_in_an_all(node: Threshold) -> None:
    waiting = [normaliser()(node)]
    while waiting:
        whole = waiting.pop()
        parts = [part for _, part in whole.parts]
        assert len(set(parts)) == len(parts)
        inner = [part for part in parts if isinstance(part, Threshold)]
        for part in inner:
            if (part.award, part.valid_months, part.shape) == (None, None, RequirementShape.NAMED):
                assert not (whole.need == 1 and part.need == 1 and parts)
                assert not (_needs_all(whole) and _needs_all(part))
        waiting += inner


def _needs_all(node: Threshold) -> bool:
    return node.need == len(node.parts) and all(weight == 1 for weight, _ in node.parts)


@st.composite
def awards(draw: st.DrawFn) -> tuple[Threshold, frozenset[int]]:
    """Two awards, one of which the other needs, over four modules that may count as each other; and what is held."""
    names = "abcd"
    entries = [module(name, credits=draw(st.integers(1, 2)), skills=draw(st.sampled_from(["s", "t", "s t"]))) for name in names]
    for entry in entries[1:]:
        if draw(st.booleans()):
            entry["equivalent"] = [draw(st.sampled_from(names))]
    inner, outer = (draw(requirements(names, names)) for _ in range(2))
    courses = catalogue(*entries, award("inner", inner), award("outer", all_of("inner", outer)))
    held = {name: [HeldNode(None)] for name in draw(st.sets(st.sampled_from(names), max_size=2))}
    node = Trees(courses, {name: [number] for number, name in enumerate(names)}, held).node("outer")
    assert isinstance(node, Threshold)
    assume(node.once)
    return node, frozenset(number for number, name in enumerate(names) if name not in held)


@random_awards
@given(awards())
def test_the_same_modules_satisfy_it_where_each_counts_once(given_award: tuple[Threshold, frozenset[int]]) -> None:
    node, free = given_award
    formed = normaliser()(node)
    for size in range(len(free) + 1):
        for taken in combinations(sorted(free), size):
            assert satisfied_once(node, taken) == satisfied_once(formed, taken)


def satisfied_once(node: Threshold, taken: Sequence[int]) -> bool:
    """Whether modules satisfy an award, each of them counting once, as the engine sees it."""
    model = EngineModel()
    has = satisfiable(lambda index: index in taken)

    def leaf(part: Node, _: None) -> Literal:
        return model.constant(int(has(part)))

    model.linear(((1, CountedOnce(model, leaf, lambda *_: None).holds(node, None)),), 1, 1)
    return model.solve(60.0, Linearisation.LITTLE).verdict is not EngineVerdict.INFEASIBLE
