"""One writer at a time in a folder: a lock that the system releases when its holder ends, however that happens.

Knows the file system; not what is written. On Linux and macOS the folder itself is locked, so that nothing lies in it;
on Windows, which locks no folders, an empty file among the user's temporary ones stands for it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

LONGEST_WAIT_SECONDS = 10.0
"""A writer holds the lock for a tenth of a second; a longer one is stopped, or a program of another kind."""

SECONDS_BETWEEN_ATTEMPTS = 0.01


class LockedError(Exception):
    """Another program held the folder for as long as we were willing to wait."""


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
    """Hold a folder until the block ends; True where it is held, False where its file system has no locks.

    Raises
    ------
    LockedError
        Another program held it for `LONGEST_WAIT_SECONDS`.
    """
    descriptor = _held(folder)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _held(folder: Path) -> int | None:
    """A descriptor that holds the lock, once nobody else does; None where there can be no lock."""
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
