"""The line on standard error that says how far a search is.

It knows the terminal and what a search tells its listener; not how plans are found.
"""

import sys
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Self

from mcplanner.ground.characters import visible
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import counted, hours_counted, load_text
from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import CHANGES, HOLDING_BACK

if TYPE_CHECKING:
    from mcplanner.ground.watch import Listener
    from mcplanner.planning.comparison import ListenerOf

SECONDS_BEFORE_PROGRESS = 1.0

CLEAR_LINE = "\r\033[K"


class ProgressLine:
    """Shows how far a search is, on one line that is overwritten; only on a terminal, and after a second.

    It leaves no trace, however the search ends.
    """

    def __init__(self, wanted: bool) -> None:
        self._shown = wanted and sys.stderr.isatty()
        self._begun = monotonic()
        self._written = ""

    def of_plan(self, start: Month, words: str = "") -> "Listener":
        """Return a listener that shows the search for a plan that starts in a month, behind some words."""

        def listen(stage: str, value: int | None, low: int) -> None:
            if self._shown and monotonic() - self._begun > SECONDS_BEFORE_PROGRESS:
                self._write(words + progress_text(stage, value, low, start))

        return listen

    def of_rows(self, count: int) -> "ListenerOf":
        """Return listeners for the plans of a comparison."""
        return lambda position, request: self.of_plan(request.start, f"plan {position + 1} of {count}: ")

    def of_steps(self) -> Callable[[str], None]:
        """Return a listener that shows what is being done."""

        def listen(step: str) -> None:
            if self._shown and monotonic() - self._begun > SECONDS_BEFORE_PROGRESS:
                self._write(visible(step))

        return listen

    def _write(self, text: str) -> None:
        if text != self._written:
            print(f"{CLEAR_LINE}{text}", end="", file=sys.stderr, flush=True)
            self._written = text

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._written:
            print(CLEAR_LINE, end="", file=sys.stderr, flush=True)


NAMES = {
    Stage.FINISH: "finish",
    Stage.UNKNOWN_FEES: "unknown fees",
    Stage.COST: "cost",
    Stage.MINUTES: "study in all",
    Stage.STARTS: "sum of all starts",
    Stage.PEAK: "busiest weeks",
    Stage.MOVED: "changes to the earlier plan",
    Stage.SHIFT: "months moved in total",
}


def progress_text(stage: str, value: int | None, low: int, start: Month) -> str:
    """Return in words the best value of a stage so far, if there is one, and the value that no plan beats."""
    if stage == CHANGES:
        return f"impossible; looking for changes that would help: {value} of {low}"
    if stage == HOLDING_BACK:
        return f"planned; looking for what holds you back: {value} of {low}"
    best = "no plan yet" if value is None else f"{_value_text(Stage(stage), value, start)} so far"
    return f"{NAMES[Stage(stage)]}: {best}, at best {_value_text(Stage(stage), low, start)}"


def _value_text(stage: Stage, value: int, start: Month) -> str:
    match stage:
        case Stage.FINISH:
            return month_name(Month(start + max(1, value) - 1))
        case Stage.COST:
            return format_cents(value)
        case Stage.MINUTES | Stage.PEAK:
            return hours_counted(load_text(value))
        case Stage.MOVED:
            return counted(value, "module")
        case Stage.STARTS | Stage.SHIFT:
            return counted(value, "month")
        case Stage.UNKNOWN_FEES:
            return counted(value, "fee")
