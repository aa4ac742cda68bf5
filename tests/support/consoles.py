"""Consoles that write into memory, for tests of what is shown."""

import io
from collections.abc import Callable

from rich.cells import cell_len

from mcplanner.terminal.console import Console


def shown(
    show: Callable[[Console], None], width: int, *, encoding: str = "utf-8", terminal: bool = True, colour: bool = False
) -> str:
    """What `show` prints on a console of a width; characters the encoding lacks raise, as they would on a terminal."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding, errors="strict", newline="\n", write_through=True)
    show(Console(stream, width, terminal, colour))
    return written.getvalue().decode(encoding)


def widest(text: str) -> int:
    """The cells of the longest line."""
    return max((cell_len(line) for line in text.splitlines()), default=0)
