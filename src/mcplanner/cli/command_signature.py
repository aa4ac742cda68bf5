"""Commands whose options stand in groups: a group is a struct of options, and a command takes it as one parameter.

It knows typer, of the options only the one for what is wanted, and of the product that commands can be typed again. typer makes
an option of each parameter in a function's signature, so each command shows it a signature with all the options of its groups.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from difflib import get_close_matches
from functools import cached_property, partial, update_wrapper
from inspect import Parameter, Signature, signature, unwrap
from itertools import takewhile
from shlex import quote
from shutil import get_terminal_size
from typing import Annotated, Any, TypeVar, get_args

import typer
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields
from typer.core import TyperCommand, TyperGroup, TyperOption

from mcplanner.ground.typed_again import with_its_own

UsageError: Any = typer.BadParameter.__base__
"""What typer raises for a command line that it cannot read; it does not export it."""

NEAR = 0.7
"""How similar the name of an option must be to one that was typed, of 1."""

WANTING = "--target"
"""The option that a word without one is most likely meant for."""

OF_FILES = "--learner"
"""The same of a word that is the name of a YAML file."""

COMPARED_BY = {"plan": "compare"}
"""The command that takes several values of an option where another one takes only one."""

BROAD, LEAST_WIDTH = 54, 40
"""The columns from which on help has names and what they are for side by side, and the fewest that it is made for."""

NARROW_NAMES = 8
"""The longest names that stand beside what they are for on fewer columns."""

HELP = ("-h", "--help")
"""The options that ask for help."""

Function = TypeVar("Function", bound=Callable[..., Any])
T = TypeVar("T")


class Declared(Struct, eq=False):
    """An option or an argument of a command, with typer's settings for it; typer's own is made only where it may be typed."""

    make: Callable[..., Any]
    names: tuple[str, ...]
    settings: dict[str, Any]

    def made(self) -> Any:
        """What typer takes for it."""
        return self.make(*self.names, **self.settings)


def option(*names: str, **settings: Any) -> Declared:
    """Declare an option by its names, with typer's settings for it."""
    return Declared(typer.Option, names, settings)


def argument(**settings: Any) -> Declared:
    """Declare an argument, with typer's settings for it."""
    return Declared(typer.Argument, (), settings)


class OptionGroup(Struct, frozen=True):
    """Options that belong together: each field is an option, `Annotated` with its names and its help, with its default."""


class _Context(typer.Context):
    """Where help is laid out: on a narrow console names stand above what they are for, and no line is longer than it."""

    def make_formatter(self) -> Any:
        columns = get_terminal_size().columns
        if columns >= BROAD or self.terminal_width is not None:
            return super().make_formatter()
        formatter: Any = self.formatter_class(width=max(LEAST_WIDTH, columns) - 2)
        formatter.write_dl = partial(formatter.write_dl, col_max=NARROW_NAMES)
        return formatter


class _InSentences:
    """What a list of commands says of one: its first sentence, which wraps, where typer would cut it."""

    help: str | None

    def get_short_help_str(self, *_: Any, **__: Any) -> str:
        sentence = " ".join((self.help or "").split()).split(". ")[0]
        return f"{sentence.rstrip('.')}."


class CommandGroup(_InSentences, TyperGroup):
    """A group of commands, which says where options stand that were typed before a command."""

    context_class = _Context

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            if not hasattr(error, "possibilities"):
                raise
            after = f"options stand after a command, such as: {ctx.command_path} {next(iter(self.commands))}"
            raise UsageError(f"No such option: {error.option_name} ({after})", ctx) from None


class Commands(typer.Typer):
    """Commands that can take groups of options, and that refuse several values for an option that takes one."""

    def __init__(self, *, cls: type[CommandGroup] = CommandGroup, **settings: Any) -> None:
        super().__init__(cls=cls, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Function], Function]:
        register = super().command(name, cls=_Command, **settings)

        def declare(function: Function) -> Function:
            register(_Flattened(function))
            return function

        return declare

    def with_only(self, name: str, words: Sequence[str] | None = None) -> "Commands":
        """The command or the group of commands with a name alone; all of them, where there is none.

        With the words that were typed after it, a command has only those options that may be among them.
        """
        commands = [info for info in self.registered_commands if _name_of(info) == name]
        groups = [info for info in self.registered_groups if info.name == name]
        if words is not None:
            commands = [_changed(info, callback=_Flattened(unwrap(_function_of(info)), words)) for info in commands]
        return self._with(commands, groups) if commands or groups else self

    def run(self, words: Sequence[str], name: str) -> None:
        """Run what was typed, as a program of some name, and end it; of the commands only what is needed for that is made."""
        match words:
            case ["--help" | "-h" | "--version"]:
                program = self.in_outline()
            case [word, *others]:
                program = self.with_only(word, others)
            case _:
                program = self
        program(args=words, prog_name=name, obj=self)

    def in_outline(self) -> "Commands":
        """The same commands without options, as they stand in help that lists them."""
        commands = [_changed(info, callback=_without_options(info)) for info in self.registered_commands]
        empty = [
            _changed(info, typer_instance=info.typer_instance._with([], []))
            for info in self.registered_groups
            if isinstance(info.typer_instance, Commands)
        ]
        return self._with(commands, empty)

    def _with(self, commands: list[Any], groups: list[Any]) -> "Commands":
        return _changed(self, registered_commands=commands, registered_groups=groups)


def _changed(whole: T, **parts: Any) -> T:
    """A copy with some attributes changed."""
    changed = copy(whole)
    vars(changed).update(parts)
    return changed


def _name_of(command: typer.models.CommandInfo) -> str:
    return command.name or _function_of(command).__name__


def _function_of(command: typer.models.CommandInfo) -> Callable[..., Any]:
    assert command.callback is not None, "every command is a function"
    return command.callback


def _without_options(command: typer.models.CommandInfo) -> Callable[[], None]:
    """A function with the name and the docstring of a command, and without parameters."""

    def nothing() -> None:
        pass

    nothing.__name__, nothing.__doc__ = _name_of(command), _function_of(command).__doc__
    return nothing


class _Flattened:
    """A command that takes the options of its groups one by one, in their order, and hands them on in their groups.

    An option of a later group replaces an earlier one of the same name, whose group then has its default. So a command can take
    a group and read some of its options in its own way.
    """

    def __init__(self, command: Callable[..., Any], words: Sequence[str] | None = None) -> None:
        """Of a command; with the words that were typed, typer is shown only the options that may be among them."""
        update_wrapper(self, command)
        self.__annotations__: dict[str, Any] = {}  # otherwise typer would also read those of the command
        self._command = command
        typed = None if words is None else _names_among(words)
        self._typed = None if typed is None or typed & {*HELP} else typed  # help tells of all options

    @cached_property
    def _groups(self) -> dict[str, type[OptionGroup]]:
        """The groups that the command takes, by the parameter's name."""
        kinds = {name: parameter.annotation for name, parameter in signature(self._command).parameters.items()}
        return {name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, OptionGroup)}

    @cached_property
    def _options(self) -> dict[str, tuple[str, Parameter]]:
        """The options, each with the name of the parameter it belongs to."""
        return {
            option.name: (name, option.replace(kind=Parameter.KEYWORD_ONLY))
            for name, parameter in signature(self._command).parameters.items()
            for option in (_members(self._groups[name]) if name in self._groups else [parameter])
        }

    @cached_property
    def __signature__(self) -> Signature:
        parameters = (parameter for _, parameter in self._options.values())
        return Signature([_for_typer(each) for each in parameters if self._typed is None or _may_be_one_of(self._typed, each)])

    def __call__(self, **typed: Any) -> None:
        values: dict[str, Any] = {name: {} for name in self._groups}
        for option, value in typed.items():
            owner, _ = self._options[option]
            if owner in self._groups:
                values[owner][option] = value
            else:
                values[owner] = value
        self._command(**values | {name: group(**values[name]) for name, group in self._groups.items()})


def _names_among(words: Sequence[str]) -> AbstractSet[str]:
    """The names of options that may be among some words; several short ones may stand behind one dash."""
    short = (f"-{letter}" for word in words if word.startswith("-") and not word.startswith("--") for letter in word)
    return {*short, *(word.partition("=")[0] for word in words)}


def _may_be_one_of(names: AbstractSet[str], parameter: Parameter) -> bool:
    """Return whether an option may have been typed by one of some names; what is no option, or must be typed, always may."""
    declared = _declared(parameter)
    return not declared or not declared.names or parameter.default is Parameter.empty or not names.isdisjoint(declared.names)


def _for_typer(parameter: Parameter) -> Parameter:
    """The same parameter with what typer takes for what is declared of it."""
    declared, kind = _declared(parameter), parameter.annotation
    return parameter if declared is None else parameter.replace(annotation=Annotated[get_args(kind)[0], declared.made()])


def _declared(parameter: Parameter) -> Declared | None:
    """What a parameter is on the command line; None if nothing is declared of it."""
    return next((each for each in get_args(parameter.annotation) if isinstance(each, Declared)), None)


def _members(group: type[OptionGroup]) -> Iterator[Parameter]:
    """The options of a group, as parameters."""
    for field in fields(group):
        default = Parameter.empty if field.default is NODEFAULT else field.default
        yield Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=field.type)


class _Command(_InSentences, TyperCommand):
    """A command that drops no value silently if an option is given twice, and whose usage names words as people write them."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def invoke(self, ctx: Any) -> Any:
        try:
            with with_its_own(_typed(ctx), ctx.info_name):
                return super().invoke(ctx)
        except typer.BadParameter as refusal:
            _say_how_several_are_written(ctx, refusal, ctx.params)
            raise

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        words = list(args)
        ctx.allow_extra_args = True  # they are refused here, with a way out
        try:
            rest = super().parse_args(ctx, args)  # which also answers --help
        except typer.BadParameter as refusal:
            _say_how_several_are_written(ctx, refusal, self.make_parser(ctx).parse_args(words)[0])
            raise _with_near_options(ctx, refusal) from None
        except UsageError as error:
            raise _with_near_options(ctx, error) from None
        if rest and not ctx.resilient_parsing:
            raise UsageError(_say_unexpected(ctx, rest, words), ctx)
        if not ctx.resilient_parsing:
            _, _, typed = self.make_parser(ctx).parse_args(words)
            _refuse_repeated(ctx, typed)
        return rest


def _typed(ctx: Any) -> dict[str, tuple[str, ...]]:
    """The options that were typed, by their long names, each with its values as text; a flag has none."""
    found: dict[str, tuple[str, ...]] = {}
    for option in _options_of(ctx.command):
        if ctx.get_parameter_source(option.name).name == "COMMANDLINE":
            value = ctx.params[option.name]
            values = () if option.is_flag else value if option.multiple else (value,)
            found[next(name for name in option.opts if name.startswith("--"))] = tuple(map(str, values))
    return found


def _say_how_several_are_written(ctx: Any, refusal: Any, typed: Mapping[str, Any]) -> None:
    """Add to the refusal of a value with commas how several are written, or where: in which options, or for which command."""
    option = refusal.param or _option(ctx, str(refusal.param_hint))
    if not isinstance(option, TyperOption) or _takes_commas(option):
        return
    listed = _listed(option, typed)
    refusal.message += "" if listed is None else "".join(f"; {words}" for words in _several(ctx, option, listed))


def _listed(option: TyperOption, typed: Mapping[str, Any]) -> str | None:
    """The first value of an option with commas in it, or of one that takes only one a range, if such was typed."""
    value = typed.get(option.name or "")
    values = value or () if option.multiple else (value,)
    several = "," if option.multiple else r",|^[0-9]{1,3}(\.[0-9]+)?-[0-9]{1,3}(\.[0-9]+)?$"
    return next((str(each) for each in values if re.search(several, str(each), re.ASCII)), None)


def _several(ctx: Any, option: TyperOption, listed: str) -> Iterator[str]:
    """Yield how several values of an option are written; of one that takes only one, for which command or option they are."""
    if option.multiple:
        apart = (f"{option.opts[0]} {quote(own.strip())}" for own in listed.split(",") if own.strip())
        yield f"several are written one by one: {' '.join(apart)}"
        return
    several = [each.opts[0] for each in _options(ctx) if _takes_commas(each)]
    if _is_compared(ctx, option):
        yield f"to put several side by side: mcplan {COMPARED_BY[ctx.info_name]} {option.opts[0]} {quote(listed)}"
    elif several:
        yield f"only these take several values: {', '.join(several)}"


def _is_compared(ctx: Any, option: TyperOption) -> bool:
    """Return whether another command takes several values of an option of which this one takes only one."""
    compare = _whole(ctx, COMPARED_BY.get(ctx.info_name, ""))
    of_compare = () if compare is None else _options_of(compare)
    return any(own.opts[0] == option.opts[0] and _takes_commas(own) for own in of_compare)


def _takes_commas(option: TyperOption) -> bool:
    """Return whether an option takes several values, with commas between them."""
    return (option.metavar or "").endswith(",…")


def _options(ctx: Any) -> list[TyperOption]:
    """The options that a command has, also where only those were made that may have been typed."""
    return _options_of(ctx.command if ctx.parent.parent else _whole(ctx, ctx.info_name))


def _whole(ctx: Any, name: str) -> Any:
    """A command of the program with all its options; None if there is none of that name."""
    program: Any = ctx.find_root().command if ctx.obj is None else typer.main.get_command(ctx.obj.with_only(name))
    return program.commands.get(name)


def _options_of(command: Any) -> list[TyperOption]:
    return [each for each in command.params if isinstance(each, TyperOption) and not each.hidden]


def _with_near_options(ctx: Any, error: Any) -> Any:
    """Return an error; that of an unknown option with those of a similar name, or else those whose help has its word.

    That of a word that is missing says what it is.
    """
    if type(error).__name__ == "MissingParameter" and error.param is not None:  # typer does not export the class
        error.message = getattr(error.param, "help", None) or ""
    if not hasattr(error, "possibilities"):
        return error
    word = error.option_name.lstrip("-")
    near, about = _named_like(ctx, word), _whose_help_has(ctx, word)
    way_out = ""
    if near:
        way_out = f" (did you mean {' or '.join(near)}?)"
    elif about:
        way_out = f" (look at {' / '.join(about)})"
    elif word in ("o", "output"):
        way_out = " (to keep what it prints: > FILE)"
    return UsageError(f"No such option: {error.option_name}{way_out}", ctx)


def _named_like(ctx: Any, word: str) -> list[str]:
    """Return the names of options that are similar to a word."""
    named = {name.lstrip("-"): name for option in _options(ctx) for name in option.opts}
    return [named[name] for name in get_close_matches(word, named, n=2, cutoff=NEAR)]


def _whose_help_has(ctx: Any, word: str) -> list[str]:
    """Return the options with a word in their help, each with it."""
    whole = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    return [f"{option.opts[0]}: {option.help}" for option in _options(ctx) if whole.search(option.help or "")]


def _say_unexpected(ctx: Any, rest: list[str], words: list[str]) -> str:
    """Say which words a command does not expect, and how to write what was perhaps meant."""
    ways_out = [
        *_quoted_with_the_option_before(ctx, rest, words),
        *_with_the_option_it_needs(ctx, rest[0]),
    ]
    return f"unexpected {' '.join(map(repr, rest))}" + (f" ({'; '.join(ways_out)})" if ways_out else "")


def _quoted_with_the_option_before(ctx: Any, rest: list[str], words: list[str]) -> Iterator[str]:
    """Yield how the first unexpected word belongs to the option before it: with its value in quotes, or not at all."""
    at = words.index(rest[0])
    flag, option = (_option(ctx, words[at - back]) if at >= back else None for back in (1, 2))
    if flag is not None and flag.is_flag:
        yield f"{words[at - 1]} takes no value"
    elif option is not None and _takes_commas(option):
        several = takewhile(lambda word: word in rest, words[at:])
        yield f"several values have commas between them: {words[at - 2]} {','.join([words[at - 1], *several])}"
    elif option is not None and not option.is_flag and not words[at - 1].isdecimal():
        together = takewhile(lambda word: word in rest, words[at:])
        yield f"quote what has spaces: {words[at - 2]} {quote(' '.join([words[at - 1], *together]))}"


def _with_the_option_it_needs(ctx: Any, word: str) -> Iterator[str]:
    """Yield how a word is written that is a learner file by its ending, or else perhaps a target."""
    name = OF_FILES if word.lower().endswith((".yaml", ".yml")) else WANTING
    if word[:1].isalpha() and _option(ctx, name):
        yield f"to {'use' if name == OF_FILES else 'want'} it: {name} {word}"


def _option(ctx: Any, name: str) -> TyperOption | None:
    return next((option for option in _options(ctx) if name in option.opts), None)


def _refuse_repeated(ctx: Any, typed: list[Any]) -> None:
    """Refuse several values for an option that takes one; an option without a value may be repeated."""
    for option in typed:
        if isinstance(option, TyperOption) and not (option.multiple or option.is_flag) and typed.count(option) > 1:
            raise typer.BadParameter(f"it takes one value, but {typed.count(option)} were given", ctx, option)
