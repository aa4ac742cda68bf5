"""Lets one program at a time write in a folder, by a lock that the system releases when the program ends in any way.

Knows the file system; not what is written. On Linux and macOS the folder itself is locked, and no lock file appears in it.
Windows cannot lock folders: there, an empty file among the user's temporary ones is locked instead.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

LONGEST_WAIT_SECONDS = 10.0
"""A command holds the lock for a tenth of a second; whoever holds it longer has stopped, or is no command of mcplan."""

SECONDS_BETWEEN_ATTEMPTS = 0.01


class LockedError(Exception):
    """Another program held the folder for all of `LONGEST_WAIT_SECONDS`."""


if sys.platform == "win32":
    import msvcrt
    from hashlib import sha256
    from tempfile import gettempdir

    HELD_BY_ANOTHER = PermissionError

    def _open(folder: Path) -> int:
        name = sha256(os.path.normcase(folder.resolve()).encode()).hexdigest()
        return os.open(Path(gettempdir(), f"mcplan-{name}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOINHERIT)

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    HELD_BY_ANOTHER = BlockingIOError

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY | os.O_CLOEXEC)

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def folder_lock(folder: Path) -> Iterator[bool]:
    """Hold a folder until the block ends; yields True if it is held, False if its file system has no locks.

    Raises
    ------
    LockedError
        Another program held it for `LONGEST_WAIT_SECONDS`.
    """
    descriptor = _acquire(folder)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _acquire(folder: Path) -> int | None:
    """Wait for the lock, and return the descriptor that holds it; None if the file system has no locks."""
    give_up = monotonic() + LONGEST_WAIT_SECONDS
    while True:
        try:
            return _attempt(folder)
        except HELD_BY_ANOTHER:
            if monotonic() > give_up:
                raise LockedError from None
            sleep(SECONDS_BETWEEN_ATTEMPTS)
        except OSError:
            return None


def _attempt(folder: Path) -> int:
    descriptor = _open(folder)
    try:
        _lock(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
