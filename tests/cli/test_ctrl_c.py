"""Ctrl-C while something is loaded, where Python would not hear it, and at the end: no traceback, and the right exit code."""

import pytest
from commands import CERTIFICATE, process

INTERRUPTED_BY = """
import signal, sys
class Dying:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
class Finder:
    def find_spec(self, name, *_):
        if name == wanted:
            sys.meta_path.remove(self)
            Dying() if unheard else signal.raise_signal(signal.SIGINT)
wanted, unheard = sys.argv[1], sys.argv[2] == "unheard"
sys.argv[:3] = ["mcplan"]
sys.meta_path.insert(0, Finder())
from mcplanner.__main__ import main
main()
"""
"""A program in which an import presses Ctrl-C; `unheard` in a destructor, from where nothing comes up."""

AT_THE_END = """
import atexit, signal, sys
atexit.register(signal.raise_signal, signal.SIGINT)
from mcplanner.__main__ import main
main()
"""

NOTHING_IMPORTED = """
import sys
before = set(sys.modules)
import mcplanner.__main__
print(*sorted(sys.modules.keys() - before))
"""

LOADED = (
    "gc", "typing", "typer", "mcplanner.cli.app", "mcplanner.cli.options", "mcplanner.cli.print_answers",
    "mcplanner.catalogue.simple_values", "msgspec", "decimal", "mcplanner.planning.planner", "mcplanner.solvers.search",
    "rich.text", "mcplanner.terminal.plan_view",
)  # fmt: skip


@pytest.mark.parametrize("module", LOADED)
@pytest.mark.parametrize("where", ["heard", "unheard"])
def test_ctrl_c_while_something_is_loaded_ends_quietly(module: str, where: str) -> None:
    done = process("-c", INTERRUPTED_BY, module, where, *CERTIFICATE)
    assert (done.returncode, done.stderr) == (130, "mcplan: stopped before it finished\n")
    assert "Traceback" not in done.stdout


def test_what_a_thread_loads_is_loaded_and_the_search_ends() -> None:
    # The signal goes to the thread, and Python's main thread hears it when the thread is done.
    done = process("-c", INTERRUPTED_BY, "numpy", "heard", *CERTIFICATE, "--prefer", "load")
    assert "Traceback" not in done.stderr
    assert done.returncode == 130, done.stdout + done.stderr


def test_nothing_is_imported_before_ctrl_c_is_heard() -> None:
    assert process("-c", NOTHING_IMPORTED).stdout.split() == ["mcplanner", "mcplanner.__main__"]


def test_ctrl_c_at_the_end_is_too_late() -> None:
    done = process("-c", AT_THE_END, "--version")
    assert (done.returncode, done.stderr) == (0, "")


LEFT_FOR_THE_END = """
import atexit
atexit.register(print, "what a library has left for the end")
from mcplanner.__main__ import main
main()
print("never")
"""


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["--no-such-option"], 2), (["fields", "-c", "none.yaml"], 1)])
def test_the_process_ends_once_all_is_said_and_done(words: list[str], code: int) -> None:
    done = process("-c", LEFT_FOR_THE_END, *words)
    assert done.returncode == code
    assert done.stdout.endswith("what a library has left for the end\n")
