"""Turns what catalogues, funding rules and learner files consist of into bytes and back: fields that are not their defaults.

Knows their structs; checks nothing, since whoever made them did.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import compress
from operator import is_not
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder, Ext
from msgspec.structs import astuple, fields

from mcplanner.catalogue.model import UNKNOWN, Award, Catalogue, Module, MonthBounds, Provider, Role, Run, Subject, Unknown
from mcplanner.catalogue.requirements import AllOf, AnyOf, Choose, Credits, Skill
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity
from mcplanner.learner.file import BegunModule, HeldModule, HoursByMonth, LearnerFile, OtherHours
from mcplanner.pricing.rules import (
    CountedAge,
    FeeClass,
    Funding,
    GstBasis,
    GstRate,
    OpenQuestion,
    Reimbursement,
    Subsidy,
    Wallet,
)

STRUCTS: tuple[type[Struct], ...] = (
    Subject,
    Provider,
    MonthBounds,
    Run,
    Module,
    Award,
    Role,
    AllOf,
    AnyOf,
    Choose,
    Credits,
    Skill,
    Catalogue,
    FeeClass,
    Subsidy,
    GstRate,
    GstBasis,
    Wallet,
    Reimbursement,
    OpenQuestion,
    CountedAge,
    Funding,
    OtherHours,
    HoursByMonth,
    HeldModule,
    BegunModule,
    LearnerFile,
    Diagnostic,
    Position,
)
"""The structs that can be kept; the position of each is its code."""

TUPLE, DECIMAL, DATE, IS_UNKNOWN, SEVERITY, FRACTION, INTEGER = range(100, 107)
"""The codes of values for which msgpack has no form of its own."""

FORM = repr([(struct.__name__, struct.__struct_fields__) for struct in STRUCTS])
"""What bytes depend on: those of other structs, or of other fields, mean nothing here."""

_CODES: Mapping[type[Struct], int] = {struct: code for code, struct in enumerate(STRUCTS)}
_INTEGERS = range(-(2**63), 2**64)
"""Those for which msgpack has a form; what an importer leaves under `extra` may be larger."""

MOST_REMEMBERED = 50_000
"""Values whose form is remembered; then all are forgotten."""

_encoder = Encoder()


class ToBytes:
    """Turns values into bytes from which `from_bytes` makes equal ones: structs, plain data, or tuples of them.

    Many entries share what they consist of, so the form of such a value is remembered by its identity: values that are equal
    may be written differently, such as 1.0 and 1.00.
    """

    def __init__(self) -> None:
        self._forms: dict[int, tuple[Any, Any]] = {}
        self._makers: Mapping[type, Callable[[Any], Any]] = {**_PLAIN, tuple: self._tuple, dict: self._dict, list: self._list}

    def __call__(self, value: Any) -> bytes:
        """The bytes of a value.

        Raises
        ------
        TypeError
            The value holds something else.
        """
        return _encoder.encode(self._plain(value))

    def _plain(self, value: Any) -> Any:
        """A value as msgpack knows it."""
        make = self._makers.get(value.__class__)
        if make is not None:
            return make(value)
        return self._struct(value) if isinstance(value, Struct) else value

    def _struct(self, value: Struct) -> Ext:
        """The fields of a struct that differ from their defaults."""
        names, defaults = _fields(type(value))
        values, forms = astuple(value), self._forms
        plain = {}
        for name, own, default in compress(zip(names, values, defaults, strict=True), map(is_not, values, defaults)):
            if own.__class__ is str:
                plain[name] = own
            elif id(own) in forms:
                plain[name] = forms[id(own)][1]
            elif own != default:
                plain[name] = self._remembered(own)
        return Ext(_CODES[type(value)], _encoder.encode(plain))

    def _remembered(self, value: Any) -> Any:
        """The form of a value, which is kept with it, so that no other gets its identity."""
        plain = self._plain(value)
        if len(self._forms) >= MOST_REMEMBERED:
            self._forms.clear()
        self._forms[id(value)] = value, plain
        return plain

    def _tuple(self, value: tuple[Any, ...]) -> Ext:
        return Ext(TUPLE, _encoder.encode(value if set(map(type, value)) <= {str} else self._list(value)))

    def _dict(self, value: Mapping[Any, Any]) -> Any:
        return {name: self._plain(item) for name, item in value.items()}

    def _list(self, value: Iterable[Any]) -> Any:
        return [self._plain(item) for item in value]


def to_bytes(value: Any) -> bytes:
    """The bytes of one value, as `ToBytes` makes them."""
    return ToBytes()(value)


def plain_bytes(value: Any) -> bytes:
    """Bytes of plain data, in which tuples become lists."""
    return _encoder.encode(value)


def from_bytes(content: bytes) -> Any:
    """The value whose bytes these are.

    Raises
    ------
    msgspec.DecodeError
        They are no bytes of a value.
    """
    return _decoder.decode(content)


@cache
def _fields(kind: type[Struct]) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The names of a struct's fields, and their defaults."""
    return kind.__struct_fields__, tuple(
        own.default_factory() if callable(own.default_factory) else own.default for own in fields(kind)
    )


def _integer(value: int) -> Any:
    return value if value in _INTEGERS else Ext(INTEGER, str(value).encode())


_PLAIN: Mapping[type, Callable[[Any], Any]] = MappingProxyType(
    {
        str: str,
        int: _integer,
        Decimal: lambda value: Ext(DECIMAL, str(value).encode()),
        Severity: lambda value: Ext(SEVERITY, value.value.encode()),
        Fraction: lambda value: Ext(FRACTION, str(value).encode()),
        date: lambda value: Ext(DATE, value.isoformat().encode()),
        Unknown: lambda _: Ext(IS_UNKNOWN, b""),
    }
)


def _from_extension(code: int, content: memoryview) -> Any:
    if code < TUPLE:
        return STRUCTS[code](**_decoder.decode(content))
    return _FROM_BYTES[code](content)


_FROM_BYTES: Mapping[int, Callable[[memoryview], Any]] = MappingProxyType(
    {
        TUPLE: lambda content: tuple(_decoder.decode(content)),
        DECIMAL: lambda content: Decimal(str(content, "ascii")),
        DATE: lambda content: date.fromisoformat(str(content, "ascii")),
        IS_UNKNOWN: lambda _: UNKNOWN,
        FRACTION: lambda content: Fraction(str(content, "ascii")),
        INTEGER: lambda content: int(str(content, "ascii")),
        SEVERITY: lambda content: Severity(str(content, "ascii")),
    }
)
_decoder: Decoder[Any] = Decoder(ext_hook=_from_extension)
