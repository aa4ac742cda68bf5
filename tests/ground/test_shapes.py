"""What people write and what it stands for have the same defaults, since only what was written is handed over."""

from collections.abc import Iterator

import pytest
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from mcplanner.catalogue import shape as catalogue_shape
from mcplanner.ground.shapes import Shape
from mcplanner.learner import shape as learner_shape
from mcplanner.pricing import shape as pricing_shape

assert all((catalogue_shape, learner_shape, pricing_shape)), "they define the shapes"


def shapes(kind: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for each in kind.__subclasses__():
        if each.makes is not None and issubclass(each.makes, Struct):
            yield each
        yield from shapes(each)


@pytest.mark.parametrize("shape", list(shapes()), ids=lambda shape: f"{shape.__module__}.{shape.__name__}")
def test_what_is_not_written_has_the_same_default_in_what_it_makes(shape: type[Shape]) -> None:
    assert shape.makes is not None
    made = {each.name: each for each in fields(shape.makes)}
    for name, field in shape.model_fields.items():
        if not field.is_required():
            default, factory = made[name].default, made[name].default_factory
            assert field.get_default(call_default_factory=True) == (factory() if default is NODEFAULT else default)
