"""Which file a name means, and its bytes.

Knows the file system, standard input and the files that come with mcplan; not what is in them.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from mcplanner.ground.characters import OLE, ZIP
from mcplanner.ground.diagnostics import TAKE_OUT, Diagnostic, Position, Severity, did_you_mean
from mcplanner.ground.digests import blake2b

Content: TypeAlias = tuple[str, bytes | Diagnostic]
"""The name of a file in messages, and its bytes or why there are none."""

MOST_BYTES = 22_000_000
"""A file of this size, with as many values as a file may have, is read and checked in 500 MB: see benchmarks/memory.py."""

SHEETS = (".csv", ".tsv")
"""Endings of sheets that are text."""

BLOCK = 2**18
"""How many bytes of a file are read at once where not all are needed."""

DIGEST_BYTES = 32

OWN_FILE = Path("me.yaml")
"""The learner file if none is named."""

SHIPPED: Mapping[str, str] = MappingProxyType({"example": "courses.yaml", "singapore": "singapore.yaml"})
"""The catalogues that come with mcplan: the name by which each is asked for, and its file."""


def shipped_catalogue_path(name: str = "example") -> Path:
    """The path of a catalogue that comes with mcplan: in the package, or in the checkout, where it may not exist."""
    return _shipped(SHIPPED[name])


def catalogue_path(word: str | Path, folder: Path = Path()) -> Path:
    """The path of a catalogue that is named in a folder: a file, or one that comes with mcplan; a file that exists wins."""
    path = folder / word
    return shipped_catalogue_path(str(word)) if str(word) in SHIPPED and not path.exists() else path


def shipped_funding_path() -> Path:
    """The path of the funding rules that come with mcplan."""
    return _shipped("funding.yaml")


def _shipped(name: str) -> Path:
    package = Path(__file__).parents[1]
    installed = package / "data" / name
    return installed if installed.exists() else package.parents[1] / "data" / name


def file_name(path: str | Path) -> str:
    """The name of a file in messages."""
    return "<stdin>" if str(path) == "-" else str(path)


def is_sheet(name: str, content: bytes) -> bool:
    """Return whether a file is a sheet or a workbook, as far as its name and its first bytes tell."""
    return content.startswith((ZIP, OLE)) or name.lower().endswith(SHEETS)


def read_bytes(path: str | Path, most: int) -> bytes | Diagnostic:
    """The bytes of a file, or of standard input for `-`; or a diagnostic that says why it cannot be read."""
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(most + 1)
        else:
            with Path(path).open("rb") as stream:
                content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        return unreadable(path, error)
    return content if len(content) <= most else _too_large(path, most)


def can_be_read_again(path: str | Path) -> bool:
    """Return whether a name is that of a file, and not of a pipe, such as `-` or what a shell makes of `<(command)`."""
    try:
        return str(path) != "-" and Path(path).is_file()
    except (OSError, ValueError):
        return False


def digest_of_file(path: str | Path, most: int) -> str | None:
    """The digest of a file, read in blocks so that it takes no memory; None if it cannot be read or is larger."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    try:
        with Path(path).open("rb") as stream:
            while (block := stream.read(BLOCK)) and stream.tell() <= most:
                digest.update(block)
    except (OSError, ValueError):
        return None
    return None if block else digest.hexdigest()


def digest_of(content: Content) -> tuple[str, str | None]:
    """The name of a file and the digest of its bytes, if there are any."""
    name, known = content
    return name, blake2b(known, digest_size=DIGEST_BYTES).hexdigest() if isinstance(known, bytes) else None


def _too_large(path: str | Path, most: int) -> Diagnostic:
    known = str(path) != "-" and Path(path).is_file()
    size = f"it has {Path(path).stat().st_size:,} bytes, and " if known else ""
    message = f"the file is too large: {size}mcplan reads at most {most:,} bytes"
    return Diagnostic("MC014", Severity.ERROR, message, file_name(path), Position(1, 1), TAKE_OUT)


NO_FILE = "there is no such file"


def unreadable(path: str | Path, error: OSError | ValueError) -> Diagnostic:
    """Why a file cannot be read, with a file of nearly its name if it is missing."""
    near = file_of_nearly_that_name(path) if isinstance(error, FileNotFoundError) else None
    return Diagnostic("MC001", Severity.ERROR, f"cannot read the file: {_reason(error)}", file_name(path), Position(1, 1), near)


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return NO_FILE
        case IsADirectoryError():
            return "it is a folder, not a file"
        case PermissionError():
            return "you have no permission to read it"
        case OSError(strerror=str(words)):
            return words.lower()
        case _:
            return str(error)


def file_of_nearly_that_name(path: str | Path) -> str | None:
    """Which file of its kind beside a missing one has nearly its name: `did you mean 'me.yaml'?`; None if there is none."""
    missing = Path(path)
    try:
        names = [own.name for own in sorted(missing.parent.iterdir()) if own.is_file()]
    except (OSError, ValueError):
        return None
    alike = [missing.with_name(name) for name in names if _may_be_meant(missing, name)]
    near = [str(own) for own in alike if did_you_mean(missing.stem, [own.stem])]
    return did_you_mean(str(missing), near) or (f"did you mean '{near[0]}'?" if near else None)


def _may_be_meant(missing: Path, name: str) -> bool:
    """Return whether a file of a name may be meant by one that is missing: it has nearly its ending, `.yml` as `.yaml`.

    What was typed without an ending is meant by nothing but the name before it.
    """
    other = Path(name)
    if not missing.suffix:
        return missing.name.lower() == other.stem.lower()
    return did_you_mean(missing.suffix[1:], [other.suffix[1:]]) is not None
