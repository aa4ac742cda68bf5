"""Commands whose options stand in groups: a group is a struct of options, and a command takes it as one parameter.

It knows typer, of the options only the one for what is wanted, and of the product that commands can be typed again. typer makes
an option of each parameter in a function's signature, so each command shows it a signature with all the options of its groups.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cached_property, update_wrapper
from inspect import Parameter, Signature, signature
from itertools import takewhile
from shlex import quote
from typing import Any, TypeVar

import typer
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields
from typer.core import TyperCommand, TyperOption

from mcplanner.ground.typed_again import with_files_of_its_own

UsageError: Any = typer.BadParameter.__base__
"""What typer raises for a command line that it cannot read; it does not export it."""

NEAR = 0.7
"""How similar the name of an option must be to one that was typed, of 1."""

WANTING = "--target"
"""The option that a word without one is most likely meant for."""

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
        with with_files_of_its_own():
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
        ctx.allow_extra_args = True  # they are refused here, with a way out
        try:
            rest = super().parse_args(ctx, args)  # which also answers --help
        except UsageError as error:
            raise _with_near_options(ctx, error) from None
        if rest and not ctx.resilient_parsing:
            raise UsageError(_say_unexpected(self, rest, words), ctx)
        if not ctx.resilient_parsing:
            _, _, typed = self.make_parser(ctx).parse_args(words)
            _refuse_repeated(ctx, typed)
        return rest


def _options(command: Any) -> list[TyperOption]:
    return [each for each in command.params if isinstance(each, TyperOption) and not each.hidden]


def _with_near_options(ctx: Any, error: Any) -> Any:
    """Return an error; that of an unknown option with those of a similar name, or else those whose help has its word."""
    if not hasattr(error, "possibilities"):
        return error
    word = error.option_name.lstrip("-")
    named = {name.lstrip("-"): name for option in _options(ctx.command) for name in option.opts}
    near = [named[name] for name in get_close_matches(word, named, n=2, cutoff=NEAR)]
    whole = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    about = [f"{option.opts[0]}: {option.help}" for option in _options(ctx.command) if whole.search(option.help or "")]
    ways_out = f" (did you mean {' or '.join(near)}?)" if near else f" (look at {' / '.join(about)})" if about else ""
    return UsageError(f"No such option: {error.option_name}{ways_out}", ctx)


def _say_unexpected(command: Any, rest: list[str], words: list[str]) -> str:
    """Say which words a command does not expect, and how to write what was perhaps meant."""
    ways_out = [
        *_quoted_with_the_option_before(command, rest, words),
        *(f"to want it: {WANTING} {word}" for word in rest[:1] if word[:1].isalpha() and _option(command, WANTING)),
    ]
    return f"unexpected {' '.join(map(repr, rest))}" + (f" ({'; '.join(ways_out)})" if ways_out else "")


def _quoted_with_the_option_before(command: Any, rest: list[str], words: list[str]) -> Iterator[str]:
    """Yield how the first unexpected word belongs to the option before it: with its value in quotes, or not at all."""
    at = words.index(rest[0])
    flag, option = (_option(command, words[at - back]) if at >= back else None for back in (1, 2))
    if flag is not None and flag.is_flag:
        yield f"{words[at - 1]} takes no value"
    elif option is not None and not option.is_flag and not words[at - 1].isdecimal():
        together = takewhile(lambda word: word in rest, words[at:])
        yield f"quote what has spaces: {words[at - 2]} {quote(' '.join([words[at - 1], *together]))}"


def _option(command: Any, name: str) -> TyperOption | None:
    return next((option for option in _options(command) if name in option.opts), None)


def _refuse_repeated(ctx: Any, typed: list[Any]) -> None:
    """Refuse several values for an option that takes one; an option without a value may be repeated."""
    for option in typed:
        if isinstance(option, TyperOption) and not (option.multiple or option.is_flag) and typed.count(option) > 1:
            raise typer.BadParameter(f"it takes one value, but {typed.count(option)} were given", ctx, option)
