"""The console that everything is shown on: its width, its colour, and what its encoding can write.

This module knows the environment and the stream; not what is shown.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

WIDTH_IN_A_PIPE = 100
WIDTH_OF_AN_UNKNOWN_TERMINAL = 80
LEAST_WIDTH = 40

OR_ELSE = """
case $? in 126 | 127) if command -v less >/dev/null; then less; else cat; fi ;; esac"""
"""What a shell does after a program that it could not start, which has read nothing."""


class Console(Struct, frozen=True, dict=True):
    """What is shown on: a stream, how many cells wide it is, and whether it is a terminal, and takes colours."""

    stream: TextIO
    width: int
    is_terminal: bool = False
    in_colour: bool = False

    @property
    def encoding(self) -> str:
        """How the stream writes characters."""
        return self.stream.encoding or "utf-8"

    @property
    def ascii_only(self) -> bool:
        """Return whether it can write hardly more than the letters of English."""
        return not self.encoding.lower().startswith("utf")

    @cached_property
    def rich(self) -> "RichConsole":
        """Rich's own console, for colours, trees and pages; plain text in a pipe does without, which is 10 ms sooner.

        Everything rich would look up itself (CI, Jupyter, `TTY_COMPATIBLE`) is given here, because output that changes with the
        place it runs in cannot be compared.
        """
        from rich.console import Console as RichConsole

        return RichConsole(
            file=self.stream,
            width=self.width,
            height=25,  # without it rich takes 80 columns on a dumb terminal
            force_terminal=self.is_terminal,
            force_interactive=False,
            force_jupyter=False,
            color_system="standard" if self.in_colour else None,
            no_color=not self.in_colour,
            markup=False,
            emoji=False,
            highlight=False,
        )

    def write(self, text: str) -> None:
        """Write plain text, which is seen at once, or on the pages that are shown."""
        if self.is_terminal:
            self.rich.out(text, end="", highlight=False)
        else:
            self.stream.write(text)
            self.stream.flush()


def make_console(stream: TextIO | None = None) -> Console:
    """Return a console on `stream` (standard output by default) that looks the same wherever it runs.

    Notes
    -----
    `COLUMNS` decides the width, then the terminal; a pipe gets 100. Colour needs a terminal that is not `TERM=dumb`, or
    `FORCE_COLOR`; `NO_COLOR` takes it away, and bold and dim with it.
    """
    file = sys.stdout if stream is None else stream
    is_terminal = file.isatty()
    forced = bool(os.environ.get("FORCE_COLOR"))
    able = forced or (is_terminal and os.environ.get("TERM", "").lower() not in ("dumb", "unknown"))
    return Console(file, _width(file, is_terminal), is_terminal, in_colour=able and not os.environ.get("NO_COLOR"))


@contextmanager
def paged(console: Console) -> Iterator[None]:
    """Show what is printed meanwhile page by page, on a terminal: through `PAGER`, or less, or what Python has of its own.

    less gets the options that git gives it, unless `LESS` has others: colours as they are, and no pages of what fits on one. It
    also shows what the program in `PAGER` cannot, because there is none.
    """
    if not console.is_terminal:
        yield
        return
    os.environ.setdefault("LESS", "-FRX")
    os.environ.pop("MANPAGER", None)  # Python would prefer it, but it can be made for manual pages alone
    if os.name == "posix" and os.environ.get("PAGER"):
        os.environ["PAGER"] += OR_ELSE
    with console.rich.pager(styles=console.in_colour):
        yield


def has_a_width(console: Console) -> bool:
    """Return whether there is a width to keep to: that of a terminal, or the one asked for with `COLUMNS`."""
    return console.is_terminal or _asked_width() > 0


def _asked_width() -> int:
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isdecimal() else 0


def _width(file: TextIO, is_terminal: bool) -> int:
    if asked := _asked_width():
        return max(LEAST_WIDTH, asked)
    if not is_terminal:
        return WIDTH_IN_A_PIPE
    try:
        width = os.get_terminal_size(file.fileno()).columns
    except (OSError, ValueError):
        width = 0
    return max(LEAST_WIDTH, width or WIDTH_OF_AN_UNKNOWN_TERMINAL)
