"""Time that is up, and Ctrl-C, at any moment: whatever is going on, there is a sound plan, or words that say why there is none.

The clock is looked at in its only place. Here it is set ahead when it is looked at for the n-th time, for many n.
"""

import signal
from collections.abc import Callable
from itertools import count

import pytest
from build import Data, all_of, any_of, award, catalogue, learner, module, month
from msgspec import Struct

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli.print_answers import exit_code
from mcplanner.ground import watch as watches
from mcplanner.ground.watch import SECONDS_MORE, SECONDS_TO_FINISH
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning import planner
from mcplanner.planning.plan_writer import NO_REASONS
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan, Status
from mcplanner.verify import verify

SECONDS = 60.0

TIMES = 25
"""How many moments are tried in each case, from the first look to the last."""


class Asked(Struct, frozen=True):
    """A request and what it is asked of."""

    courses: Catalogue
    who: Learner
    request: Request

    def plan(self) -> Plan:
        return plan(self.courses, self.who, self.request)


def asked(*entries: Data, who: Learner, targets: tuple[str, ...], **more: object) -> Asked:
    return Asked(catalogue(*entries), who, Request(targets, month("2027-01"), seconds=SECONDS, **more))  # type: ignore[arg-type]


CHAIN = [module(f"m{i}", 13, 1, fee=100, needs=f"m{i - 1}" if i else None) for i in range(6)]
NESTED = [award("a0", "m0"), *(award(f"a{i}", any_of(f"a{i - 1}", all_of(f"a{i - 1}", "m1"))) for i in range(1, 6))]
LASTING = [award("d", all_of("m1", any_of("m2", "m3")), valid_months=4), award("e", all_of("m0", "m1"), kind="certificate")]
BOTH = [award("d", all_of("m0", any_of("m1", "m2"))), award("e", ["m1", "m3"])]

CASES = {
    "a chain": asked(*CHAIN, who=learner(3), targets=("m5",)),
    "awards within awards": asked(*CHAIN, *NESTED, who=learner(3), targets=("a5",)),
    "awards that can expire": asked(*CHAIN, *LASTING, who=learner(3), targets=("d",), prefer="cost"),
    "the soonest of a kind": asked(*CHAIN, *BOTH, who=learner(3), targets=("diploma",)),
    "further plans": asked(*CHAIN, *BOTH, who=learner(6), targets=("d",), others=2, within_months=12),
    "too few hours": asked(*CHAIN, who=learner(2, away="2027-03"), targets=("m5",)),
    "too late": asked(*CHAIN, who=learner(3, at_once=1), targets=("m5",), by=month("2027-03")),
}


def looks(case: Asked, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the clock is looked at while there is time."""
    looked = count()
    monkeypatch.setattr(watches, "monotonic", lambda: 0.0 * next(looked))
    case.plan()
    return next(looked)


def moments(case: Asked, monkeypatch: pytest.MonkeyPatch, times: int = TIMES) -> range:
    last = looks(case, monkeypatch)
    return range(2, last, max(1, last // times))


def at_look(number: int, then: Callable[[], float]) -> Callable[[], float]:
    """A clock that stands at 0, and from a look on says something else."""
    looked = count()
    return lambda: then() if next(looked) >= number else 0.0


def pressing_ctrl_c(pressed: list[signal.Signals]) -> Callable[[], float]:
    """Presses it when first asked for the time, and notes that."""

    def press() -> float:
        if not pressed:
            pressed.append(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        return 0.0

    return press


def is_sound(case: Asked, made: Plan) -> bool:
    """Whether it is a plan that keeps every rule, or words for why there is none."""
    if made.objective is None:
        return not made.enrolments and bool(made.reason)
    targets = tuple(target.id for target in made.targets)
    request = Request(targets, made.start, case.request.by, prefer=made.prefer)
    return verify(case.courses, case.who, None, request, made) == ()


@pytest.mark.parametrize(
    "late", [SECONDS, SECONDS + SECONDS_MORE, SECONDS + SECONDS_TO_FINISH], ids=["up", "over", "long over"]
)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_time_may_be_up_at_any_moment(case: Asked, late: float, monkeypatch: pytest.MonkeyPatch) -> None:
    proved = case.plan().status
    for number in moments(case, monkeypatch):
        monkeypatch.setattr(watches, "monotonic", at_look(number, lambda: late + 0.1))
        made = case.plan()
        assert is_sound(case, made), number
        assert made.status in {proved, Status.FEASIBLE, Status.UNKNOWN}, number
        assert exit_code(made) in {0, 3, 4}, number


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_ctrl_c_may_be_pressed_at_any_moment(case: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = 0
    for number in moments(case, monkeypatch):
        pressed: list[signal.Signals] = []
        monkeypatch.setattr(watches, "monotonic", at_look(number, pressing_ctrl_c(pressed)))
        made = case.plan()
        assert is_sound(case, made), number
        if pressed:  # what is kept from plan to plan saves later ones some looks
            assert exit_code(made) == 130, number
            heard += 1
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert heard > TIMES // 2


def test_a_plan_is_told_without_reasons_where_these_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "what_holds_back", lambda *_: iter(()))  # which comes after the reasons, and looks very often
    case = CASES["a chain"]
    told = []
    case.plan()  # what is kept from plan to plan saves later ones some looks
    last = looks(case, monkeypatch)
    for number in range(last - 8 * TIMES, last):
        monkeypatch.setattr(watches, "monotonic", at_look(number, lambda: SECONDS + SECONDS_TO_FINISH + 0.1))
        made = case.plan()
        if made.objective is not None:
            told.append((NO_REASONS in made.warnings, all(enrolment.because for enrolment in made.enrolments)))
    assert told
    assert {without_reasons for without_reasons, _ in told} == {True, False}
    assert all(without_reasons is not explained for without_reasons, explained in told)
