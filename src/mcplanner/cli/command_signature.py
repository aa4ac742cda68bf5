"""Commands whose options stand in groups: a group is a struct of options, and a command takes it as one parameter.

It knows typer, but no option and nothing of the product. typer makes an option of each parameter in a function's signature, so
each command shows it a signature with all the options of its groups.
"""

from collections.abc import Callable, Iterator
from functools import cached_property, update_wrapper
from inspect import Parameter, Signature, signature
from typing import Any, TypeVar

import typer
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields
from typer.core import TyperCommand, TyperOption

Function = TypeVar("Function", bound=Callable[..., Any])


class Group(Struct, frozen=True):
    """Options that belong together: each field is an option, `Annotated` with its names and its help, with its default."""


class Commands(typer.Typer):
    """Commands that can take groups of options, and that refuse several values for an option that takes one."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Function], Function]:
        register = super().command(name, cls=_Command, **settings)

        def declare(function: Function) -> Function:
            register(_Flattened(function))
            return function

        return declare


class _Flattened:
    """A command that takes the options of its groups one by one, in their order, and hands them on in their groups.

    An option of a later group replaces an earlier one of the same name, whose group then has its default. So a command can take
    a group and read some of its options in its own way.
    """

    def __init__(self, command: Callable[..., Any]) -> None:
        update_wrapper(self, command)
        self.__annotations__: dict[str, Any] = {}  # otherwise typer would also read those of the command
        self._command = command

    @cached_property
    def _groups(self) -> dict[str, type[Group]]:
        """The groups that the command takes, by the parameter's name."""
        kinds = {name: parameter.annotation for name, parameter in signature(self._command).parameters.items()}
        return {name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, Group)}

    @cached_property
    def _options(self) -> dict[str, tuple[str, Parameter]]:
        """The options, each with the name of the parameter it belongs to."""
        return {
            option.name: (name, option.replace(kind=Parameter.KEYWORD_ONLY))
            for name, parameter in signature(self._command).parameters.items()
            for option in (_members(self._groups[name]) if name in self._groups else [parameter])
        }

    @property
    def __signature__(self) -> Signature:
        return Signature([option for _, option in self._options.values()])

    def __call__(self, **typed: Any) -> None:
        values: dict[str, Any] = {name: {} for name in self._groups}
        for option, value in typed.items():
            owner, _ = self._options[option]
            if owner in self._groups:
                values[owner][option] = value
            else:
                values[owner] = value
        self._command(**values | {name: group(**values[name]) for name, group in self._groups.items()})


def _members(group: type[Group]) -> Iterator[Parameter]:
    """The options of a group, as parameters."""
    for field in fields(group):
        default = Parameter.empty if field.default is NODEFAULT else field.default
        yield Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=field.type)


class _Command(TyperCommand):
    """A command that drops no value silently if an option is given twice, and whose usage names words as people write them."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        words = list(args)
        rest = super().parse_args(ctx, args)  # which also answers --help
        if not ctx.resilient_parsing:
            _, _, typed = self.make_parser(ctx).parse_args(words)
            _refuse_repeated(ctx, typed)
        return rest


def _refuse_repeated(ctx: Any, typed: list[Any]) -> None:
    """Refuse several values for an option that takes one; an option without a value may be repeated."""
    for option in typed:
        if isinstance(option, TyperOption) and not (option.multiple or option.is_flag) and typed.count(option) > 1:
            raise typer.BadParameter(f"it takes one value, but {typed.count(option)} were given", ctx, option)
