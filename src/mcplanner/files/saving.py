"""Writes files whole or not at all, and never over another one unless asked to.

Knows the file system; not what the files hold.
"""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mcplanner.files.folder_lock import LockedError, folder_lock

NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""The errors of a file system without hard links, such as memory cards and some network shares."""

EXISTS = "'{path}' already exists: choose another name, or overwrite it with --force"

TEMPORARY = ".mcplan-{}.tmp"
"""The name of a file that is not yet complete."""


class SavingError(Exception):
    """A file could not be written; the message says why, and the way out."""


def check_path(path: Path, force: bool = False) -> None:
    """Refuse a path as early as possible, before there is anything to write.

    Raises
    ------
    SavingError
        The file exists and `force` is not given, or the file cannot be written.
    """
    try:
        _check(path, force)
    except FileExistsError:
        raise SavingError(EXISTS.format(path=path)) from None


def save(path: Path, content: str | bytes, force: bool = False) -> None:
    """Write `content` to `path`, text as UTF-8.

    The content goes to a temporary file in the same folder, which takes the name only when it is complete; if anything goes
    wrong before, nothing is left behind. With `force`, a link is followed, and the file that it points to is replaced.

    Raises
    ------
    SavingError
        The file exists and `force` is not given, or the file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    place = real_path(path) if force else path
    with _in_words(path):
        _check(path, force)
        with alone_in_folder_of(place):
            _write(place, data, force)


def real_path(path: Path) -> Path:
    """The file itself, even if the path is a link."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextmanager
def alone_in_folder_of(path: Path) -> Iterator[None]:
    """Keep other commands from writing in a file's folder until the block ends, and remove what killed commands left there.

    Raises
    ------
    SavingError
        Another program holds the folder, and does not let go.
    """
    try:
        with folder_lock(path.parent) as held:
            if held:
                _remove_leftovers(path.parent)
            yield
    except LockedError:
        raise SavingError(f"another program is writing in '{path.parent}': try again when it has finished") from None


def replace_together(path: Path, before: bytes, contents: Mapping[Path, bytes]) -> None:
    """Replace files of one folder, in order, each with the mode of `path`, but only if `path` still holds `before`.

    All are complete before the first takes its name. Call this while alone in the folder. A program that ignores the lock,
    such as an editor, is noticed if it saved before that moment.

    Raises
    ------
    SavingError
        `path` was changed, or one of the files cannot be written or is write-protected.
    """
    waiting: dict[Path, Path] = {}
    with _in_words(path):
        for target in contents:
            _check(target, force=True)
        try:
            mode = path.stat().st_mode & 0o7777
            for target, content in contents.items():
                waiting[target] = _temporary_beside(target)
                _complete(waiting[target], content, mode)
            if path.read_bytes() != before:
                raise SavingError(f"'{path}' has changed since mcplan read it: nothing was written; run the command again")
            for target, temporary in waiting.items():
                temporary.replace(target)
        finally:
            for temporary in waiting.values():
                temporary.unlink(missing_ok=True)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise SavingError(EXISTS.format(path=path)) from None
    except OSError as error:
        raise SavingError(f"cannot write '{path}': {error.strerror or error}") from error


def _check(path: Path, force: bool) -> None:
    """Refuse a path before anything is written, in clearer words than the system's."""
    if path.is_dir():
        raise SavingError(f"'{path}' is a folder: add the name of a file")
    if not path.parent.is_dir():
        raise SavingError(f"there is no folder '{path.parent}': create it first")
    if path.exists() and not path.is_file():
        raise SavingError(f"'{path}' is not an ordinary file: choose one that is")
    if not force and os.path.lexists(path):
        raise FileExistsError
    # Ask the mode, not the system: whoever may write in the folder could replace the file, and root may do anything.
    if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
        raise SavingError(f"'{path}' is write-protected: allow writing first, for example with chmod u+w")


def _remove_leftovers(folder: Path) -> None:
    for path in folder.glob(TEMPORARY.format("*")):
        with suppress(OSError):
            path.unlink()


def _write(path: Path, data: bytes, force: bool) -> None:
    temporary = _temporary_beside(path)
    mode = path.stat().st_mode & 0o7777 if force and path.exists() else None
    try:
        _complete(temporary, data, mode)
        if force:
            temporary.replace(path)
        else:
            _take_free_name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _temporary_beside(path: Path) -> Path:
    return path.with_name(TEMPORARY.format(os.urandom(8).hex()))


def _complete(temporary: Path, data: bytes, mode: int | None) -> None:
    """Write a new file to the disk. While it is empty, the mode settles who may read it; without one, the umask does."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if mode is not None:
            temporary.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_free_name(temporary: Path, path: Path) -> None:
    """Give the file its name in one step, which fails if the name has been taken meanwhile."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        # Without hard links, an empty file claims the name first, and the complete one then replaces it.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
