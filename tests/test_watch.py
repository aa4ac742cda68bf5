"""The time of everything that a command searches, and its parts; on a clock that only moves when it is told to."""

import signal

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


def test_ctrl_c_is_heeded_without_an_exception_and_raises_one_when_pressed_again() -> None:
    watch = Watch(60)
    with watch.share(2).heeding_ctrl_c():
        signal.raise_signal(signal.SIGINT)
        assert watch.interrupted
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_program_with_its_own_way_with_ctrl_c_keeps_it() -> None:
    heard = []
    signal.signal(signal.SIGINT, lambda *_: heard.append(1))
    try:
        watch = Watch(60)
        with watch.heeding_ctrl_c():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert (heard, watch.interrupted) == ([1], False)
