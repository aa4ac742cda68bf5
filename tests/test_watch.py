"""The time of everything that a command searches, and its parts; on a clock that only moves when it is told to."""

import pytest

from mcplanner.solvers import watch as watches
from mcplanner.solvers.watch import Watch


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in its only place."""
    now = [100.0]
    monkeypatch.setattr(watches, "monotonic", lambda: now[0])
    return now


def test_what_one_search_leaves_is_left_to_the_others(clock: list[float]) -> None:
    whole = Watch(60)
    assert whole.share(3).seconds_left == 20
    clock[0] += 6
    assert whole.share(2).seconds_left == 27
    last = whole.share(1)
    clock[0] += 100
    assert (last.seconds_left, whole.seconds_left, whole.share(5).seconds_left) == (0, 0, 0)


def test_a_part_is_no_longer_than_what_is_left(clock: list[float]) -> None:
    whole = Watch(15)
    assert whole.part(10).seconds_left == 10
    clock[0] += 9
    assert whole.part(10).seconds_left == 6


def test_an_interruption_ends_everything_and_is_told() -> None:
    whole = Watch(60)
    part, other = whole.share(2), whole.share(2)
    part.interrupt()
    assert whole.interrupted
    assert (part.seconds_left, other.seconds_left, whole.seconds_left) == (0, 0, 0)


def test_a_part_tells_the_same_listener() -> None:
    heard: list[tuple[str, int, int]] = []
    Watch(60, lambda *words: heard.append(words)).share(2).tell("finish", 12, 3)
    assert heard == [("finish", 12, 3)]
