"""What a proof signs: not the text of a document, but the statements that JSON-LD makes of it, in canonical order (RDFC-1.0).

Knows PyLD, which is optional and imported when it is needed, and which fetches nothing here. The time is limited: the order of
statements about things without names can take longer than anybody waits.
"""

import re
from functools import cache
from math import factorial, isfinite
from pathlib import Path
from typing import Any

from msgspec import Struct

from mcplanner.credentials.parsing import WrittenNumber
from mcplanner.credentials.proofs.contexts import context_at
from mcplanner.credentials.proofs.verdicts import NotCheckedError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs that RDFC-1.0 escapes, and PyLD does not; and halves of signs, which have no bytes."""

MOST_WHOLE = 2**53
"""The largest whole number that every library has as it is written: beyond, some round it."""

MOST_VALUES = 10_000
"""Values in a document: PyLD takes a second for them. A long learner record has 4,000."""

MOST_VALUES_OF_FILE = 100_000
"""Values in all documents and proofs of a file, of which a thousand badges have 80,000."""

LONG_LIST = 500
"""Items: in a list of so many, PyLD takes twice as long for each, in one of twice as many three times, and so on."""

LEAST_VALUES = 20
"""What stating anything takes, however short it is, in values that it could have had."""

MOST_ORDERS = 20_000
"""Orders of things without names that are tried for a file: PyLD takes a second. Real badges need none, or a few."""

EXTRA = "the extra 'badges' is not installed, which proofs in JSON need"
_TOO_LARGE = "it is too large for its proof to be checked"
_TOO_MANY = "its file has too many proofs to check them all"
_CONTROL_CHARACTERS = "it has control characters, which libraries sign in different ways"
_LARGE_NUMBERS = "it has numbers so large that libraries sign them in different ways"
_NO_STATEMENTS = "its keys and its contexts do not fit together"


class Statements(Struct, frozen=True):
    """The statements of a document.

    Attributes
    ----------
    text
        One in a line, in canonical order.
    expanded
        The document with the full address of each key, as JSON-LD has it.
    leaves_out
        True if the document has keys that no context defines: nothing is stated of them.
    """

    text: str
    expanded: Any
    leaves_out: bool


class Effort:
    """What the proofs of a file have taken so far: values that were stated, and orders that were tried."""

    def __init__(self) -> None:
        self.values = 0
        self._orders = 0

    def state(self, values: int) -> None:
        """Count values of a document.

        Raises
        ------
        NotCheckedError
            They are too many, with those before.
        """
        self.values += values
        if self.values > MOST_VALUES_OF_FILE:
            raise NotCheckedError(_TOO_MANY)

    def order(self, orders: int) -> None:
        """Count orders; it raises as `state` does."""
        self._orders += orders
        if self._orders > MOST_ORDERS:
            raise NotCheckedError(_TOO_LARGE)


def statements_of(document: dict[str, Any], folder: Path | None, effort: Effort) -> Statements:
    """The statements of a document, whose numbers are as they were written.

    Raises
    ------
    NotCheckedError
        It has none, or a context or PyLD is missing, or it would take too long.
    """
    try:
        from pyld import jsonld
    except ImportError:
        raise NotCheckedError(EXTRA) from None
    numbers = _Numbers()
    plain = numbers.plain(document)
    effort.state(LEAST_VALUES + numbers.values)
    left_out: list[object] = []
    try:
        expanded = jsonld.expand(plain, _options(folder), left_out.append)
        dataset = jsonld.to_rdf(expanded, _options(folder))
        text = _canonicalizer()(effort).main(dataset, {"format": "application/n-quads"})
    except Exception as error:  # what PyLD says of a document that is not JSON-LD is of many kinds
        raise _reason(error) from None
    return Statements(text, expanded, bool(left_out))


def _reason(error: BaseException | None) -> NotCheckedError:
    """The reason that lies beneath an error of PyLD."""
    while error is not None:
        if isinstance(error, NotCheckedError):
            return error
        error = error.__cause__ or error.__context__
    return NotCheckedError(_NO_STATEMENTS)


@cache
def _options(folder: Path | None) -> dict[str, Any]:
    """PyLD's options, with contexts from a folder, and a memory of its own for them: PyLD's would outlast the folder."""
    from pyld.context_resolver import ContextResolver

    def load(address: str, _: Any) -> dict[str, Any]:
        document = context_at(address, folder)
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}

    resolver = ContextResolver({}, load)
    return {"documentLoader": load, "contextResolver": resolver, "base": None, "processingMode": "json-ld-1.1"}


@cache
def _canonicalizer() -> Any:
    """PyLD's class that orders statements, with a limit to the orders that it tries."""
    from pyld.canon import URDNA2015

    class Limited(URDNA2015):  # type: ignore[misc]
        def __init__(self, effort: Effort) -> None:
            super().__init__()
            self._effort = effort

        def create_hash_to_related(self, name: str, issuer: Any) -> Any:
            related = super().create_hash_to_related(name, issuer)
            self._effort.order(sum(factorial(min(len(alike), 12)) for alike in related.values()))
            return related

    return Limited


class _Numbers:
    """Makes numbers of figures, and counts the values of a document, those of long lists for more than one."""

    def __init__(self) -> None:
        self.values = 0

    def _count(self, values: int) -> None:
        self.values += values
        if self.values > MOST_VALUES:
            raise NotCheckedError(_TOO_LARGE)

    def plain(self, value: Any) -> Any:
        """A value with its figures as numbers."""
        self._count(1)
        match value:
            case dict() if any(map(_CONTROL.search, value)):
                raise NotCheckedError(_CONTROL_CHARACTERS)
            case dict():
                return {key: self.plain(each) for key, each in value.items()}
            case list():
                self._count(len(value) ** 2 // LONG_LIST)
                return [self.plain(each) for each in value]
            case WrittenNumber():
                return _number(str(value))
            case str() if _CONTROL.search(value):
                raise NotCheckedError(_CONTROL_CHARACTERS)
        return value


def _number(figure: str) -> int | float:
    try:
        number: int | float = int(figure)
    except ValueError:
        number = float(figure)
    if isinstance(number, float) and not isfinite(number):
        raise NotCheckedError(_NO_STATEMENTS)
    if abs(number) > MOST_WHOLE:
        raise NotCheckedError(_LARGE_NUMBERS)
    return number
