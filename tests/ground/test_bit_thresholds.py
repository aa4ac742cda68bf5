"""Statements that follow from others that are true."""

from mcplanner.ground.bit_thresholds import BitThreshold, open_beneath, with_what_follows

A, B, C, TWO, ALL = (1 << place for place in range(5))


def test_what_is_true_weighs_enough_or_not() -> None:
    # Of a and b, which weigh 2 each, and c, which weighs 1, four are needed.
    own = BitThreshold.of(TWO, 4, {A: 2, B: 2, C: 1})
    assert [own.reached(true) for true in (0, A, A | C, A | B, A | B | C)] == [0, 2, 3, 4, 5]
    assert with_what_follows([own], A | C) == A | C
    assert with_what_follows([own], A | B) == A | B | TWO


def test_thresholds_follow_from_those_before_them() -> None:
    thresholds = [BitThreshold.of(TWO, 1, {A: 1, B: 1}), BitThreshold.of(ALL, 2, {TWO: 1, C: 1})]
    assert with_what_follows(thresholds, A | C) & ALL
    assert not with_what_follows(thresholds, A | B) & ALL
    assert not with_what_follows(thresholds, C) & ALL


def test_what_is_open_is_asked_for_by_what_is_not_true() -> None:
    # All needs both of two, of which one needs a or b, and the other one c.
    one, other, goal = (1 << place for place in (3, 4, 5))
    thresholds = [
        BitThreshold.of(one, 1, {A: 1, B: 1}),
        BitThreshold.of(other, 1, {C: 1}),
        BitThreshold.of(goal, 2, {one: 1, other: 1}),
    ]
    assert open_beneath(thresholds, 0) == A | B | C | one | other | goal
    assert open_beneath(thresholds, with_what_follows(thresholds, A)) == C | other | goal
    assert open_beneath(thresholds, with_what_follows(thresholds, A | C)) == 0
