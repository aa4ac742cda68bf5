"""`mcplan` and `python -m mcplanner`: runs a command; whatever goes wrong ends in words and an exit code, never in a traceback.

Floor 11. `MCPLAN_TRACEBACK=1` shows what a defect's report needs.
"""

import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path

DEFECT = 70
"""The exit code of a defect of mcplan itself (EX_SOFTWARE)."""


CANNOT_WRITE = 2
"""The exit code where a stream or a file that was named cannot be used."""

INTERRUPTED = 130
"""The exit code where Ctrl-C was pressed."""

SELDOM = 200_000
"""Garbage is looked for after so many objects more."""


def _prepare_streams() -> None:
    """Let standard output take whatever is written to it: it may be closed, or know few characters."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  (it stays open as long as the program runs)
    elif isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _start_sooner() -> None:
    """Leave out what the libraries do at their start that nothing here needs; a whole plan takes half a second to a second.

    numpy's linear algebra would start a thread for each core (70 ms), pydantic would ask every installed package for plugins
    (5 to 12 ms), and all functions of OR-Tools' 30 MB would be looked up before one is called (14 ms). What is loaded stays: to
    look through it for garbage after every 700 objects finds nothing (40 ms).
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if hasattr(sys, "setdlopenflags"):
        sys.setdlopenflags(os.RTLD_LAZY)
    gc.set_threshold(SELDOM, 10, 10)


def main() -> None:
    """Run the command that was typed, and exit."""
    try:
        _prepare_streams()
        _start_sooner()
        from mcplanner.cli import run

        run()
        sys.stdout.flush()
    except (KeyboardInterrupt, SystemExit) as end:
        if isinstance(end, SystemExit) and end.code != INTERRUPTED:
            raise
        print("mcplan: stopped before it was done", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except OSError as error:
        if os.environ.get("MCPLAN_TRACEBACK"):
            raise
        print(f"mcplan: cannot read or write: {error.strerror or error}", file=sys.stderr)
        sys.exit(CANNOT_WRITE)
    except Exception as error:
        if os.environ.get("MCPLAN_TRACEBACK"):
            raise
        print(f"mcplan: this is a defect of mcplan, not of your input: {type(error).__name__}: {error}", file=sys.stderr)
        print("Please report it with the command you typed and what MCPLAN_TRACEBACK=1 in front of it prints.", file=sys.stderr)
        sys.exit(DEFECT)
    finally:
        gc.freeze()  # or else all that is there is looked through for garbage once more before it is gone (65 ms)


if __name__ == "__main__":
    main()
