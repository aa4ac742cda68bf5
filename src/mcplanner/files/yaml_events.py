"""What libyaml reads in a text, event by event. The only importer of yaml."""

from collections.abc import Callable
from typing import Any, Protocol

import yaml
from yaml import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)


class Mark(Protocol):
    """A place as yaml counts it, from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def event_reader(content: bytes) -> Callable[[], Any]:
    """What gives the next event of a text at each call; it raises a `YAMLError` where the text is no YAML."""
    reader: Callable[[], Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(content).get_event
    return reader


__all__ = [
    "AliasEvent",
    "MappingEndEvent",
    "MappingStartEvent",
    "Mark",
    "MarkedYAMLError",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
    "event_reader",
]
