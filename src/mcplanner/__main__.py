"""`mcplan` and `python -m mcplanner`: runs a command; whatever goes wrong ends in words and an exit code, never in a traceback.

`MCPLAN_TRACEBACK=1` shows what a defect's report needs. Python itself has imported what is imported here, so that
Ctrl-C is heard while anything is loaded.
"""

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper

TYPE_CHECKING = False  # typing would have to be imported for its own
if TYPE_CHECKING:
    from typing import TextIO

    from typing_extensions import Buffer

DEFECT = 70
"""The exit code of a defect of mcplan itself (EX_SOFTWARE)."""


CANNOT_WRITE = 2
"""The exit code where a stream or a file that was named cannot be used."""

INTERRUPTED = 130
"""The exit code where Ctrl-C was pressed."""

STOPPED = "mcplan: stopped before it was done"

SELDOM = 200_000
"""Garbage is looked for after so many objects more."""


class _Pipe(FileIO):
    """A place to write to that takes what nobody reads any more, as behind `| head`, and drops it."""

    def write(self, data: "Buffer") -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return memoryview(data).nbytes


def _prepare_streams() -> None:
    """Let the streams take whatever is written to them: they may be closed, lose their reader, or know few characters."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  (it stays open as long as the program runs)
    sys.stdout, sys.stderr = (_patient(stream) for stream in (sys.stdout, sys.stderr))


def _patient(stream: "TextIO") -> "TextIO":
    """A stream to the same place that takes every character, and goes on without a reader."""
    if not isinstance(stream, TextIOWrapper):
        return stream
    raw = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered, the buffer is the file itself
    if stream.isatty() or not isinstance(raw, FileIO):
        stream.reconfigure(errors="backslashreplace")
        return stream
    buffer = BufferedWriter(_Pipe(stream.fileno(), "wb", closefd=False))
    return TextIOWrapper(buffer, stream.encoding, "backslashreplace", line_buffering=stream.line_buffering)


def _start_sooner() -> None:
    """Leave out what the libraries do at their start that nothing here needs; a whole plan takes half a second to a second.

    numpy's linear algebra would start a thread for each core (70 ms), pydantic would ask every installed package for plugins
    (5 to 12 ms), and all functions of OR-Tools' 30 MB would be looked up before one is called (14 ms). What is loaded stays: to
    look through it for garbage after every 700 objects finds nothing (40 ms).
    """
    import gc

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if hasattr(sys, "setdlopenflags"):
        sys.setdlopenflags(os.RTLD_LAZY)
    gc.set_threshold(SELDOM, 10, 10)


def _leave_sooner() -> None:
    import gc

    gc.freeze()  # or else all that is there is looked through for garbage once more before it is gone (65 ms)


def _ignore_ctrl_c() -> None:
    """All is done, or stopping: what Python does at its end would print a traceback."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop_where_unheard(unraisable: "sys.UnraisableHookArgs") -> None:
    """End at once where Ctrl-C comes while Python cleans up, as after each import: Python would print a traceback and go on."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        print(STOPPED, file=sys.stderr, flush=True)
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(unraisable)


def _is_from_ctrl_c(error: BaseException | None) -> bool:
    """Whether Ctrl-C is where an error comes from: some imports that it breaks off end in an error of their own."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _end(error: BaseException) -> None:
    """Say why the program ends, and exit."""
    if isinstance(error, SystemExit) and error.code != INTERRUPTED:
        raise error
    if isinstance(error, SystemExit) or _is_from_ctrl_c(error):
        print(STOPPED, file=sys.stderr)
        sys.exit(INTERRUPTED)
    if os.environ.get("MCPLAN_TRACEBACK"):
        raise error
    from mcplanner.ground.characters import visible

    if isinstance(error, OSError):
        print(visible(f"mcplan: cannot read or write: {error.strerror or error}"), file=sys.stderr)
        sys.exit(CANNOT_WRITE)
    defect = f"mcplan: this is a defect of mcplan, not of your input: {type(error).__name__}: {error}"
    print(visible(defect), file=sys.stderr)
    print("Please report it with the command you typed and what MCPLAN_TRACEBACK=1 in front of it prints.", file=sys.stderr)
    sys.exit(DEFECT)


def main() -> None:
    """Run the command that was typed, and exit."""
    try:
        import signal  # noqa: F401  (so that Ctrl-C can be ignored at once when it was pressed)

        sys.unraisablehook = _stop_where_unheard
        _prepare_streams()
        _start_sooner()
        from mcplanner.cli.app import run

        run()
        sys.stdout.flush()
    except BaseException as error:
        _ignore_ctrl_c()
        _end(error)
    finally:
        _ignore_ctrl_c()
        _leave_sooner()


if __name__ == "__main__":
    main()
