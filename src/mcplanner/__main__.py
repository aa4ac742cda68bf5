"""`mcplan` and `python -m mcplanner`: runs a command; whatever goes wrong ends in words and an exit code, never in a traceback.

Floor 11. `MCPLAN_TRACEBACK=1` shows what a defect's report needs.
"""

import os
import sys
from io import TextIOWrapper
from pathlib import Path

DEFECT = 70
"""The exit code of a defect of mcplan itself (EX_SOFTWARE)."""


CANNOT_WRITE = 2
"""The exit code where a stream or a file that was named cannot be used."""


def _prepare_streams() -> None:
    """Let standard output take whatever is written to it: it may be closed, or know few characters."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  (it stays open as long as the program runs)
    elif isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _start_no_threads() -> None:
    """Keep numpy's linear algebra, which nothing here uses, from starting a thread for each core (70 ms of work)."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run the command that was typed, and exit."""
    try:
        _prepare_streams()
        _start_no_threads()
        from mcplanner.cli import app

        app(prog_name="mcplan")
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(130)
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


if __name__ == "__main__":
    main()
