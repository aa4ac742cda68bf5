"""The contexts of JSON-LD that are held: those of the W3C, which come with mcplan, and those in a folder that the user names.

Nothing is fetched. A folder has each context at its address, without `https://`, as `wget --force-directories` saves it.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from mcplanner.credentials.proofs.verdicts import NotCheckedError
from mcplanner.files.paths import read_bytes

MOST_BYTES = 1_000_000
"""Of a context: the longest that badges use has 15,000."""

_SHIPPED = {
    "https://www.w3.org/2018/credentials/v1": "credentials-v1.json",
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
}
_USUAL_NAMES = (("id", "@id"), ("type", "@type"))
"""The only other names of keywords that mcplan reads: under any other, it would not see which thing is meant."""

_ADDRESS = re.compile(r"https?://(?P<path>\w[\w.-]*(?:/\w[\w.~-]*)+)", re.ASCII)


def context_at(address: str, folder: Path | None) -> Any:
    """The document of a context.

    Raises
    ------
    NotCheckedError
        It is not held.
    """
    shipped = _SHIPPED.get(address)
    if shipped is not None:
        return _read(Path(__file__).parent / "contexts" / shipped)
    place = _ADDRESS.fullmatch(address)
    if folder is None or place is None:
        raise NotCheckedError("a context that it names does not come with mcplan")
    return _read(folder / place["path"])


@cache
def _read(path: Path) -> Any:
    content = read_bytes(path, MOST_BYTES)
    if not isinstance(content, bytes):
        raise NotCheckedError("a context that it names is not in the folder of contexts")
    try:
        context = json.loads(content)
        is_usual = not _renames_keywords(context)
    except (ValueError, RecursionError):
        raise NotCheckedError("a context in the folder of contexts is not JSON") from None
    if not is_usual:
        raise NotCheckedError("a context that it names gives keywords of JSON-LD other names than 'id' and 'type'")
    return context


def _renames_keywords(value: Any) -> bool:
    """Return whether a context, or one within it, has other names for keywords than the usual ones."""
    for key, told in value.items() if isinstance(value, dict) else ():
        meant = told.get("@id") if isinstance(told, dict) else told
        is_keyword = isinstance(meant, str) and meant.startswith("@") and not key.startswith("@")
        if is_keyword and (key, meant) not in _USUAL_NAMES:
            return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_renames_keywords, parts))
