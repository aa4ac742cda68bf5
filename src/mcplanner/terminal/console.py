"""The console that everything is shown on: its width, its colour, and what its encoding can write.

This module knows the environment and the stream; not what is shown.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from msgspec import Struct
from msgspec.structs import replace

WIDTH_IN_A_PIPE = 100
WIDTH_OF_AN_UNKNOWN_TERMINAL = 80
LEAST_WIDTH = 40


class Console(Struct, frozen=True):
    """What pictures are shown on: a stream, how many cells wide it is, what it can write, and whether it is a terminal."""

    stream: TextIO
    width: int
    encoding: str = "utf-8"
    is_terminal: bool = False
    in_colour: bool = False

    @property
    def ascii_only(self) -> bool:
        """Return whether it can write hardly more than the letters of English."""
        return not self.encoding.lower().startswith("utf")

    def write(self, text: str) -> None:
        """Write a text, which is seen at once."""
        self.stream.write(text)
        self.stream.flush()


def make_console(stream: TextIO | None = None) -> Console:
    """Return a console on `stream` (standard output by default) that looks the same wherever it runs.

    Notes
    -----
    `COLUMNS` decides the width, then the terminal; a pipe gets 100. Colour needs a terminal that is not `TERM=dumb`, or
    `FORCE_COLOR`; `NO_COLOR` takes it away, and bold and dim with it. Nothing else of the environment counts (CI, Jupyter),
    because output that changes with the place it runs in cannot be compared.
    """
    file = sys.stdout if stream is None else stream
    is_terminal = file.isatty()
    forced = bool(os.environ.get("FORCE_COLOR"))
    able = is_terminal and os.environ.get("TERM", "").lower() not in ("dumb", "unknown") and _follows_codes(file)
    return Console(
        file,
        _width(file, is_terminal),
        file.encoding or "utf-8",
        is_terminal,
        in_colour=(forced or able) and not os.environ.get("NO_COLOR"),
    )


def _follows_codes(terminal: TextIO) -> bool:
    """Return whether a terminal follows the codes of styles, as all do; that of Windows does once it is asked to."""
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    follow, mode, system = 4, ctypes.c_ulong(), ctypes.windll.kernel32
    handle = msvcrt.get_osfhandle(terminal.fileno())
    return bool(system.GetConsoleMode(handle, ctypes.byref(mode)) and system.SetConsoleMode(handle, mode.value | follow))


@contextmanager
def paged(console: Console) -> Iterator[Console]:
    """Show what is printed meanwhile page by page, on a terminal: through `PAGER`, or less, or what Python has of its own.

    less gets the options that git gives it, unless `LESS` has others: colours as they are, and no pages of what fits on one.
    """
    if not console.is_terminal:
        yield console
        return
    from pydoc import pager

    os.environ.setdefault("LESS", "-FRX")
    os.environ.pop("MANPAGER", None)  # Python would prefer it, but it can be made for manual pages alone
    pages = io.StringIO()
    yield replace(console, stream=pages)
    pager(pages.getvalue())


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
