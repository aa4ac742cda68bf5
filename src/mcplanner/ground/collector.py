"""Pauses Python's collection of garbage where much is made that has no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Stop garbage collection: data of a file has no cycles, and walking it again and again would double the time.

    What was made meanwhile counts as old, as if it had been walked: else all of it would be as soon as collection goes on.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()
