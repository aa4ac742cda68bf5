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
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NotCheckedError("a context in the folder of contexts is not JSON") from None
