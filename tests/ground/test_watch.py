"""The time of everything that a command searches, and its parts; on a clock that only moves when it is told to."""

import signal

import pytest

from mcplanner.ground.time_limit import OutOfTimeError, checkpoint
from mcplanner.ground.watch import SECONDS_AFTER_CTRL_C, SECONDS_MORE, SECONDS_TO_FINISH, Watch


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


def test_a_search_is_ended_a_little_after_its_time(clock: list[float]) -> None:
    whole = Watch(10)
    part = whole.part(4)
    for watch, seconds in ((part, 4), (whole, 10)):
        with watch.limiting():
            clock[0] = 100 + seconds + SECONDS_MORE
            checkpoint()
            clock[0] += 0.1
            with pytest.raises(OutOfTimeError):
                checkpoint()


def test_a_part_that_begins_too_late_ends_with_the_whole(clock: list[float]) -> None:
    whole = Watch(10)
    clock[0] += 10 + SECONDS_MORE + 0.1
    with whole.part(5).limiting(), pytest.raises(OutOfTimeError):
        checkpoint()


def test_what_was_found_may_be_finished_a_little_longer(clock: list[float]) -> None:
    watch = Watch(10)
    clock[0] += 10 + SECONDS_TO_FINISH
    with watch.limiting():
        with watch.finishing():
            checkpoint()
            clock[0] += 0.1
            with pytest.raises(OutOfTimeError):
                checkpoint()
        with pytest.raises(OutOfTimeError):
            checkpoint()
    checkpoint()


def test_ctrl_c_ends_a_search_at_once_and_leaves_a_moment_to_finish(clock: list[float]) -> None:
    watch = Watch(60)
    watch.part(30).interrupt()
    with watch.limiting(), pytest.raises(OutOfTimeError):
        checkpoint()
    with watch.finishing():
        clock[0] += SECONDS_AFTER_CTRL_C
        checkpoint()
        clock[0] += 0.1
        with pytest.raises(OutOfTimeError):
            checkpoint()
