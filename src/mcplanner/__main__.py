"""`mcplan` and `python -m mcplanner`: run a command; any failure ends in words and an exit code, never in a traceback.

`MCPLAN_TRACEBACK=1` shows the traceback that a bug report needs. This module imports only what Python itself has imported,
so Ctrl-C works while anything else is loaded.
"""

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper

TYPE_CHECKING = False  # importing typing for its own would take time
if TYPE_CHECKING:
    from typing import TextIO

    from typing_extensions import Buffer

DEFECT = 70
"""The exit code of a bug in mcplan itself (EX_SOFTWARE)."""

CANNOT_WRITE = 2
"""The exit code if a stream or a named file cannot be used."""

INTERRUPTED = 130
"""The exit code if Ctrl-C was pressed."""

STOPPED = "mcplan: stopped before it finished"

SELDOM = 200_000
"""How many new objects it takes before Python looks for garbage."""


class _Pipe(FileIO):
    """A stream to write to that drops what nobody reads any more, as behind `| head`, and says only once that it is full."""

    _failed = False

    def write(self, data: "Buffer") -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return memoryview(data).nbytes
        except OSError:
            if self._failed:  # what is still in the buffer, written once more when Python ends
                return memoryview(data).nbytes
            self._failed = True
            raise


def _prepare_streams() -> None:
    """Make both streams accept whatever is written: they may be closed, lose their reader, or know few characters."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  (it stays open as long as the program runs)
    sys.stdout, sys.stderr = (_patient(stream) for stream in (sys.stdout, sys.stderr))


def _patient(stream: "TextIO") -> "TextIO":
    """Return a stream to the same place that accepts every character and goes on without a reader."""
    if not isinstance(stream, TextIOWrapper):
        return stream
    raw = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered, the buffer is the file itself
    if stream.isatty() or not isinstance(raw, FileIO):
        stream.reconfigure(errors="backslashreplace")
        return stream
    buffer = BufferedWriter(_Pipe(stream.fileno(), "wb", closefd=False))
    return TextIOWrapper(buffer, stream.encoding, "backslashreplace", line_buffering=stream.line_buffering)


def _start_sooner() -> None:
    """Skip work that libraries do at their start and that mcplan does not need; a whole plan takes half a second to a second.

    numpy's linear algebra would start a thread for each core (70 ms), pydantic would ask every installed package for plugins
    (5 to 12 ms), and the loader would look up all functions in OR-Tools' 30 MB before one is called (14 ms). What is loaded
    stays, so looking for garbage after every 700 objects finds nothing (40 ms).
    """
    import gc

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if hasattr(sys, "setdlopenflags"):
        sys.setdlopenflags(os.RTLD_LAZY)
    gc.set_threshold(SELDOM, 10, 10)


def _ignore_ctrl_c() -> None:
    """Ignore Ctrl-C at the end, where Python would print a traceback."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop_where_unheard(unraisable: "sys.UnraisableHookArgs") -> None:
    """End at once if Ctrl-C comes while Python cleans up, as after an import: Python would print a traceback and go on."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        print(STOPPED, file=sys.stderr, flush=True)
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(unraisable)


def _is_from_ctrl_c(error: BaseException | None) -> bool:
    """Return whether Ctrl-C caused an error: an import that it interrupts may end in an error of its own."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _code_of(error: BaseException) -> int:
    """Say why the program ends, and return its exit code."""
    if isinstance(error, SystemExit) and error.code != INTERRUPTED:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if isinstance(error, SystemExit) or _is_from_ctrl_c(error):
        print(STOPPED, file=sys.stderr)
        return INTERRUPTED
    if os.environ.get("MCPLAN_TRACEBACK"):
        raise error
    from mcplanner.ground.characters import visible

    if isinstance(error, OSError):
        print(visible(f"mcplan: cannot read or write: {error.strerror or error}"), file=sys.stderr)
        return CANNOT_WRITE
    defect = f"mcplan: this is a bug in mcplan, not a mistake in your input: {type(error).__name__}: {error}"
    print(visible(defect), file=sys.stderr)
    print("Please report it, with your command and what it prints with MCPLAN_TRACEBACK=1 in front.", file=sys.stderr)
    return DEFECT


def _run() -> None:
    """Run the command that was typed, and write out what it said: a full disk is found here at the latest."""
    from mcplanner.cli.app import run

    try:
        run()
    finally:
        sys.stdout.flush()


def run_command() -> int:
    """Run the command that was typed, and return its exit code."""
    try:
        import signal  # noqa: F401  (loaded early, to ignore Ctrl-C at once after it was pressed)

        sys.unraisablehook = _stop_where_unheard
        _prepare_streams()
        _start_sooner()
        _run()
        return 0
    except BaseException as error:
        _ignore_ctrl_c()
        return _code_of(error)
    finally:
        _ignore_ctrl_c()


def main() -> None:
    """Run the command that was typed, and end the process once all is said.

    Python itself would first look for garbage once more (65 ms) and then take apart all that was loaded (5 to 15 ms), while the
    system takes back the memory as a whole. What libraries have registered for the end is done.
    """
    import atexit

    code = run_command()
    atexit._run_exitfuncs()
    for stream in filter(None, (sys.stdout, sys.stderr)):  # neither is there where it was closed
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
