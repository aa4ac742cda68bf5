"""Writing a file whole or not at all, and never over another one unasked.

Floor 9. Knows the file system; not what the file holds.
"""

import errno
import os
from pathlib import Path

NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What a file system answers that has no hard links, as on memory cards and some shares."""


EXISTS = "'{path}' exists: choose another name, or overwrite it with --force"


class SavingError(Exception):
    """A file could not be written; the message says why and names the way out."""


def check_path(path: Path, force: bool = False) -> None:
    """Refuse what can be refused before there is anything to write.

    Raises
    ------
    SavingError
        The file exists and `force` is not given, or it cannot be written.
    """
    try:
        _check(path, force)
    except FileExistsError:
        raise SavingError(EXISTS.format(path=path)) from None


def save(path: Path, content: str | bytes, force: bool = False) -> None:
    """Write `content` to `path`, text as UTF-8.

    The content goes to a temporary file in the same folder, which takes the name only when it is complete; whatever happens
    before, interruption included, leaves nothing behind. With `force`, a link is followed and the file it points to replaced.

    Raises
    ------
    SavingError
        The file exists and `force` is not given, or it cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        _check(path, force)
        _write(Path(os.path.realpath(path)) if force else path, data, force)
    except FileExistsError:
        raise SavingError(EXISTS.format(path=path)) from None
    except OSError as error:
        raise SavingError(f"cannot write '{path}': {error.strerror or error}") from error


def _check(path: Path, force: bool) -> None:
    """Refuse what can be refused before anything is written, in words better than the system's."""
    if path.is_dir():
        raise SavingError(f"'{path}' is a folder: add the name of a file")
    if not path.parent.is_dir():
        raise SavingError(f"there is no folder '{path.parent}': create it first")
    if path.exists() and not path.is_file():
        raise SavingError(f"'{path}' is not an ordinary file: name one")
    if not force and os.path.lexists(path):
        raise FileExistsError


def _write(path: Path, data: bytes, force: bool) -> None:
    temporary = path.with_name(f".mcplan-{os.urandom(8).hex()}.tmp")
    try:
        # Unlike tempfile's, this mode leaves the permissions to the umask, as for any new file.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if force and path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)  # who may read a file is the owner's choice
        if force:
            temporary.replace(path)
        else:
            _take_free_name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _take_free_name(temporary: Path, path: Path) -> None:
    """Give the file its name in one step that fails where the name was taken meanwhile."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        # Without hard links the name is claimed by an empty file first, which then gives way to the complete one.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
